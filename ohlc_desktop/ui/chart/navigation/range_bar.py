"""The row at the foot of a chart window: ranges that are shown with one click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ohlc_desktop.core.chart.ranges import ChartRange
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.widgets.theme import colours

_HIGH = 30


class RangeBar(QWidget):
    """Ranges of the active chart.

    Attributes:
        chosen: A :class:`ChartRange`.
        buttons: By range.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Ranges"))
        self.setFixedHeight(_HIGH)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 6, 0)
        row.setSpacing(2)
        self.buttons = {wanted: self._button(wanted) for wanted in ChartRange}
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch()

    def set_enabled(self, enabled: bool) -> None:
        """Whether there are candles."""
        for button in self.buttons.values():
            button.setEnabled(enabled)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """It never makes a window wider."""
        return QSize(0, _HIGH)

    def _button(self, wanted: ChartRange) -> StripButton:
        tip = self._words(wanted)
        if wanted is not ChartRange.ALL:
            tip = self.tr("{range}, in {timeframe}").format(range=tip, timeframe=wanted.timeframe)
        button = StripButton(tip, text=self._name(wanted), tip=tip)
        button.setFixedHeight(_HIGH - 4)
        button.clicked.connect(lambda: self.chosen.emit(wanted))
        return button

    def _name(self, wanted: ChartRange) -> str:
        return {
            ChartRange.DAY: self.tr("1D"),
            ChartRange.FIVE_DAYS: self.tr("5D"),
            ChartRange.MONTH: self.tr("1M"),
            ChartRange.THREE_MONTHS: self.tr("3M"),
            ChartRange.YEAR_TO_DATE: self.tr("YTD"),
            ChartRange.YEAR: self.tr("1Y"),
            ChartRange.ALL: self.tr("All"),
        }[wanted]

    def _words(self, wanted: ChartRange) -> str:
        return {
            ChartRange.DAY: self.tr("The last trade date"),
            ChartRange.FIVE_DAYS: self.tr("Five trade dates"),
            ChartRange.MONTH: self.tr("One month"),
            ChartRange.THREE_MONTHS: self.tr("Three months"),
            ChartRange.YEAR_TO_DATE: self.tr("Since the beginning of the year"),
            ChartRange.YEAR: self.tr("One year"),
            ChartRange.ALL: self.tr("All candles, in {timeframe}").format(timeframe=ChartRange.ALL.timeframe),
        }[wanted]

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The ground, and a hairline towards the charts."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), c.panel)
            painter.fillRect(0, 0, self.width(), 1, c.line)
