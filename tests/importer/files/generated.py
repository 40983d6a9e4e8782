"""Generated files: zones and stamps of all kinds, clocks that change, holidays, thin markets, part of the hours, strays.

What becomes of each is told by the same means as in an ingest; the truth is what it was written from.
"""

from __future__ import annotations

import threading
from collections import Counter
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, concat, empty
from ohlc_desktop.core.files.seasons import ZONES
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.files.examining import ExaminingTools, FileWishes, examine
from ohlc_desktop.importer.files.ingest_plan import refuse_unusable
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.importer.files.sessions import KnownSessions
from ohlc_desktop.sources.files.refusals import FileRefused
from tests.core.chart.making import prices
from tests.core.helpers import CATALOGUE, calendar
from tests.importer.files.ingesting import NOW, sessions
from tests.sources.files import writing

#: Zones that no reading knows: they may only be read as one that shows the same time.
OTHERS = ("Europe/Moscow", "Asia/Dubai", "America/Sao_Paulo", "Asia/Singapore", "Pacific/Auckland", "America/Phoenix")
_NAMES = ("1m", "5m", "15m", "30m", "1h")


@cache
def _market(name: str) -> tuple[Int64, Candles]:
    """All candles of two and a half years."""
    every = calendar("cme_equity")
    keys = buckets(every, TIMEFRAMES[name], int(every.open[0]), int(NOW) - 5 * DAY).key
    found = prices(keys, 6000.0, 0.25)
    columns = [np.asarray(column, dtype=np.float64) for column in found.columns[1:5]]
    return keys, Candles(keys, *columns, found.volume)


def run(folder: Path, seeds: range) -> Counter[str]:
    """What becomes of some files: ``stored``, ``asked``, and ``wrong`` where a candle would be stored that is not true."""
    return Counter(_one(folder, np.random.default_rng(seed)) for seed in seeds)


def _one(folder: Path, dice: np.random.Generator) -> str:
    name = str(dice.choice(_NAMES))
    truth = _traded(name, dice)
    zone = str(dice.choice((*ZONES[:-1], *OTHERS)))
    later = int(dice.choice((0, TIMEFRAMES[name].seconds)))
    path = folder / "ES 06-26.Last.txt"
    written = _with_strays(truth, dice) if dice.random() < 0.3 else truth
    path.write_text(
        writing.text(written, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", "", ZoneInfo(zone), later)
    )
    return _outcome(path, truth, _stored(truth, name, dice))


def _traded(name: str, dice: np.random.Generator) -> Candles:
    """Some days of the market, of which not all was traded, or not all is in the file."""
    keys, candles = _market(name)
    days = int(dice.integers(3, {"1m": 20, "5m": 60}.get(name, 200)))
    start = dice.integers(int(keys[0]), int(keys[-1]) - days * DAY)
    kept = (keys >= start) & (keys < start + days * DAY) & (dice.random(len(keys)) < dice.choice((1.0, 1.0, 0.5, 0.05)))
    if dice.random() < 0.3:
        first, last = sorted(dice.integers(0, 24, 2).tolist())
        kept &= (keys // 3600 % 24 >= first) & (keys // 3600 % 24 <= last)
    return candles.take(kept) if kept.sum() > 20 else _traded(name, dice)


def _with_strays(truth: Candles, dice: np.random.Generator) -> Candles:
    """With a flat row in the pause now and then, as some programs write them."""
    pauses = calendar("cme_equity").close
    near = pauses[(pauses > truth.ts[0]) & (pauses < truth.ts[-1])]
    ts = np.sort(dice.choice(near, max(len(truth) // 5000, 0), replace=False)) + 300 if len(near) > 2 else near[:0]
    price = np.full(len(ts), 6000.0)
    both = concat((truth, Candles(ts, price, price, price, price, np.ones(len(ts), dtype=np.int64))))
    return both.take(np.argsort(both.ts, kind="stable"))


def _stored(truth: Candles, name: str, dice: np.random.Generator) -> dict[str, Candles]:
    """What is in the archive: often nothing; else another feed's candles of some of the time, nine in ten the same."""
    if dice.random() < 0.6:
        return {}
    part = truth.take(slice(len(truth) // 3, None))
    off = np.where(dice.random(len(part)) < 0.1, 0.25, 0.0)
    return {name: Candles(part.ts, part.open, part.high + off, part.low, part.close, part.volume)}


def _outcome(path: Path, truth: Candles, stored: dict[str, Candles]) -> str:
    kept: list[Candles] = []

    def read(symbol: str, timeframe: Timeframe, start: int, end: int) -> Candles:
        return stored.get(timeframe.name, empty()).between(start, end) if symbol == "ESM26.CME" else empty()

    tools = ExaminingTools(CATALOGUE, read, NOW, KnownSessions(None, NOW, sessions))
    wishes = FileWishes(sink=lambda candles, _: kept.append(candles))
    try:
        refuse_unusable(examine(path, wishes, tools, Watching(threading.Event(), lambda _: None)), False, lambda _: False)
    except FileRefused:
        return "asked"
    found = concat(kept)
    place = np.minimum(np.searchsorted(truth.ts, found.ts), len(truth) - 1)
    true = [np.array_equal(column, other[place]) for column, other in zip(found.columns, truth.columns, strict=True)]
    return "stored" if all(true) else "wrong"
