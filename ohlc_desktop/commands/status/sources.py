"""What ``status`` tells of the sources of series, and of how they witness one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ohlc_desktop.core.arbitration.precedence import JOINT
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.reader import SeriesView, StoredCalendars
from ohlc_desktop.store.sources.verdicts import SeriesVerdict, series_verdict

Verdicts = dict[tuple[str, str], SeriesVerdict]


def verdicts(connection: Connection, shown: Sequence[SeriesView], calendars: StoredCalendars) -> Verdicts:
    """The verdict on each series that is shown, by symbol and timeframe; none of what is not stored."""
    found: Verdicts = {}
    known: dict[tuple[str, str, bool], SeriesVerdict] = {}
    numbers = {i.symbol: watchlist.find_instrument(connection, i.symbol) for i in {view.instrument for view in shown}}
    for view in shown:
        number, calendar = numbers[view.instrument.symbol], calendars.of(view.instrument.calendar)
        if number is not None and calendar is not None and view.count:
            symbol, timeframe = view.instrument.symbol, view.timeframe
            key = symbol, timeframe.source, timeframe.derived  # all that are made of one have its verdict
            if key not in known:
                known[key] = series_verdict(connection, number, timeframe, calendar)
            found[symbol, timeframe.name] = known[key]
    return found


def to_json(instrument: Instrument, verdict: SeriesVerdict | None) -> dict[str, Any]:
    """The keys of a series in ``status --json``."""
    told = verdict or SeriesVerdict()
    return {
        "sources": list(told.sources),
        "witness": {
            "sessions": told.sessions, "equal": told.equal, "different": told.different, "candles": told.candles,
            "taken_back": told.taken_back,
            "ticks": round(told.apart / float(instrument.tick), 2) if instrument.tick else None,
        },
    }  # fmt: skip


def lines(shown: Iterable[SeriesView], found: Verdicts) -> list[str]:
    """A line for each instrument of which several sources speak, and for each of which the feed has taken days back."""
    texts: dict[str, list[str]] = {}
    for view in shown:
        verdict = found.get((view.instrument.symbol, view.timeframe.name))
        if verdict and verdict.sessions and not view.timeframe.derived:
            texts.setdefault(view.instrument.symbol, []).append(_text(view, verdict))
    told = [f"Sources    {symbol} {'; '.join(parts)}" for symbol, parts in texts.items()]
    gone = {symbol: verdict.taken_back for (symbol, _), verdict in found.items() if verdict.taken_back}
    return [
        *told,
        *(
            f"Taken back {symbol} days that the feed leaves out now: {days:,}; they stay stored"
            for symbol, days in gone.items()
        ),
    ]


def _text(view: SeriesView, verdict: SeriesVerdict) -> str:
    tick = float(view.instrument.tick or 0)
    ticks = f"{verdict.apart / tick:g}" if tick else ""
    furthest = f"{ticks} tick{'s' if ticks != '1' else ''}" if ticks else f"{verdict.apart:g}"
    which = f"{view.timeframe.name} ({JOINT.join(verdict.sources)}): {verdict.equal:,} of {verdict.sessions:,} sessions equal"
    if not verdict.candles:
        return which
    return (
        f"{which}, {verdict.candles:,} candle{'s differ' if verdict.candles > 1 else ' differs'} by at most {furthest}"
    )
