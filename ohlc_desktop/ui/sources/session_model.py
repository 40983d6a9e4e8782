"""The sessions of a series as rows: how each is witnessed. What nobody witnesses recedes, what differs stands out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.sources.source_texts import difference_pixmap, titles
from ohlc_desktop.ui.sources.witness_texts import day_text
from ohlc_desktop.ui.widgets.tables import ICON, Index, RowsModel
from ohlc_desktop.ui.widgets.theme import colours

if TYPE_CHECKING:
    from ohlc_desktop.core.arbitration.verdict import SessionVerdict
    from ohlc_desktop.core.market.instruments import Instrument

_DAY, _CANDLES, _WITNESSED, _BY = range(4)


def stands_out(verdict: SessionVerdict) -> bool:
    """Whether somebody should look at a session."""
    return bool(verdict.different) or verdict.taken_back


class SessionRows(RowsModel):
    """The rows, the newest first."""

    rows: Sequence[SessionVerdict]
    numbers = (_CANDLES,)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget, self._all = parent, tuple[Any, ...]()
        self._instrument: Instrument | None = None
        self._only = False
        self.rows = ()
        self.titles = (self.tr("Session"), self.tr("Candles"), self.tr("Witnessed"), self.tr("Sources"))

    @property
    def known(self) -> Sequence[SessionVerdict]:
        """All, those that are left out as well."""
        return self._all

    def show(self, instrument: Instrument, sessions: Sequence[SessionVerdict]) -> None:
        """Show these."""
        self._instrument, self._all = instrument, tuple(sessions)
        self._refill()

    def show_only(self, only: bool) -> None:
        """Leave out the sessions that nobody needs to look at."""
        self._only = only
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        self.rows = [row for row in self._all if stands_out(row) or not self._only]
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and how much they stand out."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.titles[column]}: {self._text(row, column)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.DecorationRole if column == _WITNESSED and row.different:
                return self._mark()
            case Qt.ItemDataRole.ForegroundRole if column != _DAY:
                return self._colour(row, column)
        return None

    def _text(self, row: SessionVerdict, column: int) -> str:
        if column == _DAY:
            return day_text(row.day)
        if column == _CANDLES:
            return wording.count(row.candles)
        return self._witnessed(row) if column == _WITNESSED else titles(row.sources)

    def _witnessed(self, row: SessionVerdict) -> str:
        told = self._verdict(row)
        back = self.tr("taken back, stays stored")
        return f"{told}; {back}" if row.taken_back else told

    def _verdict(self, row: SessionVerdict) -> str:
        match row.witnessed.value:
            case "different":
                return self._different(row)
            case "equal":
                return self.tr("equal: {count} candles").format(count=wording.count(row.compared))
            case "voices":
                return self.tr("by the feed's own voices")
        return self.tr("not witnessed")

    def _different(self, row: SessionVerdict) -> str:
        """How many differ; the distance is in ticks already, in points where no tick is known."""
        ticks = self._instrument is not None and self._instrument.tick
        unit = self.tr("{count} ticks") if ticks else self.tr("{count} points")
        most = self.tr("1 tick") if ticks and row.ticks == 1 else unit.format(count=f"{row.ticks:g}")
        told = self.tr("{count} of {compared} differ, by at most {ticks}")
        return told.format(count=wording.count(row.different), compared=wording.count(row.compared), ticks=most)

    def _mark(self) -> QIcon:
        c = colours(self._widget)
        return QIcon(difference_pixmap(ICON, self._widget.devicePixelRatioF(), c.attention, c.base))

    def _colour(self, row: SessionVerdict, column: int) -> Any:
        c = colours(self._widget)
        if stands_out(row):
            return c.attention if column == _WITNESSED else c.text
        return c.text if row.witnessed.value == "equal" else c.muted
