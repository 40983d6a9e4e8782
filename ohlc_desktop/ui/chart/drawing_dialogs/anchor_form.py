"""Where a drawing is, as a form: the exact price and time of each anchor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, tzinfo

from PySide6.QtCore import QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QGridLayout, QLabel, QWidget

from ohlc_desktop.core.chart.axes.time_texts import utc_of_wall, utc_offset
from ohlc_desktop.core.chart.drawings.drawings import POSITIONS, Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.widgets.number_box import NumberBox
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

# Decimals of prices without a tick, and the largest price that can be typed.
_DECIMALS, _HIGHEST = 6, 1e9
_WITHOUT_PRICE = (DrawingKind.VERTICAL, DrawingKind.VOLUME_PROFILE)


class AnchorForm(QWidget):
    """A row for each anchor.

    What is not touched stays as it is, though it may have more digits than are shown.

    Attributes:
        edited: The :class:`Drawing` as it is wanted now.
        prices: The field of each anchor's price, by number; none where the price says nothing.
        times: The same of its time.
    """

    edited = Signal(object)

    def __init__(
        self, drawing: Drawing, series: ChartSeries, zone: tzinfo | None, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        """
        Args:
            drawing: As it is.
            series: Whose tick and timeframe it has.
            zone: In which times are shown and entered; None for the machine's own.
            parent: The dialog.
        """
        super().__init__(parent)
        self._drawing, self._series = drawing, series
        self._zone = UTC if series.timeframe.daily else zone
        self.prices: dict[int, NumberBox] = {}
        self.times: dict[int, QDateTimeEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(3, 1)
        for number, title in enumerate(self._titles()):
            self._add_row(number, title)

    @property
    def usable(self) -> bool:
        """Whether all prices that are written can be read."""
        return all(field.usable for field in self.prices.values())

    def show_drawing(self, drawing: Drawing) -> None:
        """Go on from another look of the same drawing."""
        self._drawing = replace(drawing, points=self._drawing.points)

    def _titles(self) -> list[str]:
        kind = self._drawing.kind
        if kind in POSITIONS:
            return [self.tr("Entry"), self.tr("Target"), self.tr("Stop")]
        if kind.anchors == 1:
            return [self.tr("Point")]
        return [self.tr("First"), self.tr("Second"), self.tr("Beside the first")][: kind.anchors]

    def _add_row(self, number: int, title: str) -> None:
        kind, anchor = self._drawing.kind, self._drawing.points[number]
        self._grid.addWidget(QLabel(title), number, 0)
        if kind not in _WITHOUT_PRICE:
            self.prices[number] = self._price(number, anchor, self.tr("{anchor}: price").format(anchor=title))
            self._grid.addWidget(self.prices[number], number, 1)
        # The stop of a position ends with its target, and the side of a channel is beside its beginning.
        if kind is not DrawingKind.HORIZONTAL and number < 2:
            self.times[number] = self._time(number, anchor, self.tr("{anchor}: time").format(anchor=title))
            self._grid.addWidget(self.times[number], number, 2)

    def _price(self, number: int, anchor: Anchor, name: str) -> NumberBox:
        instrument = self._series.instrument
        field = NumberBox(-_HIGHEST, _HIGHEST, _DECIMALS if instrument.decimals is None else instrument.decimals)
        if instrument.tick is not None:
            field.setSingleStep(float(instrument.tick))
        field.setValue(anchor.price)
        field.setAccessibleName(name)
        field.valueChanged.connect(lambda price: self._put_price(number, price))
        field.lineEdit().textChanged.connect(lambda _: self.edited.emit(self._drawing))
        return field

    def _time(self, number: int, anchor: Anchor, name: str) -> QDateTimeEdit:
        """The wall clock of the chart's zone, carried as if it were UTC: Qt need not know the zone."""
        wall = anchor.ts + utc_offset(anchor.ts, self._zone)
        field = QDateTimeEdit()
        field.setTimeZone(QTimeZone.utc())
        field.setDateTime(QDateTime.fromSecsSinceEpoch(wall, QTimeZone.utc()))
        field.setDisplayFormat("yyyy-MM-dd" if self._series.timeframe.daily else "yyyy-MM-dd HH:mm")
        field.setCalendarPopup(True)
        field.setAccessibleName(name)
        field.dateTimeChanged.connect(
            lambda time: self._put_time(number, utc_of_wall(time.toSecsSinceEpoch(), self._zone))
        )
        return field

    def _put_price(self, number: int, price: float) -> None:
        self._put({number: self._drawing.points[number]._replace(price=price)})

    def _put_time(self, number: int, ts: int) -> None:
        third = 1 if self._drawing.kind in POSITIONS else 0  # whose time the third anchor has, if there is one
        moved = [number, 2] if len(self._drawing.points) == 3 and number == third else [number]
        self._put({each: self._drawing.points[each]._replace(ts=ts) for each in moved})

    def _put(self, moved: dict[int, Anchor]) -> None:
        points = (moved.get(number, anchor) for number, anchor in enumerate(self._drawing.points))
        self._drawing = replace(self._drawing, points=tuple(points))
        self.edited.emit(self._drawing)
