"""The window: header, indicators, what needs attention, and the pages.

It renders what it is given and tells what the user wants; services do the work. Pages are built when they are
first opened, so that the window itself opens at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.file_intake.watching import NOT_WATCHED, WatchState
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.file_intake.dropping import FileDrop
from ohlc_desktop.ui.importing.page import ProgressPage
from ohlc_desktop.ui.shell.banner import Banner
from ohlc_desktop.ui.shell.header import Header
from ohlc_desktop.ui.shell.indicator_strip import IndicatorStrip
from ohlc_desktop.ui.widgets.boxes import vbox
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN


class Page(StrEnum):
    """The pages, in their order."""

    COVERAGE = "coverage"
    IMPORT = "import"
    HISTORY = "history"
    WATCHLIST = "watchlist"
    CONTRACTS = "contracts"
    LOG = "log"
    SETTINGS = "settings"


MakePage = Callable[[], QWidget]
_FIRST_SIZE = (1120, 760)
_SMALLEST = (720, 480)


class MainWindow(QWidget):
    """The one window of the tray process.

    Attributes:
        header, indicators, banner: What stands above the pages.
        zone: In which time zone all of them tell times, said once.
        refresh_wanted: Read everything anew (F5).
        quit_wanted: Quit the program (Ctrl+Q).
        shown: The window became visible or was hidden.
        close_wanted: The user closes the window; decide with ``hide`` or by quitting.
        files_dropped: Files and folders were dropped on it: their paths.
        files_wanted: The user wants to choose files of candles (Ctrl+O).
        waiting_wanted: The user wants to see the files that wait in the watched folder.
    """

    refresh_wanted = Signal()
    quit_wanted = Signal()
    shown = Signal(bool)
    close_wanted = Signal()
    files_dropped = Signal(list)
    files_wanted = Signal()
    waiting_wanted = Signal()

    def __init__(
        self, clock: Clock, demo: bool, makers: Mapping[Page, MakePage], memory: QSettings,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            clock: The one clock.
            demo: Whether the candles are simulated.
            makers: How to build the pages, except the import page.
            memory: Where size and place are kept.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._memory = memory
        self._makers: dict[Page, MakePage] = {Page.IMPORT: self._make_import, **makers}
        self._pages: dict[Page, QWidget] = {}
        self._behind: set[Page] = set()
        self._holders: dict[Page, QVBoxLayout] = {}
        self._snapshot: Snapshot | None = None
        self._import = ImportState()
        self._folder = NOT_WATCHED
        self.header = Header(clock, demo)
        self.indicators = IndicatorStrip()
        self.banner = Banner()
        self.tabs = QTabWidget()
        self.zone = TintedLabel()
        self._clock = clock
        self.setWindowTitle(self.tr("OHLC Desktop (DEMO)") if demo else self.tr("OHLC Desktop"))
        self._lay_out()
        self._connect()
        self._remember()

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the store holds."""
        self._snapshot = snapshot
        self._show_zone()
        self.header.show_snapshot(snapshot)
        for page in self._pages.values():
            if isinstance(page, ShowsSnapshot):
                page.show_snapshot(snapshot)

    def _show_zone(self) -> None:
        name = zones.name_at(self._clock.now())
        self.zone.setText(self.tr("Times: {zone}").format(zone=name))
        tip = self.tr(
            "Times are told in {zone}, which Settings can change; those of the daily import in Los Angeles too."
        )
        self.zone.setToolTip(tip.format(zone=name))

    def show_import(self, state: ImportState) -> None:
        """Follow an import."""
        self._import = state
        self.header.show_import(state)
        self._behind = set(self._pages)
        if self.isVisible():
            self._catch_up()

    def show_folder(self, state: WatchState) -> None:
        """Tell how the watched folder stands."""
        self._folder = state
        page = self._pages.get(Page.IMPORT)
        if isinstance(page, ProgressPage):
            page.folder.show_state(state)

    def page(self, page: Page) -> QWidget:
        """A page, built if it was not yet."""
        widget = self._pages.get(page)
        if widget is None:
            widget = self._pages[page] = self._makers[page]()
            self._holders[page].addWidget(widget)
            if isinstance(widget, ShowsImport):
                widget.show_import(self._import)
            if isinstance(widget, ShowsSnapshot) and self._snapshot is not None:
                widget.show_snapshot(self._snapshot)
        return widget

    def built(self, page: Page) -> QWidget | None:
        """A page if it was opened before."""
        return self._pages.get(page)

    @property
    def current_page(self) -> Page:
        """The page in front."""
        return list(Page)[self.tabs.currentIndex()]

    def open_page(self, page: Page) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex(list(Page).index(page))

    def bring_up(self) -> None:
        """Show the window in front of others."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # -- building ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Pages"))
        self.tabs.setCornerWidget(self.zone)
        self.zone.setContentsMargins(0, 0, MARGIN, GAP + 5)
        self._show_zone()
        titles = {
            Page.COVERAGE: self.tr("Co&verage"), Page.IMPORT: self.tr("I&mport"), Page.HISTORY: self.tr("&History"),
            Page.WATCHLIST: self.tr("&Watchlist"), Page.CONTRACTS: self.tr("Co&ntracts"), Page.LOG: self.tr("&Log"),
            Page.SETTINGS: self.tr("&Settings"),
        }  # fmt: skip
        for page in Page:
            holder = QFrame()
            self._holders[page] = vbox(parent=holder, margins=(0, GAP // 2, 0, 0))
            self.tabs.addTab(holder, titles[page])
        vbox(self.header, self.indicators, self.banner, (self.tabs, 1), parent=self, spacing=0)

    def _make_import(self) -> QWidget:
        page = ProgressPage()
        page.files_wanted.connect(self.files_wanted)
        page.folder.show_wanted.connect(self.waiting_wanted)
        page.folder.show_state(self._folder)
        return page

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._opened)
        FileDrop(self).dropped.connect(self.files_dropped)
        shortcuts: dict[str, Callable[[], object]] = {
            "F5": self.refresh_wanted.emit,
            "Ctrl+Q": self.quit_wanted.emit,
            "Ctrl+W": self.close,
            "Ctrl+O": self.files_wanted.emit,
        }
        for keys, action in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        for number in range(len(Page)):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self).activated.connect(
                lambda chosen=number: self.tabs.setCurrentIndex(chosen)
            )

    def _opened(self) -> None:
        if self.isVisible():
            self.page(self.current_page)
            self._catch_up()

    def _catch_up(self) -> None:
        """Tell the page in front of the import; the others hear of it when they come to the front."""
        page = self.current_page
        widget = self._pages.get(page)
        if page in self._behind and isinstance(widget, ShowsImport):
            widget.show_import(self._import)
        self._behind.discard(page)

    # -- coming and going --------------------------------------------------------------------------

    def _remember(self) -> None:
        geometry = self._memory.value("geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(QSize(*_FIRST_SIZE).boundedTo(self.screen().availableSize()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Build the page in front once the frame is on the screen."""
        super().showEvent(event)
        self.shown.emit(True)
        QTimer.singleShot(0, self, self._opened)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # named by Qt
        """Remember size and place."""
        self._memory.setValue("geometry", self.saveGeometry())
        self.shown.emit(False)
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # named by Qt
        """Leave the decision to the application: the tray may keep running."""
        event.ignore()
        self.close_wanted.emit()


@runtime_checkable
class ShowsSnapshot(Protocol):
    """A page that shows what the store holds."""

    def show_snapshot(self, snapshot: Snapshot, /) -> None:
        """Show it."""


@runtime_checkable
class ShowsImport(Protocol):
    """A page that follows an import."""

    def show_import(self, state: ImportState, /) -> None:
        """Follow it."""
