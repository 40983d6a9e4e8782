"""The chart by keyboard: move, zoom, point."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.menus.axis_items import toggle_invert, toggle_scale
from ohlc_desktop.ui.chart.panes.cursor import Cursor

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: Candles become so much wider with a key.
STEP = 1.25
#: Of what is visible, so much stays in sight when paging.
_OVERLAP = 0.1

_Key = Qt.Key
_Act = Callable[["ChartView"], None]


def _page(view: ChartView, way: int) -> None:
    first, last = view.visible_places()
    view.pan(way * max(last - first, 1) * (1 - _OVERLAP))


def _point(view: ChartView, step: int) -> None:
    """Move the crosshair to the next candle; the chart follows it."""
    time = view.time
    if time is None or not len(time.stamps):
        return
    first, last = time.visible()
    at = view.cursor_at.place
    place = last - 1 if at is None else min(max(at + step, 0), len(time.stamps) - 1)
    view.point(Cursor(place, view.cursor_at.y))
    if not first < place < last - 1:
        view.pan(step)


def _open_menu(view: ChartView) -> None:
    """Ask for the menu where Qt does for the menu key; on Windows it does so for Shift+F10 as well."""
    place = view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    at = place.center() if isinstance(place, QRect) else view.rect().center()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.mapToGlobal(at)))


_PLAIN: dict[int, _Act] = {
    _Key.Key_Left: lambda view: view.pan(-1),
    _Key.Key_Right: lambda view: view.pan(1),
    _Key.Key_Up: lambda view: view.zoom(STEP),
    _Key.Key_Down: lambda view: view.zoom(1 / STEP),
    _Key.Key_Plus: lambda view: view.zoom(STEP),
    _Key.Key_Equal: lambda view: view.zoom(STEP),
    _Key.Key_Minus: lambda view: view.zoom(1 / STEP),
    _Key.Key_Home: lambda view: view.change_time(TimeScale.oldest),
    _Key.Key_End: lambda view: view.change_time(TimeScale.latest),
    _Key.Key_Space: lambda view: view.change_time(TimeScale.latest),
    _Key.Key_PageUp: lambda view: _page(view, -1),
    _Key.Key_PageDown: lambda view: _page(view, 1),
    _Key.Key_Asterisk: lambda view: view.reset(),
    _Key.Key_Return: lambda view: view.press_candle(),
    _Key.Key_Enter: lambda view: view.press_candle(),
}
_CONTROL: dict[int, _Act] = {
    _Key.Key_Left: lambda view: _point(view, -1),
    _Key.Key_Right: lambda view: _point(view, 1),
    _Key.Key_0: lambda view: view.reset(),
    _Key.Key_Home: lambda view: view.change_time(TimeScale.all),
}
_ALT: dict[int, _Act] = {
    _Key.Key_R: lambda view: view.reset(),
    _Key.Key_I: toggle_invert,
    _Key.Key_L: lambda view: toggle_scale(view, Scale.LOG),
    _Key.Key_P: lambda view: toggle_scale(view, Scale.PERCENT),
}
_HELD = {
    Qt.KeyboardModifier.NoModifier: _PLAIN, Qt.KeyboardModifier.ControlModifier: _CONTROL,
    Qt.KeyboardModifier.AltModifier: _ALT,
}  # fmt: skip


def act(view: ChartView, event: QKeyEvent) -> bool:
    """Do what a key is for; False where it is for nothing here."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    menu = event.key() == _Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    found = _open_menu if menu and sys.platform != "win32" else _HELD.get(held, {}).get(event.key())
    if found is not None:
        found(view)
    return found is not None
