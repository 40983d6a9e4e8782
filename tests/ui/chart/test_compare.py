"""Other instruments beside the prices: in percent on one scale, or each on its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.option_edits import with_compare_scale, with_compared, without_compared
from ohlc_desktop.core.chart.options import ChartOptions, CompareScale, Scale
from ohlc_desktop.ui.chart.legend.legend_lines import legend_of
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.chart.studies.value_labels import value_labels
from tests.core.chart.making import make_series
from tests.ui.chart.charting import make_view
from tests.ui.chart.rig import Rig, choose

OTHER = make_series(500, "CL=F", start=70.0)


def frame_of(view: ChartView) -> Frame:
    assert view.frame is not None
    return view.frame


def told(frame: Frame) -> str:
    """All words of the legend."""
    return " ".join(part.text for line in legend_of(frame, None, "") for _, part in line.parts)


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    view = make_view(qtbot, make_series(500))
    view.set_options(with_compared(view.options, "CL=F"))
    view.show_model(build_model(make_series(500), view.options, {"CL=F": OTHER}))
    return view


def test_on_one_scale_it_is_in_percent_with_a_label_at_the_axis(view: ChartView) -> None:
    frame = frame_of(view)
    assert frame.options.scale is Scale.PERCENT
    assert not frame.own_scales
    (label,) = value_labels(frame, None)
    assert label.text.endswith("%")
    scale, line = frame.compared_line(0)
    assert scale is frame.price.scale
    assert label.pixel == pytest.approx(float(scale.pixel(float(line.leave[-1]))), abs=1)


def test_on_its_own_scale_it_fills_the_pane_and_prices_are_prices(view: ChartView) -> None:
    view.set_options(with_compare_scale(view.options, CompareScale.OWN))
    frame = frame_of(view)
    assert frame.options.scale is Scale.LINEAR
    bars, prices = frame.bars, frame.price.scale
    assert float(bars.high.max() - bars.low.min()) > 0.6 * (prices.high - prices.low), "prices fill it as well"
    scale, line = frame.compared_line(0)
    low, high = float(np.nanmin(line.low)), float(np.nanmax(line.high))
    assert high < 100, "its own prices"
    height = frame.price.rect.height()
    assert float(scale.pixel(low)) - float(scale.pixel(high)) > 0.6 * height
    assert "own scale" in told(frame)
    assert f"{OTHER.candles.close[-1]:.2f}" in told(frame)
    assert value_labels(frame, None) == [], "the axis is not its own"
    view.grab()
    assert view.painted is not None
    texts = {spot.text for _, spot in view.painted.labels}
    assert {f"{low:.2f}", f"{high:.2f}"} <= texts, "what its scale reaches from and to"

    view.set_options(replace(view.options, invert=True))
    assert frame_of(view).price.scale.inverted
    assert not frame_of(view).own_scales[0].inverted


def test_the_last_one_takes_the_percent_with_it() -> None:
    plain = ChartOptions()
    beside = with_compared(plain, "CL=F")
    assert without_compared(beside, "CL=F") == plain
    own = with_compare_scale(beside, CompareScale.OWN)
    assert (own.scale, own.compare) == (Scale.LINEAR, ("CL=F",))
    assert with_compared(own, "GC=F").scale is Scale.LINEAR
    assert with_compare_scale(own, CompareScale.PERCENT).scale is Scale.PERCENT
    assert with_compare_scale(replace(own, scale=Scale.LOG), CompareScale.OWN).scale is Scale.LOG
    assert with_compare_scale(plain, CompareScale.PERCENT) == plain


def test_the_menu_chooses_and_the_window_remembers(rig: Rig) -> None:
    window = rig.open()
    window.active.set_options(with_compared(window.active.options, "CL=F"))
    choose(window.toolbar.menus.compare, "Each on a scale of its own")
    kept = window.state.cells[0].options
    assert (kept.compare_scale, kept.scale) == (CompareScale.OWN, Scale.LINEAR)
    choose(window.toolbar.menus.compare, "In percent")
    assert window.active.options.scale is Scale.PERCENT
