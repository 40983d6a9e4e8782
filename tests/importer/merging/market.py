"""A small market with several sources: what each has of each timeframe, told in any order and in any pieces."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ohlc_desktop.core.arbitration.precedence import KnownSource, SourceKind
from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_calendar
from ohlc_desktop.core.planning.coverage import Answered, Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import precedence

#: Sessions of whole days in UTC, Monday 2024-01-01 to Friday; later than all of them.
FIRST, SESSIONS = 19723, 5
NOW = float((FIRST + 30) * DAY)
STATE = InstrumentState(
    Instrument("ES=F", "ES", "ES"), day_calendar("days", FIRST, FIRST + SESSIONS - 1, "UTC", strict=True), YAHOO
)
KINDS = {"person": SourceKind.PERSON, "kibot": SourceKind.FILE, "ninjatrader": SourceKind.FILE, "yahoo": SourceKind.FEED}


@dataclass(frozen=True)
class Telling:
    """A source says what it has of a stretch."""

    source: str
    timeframe: str
    stretch: Interval
    candles: Candles


def candles(dice: random.Random, stamps: Iterable[int]) -> Candles:
    """Candles of a few prices, so that sources often agree."""
    ts = sorted(stamps)
    price = [100.0 + dice.randrange(2) for _ in ts]
    return make(ts, price, [p + 1 for p in price], [p - 1 for p in price], price, [dice.randrange(3) for _ in ts])


def tellings(seed: int) -> list[Telling]:
    """Pieces, some of which overlap, of what some sources have; each is always told as it is."""
    dice, found = random.Random(seed), []
    for source, name in (
        ("yahoo", "1m"), ("yahoo", "5m"), ("yahoo", "1d"), ("kibot", "1m"), ("ninjatrader", "1m"), ("ninjatrader", "1h"),
        ("kibot", "1d"), ("person", "1m"), ("person", "5m"),
    ):  # fmt: skip
        step = TIMEFRAMES[name].seconds
        whole = Interval(FIRST * DAY, (FIRST + SESSIONS) * DAY)
        grid = range(whole.start, whole.end, DAY) if name == "1d" else [
            day + place * step for day in range(whole.start, whole.end, DAY) for place in range(8)
        ]  # fmt: skip
        share = 0.1 if source == "person" else 0.8
        has = candles(dice, [ts for ts in grid if dice.random() < share])
        for _ in range(2):
            start = whole.start + dice.randrange(SESSIONS) * DAY
            stretch = Interval(start, min(whole.end, start + dice.randrange(1, 4) * DAY))
            found.append(Telling(source, name, stretch, has.between(*stretch)))
    return found


def opened(connection: Connection, order: Iterable[str] = KINDS) -> int:
    """An instrument of which Yahoo has answered everything, with sources in an order; its number."""
    number = watchlist.instrument_id(connection, "ES=F")
    for name, kind in KINDS.items():
        precedence.enrol(connection, name, kind, NOW)
    precedence.save(connection, [KnownSource(name, KINDS[name]) for name in order])
    connection.execute("UPDATE instrument SET feed='yahoo'")
    for name in ("1m", "5m", "1d"):
        pieces = [Answered(FIRST * DAY, (FIRST + SESSIONS) * DAY, FIRST, True)]
        series_summary.save_coverage(connection, number, name, pieces)
    return number


def tell(connection: Connection, number: int, told: Telling) -> Any:
    """Let a source speak."""
    return put(connection, number, STATE, TIMEFRAMES[told.timeframe], told.source, told.candles, told.stretch, NOW)


def archive(connection: Connection, number: int) -> list[list[tuple[Any, ...]]]:
    """All that follows from what was told; blocks and summaries must agree with the rows."""
    for timeframe in TIMEFRAMES.values():
        assert rows.blocks_agree(connection, number, timeframe), timeframe.name
    counts = "SELECT timeframe, count, first, last FROM series WHERE count>0 ORDER BY 1"
    actual = "SELECT timeframe, count(*), min(ts), max(ts) FROM candle GROUP BY 1 ORDER BY 1"
    assert connection.execute(counts).fetchall() == connection.execute(actual).fetchall()
    return [
        connection.execute(statement).fetchall()
        for statement in (
            "SELECT timeframe, ts, open, high, low, close, volume, origin, made_of, known FROM candle ORDER BY 1, 2",
            "SELECT timeframe, source, ts, open, high, low, close, volume, known FROM contradiction ORDER BY 1, 2, 3",
            "SELECT timeframe, source, start, end FROM heard ORDER BY 1, 2, 3",
        )
    ]


def strongest(told: Iterable[Telling], order: Iterable[str], timeframe: str) -> dict[int, tuple[str, float]]:
    """By the rule itself: at each stamp the row of the strongest source that has one; its name and close."""
    found: dict[int, tuple[str, float]] = {}
    for source in order:
        for telling in told:
            if (telling.source, telling.timeframe) == (source, timeframe):
                for ts, close in zip(telling.candles.ts.tolist(), telling.candles.close.tolist(), strict=True):
                    found.setdefault(ts, (source, close))
    return found


__all__ = ["KINDS", "NOW", "STATE", "Telling", "archive", "candles", "np", "opened", "strongest", "tell", "tellings"]
