"""The candles of a chart as rows of a table: nothing is copied, and a row is put into words when it is painted."""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.time_texts import day_of_number, describe_time
from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartOptions, zone_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.legend.candle_words import (
    NONE,
    change_text,
    is_doubtful,
    known_text,
    noted_places,
    notes,
    origin_text,
    share_text,
    trade_date,
    volume_text,
)
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.widgets.tables import NOWHERE, Index, RowsModel
from ohlc_desktop.ui.widgets.theme import colours


class CandleColumn(IntEnum):
    """The columns."""

    TIME = 0
    DAY = 1
    OPEN = 2
    HIGH = 3
    LOW = 4
    CLOSE = 5
    VOLUME = 6
    CHANGE = 7
    PERCENT = 8
    NOTES = 9
    ORIGIN = 10
    KNOWN = 11


#: The roles that mean something here; views ask for many others, of each cell.
_TOLD = frozenset(
    (
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
    )
)  # fmt: skip
_PRICES = range(CandleColumn.OPEN, CandleColumn.VOLUME)


class CandleTableModel(RowsModel):
    """The rows. Attributes are to be read only.

    Attributes:
        series: Whose candles these are; None while there are none.
        options: In which zone and with how many decimals they are written.
        newest_first: Whether the newest stands at the top.
        noted_only: Whether candles are left out of which there is nothing to tell.
    """

    numbers = range(CandleColumn.OPEN, CandleColumn.NOTES)

    def __init__(self, feed: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self.series: ChartSeries | None = None
        self.options = ChartOptions()
        self.newest_first, self.noted_only = True, False
        self._places: Int64 | None = None
        self.titles = (
            self.tr("Time"), self.tr("Trade date"), self.tr("Open"), self.tr("High"), self.tr("Low"), self.tr("Close"),
            self.tr("Volume"), self.tr("Change"), self.tr("Change, %"), self.tr("Notes"), self.tr("Origin"), self.tr("Known"),
        )  # fmt: skip

    def show(self, model: ChartModel | None, options: ChartOptions) -> bool:
        """Show the candles that a chart draws; True where the rows are others than before, and a selection is gone."""
        series = model.series if model is not None else None
        words = (options.zone, options.appearance) != (self.options.zone, self.options.appearance)
        self.options = options
        if series is not self.series:
            self.beginResetModel()
            self.series = series
            self._choose_places()
            self.endResetModel()
            return True
        if words and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, CandleColumn.KNOWN))
        return False

    def set_newest_first(self, on: bool) -> None:
        """Turn the rows upside down."""
        self.beginResetModel()
        self.newest_first = on
        self.endResetModel()

    def set_noted_only(self, on: bool) -> None:
        """Show only candles that need attention: corrected, provisional, disputed or suspect ones; or all."""
        self.beginResetModel()
        self.noted_only = on
        self._choose_places()
        self.endResetModel()

    def place(self, row: int) -> int:
        """The place in the series of a row."""
        at = self.rowCount() - 1 - row if self.newest_first else row
        return at if self._places is None else int(self._places[at])

    def places(self, rows: Int64) -> Int64:
        """The places of rows, oldest first; both int64."""
        found = np.sort(self.rowCount() - 1 - rows if self.newest_first else rows)
        return found if self._places is None else self._places[found]

    def row(self, place: int) -> int:
        """The row of a place; where that has none, of the last one before it, or else of the first after it."""
        at = place
        if self._places is not None:
            at = max(int(np.searchsorted(self._places, place, side="right")) - 1, 0)
        return self.rowCount() - 1 - at if self.newest_first else at

    def _choose_places(self) -> None:
        """Which candles have rows; None for all of them, however many there are."""
        self._places = noted_places(self.series) if self.noted_only and self.series is not None else None

    # -- what views ask ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802  # named by Qt
        """Candles."""
        if parent.isValid() or self.series is None:
            return 0
        return len(self.series) if self._places is None else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, alignment, colours, and what screen readers say."""
        if role not in _TOLD or self.series is None or not index.isValid():
            return None
        place, column = self.place(index.row()), CandleColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(place, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(self.series, place, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.titles[column]}: {self.text(place, column)}"
            case Qt.ItemDataRole.ToolTipRole if column >= CandleColumn.NOTES:
                return self.text(place, column)
        return None

    # -- words -------------------------------------------------------------------------------------

    def text(self, place: int, column: CandleColumn) -> str:
        """What stands in the cell of a candle."""
        series = self.series
        assert series is not None
        if column in _PRICES:
            return self._price(series, float(series.candles.columns[column - CandleColumn.OPEN + 1][place]))
        match column:
            case CandleColumn.TIME:
                zone = zone_of(self.options.zone)
                return describe_time(int(series.candles.ts[place]), series.timeframe, zone, chart_names())
            case CandleColumn.DAY:
                return self._day(series, place)
            case CandleColumn.VOLUME:
                return volume_text(int(series.candles.volume[place]))
            case CandleColumn.CHANGE | CandleColumn.PERCENT:
                return self._change(series, place, column)
            case CandleColumn.NOTES:
                return ", ".join(note.text for note in notes(series, place))
            case CandleColumn.ORIGIN:
                return origin_text(series, place, self._feed)
        return known_text(series, place)

    def _price(self, series: ChartSeries, price: float) -> str:
        return format_axis(series.instrument, price, precision=self.options.appearance.precision)

    def _day(self, series: ChartSeries, place: int) -> str:
        if series.timeframe.daily:
            return describe_time(int(series.candles.ts[place]), series.timeframe, None, chart_names())
        day = trade_date(series, place)
        return NONE if day is None else day_of_number(day).isoformat()  # its weekday mostly stands beside it

    def _change(self, series: ChartSeries, place: int, column: CandleColumn) -> str:
        closes = series.candles.close
        if not place:
            return NONE
        close, before = float(closes[place]), float(closes[place - 1])
        if column is CandleColumn.PERCENT:
            return share_text(close, before)
        return change_text(partial(self._price, series), close, before)

    def _colour(self, series: ChartSeries, place: int, column: CandleColumn) -> QColor | None:
        """Of what rose or fell, and of what needs attention."""
        theme = colours()
        if column in (CandleColumn.CHANGE, CandleColumn.PERCENT) and place:
            step = float(series.candles.close[place]) - float(series.candles.close[place - 1])
            chart = chart_colours(theme, self.options.appearance)
            return (chart.up if step > 0 else chart.down) if step else None
        if column is CandleColumn.NOTES:
            return theme.attention if any(note.attention for note in notes(series, place)) else None
        return theme.attention if column is CandleColumn.KNOWN and is_doubtful(series, place) else None
