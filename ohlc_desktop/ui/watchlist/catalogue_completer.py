"""The catalogue as a completer of symbols sees it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QTreeView, QWidget

from ohlc_desktop.ui.widgets.tables import Index, RoomyRows

#: What a completer compares with what is typed: symbol, name and exchange together.
_SEARCHED = Qt.ItemDataRole.UserRole + 1


class CatalogueCompleter(QCompleter):
    """Completes a symbol from any part of its symbol, name or exchange."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known = QStandardItemModel(0, 3, self)
        self.setModel(self._known)
        self.setCompletionRole(_SEARCHED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(12)
        popup = QTreeView(headerHidden=True, rootIsDecorated=False, uniformRowHeights=True)
        self.setPopup(popup)
        popup.setItemDelegate(RoomyRows(popup))  # setPopup brings one of its own

    def set_catalogue(self, entries: Sequence[Sequence[str]]) -> None:
        """Offer these: symbol, name, exchange."""
        self._known.removeRows(0, self._known.rowCount())
        for entry in entries:
            items = [QStandardItem(text) for text in entry[:3]]
            items[0].setData(" ".join(entry), _SEARCHED)
            self._known.appendRow(items)
        popup = self.popup()
        if isinstance(popup, QTreeView):
            for column in range(3):
                popup.resizeColumnToContents(column)

    def pathFromIndex(self, index: Index) -> str:  # noqa: N802
        """What is put into the field: the symbol."""
        return str(index.sibling(index.row(), 0).data())
