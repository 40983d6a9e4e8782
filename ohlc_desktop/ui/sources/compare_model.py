"""The candles of a session of which sources differ, as rows: the prices that are not the same, source by source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.services.i18n import wording, zones
from ohlc_desktop.ui.sources.choice_steps import row_of
from ohlc_desktop.ui.sources.source_texts import CHOICE, source_title, ticks_text, titles
from ohlc_desktop.ui.widgets.tables import Index, RowsModel
from ohlc_desktop.ui.widgets.theme import colours

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_reading import Comparison

_KINDS = "OHLC"
_NONE = "–"


class ComparedCandle(NamedTuple):
    """One row.

    Attributes:
        time: When the candle began.
        stands: The source that stands.
        said: The prices that differ, for each source; ``–`` where it has none.
        apart: The largest difference of two prices of a kind.
        difference: The same in ticks.
    """

    time: str
    stands: str
    said: tuple[str, ...]
    apart: float
    difference: str


def time_text(shown: Comparison, ts: int) -> str:
    """When a candle began; its trade date from 1d on."""
    return shown.stamp_text(ts) if shown.timeframe.daily else wording.on_day(zones.at(ts), "%Y-%m-%d %H:%M")


def compared_sources(shown: Comparison) -> list[str]:
    """The sources that are compared; a choice by hand has the values of one of them."""
    return [name for name in shown.rows if name != CHOICE]


def compared_candles(shown: Comparison) -> list[ComparedCandle]:
    """The rows, oldest first."""
    return [_candle(shown, place) for place in range(len(shown.ts))]


def _candle(shown: Comparison, place: int) -> ComparedCandle:
    ts = int(shown.ts[place])
    rows = [row_of(shown.rows[name], ts) for name in compared_sources(shown)]
    every = [row for row in (*rows, row_of(shown.stored, ts)) if row is not None]
    spreads = [max(row[kind] for row in every) - min(row[kind] for row in every) for kind in range(len(_KINDS))]
    differing = [kind for kind, spread in enumerate(spreads) if spread]
    said = tuple(_prices(shown.instrument, row, differing) for row in rows)
    origin, apart = shown.origins[place], max(spreads)
    told = ticks_text(shown.instrument, apart) if apart else ""
    return ComparedCandle(time_text(shown, ts), titles(origin.sources), said, apart, told)


def _prices(instrument: Instrument, row: tuple[float, ...] | None, kinds: Sequence[int]) -> str:
    if row is None:
        return _NONE
    return "  ".join(f"{_KINDS[kind]} {format_axis(instrument, row[kind])}" for kind in kinds or [len(_KINDS) - 1])


class ComparedRows(RowsModel):
    """The rows."""

    rows: Sequence[ComparedCandle]

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self.rows = ()

    def show(self, shown: Comparison | None) -> None:
        """Show a session; nothing."""
        self.beginResetModel()
        sources = map(source_title, compared_sources(shown)) if shown is not None else ()
        self.rows = compared_candles(shown) if shown is not None else ()
        self.titles = (self.tr("Time"), self.tr("Stands"), *sources, self.tr("Difference"))
        self.numbers = (len(self.titles) - 1,)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the difference stands out."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        text = (row.time, row.stands, *row.said, row.difference)[column]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.titles[column]}: {text}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.ForegroundRole if column == len(self.titles) - 1:
                return colours(self._widget).attention
        return None
