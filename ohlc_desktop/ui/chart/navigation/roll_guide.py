"""Says of a roll mark that was pressed how the contracts stood to each other: its receipt from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.chart.series import ChartSeries, Roll
from ohlc_desktop.core.continuous.receipts import roll_receipt
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.panes.notices import PlaceCard

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView


class RollCard(PlaceCard):
    """The receipt of a roll."""

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self._why.setWordWrap(True)

    def tell(self, title: str, when: str, why: str) -> None:
        """Fill it: from which contract to which, when, and the arithmetic."""
        self._title.setText(title)
        self._span.setText(when)
        self._why.setText(why)
        self.setAccessibleName(self.text)


class RollGuide(QObject):
    """The rolls of one chart.

    Attributes:
        card: Says what is known of one.
        opening: The card is about to be shown.
    """

    opening = Signal()

    def __init__(self, view: ChartView, series: Callable[[], ChartSeries | None]) -> None:
        """``series`` gives what the chart shows; None while that is being loaded."""
        super().__init__(view)
        self._view, self._series = view, series
        self.card = RollCard(view)
        view.range_changed.connect(self.card.put_away)
        view.roll_pressed.connect(self.show)

    def show(self, roll: Roll) -> None:
        """Show the receipt of a roll."""
        series = self._series()
        if series is None or roll.receipt is None:
            return
        receipt = roll_receipt(roll.receipt, series.instrument)
        self.opening.emit()
        self.card.tell(shown(roll.label), shown(receipt.when), shown(receipt.why))
        self.card.open_at(self._view.point_of(roll.place))
