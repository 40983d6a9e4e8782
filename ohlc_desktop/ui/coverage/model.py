"""The coverage matrix as a Qt model: it keeps the cells and tells its views of those that changed, of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, cell_of, totals_of
from ohlc_desktop.ui.coverage.texts import spoken, tooltip
from ohlc_desktop.ui.widgets.tables import Index, RowsModel

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.store.reader import SeriesView

translate = QCoreApplication.translate


class CoverageModel(RowsModel):
    """Instruments down, timeframes across.

    Rows are added and removed by a reset; a change of cells is told as the smallest range of each row.
    """

    titles = tuple(timeframe.name for timeframe in COLUMNS)
    rows: Sequence[tuple[Cell, ...]] = ()

    def __init__(self, feed: FeedSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._instruments: tuple[Instrument, ...] = ()
        self._series: Mapping[SeriesKey, SeriesView] = {}
        self._importing: frozenset[SeriesKey] = frozenset()
        self._sources = frozenset(tf.source for tf in COLUMNS)
        self._now = 0.0
        self._filter = ""
        self._all: dict[str, tuple[Cell, ...]] = {}
        self._shown: list[Instrument] = []
        #: Of all instruments, whatever is filtered.
        self.totals = totals_of(())

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot, wanted: Iterable[str], now: float) -> None:
        """Show the store; ``wanted`` timeframes are those of the settings, ``now`` is UTC epoch seconds."""
        self._instruments, self._series, self._now = snapshot.watched, snapshot.series, now
        self._sources = frozenset(TIMEFRAMES[name].source for name in wanted)
        self._refresh()

    def show_importing(self, keys: frozenset[SeriesKey]) -> None:
        """Mark the series for which a request is on its way."""
        if keys != self._importing:
            self._importing = keys
            self._refresh()

    def show_time(self, now: float) -> None:
        """Bring the ages up to date; ``now`` is UTC epoch seconds."""
        self._now = now
        self._refresh()

    def set_filter(self, text: str) -> None:
        """Show only instruments whose symbol or name contains the text; empty shows all."""
        self._filter = text.strip().casefold()
        self._place_rows()

    def cell(self, row: int, column: int) -> Cell:
        """A cell by its place."""
        return self.rows[row][column]

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells of a shown instrument."""
        return self.rows[number]

    def column(self, number: int) -> list[Cell]:
        """The shown cells of a timeframe."""
        return [row[number] for row in self.rows]

    def every_cell(self) -> list[Cell]:
        """Every cell, whatever is filtered."""
        return [cell for row in self._all.values() for cell in row]

    def instrument(self, row: int) -> Instrument:
        """The instrument of a row."""
        return self._shown[row]

    def view_of(self, key: SeriesKey) -> SeriesView:
        """What the store says of a series."""
        return self._series[key]

    def place(self, key: SeriesKey) -> QModelIndex:
        """Where a series is; an invalid index when it is not shown."""
        rows = (n for n, instrument in enumerate(self._shown) if instrument.symbol == key[0])
        columns = (n for n, tf in enumerate(COLUMNS) if tf.name == key[1])
        return self.index(next(rows, -1), next(columns, -1))

    # -- changes -----------------------------------------------------------------------------------

    def _refresh(self) -> None:
        before = self._all
        self._all = {
            instrument.symbol: tuple(self._cell(instrument.symbol, timeframe) for timeframe in COLUMNS)
            for instrument in self._instruments
        }
        if self._all != before:
            self.totals = totals_of(self._all.values())
        self._place_rows()

    def _cell(self, symbol: str, timeframe: Timeframe) -> Cell:
        key, source = (symbol, timeframe.name), (symbol, timeframe.source)
        wanted, importing = timeframe.source in self._sources, key in self._importing
        return cell_of(self._series[key], self._series[source], importing, wanted, self._now)

    def _place_rows(self) -> None:
        fitting = [instrument for instrument in self._instruments if self._matches(instrument)]
        if fitting != self._shown:
            self.beginResetModel()
            self._shown, self.rows = fitting, [self._all[instrument.symbol] for instrument in fitting]
            self.endResetModel()
            return
        before, self.rows = self.rows, [self._all[instrument.symbol] for instrument in fitting]
        for number, (old, new) in enumerate(zip(before, self.rows, strict=True)):
            if old != new:
                changed = [place for place, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
                self.dataChanged.emit(self.index(number, changed[0]), self.index(number, changed[-1]))

    def _matches(self, instrument: Instrument) -> bool:
        return self._filter in instrument.symbol.casefold() or self._filter in instrument.name.casefold()

    # -- for views ---------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for tooltips and screen readers; the delegate paints from :meth:`cell`."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.main} {cell.below[0]}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cell, self.view_of(cell.key), cell.symbol, self._feed)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Symbols with the instruments' names as tooltips; timeframes."""
        if way == Qt.Orientation.Horizontal:
            return self.titles[section] if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown[section].symbol
        return self._shown[section].name if role == Qt.ItemDataRole.ToolTipRole else None
