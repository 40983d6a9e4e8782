"""The history of drawings: whatever was done can be undone, and undone again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.steps import LIMIT, Steps
from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.edits import (
    Drawings,
    add,
    before_roll,
    change,
    delete,
    delete_all,
    drawn_at,
    follow_roll,
    to_front,
)
from ohlc_desktop.core.chart.series import Roll

names = st.sampled_from("abcde")


def line(name: str, price: float = 1.0) -> Drawing:
    return Drawing(name, DrawingKind.HORIZONTAL, (Anchor(0, price),))


Edit = Callable[[Drawings], Drawings]

drawings = st.builds(line, names, st.floats(0, 9))
edits: st.SearchStrategy[Edit] = st.one_of(
    drawings.map(lambda drawing: partial(add, drawing=drawing)),
    drawings.map(lambda drawing: partial(change, drawing=drawing)),
    names.map(lambda name: partial(delete, name=name)), st.just(delete_all),
    names.map(lambda name: partial(to_front, name=name)),
)  # fmt: skip


def do(history: Steps[Drawings], edit: Callable[..., Drawings], *about: object) -> Steps[Drawings]:
    return history.to(edit(history.now, *about))


def after(done: list[Edit]) -> list[Steps[Drawings]]:
    """The histories on the way, the first one included."""
    found = [Steps((line("a"), line("b")))]
    for edit in done:
        found.append(do(found[-1], edit))
    return found


@given(st.lists(edits, max_size=30))
def test_undo_goes_back_the_same_way_and_redo_forth_again(done: list[Edit]) -> None:
    way = after(done)
    states = [way[0].now]
    for history in way[1:]:
        if history.now != states[-1]:
            states.append(history.now)
    history = way[-1]
    for state in reversed(states[:-1]):
        assert history.past
        history = history.back()
        assert history.now == state
    assert not history.past
    assert history.back() is history
    for state in states[1:]:
        assert history.future
        history = history.forward()
        assert history.now == state
    assert history == way[-1]
    assert history.forward() is history


@given(st.lists(edits, max_size=12), edits)
def test_an_edit_forgets_what_was_undone_and_one_without_effect_does_not(done: list[Edit], last: Edit) -> None:
    undone = after(done)[-1].back()
    history = do(undone, last)
    if last(undone.now) == undone.now:
        assert history is undone
    else:
        assert not history.future
        assert history.back().now == undone.now


@given(st.lists(edits, max_size=30))
def test_ids_stay_unique(done: list[Edit]) -> None:
    for history in after(done):
        ids = [drawing.id for drawing in history.now]
        assert len(ids) == len(set(ids))


def test_the_history_is_bounded() -> None:
    way = after([partial(add, drawing=line("x", price)) for price in range(LIMIT * 3)])
    history = way[-1]
    assert len(history.past) == LIMIT
    while history.past:
        history = history.back()
    assert history.now == way[-1 - LIMIT].now
    assert len(history.future) == LIMIT


def test_each_drawing_is_moved_over_a_roll_once() -> None:
    june, september = Roll(100, 0.5, "NQM26", "NQU26"), Roll(200, 1.5, "NQU26", "NQZ26")
    late, locked = replace(line("c"), points=(Anchor(150, 1.0),)), replace(line("d"), locked=True)
    upright = Drawing("e", DrawingKind.VERTICAL, (Anchor(0, 1.0),))
    start = (line("a"), drawn_at(line("b"), [june]), late, locked, upright)
    assert [each.id for each in before_roll(start, june)] == ["a"]
    moved = follow_roll(follow_roll(start, june, 8.0), june, 8.0)
    assert [each.points[0].price for each in moved] == [9.0, 1.0, 1.0, 1.0, 1.0]
    assert before_roll(moved, june) == ()
    assert [each.id for each in before_roll(moved, september)] == ["a", "b", "c"]
    assert follow_roll(moved, september, -2.0)[0] == replace(line("a", 7.0), followed=("NQU26", "NQZ26"))
    assert drawn_at(late, [june, september]).followed == ("NQZ26",)


def test_each_edit_does_what_it_says() -> None:
    a, b, c = map(line, "abc")
    start = Steps((a, b))
    assert do(start, add, c).now == (a, b, c)
    assert do(start, add, line("a", 5.0)).now == (line("a", 5.0), b)
    assert do(start, change, line("b", 5.0)).now == (a, line("b", 5.0))
    assert do(start, change, c) is start
    assert do(start, delete, "a").now == (b,)
    assert do(start, delete, "c") is start
    assert do(start, to_front, "a").now == (b, a)
    assert do(start, to_front, "b") is start
    assert do(start, delete_all).now == ()
    locked = replace(c, locked=True)
    assert do(Steps((a, locked, b)), delete_all).now == (locked,)
    assert start.now == (a, b)
