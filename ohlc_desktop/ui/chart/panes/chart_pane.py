"""One chart of a window: the picture, what feeds it, and what is said of it over the picture.

The user's wishes come in by :meth:`ChartCell.switch`, :meth:`ChartCell.set_options` and the view itself; models come
from the :class:`~ohlc_desktop.ui.chart.panes.chart_feed.ChartFeed`; what is wrong is told by a banner or, without candles, in the place
of the picture.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ohlc_desktop.core.chart.axes.steps import Steps
from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.ranges import ChartRange
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError, StoreBusy
from ohlc_desktop.core.timeframes import timeframe
from ohlc_desktop.ui.chart.inspection.candle_inspector import Inspector
from ohlc_desktop.ui.chart.navigation.hole_guide import HoleGuide
from ohlc_desktop.ui.chart.navigation.latest_button import LatestButton
from ohlc_desktop.ui.chart.navigation.range_guide import RangeGuide
from ohlc_desktop.ui.chart.navigation.roll_guide import RollGuide
from ohlc_desktop.ui.chart.panes.chart_feed import ChartFeed
from ohlc_desktop.ui.chart.panes.notices import EmptyState, LinkDot, LoadingHint
from ohlc_desktop.ui.chart.panes.status_teller import StatusTeller
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.chart.profile.profile_overlay import ProfileOverlay
from ohlc_desktop.ui.chart.replay.chart_replay import ChartReplay
from ohlc_desktop.ui.chart.texts import LINK_COLOURS
from ohlc_desktop.ui.chart.window.links import Link
from ohlc_desktop.ui.chart.window.supplies import Supplies
from ohlc_desktop.ui.chart.window.window_state import CellState
from ohlc_desktop.ui.shell.banner import Banner
from ohlc_desktop.ui.widgets.theme import GAP, colours

_LINE = 2
#: A database that was in use is looked at again after so many milliseconds.
AGAIN_MS = 2000


class ChartCell(QWidget):
    """One chart.

    Attributes:
        view: The picture.
        visits: The series that it shows, and those that it has shown before.
        options: How it is drawn.
        link: What it shares with others.
        feed: What gives it its models.
        profiles: Keeps its volume profiles up.
        inspector: Says what is known of single candles.
        replay: Shows it as it stood at earlier moments.
        ranges: Shows ranges that are asked for with one click.
        holes: Leads to its missing candles.
        rolls: Says what is known of its rolls.
        told: A sentence for the user, about what was wanted here; empty when the last one is done with.
        error: Why nothing could be loaded; None once something was.
        changed: Something that toolbar and title show is another now.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, state: CellState, supplies: Supplies, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supplies = supplies
        self.visits = Steps((state.symbol, state.timeframe))
        self.options, self.link = state.options, state.link
        self.error: OhlcError | None = None
        self._active = self._divided = self._gone = False
        self._fresh = True  # nothing of the present series was shown yet
        self.view = ChartView()
        self.banner = Banner()
        self.feed = ChartFeed(supplies.make_loader, supplies.work, self)
        self.profiles = ProfileOverlay(self.view, supplies.make_profile_loader(self))
        self.replay = ChartReplay(self.view, self.feed, self)
        self.ranges = RangeGuide(self.view, lambda: self.series)
        self._build()
        self._connect()
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._dot.show_colour(LINK_COLOURS.get(self.link.colour))
        self.view.set_options(self.options)
        supplies.links.join(self)
        self.load()

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def symbol(self) -> str:
        """Its instrument."""
        return self.visits.now[0]

    @property
    def timeframe(self) -> str:
        """Name of its timeframe."""
        return self.visits.now[1]

    @property
    def state(self) -> CellState:
        """All of it that is remembered."""
        return CellState(self.symbol, self.timeframe, self.options, self.link)

    @property
    def series(self) -> ChartSeries | None:
        """The series that is drawn; None while it is being loaded."""
        return None if self._fresh or self.view.model is None else self.view.model.series

    # -- what the user wants -----------------------------------------------------------------------

    def switch(self, symbol: str, name: str) -> None:
        """Show another series, because the user chose it here.

        Raises:
            UsageError: there is no such timeframe.
        """
        self.visit(self.visits.to((symbol, timeframe(name).name)))

    def visit(self, visits: Steps[tuple[str, str]], leading: bool = True) -> None:
        """Show the series that comes now in a history like ``visits``; linked charts follow one that is ``leading``."""
        if visits is self.visits:
            return
        self.visits = visits
        if not self.view.picking:
            self.told.emit("")  # what was said of the series before
        self.load()
        self.changed.emit()
        if leading:
            self._supplies.links.switched(self)

    def show_range(self, wanted: ChartRange) -> None:
        """Show a range that ends with the newest candle, in the timeframe that suits it."""
        self.ranges.wanted = wanted
        if self.timeframe == wanted.timeframe:
            self.ranges.show()
        else:
            self.switch(self.symbol, wanted.timeframe)

    def set_options(self, options: ChartOptions) -> None:
        """Draw in another way."""
        self.options = options
        self.view.set_options(options)
        self.profiles.update()
        self.feed.set_options(options)
        self.changed.emit()

    def set_link(self, link: Link) -> None:
        """Share other things, or with other charts."""
        self.link = link
        self._dot.show_colour(LINK_COLOURS.get(link.colour))
        self._place_dot()
        self._supplies.links.linked(self)
        self.changed.emit()

    # -- what happens around it --------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for new candles; what is in sight stays in sight. After an error everything is read anew."""
        if self.error is None:
            self.feed.refresh()
            self.profiles.refresh()
        else:
            self.load()

    def load(self) -> None:
        """Load what is to be shown now; what the user looks at stays in sight, where it has candles."""
        self.error, self._fresh = None, True
        self._again.stop()
        self._put_away()
        self.feed.show(self.symbol, self.timeframe, self.options, self._reach())

    def show_status(self) -> None:
        """Say over the picture, or in its place, what is wrong as far as it is known now."""
        self._teller.show()

    def compare_sources(self, stamp: int) -> None:
        """Show what each source says of the candle at a stamp, and of its session."""
        series = self.series
        if series is not None:
            self._put_away()
            self._supplies.compare(self.window(), series.instrument, series.timeframe, stamp)

    def set_active(self, active: bool, divided: bool) -> None:
        """Whether the toolbar acts on it, and whether there are others beside it."""
        if (active, divided) != (self._active, self._divided):
            self._active, self._divided = active, divided
            self._column.setContentsMargins(0, _LINE if divided else 0, 0, 0)
            self.update()

    def _put_away(self) -> None:
        """Close what is said of a place of the chart."""
        self.holes.card.put_away()
        self.rolls.card.put_away()
        self.inspector.put_away()

    def let_go(self) -> None:
        """Let go of all candles; the chart is about to be deleted."""
        self._gone = True
        self._again.stop()
        self.replay.player.let_go()
        self.inspector.put_away()
        self._supplies.links.leave(self)
        self.feed.forget()
        self.profiles.forget()
        self.loading.set_busy(False)

    def _build(self) -> None:
        layout = self.banner.layout()
        if layout is not None:  # less air than above the pages of the main window
            layout.setContentsMargins(GAP, 3, GAP, 3)
            first = layout.itemAt(0)
            if first is not None:
                first.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.view, 1)
        self.empty = EmptyState(self.view)
        self.loading = LoadingHint(self.view)
        self.holes = HoleGuide(self.view, lambda: self.series, lambda: self._supplies.known(self.symbol).importing)
        self.rolls = RollGuide(self.view, lambda: self.series)
        self.inspector = Inspector(self.view, self._supplies.inspect)
        self.latest = LatestButton(self.view)
        self._dot = LinkDot(self.view)
        self._teller = StatusTeller(self, self._supplies.known, self._supplies.start_import, self._supplies.watch)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        view = self.view
        view.resized.connect(self._arrange)
        view.range_changed.connect(partial(self._supplies.links.moved, self))
        view.crosshair_moved.connect(partial(self._supplies.links.pointed, self))
        for guide, other in ((self.holes, self.rolls), (self.rolls, self.holes)):
            guide.opening.connect(self.inspector.put_away)
            guide.opening.connect(other.card.put_away)
            self.inspector.opening.connect(guide.card.put_away)
        self.replay.player.changed.connect(self._show_title)
        self.replay.player.changed.connect(self.changed)
        self.replay.player.moved.connect(partial(self._supplies.links.replayed, self))
        self.replay.told.connect(self.told)
        self.ranges.told.connect(self.told)
        self.inspector.compare_wanted.connect(self.compare_sources)
        view.options_changed.connect(self._options_changed)
        view.tool.changed.connect(lambda drawings: self._supplies.drawings.keep(view.tool.symbol, drawings))
        self.feed.ready.connect(self._show_model)
        self.feed.failed.connect(self._fail)
        self.feed.busy.connect(self.loading.set_busy)
        self.holes.card.repair.clicked.connect(self._teller.repair)
        self._supplies.drawings.changed.connect(self._show_drawings)

    # -- loading -----------------------------------------------------------------------------------

    def _reach(self) -> int | None:
        """Stamp of the oldest candle that is wanted, or of the newest in sight unless that is the newest of all."""
        time = self.view.time
        if self.ranges.wanted is not None:
            return self.ranges.reach()
        if time is None or time.follows():
            return None
        return self.view.visible_range()[1] or None

    def _show_model(self, model: ChartModel) -> None:
        first, self._fresh, self.error = self._fresh, False, None
        self._show_title()
        self.view.show_model(model, keep_view=self.view.time is not None)
        self.ranges.show()
        if first:
            self._load_drawings()
        self._again.stop()
        self._place_dot()
        self.show_status()
        self.changed.emit()

    def _show_title(self) -> None:
        """Begin the legend with what keeps the chart from being taken for the market as it is now."""
        title = ""
        if self.replay.player.moment is not None:
            title = self.tr("REPLAY · {symbol}").format(symbol=self.symbol)
        elif self._supplies.feed.simulated:
            title = self.tr("DEMO · {symbol}").format(symbol=self.symbol)
        self.view.set_title(title)

    def _fail(self, error: OhlcError) -> None:
        self.error = error
        if self._fresh:  # nothing of another series may be drawn on behind what is said now
            self.view.show_nothing()
            if self.view.tool.symbol != self.symbol:
                self.view.tool.set_drawings(self.symbol, [])
        if isinstance(error, StoreBusy):
            self._again.start()
        self.show_status()

    def _look_again(self) -> None:
        """The database was in use; one who does not see the chart is shown it when the window comes to the front."""
        if isinstance(self.error, StoreBusy) and self.isVisible():
            self.load()

    # -- drawings ----------------------------------------------------------------------------------

    def _load_drawings(self) -> None:
        """What is drawn for the instrument; nothing until it is known."""
        symbol = self.symbol
        if self.view.tool.symbol != symbol:
            self.view.tool.set_drawings(symbol, [])
        self._supplies.drawings.load(symbol, partial(self._show_drawings, symbol))

    def _show_drawings(self, symbol: str, drawings: list[Drawing]) -> None:
        if not self._gone and symbol == self.view.tool.symbol:
            self.view.tool.set_drawings(symbol, drawings)

    # -- looks -------------------------------------------------------------------------------------

    def _options_changed(self, options: ChartOptions) -> None:
        """The user changed something in the picture itself, which shows it already."""
        self.options = options
        self.feed.set_options(options)
        self.changed.emit()

    def _arrange(self) -> None:
        """What stands over the picture fits it."""
        room = self.view.rect()
        self.empty.setGeometry(room)
        self.loading.move(GAP, room.height() - self.loading.sizeHint().height() - 4 * GAP)
        self._place_dot()
        self._put_away()

    def _place_dot(self) -> None:
        """In the upper right corner, beside the axis."""
        if not self._dot.isHidden():
            self._dot.move(round(self.view.plot_width) - self._dot.width() - GAP, GAP - 2)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A line above the chart that the toolbar acts on; a quiet one above the others."""
        if self._divided:
            c = colours(self)
            with QPainter(self) as painter:
                painter.fillRect(0, 0, self.width(), _LINE, c.accent if self._active else c.line)
