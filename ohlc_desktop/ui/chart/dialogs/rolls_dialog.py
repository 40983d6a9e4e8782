"""The rolls of a chart as a table: what their receipts say, a line each. A line that is chosen is shown on the chart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableView, QVBoxLayout, QWidget

from ohlc_desktop.core.chart.series import ChartSeries, Roll
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.chart.legend.candle_words import NONE
from ohlc_desktop.ui.contracts.texts import proof_text
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import Index, RowsModel, dense, framed
from ohlc_desktop.ui.widgets.theme import GAP

translate = QCoreApplication.translate


class RollRows(RowsModel):
    """A row for each roll of which there is a receipt, the newest first."""

    numbers = (3, 4, 5, 6, 7)

    def __init__(self, series: ChartSeries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = (
            translate("RollsDialog", "Last day"), translate("RollsDialog", "Old"), translate("RollsDialog", "New"),
            translate("RollsDialog", "Old close"), translate("RollsDialog", "New close"),
            translate("RollsDialog", "Difference"), translate("RollsDialog", "Old volume"),
            translate("RollsDialog", "New volume"), translate("RollsDialog", "Proof"),
        )  # fmt: skip
        self.rolls = [roll for roll in reversed(series.rolls) if roll.receipt is not None]
        self.rows = [cells_of(roll, series.instrument) for roll in self.rolls]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def cells_of(roll: Roll, instrument: Instrument) -> tuple[str, ...]:
    """What is told of a roll, a cell each."""
    told = roll.receipt
    if told is None:
        return (NONE,) * 9
    prices = (NONE if price is None else instrument.format_price(price) for price in (told.old_close, told.new_close))
    sign = "+" if told.points is not None and told.points > 0 else ""
    points = NONE if told.points is None else f"{sign}{instrument.format_price(told.points)}"
    volumes = (NONE if volume is None else wording.count(volume) for volume in (told.old_volume, told.new_volume))
    return (
        day_of(told.steps[0].until).isoformat(),
        roll.old,
        roll.new,
        *prices,
        points,
        *volumes,
        proof_text(told.proof),
    )


class RollsDialog(QDialog):
    """The table.

    Attributes:
        chosen: A roll to be shown; its stamp (int, UTC epoch seconds).
    """

    chosen = Signal(object)

    def __init__(self, series: ChartSeries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Rolls of {symbol}").format(symbol=series.instrument.symbol))
        self.rows = RollRows(series, self)
        self.table = QTableView()
        self._build()
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        frame = framed(self.table)
        column.addWidget(frame, 1)
        if not self.rows.rolls:
            nothing = Sentence()
            nothing.setText(self.tr("No roll of this series is in the ledger. Import its contracts."))
            column.addWidget(nothing)
            frame.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(860, 420 if self.rows.rolls else 120)

    def _build(self) -> None:
        table = self.table
        dense(table, self.rows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.setAccessibleName(self.windowTitle())
        table.activated.connect(self._choose)
        table.clicked.connect(self._choose)

    def _choose(self, index: Index) -> None:
        self.chosen.emit(self.rows.rolls[index.row()].ts)
