"""The price axis upside down, and locked to the width of candles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions, Scale, Style
from ohlc_desktop.ui.chart.items.drawn.drawn_colours import own_colour
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.ui.chart.charting import HEIGHT, WIDTH, double_click, drag, make_view, wheel
from tests.ui.chart.test_paint_candles import pixels, value


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, make_series(500))


def frame_of(view: ChartView) -> Frame:
    assert view.frame is not None
    return view.frame


def ratio(view: ChartView) -> float:
    """Pixels of a point of price for each pixel of a candle."""
    frame = frame_of(view)
    return frame.price.scale.per_unit / frame.time.pitch


@pytest.mark.parametrize("scale", Scale)
def test_upside_down_everything_agrees_on_where_a_price_is(view: ChartView, scale: Scale) -> None:
    upright = frame_of(view).price.scale
    view.set_options(replace(view.options, scale=scale, invert=True))
    frame = frame_of(view)
    prices = frame.price.scale
    assert prices.inverted
    last = frame.last - 1
    close, stamp = float(view.series.candles.close[last]), int(view.series.candles.ts[last])
    y = float(prices.pixel(close))
    assert float(prices.pixel(close + 1)) > y, "higher prices are further down"
    assert float(upright.pixel(close + 1)) < float(upright.pixel(close))
    assert view.surface.to_pixel(stamp, close).y() == pytest.approx(y)
    assert view.surface.from_pixel(QPointF(100, y))[1] == pytest.approx(close)

    spot = pg.ScatterPlotItem(pen=None, brush="#ff00ff", size=7, symbol="s")
    spot.setData([float(last)], [np.log10(close) if scale is Scale.LOG else close])
    view.pane("price").add_item(spot)
    line = Drawing("a", DrawingKind.HORIZONTAL, (Anchor(stamp, close + 2),), colour="#8a2f9e")
    view.tool.set_drawings("ES=F", [line])
    colour = own_colour(QColor("#8a2f9e"), frame.look.colours.base)
    for _ in range(3):
        QApplication.processEvents()
    image = pixels(view.grab().toImage())
    rows = np.flatnonzero((image == value(QColor("#ff00ff"))).any(axis=1))
    assert rows.mean() == pytest.approx(y, abs=1.5), "pyqtgraph's items"
    drawn = np.flatnonzero(image[:, 300] == value(colour))
    assert drawn.mean() == pytest.approx(float(prices.pixel(close + 2)), abs=1.5), "drawings"


@pytest.mark.parametrize("style", [Style.CANDLES, Style.BARS, Style.HEIKIN_ASHI])
def test_candles_upside_down_reach_from_low_to_high(view: ChartView, style: Style) -> None:
    view.set_options(ChartOptions(style, invert=True, last_price=False, extremes=False, grid=False, sessions=False))
    frame, image = frame_of(view), pixels(view.picture())
    at = frame.last - 10
    shown = view.model.shown if view.model is not None else None
    assert shown is not None
    x = int(np.floor(frame.columns.middle[at - frame.first] - 0.5))
    top, bottom = (int(np.floor(frame.price.scale.pixel(float(price[at])))) for price in (shown.low, shown.high))
    assert top < bottom
    ground = {value(frame.look.colours.base), value(frame.look.colours.eth)}
    column = [int(pixel) not in ground for pixel in image[top - 2 : bottom + 3, x]]
    assert column[2:-2] == [True] * (bottom - top + 1)
    assert not column[0]
    assert not column[-1]


def test_prices_that_were_dragged_stay_when_they_are_turned_over(view: ChartView) -> None:
    axis = QPoint(round(view.plot_width) + 10, 100)
    drag(view, axis, axis + QPoint(0, 40))
    before = frame_of(view).price.scale
    view.set_options(replace(view.options, invert=True))
    after = frame_of(view).price.scale
    assert (after.low, after.high, after.inverted) == (before.low, before.high, True)
    box = QRectF(100, 100, 200, 80)
    wanted = sorted((after.price(100.0), after.price(180.0)))
    view.zoom_to(box)
    assert [frame_of(view).price.scale.low, frame_of(view).price.scale.high] == pytest.approx(wanted)
    drag(view, QPoint(400, 150), QPoint(400, 180))
    moved = frame_of(view).price.scale
    assert moved.low < wanted[0], "what is below the pointer follows it"


def test_a_locked_ratio_survives_zooming_stretching_and_another_size(view: ChartView) -> None:
    view.set_options(replace(view.options, auto_scale=False, lock_ratio=True))
    before = ratio(view)
    pitch = frame_of(view).time.pitch
    wheel(view, QPoint(400, 150), 2)
    assert frame_of(view).time.pitch > pitch * 1.2
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    axis, pitch = QPoint(round(view.plot_width) + 10, 100), frame_of(view).time.pitch
    drag(view, axis, axis - QPoint(0, 60))
    assert frame_of(view).time.pitch > pitch * 1.2, "candles go along with their prices"
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    view.resize(WIDTH - 100, HEIGHT - 150)
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    wheel(view, QPoint(300, 100), -1)
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    assert view.options.lock_ratio

    double_click(view, QPoint(round(view.plot_width) + 10, 100))
    assert view.options.auto_scale
    assert not view.options.lock_ratio


def test_a_lock_that_was_remembered_holds_from_the_first_picture(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500), ChartOptions(auto_scale=False, lock_ratio=True, invert=True))
    assert view.options.lock_ratio
    before = ratio(view)
    wheel(view, QPoint(400, 150), 3)
    assert ratio(view) == pytest.approx(before, rel=1e-6)
    view.pan(-100)
    assert ratio(view) == pytest.approx(before, rel=1e-6)


def test_prices_fit_what_is_drawn_over_them_unless_only_candles_count(qtbot: QtBot) -> None:
    bands = indicator("BB", period=5, deviations=4.0)
    view = make_view(qtbot, make_series(500), ChartOptions(indicators=(bands,)))

    def ends(frame: Frame) -> list[float]:
        lines = [frame.study_spans(frame.model.studies[0], key) for key in ("upper", "lower")]
        return [float(np.nanmin(lines[1].low)), float(np.nanmax(lines[0].high))]

    frame = frame_of(view)
    low, high = ends(frame)
    assert frame.price.scale.low < low
    assert high < frame.price.scale.high
    assert high > float(frame.bars.high.max()), "else nothing is shown here"

    view.set_options(replace(view.options, scale_price_only=True))
    alone = frame_of(view).price.scale
    assert alone.high < frame.price.scale.high
    view.set_options(replace(view.options, scale_price_only=False, indicators=(replace(bands, hidden=True),)))
    assert frame_of(view).price.scale == alone, "what is hidden does not count"
