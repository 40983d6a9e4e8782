"""The chart as a scene of pyqtgraph: painted once a turn of the event loop, open to items of others, followed by ranges."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, Scale
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.ui.chart.engine.canvas import Staleness
from ohlc_desktop.ui.chart.legend.legend_lines import legend_of
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.paints import Paints
from tests.ui.chart.charting import HEIGHT, WIDTH, drag, make_view, point, wheel
from tests.ui.chart.test_paint_candles import pixels, value

MIDDLE = QPoint(400, 150)
LEFT = Qt.MouseButton.LeftButton
#: A colour that nothing of ours has.
PINK = "#ff00ff"


def settle() -> None:
    """Let the event loop come round until nothing is left to do."""
    for _ in range(4):
        QApplication.processEvents()


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    made = make_view(qtbot, make_series(2000), ChartOptions(indicators=(indicator("RSI"), indicator("SMA"))))
    settle()
    return made


def frame_of(view: ChartView) -> Frame:
    assert view.frame is not None
    return view.frame


def count_of(picture: QImage, colour: str, area: QRect | None = None) -> int:
    """Pixels of a colour."""
    found = pixels(picture if area is None else picture.copy(area)) == value(QColor(colour))
    return int(np.count_nonzero(found))


# -- painting ----------------------------------------------------------------------------------------


def move_mouse(view: ChartView) -> None:
    for x in range(300, 400, 10):
        point(view, QPoint(x, 150))


ACTS: dict[str, Callable[[ChartView], object]] = {
    "wheel": lambda view: [wheel(view, MIDDLE, 1) for _ in range(10)],
    "keys": lambda view: [QTest.keyClick(view, Qt.Key.Key_Left) for _ in range(10)],
    "mouse": move_mouse,
    "drag": lambda view: drag(view, MIDDLE, MIDDLE + QPoint(140, 60)),
    "model": lambda view: [view.show_model(build_model(make_series(n), view.options)) for n in (1500, 1800)],
    "size": lambda view: [view.resize(800 + n, 500 + n) for n in range(5)],
    "options": lambda view: [view.set_options(replace(view.options, scale=scale)) for scale in Scale],
}


@pytest.mark.parametrize("act", ACTS)
def test_any_number_of_changes_costs_one_paint(view: ChartView, act: str) -> None:
    paints = Paints(view.viewport())
    ACTS[act](view)
    before = paints.count
    settle()
    assert (before, paints.count) == (0, 1)


def test_asking_for_what_is_shown_does_not_paint(view: ChartView) -> None:
    paints = Paints(view.viewport())
    for _ in range(5):
        view.pan(-3)
        assert frame_of(view).first == view.visible_places()[0]
        assert view.place_under(MIDDLE) is not None
        assert view.hole_under(MIDDLE.toPointF()) is None
        assert view.surface.price_rect().height() > 100
        assert view.price_scale is not None
    assert paints.count == 0


def test_a_frame_is_worked_out_once_however_often_it_is_asked_for(view: ChartView) -> None:
    first = view.frame
    assert view.frame is first
    view.pan(-1)
    assert view.frame is not first
    assert view.frame is view.frame
    settle()
    shown = view.painted
    assert shown is not None
    assert shown.frame is view.frame


def test_moving_the_crosshair_keeps_the_frame(view: ChartView) -> None:
    frame, picture = view.frame, view.painted
    point(view, MIDDLE)
    settle()
    assert view.frame is frame
    assert view.painted is picture


def test_the_crosshair_is_drawn_through_all_panes_and_along_the_one_of_the_pointer(view: ChartView) -> None:
    frame, muted = frame_of(view), frame_of(view).look.colours.theme.muted.name()
    point(view, MIDDLE)
    settle()
    picture, place = view.grab().toImage(), view.cursor_at.place
    assert place is not None
    column = int(frame.x(place))
    for rect in (pane.rect for pane in frame.panes):
        assert count_of(picture, muted, QRect(column, rect.top(), 1, rect.height())) >= rect.height() * 0.4
        assert count_of(picture, muted, QRect(column + 1, rect.top(), 1, rect.height())) < rect.height() * 0.2
    along = [count_of(picture, muted, QRect(0, y, frame.look.plot_width, 1)) for y in (MIDDLE.y(), frame.panes[1].rect.center().y())]
    assert along[0] >= frame.look.plot_width * 0.4 > along[1]


def test_what_a_crosshair_left_behind_is_gone(view: ChartView) -> None:
    """Below it the picture is copied from an image: it must be the one that was painted."""
    before = view.grab().toImage()
    for at in (MIDDLE, QPoint(500, 300), QPoint(520, 500)):
        point(view, at)
        settle()
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    settle()
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    settle()
    assert view.cursor_at == Cursor()
    assert view.grab().toImage() == before


def test_nothing_of_what_was_shown_before_stays_on_the_screen(view: ChartView) -> None:
    """Qt forgets where an item was if it paints between the item's move and its own look at it."""
    shift = Qt.KeyboardModifier.ShiftModifier
    acts: list[Callable[[], object]] = [lambda at=at: point(view, at) for at in (MIDDLE, QPoint(500, 300), QPoint(520, 500))]
    acts += [
        lambda: QTest.mousePress(view.viewport(), LEFT, shift, QPoint(500, 120)),
        lambda: QTest.mouseMove(view.viewport(), QPoint(700, 280)), lambda: QTest.mouseMove(view.viewport(), QPoint(600, 200)),
        lambda: QTest.mouseRelease(view.viewport(), LEFT, shift, QPoint(600, 200)), lambda: view.resize(700, 500),
        lambda: view.invalidate(Staleness.LOOK),
    ]  # fmt: skip
    for act in acts:
        act()
        settle()
        screen = view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert np.array_equal(pixels(screen), pixels(view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)))


