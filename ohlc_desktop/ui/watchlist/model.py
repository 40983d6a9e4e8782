"""The watchlist as a table that can be sorted, and reordered while it is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.watchlist.quote_texts import header_tip, quote_text, quote_tip, spoken_course
from ohlc_desktop.ui.watchlist.rows import Watched, WatchlistColumn, order_of
from ohlc_desktop.ui.watchlist.sparkline import COLOUR_ROLE, COURSE_ROLE
from ohlc_desktop.ui.widgets.tables import Index, RowsModel
from ohlc_desktop.ui.widgets.theme import colours

_MIME = "application/x-ohlc-desktop-rows"
#: The columns of prices.
QUOTED = (
    WatchlistColumn.LAST, WatchlistColumn.CHANGE, WatchlistColumn.PERCENT, WatchlistColumn.TIME, WatchlistColumn.COURSE,
)  # fmt: skip
#: What says by its colour that it rose or fell.
_TINTED = (WatchlistColumn.CHANGE, WatchlistColumn.PERCENT, WatchlistColumn.COURSE)


class WatchlistModel(RowsModel):
    """The table.

    Attributes:
        dropped: Rows were dragged; carries their numbers and the row before which they were dropped. Whoever
            hears it decides; the table changes by :meth:`set_rows` only.
        rows: The instruments in the user's own order, which is that of imports, however they are sorted.
        sorted_by: The column by which they are sorted; None in their own order. To be changed by :meth:`sort` only.
    """

    dropped = Signal(object, int)
    numbers = (
        WatchlistColumn.LAST, WatchlistColumn.CHANGE, WatchlistColumn.PERCENT, WatchlistColumn.TICK,
        WatchlistColumn.CANDLES,
    )  # fmt: skip
    rows: Sequence[Watched]

    def __init__(self, feed: FeedSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self.rows = ()
        self.sorted_by: WatchlistColumn | None = None
        self._descending = False
        self._order: list[int] = []
        self._now = 0.0
        self.titles = (
            self.tr("Symbol"), self.tr("Name"), self.tr("Last"), self.tr("Change"), self.tr("%"), self.tr("Time"),
            self.tr("30 days"), self.tr("Exchange"), self.tr("Tick"), self.tr("Stored candles"),
        )  # fmt: skip

    def set_rows(self, rows: Sequence[Watched], now: float | None = None) -> bool:
        """Show these rows; True when instruments or their order changed, so that a selection is gone.

        Args:
            rows: In the user's own order.
            now: UTC epoch seconds from which the age of prices counts; as before if not given.
        """
        self._now = self._now if now is None else now
        if [row.instrument for row in rows] != [row.instrument for row in self.rows]:
            self.beginResetModel()
            self.rows = tuple(rows)
            self._order = order_of(self.rows, self.sorted_by, self._descending)
            self.endResetModel()
            return True
        self.rows = tuple(rows)
        self._arrange()
        if rows:  # one range: views lay out anew for every signal
            self.dataChanged.emit(
                self.index(0, WatchlistColumn.LAST), self.index(len(rows) - 1, WatchlistColumn.CANDLES)
            )
        return False

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the rows sorted by a column, as a click on its title wishes; by -1 in the user's own order."""
        self.sorted_by = WatchlistColumn(column) if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def at(self, row: int) -> Watched:
        """The instrument in a row as it is shown."""
        return self.rows[self._order[row]]

    def row_of(self, symbol: str) -> int | None:
        """The row in which a symbol is shown."""
        return next((row for row, own in enumerate(self._order) if self.rows[own].symbol == symbol), None)

    def longest(self, column: WatchlistColumn) -> int:
        """Length of the longest text in a column."""
        return max((len(self._text(row, column)) for row in self.rows), default=0)

    def _arrange(self) -> None:
        """Bring the rows into their order; what is selected stays selected."""
        order = order_of(self.rows, self.sorted_by, self._descending)
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        places, kept = {own: row for row, own in enumerate(order)}, self.persistentIndexList()
        moved = [self.index(places[self._order[index.row()]], index.column()) for index in kept]
        self._order = order
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    # -- what views ask ----------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The titles, what they mean, and in which direction a first click sorts: largest numbers first."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return header_tip(WatchlistColumn(section))
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.InitialSortOrderRole:
            falling = section in (*self.numbers, *QUOTED)
            return Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, alignment, colours, courses, tooltips and what screen readers say."""
        if not index.isValid():
            return None
        row, column = self.at(index.row()), WatchlistColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.FontRole if column is WatchlistColumn.SYMBOL:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
            case _ if role in (Qt.ItemDataRole.ForegroundRole, COLOUR_ROLE):
                return _colour(row, column)
            case _ if role == COURSE_ROLE and column is WatchlistColumn.COURSE:
                return row.quote.course if row.quote is not None else None
            case Qt.ItemDataRole.ToolTipRole:
                return quote_tip(row, column, self._now) if column in QUOTED else self._tip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
        return None

    # -- dragging ----------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged, and dropped between rows, while they are in their own order."""
        own = self.sorted_by is None
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if own else Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled if own else plain

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
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(_MIME) or self.sorted_by is not None:
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
        return quote_text(row, column, self._now)

    def _spoken(self, row: Watched, column: WatchlistColumn) -> str:
        """What screen readers say of a cell."""
        if column is WatchlistColumn.COURSE:
            return spoken_course(row)
        return f"{self.titles[column]}: {self._text(row, column)}"

    def _tip(self, row: Watched) -> str:
        """What an instrument is, with what stands in columns that a narrow window has no room for."""
        facts = (WatchlistColumn.EXCHANGE, WatchlistColumn.TICK, WatchlistColumn.CANDLES)
        return "\n".join([self._what(row), *(f"{self.titles[each]}: {self._text(row, each)}" for each in facts)])

    def _what(self, row: Watched) -> str:
        instrument = row.instrument
        if not instrument.root:
            from ohlc_desktop.core.market.exchanges import known_of  # with numpy, which the idle tray goes without

            return f"{instrument.symbol}: {shown(known_of(instrument))}"
        if instrument.continuous:
            text = self.tr("{symbol} is {feed}'s front month: at a roll, candles can mix contracts.")
            return text.format(symbol=instrument.symbol, feed=self._feed.display_name)
        return instrument.name


def _colour(row: Watched, column: WatchlistColumn) -> QColor | None:
    """That of candles for what rose or fell; a quiet one for prices that are not of now; None for any other text."""
    quote, theme = row.quote, colours()
    if column in QUOTED and (quote is None or row.behind):
        return theme.muted
    if quote is None or column not in _TINTED:
        return None
    value = quote.course_percent if column is WatchlistColumn.COURSE else quote.change
    if not value:
        return theme.muted
    return chart_colours(theme).up if value > 0 else chart_colours(theme).down
