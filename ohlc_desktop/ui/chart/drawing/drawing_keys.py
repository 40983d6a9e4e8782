"""Drawings by keyboard: what each key does while the chart has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool

#: Candles or ticks by which a drawing moves with Shift held.
FAR = 10

_Key, _Held = Qt.Key, Qt.KeyboardModifier
_NONE, _CTRL, _SHIFT = _Held.NoModifier, _Held.ControlModifier, _Held.ShiftModifier
_Act = Callable[["DrawingTool"], bool]


def _nudge(candles: int, ticks: int) -> _Act:
    return lambda tool: tool.nudge(candles, ticks)


_WAYS = {_Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, 1), _Key.Key_Down: (0, -1)}
# Ctrl+Tab rather than Tab, which leads out of the chart to the buttons.
_KEYS: dict[tuple[int, Qt.KeyboardModifier], _Act] = {
    (_Key.Key_Escape, _NONE): lambda tool: tool.cancel(),
    (_Key.Key_Delete, _NONE): lambda tool: tool.delete_selected(),
    (_Key.Key_Backspace, _NONE): lambda tool: tool.delete_selected(),
    (_Key.Key_Return, _NONE): lambda tool: tool.ask_properties(),
    (_Key.Key_Enter, _NONE): lambda tool: tool.ask_properties(),
    (_Key.Key_Z, _CTRL): lambda tool: tool.undo(),
    (_Key.Key_Z, _CTRL | _SHIFT): lambda tool: tool.redo(),
    (_Key.Key_Y, _CTRL): lambda tool: tool.redo(),
    (_Key.Key_C, _CTRL): lambda tool: tool.copy(),
    (_Key.Key_X, _CTRL): lambda tool: tool.cut(),
    (_Key.Key_V, _CTRL): lambda tool: tool.paste(),
    (_Key.Key_Tab, _CTRL): lambda tool: tool.select_next(),
    (_Key.Key_Backtab, _CTRL | _SHIFT): lambda tool: tool.select_next(-1),
    (_Key.Key_Tab, _CTRL | _SHIFT): lambda tool: tool.select_next(-1),
    **{(key, _NONE): _nudge(*way) for key, way in _WAYS.items()},
    **{(key, _SHIFT): _nudge(x * FAR, y * FAR) for key, (x, y) in _WAYS.items()},
}


def act_on_drawings(tool: DrawingTool, event: QKeyEvent) -> bool:
    """Do what a key is for; False where it is for nothing now."""
    held = event.modifiers() & ~_Held.KeypadModifier
    action = _KEYS.get((event.key(), held))
    return action is not None and action(tool)