def test_an_item_that_is_painted_before_qt_looks_at_its_move_leaves_nothing_behind(view: ChartView) -> None:
    item = pg.InfiniteLine(pos=middle_price(view), angle=0, pen=pg.mkPen(PINK))
    view.pane("price").add_item(item)
    settle()
    item.setPos(frame_of(view).price.scale.price(200.0))
    view.viewport().repaint(QRect(0, 190, 900, 20))
    settle()
    screen = view.screen().grabWindow(view.winId()).toImage()
    assert count_of(screen, PINK, QRect(0, 280, 800, 40)) == 0


def test_pictures_have_no_crosshair_and_leave_it_where_it_is(view: ChartView) -> None:
    plain = view.picture()
    point(view, MIDDLE)
    settle()
    pointed = view.grab().toImage()
    told = legend_of(frame_of(view), None, "")
    assert view.picture() == plain
    settle()
    assert view.grab().toImage() == pointed != plain
    assert told != legend_of(frame_of(view), view.cursor_at.place, "")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_picture_has_the_pixels_of_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    """pyqtgraph's exporter stretches a scene to whole pixels, which blurs it: 901 pixels are 1126.25 at 125 %."""
    monkeypatch.setattr(ChartView, "devicePixelRatioF", lambda _: ratio)
    view = make_view(qtbot, make_series(2000), ChartOptions(indicators=(indicator("RSI"),)), (901, 601))
    settle()
    screen = QImage(round(901 * ratio), round(601 * ratio), QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)
    view.viewport().render(screen)
    assert np.array_equal(pixels(view.picture()), pixels(screen))


def test_a_chart_that_is_hidden_is_exported_in_its_size(view: ChartView) -> None:
    view.hide()
    view.resize(700, 400)
    hidden = view.picture()
    view.show()
    settle()
    assert hidden == view.picture()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.25])
