"""Labels along an axis never lie on each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.label_stack import stacked

PIXELS = st.lists(st.floats(-50, 550), max_size=12)


@settings(max_examples=60)
@given(pixels=PIXELS, fixed=st.none() | st.floats(10, 490), bottom=st.floats(20, 500))
def test_no_two_labels_meet_and_all_are_on_the_axis(pixels: list[float], fixed: float | None, bottom: float) -> None:
    found = stacked(pixels, 20.0, 0.0, bottom, fixed)
    shown = sorted([y for y in found if y is not None] + ([fixed] if fixed is not None else []))
    assert all(below - above >= 20.0 - 1e-6 for above, below in pairwise(shown))
    assert all(10.0 - 1e-6 <= y <= bottom - 10.0 + 1e-6 for y in found if y is not None)
    order = [at for at in sorted(range(len(pixels)), key=lambda at: pixels[at]) if found[at] is not None]
    places = [y for at in order if (y := found[at]) is not None]
    assert places == sorted(places)


def test_what_does_not_collide_stays_and_what_does_moves_no_further_than_it_must() -> None:
    assert stacked([100.0, 300.0], 20.0, 0.0, 500.0) == [100.0, 300.0]
    assert stacked([100.0, 110.0], 20.0, 0.0, 500.0) == [100.0, 120.0]
    assert stacked([195.0, 205.0], 20.0, 0.0, 500.0, 200.0) == [180.0, 220.0]
    assert stacked([2.0, 498.0], 20.0, 0.0, 500.0) == [10.0, 490.0], "the pane's edge"
    assert stacked([490.0, 489.0], 20.0, 0.0, 500.0) == [490.0, 470.0]


def test_where_there_is_not_room_for_all_the_first_ones_stay() -> None:
    first, second, third = stacked([30.0, 20.0, 10.0], 20.0, 0.0, 45.0)
    assert third is None
    assert first is not None
    assert second is not None
    assert first - second >= 20.0
    assert stacked([30.0], 20.0, 0.0, 15.0) == [None]
