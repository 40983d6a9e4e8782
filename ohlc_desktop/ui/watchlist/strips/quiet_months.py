"""What the watchlist page says of continuous symbols that follow a month which hardly trades, and what it offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.form import FormNote

if TYPE_CHECKING:
    from ohlc_desktop.core.following.followed import QuietContract


class QuietStrip(QWidget):
    """Hidden while every watched symbol is traded, or the contract that is traded instead is watched as well.

    Attributes:
        add_wanted: Put this symbol on the watchlist.
        chart_wanted: Open the chart of this symbol.
    """

    add_wanted = Signal(str)
    chart_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active = ""
        self._note = FormNote(filled=True)
        self.add, self.chart = QPushButton(), QPushButton(self.tr("Open its chart"))
        self.add.clicked.connect(lambda: self.add_wanted.emit(self._active))
        self.chart.clicked.connect(lambda: self.chart_wanted.emit(self._active))
        hbox((self._note, 1), self.chart, self.add, parent=self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._note.text

    def show_quiet(self, found: Sequence[QuietContract], watched: Collection[str]) -> None:
        """Tell of these, one after the other: the first whose active contract is not among the watched symbols."""
        quiet = next((each for each in found if each.active not in watched), None)
        self.setVisible(quiet is not None)
        if quiet is None:
            return
        self._active = quiet.active
        self._note.tell(Severity.ATTENTION, shown(quiet.message))
        self.add.setText(self.tr("Add {symbol}").format(symbol=quiet.active))