def test_panes_share_the_height_without_gap_or_overlap(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    monkeypatch.setattr(ChartView, "devicePixelRatioF", lambda _: ratio)
    specs = (indicator("RSI"), indicator("MACD"), indicator("ATR"))
    for size in ((WIDTH, HEIGHT), (333, 217), (220, 140), (1301, 907)):
        view = make_view(qtbot, make_series(500), ChartOptions(indicators=specs), size)
        frame = frame_of(view)
        line = frame.look.px(1)
        assert frame.price.rect.top() == 0
        assert frame.panes[-1].rect.bottom() + 1 == frame.look.plot_height
        for above, below in zip(frame.panes, frame.panes[1:], strict=False):
            assert below.rect.top() == above.rect.bottom() + 1 + line
        assert frame.price.rect.height() >= frame.look.plot_height * 0.39


# -- items of others ---------------------------------------------------------------------------------


def line_at(view: ChartView, price: float, colour: str = PINK) -> pg.PlotDataItem:
    places = np.arange(len(view.series), dtype=np.float64)
    return pg.PlotDataItem(places, np.full(len(places), price), pen=pg.mkPen(colour, width=3))


def middle_price(view: ChartView) -> float:
    return frame_of(view).price.scale.price(300.0)


@pytest.mark.parametrize("scale", Scale)
def test_an_item_stands_at_its_prices_on_every_scale(view: ChartView, scale: Scale) -> None:
    view.set_options(replace(view.options, scale=scale))
    price = middle_price(view)
    view.pane("price").add_item(line_at(view, price))
    y = round(float(frame_of(view).price.scale.pixel(price)))
    picture = view.picture()
    assert count_of(picture, PINK, QRect(0, y - 2, 700, 4)) > 1000
    assert count_of(picture, PINK, QRect(0, 0, 700, y - 3)) == 0


def test_an_item_follows_when_the_scale_becomes_logarithmic(view: ChartView) -> None:
    price = middle_price(view)
    item = line_at(view, price)
    view.pane("price").add_item(item)
    view.set_options(replace(view.options, scale=Scale.LOG))
    settle()
    assert view.pane("price").box.viewRange()[1][1] == pytest.approx(np.log10(frame_of(view).price.scale.high))
    y = round(float(frame_of(view).price.scale.pixel(price)))
    assert count_of(view.picture(), PINK, QRect(0, y - 3, 700, 6)) > 1000


@pytest.mark.parametrize("real", [False, True])
def test_an_item_stands_at_its_times_on_both_axes(view: ChartView, real: bool) -> None:
    view.set_options(replace(view.options, real_time=real))
    stamp = int(view.series.candles.ts[1950])
    (x,) = view.x_of(np.array([stamp]))
    assert x == (stamp + 150 if real else 1950)
    view.pane("volume").add_item(pg.InfiniteLine(pos=x, pen=pg.mkPen(PINK, width=1)))
    frame = frame_of(view)
    at, rect = round(frame.time.pixel_of(stamp)), frame.panes[1].rect
    picture = view.picture()
    assert count_of(picture, PINK, QRect(at - 1, rect.top(), 3, rect.height())) > rect.height() * 0.9
    assert count_of(picture, PINK, QRect(0, 0, picture.width(), rect.top() - 1)) == 0


@pytest.mark.parametrize("real", [False, True])
def test_times_between_and_beyond_candles_have_their_x(view: ChartView, real: bool) -> None:
    assert np.isnan(ChartView().x_of(np.array([0]))).all()
    view.set_options(replace(view.options, real_time=real))
    time, ts = view.time, view.series.candles.ts
    assert time is not None
    stamps = np.concatenate((ts[[0, 700, 1999]], ts[[0, 700]] + 150, [ts[0] - 600, ts[-1] + 900, ts[1500] + 7]))
    expected = [float(time.position(time.place_of(float(stamp)))) for stamp in stamps.tolist()]
    np.testing.assert_allclose(view.x_of(stamps), expected, rtol=1e-12)


def test_items_stay_with_their_pane_while_others_come_and_go(view: ChartView) -> None:
    pane, item = view.pane("price"), line_at(view, middle_price(view))
    pane.add_item(item)
    options = replace(view.options, volume=False, indicators=(indicator("MACD"), indicator("RSI")))
    view.set_options(options)
    view.show_model(build_model(make_series(2000), options))
    settle()
    assert view.pane("price") is pane
    assert pane.items == [item]
    assert count_of(view.picture(), PINK) > 1000
    pane.remove_item(item)
    assert pane.items == []
    assert count_of(view.picture(), PINK) == 0
    with pytest.raises(ValueError, match="not in list"):
        pane.remove_item(item)


def test_panes_are_named_as_their_studies(view: ChartView) -> None:
    options = replace(view.options, indicators=(indicator("RSI"), indicator("RSI"), indicator("RSI", period=5)))
    view.set_options(options)
    view.show_model(build_model(make_series(300), options))
    names = ["price", "volume", "RSI 14", "RSI 14 (2)", "RSI 5"]
    assert [view.pane(name).name for name in names] == names
    with pytest.raises(KeyError, match="no pane 'MACD'"):
        view.pane("MACD")


def test_an_item_can_be_dragged_and_the_chart_stays(view: ChartView) -> None:
    line = pg.InfiniteLine(pos=middle_price(view), angle=0, movable=True)
    view.pane("price").add_item(line)
    settle()
    before, y = view.visible_places(), 300
    point(view, QPoint(500, y - 40))
    point(view, QPoint(500, y))
    drag(view, QPoint(500, y), QPoint(560, y - 100))
    assert line.value() == pytest.approx(frame_of(view).price.scale.price(200.0), rel=1e-4)
    assert view.visible_places() == before


def test_an_item_that_cannot_be_painted_is_reported_and_hidden(
    view: ChartView, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(pg.GraphicsObject):
        def boundingRect(self) -> object:  # noqa: N802  # named by Qt
            return view.pane("price").box.viewRect()

        def paint(self, *_: object) -> None:
            raise ZeroDivisionError("an item of others")

    heard: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, _: heard.append(f"{kind.__name__}: {error}"))
    before = view.grab().toImage()
    view.pane("price").add_item(Broken())
    settle()
    assert len(heard) == 1
    assert heard[0].startswith("ZeroDivisionError")
    assert "an item of others" in heard[0]
    assert view.grab().toImage() == before


def test_items_beside_one_that_cannot_be_painted_stay(view: ChartView, monkeypatch: pytest.MonkeyPatch) -> None:
    class BrokenBars(pg.BarGraphItem):
        def paint(self, *_: object) -> None:
            raise ZeroDivisionError

    heard: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda _, error, __: heard.append(error))
    good, bad = line_at(view, middle_price(view)), BrokenBars(x=[1950], height=[9e3], width=50)
    for item in (bad, good):
        view.pane("price").add_item(item)
    settle()
    assert len(heard) == 1
    assert (good.isVisible(), bad.isVisible()) == (True, False)
    assert count_of(view.picture(), PINK) > 1000


