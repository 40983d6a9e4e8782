"""What the watchlist page says of contracts that have ended: a sentence, and a button for each thing to do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.form import FormNote

if TYPE_CHECKING:
    from ohlc_desktop.core.market.contracts import EndedContract
    from ohlc_desktop.core.market.instruments import Instrument


class EndedStrip(QWidget):
    """Hidden while no contract on the watchlist has ended.

    Attributes:
        remove_wanted: Take these symbols (a list) off the watchlist.
        add_wanted: Put these instruments (a list), which follow them, on it.
    """

    remove_wanted = Signal(list)
    add_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gone: list[str] = []
        self._following: list[Instrument] = []
        self._note = FormNote(filled=True)
        self.remove, self.add = QPushButton(), QPushButton()
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(list(self._gone)))
        self.add.clicked.connect(lambda: self.add_wanted.emit(list(self._following)))
        hbox((self._note, 1), self.add, self.remove, parent=self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._note.text

    def show_ended(self, ended: Sequence[EndedContract], watched: Collection[str]) -> None:
        """Offer what can be done about these contracts, given the symbols that are watched."""
        self._gone = [contract.symbol for contract in ended]
        following = {contract.successor.symbol: contract.successor for contract in ended}
        self._following = [instrument for symbol, instrument in following.items() if symbol not in watched]
        self.setVisible(bool(ended))
        self.add.setVisible(bool(self._following))
        if ended:
            said = " ".join(shown(contract.message) for contract in ended)
            self._note.tell(Severity.OFF, " ".join((said, self.tr("Stored candles stay."))))
            self._name_buttons()

    def _name_buttons(self) -> None:
        gone, following = self._gone, [instrument.symbol for instrument in self._following]
        self.remove.setText(
            self.tr("Take {symbol} off").format(symbol=gone[0])
            if len(gone) == 1
            else self.tr("Take {count} contracts off").format(count=wording.count(len(gone)))
        )
        self.remove.setToolTip(", ".join(gone))
        if following:
            self.add.setText(
                self.tr("Add {symbol}").format(symbol=following[0])
                if len(following) == 1
                else self.tr("Add {count} that follow").format(count=wording.count(len(following)))
            )
            self.add.setToolTip(", ".join(following))
