"""A window of charts: toolbar, drawing tools and one to four charts, of which one is active.

The toolbar acts on the active chart. Typing a letter or digit anywhere opens the box that asks for another symbol or
timeframe.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.chart.data.data_views import DataViews
from ohlc_desktop.ui.chart.drawing_dialogs.drawing_actions import DrawingActions
from ohlc_desktop.ui.chart.menus.context_menus import ContextMenus
from ohlc_desktop.ui.chart.navigation.range_bar import RangeBar
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.toolbar.drawing_bar import DrawingBar
from ohlc_desktop.ui.chart.toolbar.menus import ActiveChart, Snap
from ohlc_desktop.ui.chart.toolbar.toolbar import Toolbar
from ohlc_desktop.ui.chart.window.chart_actions import ChartActions
from ohlc_desktop.ui.chart.window.column_axes import ColumnAxes
from ohlc_desktop.ui.chart.window.layouts import Board, ChartLayout
from ohlc_desktop.ui.chart.window.placing import place_of, put_back
from ohlc_desktop.ui.chart.window.supplies import Supplies
from ohlc_desktop.ui.chart.window.window_keys import WindowKeys
from ohlc_desktop.ui.chart.window.window_state import CellState, WindowState
from ohlc_desktop.ui.widgets.passing_note import PassingNote

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.toolbar.symbol_finder import SymbolFinder

_FIRST_SIZE = (1120, 720)


class ChartWindow(QWidget):
    """One window.

    Attributes:
        cells: Its charts, in reading order.
        toolbar: Above the charts; ``drawing`` beside them; ``ranges`` below.
        data: Tells the active chart in figures.
        new_wanted: Another window with the same chart.
        unknown_typed: A name that is no instrument offered: the finder is to be told what it means.
        favourites_chosen: Timeframes that are to have buttons, in all windows (tuple[str, ...]).
        changed: Something of it is to be remembered.
        shown_again: It came back to the front.
        closing: It is about to close; ``all_closing`` all windows of charts are to.
    """

    new_wanted = Signal()
    unknown_typed = Signal(str)
    favourites_chosen = Signal(object)
    changed = Signal()
    shown_again = Signal()
    closing = Signal()
    all_closing = Signal()

    def __init__(self, state: WindowState, supplies: Supplies, favourites: Sequence[str]) -> None:
        super().__init__()
        self._supplies, self._favourites = supplies, tuple(favourites)
        self.cells: list[ChartCell] = []
        self._spare: list[CellState] = []
        self._layout = state.layout
        self._active = 0
        self._sizes: tuple[tuple[int, ...], ...] = ()
        self._closed = self._maximised = False
        self._finder: SymbolFinder | None = None
        self._offered: tuple[Sequence[Instrument], Sequence[Instrument]] = ((), ())
        self.toolbar, self.drawing, self._board, self.ranges = Toolbar(), DrawingBar(), Board(), RangeBar()
        self._axes = ColumnAxes(self)
        self._doing = ChartActions(self, lambda: self.active, lambda: self.cells, self.tell, supplies)
        feed = supplies.feed.display_name
        self._context = ContextMenus(self, lambda: self.active, self._doing, self.toolbar.menus, feed)
        self._drawing_actions = DrawingActions(self, supplies.memory, self._doing.edit_indicator)
        self._build()
        self._connect()
        self.cells = [self._make_cell(cell) for cell in state.cells[: state.layout.charts]]
        self._board.lay_out(state.layout, self.cells)
        self._align_axes()
        self._board.set_sizes(state.sizes)
        self.activate(min(state.active, len(self.cells) - 1))
        self.data.show_panel(state.data)
        if not put_back(self, state.geometry, state.place):
            self.resize(QSize(*_FIRST_SIZE).boundedTo(self.screen().availableSize()))

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def active(self) -> ChartCell:
        """The chart that the toolbar acts on."""
        return self.cells[self._active]

    @property
    def state(self) -> WindowState:
        """All of it that is remembered."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        sizes = self._sizes if self._maximised else self._board.sizes()
        cells = tuple(cell.state for cell in self.cells)
        return WindowState(cells, self._layout, self._active, sizes, geometry, place_of(self), self.data.shown)

    @property
    def in_sight(self) -> bool:
        """Whether somebody can see it."""
        return self.isVisible() and not self.isMinimized()

    def activate(self, number: int) -> None:
        """Let the toolbar act on this chart."""
        if number != self._active and self._maximised:
            self.maximise(False)
        self._active = number
        for each, cell in enumerate(self.cells):
            cell.set_active(each == number, divided=len(self.cells) > 1)
            cell.replay.hand_over(self.active.replay)
        self.drawing.attach(self.active.view.tool)
        self.data.follow(self.active)
        self._drawing_actions.follow(self.active)
        self._show_state()

    def set_layout(self, layout: ChartLayout) -> None:
        """Show as many charts as the layout has; the active one stays, and those that go come back with more room."""
        if layout is self._layout:
            return
        self.maximise(False)
        active, self._layout = self.active, layout
        kept = self.cells[: layout.charts]
        if active not in kept:
            kept[-1] = active
        gone = [cell for cell in self.cells if cell not in kept]
        self._spare = [*(cell.state for cell in gone), *self._spare][:3]
        while len(kept) < layout.charts:
            kept.append(self._make_cell(self._spare.pop(0) if self._spare else active.state))
        self.cells = kept
        self._board.lay_out(layout, kept)
        self._align_axes()
        for cell in gone:
            cell.let_go()
            cell.hide()
            cell.deleteLater()
        self.activate(kept.index(active))
        active.setFocus()
        self.changed.emit()

    def offer(self, watched: Sequence[Instrument], others: Sequence[Instrument]) -> None:
        """What can be typed: the watchlist, then what else there is."""
        self._offered = (watched, others)
        if self._finder is not None:
            self._finder.offer(watched, others)

    @property
    def finder(self) -> SymbolFinder:
        """Asks for a symbol or timeframe. Made when it is first wanted: the first picture does not wait for it."""
        if self._finder is None:
            from ohlc_desktop.ui.chart.toolbar.symbol_finder import SymbolFinder

            self._finder = found = SymbolFinder(self)
            found.offer(*self._offered)
            found.chosen.connect(lambda symbol, timeframe: self.active.switch(symbol, timeframe))
            found.compared.connect(self._doing.compare)
            found.leaving.connect(self._focus_chart)
            found.unknown.connect(self.unknown_typed)
        return self._finder

    def show_favourites(self, names: Sequence[str]) -> None:
        """Give these timeframes buttons."""
        self._favourites = tuple(names)
        self._show_state()

    def tell(self, severity: Severity, text: str) -> None:
        """Tell something for some seconds; an empty text ends it."""
        self.note.show_for_a_while(severity, text)

    def bring_up(self) -> None:
        """Show the window in front of others."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.active.setFocus()

    def let_go(self) -> None:
        """Let go of all candles; the window is about to be deleted."""
        self._closed = True
        self.note.stop()
        self.drawing.attach(None)
        self.data.let_go()
        for cell in self.cells:
            cell.let_go()

    @property
    def maximised(self) -> bool:
        """Whether the active chart has all the room."""
        return self._maximised

    def maximise(self, on: bool) -> None:
        """Give the active chart all the room, or show the others again as they were."""
        if on is self._maximised or (on and len(self.cells) == 1):
            return
        if on:
            self._sizes = self._board.sizes()
        self._maximised = on
        self._board.show_only(self.active if on else None)
        if not on:
            self._board.set_sizes(self._sizes)

    def toggle_full(self) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.drawing)
        row.addWidget(self._board, 1)
        save, feed = partial(self._doing.snap, Snap.SAVE_DATA), self._supplies.feed
        origin = self.tr("simulated") if feed.simulated else feed.display_name
        self.data = DataViews(self, self._supplies.inspect, origin, row.addWidget, save, self._supplies.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addLayout(row, 1)
        column.addWidget(self.ranges)
        self.note = PassingNote(self)

    def _connect(self) -> None:
        toolbar, menus, doing = self.toolbar, self.toolbar.menus, self._doing
        toolbar.symbol.clicked.connect(lambda: self._ask(""))
        toolbar.date.clicked.connect(doing.ask_date)
        toolbar.back.clicked.connect(lambda: self.active.visit(self.active.visits.back()))
        toolbar.forward.clicked.connect(lambda: self.active.visit(self.active.visits.forward()))
        menus.timeframe_chosen.connect(lambda name: self.active.switch(self.active.symbol, name))
        menus.favourites_chosen.connect(self.favourites_chosen)
        menus.options_chosen.connect(lambda options: self.active.set_options(options))
        menus.indicator_added.connect(doing.add_indicator)
        menus.indicator_edited.connect(doing.edit_indicator)
        menus.profile_edited.connect(doing.edit_profile)
        menus.compare_wanted.connect(lambda: self._ask("", comparing=True))
        menus.link_chosen.connect(lambda link: self.active.set_link(link))
        menus.layout_chosen.connect(self.set_layout)
        menus.snap_chosen.connect(doing.snap)
        menus.settings_wanted.connect(lambda: doing.open_settings())
        menus.hole_wanted.connect(lambda: self.active.holes.go_on())
        menus.doubt_wanted.connect(lambda: self.active.inspector.go_on())
        menus.data_chosen.connect(self.data.show_panel)
        menus.table_wanted.connect(self.data.open_table)
        self.data.changed.connect(self._show_state)
        self.data.changed.connect(self.changed)
        toolbar.replay.clicked.connect(lambda: self.active.replay.toggle())
        toolbar.replay.clicked.connect(self._focus_chart)
        self.ranges.chosen.connect(lambda wanted: self.active.show_range(wanted))
        self.drawing.chosen.connect(self._focus_chart)
        self.drawing.objects_wanted.connect(lambda: self._drawing_actions.show_list(self.active))
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self._keys = WindowKeys(self, doing, self._supplies.start_import, lambda: self._offered[0])

    def _align_axes(self) -> None:
        self._axes.align([[self.cells[number].view for number in column] for column in self._layout.columns])

    def _make_cell(self, state: CellState) -> ChartCell:
        cell = ChartCell(state, self._supplies)
        self._drawing_actions.serve(cell)
        cell.changed.connect(self._show_state)
        cell.view.crosshair_moved.connect(lambda _stamp: self.data.point(cell))
        cell.changed.connect(self.changed)
        cell.told.connect(partial(self.tell, Severity.OFF))
        cell.feed.missing.connect(partial(self.tell, Severity.ATTENTION))
        legend = cell.view.legend
        for wanted in (legend.settings_wanted, legend.profile_wanted, legend.more_wanted):
            wanted.connect(lambda *_: self.activate(self.cells.index(cell)))  # its buttons do not take the keyboard
        legend.settings_wanted.connect(self._doing.edit_indicator)
        legend.profile_wanted.connect(self._doing.edit_profile)
        legend.more_wanted.connect(self._context.open_left_out)
        cell.inspector.failed.connect(partial(self.tell, Severity.ATTENTION))
        return cell

    # -- the active chart --------------------------------------------------------------------------

    def _show_state(self) -> None:
        cell, series = self.active, self.active.series
        shown = ActiveChart(
            cell.symbol, "" if series is None else series.instrument.name, cell.timeframe, cell.options, cell.link,
            doubts=series is not None and len(series.doubtful) > 0,
            candles=series is not None and len(series) > 0, holes=series is not None and not all(hole.unserved for hole in series.holes),
            can_go_back=bool(cell.visits.past), can_go_forward=bool(cell.visits.future),
            layout=self._layout, favourites=self._favourites, replayed=cell.replay.player.moment is not None,
            data=self.data.shown,
        )  # fmt: skip
        self.toolbar.show_state(shown)
        self.ranges.set_enabled(shown.candles)
        title = self.tr("{symbol} {timeframe} – OHLC Desktop").format(symbol=cell.symbol, timeframe=cell.timeframe)
        self.setWindowTitle(self.tr("{title} (DEMO)").format(title=title) if self._supplies.feed.simulated else title)

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        """The chart that gets the keyboard is the active one."""
        if now is None or self._closed:
            return
        for number, cell in enumerate(self.cells):
            if number != self._active and cell.isAncestorOf(now):
                self.activate(number)

    def _focus_chart(self) -> None:
        self.active.setFocus()

    # -- doing -------------------------------------------------------------------------------------

    def _ask(self, text: str, comparing: bool = False) -> None:
        self.finder.ask((self.active.symbol, self.active.timeframe), text, comparing)

    # -- events ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """A letter or digit that no control wanted asks for another chart; Esc leaves the full screen."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """The menu of the place where the pointer is, or of what the keyboard has selected."""
        self._context.open(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Tell when it comes back to the front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and not self._closed:
            self.shown_again.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """What stands over the charts moves with the window."""
        super().resizeEvent(event)
        self.note.place()
        if self._finder is not None and not self._finder.isHidden():
            self._finder.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # named by Qt
        """Tell first: what is remembered of it has to be asked for now."""
        if not self._closed:
            self.closing.emit()
        super().closeEvent(event)