def test_coordinates_that_mean_something_else_are_told(view: ChartView) -> None:
    told: list[int] = []
    view.coordinates_changed.connect(lambda: told.append(1))
    view.pan(-5)
    assert told == []
    view.set_options(replace(view.options, real_time=True))
    view.set_options(replace(view.options, scale=Scale.LOG))
    view.show_model(build_model(make_series(2500), view.options))
    assert len(told) == 3


# -- ranges that others set --------------------------------------------------------------------------


def test_a_range_of_time_that_others_set_is_followed(view: ChartView) -> None:
    view.pane("price").box.setXRange(1000, 1100, padding=0)
    assert view.visible_places() == pytest.approx((1000, 1101), abs=1)
    settle()
    for name in ("price", "volume", "RSI 14"):
        assert view.pane(name).box.viewRange()[0] == pytest.approx([1000, 1100])
    view.pane("volume").box.setXRange(500, 600, padding=0)
    assert view.visible_places() == pytest.approx((500, 601), abs=1)


@pytest.mark.parametrize("scale", [Scale.LINEAR, Scale.LOG])
def test_a_range_of_prices_that_others_set_is_followed(view: ChartView, scale: Scale) -> None:
    view.set_options(replace(view.options, scale=scale))
    settle()
    low, high = (np.log10([5800, 6200]) if scale is Scale.LOG else np.array([5800, 6200])).tolist()
    view.pane("price").box.setYRange(low, high, padding=0)
    shown = frame_of(view).price.scale
    assert (shown.low, shown.high) == pytest.approx((5800, 6200))
    assert not view.options.auto_scale


