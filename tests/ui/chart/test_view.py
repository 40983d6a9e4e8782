"""The chart by mouse and keyboard: real events, and what is seen afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.core.chart.series import ChartSeries, Hole
from ohlc_desktop.core.messages import Message
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.core.chart.making import make_series
from tests.ui.chart.charting import HEIGHT, WIDTH, double_click, drag, make_view, wheel

MIDDLE = QPoint(400, 150)
#: Where two lines of the legend cover all else.
LEGEND = QRect(8, 8, 180, 26)


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, make_series(2000))


def seen(view: ChartView) -> int:
    first, last = view.visible_places()
    return last - first


def axis_point(view: ChartView) -> QPoint:
    frame = view.frame
    assert frame is not None
    return QPoint(round(frame.look.plot_width / frame.look.ratio) + 10, 100)


def times_point(view: ChartView) -> QPoint:
    return QPoint(300, view.height() - 8)


# -- keyboard ----------------------------------------------------------------------------------------


def test_arrows_move_by_a_candle(view: ChartView) -> None:
    first, last = view.visible_places()
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.visible_places()[0] == first - 2
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.visible_places()[0] == first - 1
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.visible_places() == (first, last)


def test_home_end_and_pages(view: ChartView) -> None:
    count = seen(view)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.visible_places()[0] == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.visible_places()[0] == pytest.approx(count * 0.9, abs=count * 0.1)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.visible_places()[0] == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.visible_places()[1] == 2000


def test_plus_makes_candles_wider_and_minus_narrower(view: ChartView) -> None:
    before = seen(view)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
        assert seen(view) < before
        QTest.keyClick(view, Qt.Key.Key_Minus)
        assert abs(seen(view) - before) <= 1
        assert view.visible_places()[1] == 2000


def test_no_fewer_than_five_candles_and_no_more_than_all(view: ChartView) -> None:
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert 5 <= seen(view) <= 7
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.visible_places() == (0, 2000)


def test_the_crosshair_moves_by_keyboard_and_the_chart_follows(view: ChartView) -> None:
    stamps: list[object] = []
    view.crosshair_moved.connect(stamps.append)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    series = view.series
    assert stamps == series.candles.ts[[1999, 1998, 1997]].tolist()
    first = view.visible_places()[0]
    for _ in range(seen(view)):
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert view.visible_places()[0] < first


# -- mouse -------------------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_pointer(view: ChartView) -> None:
    place = view.place_under(MIDDLE)
    before = seen(view)
    wheel(view, MIDDLE, 3)
    assert seen(view) < before
    assert view.place_under(MIDDLE) == place
    wheel(view, MIDDLE, -3)
    assert abs(seen(view) - before) <= 1


def test_the_wheel_pans_with_shift_and_stretches_prices_with_control(view: ChartView) -> None:
    before = view.visible_places()
    wheel(view, MIDDLE, 2, Qt.KeyboardModifier.ShiftModifier)
    assert view.visible_places()[0] < before[0]
    assert seen(view) == pytest.approx(before[1] - before[0], abs=12)
    frame = view.frame
    assert frame is not None
    prices = frame.price.scale
    wheel(view, MIDDLE, 2, Qt.KeyboardModifier.ControlModifier)
    frame = view.frame
    assert frame is not None
    assert frame.price.scale.high - frame.price.scale.low < prices.high - prices.low
    assert not view.options.auto_scale


def test_dragging_moves_candles_with_the_pointer_and_stops_with_it(view: ChartView) -> None:
    place = view.place_under(MIDDLE)
    drag(view, MIDDLE, MIDDLE + QPoint(140, 60))
    assert view.place_under(MIDDLE + QPoint(140, 60)) == place
    after = view.visible_places()
    QTest.qWait(0)
    assert view.visible_places() == after
    assert view.options.auto_scale, "prices still follow"


def test_with_prices_let_go_dragging_moves_them_too(view: ChartView) -> None:
    view.set_options(replace(view.options, auto_scale=False))
    before = view.surface.from_pixel(MIDDLE.toPointF())[1]
    drag(view, MIDDLE, MIDDLE + QPoint(0, 80))
    assert view.surface.from_pixel((MIDDLE + QPoint(0, 80)).toPointF())[1] == pytest.approx(before, rel=1e-5)


def test_dragging_the_price_axis_stretches_it_and_a_double_click_sets_it_back(view: ChartView) -> None:
    frame = view.frame
    assert frame is not None
    before, at = frame.price.scale, axis_point(view)
    told: list[ChartOptions] = []
    view.options_changed.connect(told.append)
    drag(view, at, at + QPoint(0, 120))
    frame = view.frame
    assert frame is not None
    assert frame.price.scale.high - frame.price.scale.low > (before.high - before.low) * 1.3
    assert [options.auto_scale for options in told] == [False]
    double_click(view, at)
    frame = view.frame
    assert frame is not None
    assert frame.price.scale == before
    assert view.options.auto_scale


def test_dragging_the_time_axis_stretches_it_and_a_double_click_sets_it_back(view: ChartView) -> None:
    before, at = view.visible_places(), times_point(view)
    drag(view, at, at - QPoint(160, 0))
    assert seen(view) == pytest.approx((before[1] - before[0]) * 2, rel=0.1)
    double_click(view, at)
    assert view.visible_places() == before


def test_a_box_is_zoomed_to(view: ChartView) -> None:
    left, right = view.place_under(QPoint(300, 0)), view.place_under(QPoint(500, 0))
    high, low = view.surface.from_pixel(QPoint(300, 80).toPointF())[1], view.surface.from_pixel(QPoint(300, 200).toPointF())[1]
    assert left is not None
    assert right is not None
    drag(view, QPoint(300, 80), QPoint(500, 200), Qt.KeyboardModifier.ShiftModifier)
    first, last = view.visible_places()
    assert abs(first - left) <= 1
    assert abs(last - right) <= 2
    frame = view.frame
    assert frame is not None
    assert (frame.price.scale.low, frame.price.scale.high) == pytest.approx((low, high), rel=1e-6)


def test_the_crosshair_snaps_to_candles_and_is_told_once_for_each(view: ChartView) -> None:
    stamps: list[object] = []
    view.crosshair_moved.connect(stamps.append)
    for x in range(400, 415):
        QTest.mouseMove(view.viewport(), QPoint(x, 120))
    assert 2 <= len(stamps) <= 4
    assert set(stamps) <= set(view.series.candles.ts.tolist())
    QTest.mouseMove(view.viewport(), times_point(view))
    assert stamps[-1] is None


def test_a_linked_chart_points_at_the_candle_that_holds_the_moment(view: ChartView) -> None:
    told: list[object] = []
    view.crosshair_moved.connect(told.append)
    ts = view.series.candles.ts
    view.show_crosshair(int(ts[1900]) + 120)
    assert view.cursor_at.place == 1900
    view.show_crosshair(None)
    assert view.cursor_at.place is None
    assert told == []


def test_a_hole_is_pressed_not_dragged(qtbot: QtBot) -> None:
    series = make_series(2000)
    hole = Hole(int(series.candles.ts[1950]), int(series.candles.ts[1951]), 1949.5, 12, Message("never asked"), True)
    view = make_view(qtbot, replace(series, holes=(hole,)))
    frame = view.frame
    assert frame is not None
    at = QPoint(round(frame.x(1949.5) / frame.look.ratio), 120)
    with qtbot.waitSignal(view.hole_pressed) as pressed:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert pressed.args == [hole]
    pressed_again: list[object] = []
    view.hole_pressed.connect(pressed_again.append)
    drag(view, at, at + QPoint(60, 0))
    assert pressed_again == []


# -- what changes ------------------------------------------------------------------------------------


def test_new_candles_keep_the_view_and_follow_the_newest(view: ChartView) -> None:
    longer = make_series(2000, until="2026-11-24 23:30")
    assert longer.candles.ts[-1] > view.series.candles.ts[-1]
    view.pan(-300)
    before = view.visible_range()
    view.show_model(build_model(longer, view.options))
    assert view.visible_range() == before
    view.change_time(TimeScale.latest)
    view.show_model(build_model(make_series(2000, until="2026-11-25 02:00"), view.options))
    assert view.visible_places()[1] == 2000


def test_history_that_arrives_behind_keeps_the_view(qtbot: QtBot) -> None:
    whole = make_series(3000)
    newest = make_series(500)
    view = make_view(qtbot, newest)
    view.pan(-100)
    before = view.visible_range()
    view.show_model(build_model(whole, view.options))
    assert view.visible_range() == before
    assert len(view.series) == 3000


def test_going_to_a_date(view: ChartView) -> None:
    stamp = int(view.series.candles.ts[700])
    view.go_to(stamp)
    first, last = view.visible_places()
    assert abs((first + last) / 2 - 700) <= 2
    assert view.cursor_at.place == 700


def test_every_style_draws_at_every_zoom(qtbot: QtBot) -> None:
    series, other = make_series(3000), make_series(2500, "NQ=F", start=21000)
    view = make_view(qtbot, series, size=(500, 300))
    every, oldest, latest = (partial(view.change_time, to) for to in (TimeScale.all, TimeScale.oldest, TimeScale.latest))
    for number, (style, scale) in enumerate(zip(Style, cycle(Scale))):  # each scale twice
        options = ChartOptions(
            style, scale, real_time=bool(number % 2), levels=True, compare=("NQ=F",),
            indicators=(indicator("BB"), indicator("SMA"), indicator("MACD"), indicator("VWAP")),
        )  # fmt: skip
        view.set_options(options)
        view.show_model(build_model(series, options, {"NQ=F": other}))
        before = QImage()
        for move in (view.reset, every, lambda: view.zoom(30), oldest, lambda: view.zoom(0.05), latest):
            move()
            picture = view.picture()
            assert picture != before, (style, scale)
            before = picture


def test_the_legend_never_tells_of_what_was_shown_before(qtbot: QtBot) -> None:
    """It is kept as a picture while it says the same: whatever came before, it must be what a new chart would show."""
    first, second = make_series(500), make_series(500, "NQ=F", start=21000)
    options = ChartOptions(grid=False, sessions=False, rolls=False, indicators=(indicator("SMA"), indicator("RSI")))
    used, fresh = make_view(qtbot, first), make_view(qtbot, second, replace(options, zone=ChartZone.UTC))
    used.grab()
    used.set_options(options)
    used.show_model(build_model(second, options), keep_view=False)
    used.grab()
    used.set_options(fresh.options)
    for place in (None, 480, 470):
        for view in (used, fresh):
            view.point(Cursor(place, None))
        assert used.grab(LEGEND).toImage() == fresh.grab(LEGEND).toImage()


def test_times_are_written_in_the_chosen_zone(view: ChartView) -> None:
    texts = {}
    for zone in ChartZone:
        view.set_options(replace(view.options, zone=zone))
        frame = view.frame
        assert frame is not None
        texts[zone] = [label.text for _, label in frame.time_labels(120)]
    assert texts[ChartZone.PACIFIC] != texts[ChartZone.CHICAGO]
    assert texts[ChartZone.UTC] != texts[ChartZone.NEW_YORK]


def test_themes_and_sizes_are_followed(view: ChartView) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    light = view.picture()
    apply_theme(app, "DARK")
    app.processEvents()
    dark = view.picture()
    apply_theme(app, "LIGHT")
    app.processEvents()
    assert light.pixelColor(5, 5).lightness() > 200 > 60 > dark.pixelColor(5, 5).lightness()
    assert view.picture() == light
    view.resize(500, 300)
    assert view.picture().size().width() == 500
    assert view.picture(2.0).size().width() == 1000


def test_a_larger_picture_shows_the_same_candles(view: ChartView) -> None:
    small = view.picture(2.0).scaled(WIDTH, HEIGHT)
    assert small.size() == view.picture().size()
    places = view.visible_places()
    view.picture(3.0)
    assert view.visible_places() == places


def test_a_wider_chart_shows_more_candles_each_as_wide_as_before(view: ChartView) -> None:
    before, count = view.time, seen(view)
    view.resize(WIDTH + 300, HEIGHT)
    assert before is not None
    assert view.time is not None
    assert view.time.pitch == pytest.approx(before.pitch, rel=0.01)
    assert seen(view) == pytest.approx(count + 300 / 7, abs=2)


def test_pictures_are_written(view: ChartView, tmp_path: Path) -> None:
    assert view.picture().width() == WIDTH
    view.write_svg(tmp_path / "chart.svg")
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert len(list(root.iter())) > 200
    with pytest.raises(OSError, match="No such"):
        view.write_svg(tmp_path / "absent" / "chart.svg")


def test_a_vector_picture_hides_what_is_below_it_at_any_size(view: ChartView, tmp_path: Path) -> None:
    """Its ground is rectangles side by side, between which a viewer leaves a seam where they end within a pixel."""
    view.write_svg(tmp_path / "chart.svg")
    image = QImage(WIDTH * 11 // 13, HEIGHT * 11 // 13, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    with QPainter(image) as painter:
        QSvgRenderer(str(tmp_path / "chart.svg")).render(painter)
    inside = [image.pixelColor(x, HEIGHT // 13) for x in range(4, image.width() - 4)]
    assert not [at for at, colour in enumerate(inside) if colour.green() < min(colour.red(), colour.blue()) - 20]
    assert len({colour.name() for colour in inside}) > 1, "else it has nothing but ground"


def test_visible_candles_are_the_stored_ones(qtbot: QtBot) -> None:
    series = make_series(400)
    view = make_view(qtbot, series, ChartOptions(Style.HEIKIN_ASHI))
    first, last = view.visible_places()
    np.testing.assert_array_equal(view.visible_candles().close, series.candles.close[first:last])
    assert view.visible_range() == (int(series.candles.ts[first]), int(series.candles.ts[last - 1]))


# -- bad input ---------------------------------------------------------------------------------------


def altered(series: ChartSeries, **columns: object) -> ChartSeries:
    return replace(series, candles=replace(series.candles, **columns))  # type: ignore[arg-type]


def strange(kind: str) -> ChartSeries:
    series = make_series(300)
    ones = np.ones(300, dtype=np.float32)
    rows = series.candles
    match kind:
        case "one candle":
            return make_series(1)
        case "two candles":
            return make_series(2)
        case "equal prices":
            return altered(series, open=ones * 6000, high=ones * 6000, low=ones * 6000, close=ones * 6000)
        case "negative prices":
            return altered(series, open=rows.open - 6100, high=rows.high - 6100, low=rows.low - 6100, close=rows.close - 6100)
        case "a spike":
            high = rows.high.copy()
            high[250] *= 100
            return altered(series, high=high)
        case "no volume":
            return altered(series, volume=np.zeros(300, dtype=np.int64))
        case "zero prices":
            return altered(series, open=ones * 0, high=ones * 0, low=ones * 0, close=ones * 0)
    return make_series(300, name=kind)


@pytest.mark.parametrize(
    "kind",
    ["one candle", "two candles", "equal prices", "negative prices", "a spike", "no volume", "zero prices", "1d", "1mo", "12h"],
)  # fmt: skip
def test_bad_candles_are_a_picture_all_the_same(qtbot: QtBot, kind: str) -> None:
    indicators = (indicator("SMA", period=200), indicator("RSI"), indicator("BB"), indicator("MACD"))
    view = make_view(qtbot, strange(kind), ChartOptions(indicators=indicators, levels=True), (500, 300))
    for scale, real in ((Scale.LINEAR, True), (Scale.LOG, False), (Scale.PERCENT, False)):
        view.set_options(replace(view.options, scale=scale, real_time=real))
        every, oldest = partial(view.change_time, TimeScale.all), partial(view.change_time, TimeScale.oldest)
        for move in (view.reset, every, oldest, lambda: view.zoom(30), lambda: view.pan(-1e9), lambda: view.pan(1e9)):
            move()
            view.repaint()
        QTest.mouseMove(view.viewport(), MIDDLE)
        view.repaint()


def test_no_candles_are_an_empty_chart(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(0), ChartOptions(indicators=(indicator("SMA"),)))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Plus, Qt.Key.Key_Space, Qt.Key.Key_PageUp):
        QTest.keyClick(view, key)
    wheel(view, MIDDLE, 2)
    drag(view, MIDDLE, MIDDLE + QPoint(50, 50))
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    view.go_to(0)
    view.show_crosshair(5)
    assert view.visible_range() == (0, 0)
    assert len(view.visible_candles()) == 0
    view.show_model(build_model(make_series(100), view.options))
    assert view.visible_places()[1] == 100


def test_a_series_may_shrink_and_vanish(view: ChartView) -> None:
    QTest.mouseMove(view.viewport(), MIDDLE)
    view.show_model(build_model(make_series(10), view.options))
    view.repaint()
    view.show_model(build_model(make_series(0), view.options))
    view.repaint()
    assert view.frame is None
