"""What is derived depends on the set of rows: not on order, repetition or grouping, nor on deriving all at once."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, fields
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.candidates import Candidates, Grid, gather
from ohlc_desktop.core.voices.choice import ChosenCandles, around, choose, kept, touched
from ohlc_desktop.core.voices.evidence import Evidence, weigh
from ohlc_desktop.core.voices.mixing import spreads
from ohlc_desktop.core.voices.statements import Statements, agreed, joined, recalled, statement
from tests.core.voices.scores import all_statements, answers, grid, made
from tests.standins.twins import MARKETS

GRID = Grid(300, 0.25)
BASE = 1_757_289_600 // DAY * DAY


def _row(ts: int, prices: tuple[int, int], ends: tuple[bool, bool], volume: int) -> tuple[float, ...]:
    low, high = sorted(prices)
    open_, close = (high if end else low for end in ends)
    return BASE + ts * 300, 100 + open_ / 4, 100 + high / 4, 100 + low / 4, 100 + close / 4, volume


_ROWS = st.builds(
    _row,
    st.integers(0, 40),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from((0, 1, 40, 5000)),
)
#: How long they take says nothing: the machine has other things to do.
SOME = settings(max_examples=40, deadline=None)
_ANSWERS = st.lists(
    st.lists(_ROWS, max_size=25, unique_by=lambda row: row[0]).map(lambda found: _block(sorted(found))), max_size=5
)


def _block(found: list[tuple[float, ...]]) -> Candles:
    return make(*zip(*found, strict=True)) if found else empty()


def derived(known: Statements, steps: Grid = GRID) -> ChosenCandles:
    return choose(known.candidates, steps, agreed(known.candidates.ts, known))


def same(one: ChosenCandles, other: ChosenCandles) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(_columns(one), _columns(other), strict=True))


def _columns(choice: ChosenCandles) -> tuple[np.ndarray, ...]:
    return (*choice.candles.columns, choice.known, choice.why, choice.spread)


def same_statements(one: Statements, other: Statements) -> bool:
    columns = [
        (*known.candidates.rows.columns, known.start, known.end, known.lacked, known.windows) for known in (one, other)
    ]
    return all(np.array_equal(a, b) for a, b in zip(*columns, strict=True))


@SOME
@given(_ANSWERS, st.randoms(use_true_random=False))
def test_answers_in_any_order_any_number_of_times_say_the_same(found: list[Candles], random: object) -> None:
    again = [*found, *found[:2], *found[1:]]
    random.shuffle(again)
    assert same_statements(all_statements(found), all_statements(again))
    assert same(derived(all_statements(found)), derived(all_statements(again)))


@SOME
@given(_ANSWERS, st.integers(0, 5))
def test_answers_can_be_put_together_in_any_grouping(found: list[Candles], place: int) -> None:
    parts = joined(all_statements(found[:place]), all_statements(found[place:]))
    assert same_statements(parts, all_statements(found))
    assert same_statements(joined(parts, parts), parts)


@dataclass
class PaperFile:
    """A file that keeps what ``choice.kept`` says beside its derived candles, and takes answers one by one."""

    stored: Candles = field(default_factory=empty)
    rows: Candles = field(default_factory=empty)
    start: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    end: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    lacked: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    windows: np.ndarray = field(default_factory=lambda: np.empty((0, 2), np.int64))

    def recalled(self) -> Statements:
        alone = self.stored.take(~np.isin(self.stored.ts, self.rows.ts))
        return recalled(alone, self.rows, self.start, self.end, self.lacked, self.windows)

    def take(self, answer: Candles) -> None:
        known = joined(self.recalled(), statement(answer))
        choice = choose(known.candidates, GRID)
        self.stored, mask = choice.candles, kept(known.candidates, choice)
        self.rows, self.start, self.end = known.candidates.rows.take(mask), known.start[mask], known.end[mask]
        self.lacked, self.windows = known.lacked, known.windows


@SOME
@given(_ANSWERS)
def test_a_file_that_keeps_only_contradictions_knows_what_all_answers_say(found: list[Candles]) -> None:
    file = PaperFile()
    for answer in found:
        file.take(answer)
    ours, all_of_them = file.recalled(), all_statements(found)
    assert same_statements(Statements(ours.candidates, *[all_of_them.start] * 2, ours.lacked, ours.windows),
                     Statements(all_of_them.candidates, *[all_of_them.start] * 2, all_of_them.lacked, all_of_them.windows))  # fmt: skip
    whole = ~np.isin(ours.candidates.rows.ts, ours.lacked)
    assert np.array_equal(ours.start[whole], all_of_them.start[whole])
    assert np.array_equal(ours.end[whole], all_of_them.end[whole])
    assert same(derived(ours), derived(all_of_them))


def test_twins_give_the_same_in_every_order_cut_and_repetition() -> None:
    market = MARKETS[2]
    one, other = answers(market, made(market, 2))
    pieces = [*(one.take(slice(n, n + 3000)) for n in range(0, 12_000, 1500)), other]
    first = derived(all_statements([one, *pieces]), grid(market.root))
    for order in itertools.islice(itertools.permutations([*pieces, one]), 0, 2_000_000, 900_001):
        assert same(derived(all_statements([*order, *order[:3]]), grid(market.root)), first)


#: All that a choice rests on: what is expected of candles, and what their rows mix.
Judged = tuple[Candidates, Evidence, np.ndarray]


def judged(found: Candidates, steps: Grid) -> Judged:
    evidence = weigh(found, steps)
    return found, evidence, spreads(found, evidence)


def within(judged: Judged, start: int, end: int) -> list[np.ndarray]:
    """That of the candles of a stretch."""
    found, evidence, mixed = judged
    inside, rows = ((ts >= start) & (ts < end) for ts in (found.ts, found.rows.ts))
    return [*(getattr(evidence, field.name)[inside] for field in fields(evidence)), mixed[rows]]


def _equal(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


@cache
def everything() -> tuple[Candidates, ChosenCandles, Judged]:
    """All that two voices said of a market, what is derived of it, and by which evidence."""
    found = gather(answers(MARKETS[1], made(MARKETS[1], 2)))
    return found, choose(found, grid(MARKETS[1].root)), judged(found, grid(MARKETS[1].root))


@pytest.mark.parametrize("hours", [0, 720, "roll", "end of roll"])
@pytest.mark.parametrize("length", [300, DAY])
def test_deriving_a_stretch_gives_what_deriving_everything_gives(hours: int | str, length: int) -> None:
    (found, whole, evidence), steps = everything(), grid(MARKETS[1].root)
    mixed = found.ts[whole.spread != 0]
    special = {"roll": int(mixed[0]), "end of roll": int(mixed[-1]) - length}
    start = special[hours] if isinstance(hours, str) else int(found.ts[0]) + hours * 3600
    end = start + length
    cut = found.between(*around(start, end, steps))
    assert same(choose(cut, steps).between(start, end), whole.between(start, end))
    assert _equal(within(judged(cut, steps), start, end), within(evidence, start, end))


@pytest.mark.parametrize("place", [0.28, 0.97])
def test_rows_change_no_candle_outside_what_they_touch(place: float) -> None:
    market, told = MARKETS[1], made(MARKETS[1], 2)
    one, other = answers(market, told)
    steps = grid(market.root)
    added = other.take(slice(int(place * len(other)), int(place * len(other)) + 400))
    before = gather([one.take(~np.isin(one.ts, added.ts[::2]))])
    after = gather([before.rows, added])
    start, end = touched(after.ts, int(added.ts[0]), int(added.ts[-1]) + 1, steps)
    old, new = choose(before, steps), choose(after, steps)
    reasons, since = judged(before, steps), judged(after, steps)
    for low, high in ((0, start), (end, 2**62)):
        assert same(old.between(low, high), new.between(low, high))
        assert _equal(within(reasons, low, high), within(since, low, high))
    if place >= 0.5:
        assert start > int(added.ts[0]) - DAY


@SOME
@given(_ANSWERS)
def test_what_was_derived_is_one_of_the_rows_that_were_said(found: list[Candles]) -> None:
    known = all_statements(found)
    choice = derived(known)
    rows = known.candidates.rows
    prices = set(zip(*(column.tolist() for column in rows.columns[:5]), strict=True))
    assert set(zip(*(column.tolist() for column in choice.candles.columns[:5]), strict=True)) <= prices
    assert choice.candles.ts.tolist() == sorted(set(rows.ts.tolist()))
