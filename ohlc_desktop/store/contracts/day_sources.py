"""Who gave the daily candles of a contract, and what the close of each is: as it is, and as it was.

Days that are made of shorter candles close with the last trade, as those of TradingView's exports do, whatever
name they were given. Those of few sources are known to close at the settlement, or were seen to (``note_settlements``);
a choice by hand is what the chosen row is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ohlc_desktop.core.arbitration.precedence import PERSON, SETTLING, TRADINGVIEW
from ohlc_desktop.core.continuous.ledger import CloseKind
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import superseded
from ohlc_desktop.store.sources.precedence import LAST_TRADES, SETTLEMENTS

_KIND = "day source"
_ALWAYS = Interval(-EVER, EVER)
#: Whether a day was chosen by hand, and closes as one of those sources says.
_CHOSEN = (
    f"c.origin='{PERSON}' AND EXISTS(SELECT 1 FROM heard AS h WHERE h.instrument_id=c.instrument_id"
    f" AND h.timeframe=c.timeframe AND h.source IN {SETTLING} AND h.start<=c.ts AND h.end>c.ts"
    " AND NOT EXISTS(SELECT 1 FROM contradiction AS k WHERE k.instrument_id=c.instrument_id AND k.timeframe=c.timeframe"
    " AND k.source=h.source AND k.ts=c.ts AND k.close IS NOT c.close))"
)


def day_sources(connection: Connection, number: int, moment: float | None = None) -> dict[int, tuple[str, CloseKind]]:
    """By stamp the name of who gave a day, and what its close is; as known at a moment (UTC epoch seconds).

    Those that came since are in it too: they are no candles of that moment.
    """
    found = superseded.as_of(connection, _KIND, number, _stored(connection, number, _ALWAYS), moment)
    return {ts: (name, CloseKind(int(kind))) for ts, (name, kind) in found.items()}


@contextmanager
def keeping_sources(
    connection: Connection, number: int, timeframe: Timeframe, window: Interval, at: float
) -> Iterator[None]:  # fmt: skip
    """Keep who gave the days of a window, as far as what is done meanwhile changes it; ``at`` in UTC epoch seconds."""
    if timeframe is not TIMEFRAMES["1d"]:
        yield
        return
    before = _stored(connection, number, window)
    yield
    after = _stored(connection, number, window)
    superseded.keep(connection, _KIND, number, before, {ts: after[ts] for ts in before if ts in after}, at)


def _stored(connection: Connection, number: int, window: Interval) -> dict[int, list[str | int]]:
    rows = connection.execute(
        "SELECT c.ts, CASE c.origin WHEN 'derived' THEN coalesce(c.made_of, i.feed, c.origin) ELSE c.origin END,"
        f" CASE WHEN c.origin IN ('derived', '{TRADINGVIEW}') OR EXISTS(SELECT 1 FROM meta WHERE key=? || c.origin) THEN 0"
        f" WHEN c.origin IN {SETTLING} OR EXISTS(SELECT 1 FROM meta WHERE key=? || c.origin) OR ({_CHOSEN}) THEN 1 ELSE 2 END"
        " FROM candle AS c JOIN instrument AS i ON i.id=c.instrument_id"
        " WHERE c.instrument_id=? AND c.timeframe='1d' AND c.ts>=? AND c.ts<?",
        (LAST_TRADES, SETTLEMENTS, number, *window),
    )
    return {ts: list(each) for ts, *each in rows}
