"""Of which candles two voices are known to have said the same."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.voices.statements import ENOUGH, Statements, agreed, reach, statement
from tests.core.voices.scores import all_statements

COUNT = 400


def voice(shift: float, *, contested: range = range(100, 100 + ENOUGH), lacks: range = range(0)) -> Candles:
    """Candles of one voice, which differs from the others by the shift in some of them."""
    number = np.arange(COUNT)
    base = 100 + np.isin(number, contested) * shift
    block = make(number * 300, base, base + 1, base - 1, base, np.full(COUNT, 5))
    return block.take(~np.isin(number, lacks))


def candles(known: Statements) -> set[int]:
    """Numbers of the candles that two voices agree on."""
    ts = known.candidates.ts
    return set((ts[agreed(ts, known)] // 300).tolist())


def test_two_voices_agree_on_all_that_they_do_not_contest() -> None:
    assert candles(all_statements([voice(0), voice(1)])) == set(range(COUNT)) - set(range(100, 100 + ENOUGH))


def test_one_voice_that_says_it_again_and_again_is_one() -> None:
    assert candles(all_statements([voice(0)] * 5)) == set()


def test_a_feed_that_corrects_a_few_candles_is_one_voice() -> None:
    assert candles(all_statements([voice(0), voice(1, contested=range(100, 99 + ENOUGH))])) == set()


def test_what_one_voice_lacks_the_other_said_alone() -> None:
    assert not candles(all_statements([voice(0), voice(1, lacks=range(200, 220))])) & set(range(200, 220))


def test_a_hole_in_an_answer_makes_no_second_voice() -> None:
    assert candles(all_statements([voice(0), voice(0, lacks=range(200, 300))])) == set()


def test_agreement_reaches_as_far_as_both_answers_do() -> None:
    one, two = voice(0).take(slice(50, 300)), voice(1).take(slice(90, 350))
    assert candles(all_statements([one, two])) == set(range(90, 300)) - set(range(100, 100 + ENOUGH))


def test_answers_of_one_voice_reach_together() -> None:
    pieces = [voice(0).take(slice(0, 150)), voice(0).take(slice(90, 400)), voice(1)]
    assert candles(all_statements(pieces)) == set(range(COUNT)) - set(range(100, 100 + ENOUGH))


def test_answers_that_never_met_are_not_told_apart() -> None:
    assert candles(all_statements([voice(0).take(slice(0, 105)), voice(1).take(slice(105, 400))])) == set()


def test_rows_that_differ_in_volume_alone_make_no_second_voice() -> None:
    silent = voice(0)
    silent = Candles(*silent.columns[:5], np.where(np.arange(COUNT) < 50, 0, 5))
    assert candles(all_statements([voice(0), silent])) == set()


def test_a_candle_outside_all_answers_is_reached_by_none() -> None:
    start, end = reach(np.array([0, 300, 900]), np.array([[300, 600]]))
    assert (end >= start).tolist() == [False, True, False]
    assert reach(np.array([5]), np.empty((0, 2), np.int64))[1].tolist() == [-1]


def test_an_answer_says_how_far_it_reaches() -> None:
    known = statement(voice(0).take(slice(3, 7)))
    assert known.windows.tolist() == [[900, 1800]]
    assert set(known.start.tolist()) == {900}
    assert statement(voice(0).take(slice(0, 0))).windows.shape == (0, 2)


def test_a_look_inside_another_is_forgotten() -> None:
    known = all_statements([voice(0).take(slice(3, 9)), voice(0).take(slice(4, 8)), voice(0).take(slice(5, 12))])
    assert known.windows.tolist() == [[900, 2400], [1500, 3300]]
