"""The coverage page: whether the stored candles are complete, at a glance, and what can be done where they are not.

A snapshot of the store, the running import and the time go into :class:`CoverageModel`; the page shows its matrix,
a line that sums it up, a legend with counts, and the details of what is selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.request import ImportRequest, SeriesKey, repair_request
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, importing_now, repairable
from ohlc_desktop.ui.coverage.first_import import FirstImport
from ohlc_desktop.ui.coverage.legend import Legend
from ohlc_desktop.ui.coverage.matrix import MatrixView
from ohlc_desktop.ui.coverage.menus import MatrixMenus
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.coverage.series_details import SeriesDetails
from ohlc_desktop.ui.coverage.summary import CoverageSummary
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.tables import SearchField
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_reading import SeriesWitness

#: How often the ages are brought up to date while the page is visible.
_AGES_MS = 30_000


class CoveragePage(QWidget):
    """The matrix with everything around it.

    Attributes:
        chart_wanted: Open the chart of an instrument and timeframe.
        import_wanted: Import now; an :class:`ImportRequest` for the watchlist or for a repair.
        known_wanted: Count how well the candles of an instrument and timeframe are known, for :meth:`show_known`.
        witness_wanted: Find out how a series is witnessed, for :meth:`show_witness`: an ``Instrument``, and its timeframe.
        sessions_wanted: Show how its sessions are witnessed.
        order_wanted: Show the order of sources.
    """

    chart_wanted = Signal(str, str)
    import_wanted = Signal(object)
    known_wanted = Signal(str, str)
    witness_wanted = Signal(object, str)
    sessions_wanted = Signal(object, str)
    order_wanted = Signal()

    def __init__(
        self, clock: Clock, settings: Callable[[], Settings], feed: FeedSpec, parent: QWidget | None = None
    ) -> None:
        """
        Args:
            clock: The one clock.
            settings: The settings in force.
            feed: Where candles come from.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._clock, self._settings = clock, settings
        self._snapshot: Snapshot | None = None
        self._import = ImportState()
        self._sought: SeriesKey | None = None

        self.model = CoverageModel(feed, self)
        self._ages = QTimer(self, interval=_AGES_MS, timerType=Qt.TimerType.CoarseTimer)
        self._ages.timeout.connect(self._show_time)
        # a double click opens the chart: nothing may move under the pointer before it can be told from a click
        self._unfold = QTimer(self, singleShot=True, interval=QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._unfold.timeout.connect(self._show_details)
        self._build(feed)
        self._connect()
        self._show_all()

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the store holds."""
        self._snapshot = snapshot
        self.model.show_snapshot(snapshot, self._settings().timeframes, self._clock.now())
        self._show_all()
        self._seek()

    def show_import(self, state: ImportState) -> None:
        """Follow an import."""
        before, self._import = self._import, state
        totals = self.model.totals
        self.model.show_importing(importing_now(state))
        if state.phase.active != before.phase.active or self.model.totals is not totals:
            self._show_all()

    def select(self, symbol: str, timeframe: str) -> None:
        """Select a series and show its details; a filter that hides it is lifted.

        Before the first snapshot this waits for it. Of an instrument that is no longer watched, the page says so.
        """
        self._sought = (symbol, timeframe)
        self._seek()

    def show_known(self, symbol: str, timeframe: str, counts: KnownCounts) -> None:
        """Show how well the candles of a series are known."""
        self.details.show_known((symbol, timeframe), counts)

    def show_witness(self, symbol: str, timeframe: str, found: SeriesWitness) -> None:
        """Show how a series is witnessed."""
        self.details.show_witness((symbol, timeframe), found)

    def repair(self, cells: Iterable[Cell]) -> None:
        """Ask for what is missing in these cells, unless an import runs or nothing is missing."""
        found = repairable(cells)
        if self._may_repair(found):
            self.import_wanted.emit(repair_request(found))

    # -- building ----------------------------------------------------------------------------------

    def _build(self, feed: FeedSpec) -> None:
        self.matrix = MatrixView(self.model)
        self.details = SeriesDetails(feed)
        self.start = FirstImport(feed)
        self._notice = TintedLabel()
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        self._pages = QStackedWidget()
        for page in (self._notice, self.start, self._make_board()):
            self._pages.addWidget(page)
        vbox(self._pages, parent=self, margins=(MARGIN, GAP, MARGIN, GAP))
        self.setFocusProxy(self.matrix)

    def _make_board(self) -> QWidget:
        upper, self.legend = QWidget(), Legend()
        vbox(self._make_top(), (self.matrix, 1), self.legend, parent=upper, margins=(0, 0, 0, GAP // 2))
        self._board = QSplitter(Qt.Orientation.Vertical)
        self._board.addWidget(upper)
        self._board.addWidget(self.details)
        self._board.setStretchFactor(0, 1)
        self._board.setCollapsible(0, False)
        self.details.hide()
        return self._board

    def _make_top(self) -> QHBoxLayout:
        self.summary = CoverageSummary()
        name = self.tr("Filter instruments by symbol or name")
        self.filter = SearchField(self.tr("Filter instruments"), name, self)
        self.filter.setFixedWidth(180)
        self.repair_all = QPushButton()
        self.repair_all.setAccessibleName(self.tr("Repair everything that is not complete"))
        return hbox((self.summary, 1), self.filter, self.repair_all)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.start.button.clicked.connect(lambda: self.import_wanted.emit(ImportRequest()))
        self.repair_all.clicked.connect(lambda: self.repair(self.model.every_cell()))
        self.matrix.selection_moved.connect(self._show_selection)
        self.matrix.details_wanted.connect(self._enter_details)
        self.matrix.repair_wanted.connect(self._repair_selected)
        self.matrix.doubleClicked.connect(self._open_chart)
        self.details.repair.clicked.connect(self._repair_selected)
        self.details.chart_wanted.connect(self.chart_wanted)
        self.details.known_wanted.connect(self.known_wanted)
        self.details.witness_wanted.connect(self.witness_wanted)
        self.details.sessions_wanted.connect(self.sessions_wanted)
        self._connect_menus()

    def _connect_menus(self) -> None:
        menus = MatrixMenus(self.matrix, self.model, self._offer_repair)
        menus.details_wanted.connect(self._enter_details)
        menus.chart_wanted.connect(self._open_chart)
        menus.sessions_wanted.connect(self._open_sessions)
        menus.order_wanted.connect(self.order_wanted)
        menus.repair_wanted.connect(self.repair)

    # -- the page as a whole -----------------------------------------------------------------------

    def _show_all(self) -> None:
        if self._snapshot is None:
            self._show_notice(self.tr("Reading the database …"))
        elif not self._snapshot.known:  # what is empty because it could not be read is no statement about the data
            state = self._snapshot.database
            why = shown(sentences(state.problem, state.fix))
            self._show_notice(self.tr("Whether your data is complete is not known.\n{why}").format(why=why))
        elif not self._snapshot.watched:
            self._show_notice(self.tr("The watchlist is empty. Add instruments on the page Watchlist."))
        elif self._snapshot.first_start and not self._import.phase.active:
            self.start.show_plan(self._snapshot.watched, self._settings())
            self._pages.setCurrentWidget(self.start)
        else:
            self._pages.setCurrentWidget(self._board)
            self._show_summary()
            self._show_selection()

    def _show_notice(self, text: str) -> None:
        self._notice.setText(text)
        self._pages.setCurrentWidget(self._notice)

    def _show_summary(self) -> None:
        self.legend.show_states(self.model.totals)
        self._show_totals()
        self._offer_repair(self.repair_all, self.model.every_cell(), self.tr("Repair &all {count}"))

    def _show_totals(self) -> None:
        assert self._snapshot is not None
        active = self._import.phase.active
        self.summary.show_totals(self.model.totals, self._snapshot.database, active, self._clock.now())

    def _show_time(self) -> None:
        """Ages grow."""
        self.model.show_time(self._clock.now())
        if self._pages.currentWidget() is self._board:
            self._show_totals()
            self._show_selection()

    # -- selection ---------------------------------------------------------------------------------

    def _seek(self) -> None:
        if self._sought is None or self._snapshot is None:
            return
        key, self._sought = self._sought, None
        if not self.model.place(key).isValid():
            self.filter.clear()
        place = self.model.place(key)
        if not place.isValid():
            self.filter.setText(key[0])  # and the matrix says that nothing of the watchlist matches
            return
        self.matrix.setCurrentIndex(place)
        self.matrix.setFocus()
        self._show_details()

    def _show_selection(self) -> None:
        cells = self.matrix.selected_cells()
        hint = self.tr("Select a series for details, double-click it for its chart")
        self.legend.show_hint("" if cells else hint)
        if not cells:
            self._unfold.stop()
            self.details.hide()
            return
        self.details.show_cells(cells, self.model.view_of(cells[0].key) if len(cells) == 1 else None)
        self._offer_repair(self.details.repair, cells, self.tr("&Repair {count} series"))
        if self.details.isHidden():
            self._unfold.start()

    def _show_details(self) -> None:
        """Unfold the details; the current cell stays in sight."""
        if not self.matrix.selectionModel().hasSelection():
            return
        self._unfold.stop()
        self.details.show()
        height = self.details.minimumHeight()
        self._board.setSizes([max(self._board.height() - height, 0), height])
        QTimer.singleShot(0, self, lambda: self.matrix.scrollTo(self.matrix.currentIndex()))

    def _enter_details(self) -> None:
        """Bring the details up, and the keyboard to the first thing that can be done there."""
        current = self.matrix.currentIndex()
        if current.isValid() and not self.matrix.selectionModel().hasSelection():
            self.matrix.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if self.details.isHidden() or not self._board.sizes()[1]:
            self._show_details()
        self.details.take_focus()

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self.matrix.show_hint("" if self.model.rowCount() else self.tr("No instrument of the watchlist matches."))

    # -- repair ------------------------------------------------------------------------------------

    def _may_repair(self, found: tuple[SeriesKey, ...]) -> bool:
        return bool(found) and not self._import.phase.active and not self._unreadable

    @property
    def _unreadable(self) -> bool:
        """Whether the database could not be read at the last look."""
        return self._snapshot is not None and bool(self._snapshot.database.problem)

    def _offer_repair(self, action: QPushButton | QAction, cells: Iterable[Cell], text: str) -> None:
        """Say what a button or action repairs, or why it does not."""
        found = repairable(cells)
        action.setText(text.format(count=wording.count(len(found))) if found else self.tr("Nothing to repair"))
        action.setEnabled(self._may_repair(found))
        action.setToolTip(self._repair_tip(found))

    def _repair_tip(self, found: tuple[SeriesKey, ...]) -> str:
        if self._import.phase.active:
            return self.tr("An import is running; repair what is still missing when it has ended.")
        if self._unreadable:
            return self.tr("The database cannot be read: what is missing in it is not known at the moment.")
        if not found:
            return self.tr("Nothing that the feed could still bring is missing here.")
        symbols = list(dict.fromkeys(symbol for symbol, _ in found))
        needed = {TIMEFRAMES[name].source for _, name in found}
        return self.tr("Asks the feed only for what is missing in {symbols}, as {sources} candles.").format(
            symbols=", ".join(symbols[:8]) + (" …" if len(symbols) > 8 else ""),
            sources=", ".join(timeframe.name for timeframe in COLUMNS if timeframe.name in needed),
        )

    def _repair_selected(self) -> None:
        self.repair(self.matrix.selected_cells())

    # -- what is opened ----------------------------------------------------------------------------

    def _open_chart(self, place: QModelIndex) -> None:
        cell = self.model.cell(place.row(), place.column())
        if cell.candles:
            self.chart_wanted.emit(*cell.key)

    def _open_sessions(self, place: QModelIndex) -> None:
        cell = self.model.cell(place.row(), place.column())
        self.sessions_wanted.emit(self.model.instrument(place.row()), cell.timeframe)

    # -- sleeping ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Catch up with the time."""
        super().showEvent(event)
        self._show_time()
        self._ages.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # named by Qt
        """Sleep while nobody looks."""
        self._ages.stop()
        self._unfold.stop()
        super().hideEvent(event)
