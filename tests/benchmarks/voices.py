"""What becomes of a feed with two voices: figures on invented twins, and on two recorded answers for one window.

The recorded ones are given by hand: ``python -m tests.benchmarks.voices ONE.csv OTHER.csv [SYMBOL [TIMEFRAME]]``, files
with ``timestamp,open,high,low,close,volume`` as downloads are mostly saved (stamps in UTC, gzip or not), ``MNQ=F`` and
``5m`` unless told. The first is the one that is looked through for mixed contracts alone, with the other as the witness.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pandas as pd

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.candidates import Grid, gather
from ohlc_desktop.core.voices.choice import ChosenCandles, choose
from ohlc_desktop.core.voices.evidence import weigh
from ohlc_desktop.core.voices.levels import Confidence, Why
from ohlc_desktop.core.voices.mixing import spreads
from ohlc_desktop.core.voices.rolls import changes
from ohlc_desktop.core.voices.statements import agreed
from tests.core.helpers import instrument
from tests.core.voices.scores import Score, Shares, all_statements, score, whole
from tests.standins.twins import MARKETS

_SEEDS = range(1, 7)
_SHUFFLES = 8


def twins() -> list[str]:
    """Each market's figures over some seeds, added up."""
    lines = []
    for market in MARKETS:
        total = _total([score(market, seed) for seed in _SEEDS])
        lines.append(
            f"voices {market.root:<3} mixed alone {_shares(total.alone)}, innocent {total.innocent};"
            f" suspect {_shares(total.suspect)}, wild {total.wild}; contested {total.contested:,},"
            f" as good as the better voice {total.as_good / total.contested:.2%}, true {total.true / total.contested:.2%},"
            f" disputed {total.disputed}; rolls {_shares(total.moves)}"
        )
    return lines


def _total(scores: list[Score]) -> Score:
    return Score(*(_sum([getattr(one, field.name) for one in scores]) for field in fields(Score)))


def _sum(values: list[int] | list[Shares]) -> int | Shares:
    if isinstance(values[0], Shares):
        return Shares(*(sum(getattr(one, name) for one in values) for name in ("right", "false", "missed")))
    return sum(values)


def _shares(found: Shares) -> str:
    return f"{found.right:,} (precision {found.precision:.2%}, recall {found.recall:.2%})"


def recorded(one: str, other: str, symbol: str = "MNQ=F", name: str = "5m") -> Iterator[str]:
    """The figures of two answers."""
    known, timeframe = instrument(symbol), TIMEFRAMES[name]
    grid = Grid.of(known, timeframe)
    answers = [whole(_read(path), known, timeframe) for path in (one, other)]
    choice, seconds = min((_timed(answers, grid) for _ in range(5)), key=lambda found: found[1])
    for path, answer in zip((one, other), answers, strict=True):
        yield f"{path}: {len(answer):,} candles, {_jumps(answer)}, volume 0 {_silent(answer):,}, mixed alone {len(_mixed(answer, grid)):,}"
    yield f"mixed by the witness {len(_witnessed(*answers, choice)):,}, of these found alone {_found_alone(answers, choice, grid):.2%}"
    sound = choice.take(choice.known < Confidence.SUSPECT).candles
    yield f"derived: {len(choice.candles):,} candles, all {_jumps(choice.candles)}, without suspects {_jumps(sound)}"
    yield f"volume 0 {_silent(choice.candles):,} (where both have a candle {_silent(_common(choice.candles, answers)):,})"
    yield ", ".join(f"{what.name} {int((choice.known == what).sum()):,}" for what in Confidence)
    yield ", ".join(f"{what.name} {int(((choice.why & what) > 0).sum()):,}" for what in Why if what)
    steps = [f"{pd.Timestamp(found.ts, unit='s')} {found.points:+.2f}" for found in changes(choice)]
    yield f"changes of contract: {', '.join(steps) or 'none'}"
    yield f"cells that differ by the order of the answers: {_by_order(answers, grid, choice)}; {seconds:.3f} s"


def _read(path: str) -> Candles:
    table = pd.read_csv(path)
    stamps = pd.to_datetime(table["timestamp"], utc=True, format="ISO8601")
    ts = (stamps - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(seconds=1)
    prices = [table[name].to_numpy(np.float64) for name in ("open", "high", "low", "close")]
    return make(ts, *prices, table["volume"].fillna(0))


def _derived(answers: list[Candles], grid: Grid) -> ChosenCandles:
    known = all_statements(answers)
    return choose(known.candidates, grid, agreed(known.candidates.ts, known))


def _timed(answers: list[Candles], grid: Grid) -> tuple[ChosenCandles, float]:
    began = time.perf_counter()
    choice = _derived(answers, grid)
    return choice, time.perf_counter() - began


def _jumps(candles: Candles) -> str:
    """Opens far from the close before, of candles that follow one another."""
    jump = np.abs(candles.open[1:] - candles.close[:-1])[np.diff(candles.ts) == np.diff(candles.ts).min()]
    return f"{int((jump > 20).sum())} jumps over 20 points and {int((jump > 100).sum())} over 100"


def _silent(candles: Candles) -> int:
    return int((candles.volume == 0).sum())


def _common(candles: Candles, answers: list[Candles]) -> Candles:
    return candles.take(np.isin(candles.ts, answers[0].ts) & np.isin(candles.ts, answers[1].ts))


def _mixed(answer: Candles, grid: Grid) -> set[int]:
    rows = gather([answer])
    return set(rows.ts[spreads(rows, weigh(rows, grid)) != 0].tolist())


def _witnessed(one: Candles, other: Candles, choice: ChosenCandles) -> set[int]:
    """Candles of the first answer that are wider than the other's by more than half the spread of the contracts."""
    common, ours, theirs = np.intersect1d(one.ts, other.ts, return_indices=True)
    mixed = choice.spread != 0
    spread = float(np.median(np.abs(choice.spread[mixed]))) if mixed.any() else np.inf
    wider = (one.high - one.low)[ours] - (other.high - other.low)[theirs]
    near = np.isin(common, choice.candles.ts[mixed]) | (np.abs(wider - spread) < spread / 4)
    return set(common[near & (wider > spread / 2)].tolist())


def _found_alone(answers: list[Candles], choice: ChosenCandles, grid: Grid) -> float:
    real = _witnessed(*answers, choice)
    return len(real & _mixed(answers[0], grid)) / max(len(real), 1)


def _by_order(answers: list[Candles], grid: Grid, first: ChosenCandles) -> int:
    """Cells of the derived candles that are not the same for other orders and repetitions."""
    chance, different = random.Random(1), 0
    for _ in range(_SHUFFLES):
        shuffled = [*answers, *chance.choices(answers, k=8)]
        chance.shuffle(shuffled)
        again = _derived(shuffled, grid)
        pairs = zip((*first.candles.columns, first.known, first.why), (*again.candles.columns, again.known, again.why), strict=True)  # fmt: skip
        different += sum(int((one != other).sum()) for one, other in pairs)
    return different


if __name__ == "__main__":
    for line in recorded(*sys.argv[1:]):
        print(line, flush=True)
