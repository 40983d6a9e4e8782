"""What stands over a chart when a candle was pressed: every row that the feed gave for it, which one stands, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.time_texts import describe_time, moment, zone_text
from ohlc_desktop.core.chart.options import ChartOptions, zone_of
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.services.chart_data.alternatives import Alternatives
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.legend.candle_words import volume_text
from ohlc_desktop.ui.chart.legend.source_words import session_at, session_text
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.notices import PlaceCard
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

translate = QCoreApplication.translate

_WIDTH = 460
_Line = tuple[str, ...]


def title_of(known: Confidence) -> str:
    """How well a candle is known, as the title of what is said of it."""
    return {
        Confidence.AGREED: translate("KnownCard", "This candle is agreed"),
        Confidence.SINGLE: translate("KnownCard", "Only one row is known of this candle"),
        Confidence.CHOSEN: translate("KnownCard", "This candle was chosen among several rows"),
        Confidence.DISPUTED: translate("KnownCard", "This candle is disputed"),
        Confidence.SUSPECT: translate("KnownCard", "This candle is suspect"),
    }[known]


class KnownCard(PlaceCard):
    """What was said of a candle. What differs from the row that stands is bold.

    Attributes:
        compare: The button that shows what other sources say.
    """

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart, _WIDTH)
        self._title.setWordWrap(True)
        self._stamp: int | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(2)
        self.compare = QPushButton(self.tr("Co&mpare sources…"))
        self._buttons.insertWidget(1, self.compare)
        self.column.insertSpacing(self.column.indexOf(self._why) + 1, GAP)
        self.column.insertLayout(self.column.indexOf(self._why) + 2, self._grid)

    @property
    def stamp(self) -> int | None:
        """Stamp of the candle that it says something of; None while it is closed."""
        return None if self.isHidden() else self._stamp

    @property
    def text(self) -> str:
        """All that it says, at the end the lines of the table one after the other."""
        labels = (self._grid.itemAt(n).widget() for n in range(self._grid.count()))  # type: ignore[union-attr]
        cells = [label.text() for label in labels if isinstance(label, QLabel)]
        return " ".join([super().text, *cells])

    def tell(self, found: Alternatives, series: ChartSeries, options: ChartOptions) -> None:
        """Fill it with what was said of a candle of a series; times and prices as the chart's options have them."""
        zone, price = (
            zone_of(options.zone),
            partial(format_axis, series.instrument, precision=options.appearance.precision),
        )
        self._stamp = found.stamp
        when = _when(found.stamp, series, zone)
        several = found.sources and found.known is Confidence.SINGLE
        told = translate("KnownCard", "Several sources speak of this candle")
        self._title.setText(told if several else title_of(found.known))
        self._span.setText(f"{series.instrument.symbol} {series.timeframe.name}, {when}")
        parts = (shown(found.why), _shortened(found.stamp, series), _sourced(found.stamp, series))
        self._why.setText(" ".join(filter(None, parts)))
        self.compare.setVisible(series.witnesses.several)
        self._fill(_lines(found, zone, price), len(found.others) + len(found.replaced))
        wanted = max(_WIDTH, self._grid.sizeHint().width() + 2 * MARGIN)
        self.setFixedWidth(min(wanted, self._chart.width() - 2 * GAP))
        self.setAccessibleName(self.text)

    def _fill(self, lines: list[_Line], others: int) -> None:
        """The table: a head, the row that stands, so many others or earlier ones, and parts."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()  # type: ignore[union-attr]
            if widget is not None:
                widget.setParent(None)  # at once: else it is there until the event loop comes round
                widget.deleteLater()
        head = ("", "O", "H", "L", "C", "V")
        for row, line in enumerate([head, *lines]):
            for column, text in enumerate(line):
                label = TintedLabel(text, self, "text" if row and column else "muted")
                if column and 1 < row <= others + 1 and text != lines[0][column]:
                    font = label.font()
                    font.setBold(True)
                    label.setFont(font)
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(label, row, column, side)
        self._grid.setColumnStretch(0, 1)


def _shortened(stamp: int, series: ChartSeries) -> str:
    """Why a candle is shorter than its timeframe; empty for one that is not."""
    place = int(np.searchsorted(series.candles.ts, stamp))
    if place >= len(series.flags) or not series.flags[place] & Flag.SHORT:
        return ""
    return translate("KnownCard", "It is short: its session ended before the timeframe did.")


def _sourced(stamp: int, series: ChartSeries) -> str:
    """What sources say of its session; empty where one feed gave all."""
    place = int(np.searchsorted(series.candles.ts, stamp))
    if place >= len(series) or not series.witnesses.several:
        return ""
    told = translate("KnownCard", "Its session: {verdict}.")
    return told.format(verdict=session_text(series, session_at(series, place)))


def _when(stamp: int, series: ChartSeries, zone: tzinfo | None) -> str:
    """When a candle began; the trade date for 1d and longer."""
    when = describe_time(stamp, series.timeframe, zone, chart_names())
    return when if series.timeframe.daily else f"{when} {zone_text(stamp, zone)}"


def _lines(found: Alternatives, zone: tzinfo | None, price: Callable[[float], str]) -> list[_Line]:
    """The lines of the table, without its head."""
    names = [translate("KnownCard", "stands")] + [translate("KnownCard", "said too")] * len(found.others)
    names += [_until(before.at, zone) for before in found.replaced]
    if found.finer:
        stamps = found.parts.ts.tolist()
        times = (describe_time(stamp, TIMEFRAMES[found.finer], zone, chart_names()) for stamp in stamps)
        names += [time.rpartition(" ")[2] for time in times]  # the day is that of the candle
    earlier = [before.candles for before in found.replaced]
    every = [line for block in (found.stands, found.others, *earlier, found.parts) for line in _numbers(block, price)]
    return [(name, *line) for name, line in zip(names, every, strict=True)]


def _until(at: float, zone: tzinfo | None) -> str:
    """Until when a candle was otherwise."""
    return translate("KnownCard", "until {day}").format(day=moment(at, zone).date().isoformat())


def _numbers(rows: Candles, price: Callable[[float], str]) -> list[_Line]:
    """Prices and volume of rows, as a chart writes them."""
    columns = ([price(float(value)) for value in column] for column in rows.columns[1:5])
    return list(zip(*columns, map(volume_text, rows.volume.tolist()), strict=True))
