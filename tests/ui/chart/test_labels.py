"""Texts among the candles never lie on each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import Roll
from ohlc_desktop.ui.chart.labels.label_placing import LabelBox, LabelSpot, PlotLabel, placed
from ohlc_desktop.ui.chart.labels.plot_labels import PlacedLabels
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.ui.chart.charting import make_view

ROOM = LabelBox(10.0, 10.0, 300.0, 200.0)
_SIDE = st.floats(-50, 350)
BOXES = st.builds(LabelBox, _SIDE, _SIDE, st.floats(1, 120), st.floats(1, 40))
SPOTS = st.lists(BOXES.map(lambda box: LabelSpot(box, "")), min_size=1, max_size=4).map(tuple)
LABELS = st.lists(st.builds(PlotLabel, SPOTS, st.integers(0, 3), st.just(QColor())), max_size=10)


@settings(max_examples=40)
@given(labels=LABELS, taken=st.lists(BOXES, max_size=3))
def test_no_two_labels_meet_and_all_are_in_the_room(labels: list[PlotLabel], taken: list[LabelBox]) -> None:
    found = placed(labels, ROOM, taken)
    boxes = [spot.box for _, spot in found]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert not any(box.meets(other) for box in boxes for other in taken)
    for label, spot in found:
        assert spot.box in [wanted.box.within(ROOM) for wanted in label.spots]
        assert spot.box.left >= ROOM.left
        assert spot.box.top + spot.box.height <= ROOM.top + ROOM.height


@settings(max_examples=40)
@given(labels=LABELS.filter(bool))
def test_the_first_of_the_highest_priority_is_seen_at_its_best_place(labels: list[PlotLabel]) -> None:
    first = max(labels, key=lambda label: label.priority)
    (label, spot), *_ = placed(labels, ROOM)
    assert label is first
    assert spot == first.spots[0]._replace(box=first.spots[0].box.within(ROOM))


def shown(view: ChartView) -> PlacedLabels:
    assert view.painted is not None
    return view.painted.labels


def test_names_of_levels_rolls_and_the_lowest_price_make_room_for_each_other(qtbot: QtBot) -> None:
    series = make_series(2000)
    view = make_view(qtbot, series, ChartOptions(levels=True, volume=False))
    first, last = view.visible_places()
    lowest = first + int(np.argmin(series.candles.low[first:last]))
    rolls = (Roll(int(series.candles.ts[lowest]), lowest - 0.5, "ESZ26", "ESH27"),)
    view.show_model(build_model(replace(series, rolls=rolls), view.options))
    scale = view.price_scale
    assert scale is not None
    at_foot = scale.panned(scale.bottom - 30 - float(scale.pixel(float(series.candles.low[lowest]))))
    view.show_prices(at_foot)
    QApplication.processEvents()
    labels = shown(view)
    assert len(labels) >= 3
    assert "ESZ26 → ESH27" in [spot.text for _, spot in labels]
    boxes, room = [spot.box for _, spot in labels], view.surface.price_rect()
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    wanted = [label.spots[0].box.within(LabelBox(0, 0, room.width(), room.height())) for label, _ in labels]
    assert any(one.meets(other) for one, other in combinations(wanted, 2)), "else nothing had to make room"

    view.set_options(replace(view.options, extremes=False, levels=False, rolls=False, sessions=False))
    QApplication.processEvents()
    assert not shown(view)


def test_a_roll_is_named_where_no_candles_are(qtbot: QtBot) -> None:
    series = make_series(2000)
    view = make_view(qtbot, series, ChartOptions(volume=False, extremes=False, sessions=False))
    first, last = view.visible_places()
    middle, candles = (first + last) // 2, series.candles
    fallen = np.where(np.arange(2000) < middle, 0.0, 500.0).astype(np.float32)
    prices = {name: getattr(candles, name) - fallen for name in ("open", "high", "low", "close")}
    rolls = (Roll(int(candles.ts[middle]), middle - 0.5, "ESZ26", "ESH27"),)
    view.show_model(build_model(replace(series, candles=replace(candles, **prices), rolls=rolls), view.options))
    scale = view.price_scale
    assert scale is not None
    view.show_prices(scale.panned(scale.bottom - 30 - float(scale.pixel(float(prices["low"][middle])))))
    QApplication.processEvents()
    (named,) = [spot.box for _, spot in shown(view)]
    frame = view.frame
    assert frame is not None
    beside = (frame.columns.middle >= named.left) & (frame.columns.middle <= named.left + named.width)
    lows, highs = (frame.price.scale.pixel(column[beside]) for column in (frame.bars.low, frame.bars.high))
    assert not ((lows > named.top) & (highs < named.top + named.height)).any()
