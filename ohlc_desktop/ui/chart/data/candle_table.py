"""The table of candles: a window with a row for each candle of the active chart, and the details of the chosen one below."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.chart.data.candle_details import CandleDetails
from ohlc_desktop.ui.chart.data.candle_rows import CandleRows
from ohlc_desktop.ui.chart.data.copying import MOST_COPIED, as_table
from ohlc_desktop.ui.chart.data.table_model import CandleColumn, CandleTableModel
from ohlc_desktop.ui.chart.dialogs.go_to_dialog import GoToDialog, days_of, stamp_of_day
from ohlc_desktop.ui.chart.inspection.candle_inspector import Choose, Inspect
from ohlc_desktop.ui.chart.legend.candle_words import noted_places
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.panes.notices import EmptyState
from ohlc_desktop.ui.chart.texts import zone_word
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.labels import ElidedLabel
from ohlc_desktop.ui.widgets.tables import copy_action, framed
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

_SIZE = (980, 640)
_DETAILS = 190
#: So many candles are measured for the widths of columns.
_MEASURED = 24
_NOTE_MS = 6_000


class CandleTable(QWidget):
    """The window.

    Attributes:
        model: The rows.
        table: Shows them.
        details: What is stored of the chosen one.
        empty: Says why there is no row.
        note: What was done, or why not.
    """

    def __init__(self, inspect: Inspect, feed: str, save: Callable[[], None], parent: QWidget, choose: Choose) -> None:
        """
        Args:
            inspect: Reads what is stored of a candle.
            feed: Name of the feed, for people.
            save: Asks for a file and saves the candles in sight as CSV.
            parent: The window with the charts.
            choose: Lets what a source says of a candle stand.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self._cell: ChartCell | None = None
        self._stamp: int | None = None
        self._save = save
        self.model = CandleTableModel(feed, self)
        self.details = CandleDetails(inspect, feed, self, choose)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fill)
        self._over = QTimer(self, singleShot=True, interval=_NOTE_MS)
        self._build()
        self._connect()
        self.resize(*_SIZE)

    # -- what is shown -----------------------------------------------------------------------------

    def follow(self, cell: ChartCell | None) -> None:
        """Show the candles of this chart; of none."""
        if cell is self._cell:
            return
        if self._cell is not None:
            self._cell.changed.disconnect(self._soon.start)
            self._cell.view.pointed.disconnect(self._follow_crosshair)
        self._cell, self._stamp = cell, None
        if cell is not None:
            cell.changed.connect(self._soon.start)
            cell.view.pointed.connect(self._follow_crosshair)
            self.fill()

    def fill(self) -> None:
        """Show what is so now; the candle that was chosen stays where it is on the screen."""
        self._soon.stop()
        cell = self._cell
        if cell is None:
            return
        before, top = self.model.series, self._top_stamp()
        if self.model.show(cell.view.model if cell.series is not None else None, cell.options):
            self._fit_columns()
            series = self.model.series
            same = before is not None and series is not None and before.instrument.symbol == series.instrument.symbol
            self._come_back(top if same else None)
        self._show_state()

    def let_go(self) -> None:
        """Let go of all candles."""
        self._over.stop()
        self.details.stop()
        self.follow(None)
        self.model.show(None, self.model.options)

    def choose(self, stamp: int) -> None:
        """Choose the candle at a stamp (UTC epoch seconds), or the last one before it."""
        series = self.model.series
        if series is None or not self.model.rowCount():
            return
        place = max(int(np.searchsorted(series.candles.ts, stamp, side="right")) - 1, 0)
        index = self.model.index(self.model.row(place), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self.empty = ElidedLabel(colour="text"), EmptyState()
        self.note = FormNote(filled=True)
        self._stack, split = QStackedWidget(), QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._make_table())
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setSizes([_SIZE[1] - _DETAILS, _DETAILS])
        split.setChildrenCollapsible(False)
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        vbox(
            self._make_head(), self._make_switches(), self.note, (self._stack, 1),
            parent=self, margins=(MARGIN, GAP, MARGIN, GAP),
        )  # fmt: skip

    def _make_switches(self) -> QHBoxLayout:
        self.newest = QCheckBox(self.tr("&Newest first"))
        self.newest.setChecked(True)
        self.following = QCheckBox(self.tr("&Follow the crosshair"))
        self.noted = QCheckBox(self.tr("Only what needs &attention"))
        self.noted.setToolTip(self.tr("Candles that were corrected, and provisional, disputed and suspect ones"))
        return hbox(self.newest, self.following, self.noted, 1, spacing=MARGIN)

    def _make_head(self) -> QHBoxLayout:
        self.date = QPushButton(self.tr("Go to &date…"))
        self.go = QPushButton(self.tr("Show in &chart"))
        self.copy = QPushButton(self.tr("Co&py"))
        self.csv = QPushButton(self.tr("&Save as CSV…"))
        self.date.setToolTip(self.tr("To the first candle of a trade date (Ctrl+G)"))
        self.go.setToolTip(self.tr("Enter, or a double click on the row"))
        self.copy.setToolTip(self.tr("The selected rows with their titles, for a spreadsheet (Ctrl+C)"))
        self.csv.setToolTip(self.tr("The candles that are in sight in the chart"))
        return hbox((self._title, 1), self.date, self.go, self.copy, self.csv)

    def _make_table(self) -> QWidget:
        self.table = table = CandleRows(self.model)
        table.setAccessibleName(self.tr("Candles"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.horizontalHeader().setStretchLastSection(True)
        return framed(table)

    def _connect(self) -> None:
        self.newest.toggled.connect(self._turn)
        self.noted.toggled.connect(self._leave_out)
        self.following.toggled.connect(self._follow_crosshair)
        self.date.clicked.connect(self.ask_date)
        self.go.clicked.connect(self.show_in_chart)
        self.copy.clicked.connect(self.copy_rows)
        self.csv.clicked.connect(self._save)
        self.table.enter_pressed.connect(self.show_in_chart)
        self.table.doubleClicked.connect(self.show_in_chart)
        self.table.selectionModel().currentRowChanged.connect(self._choose_row)
        self._over.timeout.connect(self.note.clear)
        copy_action(self.table, self.tr("&Copy")).triggered.connect(self.copy_rows)
        for keys, action in (("Ctrl+G", self.ask_date), ("Ctrl+W", self.close), ("Esc", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # -- doing -------------------------------------------------------------------------------------

    def ask_date(self) -> None:
        """Ask for a trade date, beginning with that of the chosen candle, and choose its first candle."""
        series = self.model.series
        reach = days_of(series) if series is not None else None
        if series is None or reach is None:
            return
        at = (self._stamp if self._stamp is not None else int(series.candles.ts[-1])) // DAY
        dialog = GoToDialog(*reach, at, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._go)
        dialog.open()

    def _go(self, day: int) -> None:
        if self.model.series is not None and len(self.model.series):
            self.choose(stamp_of_day(self.model.series, day))
            self.table.setFocus()

    def show_in_chart(self) -> None:
        """Bring the chosen candle to the middle of the chart."""
        if self._cell is not None and self._stamp is not None:
            self._cell.view.go_to(self._stamp)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, or say why not."""
        count = sum(part.height() for part in self._parts())
        if not count:
            self._tell(Severity.ATTENTION, self.tr("Select rows first; Ctrl+A selects all."))
        elif count > MOST_COPIED:
            text = self.tr(
                "{count} rows are too many for the clipboard, nothing was copied. Select {most} at most, or write all with: ohlc-desktop export"
            )
            self._tell(Severity.ATTENTION, text.format(count=wording.count(count), most=wording.count(MOST_COPIED)))  # fmt: skip
        else:
            QGuiApplication.clipboard().setText(as_table(self.model, self._selected()))
            self._tell(Severity.OK, self.tr("Rows on the clipboard: {count}").format(count=wording.count(count)))

    def _parts(self) -> list[QItemSelectionRange]:
        """The stretches of rows that are selected; rows of a million are not looked at one by one."""
        selection = self.table.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _selected(self) -> Int64:
        """The places of the selected rows, oldest first."""
        rows = [np.arange(part.top(), part.bottom() + 1, dtype=np.int64) for part in self._parts()]
        return self.model.places(np.unique(np.concatenate(rows)))

    def _tell(self, severity: Severity, text: str) -> None:
        self.note.tell(severity, text)
        self._over.start()

    def _turn(self, newest_first: bool) -> None:
        stamp = self._stamp
        self.model.set_newest_first(newest_first)
        if stamp is not None:
            self.choose(stamp)

    def _leave_out(self, noted_only: bool) -> None:
        stamp = self._stamp
        self.model.set_noted_only(noted_only)
        self._stamp = stamp
        self._come_back(None)
        self._show_state()

    def _follow_crosshair(self) -> None:
        """Choose the candle under the crosshair, where that is wanted."""
        view = self._cell.view if self._cell is not None else None
        place = view.cursor_at.place if view is not None else None
        series = self.model.series
        wanted = self.following.isChecked() and self.isVisible()
        if wanted and series is not None and place is not None and 0 <= place < len(series):
            self.choose(int(series.candles.ts[place]))

    # -- state -------------------------------------------------------------------------------------

    def _choose_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        series = self.model.series
        self._stamp = None
        if series is not None and now.isValid():
            self._stamp = int(series.candles.ts[self.model.place(now.row())])
        self.details.choose(series, self._stamp, self.model.options)
        self._enable()

    def _top_stamp(self) -> int | None:
        """Stamp of the first row in sight; None where that is the first of all, which stays so."""
        row, series = self.table.rowAt(0), self.model.series
        return None if row <= 0 or series is None else int(series.candles.ts[self.model.place(row)])

    def _come_back(self, top: int | None) -> None:
        """Show the row that was at the top there, and choose the candle that was chosen."""
        series, stamp = self.model.series, self._stamp
        if series is None or not self.model.rowCount():
            self._stamp = None
            self.details.choose(None, None, self.model.options)
            return
        self.choose(stamp if stamp is not None else int(series.candles.ts[-1]))
        if top is not None:
            place = max(int(np.searchsorted(series.candles.ts, top, side="right")) - 1, 0)
            self.table.scrollTo(self.model.index(self.model.row(place), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _show_state(self) -> None:
        series, cell = self.model.series, self._cell
        if cell is None:
            return
        name = f"{cell.symbol} {cell.timeframe}"
        self.setWindowTitle(self.tr("Candles of {series}").format(series=name))
        count = len(series) if series is not None else 0
        text = self.tr("{series}, {count} candles, times: {zone}")
        told = text.format(series=name, count=wording.count(count), zone=zone_word(cell.options.zone))
        if cell.options.rth_only:
            told = self.tr("{told}, regular hours only").format(told=told)
        self._title.show_text(told if count else name)
        rows = self.model.rowCount()
        self._stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            self.empty.tell(Severity.OFF, *self._why_empty(cell))
        self.table.setColumnHidden(CandleColumn.TIME, series is not None and series.timeframe.daily)
        self._enable()

    def _why_empty(self, cell: ChartCell) -> tuple[str, str]:
        """Title and sentence: what the chart says in the place of its picture; while it loads, that."""
        if cell.empty.text:
            return cell.empty.words
        if self.model.series is not None and len(self.model.series):
            text = self.tr("No candle was corrected, and none is provisional, disputed or suspect.")
            return self.tr("Nothing needs attention"), text
        return (
            self.tr("The candles are being read …") if cell.series is None else self.tr("There are no candles."),
            "",
        )

    def _enable(self) -> None:
        some = bool(self.model.rowCount())
        for control in (self.newest, self.following, self.date, self.copy, self.csv):
            control.setEnabled(some)
        self.noted.setEnabled(self.model.series is not None and len(self.model.series) > 0)
        self.go.setEnabled(some and self._stamp is not None)

    def _fit_columns(self) -> None:
        """As wide as the oldest, the newest and some candles in between need, and some that there is more to tell of."""
        series, metrics = self.model.series, self.table.fontMetrics()
        if series is None or not len(series):
            return
        spread = np.linspace(0, len(series) - 1, _MEASURED).astype(np.int64)
        places = np.union1d(spread, noted_places(series)[-_MEASURED:]).tolist()
        for column in CandleColumn:
            texts = (self.model.titles[column], *(self.model.text(place, column) for place in places))
            self.table.setColumnWidth(column, max(map(metrics.horizontalAdvance, texts)) + 2 * GAP + 4)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # named by Qt
        """Hidden, it holds no candles."""
        super().closeEvent(event)
        self.let_go()
