"""What changes under a chart while somebody uses it, and numbers that must not mislead."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.indicators import IndicatorSpec, indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.legend.legend_lines import legend_of
from ohlc_desktop.ui.chart.panes.cursor import Cursor, time_label, value_label
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.core.helpers import utc
from tests.ui.chart.charting import make_view

MIDDLE = QPoint(400, 150)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


NOWHERE = Cursor()


def written(view: ChartView, cursor: Cursor = NOWHERE) -> list[str]:
    """What crosshair and legend say."""
    frame, found = frame_of(view), []
    if cursor.place is not None:
        found.append(time_label(frame, cursor.place)[1])
    if cursor.y is not None:
        found.append(value_label(frame, frame.price, cursor.y)[1])
    return found + [part.text for line in legend_of(frame, cursor.place, "") for _, part in line.parts]


def frame_of(view: ChartView) -> Frame:
    assert view.frame is not None
    return view.frame


def show(view: ChartView, series: ChartSeries, options: ChartOptions | None = None) -> None:
    if options is not None:
        view.set_options(options)
    view.show_model(build_model(series, view.options))
    view.repaint()


# -- other candles come ------------------------------------------------------------------------------


@pytest.mark.parametrize("shifted", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_drag_goes_on_over_candles_that_come_meanwhile(qtbot: QtBot, shifted: Qt.KeyboardModifier) -> None:
    view = make_view(qtbot, make_series(600))
    QTest.mousePress(view.viewport(), LEFT, shifted, MIDDLE)
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(20, 20))
    show(view, make_series(3000))
    before = view.visible_places()
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(21, 20))
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(91, 80))
    moved = 10 if shifted is NONE else 0
    assert view.visible_places()[0] == pytest.approx(before[0] - moved, abs=1)
    assert view.time is not None
    assert len(view.time.stamps) == 3000
    show(view, make_series(0))
    QTest.mouseMove(view.viewport(), MIDDLE + QPoint(120, 80))
    QTest.mouseRelease(view.viewport(), LEFT, shifted, MIDDLE + QPoint(120, 80))


def test_the_crosshair_stays_on_its_candle_when_history_comes(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(600))
    QTest.mouseMove(view.viewport(), MIDDLE - QPoint(30, 0))  # where it was left by another test, nothing moves
    QTest.mouseMove(view.viewport(), MIDDLE)
    place = view.cursor_at.place
    assert place is not None
    stamp = view.series.candles.ts[place]
    show(view, make_series(3000))
    assert view.cursor_at.place is not None
    assert view.series.candles.ts[view.cursor_at.place] == stamp
    view.show_crosshair(int(stamp))
    show(view, make_series(2000))
    assert view.cursor_at.place is not None
    assert view.series.candles.ts[view.cursor_at.place] == stamp


def test_regular_hours_show_the_newest_though_the_night_is_left_out(qtbot: QtBot) -> None:
    series = make_series(3000, until="2026-11-24 12:20")
    view = make_view(qtbot, series)
    count = view.visible_places()[1] - view.visible_places()[0]
    show(view, series, ChartOptions(rth_only=True))
    first, last = view.visible_places()
    assert last == len(view.series)
    assert last - first > count * 0.9
    show(view, series, ChartOptions())
    assert view.visible_places()[1] == 3000


def test_an_instrument_whose_candles_end_earlier_or_begin_later_is_in_sight(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(3000))
    count = view.visible_places()[1] - view.visible_places()[0]
    show(view, make_series(3000, "CL=F", until="2026-11-10 12:00"))
    assert view.visible_places() == pytest.approx((3000 - count, 3000), abs=2)
    show(view, make_series(3000))
    view.change_time(TimeScale.oldest)
    show(view, make_series(500, "CL=F"))
    assert view.visible_places() == pytest.approx((0, count), abs=14)


def test_prices_follow_the_candles_of_another_instrument_and_the_chart_says_so(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500))
    view.show_prices(frame_of(view).price.scale.zoomed(3.0))
    assert not view.options.auto_scale
    told: list[ChartOptions] = []
    view.options_changed.connect(told.append)
    show(view, make_series(500, "CL=F", start=70.0))
    assert view.options.auto_scale
    assert [options.auto_scale for options in told] == [True]


# -- links -------------------------------------------------------------------------------------------


def test_a_moment_for_which_there_is_no_candle_is_not_pointed_at(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500))
    ts = view.series.candles.ts
    for stamp in (int(ts[0]) - 86_400, int(ts[-1]) + 86_400):
        view.show_crosshair(int(ts[100]))
        assert view.cursor_at.place == 100
        view.show_crosshair(stamp)
        assert view.cursor_at.place is None


def test_the_evening_is_pointed_at_in_the_candle_of_its_trade_date(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(200, name="1d"))
    for moment, trade_date in {
        "2026-11-18 22:55": "2026-11-18",  # closed: what has ended is nearer than what has not begun
        "2026-11-18 23:00": "2026-11-19", "2026-11-19 00:00": "2026-11-19", "2026-11-19 21:55": "2026-11-19",
        "2026-11-19 23:30": "2026-11-20", "2026-11-22 23:00": "2026-11-23", "2026-07-14 22:00": "2026-07-15",
        "2026-07-14 20:55": "2026-07-14",
    }.items():  # fmt: skip
        view.show_crosshair(utc(moment))
        assert view.cursor_at.place is not None
        assert view.series.candles.ts[view.cursor_at.place] == utc(f"{trade_date} 00:00"), moment


# -- what is drawn -----------------------------------------------------------------------------------


def test_two_of_the_same_indicator_are_drawn(qtbot: QtBot) -> None:
    same: tuple[IndicatorSpec, ...] = (indicator("SMA"), indicator("SMA"), indicator("RSI"))
    view = make_view(qtbot, make_series(500), ChartOptions(indicators=same))
    assert len(view.frame.model.studies) == 3 if view.frame is not None else False
    assert not view.picture().isNull()
    show(view, make_series(500, "CL=F"))


@pytest.mark.parametrize("style", [Style.CANDLES, Style.LINE])
def test_no_block_is_drawn_across_a_weekend_in_real_time(qtbot: QtBot, style: Style) -> None:
    view = make_view(qtbot, make_series(9000), ChartOptions(style=style, real_time=True, last_price=False, grid=False,
        sessions=False, extremes=False, volume=False, indicators=(indicator("SMA"),)))  # fmt: skip
    view.change_time(TimeScale.all)
    frame = frame_of(view)
    assert frame.size > 1
    saturday = round(frame.time.pixel_of(utc("2026-11-14 22:00")))  # in the middle of it
    image = view.picture()
    height = frame.price.rect.height()
    colours = {image.pixelColor(saturday, y).rgb() for y in range(60, height - 40)}
    assert colours <= {frame.look.colours.base.rgb(), frame.look.colours.separator.rgb()}


def test_percent_count_from_the_same_candle_for_every_instrument(qtbot: QtBot) -> None:
    series, other = make_series(900, name="1d"), make_series(900, "CL=F", "1d", start=900.0)
    options = ChartOptions(scale=Scale.PERCENT, compare=("CL=F",), style=Style.HEIKIN_ASHI)
    view = make_view(qtbot, series, options)
    view.show_model(build_model(series, options, {"CL=F": other}))
    for zoom in (1.0, 0.1):
        view.zoom(zoom)
        frame = frame_of(view)
        ((compared, _, factor),) = frame.compared
        closes = series.candles.close
        assert frame.base == closes[frame.first]
        assert float(compared.closes[frame.first]) * factor == pytest.approx(frame.base, rel=1e-6)


def test_an_instrument_that_begins_in_sight_starts_where_this_one_is(qtbot: QtBot) -> None:
    series, other = make_series(900, name="1d"), make_series(30, "CL=F", "1d", start=900.0)
    view = make_view(qtbot, series, ChartOptions(compare=("CL=F",)))
    view.show_model(build_model(series, view.options, {"CL=F": other}))
    ((compared, _, factor),) = frame_of(view).compared
    begin = len(series) - 30
    assert float(compared.closes[begin]) * factor == pytest.approx(float(series.candles.close[begin]), rel=1e-6)
    view.pan(-600)
    assert np.isnan(frame_of(view).compared[0][2])


def test_another_scaling_is_followed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view = make_view(qtbot, make_series(500))
    places, width = view.visible_places(), frame_of(view).look.width
    monkeypatch.setattr(ChartView, "devicePixelRatioF", lambda _: 2.0)
    assert frame_of(view).look.width == 2 * width
    assert view.visible_places() == pytest.approx(places, abs=2)


_FAULT = """
import json, numpy, sys
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
app = QApplication([])
sys.excepthook = lambda kind, error, trace: (heard.append(f"{kind.__name__}: {error}"), app.quit())
broken = lambda *_, **__: bool(numpy.arange(3) == numpy.arange(2))
for name, act in json.loads(sys.argv[1]).items():
    heard = []
    view = ChartView()
    view.show_model(build_model(make_series(300), view.options))
    view.resize(900, 600)
    view.show()
    app.processEvents()
    exec(act)
    if not heard:
        QTimer.singleShot(10_000, app.quit)
        app.exec()
    print(name, *heard, sep=": ", flush=True)
    view.close()
