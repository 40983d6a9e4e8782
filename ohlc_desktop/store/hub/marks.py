"""Which days of which series changed since the hub was told: noted by SQLite itself, whoever writes.

Triggers on ``candle`` note each day in the transaction that changes it, so that nothing is ever forgotten, nor noted that
was rolled back. They are made with the first push; without a hub there are none and nothing is slower. A mark that is being
sent is set apart from one that came since, so that what changes meanwhile goes next time. Must be called inside a
transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.planning.coverage import Interval, union
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

#: The hub for which changes are noted, by its own name.
_HUB = "hub"
#: The newest push of which this archive knows that it was committed.
_PUSH = "hub_push"
#: The name under which this machine filled the hub last.
_MACHINE = "hub_machine"
#: There while candles that the hub has beyond ours are to stay, until all of ours were told.
_KEEPING = "hub_keeping"
#: SQLite rounds towards zero; so the days before 1970 are counted from 1870.
_DAY = f"({{}}.ts + {36525 * DAY}) / {DAY} - 36525"
_TRIGGERS = {"INSERT": "new", "UPDATE": "new", "DELETE": "old"}


def hub_of(connection: Connection) -> str:
    """The name of the hub for which changes are noted; empty for none."""
    return facts.fact(connection, _HUB) or ""


def note_for(connection: Connection, hub: str, keeping: bool = False) -> None:
    """Note changes for a hub from now on, and that it has to be told of everything.

    ``keeping``: what it has beyond that stays there.
    """
    forget(connection)
    facts.keep_fact(connection, _HUB, hub)
    if keeping:
        facts.keep_fact(connection, _KEEPING, "1")
    for what, row in _TRIGGERS.items():
        connection.execute(
            f"CREATE TRIGGER hub_{what.lower()} AFTER {what} ON candle BEGIN"
            f" INSERT INTO hub_change VALUES ({row}.instrument_id, {row}.timeframe, {_DAY.format(row)}, 0)"
            " ON CONFLICT DO NOTHING; END"
        )
    day = _DAY.format("candle")
    connection.execute(f"INSERT INTO hub_change SELECT DISTINCT instrument_id, timeframe, {day}, 0 FROM candle")


def forget(connection: Connection) -> None:
    """Note nothing any more, for no hub."""
    for what in _TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS hub_{what.lower()}")
    connection.execute("DELETE FROM hub_change")
    for fact in (_HUB, _PUSH, _KEEPING):
        facts.forget_fact(connection, fact)


def mark(connection: Connection, instrument: int, timeframe: str, window: Interval) -> None:
    """Note that the hub has to be told of all days of a window of stamps."""
    days = range(window.start // DAY, -(-window.end // DAY))
    connection.executemany(
        "INSERT INTO hub_change VALUES (?,?,?,0) ON CONFLICT DO NOTHING", ((instrument, timeframe, day) for day in days)
    )


def begin_sending(connection: Connection) -> list[int]:
    """Set all marks apart to be sent; the instruments that have some, those of the watchlist first."""
    connection.execute("UPDATE OR REPLACE hub_change SET sent=1 WHERE sent=0")
    rows = connection.execute(
        "SELECT id FROM instrument WHERE id IN (SELECT instrument_id FROM hub_change WHERE sent=1)"
        " ORDER BY position IS NULL, position, symbol"
    )
    return [number for (number,) in rows]


def sending(connection: Connection, instrument: int) -> dict[str, list[Interval]]:
    """What is to be sent of an instrument: stretches of stamps by timeframe, whole days, sorted, touching ones joined."""
    found: dict[str, list[tuple[int, int]]] = {}
    rows = connection.execute(
        "SELECT timeframe, day FROM hub_change WHERE instrument_id=? AND sent=1 ORDER BY timeframe, day", (instrument,)
    )
    for timeframe, day in rows:
        found.setdefault(timeframe, []).append((day * DAY, (day + 1) * DAY))
    return {timeframe: union(stretches) for timeframe, stretches in found.items()}


def sent(connection: Connection, instruments: Iterable[int], push: int) -> None:
    """Note that a push was committed with all that was to be sent of some instruments."""
    connection.executemany(
        "DELETE FROM hub_change WHERE instrument_id=? AND sent=1", ((number,) for number in instruments)
    )
    note_push(connection, push)
    if connection.execute("SELECT 1 FROM hub_change LIMIT 1").fetchone() is None:
        facts.forget_fact(connection, _KEEPING)


def arrived(connection: Connection, symbol: str, timeframe: str) -> None:
    """Note that what was being sent of a series is at the hub."""
    connection.execute(
        "DELETE FROM hub_change WHERE instrument_id=(SELECT id FROM instrument WHERE symbol=?) AND timeframe=? AND sent=1",
        (symbol, timeframe),
    )


def note_push(connection: Connection, push: int) -> None:
    """Note the newest push that is known to have been committed."""
    facts.keep_fact(connection, _PUSH, str(push))


def newest_push(connection: Connection) -> int:
    """The newest push that is known to have been committed; 0 for none."""
    kept = facts.fact(connection, _PUSH) or ""
    return int(kept) if kept.isdecimal() else 0  # earlier versions kept what was taken under the same name


def note_machine(connection: Connection, machine: str) -> None:
    """Note the name under which this machine fills the hub."""
    facts.keep_fact(connection, _MACHINE, machine)


def machine_of(connection: Connection) -> str:
    """The name under which this machine filled the hub last; empty if it never did. It may have another one since."""
    return facts.fact(connection, _MACHINE) or ""


def is_keeping(connection: Connection) -> bool:
    """Whether candles that the hub has beyond ours are to stay there."""
    return facts.fact(connection, _KEEPING) is not None


def pending(connection: Connection) -> int:
    """How many series have changes that the hub has not heard of."""
    row = connection.execute("SELECT count(*) FROM (SELECT DISTINCT instrument_id, timeframe FROM hub_change)")
    return int(row.fetchone()[0])


def untold(connection: Connection, hub: str) -> int:
    """How many series have changes that a hub has not heard of: all, of one for which none were noted."""
    if hub_of(connection) == hub:
        return pending(connection)
    return int(connection.execute("SELECT count(*) FROM series WHERE count>0").fetchone()[0])


def is_pending(connection: Connection, symbol: str, timeframe: str) -> bool:
    """Whether a series has changes that the hub has not heard of."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM hub_change WHERE instrument_id=(SELECT id FROM instrument WHERE symbol=?) AND timeframe=?)",
        (symbol, timeframe),
    ).fetchone()
    return bool(row[0])
