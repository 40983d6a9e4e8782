"""The top of the window: Import now (or Cancel), the next run with a countdown, the last run with what it wrote."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason, Start
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.ui.importing.texts import progress_text
from ohlc_desktop.ui.widgets.boxes import MIDDLE, hbox, vbox
from ohlc_desktop.ui.widgets.labels import ElidedLabel, PrimaryButton, TintedLabel
from ohlc_desktop.ui.widgets.style.strokes import ground
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

_SECOND = 1000
_BAR = 4


class Header(QWidget):
    """What is asked first: when was it imported, when next, how far is it. Always of the same height.

    Attributes:
        import_wanted: Ctrl+I, or the button while nothing is imported; an :class:`ImportRequest`.
        cancel_wanted: It was pressed during an import.
    """

    import_wanted = Signal(object)
    cancel_wanted = Signal()

    def __init__(self, clock: Clock, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._schedule: ScheduleStatus | None = None
        self._import = ImportState()
        self._last: Run | None = None
        self._since_start = QElapsedTimer()
        self._first_start = False
        self._seconds = QTimer(self, interval=_SECOND)
        self._seconds.timeout.connect(self._tick)
        self._build(demo)
        self._show_all()

    # -- what is shown -----------------------------------------------------------------------------

    def show_schedule(self, schedule: ScheduleStatus) -> None:
        """Show when the next import is due, or why not."""
        self._schedule = schedule
        self._next.show_text(self._next_text())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the last run."""
        self._last = snapshot.last_run
        self._first_start = snapshot.first_start
        self._show_last()
        self._show_button()

    def show_import(self, state: ImportState) -> None:
        """Follow an import."""
        self._import = state
        self._show_button()
        self._show_progress()

    # -- building ----------------------------------------------------------------------------------

    def _build(self, demo: bool) -> None:
        upcoming, doing, last = self.tr("Next import"), self.tr("Importing"), self.tr("Last import")
        self._next, self._last_run = (ElidedLabel(colour="text", title=title) for title in (upcoming, last))
        self._doing = ElidedLabel(colour="text", title=self.tr("Import progress"))
        self._idle = (TintedLabel(upcoming), self._next)
        self._busy = (TintedLabel(doing), self._doing)
        lines = QGridLayout()
        lines.setHorizontalSpacing(GAP + GAP // 2)
        lines.setVerticalSpacing(GAP // 2)
        lines.setColumnStretch(1, 1)
        for row, cells in ((0, self._idle), (0, self._busy), (1, (TintedLabel(last), self._last_run))):
            for column, label in enumerate(cells):
                lines.addWidget(label, row, column)
        lines.setColumnMinimumWidth(
            0, max(self.fontMetrics().horizontalAdvance(text) for text in (upcoming, doing, last))
        )
        badge = (_Badge(self.tr("DEMO"), self.tr("Simulated candles, not a real market.")),) if demo else ()
        top = hbox(*badge, (lines, 1), (self._make_button(), MIDDLE), spacing=MARGIN)
        vbox(top, self._make_bar(), parent=self, margins=(MARGIN, MARGIN, MARGIN, GAP))

    def _make_button(self) -> PrimaryButton:
        self.button = PrimaryButton(self.tr("&Cancel import"))  # the longest of its texts decides the width
        self.button.setObjectName("import-button")
        self.button.clicked.connect(self._pressed)
        shortcut = QShortcut(QKeySequence("Ctrl+I"), self)
        shortcut.activated.connect(lambda: self.import_wanted.emit(ImportRequest()))
        return self.button

    def _make_bar(self) -> QProgressBar:
        """Its place stays while nothing is imported: the pages never move."""
        self._bar = QProgressBar(textVisible=False, maximum=1000)
        self._bar.setFixedHeight(_BAR)
        self._bar.setAccessibleName(self.tr("Import progress"))
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._bar.hide()
        return self._bar

    # -- texts -------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        self._show_button()
        self._next.show_text(self._next_text())
        self._show_last()
        self._show_progress()

    def _show_button(self) -> None:
        words = {
            Phase.STARTING: self.tr("&Cancel import"),
            Phase.RUNNING: self.tr("&Cancel import"),
            Phase.CANCELLING: self.tr("Cancelling…"),
        }
        self.button.setText(words.get(self._import.phase, self.tr("&Import now")))
        self.button.set_primary(not (self._import.phase.active or self._first_start))  # the page has one then
        self.button.setEnabled(self._import.phase is not Phase.CANCELLING)
        self.button.setAccessibleName(self.button.text().replace("&", ""))
        self.button.setToolTip(
            self.tr("What was answered stays stored; the next import asks for the rest.")
            if self._import.phase.active
            else self.tr("Ask for everything that is missing, for the whole watchlist (Ctrl+I)")
        )

    def _next_text(self) -> str:
        schedule = self._schedule
        if schedule is None:
            return self.tr("…")
        if schedule.problem:
            return self.tr("unknown while the database cannot be read")
        if schedule.waiting_for_network:
            return self.tr("as soon as the feed answers")
        if isinstance(schedule.decision, Start):
            return self.tr("about to start")
        if schedule.decision.reason is ScheduleWaitReason.PAUSED:
            return self.tr("paused; without that {when}").format(when=self._when(schedule.next_run.timestamp()))
        if schedule.decision.reason is ScheduleWaitReason.RETRY:
            return self.tr("another attempt {when}").format(when=self._when(schedule.decision.until))
        return self._when(schedule.next_run.timestamp())

    def _when(self, due: float) -> str:
        """A moment in Los Angeles and in the chosen zone, and the time until then."""
        parts = (wording.when_pacific(due), wording.beside_pacific(due))
        left = self.tr("in {left}").format(left=wording.span(due - self._clock.now()))
        return " · ".join(part for part in (*parts, left) if part)

    def _show_last(self) -> None:
        run = self._last
        if run is None:
            self._last_run.show_text(self.tr("none yet"))
            return
        parts = [wording.when(run.started), shown(run.trigger.word), shown(run.state.word), *self._wrote(run)]
        if run.reason and run.state.severity is not Severity.OK:
            parts.append(shown(run.reason))
        self._last_run.show_text(" · ".join(parts))

    def _wrote(self, run: Run) -> Iterator[str]:
        """What a run brought; of what is seldom, only where there is some."""
        yield self.tr("{written} candles written").format(written=wording.count(run.written))
        if run.revised:
            yield self.tr("{revised} revised").format(revised=wording.count(run.revised))
        if run.quarantined:
            yield self.tr("{rows} rows quarantined").format(rows=wording.count(run.quarantined))

    def _tick(self) -> None:
        self._next.show_text(self._next_text())
        self._show_progress()

    def _show_progress(self) -> None:
        state = self._import
        active = state.phase.active
        for label in self._idle:
            label.setVisible(not active)
        for widget in (*self._busy, self._bar):
            widget.setVisible(active)
        if not active:
            return
        fraction = state.fraction
        self._bar.setRange(0, 0 if fraction is None else 1000)
        self._bar.setValue(round((fraction or 0) * 1000))
        self._doing.show_text(progress_text(state, self._clock.now()))

    # -- doing -------------------------------------------------------------------------------------

    def _pressed(self) -> None:
        if not self._import.phase.active:
            self._since_start.start()
            self.import_wanted.emit(ImportRequest())
        elif not self._since_start.isValid() or self._since_start.hasExpired(QApplication.doubleClickInterval()):
            self.cancel_wanted.emit()  # and not by the second half of a double click

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Count down only while somebody looks."""
        super().showEvent(event)
        self._show_all()
        self._seconds.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # named by Qt
        """Sleep while nobody looks."""
        self._seconds.stop()
        super().hideEvent(event)


class _Badge(QLabel):
    """A word on a coloured ground."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Ground, frame and word in the colours of the moment."""
        c = colours(self)
        with QPainter(self) as painter:
            ground(painter, self.rect(), c.attention_soft, c.attention, corner=4.0)
            painter.setPen(c.attention)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