"""
_MOVE = """
view.point_at = broken
at, none = QPointF(50, 50), Qt.MouseButton.NoButton
QApplication.postEvent(
    view.viewport(), QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
)
"""
_DRAG = """
view.show_time = broken
QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
QTest.mouseMove(view.viewport(), QPoint(330, 200))
QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(330, 200))
"""
_CLICK = """
view.hole_under = lambda at: broken() if view.viewport().property("pressed") else None
view.viewport().setProperty("pressed", True)
QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
"""
_HOVER = """
import pyqtgraph
class Broken(pyqtgraph.PlotCurveItem):
    def hoverEvent(self, event):
        broken()
    def shape(self):
        from PySide6.QtGui import QPainterPath
        path = QPainterPath()
        path.addRect(0, 0, 1e9, 1e9)
        return path
    def boundingRect(self):
        return self.shape().boundingRect()
view.pane("price").add_item(Broken())
QTest.mouseMove(view.viewport(), QPoint(300, 200))
"""
_PAINT = """
import pyqtgraph
class Broken(pyqtgraph.BarGraphItem):
    def {method}(self, *_):
        if view.pane("price").items:
            broken()
        return super().{method}(*_)
item, good = Broken(x=[290], height=[9000], width=40), pyqtgraph.PlotDataItem([200, 300], [6000, 6000])
view.pane("price").add_item(item)
view.pane("price").add_item(good)
for _ in range(3):
    app.processEvents()
