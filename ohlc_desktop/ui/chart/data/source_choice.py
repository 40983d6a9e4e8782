"""The button that lets what another source says of a candle stand, or takes such a choice back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ohlc_desktop.core.arbitration.precedence import PERSON
from ohlc_desktop.services.chart_data.alternatives import Alternatives


class SourceChoice(QPushButton):
    """Offers the sources of a candle; it is not there where there is nothing to choose.

    Attributes:
        chosen: Name of a source in the archive; empty to take the choice back.
        offered: What can be chosen, in the order of the menu.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("&Choose"))
        self.setAccessibleName(self.tr("Choose which source's candle stands"))
        self.offered: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.hide()

    def offer(self, found: Alternatives | None) -> None:
        """Offer what can be chosen of a candle; of none nothing."""
        self._menu.clear()
        by_hand = found is not None and found.origin == PERSON
        told = [said for said in found.sources if len(said.row)] if found is not None else []
        for said in told:
            text = self.tr("Let {source} stand").format(source=said.source)
            self._menu.addAction(text, partial(self.chosen.emit, said.name))
        if by_hand:
            self._menu.addAction(self.tr("Take the choice back"), partial(self.chosen.emit, ""))
        self.offered = (*(said.name for said in told), *([""] if by_hand else []))
        self.setVisible(bool(self.offered))
