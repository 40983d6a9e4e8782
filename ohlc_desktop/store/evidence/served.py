"""What was answered without a candle, where a whole calendar was silent, and what the feed does not serve.

Must be called inside a transaction where it writes. Imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ohlc_desktop.core.market.feed_habits import Habit, load_habits
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.resource_files import resource
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import superseded

_OBSERVED = "observed"


def habits_of(feed: FeedSpec) -> tuple[Habit, ...]:
    """The habits of a feed, as they ship with the program.

    Raises:
        SettingsError: the file cannot be read or says something impossible.
    """
    return load_habits(resource(feed.habits_file)) if feed.habits_file else ()


def absences(connection: Connection, instrument: int) -> dict[str, tuple[Interval, ...]]:
    """Where expected candles are absent of answered stretches of an instrument, by source timeframe, oldest first."""
    rows = connection.execute(
        "SELECT timeframe, start, end FROM absence WHERE instrument_id=? ORDER BY timeframe, start", (instrument,)
    )
    return _by_timeframe(rows)


def save_absences(connection: Connection, instrument: int, timeframe: str, stretches: Sequence[Interval]) -> None:
    """Replace those of a source series."""
    connection.execute("DELETE FROM absence WHERE instrument_id=? AND timeframe=?", (instrument, timeframe))
    connection.executemany(
        "INSERT INTO absence VALUES (?,?,?,?)", ((instrument, timeframe, start, end) for start, end in stretches)
    )


def silence(connection: Connection, calendar: str) -> Mapping[str, tuple[Interval, ...]]:
    """Where no instrument of a calendar has a candle, by source timeframe, as the last import found it."""
    rows = connection.execute(
        "SELECT timeframe, start, end FROM silence WHERE calendar=? ORDER BY timeframe, start", (calendar,)
    )
    return _by_timeframe(rows)


def save_silence(connection: Connection, calendar: str, found: Mapping[str, Sequence[Interval]]) -> None:
    """Replace that of a calendar."""
    connection.execute("DELETE FROM silence WHERE calendar=?", (calendar,))
    connection.executemany(
        "INSERT INTO silence VALUES (?,?,?,?)",
        ((calendar, name, start, end) for name, stretches in found.items() for start, end in stretches),
    )


def observed(connection: Connection, calendar: str, moment: float | None = None) -> list[Interval]:
    """When an exchange traded though its calendar says otherwise, oldest first: UTC epoch seconds; as known at a moment."""
    now = dict(connection.execute("SELECT start, end FROM observed WHERE calendar=?", (calendar,)).fetchall())
    return [Interval(*each) for each in superseded.as_of(connection, _OBSERVED, calendar, now, moment).items()]


def save_observed(connection: Connection, calendar: str, stretches: Sequence[Interval], at: float = 0.0) -> None:
    """Replace that of a calendar; ``at`` is when it was observed, UTC epoch seconds."""
    superseded.keep(connection, _OBSERVED, calendar, dict(observed(connection, calendar)), dict(stretches), at)
    connection.execute("DELETE FROM observed WHERE calendar=?", (calendar,))
    connection.executemany("INSERT INTO observed VALUES (?,?,?)", ((calendar, start, end) for start, end in stretches))


def _by_timeframe(rows: Iterable[tuple[str, int, int]]) -> dict[str, tuple[Interval, ...]]:
    found: dict[str, list[Interval]] = {}
    for name, start, end in rows:
        found.setdefault(name, []).append(Interval(start, end))
    return {name: tuple(stretches) for name, stretches in found.items()}
