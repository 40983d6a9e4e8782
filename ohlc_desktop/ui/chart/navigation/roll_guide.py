"""Says of a roll mark that was pressed how the contracts stood to each other: its receipt from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.chart.drawings.edits import before_roll, follow_roll
from ohlc_desktop.core.chart.series import ChartSeries, Roll
from ohlc_desktop.core.continuous.ledger import RollProof
from ohlc_desktop.core.continuous.receipts import roll_receipt
from ohlc_desktop.core.continuous.spec import by_ratio
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.panes.notices import PlaceCard

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: Logical pixels that both buttons need beside each other, in German as well.
_WIDTH = 420


class RollCard(PlaceCard):
    """The receipt of a roll, and a button that takes drawings along.

    Attributes:
        follow: Moves what was drawn before the roll by its difference; pressed, the card is put away.
    """

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart, _WIDTH)
        self.follow = QPushButton()
        self.follow.clicked.connect(self.put_away)
        self._buttons.insertWidget(1, self.follow)

    def tell(self, title: str, when: str, why: str, follow: str) -> None:
        """Fill it: from which contract to which, when, the arithmetic, and what the button says; empty for none."""
        self._title.setText(title)
        self._span.setText(when)
        self._why.setText(why)
        self.follow.setText(follow)
        self.follow.setVisible(bool(follow))
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
        self._shown: Roll | None = None
        self.card = RollCard(view)
        self.card.follow.clicked.connect(self._follow)
        view.range_changed.connect(self.card.put_away)
        view.roll_pressed.connect(self.show)

    def show(self, roll: Roll) -> None:
        """Show the receipt of a roll."""
        series = self._series()
        if series is None or roll.receipt is None:
            return
        receipt = roll_receipt(roll.receipt, series.instrument)
        self._shown = roll
        self.opening.emit()
        self.card.tell(shown(roll.label), shown(receipt.when), shown(receipt.why), self._offer(roll, series))
        self.card.open_at(self._view.point_of(roll.place))

    def _offer(self, roll: Roll, series: ChartSeries) -> str:
        """What the button says; empty where nothing drawn before the roll is left to move, or its difference is not proven."""
        receipt = roll.receipt
        if receipt is None or receipt.proof is not RollProof.PROVEN or not receipt.points:
            return ""
        if by_ratio(series.instrument.symbol) or not before_roll(tuple(self._view.tool.drawings), roll):
            return ""
        price = series.instrument.format_price(receipt.points)
        return self.tr("&Move older drawings by {points}").format(points=price if receipt.points < 0 else f"+{price}")

    def _follow(self) -> None:
        roll = self._shown
        if roll is not None and roll.receipt is not None and roll.receipt.points:
            self._view.tool.do(follow_roll, roll, roll.receipt.points)
