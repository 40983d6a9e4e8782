"""How good the derived candles of twin voices are, counted against the truth that they were made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce

import numpy as np

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.candidates import Grid, gather
from ohlc_desktop.core.voices.choice import ChosenCandles, choose
from ohlc_desktop.core.voices.evidence import weigh
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.core.voices.mixing import spreads
from ohlc_desktop.core.voices.rolls import changes
from ohlc_desktop.core.voices.statements import Statements, agreed, joined, statement
from tests.core.helpers import CATALOGUE
from tests.standins.twins import TwinMarket, Twins, VoiceColumns, twins

FIVE = TIMEFRAMES["5m"]

made = cache(twins)


@cache
def instrument(root: str) -> Instrument:
    """The continuous contract of a root."""
    return CATALOGUE.resolve(f"{root}=F", date(2025, 9, 1))


def whole(answer: Candles, known: Instrument, timeframe: Timeframe) -> Candles:
    """The rows that speak of whole candles, on the tick: without a row of the moment, and the candle that it stands in."""
    answer = answer.take(np.argsort(answer.ts, kind="stable"))
    off = answer.ts % timeframe.seconds != 0
    live = off | np.isin(answer.ts, answer.ts[off] // timeframe.seconds * timeframe.seconds)
    live[-1:] |= ((answer.high == answer.low) & (answer.volume == 0))[-1:]
    whole = answer.take(~live)
    prices = known.round_prices(np.stack(whole.columns[1:5]))
    return Candles(whole.ts, prices[0], prices.max(axis=0), prices.min(axis=0), prices[3], whole.volume)


def all_statements(answers: Iterable[Candles]) -> Statements:
    """What a number of answers said."""
    return reduce(joined, map(statement, answers), statement(empty()))


def grid(root: str) -> Grid:
    """Five minutes of a root."""
    return Grid.of(instrument(root), FIVE)


def answers(market: TwinMarket, told: Twins) -> list[Candles]:
    """What both voices say, as the program takes it in."""
    return [whole(block(voice.candles), instrument(market.root), FIVE) for voice in (told.one, told.other)]


def block(columns: VoiceColumns) -> Candles:
    """The columns as the program knows them."""
    return make(*columns)


@dataclass(frozen=True)
class Shares:
    """Hits of a flag.

    Attributes:
        right: Flagged, and it is so.
        false: Flagged, and it is not.
        missed: Not flagged, though it is so.
    """

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was flagged, the share that is so; 1 of nothing."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what is so, the share that was flagged; 1 of nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def shares(flagged: set[int], real: set[int]) -> Shares:
    """Count stamps that were flagged against those that should have been."""
    return Shares(len(flagged & real), len(flagged - real), len(real - flagged))


@dataclass(frozen=True)
class Score:
    """The figures of one pair of twins.

    Attributes:
        alone: Mixed candles found from the mixing voice alone.
        innocent: Candles called mixed in the voice that mixes none.
        suspect: Flags of the derived candles; missed are those where a voice's fault stands out.
        wild: Candles of crash, limit day and news that are called suspect though they are as they were.
        contested: Candles that both voices have with different prices, where both count trades by the same clock.
        as_good: How many of them are as near to the truth as the better voice, to four ticks.
        true: How many of them equal the truth to four ticks.
        disputed: Candles that evidence did not decide.
        moves: Steps of the market, changes of contract that were found at the hour (right), elsewhere, or not at all.
    """

    alone: Shares
    innocent: int
    suspect: Shares
    wild: int
    contested: int
    as_good: int
    true: int
    disputed: int
    moves: Shares


def score(market: TwinMarket, seed: int) -> Score:
    """Derive the candles of a pair of twins, and count."""
    told = made(market, seed)
    one, other = answers(market, told)
    known = all_statements([one, other])
    choice = choose(known.candidates, grid(market.root), agreed(known.candidates.ts, known))
    wrong, visible = spoilt(choice, told, market)
    suspects = stamps(choice, choice.known == Confidence.SUSPECT)
    contested, as_good, true = _against_voices(choice, known, told, [one, other], market)
    return Score(
        shares(alone(one, market) - told.one.stray, told.one.mixed & set(one.ts.tolist())),
        len(alone(other, market)),
        Shares(len(suspects & wrong), len(suspects - wrong), len(visible - suspects)),
        len(told.wild & suspects - wrong),
        contested,
        as_good,
        true,
        int((choice.known == Confidence.DISPUTED).sum()),
        shares({step.ts // 3600 for step in changes(choice)}, {roll // 3600 for roll in told.rolls}),
    )


def alone(answer: Candles, market: TwinMarket) -> set[int]:
    """Stamps of the candles that one answer alone shows to be mixed."""
    rows = gather([answer])
    return set(rows.rows.ts[spreads(rows, weigh(rows, grid(market.root))) != 0].tolist())


def stamps(choice: ChosenCandles, mask: np.ndarray) -> set[int]:
    """Stamps of the chosen candles under a mask."""
    return set(choice.candles.ts[mask].tolist())


def spoilt(choice: ChosenCandles, told: Twins, market: TwinMarket) -> tuple[set[int], set[int]]:
    """Stamps of derived candles with the fault of a voice, and of those where it stands out.

    It stands out if it is three times the true candle's range and three times the usual one.
    """
    derived, truth = aligned(choice.candles, told)
    error = _error(derived, truth)
    tick = grid(market.root).tick or 0.0
    usual = np.maximum(truth.high - truth.low, market.move * tick)
    faults = told.one.mixed | told.one.stray | told.other.stray
    wrong = set(derived.ts[error > 4.5 * tick].tolist()) & faults
    return wrong, wrong & set(derived.ts[error > 3 * usual].tolist())


def aligned(candles: Candles, told: Twins) -> tuple[Candles, Candles]:
    """The candles that the truth has too, and the truth for them."""
    truth = block(told.truth)
    common = np.intersect1d(candles.ts, truth.ts)
    return candles.take(np.isin(candles.ts, common)), truth.take(np.isin(truth.ts, common))


def _error(candles: Candles, truth: Candles) -> np.ndarray:
    """The largest difference of a price, one a candle."""
    pairs = zip(candles.columns[1:5], truth.columns[1:5], strict=True)
    return np.max([np.abs(ours - theirs) for ours, theirs in pairs], axis=0)


def _against_voices(
    choice: ChosenCandles, known: Statements, told: Twins, voices: list[Candles], market: TwinMarket
) -> tuple[int, int, int]:  # fmt: skip
    """Contested candles, those as good as the better voice, and those that are true."""
    ts = known.candidates.ts[known.candidates.contested]
    ts = ts[(ts < told.jitter[0]) | (ts >= told.jitter[1])]
    common = ts[np.isin(ts, told.truth.ts) & np.isin(ts, voices[0].ts) & np.isin(ts, voices[1].ts)]
    truth = block(told.truth).take(np.isin(told.truth.ts, common))
    errors = [_error(x.take(np.isin(x.ts, common)), truth) for x in (choice.candles, *voices)]
    tick = grid(market.root).tick or 0.0
    best = np.minimum(errors[1], errors[2])
    return len(common), int((errors[0] <= best + 4.5 * tick).sum()), int((errors[0] <= 4.5 * tick).sum())
