"""The history: the last 30 days at a glance, every run below, and what became of each series in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QWidget

from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.store.ledger import Item, Run
from ohlc_desktop.ui.history import texts as history_text
from ohlc_desktop.ui.history.day_line import DayLine
from ohlc_desktop.ui.history.model import HistoryModel
from ohlc_desktop.ui.history.nodes import NodeKind, about
from ohlc_desktop.ui.history.run_days import Day, days_of, summary
from ohlc_desktop.ui.history.run_strip import RunStrip
from ohlc_desktop.ui.history.tree import HistoryTree
from ohlc_desktop.ui.widgets.boxes import CENTRE, hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence, SpokenLabel
from ohlc_desktop.ui.widgets.tables import SearchField, framed
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

_ALL, _NOT_SKIPPED, _PROBLEMS = range(3)
_DETAIL_LINES = 2


class HistoryPage(QWidget):
    """What was imported when, and what became of it.

    Attributes:
        items_wanted: Number of a run whose items somebody wants to see; answer with :meth:`show_items`.
        show_series: Instrument and timeframe that somebody wants to look at.
    """

    items_wanted = Signal(int)
    show_series = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.model = HistoryModel(self)
        self.strip = RunStrip()
        self.tree = HistoryTree(self.model)
        self._build()
        self._connect()

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the runs of the store; what is selected and open stays so."""
        self._snapshot = snapshot
        self.strip.show_days(days_of(snapshot.runs, snapshot.taken, snapshot.trade_dates))
        self._look_at(self.strip.looked)
        self._filter()

    def show_items(self, run: int, items: Sequence[Item]) -> None:
        """Show what became of each instrument and timeframe in a run."""
        self.model.set_items(run, items)

    def select_run(self, run: int) -> None:
        """Select a run and bring it into view; a filter that hides it is taken off."""
        if not self.model.index_of_run(run).isValid():
            self._show_all()
        index = self.model.index_of_run(run)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.tree.scrollTo(index)

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = heading(QLabel(self.tr("Last 30 days")))
        self.day_line = DayLine()
        self.day_line.setObjectName("day-line")
        top = vbox(hbox(self._title, (self.day_line, 1), spacing=GAP * 2), self.strip)
        list_ = vbox(self._make_tools(), (self._make_middle(), 1), self._make_details())
        vbox(top, (list_, 1), parent=self, margins=MARGIN, spacing=2 * GAP)

    def _make_tools(self) -> QHBoxLayout:
        self.shown = QComboBox()
        self.shown.addItems([self.tr("All days"), self.tr("Without skipped days"), self.tr("Problems only")])
        self.shown.setAccessibleName(self.tr("Which runs to show"))
        filters = self.tr("Filter by date, trigger, result or reason")
        self.search = SearchField(filters, self.tr("Filter the runs by text"), self)
        self.copy_button = QPushButton(self.tr("Co&py"))
        self.copy_button.setToolTip(
            self.tr("Copy the selected rows, or all that are shown, as text for a spreadsheet (Ctrl+C)")
        )
        return hbox(self.shown, (self.search, 1), self.copy_button)

    def _make_middle(self) -> QStackedWidget:
        self._nothing = Sentence()
        self._nothing.setObjectName("nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_all_button = QPushButton(self.tr("Show &all runs"))
        empty = QWidget()
        vbox(1, self._nothing, (self._show_all_button, CENTRE), 1, parent=empty)
        self._middle = QStackedWidget()
        self._middle.addWidget(framed(self.tree))
        self._middle.addWidget(empty)
        return self._middle

    def _make_details(self) -> QLabel:
        self.details = SpokenLabel(self.tr("About the selected row"))
        self.details.setObjectName("run-details")
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.details.setMinimumHeight(self.fontMetrics().lineSpacing() * _DETAIL_LINES + 2)
        return self.details

    def _connect(self) -> None:
        self.strip.chosen.connect(self.select_run)
        self.strip.looked_at.connect(self._look_at)
        self.shown.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self._show_all_button.clicked.connect(self._show_all)
        self.copy_button.clicked.connect(self.copy)
        self.tree.copy_action.triggered.connect(self.copy)
        self.tree.expanded.connect(self._opened)

        self.tree.activated.connect(self._activated)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.tree.selectionModel().selectionChanged.connect(self._selection_changed)
        self.tree.selectionModel().currentChanged.connect(self._selection_changed)

    # -- filtering ---------------------------------------------------------------------------------

    def _wanted(self, run: Run, now: float) -> bool:
        shown = self.shown.currentIndex()
        if shown == _PROBLEMS and not run.state.problem:
            return False
        if shown == _NOT_SKIPPED and run.state is RunState.SKIPPED:
            return False
        return history_text.matches(run, self.search.text(), now)

    def _filter(self) -> None:
        if self._snapshot is None:
            return
        now = self._snapshot.taken
        runs = [run for run in self._snapshot.runs if self._wanted(run, now)]
        for run in self.model.set_runs(runs, now):
            self._renew_items(run)
        self._say_if_empty(len(runs))
        self._selection_changed()

    def _renew_items(self, run: int) -> None:
        """A run has changed: what is open below it is read again."""
        if self.tree.isExpanded(self.model.index_of_run(run)):
            self.items_wanted.emit(run)
        else:
            self.model.forget_items(run)

    def _say_if_empty(self, runs: int) -> None:
        any_run = self._snapshot is not None and bool(self._snapshot.runs)
        self._nothing.setText(self._nothing_text(any_run))
        self._show_all_button.setVisible(any_run)
        for widget in (self._title, self.day_line, self.strip, self.shown, self.search, self.copy_button, self.details):
            widget.setVisible(any_run)
        self.copy_button.setEnabled(bool(runs))
        self._middle.setCurrentIndex(0 if runs else 1)

    def _nothing_text(self, any_run: bool) -> str:
        if any_run:
            return self.tr("No run matches the filter.")
        if self._snapshot is not None and not self._snapshot.known:
            return self.tr("Earlier imports are not known: the database cannot be read.")
        return self.tr("Nothing was imported yet. Every import will be listed here, with what it wrote and why.")

    def _show_all(self) -> None:
        self.shown.setCurrentIndex(_ALL)
        self.search.clear()

    # -- looking -----------------------------------------------------------------------------------

    def _look_at(self, day: Day | None) -> None:
        if day is None:
            self.day_line.show_parts(summary(self.strip.days))
        else:
            self.day_line.show_parts([(day.severity, "  ·  ".join((day.title, *day.lines[:1])))])

    def _opened(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is None or node.run is None:
            return
        if node.children is None or node.run.state is RunState.RUNNING:
            self.model.expect_items(node.run.id)
            self.items_wanted.emit(node.run.id)

    def _activated(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is None:
            return
        if node.item is not None:
            self.show_series.emit(node.item.symbol, node.item.timeframe)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _selection_changed(self) -> None:
        node = self.model.node(self.tree.currentIndex())
        hint = self.tr("Select a run to read its reason; open it to see what became of each series.")
        self.details.setText(hint if node is None else about(node))
        role = QPalette.ColorRole
        self.details.setForegroundRole(role.PlaceholderText if node is None else role.WindowText)
        top = node
        while top is not None and top.parent is not None:
            top = top.parent
        self.strip.select(top.run.id if top is not None and top.run is not None else None)

    def _show_menu(self, point: QPoint) -> None:
        node = self.model.node(self.tree.indexAt(point))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tree.copy_action)
        if node is not None and node.kind is NodeKind.ITEM and node.item is not None:
            item = node.item
            show = menu.addAction(
                self.tr("&Show {symbol} {timeframe}").format(symbol=item.symbol, timeframe=item.timeframe)
            )
            show.triggered.connect(lambda: self.show_series.emit(item.symbol, item.timeframe))
        menu.popup(self.tree.viewport().mapToGlobal(point))

    # -- copying -----------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected rows, or everything that is shown, tab separated with headings."""
        QGuiApplication.clipboard().setText(history_text.tab_separated(self._copied()))

    def _copied(self) -> list[tuple[str, ...]]:
        nodes = (self.model.node(index) for index in self.tree.selected())
        lines = [self.model.copied(node) for node in nodes if node is not None]
        return [line for line in lines if line is not None] or self.model.all_copied()
