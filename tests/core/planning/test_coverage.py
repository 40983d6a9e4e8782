"""Interval algebra against plain sets of whole numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.planning.coverage import (
    REFUSED,
    Answered,
    Interval,
    answered,
    inside,
    intersect,
    record_answer,
    runs,
    silent,
    subtract,
    union,
    unsettled,
    withdrawn,
)
from tests.core.helpers import as_set

interval = st.tuples(st.integers(0, 40), st.integers(0, 40))
intervals = st.lists(interval, max_size=6)
windows = st.builds(lambda start, size: Interval(start, start + size), st.integers(0, 35), st.integers(0, 12))
answers = st.lists(st.tuples(windows, st.integers(100, 104), intervals), max_size=8)


def tidy(found: list[Interval]) -> bool:
    """Sorted, non-empty, and not even touching."""
    return all(a < b for a, b in found) and all(a.end < b.start for a, b in pairwise(found))


@given(intervals, intervals)
def test_the_algebra_is_that_of_sets(these: list[tuple[int, int]], those: list[tuple[int, int]]) -> None:
    for found, truth in (
        (union([*these, *those]), as_set(these) | as_set(those)),
        (subtract(these, those), as_set(these) - as_set(those)),
        (intersect(these, those), as_set(these) & as_set(those)),
    ):
        assert as_set(found) == truth
        assert tidy(found)


@given(intervals, st.lists(interval, min_size=1, max_size=8))
def test_inside_means_held_whole_by_one_interval(these: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    joined = union(these)
    stretches = [(min(pair), max(pair) + 1) for pair in asked]
    start, end = (np.array(column, dtype=np.int64) for column in zip(*stretches, strict=True))
    expected = [set(range(s, e)) <= as_set(joined) for s, e in stretches]
    assert inside(start, end, joined).tolist() == expected


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_runs_are_the_neighbouring_expected_stamps_that_are_absent(want: set[int], have: set[int]) -> None:
    expected = np.array(sorted(want), dtype=np.int64) * 60
    present = np.array(sorted(have), dtype=np.int64) * 60
    found = runs(expected, present, 60)
    held = {t for t in expected.tolist() if any(a <= t < b for a, b in found)}
    assert held == set(expected.tolist()) - set(present.tolist())
    assert all(run.end - 60 in held and run.start in held for run in found)


def test_a_run_spans_the_pause_between_two_expected_stamps() -> None:
    expected = np.array([0, 60, 6000, 6060, 9000])
    assert runs(expected, np.array([0, 9000]), 60) == [Interval(60, 6120)]


@given(answers)
def test_answers_are_remembered_like_a_note_at_every_second(
    history: list[tuple[Interval, int, list[tuple[int, int]]]],
) -> None:
    pieces: tuple[Answered, ...] = ()
    notes: dict[int, int | None] = {}  # first day of an open hole; None when settled
    for window, today, holes in sorted(history, key=lambda answer: answer[1]):
        pieces = record_answer(pieces, window, today, holes)
        for t in range(*window):
            if t not in as_set(holes):
                notes[t] = None
            elif t not in notes:
                notes[t] = today
            elif notes[t] is not None and notes[t] < today:
                notes[t] = None
        assert all(piece.start < piece.end for piece in pieces)
        assert all(a.end <= b.start for a, b in pairwise(pieces))
        assert as_set(answered(pieces)) == set(notes)
        open_days = {t: p.day for p in pieces if not p.settled for t in range(p.start, p.end)}
        assert open_days == {t: day for t, day in notes.items() if day is not None}


@given(answers, windows, st.integers(90, 110), intervals)
def test_an_answer_never_takes_answered_time_away(
    history: list[tuple[Interval, int, list[tuple[int, int]]]], window: Interval, today: int,
    holes: list[tuple[int, int]],
) -> None:  # fmt: skip
    """Whatever the order of days: a clock may be set back."""
    pieces: tuple[Answered, ...] = ()
    for answer in history:
        pieces = record_answer(pieces, *answer)
    after = record_answer(pieces, window, today, holes)
    assert as_set(answered(after)) == as_set(answered(pieces)) | set(range(*window))
    assert as_set(unsettled(after)) <= as_set(unsettled(pieces)) | (as_set(holes) & set(range(*window)))


@given(answers, windows, st.integers(105, 110), intervals)
def test_the_same_answer_again_on_the_same_day_changes_nothing(
    history: list[tuple[Interval, int, list[tuple[int, int]]]], window: Interval, today: int,
    holes: list[tuple[int, int]],
) -> None:  # fmt: skip
    pieces: tuple[Answered, ...] = ()
    for answer in history:
        pieces = record_answer(pieces, *answer)
    once = record_answer(pieces, window, today, holes)
    twice = record_answer(once, window, today, holes)
    assert answered(twice) == answered(once)
    assert unsettled(twice) == unsettled(once)


def test_a_hole_stays_open_on_its_day_and_is_settled_on_another() -> None:
    window, hole = Interval(0, 100), [(40, 50)]
    first = record_answer((), window, 7, hole)
    assert unsettled(first) == [(40, 50)]
    assert unsettled(record_answer(first, window, 7, hole)) == [(40, 50)]
    assert unsettled(record_answer(first, window, 8, hole)) == []


def test_only_the_confirmed_part_of_a_hole_is_settled_and_a_new_one_gets_todays_day() -> None:
    first = record_answer((), Interval(0, 100), 7, [(40, 60)])
    second = record_answer(first, Interval(50, 200), 8, [(50, 60), (150, 160)])
    assert [(p.start, p.end, p.day) for p in second if not p.settled] == [(40, 50, 7), (150, 160, 8)]
    assert unsettled(second, before_day=8) == [(40, 50)]


def test_a_hole_that_is_filled_is_settled_at_once() -> None:
    first = record_answer((), Interval(0, 100), 7, [(40, 60)])
    assert unsettled(record_answer(first, Interval(0, 100), 7, [])) == []


def test_an_empty_window_changes_nothing() -> None:
    pieces = record_answer((), Interval(0, 100), 7, [(40, 60)])
    assert record_answer(pieces, Interval(50, 50), 8, []) == pieces


def test_rows_that_had_to_be_refused_do_not_confirm_a_hole() -> None:
    """The feed did send something there: the next good answer may still fill it."""
    window, hole = Interval(0, 100), [(40, 60)]
    first = record_answer((), window, 7, hole)
    second = record_answer(first, window, 8, hole, refused=[(50, 60)])
    assert [(p.start, p.end, p.day) for p in second if not p.settled] == [(50, 60, REFUSED)]
    assert answered(second) == [window]
    assert unsettled(second, before_day=8) == [(50, 60)], "asked for again, the same day too"
    third = record_answer(second, window, 9, hole)
    assert unsettled(third) == [(50, 60)], "empty for the first time"
    assert unsettled(record_answer(third, window, 10, hole)) == []


def test_times_without_values_settle_nothing_however_often_they_come() -> None:
    window, hole = Interval(0, 100), [(40, 60)]
    pieces = record_answer((), window, 7, hole, valueless=hole)
    for day in (7, 8, 9):
        pieces = record_answer(pieces, window, day, hole, valueless=hole)
        assert [(p.start, p.end, p.day, p.silent) for p in pieces if not p.settled] == [(40, 60, day, True)]
        assert (unsettled(pieces, before_day=day), unsettled(pieces, before_day=day + 1)) == ([], [(40, 60)])


def test_times_without_values_neither_confirm_nor_reopen_a_hole() -> None:
    window, hole = Interval(0, 100), [(40, 60)]
    empty = record_answer((), window, 7, hole)
    second = record_answer(empty, window, 8, hole, valueless=[(50, 60), (80, 90)])
    assert [(p.start, p.end, p.day) for p in second if p.silent] == [(50, 60, 8)]
    assert unsettled(second) == [(50, 60)], "the other half was empty twice"
    third = record_answer(second, window, 9, hole)
    assert (unsettled(third), silent(third)) == ([(50, 60)], [])
    settled = record_answer(third, window, 10, hole)
    assert unsettled(record_answer(settled, window, 11, hole, valueless=hole)) == []


@given(
    st.lists(
        st.tuples(*[st.integers(0, 30)] * 2, st.integers(0, 4), *[st.lists(st.tuples(*[st.integers(0, 30)] * 2), max_size=4)] * 2),
        max_size=8,
    )
)
def test_answers_leave_disjoint_pieces_of_which_the_silent_are_open(
    answers: list[tuple[int, int, int, list[tuple[int, int]], list[tuple[int, int]]]],
) -> None:
    pieces: tuple[Answered, ...] = ()
    for start, end, day, holes, mute in sorted(answers, key=lambda answer: answer[2]):
        pieces = record_answer(pieces, Interval(start, end), day, holes, valueless=mute)
        assert all(one.end <= other.start for one, other in pairwise(pieces))
        assert not any(piece.silent and piece.settled for piece in pieces)
        assert intersect(intersect(silent(pieces), [(start, end)]), subtract([(start, end)], intersect(holes, mute))) == []


@given(answers, intervals)
def test_what_is_withdrawn_counts_as_never_asked_and_the_rest_as_before(
    given_: list[tuple[Interval, int, list[tuple[int, int]]]], gone: list[tuple[int, int]]
) -> None:
    pieces: tuple[Answered, ...] = ()
    for window, day, holes in given_:
        pieces = record_answer(pieces, window, day, holes)
    left = withdrawn(pieces, gone)
    assert as_set(answered(left)) == as_set(answered(pieces)) - as_set(gone)
    assert as_set(unsettled(left)) == as_set(unsettled(pieces)) - as_set(gone)
    assert all(any(p.start <= q.start and q.end <= p.end and p[2:] == q[2:] for p in pieces) for q in left)
