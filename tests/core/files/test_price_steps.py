"""A step of prices to another level is told where two contracts were joined, and not where a market moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.files.file_candles import FileCandles
from ohlc_desktop.core.files.price_steps import PriceStep, StepFinder
from ohlc_desktop.core.timeframes import DAY, HOUR
from tests.core.files.test_proof import market
from tests.core.helpers import utc

#: An ordinary Wednesday evening, and a moment within its session.
PAUSE, NIGHT = utc("2026-05-06 22:00"), utc("2026-05-07 05:01")
WEEKEND = utc("2026-05-10 22:00")


def traded(name: str = "1m", days: int = 12) -> Candles:
    """Candles of a contract."""
    start = utc("2026-05-03 22:00")
    return market(name)[1].between(start, start + days * DAY)


def moved(candles: Candles, since: int, points: float) -> Candles:
    """With all prices since a moment so much higher."""
    more = np.where(candles.ts >= since, points, 0.0)
    return replace(candles, **{name: getattr(candles, name) + more for name in ("open", "high", "low", "close")})


def found(candles: Candles, part: int = 5000, known: bool = False, seconds: int = 60) -> PriceStep | None:
    """What is found of a file with a header, read in parts."""
    lines = np.arange(len(candles)) + 2
    finder = StepFinder(seconds)
    for start in range(0, len(candles), part):
        one = slice(start, start + part)
        block, line = candles.take(one), lines[one]
        same = np.full(len(block), known)
        finder.add(FileCandles(block.ts + 60, *block.columns[1:], line), block.ts, same)  # type: ignore[arg-type]
    return finder.found()


@pytest.mark.parametrize("since", [PAUSE, NIGHT])
@pytest.mark.parametrize("points", [180.0, -180.0])
def test_two_contracts_that_were_joined_are_told_with_the_line(since: int, points: float) -> None:
    whole = traded()
    joined = moved(whole, since, points)
    place = int(np.searchsorted(whole.ts, since))
    step = found(joined)
    assert step is not None
    assert (step.line, step.ts) == (place + 2, since)
    assert step.points == joined.open[place] - joined.close[place - 1]
    assert abs(step.points - points) < 30
    assert step.around < 90
    assert [found(joined, part) for part in (97, 1380, 10**6)] == [step] * 3, "whatever is read at once"
    assert f"From line {place + 2} on" in str(step.why)


def test_what_moves_a_market_is_not_told() -> None:
    whole = traded()
    assert found(whole) is None
    assert found(moved(whole, WEEKEND, 180.0)) is None
    busy = moved(whole, PAUSE, 180.0)
    wide = np.where(np.abs(busy.ts - PAUSE) < HOUR, 100.0, 0.0)
    assert found(replace(busy, high=busy.high + wide)) is None, "news"
    assert found(moved(moved(whole, NIGHT, 180.0), NIGHT + 300, -180.0)) is None, "a bad price"
    flat = (whole.ts > NIGHT - HOUR) & (whole.ts < NIGHT + HOUR)
    joined = moved(whole, NIGHT, 180.0)
    level = np.where(whole.ts < NIGHT, joined.close[whole.ts < NIGHT][-1], joined.open[whole.ts >= NIGHT][0])
    locked = {name: np.where(flat, level, getattr(joined, name)) for name in ("open", "high", "low", "close")}
    assert found(joined) is not None
    assert found(replace(joined, **locked)) is None, "locked at its limit"


def test_what_is_stored_already_or_too_little_is_not_told() -> None:
    joined = moved(traded(), PAUSE, 180.0)
    assert found(joined, known=True) is None
    assert found(joined.between(PAUSE - DAY, PAUSE + DAY)) is None, "two pauses tell nothing of what is usual"
    assert found(joined.take(np.arange(len(joined)) % 10 == 0)) is None, "it hardly trades"
    assert found(joined.take(slice(0, 0))) is None


def test_longer_candles_are_looked_at_too() -> None:
    assert found(moved(traded("5m"), NIGHT - 60, 180.0), seconds=300) is not None
    assert found(traded("1h", 60), seconds=HOUR) is None
