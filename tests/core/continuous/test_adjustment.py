"""Offsets and factors: real rolls, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.candle_text import price_columns
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.adjustment import (
    NotPositive,
    UnprovenRoll,
    adjusted,
    adjusted_for_charts,
    adjustment,
    part_of,
    unadjusted,
)
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof, difference
from ohlc_desktop.core.continuous.spec import Adjusting
from ohlc_desktop.core.timeframes import DAY
from tests.core.helpers import day, instrument

CL, NQ = instrument("CL=F"), instrument("NQ=F")
DIFFERENCE, RATIO = Adjusting.DIFFERENCE, Adjusting.RATIO


def roll(until: str, old: float | None, new: float | None, proof: RollProof = RollProof.PROVEN) -> LedgerRoll:
    points = None if old is None or new is None else new - old
    at = day(until)
    return LedgerRoll(
        Family.DAILY, "expiry", "CLK20.NYM", "CLM20.NYM", (at + 1) * DAY, at, "expiry", proof, at, old, new, points=points
    )


def flat(*closes: float) -> Candles:
    close = np.array(closes)
    ts = (day("2020-04-17") + np.arange(len(closes))) * DAY
    return Candles(ts, close, close, close, close, np.full(len(closes), 7))


#: Settlements of CME: May and June crude oil on the day below zero, and on the last trading day after it.
BELOW, LAST_DAY = roll("2020-04-20", -37.63, 20.43), roll("2020-04-21", 10.01, 11.57)


def test_the_difference_of_the_day_below_zero() -> None:
    starts = np.array([0, 2])
    moved = adjusted(flat(18.27, -37.63, 11.57), adjustment(DIFFERENCE, starts, [BELOW], CL), CL)
    assert moved.close.tolist() == [76.33, 20.43, 11.57]
    assert moved.volume.tolist() == [7, 7, 7]


def test_a_final_settlement_off_the_tick_is_moved_by_whole_ticks_and_stays_what_it_was() -> None:
    """NQ settled its June contract of 2026 at 30,263.35 on the last day; the roll is adjusted by the day before."""
    what = adjustment(DIFFERENCE, np.array([0, 2]), [roll("2026-06-17", 29687.5, 29977.5)], NQ)
    moved = adjusted(flat(29687.5, 30263.35, 30605.0), what, NQ)
    assert moved.close.tolist() == [29977.5, 30553.35, 30605.0]


def test_a_ratio_is_refused_across_prices_that_are_not_positive() -> None:
    with pytest.raises(NotPositive, match=r"CLK20.NYM was not above zero on 2020-04-20"):
        adjustment(RATIO, np.array([0, 2]), [BELOW], CL)
    at_the_end = replace(BELOW, until=day("2020-04-21"))  # its closes are those of the business day before
    with pytest.raises(NotPositive, match=r"CLK20.NYM was not above zero on 2020-04-20"):
        adjustment(RATIO, np.array([0, 2]), [at_the_end], CL)
    # the roll itself is above zero again, but a candle before it is not
    what = adjustment(RATIO, np.array([0, 2]), [LAST_DAY], CL)
    with pytest.raises(NotPositive, match=r"CLK20.NYM was not above zero on 2020-04-18"):
        adjusted(flat(18.27, -37.63, 11.57), what, CL, ("CLK20.NYM", "CLM20.NYM"))
    with pytest.raises(NotPositive, match="above zero on 2020-04-18"):
        adjusted_for_charts(flat(18.27, -37.63, 11.57), what)
    newest = adjusted(flat(18.27, 10.01, -37.63), what, CL)  # what is not multiplied may be anything
    assert newest.close.tolist() == [pytest.approx(18.27 * 11.57 / 10.01, abs=1e-6), 11.57, -37.63]


@pytest.mark.parametrize(
    ("old", "new", "points"),
    [(79.34, 79.04, -0.3), (118.03125, 117.96875, -0.0625), (0.0067125, 0.0067345, 0.000022), (-37.63, 20.43, 58.06)],
)
def test_a_difference_is_what_one_counts_on_paper(old: float, new: float, points: float) -> None:
    assert difference(old, new) == points


def test_offsets_of_many_rolls_add_up_and_are_rounded_once() -> None:
    steps = [0.01, -0.02, 0.33] * 40
    rolls = [roll("2025-01-02", 70.1, 70.1 + step) for step in steps]
    what = adjustment(DIFFERENCE, np.arange(121), rolls, CL)
    ticks = np.rint(what.offset * 100)
    assert np.diff(ticks).tolist() == [-round(step * 100) for step in steps]
    assert what.offset.tolist() == [tick / 100 for tick in ticks.tolist()]
    assert (what.offset[-1], what.factor.tolist()) == (0.0, [1.0] * 121)


def test_what_is_not_proven_is_never_taken_silently() -> None:
    rolls = [roll("2026-03-20", 100.0, 101.0), roll("2026-06-18", 100.0, 104.0, RollProof.ESTIMATED)]
    starts = np.array([0, 10, 20])
    with pytest.raises(UnprovenRoll, match="only estimated") as refused:
        adjustment(DIFFERENCE, starts, rolls, NQ)
    assert "2026-06-18" in str(refused.value.hint)
    allowed = adjustment(DIFFERENCE, starts, rolls, NQ, estimated=True)
    assert (allowed.offset.tolist(), allowed.estimated) == ([5.0, 4.0, 0.0], (rolls[1],))
    unknown = roll("2026-06-18", None, None, RollProof.UNKNOWN)
    for kind in (DIFFERENCE, RATIO):
        with pytest.raises(UnprovenRoll, match="is not known"):
            adjustment(kind, starts, [rolls[0], unknown], NQ, estimated=True)
    seen = replace(unknown, proof=RollProof.ESTIMATED, points=4.0)  # a step alone has no ratio
    with pytest.raises(UnprovenRoll, match="is not known"):
        adjustment(RATIO, starts, [rolls[0], seen], NQ, estimated=True)
    assert adjustment(Adjusting.NONE, starts, [rolls[0], unknown], NQ).changes_nothing
    proven = adjustment(DIFFERENCE, starts, [rolls[0], rolls[0]], NQ, estimated=True)
    assert proven.estimated == ()


def test_prices_of_a_ratio_are_written_with_the_digits_that_they_have() -> None:
    made = replace(NQ, symbol="NQ@volume:ratio")
    assert price_columns(flat(25000.003906, 25000.25), made)[3] == ["25000.003906", "25000.25"]
    chart = flat(25000.003906, 25000.25)
    narrow = replace(chart, close=chart.close.astype(np.float32))
    assert price_columns(narrow, made)[3] == ["25000.004", "25000.25"]
    assert price_columns(flat(25000.003906, 25000.25), NQ)[3] == ["25000.00", "25000.25"]


def test_a_part_of_a_series_keeps_its_level() -> None:
    what = adjustment(DIFFERENCE, np.array([0, 10, 20]), [roll("2026-03-20", 1.0, 2.0)] * 2, NQ)
    part = part_of(what, 5, 15)
    assert (part.starts.tolist(), part.offset.tolist()) == ([0, 5], [2.0, 1.0])
    assert part_of(what, 20, 30).changes_nothing
    assert part.stretch(np.array([0, 4, 5, 9])).tolist() == [0, 0, 1, 1]
    assert unadjusted(np.array([0, 3])).changes_nothing
