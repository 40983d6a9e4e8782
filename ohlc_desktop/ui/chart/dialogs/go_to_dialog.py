"""Go to a date: a field with a calendar."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ohlc_desktop.core.chart.axes.time_texts import day_of_number
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

_EPOCH = QDate(1970, 1, 1)


def days_of(series: ChartSeries) -> tuple[int, int] | None:
    """First and last trade date with candles, days since 1970-01-01; None where there is none."""
    if not len(series):
        return None
    if len(series.days):
        return int(series.days.trade_date[0]), int(series.days.trade_date[-1])
    return int(series.candles.ts[0]) // DAY, int(series.candles.ts[-1]) // DAY


def stamp_of_day(series: ChartSeries, day: int) -> int:
    """Stamp of the first candle of a trade date, or of the next one that has candles; the newest if there is none.

    Args:
        series: Not empty.
        day: Days since 1970-01-01.
    """
    stamps, days = series.candles.ts, series.days
    if len(days):
        at = int(np.searchsorted(days.trade_date, day))
        place = int(days.first[at]) if at < len(days) else len(stamps)
    elif series.timeframe.seconds > DAY:  # the week or month that the day is in
        place = max(int(np.searchsorted(stamps, day * DAY, side="right")) - 1, 0)
    else:
        place = int(np.searchsorted(stamps, day * DAY))
    return int(stamps[min(place, len(stamps) - 1)])


class GoToDialog(QDialog):
    """Asks for a trade date.

    Attributes:
        chosen: The date, days since 1970-01-01.
    """

    chosen = Signal(int)

    def __init__(self, first: int, last: int, at: int, parent: QWidget | None = None) -> None:
        """
        Args:
            first: The earliest trade date with candles, days since 1970-01-01.
            last: The latest.
            at: The one to begin with.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Go to date"))
        prompt = QLabel(self.tr("&Trade date"))
        self.field = QDateEdit(_EPOCH.addDays(min(max(at, first), last)))
        self.field.setDateRange(_EPOCH.addDays(first), _EPOCH.addDays(last))
        self.field.setCalendarPopup(True)
        self.field.setDisplayFormat("yyyy-MM-dd")
        self.field.setAccessibleName(self.tr("Trade date"))
        prompt.setBuddy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(prompt)
        column.addWidget(self.field)
        column.addWidget(self._make_reach(first, last))
        column.addWidget(self._make_buttons())
        self.setMinimumWidth(320)
        self.field.setFocus()
        self.field.setCurrentSection(QDateEdit.Section.DaySection)

    def _make_reach(self, first: int, last: int) -> Sentence:
        reach, text = Sentence(small=True), self.tr("Candles are loaded from {first} to {last}.")
        reach.setText(text.format(first=day_of_number(first), last=day_of_number(last)))
        return reach

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        go = buttons.addButton(self.tr("&Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(_EPOCH.daysTo(self.field.date())))
        return buttons
