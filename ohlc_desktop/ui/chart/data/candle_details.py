"""Below the table: what is stored of the chosen candle, what it was before, what else the feed said, and why it stands.

It is read off the GUI thread once the choice has rested; an answer to an older question is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.time_texts import describe_time, moment, zone_text
from ohlc_desktop.core.chart.options import ChartOptions, zone_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError, StoreBusy
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.services.chart_data.alternatives import Alternatives
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.source_names import shown_name
from ohlc_desktop.ui.chart.data.candle_rows import CandleRows
from ohlc_desktop.ui.chart.data.source_choice import SourceChoice
from ohlc_desktop.ui.chart.inspection.candle_card import title_of
from ohlc_desktop.ui.chart.inspection.candle_inspector import Choose, Inspect
from ohlc_desktop.ui.chart.legend.candle_words import volume_text
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import Index, RowsModel, framed
from ohlc_desktop.ui.widgets.theme import GAP, heading

#: A choice has to rest for so many milliseconds before it is read.
REST_MS = 120
#: A database that is in use is asked again after so many milliseconds.
AGAIN_MS = 2000
#: What takes longer than so many milliseconds is said to be under way.
_SLOW_MS = 250
#: What the frame of the rows takes in height, logical pixels.
_FRAME = 12
#: Prices and volume, as the tables have them.
_Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandleVersion:
    """One row of what is stored of a candle.

    Attributes:
        what: Which row it is.
        values: Open, high, low, close and volume.
        origin: Where it comes from.
    """

    what: str
    values: _Values
    origin: str = ""


class VersionModel(RowsModel):
    """The rows; what differs from the candle as it stands, which is the first, is bold."""

    numbers = range(1, 6)
    rows: Sequence[CandleVersion]

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ()
        self.titles = (
            "", self.tr("Open"), self.tr("High"), self.tr("Low"), self.tr("Close"), self.tr("Volume"), self.tr("Origin"),
        )  # fmt: skip

    def show(self, rows: Sequence[CandleVersion]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        text = (row.what, *row.values, row.origin)[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.what} {self.titles[column]}: {text}".strip()
            case Qt.ItemDataRole.FontRole if column in self.numbers and text != self.rows[0].values[column - 1]:
                font = QFont()
                font.setBold(True)
                return font
        return None


class CandleDetails(QWidget):
    """The details.

    Attributes:
        versions: What is stored of the candle.
        choice: Lets what another source says of it stand.
    """

    def __init__(
        self, inspect: Inspect, feed: str, parent: QWidget | None = None, choose: Choose | None = None
    ) -> None:
        """
        Args:
            inspect: Reads what is stored of a candle.
            feed: Name of the feed, for people.
            parent: The window.
            choose: Lets what a source says of a candle stand; without it nothing can be chosen.
        """
        super().__init__(parent)
        self._choose = choose
        self.choice = SourceChoice(self)
        self.choice.chosen.connect(self._carry_out)
        self._inspect, self._feed = inspect, feed
        self._series: ChartSeries | None = None
        self._stamp: int | None = None
        self._options = ChartOptions()
        self._question = 0
        self.versions = VersionModel(self)
        self._build()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.read)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self._say(self.tr("Reading what is stored of it …"), ""))
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self.read)

    @property
    def text(self) -> str:
        """What it says above the rows."""
        return f"{self._title.text()} {self._why.text()}".strip()

    def choose(self, series: ChartSeries | None, stamp: int | None, options: ChartOptions) -> None:
        """Tell of the candle at a stamp (UTC epoch seconds); of none."""
        self.stop()
        self._series, self._stamp, self._options = series, stamp, options
        if series is None or stamp is None:
            self._say(
                "", self.tr("Choose a candle to see what it was before, what else was said of it, and why it stands.")
            )
        else:
            self._rest.start()

    def read(self) -> None:
        """Ask for what is stored of the candle now."""
        self.stop()
        if self._series is None or self._stamp is None:
            return
        self._slow.start()
        ask = self._question
        done, failed = partial(self._show, ask), partial(self._fail, ask)
        self._inspect(self._series.instrument, self._series.timeframe, self._stamp, done, failed)

    def stop(self) -> None:
        """Take no answer any more to what was asked."""
        self._question += 1
        for timer in (self._rest, self._slow, self._later):
            timer.stop()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._why = heading(QLabel()), Sentence()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._again = QPushButton(self.tr("Try &again"))
        self._again.clicked.connect(self.read)
        self.table = table = CandleRows(self.versions)
        table.setAccessibleName(self.tr("What is stored of the candle"))
        table.horizontalHeader().setStretchLastSection(True)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frame = framed(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(hbox((self._title, 1), self.choice, self._again))
        column.addWidget(self._why)
        column.addWidget(self._frame, 1)
        column.addStretch()
        self._say("", "")

    # -- telling -----------------------------------------------------------------------------------

    def _say(self, title: str, text: str, rows: Sequence[CandleVersion] = (), again: bool = False) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._why.setText(text)
        self._again.setVisible(again)
        self.choice.offer(None)
        self.versions.show(rows)
        self._frame.setVisible(bool(rows))
        self._frame.setMaximumHeight(self.table.height_of(len(rows)) + _FRAME)
        for column in range(self.versions.columnCount()):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, self.table.columnWidth(column) + GAP + 2)

    def _show(self, question: int, found: Alternatives | None) -> None:
        if question != self._question or self._series is None:
            return
        self._slow.stop()
        if found is None:
            self._say(self.tr("This candle is not stored any more."), self.tr("The chart shows so at its next look."))
            return
        series, zone = self._series, zone_of(self._options.zone)
        when = describe_time(found.stamp, series.timeframe, zone, chart_names())
        rows = [*self._standing(found), *self._sources(found), *self._replaced(found), *self._others(found)]
        several = found.sources and found.known is Confidence.SINGLE
        title = self.tr("Several sources speak of this candle") if several else title_of(found.known)
        self._say(f"{when}: {title}", self._reason(found), rows)
        if self._choose is not None:
            self.choice.offer(found)

    def _carry_out(self, source: str) -> None:
        """Let what a source says stand, or take the choice back; then tell of the candle anew."""
        if self._series is None or self._stamp is None or self._choose is None:
            return
        self.stop()
        ask, text = self._question, self.tr("Storing the choice …")
        self._say(self._title.text(), text)
        done, failed = partial(self._chosen, ask), partial(self._fail, ask)
        self._choose(self._series.instrument, self._series.timeframe, self._stamp, source, done, failed)

    def _chosen(self, question: int, _changed: int) -> None:
        if question == self._question:
            self.read()

    def _fail(self, question: int, error: OhlcError) -> None:
        if question != self._question:
            return
        self._slow.stop()
        self._say(shown(error.title), shown(sentences(error.message, error.hint)), again=True)
        if isinstance(error, StoreBusy):
            self._later.start()

    def _reason(self, found: Alternatives) -> str:
        """Why it stands, and how often it was corrected."""
        count = len(found.replaced)
        if not count:
            told = self.tr("It was never corrected.")
        elif count == 1:
            told = self.tr("It was corrected once.")
        else:
            told = self.tr("It was corrected {count} times.").format(count=wording.count(count))
        return f"{shown(found.why)} {told}".strip()

    def _standing(self, found: Alternatives) -> list[CandleVersion]:
        origin = self._origin(found.origin, found.source)
        return [CandleVersion(self.tr("Stands"), values, origin) for values in self._values(found.stands)]

    def _sources(self, found: Alternatives) -> list[CandleVersion]:
        """What other sources say of it."""
        says = self.tr("{source} says")
        return [
            CandleVersion(says.format(source=said.source), values, said.source)
            for said in found.sources
            for values in self._values(said.row)
        ]

    def _replaced(self, found: Alternatives) -> list[CandleVersion]:
        """What it was before, the newest first."""
        zone, rows = zone_of(self._options.zone), []
        for before in reversed(found.replaced):
            until = wording.on_day(moment(before.at, zone), "%Y-%m-%d %H:%M")
            what = self.tr("Until {time} {zone}").format(time=until, zone=zone_text(before.at, zone))
            (values,) = self._values(before.candles)
            rows.append(CandleVersion(what, values, self._origin(before.origin, shown_name(before.origin))))
        return rows

    def _others(self, found: Alternatives) -> list[CandleVersion]:
        """What else the feed said of it, and the parts that are as badly known as it is."""
        zone = zone_of(self._options.zone)
        said = [CandleVersion(self.tr("Said too"), values, self._feed) for values in self._values(found.others)]
        if not found.finer:
            return said
        finer = TIMEFRAMES[found.finer]
        times = [describe_time(stamp, finer, zone, chart_names()) for stamp in found.parts.ts.tolist()]
        text = self.tr("Part: {timeframe}, {time}")
        parts = zip(times, self._values(found.parts), strict=True)
        return [*said, *(CandleVersion(text.format(timeframe=finer.name, time=time), values) for time, values in parts)]

    def _values(self, rows: Candles) -> list[_Values]:
        columns = (map(self._price, column.tolist()) for column in rows.columns[1:5])
        return list(zip(*columns, map(volume_text, rows.volume.tolist()), strict=True))

    def _price(self, price: float) -> str:
        assert self._series is not None
        return format_axis(self._series.instrument, price, precision=self._options.appearance.precision)

    def _origin(self, origin: str, source: str) -> str:
        """Where a row comes from; of a derived one others than the feed are named."""
        if origin == "derived":
            alone = source in ("", self._feed, origin)
            return self.tr("derived") if alone else self.tr("derived of {source}").format(source=source)
        if origin == "person":
            return self.tr("chosen by hand")
        return self.tr("rescaled at a split") if origin == "rescaled" else source or self._feed
