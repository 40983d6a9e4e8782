"""The watchlist as a table that can be reordered, and the catalogue as a completer sees it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QTreeView, QWidget

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.tables import Index, RoomyRows, RowsModel

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.store_access.snapshot import Snapshot

_MIME = "application/x-ohlc-desktop-rows"

#: What a completer compares with what is typed: symbol, name and exchange together.
_SEARCHED = Qt.ItemDataRole.UserRole + 1


class WatchlistColumn(IntEnum):
    """The columns of the table."""

    SYMBOL = 0
    NAME = 1
    EXCHANGE = 2
    TICK = 3
    CANDLES = 4


@dataclass(frozen=True, slots=True)
class Watched:
    """One row: an instrument and how many candles of it are stored."""

    instrument: Instrument
    candles: int = 0

    @property
    def symbol(self) -> str:
        """Its symbol."""
        return self.instrument.symbol


def watched_rows(snapshot: Snapshot) -> list[Watched]:
    """The rows for a snapshot, in the order of the watchlist."""
    counts: Counter[str] = Counter()
    for (symbol, _), view in snapshot.series.items():
        counts[symbol] += view.count
    return [Watched(instrument, counts[instrument.symbol]) for instrument in snapshot.watched]


def moved(rows: Sequence[Watched], chosen: Collection[int], target: int) -> list[Watched]:
    """The rows with the chosen ones, in their order, put before what stands at ``target``."""
    before = [row for number, row in enumerate(rows) if number < target and number not in chosen]
    after = [row for number, row in enumerate(rows) if number >= target and number not in chosen]
    return [*before, *(rows[number] for number in sorted(chosen)), *after]


class WatchlistModel(RowsModel):
    """The table.

    Attributes:
        dropped: Rows were dragged; carries their numbers and the row before which they were dropped. Whoever
            hears it decides; the table changes by :meth:`set_rows` only.
    """

    dropped = Signal(object, int)
    numbers = (WatchlistColumn.TICK, WatchlistColumn.CANDLES)
    rows: Sequence[Watched]

    def __init__(self, feed: FeedSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self.rows = ()
        self.titles = (
            self.tr("Symbol"), self.tr("Name"), self.tr("Exchange"), self.tr("Tick"), self.tr("Stored candles"),
        )  # fmt: skip

    def set_rows(self, rows: Sequence[Watched]) -> bool:
        """Show these rows; True when instruments or their order changed, so that a selection is gone."""
        if [row.instrument for row in rows] != [row.instrument for row in self.rows]:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()
            return True
        changed = [number for number, row in enumerate(rows) if row != self.rows[number]]
        self.rows = tuple(rows)
        if changed:  # one range: views lay out anew for every signal
            self.dataChanged.emit(
                self.index(changed[0], WatchlistColumn.CANDLES), self.index(changed[-1], WatchlistColumn.CANDLES)
            )
        return False

    def row_of(self, symbol: str) -> int | None:
        """Where a symbol stands."""
        return next((number for number, row in enumerate(self.rows) if row.symbol == symbol), None)

    # -- what views ask ----------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, alignment, tooltips and what screen readers say."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], WatchlistColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.FontRole if column is WatchlistColumn.SYMBOL:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.titles[column]}: {self._text(row, column)}"
        return None

    # -- dragging ----------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged, and dropped between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Moving only."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Rows of this table only."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The numbers of the rows."""
        data = QMimeData()
        data.setData(_MIME, json.dumps(sorted({index.row() for index in indexes})).encode())
        return data

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Tell where they were dropped; the view must not move anything itself."""
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(_MIME):
            return False
        target = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        self.dropped.emit(json.loads(bytes(data.data(_MIME).data())), target)
        return True

    # -- texts -------------------------------------------------------------------------------------

    def _text(self, row: Watched, column: WatchlistColumn) -> str:
        instrument = row.instrument
        match column:
            case WatchlistColumn.SYMBOL:
                return instrument.symbol
            case WatchlistColumn.NAME:
                return instrument.name
            case WatchlistColumn.EXCHANGE:
                return instrument.exchange or "–"
            case WatchlistColumn.TICK:
                return "–" if instrument.tick is None else instrument.format_price(float(instrument.tick))
            case WatchlistColumn.CANDLES:
                return wording.count(row.candles) if row.candles else self.tr("none yet")

    def _tip(self, row: Watched) -> str:
        instrument = row.instrument
        if not instrument.root:
            from ohlc_desktop.core.market.exchanges import known_of  # with numpy, which the idle tray goes without

            return f"{instrument.symbol}: {shown(known_of(instrument))}"
        if instrument.continuous:
            text = self.tr("{symbol} is {feed}'s front month: at a roll, candles can mix contracts.")
            return text.format(symbol=instrument.symbol, feed=self._feed.display_name)
        return instrument.name


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
