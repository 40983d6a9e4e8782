"""What the watchlist page says of the list that the importing machine shares over the hub, and what it offers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.form import FormNote

if TYPE_CHECKING:
    from ohlc_desktop.hub.reading import SharedWatchlist

#: Instruments that are named.
_NAMED = 6


class SharedStrip(QWidget):
    """Hidden while no machine shares an instrument that is not watched here. Nothing is ever taken off for a shared list."""

    def __init__(self, add: Callable[[str], None], parent: QWidget | None = None) -> None:
        """``add`` asks a person to add the instruments that a text names."""
        super().__init__(parent)
        self._lists: Sequence[SharedWatchlist] = ()
        self._watched: Collection[str] = ()
        self._fresh: list[str] = []
        self._note = FormNote(filled=True)
        self.add = QPushButton(self.tr("Add them…"))
        self.add.clicked.connect(lambda: add("\n".join(self._fresh)))
        hbox((self._note, 1), self.add, parent=self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._note.text

    def show_lists(self, lists: Sequence[SharedWatchlist]) -> None:
        """These lists are shared."""
        self._lists = lists
        self._show()

    def show_watched(self, symbols: Collection[str]) -> None:
        """These symbols are watched here."""
        self._watched = symbols
        self._show()

    def _show(self) -> None:
        for each in self._lists:
            self._fresh = [symbol for symbol in each.symbols if symbol not in self._watched]
            if self._fresh:
                names = ", ".join(self._fresh[:_NAMED]) + (", …" if len(self._fresh) > _NAMED else "")
                text = self.tr(
                    "{machine} shares its watchlist over the hub. On it and not on yours: {count} ({names})."
                )
                told = text.format(machine=each.machine, count=wording.count(len(self._fresh)), names=names)
                self._note.tell(Severity.OFF, told)
                self.show()
                return
        self.hide()
