"""Asks whether a source is to be taken out again, once it is known what that would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.sources.source_texts import source_title

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_commands import TakenOut

_SYMBOLS_SHOWN = 8


class SourceRemovalQuestion(QMessageBox):
    """Names the candles that would go, and those that would have the values of others.

    Attributes:
        agreed: The source is to be removed.
    """

    agreed = Signal()

    def __init__(self, name: str, found: Mapping[str, TakenOut], asked_again: bool, parent: QWidget) -> None:
        """
        Args:
            name: The source.
            found: What would change, by instrument.
            asked_again: It is a feed, which an import asks again.
            parent: The dialog.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Remove a source"))
        self.setText(self.tr("Take out all that {source} gave?").format(source=source_title(name)))
        self.setInformativeText("\n\n".join(self._facts(name, found, asked_again)))
        self.remove = self.addButton(self.tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
        self.finished.connect(self._answer)

    def _facts(self, name: str, found: Mapping[str, TakenOut], asked_again: bool) -> list[str]:
        every = list(found.items())
        rows = [self._of_one(symbol, each) for symbol, each in every[:_SYMBOLS_SHOWN]]
        rest = [each for _, each in every[_SYMBOLS_SHOWN:]]
        if rest:
            rows.append(self._of_one(self.tr("{count} more").format(count=len(rest)), *rest))
        facts = ["\n".join(rows)] if rows else []
        facts.append(self.tr("The database is copied to the folder of backups first."))
        if asked_again:
            again = self.tr("The next import asks {source} again for what is still in its reach.")
            facts.append(again.format(source=source_title(name)))
        return facts

    def _of_one(self, symbol: str, *found: TakenOut) -> str:
        text = self.tr("{symbol}: {gone} candles go, which no other source has; {changed} get the values of another.")
        return text.format(
            symbol=symbol, gone=wording.count(sum(each.removed for each in found)),
            changed=wording.count(sum(each.changed for each in found)),
        )  # fmt: skip

    def _answer(self) -> None:
        if self.clickedButton() is self.remove:
            self.agreed.emit()
