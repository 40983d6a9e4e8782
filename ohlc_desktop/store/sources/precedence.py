"""The sources that the archive knows, strongest first.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ohlc_desktop.core.arbitration.precedence import KnownSource, Precedence, SourceKind, checked_name, enrolled
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_UNSETTLED = "unsettled"
#: Before the name of a source whose days close with the last trade, not with the settlement.
LAST_TRADES = "last trades "
#: Before the name of one whose days were seen to close at the settlement.
SETTLEMENTS = "settlements "
_KINDS = frozenset(kind.value for kind in SourceKind)


def read(connection: Connection) -> Precedence:
    """All sources that ever gave candles; one of a kind that a later version named counts as a file."""
    rows = connection.execute("SELECT name, kind FROM source ORDER BY place, name")
    return Precedence(tuple(KnownSource(name, SourceKind(kind if kind in _KINDS else "file")) for name, kind in rows))


def enrol(connection: Connection, name: str, kind: SourceKind, now: float) -> None:
    """Make a source known, in the place that its kind gives it; one that is known stays as it is.

    Raises:
        UsageError: it cannot be the name of a source.
    """
    if connection.execute("SELECT 1 FROM source WHERE name=?", (name,)).fetchone():
        return
    order = enrolled(read(connection).known, KnownSource(checked_name(name), kind))
    connection.execute("INSERT INTO source VALUES (?,?,?,?)", (name, len(order), kind.value, now))
    save(connection, order)


def save(connection: Connection, order: Sequence[KnownSource]) -> None:
    """Keep an order of the known sources. What is stored follows only when it is rebuilt."""
    connection.executemany(
        "UPDATE source SET place=? WHERE name=?", [(place, source.name) for place, source in enumerate(order)]
    )


def forget(connection: Connection, name: str) -> None:
    """Let a source be unknown again; the others keep their order."""
    order = [source for source in read(connection).known if source.name != name]
    connection.execute("DELETE FROM source WHERE name=?", (name,))
    for what in (LAST_TRADES, SETTLEMENTS):
        facts.forget_fact(connection, what + name)
    save(connection, order)


def note_last_trades(connection: Connection, name: str) -> None:
    """Keep of a source that its days close with the last trade, which its name need not tell."""
    facts.keep_fact(connection, LAST_TRADES + name, "1")


def note_settlements(connection: Connection, name: str, seen: bool) -> None:
    """Keep of a source whether its days were seen to close at the settlement; what is kept of last trades counts more."""
    if seen:
        facts.keep_fact(connection, SETTLEMENTS + name, "1")
    else:
        facts.forget_fact(connection, SETTLEMENTS + name)


def unsettled(connection: Connection) -> dict[str, int]:
    """The instruments that do not follow the order whole yet, because its last change was cut off.

    By symbol the UTC epoch seconds from which on candles stand by a former order; older ones follow the present one.
    """
    return dict(json.loads(facts.fact(connection, _UNSETTLED) or "{}"))


def keep_unsettled(connection: Connection, since: Mapping[str, int]) -> None:
    """Keep exactly this."""
    if since:
        facts.keep_fact(connection, _UNSETTLED, json.dumps(dict(since)))
    else:
        facts.forget_fact(connection, _UNSETTLED)


def feed_of(connection: Connection, number: int) -> str | None:
    """The feed that first gave an instrument; None where none did."""
    found = connection.execute("SELECT feed FROM instrument WHERE id=?", (number,)).fetchone()
    return None if found is None else found[0]


def note_feed(connection: Connection, number: int, name: str, kind: SourceKind, now: float) -> None:
    """Note that a feed gives an instrument; the first one stays."""
    if feed_of(connection, number) is None:
        enrol(connection, name, kind, now)
        connection.execute("UPDATE instrument SET feed=? WHERE id=?", (name, number))


def counts_most(connection: Connection, symbol: str, source: str) -> bool:
    """Whether a source counts more than all others that an instrument has; one that is new comes as a file."""
    number = watchlist.find_instrument(connection, symbol)
    if number is None:
        return True
    order = Precedence(enrolled(read(connection).known, KnownSource(source, SourceKind.FILE)))
    rows = connection.execute("SELECT DISTINCT source FROM heard WHERE instrument_id=?", (number,))
    others = {name for (name,) in rows} | {feed_of(connection, number)}
    return all(order.place(source) <= order.place(name) for name in others if name is not None)
