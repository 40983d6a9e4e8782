"""Charts for tests: a view with a series on paper, and the mouse over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme

WIDTH, HEIGHT = 900, 600


def make_view(qtbot: QtBot, series: ChartSeries, options: ChartOptions | None = None, size: Sequence[int] = (WIDTH, HEIGHT)) -> ChartView:
    """A visible chart of a series."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "LIGHT")
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_options(options or ChartOptions())
    view.show_model(build_model(series, view.options))
    view.show()
    qtbot.waitExposed(view)
    view.repaint()
    return view


def wheel(view: ChartView, at: QPoint, notches: float, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Turn the wheel over a pixel; up is positive."""
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * notches)), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def drag(view: ChartView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """Press, move in steps, let go."""
    QTest.mousePress(view.viewport(), button, held, start)
    for step in range(1, 6):
        QTest.mouseMove(view.viewport(), start + (end - start) * step / 5)
    QTest.mouseRelease(view.viewport(), button, held, end)


def point(view: ChartView, at: QPoint) -> None:
    """Move the mouse without a button: as an event of its own, for QTest lets the event loop come round."""
    where, none = QPointF(at), Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, view.mapToGlobal(where), none, none, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def double_click(view: ChartView, at: QPoint) -> None:
    """All that a mouse sends for one."""
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