assert good.isVisible() and not item.isVisible(), (good.isVisible(), item.isVisible())
"""
_PICTURE = """
from ohlc_desktop.ui.chart.engine import picture_items
picture_items.paint_chart = broken
view.pan(3)
app.processEvents()
"""
#: The last one leaves its fault behind.
_FAULTS = {
    "move": _MOVE, "drag": _DRAG, "click": _CLICK, "hover": _HOVER,
    **{f"item's {method}": _PAINT.format(method=method) for method in ("paint", "boundingRect")}, "picture": _PICTURE,
}  # fmt: skip


def test_a_fault_in_a_chart_is_reported_and_does_not_kill_the_program() -> None:
    """pyqtgraph catches what its handlers raise; and what numpy raises has killed the process, called by Qt."""
    command = [sys.executable, "-c", _FAULT, json.dumps(_FAULTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line.partition(": ") for line in done.stdout.splitlines()]
    assert [name for name, _, error in told if error.startswith("ValueError: operands could not be broad")] == [*_FAULTS]


# -- what is written ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("symbol", "tick"), [("ES=F", 0.25), ("YM=F", 1.0)])
def test_the_price_at_the_crosshair_is_one_that_can_be_traded(
    qtbot: QtBot, symbol: str, tick: float
) -> None:
    view = make_view(qtbot, make_series(500, symbol))
    for y in range(100, 220, 7):
        price = float(written(view, Cursor(450, y))[1])
        assert price % tick == 0
        assert price == pytest.approx(frame_of(view).price.scale.price(y), abs=tick / 2 + 1e-6)


def test_no_letter_of_the_legend_stands_without_its_number(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500), size=(300, 400))
    for width in range(300, 620, 20):
        view.resize(width, 400)
        line = written(view)
        assert line[line.index("Volume") - 1] not in "OHLCVR", width


def test_heikin_ashi_says_whose_prices_the_legend_has(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500), ChartOptions(style=Style.HEIKIN_ASHI))
    assert "Heikin-Ashi, prices as traded" in written(view)
    view.set_options(replace(view.options, style=Style.CANDLES))
    assert "Heikin-Ashi, prices as traded" not in written(view)


@pytest.mark.parametrize(("name", "zone", "text"), [
    ("5m", ChartZone.PACIFIC, "PST"), ("5m", ChartZone.UTC, "UTC"), ("1d", ChartZone.PACIFIC, ""),
])  # fmt: skip
def test_the_time_axis_tells_its_zone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, zone: ChartZone, text: str
) -> None:
    found: list[str] = []
    view = make_view(qtbot, make_series(500, name=name), ChartOptions(zone=zone))
    draw = QPainter.drawStaticText
    monkeypatch.setattr(QPainter, "drawStaticText", lambda *args: (found.append(args[-1].text()), draw(*args))[1])
    view.picture()
    zones = {"PST", "UTC"} & set(found[: found.index("ES=F")])  # the legend comes after the axes
    assert zones == ({text} if text else set())
