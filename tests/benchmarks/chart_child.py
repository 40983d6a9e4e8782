"""Frames of a chart in a process of its own: ``python -m tests.benchmarks.chart_child COUNT [KINDS]`` prints a JSON object with the
milliseconds of each frame, by what was done, and of the floor: a bare widget that shows as many rectangles and texts.

Keys, wheel and mouse are real events that Qt delivers to the widget; each is timed until the event loop has painted what
follows from it and has nothing more to paint.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ohlc_desktop.app import make_application
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, new_id
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.profile.finest import put_together
from ohlc_desktop.core.chart.profile.profiling import ChartProfiles, profiles_of, request_of
from ohlc_desktop.core.chart.replay import end_of, replayed
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.data.fact_list import FactList
from ohlc_desktop.ui.chart.data.facts import candle_facts
from ohlc_desktop.ui.chart.engine.canvas import Staleness
from ohlc_desktop.ui.chart.engine.gestures import NOTCH
from ohlc_desktop.ui.chart.items.batch import fill_rects
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.benchmarks.chart_series import OPTIONS, series_of
from tests.paints import Paints

SIZE = (1200, 700)
#: So many drawings, on a chart of this size.
DRAWN, DRAWN_SIZE = 20, (1120, 720)
#: Frames of each kind.
FRAMES = 200
#: About as many as in the chart.
TEXTS = 50
#: Candles in sight when zooming begins, and the middle of what is tried.
FEW, MANY = 200, 1_200


class Floor(QWidget):
    """What no chart is without: an image with rectangles, in two calls, and texts, copied to the window."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image = QImage(1, 1, QImage.Format.Format_RGB32)
        random = np.random.default_rng(1)
        left = np.arange(count) * (SIZE[0] // count)
        wick, body = np.ones(count), np.full(count, max(SIZE[0] // count - 2, 1))
        top, height = random.integers(100, 400, count), random.integers(20, 100, count)
        self._rects = [np.stack((left, top, width, height), axis=1).astype(float) for width in (wick, body)]

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Draw and copy."""
        ratio = self.devicePixelRatioF()
        if self._image.width() != round(self.width() * ratio):
            self._image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        with QPainter(self._image) as painter:
            painter.fillRect(self._image.rect(), Qt.GlobalColor.white)
            painter.scale(ratio, ratio)
            for rects in self._rects:
                fill_rects(painter, Qt.GlobalColor.darkGreen, rects)
            painter.setPen(Qt.GlobalColor.black)
            for number in range(TEXTS):
                painter.drawText(number * 20, 500 + number, f"{21_000 + number:.2f}")
        with QPainter(self) as painter:
            painter.scale(1 / ratio, 1 / ratio)
            painter.drawImage(0, 0, self._image)


#: Frames: milliseconds by the clock, and of the processor alone, which tells more while others keep it busy; paint events.
Frames = list[tuple[float, float, int]]


def timed(paints: Paints, acts: Iterator[Callable[[], object]]) -> Frames:
    """Time each act with the paint that follows; one that changes nothing in sight is left out."""
    found = []
    for act in acts:
        before, idle = paints.count, 0
        began, used = time.perf_counter(), time.thread_time()
        act()
        while idle < 2:  # a chart is worked out in one turn, and painted in the next
            seen = paints.count
            QApplication.processEvents()
            idle = idle + 1 if paints.count == seen else 0
        took = (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000, seen - before
        if seen != before:
            found.append(took)
    return found


def show(view: ChartView, candles: int) -> None:
    """Zoom to so many, the newest."""
    view.change_time(TimeScale.latest)
    first, last = view.visible_places()
    view.zoom(max(last - first, 1) / candles)
    view.change_time(TimeScale.latest)
    for _ in range(3):
        QApplication.processEvents()


class Driver:
    """One chart, and what a user does to it.

    Attributes:
        first: Milliseconds from the series in memory to the first picture, with all that is computed for it.
        paints: Counts how often it is painted.
    """

    def __init__(self, application: QApplication, count: int) -> None:
        self._application, self._count = application, count
        self.view = ChartView()
        self.view.resize(*SIZE)
        self.view.set_options(OPTIONS)
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)
        self.paints = Paints(self.view.viewport())
        series = series_of(count)
        began = time.perf_counter()
        self._model = build_model(series, OPTIONS)
        self.view.show_model(self._model, keep_view=False)
        self.view.show_profiles(_profiles(series, *self.view.visible_places()))
        while not self.paints.count:
            QApplication.processEvents()
        self.first = (time.perf_counter() - began) * 1000

    def show(self, candles: int) -> None:
        """Zoom to so many, the newest."""
        show(self.view, candles)

    def pans(self, frames: int = FRAMES) -> Frames:
        """To the left by one candle, by key."""
        return timed(self.paints, (self._press for _ in range(frames)))

    def sways(self) -> Frames:
        """To the left and back by one candle, so that the same candles stay in sight."""
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return timed(self.paints, (lambda key=keys[n % 2]: QTest.keyClick(self.view, key) for n in range(FRAMES)))

    def _press(self) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_Left)

    def zooms(self) -> Frames:
        """By wheel from few candles to all of them and back, until there are enough frames."""
        notches = math.ceil(math.log(self._count / FEW) / math.log(NOTCH)) + 2
        found: Frames = []
        while len(found) < FRAMES:
            self.show(FEW)
            found += timed(self.paints, (self._out for _ in range(notches)))
            found += timed(self.paints, (self._in for _ in range(notches)))
        return found

    def _out(self) -> None:
        self._turn(-120)

    def _in(self) -> None:
        self._turn(120)

    def _turn(self, angle: int) -> None:
        at = QPointF(700, 300)
        event = QWheelEvent(
            at, self.view.mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), event)

    def points(self) -> Frames:
        """The pointer over the candles."""
        return timed(self.paints, (lambda n=n: self._move(100 + n * 4, 60 + n) for n in range(FRAMES)))

    def _move(self, x: int, y: int) -> None:
        at = QPointF(x, y)
        none, held = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, at, self.view.mapToGlobal(at), none, none, held)
        QApplication.sendEvent(self.view.viewport(), event)

    def borders(self) -> Frames:
        """The border above the volume, up and down with the pointer."""
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        start = QPoint(400, self.view.pane_stack.tops[1])
        QTest.mousePress(self.view.viewport(), left, none, start)
        found = timed(self.paints, (lambda n=n: self._pull(start.y() - 2 * (n % 60 + 1)) for n in range(FRAMES)))
        QTest.mouseRelease(self.view.viewport(), left, none, start)
        return found

    def _pull(self, y: int) -> None:
        at, left = QPointF(400, y), Qt.MouseButton.LeftButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, self.view.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), event)

    def draw(self) -> None:
        """Draw what there is, each kind once, and the first of them again, over the candles in sight."""
        kinds = list(islice(cycle(DrawingKind), DRAWN))
        self.view.tool.set_drawings("DRAWN", [self._drawn(number, kind) for number, kind in enumerate(kinds)])
        QApplication.processEvents()

    def _drawn(self, number: int, kind: DrawingKind) -> Drawing:
        """One drawing; the more, the further to the right."""
        scale, (first, last) = self.view.price_scale, self.view.visible_places()
        assert scale is not None
        high, low, wide = scale.high, scale.low, (last - first) // DRAWN
        stamps = self.view.series.candles.ts[first + number * wide :]
        corners = ((0, 0.3), (2 * wide, 0.7), (2 * wide, 0.2))
        if kind is DrawingKind.SHORT:
            corners = (corners[0], corners[2], corners[1])
        points = (Anchor(int(stamps[min(at, len(stamps) - 1)]), low + (high - low) * part) for at, part in corners)
        return Drawing(new_id(), kind, tuple(points)[: kind.anchors], text="Text", stroke=list(Stroke)[number % 3])

    def resizes(self) -> Frames:
        """To and fro; the last leaves the usual size."""
        width, height = SIZE
        sizes = ((width - 1 - n % 40, height - n % 30) for n in range(60))
        found = timed(self.paints, (lambda size=size: self.view.resize(*size) for size in sizes))
        self.view.resize(*SIZE)
        return found

    def themes(self) -> Frames:
        """Light and dark by turns: the repaint alone, for what the style does to an application is not the chart's."""
        found: Frames = []
        for turn in range(20):
            apply_theme(self._application, ("DARK", "LIGHT")[turn % 2])
            found += timed(self.paints, iter([lambda: self.view.invalidate(Staleness.LOOK)]))
        return found

    def figures(self) -> Frames:
        """What the data window tells of one candle after the other, beside what the chart itself does."""
        told, frame = FactList(), self.view.frame
        assert frame is not None
        told.resize(250, SIZE[1])
        told.show()
        QTest.qWaitForWindowExposed(told)
        places = (frame.first + n % (frame.last - frame.first) for n in range(FRAMES))
        acts = (partial(self._tell, told, place) for place in places)
        return timed(Paints(told.viewport()), acts)

    def _tell(self, told: FactList, place: int) -> None:
        if self.view.frame is not None:
            told.facts.show(candle_facts(self.view.frame, place, "Yahoo"))

    def replays(self) -> Frames:
        """A candle more with each step, up to the newest; what the worker does off the GUI thread is in it."""
        return timed(self.paints, (lambda n=n: self._replay(n) for n in range(FRAMES, 0, -1)))

    def _replay(self, hidden: int) -> None:
        moment = end_of(self._model.series, self._count - 1 - hidden)
        self.view.show_model(replayed(self._model, moment))


def _profiles(series: ChartSeries, first: int, last: int) -> ChartProfiles:
    """Volume profiles of what is in sight and of its trade dates: they stay while the chart moves, as they do in a window."""
    source = put_together({"1m": series.candles.between(int(series.candles.ts[-50_000:][0]), 2**62)}, series.instrument, None)
    return profiles_of(source, request_of(series, OPTIONS.profile, first, last, False, True))


def everything(driver: Driver, count: int) -> Iterator[tuple[str, Frames]]:
    """What was done, and its frames."""
    for name, candles in (("pan", FEW), ("pan at 1,200", MANY), ("pan at all", count)):
        driver.show(candles)
        yield name, driver.pans()
    yield "zoom", driver.zooms()
    driver.show(FEW)
    yield "crosshair", driver.points()
    yield "border", driver.borders()
    yield "resize", driver.resizes()
    yield "pan after resize", driver.pans()
    yield "theme", driver.themes()
    yield "pan after theme", driver.pans()
    driver.view.resize(*DRAWN_SIZE)
    driver.show(FEW)
    yield "no drawings", driver.sways()
    driver.draw()
    yield "drawings", driver.sways()
    driver.view.change_time(TimeScale.latest)
    yield "data window", driver.figures()
    yield "replay step", driver.replays()


def main() -> None:
    """Measure all, or as many kinds as the second argument says, and print."""
    application = make_application()
    application.setStyle("Fusion")
    apply_theme(application, "LIGHT")
    count, kinds = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None
    driver, floor = Driver(application, count), Floor(FEW)
    floor.resize(*SIZE)
    floor.show()
    QTest.qWaitForWindowExposed(floor)
    gc.collect()
    gc.freeze()  # as the tray app does once it is up
    nothing: list[Callable[[], object]] = [floor.update] * FRAMES
    floor_paints = Paints(floor)
    bare = timed(floor_paints, iter(nothing))
    found = dict(islice(everything(driver, count), kinds))
    bare += timed(floor_paints, iter(nothing))
    print(json.dumps({"first": driver.first, "floor": bare, **found}))


if __name__ == "__main__":
    main()
