"""The top of the window: Import now (or Cancel), the next run with a countdown, the last run with what it wrote."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
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
from ohlc_desktop.ui.widgets.boxes import MIDDLE, TOP, hbox, vbox
from ohlc_desktop.ui.widgets.labels import PrimaryButton, SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

_SECOND = 1000


class Header(QWidget):
    """What is asked first: is it complete, when was it imported, when next.

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
        self._next.setText(self._next_text())

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

    def recolour(self) -> None:
        """Take on the colours of a new theme."""
        if self._badge is not None:
            self._badge.colour()

    # -- building ----------------------------------------------------------------------------------

    def _build(self, demo: bool) -> None:
        self._next, self._last_run = self._line(self.tr("Next import")), self._line(self.tr("Last import"))
        lines = QGridLayout()
        lines.setHorizontalSpacing(GAP * 2)
        lines.setVerticalSpacing(GAP // 2)
        lines.setColumnStretch(1, 1)
        for row, (title, value) in enumerate(
            ((self.tr("Next import"), self._next), (self.tr("Last import"), self._last_run))
        ):
            lines.addWidget(TintedLabel(title), row, 0, TOP)
            lines.addWidget(value, row, 1, TOP)
        self.button = PrimaryButton(self.tr("&Cancel import"))  # the longest of its texts decides the width
        self.button.setObjectName("import-button")
        self.button.clicked.connect(self._pressed)
        shortcut = QShortcut(QKeySequence("Ctrl+I"), self)
        shortcut.activated.connect(lambda: self.import_wanted.emit(ImportRequest()))
        self._badge = _Badge(self.tr("DEMO"), self.tr("Simulated candles, not a real market.")) if demo else None
        badge = (self._badge,) if self._badge is not None else ()
        top = hbox(*badge, (lines, 1), (self.button, MIDDLE), spacing=MARGIN)
        vbox(top, self._make_progress(), parent=self, margins=(MARGIN, MARGIN, MARGIN, GAP))

    def _line(self, title: str) -> SpokenLabel:
        label = SpokenLabel(title)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _make_progress(self) -> QWidget:
        self._bar = QProgressBar(textVisible=False, maximum=1000)
        self._bar.setMaximumHeight(8)
        self._bar.setAccessibleName(self.tr("Import progress"))
        self._doing = self._line(self.tr("Import progress"))
        self._strip = QWidget()
        vbox(self._bar, self._doing, parent=self._strip, spacing=GAP // 2)
        self._strip.hide()
        return self._strip

    # -- texts -------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        self._show_button()
        self._next.setText(self._next_text())
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
        """A moment in both zones, and the time until then."""
        return self.tr("{pacific}  ·  {local} here  ·  in {left}").format(
            pacific=wording.when_pacific(due), local=wording.time_here(due), left=wording.span(due - self._clock.now())
        )

    def _show_last(self) -> None:
        run = self._last
        if run is None:
            self._last_run.setText(self.tr("none yet"))
            return
        wrote = self.tr("wrote {written} candles, revised {revised}").format(
            written=wording.count(run.written), revised=wording.count(run.revised)
        )
        if run.quarantined:
            wrote += self.tr(", quarantined {rows} rows").format(rows=wording.count(run.quarantined))
        text = self.tr("{when}  ·  {trigger}  ·  {result}, {wrote}").format(
            when=wording.when_local(run.started), trigger=shown(run.trigger.word),
            result=shown(run.state.word), wrote=wrote,
        )  # fmt: skip
        self._last_run.setText(
            f"{text}\n{shown(run.reason)}" if run.reason and run.state.severity is not Severity.OK else text
        )

    def _tick(self) -> None:
        self._next.setText(self._next_text())
        self._show_progress()

    def _show_progress(self) -> None:
        state = self._import
        self._strip.setVisible(state.phase.active)
        if not state.phase.active:
            return
        fraction = state.fraction
        self._bar.setRange(0, 0 if fraction is None else 1000)
        self._bar.setValue(round((fraction or 0) * 1000))
        self._doing.setText(progress_text(state, self._clock.now()))

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
        self.colour()

    def colour(self) -> None:
        """Take on the colours of the theme; its own palette follows its style sheet."""
        c = colours()
        self.setStyleSheet(
            f"color: {c.attention.name()}; background: {c.attention_soft.name()}; border: 1px solid"
            f" {c.attention.name()}; border-radius: 4px; padding: 4px 8px; font-weight: 600;"
        )
