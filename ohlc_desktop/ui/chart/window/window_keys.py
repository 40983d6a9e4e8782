"""A window of charts by keyboard: its shortcuts, and what only they do. What a chart does by itself is in ``panes.keys``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import ALIASES, NAMES, timeframe
from ohlc_desktop.ui.chart.toolbar.menus import Snap
from ohlc_desktop.ui.chart.window.chart_actions import ChartActions

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.window.window import ChartWindow


class WindowKeys(QObject):
    """The shortcuts of a window."""

    def __init__(
        self, window: ChartWindow, doing: ChartActions, start_import: Callable[[ImportRequest], object],
        watched: Callable[[], Sequence[Instrument]],
    ) -> None:  # fmt: skip
        """
        Args:
            window: Whose.
            doing: What is done with its active chart.
            start_import: Starts an import unless one runs.
            watched: The watchlist.
        """
        super().__init__(window)
        self._window, self._doing, self._start_import, self._watched = window, doing, start_import, watched
        for keys, action in self._shortcuts().items():
            QShortcut(QKeySequence(keys), window).activated.connect(action)

    def press(self, event: QKeyEvent) -> bool:
        """A key that no control wanted: a letter or digit asks for another chart, Esc leaves the full screen.

        Returns:
            Whether it was one of these.
        """
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        text, active = event.text(), self._window.active
        if event.key() == Qt.Key.Key_Escape and self._window.isFullScreen():
            self._window.toggle_full()
        elif not held and len(text) == 1 and (text.isalnum() or text in "^./"):
            self._window.finder.ask((active.symbol, active.timeframe), text)
        else:
            return False
        return True

    def _shortcuts(self) -> dict[str, Callable[[], object]]:
        window, doing = self._window, self._doing
        return {
            "Alt+Left": window.toolbar.back.click, "Alt+Right": window.toolbar.forward.click, "F5": self._refresh,
            "Ctrl+W": window.close, "Ctrl+N": window.new_wanted.emit, "F11": window.toggle_full, "F6": self._next_chart,
            "Ctrl+I": lambda: self._start_import(ImportRequest()), "Ctrl+G": doing.ask_date,
            "Ctrl+C": self._copy, "F1": self._show_keys,
            "Alt+Return": lambda: window.maximise(not window.maximised),
            "Alt+Up": partial(self._step_instrument, -1), "Alt+Down": partial(self._step_instrument, 1),
            "Alt+PgUp": partial(self._step_timeframe, 1), "Alt+PgDown": partial(self._step_timeframe, -1),
            "Alt+D": window.data.toggle, "Ctrl+T": window.data.open_table,
            "Ctrl+,": lambda: doing.open_settings(),
        }  # fmt: skip

    def _next_chart(self) -> None:
        cells = self._window.cells
        self._window.activate((cells.index(self._window.active) + 1) % len(cells))
        self._window.active.setFocus()

    def _copy(self) -> None:
        """The selected drawing; without one the picture."""
        if not self._window.active.view.tool.copy():
            self._doing.snap(Snap.COPY_PICTURE)

    def _step_instrument(self, step: int) -> None:
        """Show the next instrument of the watchlist, or the one before."""
        watched = [instrument.symbol for instrument in self._watched()]
        if watched:
            at = watched.index(self._window.active.symbol) + step if self._window.active.symbol in watched else 0
            self._window.active.switch(watched[at % len(watched)], self._window.active.timeframe)

    def _step_timeframe(self, step: int) -> None:
        """Show the next coarser timeframe, or the next finer one."""
        names = [name for name in NAMES if name not in ALIASES]
        at = names.index(timeframe(self._window.active.timeframe).name) + step
        if 0 <= at < len(names):
            self._window.active.switch(self._window.active.symbol, names[at])

    def _show_keys(self) -> None:
        from ohlc_desktop.ui.chart.dialogs.keys_dialog import KeysDialog

        dialog = KeysDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _refresh(self) -> None:
        for cell in self._window.cells:
            cell.refresh()