def test_a_range_far_beyond_the_candles_stays_at_them(view: ChartView) -> None:
    view.pane("price").box.setXRange(-1e12, 1e12, padding=0)
    settle()
    assert view.visible_places() == (0, 2000)
    view.pane("price").box.setXRange(1e9, 2e9, padding=0)
    settle()
    assert view.visible_places()[1] - view.visible_places()[0] > 0


# -- the pointer and the legend ----------------------------------------------------------------------


def told(view: ChartView) -> str:
    """The legend's second line: the candle that it tells of."""
    return " ".join(part.text for _, part in legend_of(frame_of(view), view.cursor_at.place, "")[1].parts)


@pytest.mark.parametrize(("name", "words"), [("1h", "provisional: 5m candles are missing in it"), ("5m", "volume not known")])
def test_the_legend_tells_what_is_not_known(qtbot: QtBot, name: str, words: str) -> None:
    series = make_series(300, name=name)
    flags, volume = series.flags.copy(), series.candles.volume.copy()
    flags[-1], volume[-1] = Flag.PROVISIONAL, 0
    view = make_view(qtbot, replace(series, flags=flags, candles=replace(series.candles, volume=volume)), ChartOptions())
    view.resize(1600, HEIGHT)
    frame = frame_of(view)
    assert words in {part.text for _, part in legend_of(frame, None, "")[1].parts}


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_PageUp])
def test_the_legend_tells_of_the_newest_candle_in_sight(view: ChartView, key: Qt.Key) -> None:
    newest = told(view)
    QTest.keyClick(view, key)
    last = view.visible_places()[1] - 1
    assert last < 1999
    assert told(view) != newest
    view.point(Cursor(last))
    pointed = told(view)
    view.point(Cursor())
    assert told(view) == pointed
    view.point(Cursor(1999))  # by keyboard, then paged away from
    assert told(view) == pointed


def test_the_crosshair_stays_under_the_pointer_while_the_chart_moves(view: ChartView) -> None:
    stamps: list[object] = []
    point(view, MIDDLE)
    view.crosshair_moved.connect(stamps.append)
    place = view.cursor_at.place
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_Plus):
        QTest.keyClick(view, key)
        assert view.cursor_at.place == view.place_under(MIDDLE) != place
        assert stamps[-1] == int(view.series.candles.ts[view.cursor_at.place or 0])


def test_the_crosshair_of_the_keyboard_stays_on_its_candle(view: ChartView) -> None:
    point(view, MIDDLE)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    place = view.cursor_at.place
    view.pan(-40)
    assert view.cursor_at.place == place


def test_the_pointer_tells_what_a_press_would_do(view: ChartView) -> None:
    shapes = Qt.CursorShape
    width, height = view.plot_width, view.height()
    for at, shape in (
        (MIDDLE, shapes.CrossCursor), (QPoint(round(width) + 10, 100), shapes.SizeVerCursor),
        (QPoint(300, height - 8), shapes.SizeHorCursor), (QPoint(round(width) + 10, height - 40), shapes.SizeVerCursor),
    ):  # fmt: skip
        point(view, at)
        assert view.viewport().cursor().shape() is shape
    QTest.mousePress(view.viewport(), LEFT, pos=MIDDLE)
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(30, 0))
    assert view.viewport().cursor().shape() is shapes.ClosedHandCursor
    QTest.mouseRelease(view.viewport(), LEFT, pos=MIDDLE + QPoint(30, 0))


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_drag_that_the_window_loses_is_over(view: ChartView, held: Qt.KeyboardModifier) -> None:
    view.setFocus()
    QTest.mousePress(view.viewport(), LEFT, held, MIDDLE)
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(40, 40))
    view.clearFocus()
    before = view.visible_places(), view.options.auto_scale
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(140, 90))
    QTest.mouseRelease(view.viewport(), LEFT, held, MIDDLE + QPoint(140, 90))
    assert (view.visible_places(), view.options.auto_scale) == before
    drag(view, MIDDLE, MIDDLE + QPoint(70, 0))
    assert view.visible_places()[0] == before[0][0] - 10


def test_every_move_of_the_mouse_is_taken(view: ChartView) -> None:
    """pyqtgraph would drop those that come within 10 ms of another."""
    place = view.place_under(MIDDLE)
    QTest.mousePress(view.viewport(), LEFT, pos=MIDDLE)
    for right in range(7, 71, 7):
        QTest.mouseMove(view.viewport(), MIDDLE + QPoint(right, 0))
        assert view.place_under(MIDDLE + QPoint(right, 0)) == place
        assert view.cursor_at.place == place
    QTest.mouseRelease(view.viewport(), LEFT, pos=MIDDLE + QPoint(70, 0))


def test_an_instrument_beside_itself_is_left_out(qtbot: QtBot) -> None:
    """After a switch to one of those compared it would hide the prices."""
    series, other = make_series(300), make_series(300, "NQ=F", start=21000)
    options = ChartOptions(compare=("NQ=F", "ES=F"), scale=Scale.PERCENT)
    view = make_view(qtbot, series, options)
    view.show_model(build_model(series, options, {"ES=F": series, "NQ=F": other}))
    assert [compared.symbol for compared, _, _ in frame_of(view).compared] == ["NQ=F"]
    view.show_model(build_model(other, options, {"ES=F": series, "NQ=F": other}))
    assert [compared.symbol for compared, _, _ in frame_of(view).compared] == ["ES=F"]


# -- what changes ------------------------------------------------------------------------------------


def test_drawings_are_painted_anew_without_another_frame(view: ChartView) -> None:
    frame = view.frame
    view.tool.set_drawings("ES=F", [Drawing("a", DrawingKind.HORIZONTAL, (Anchor(0, middle_price(view)),), colour=PINK)])
    settle()
    assert view.frame is frame
    assert count_of(view.grab().toImage(), PINK) > 500


def test_where_nothing_is_shown_the_ground_is(view: ChartView) -> None:
    point(view, MIDDLE)
    settle()
    view.show_nothing()
    settle()
    picture = view.grab().toImage()
    assert count_of(picture, view.ground.name()) == picture.width() * picture.height()


def test_the_time_scale_and_the_boxes_show_the_same(view: ChartView) -> None:
    rng = np.random.default_rng(7)
    for _ in range(30):
        act = rng.integers(4)
        if act == 0:
            wheel(view, QPoint(int(rng.integers(10, 800)), 150), float(rng.integers(-6, 7)))
        elif act == 1:
            view.pan(float(rng.integers(-700, 700)))
        elif act == 2:
            view.resize(int(rng.integers(300, 1300)), int(rng.integers(200, 900)))
        else:
            view.change_time((TimeScale.latest, TimeScale.oldest, TimeScale.all)[rng.integers(3)])
        settle()
        time, frame = view.time, frame_of(view)
        assert time is not None
        for pane, shown in zip((view.pane("price"), view.pane("volume"), view.pane("RSI 14")), frame.panes, strict=True):
            assert pane.box.viewRange()[0] == pytest.approx([time.left, time.right], rel=1e-9)
            assert pane.box.viewRange()[1] == pytest.approx(shown.scale.bounds, rel=1e-9)
            mapped = pane.box.mapViewToScene(QPointF(time.left, shown.scale.bounds[1]))
            assert (mapped.x(), mapped.y()) == pytest.approx((0, shown.rect.top()), abs=1.01)


def test_a_chart_that_is_gone_is_gone_with_all_its_items(qtbot: QtBot) -> None:
    view = ChartView()
    view.resize(WIDTH, HEIGHT)
    view.show_model(build_model(make_series(500), view.options))
    view.show()
    qtbot.waitExposed(view)
    settle()
    view.pane("price").add_item(line_at(view, middle_price(view)))
    point(view, MIDDLE)
    settle()
    model, pane = weakref.ref(view.series.candles.ts), weakref.ref(view.pane("price"))
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del view
    gc.collect()
    assert model() is None
    assert pane() is None
