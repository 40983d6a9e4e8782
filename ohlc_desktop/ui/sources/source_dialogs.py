"""The dialogs of sources with what fills them: reading on a worker thread, changes in a child process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ohlc_desktop.core.clock import Clock, iso
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.sources.source_commands import Failed, SourceCommands
from ohlc_desktop.ui.sources.choice_steps import ChoiceStep
from ohlc_desktop.ui.sources.order_dialog import OrderDialog
from ohlc_desktop.ui.sources.sessions_dialog import SessionsDialog

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.sources.source_commands import TakenOut
    from ohlc_desktop.services.sources.source_reading import Comparison, SessionList, SourceList
    from ohlc_desktop.ui.sources.compare_dialog import CompareDialog


class SourceDialogs(QObject):
    """Opens the dialogs, at most one of each, and does what is wished there. Call :meth:`close` before it is deleted.

    Attributes:
        changed: Stored candles changed.
        compare: The dialog with values side by side; None while it is closed. So are ``sessions`` and ``order``.
    """

    changed = Signal()

    def __init__(
        self, profile: Profile, clock: Clock, parent: QObject | None = None, command: Sequence[str] = ()
    ) -> None:
        """``command`` is the program that changes candles, without arguments; this program if not given."""
        super().__init__(parent)
        self._profile, self._clock = profile, clock
        self._work = BackgroundWorker("sources", self)
        self._commands = SourceCommands(profile, self, command)
        self._commands.given_up.connect(self._after_cancel)
        self.compare: CompareDialog | None = None
        self.sessions: SessionsDialog | None = None
        self.order: OrderDialog | None = None
        self._listed: tuple[Instrument, Timeframe]
        self._given: Timeframe

    def close(self) -> None:
        """End everything; a change that is at work is not made."""
        self._commands.stop()
        self._work.stop()
        for dialog in (self.compare, self.sessions, self.order):
            if dialog is not None:
                dialog.deleteLater()
        self.compare = self.sessions = self.order = None

    # -- one session -------------------------------------------------------------------------------

    def show_candle(
        self, window: QWidget, instrument: Instrument, timeframe: Timeframe, stamp: int, asked_for: bool = True
    ) -> None:
        """Show what sources say of the session of a candle, and of the candle if that was asked for."""
        from ohlc_desktop.ui.sources.compare_dialog import (
            CompareDialog,  # needs numpy, which others have loaded by then
        )

        if self.compare is not None:
            self.compare.close()
        self.compare = dialog = CompareDialog(instrument.symbol, window)
        read = partial(self._read_comparison, dialog, instrument, timeframe, stamp, asked_for)
        dialog.steps_wanted.connect(lambda steps: self._choose(dialog, read, deque(steps), 0))
        self._open(dialog, "compare")
        read(stamp if asked_for else None)

    def _read_comparison(
        self,
        dialog: CompareDialog,
        instrument: Instrument,
        timeframe: Timeframe,
        stamp: int,
        asked_for: bool,
        begin: int | None = None,
    ) -> None:
        profile, now = self._profile, self._clock.now()

        def show(found: Comparison | None) -> None:
            if dialog is self.compare:
                dialog.show_comparison(found, begin)

        self._work.run(
            lambda: _reading().read_comparison(profile, instrument, timeframe, stamp, now, asked_for),
            show,
            partial(self._fail, dialog),
        )

    def _choose(self, dialog: CompareDialog, read: Callable[[], object], steps: deque[ChoiceStep], count: int) -> None:
        """Do one step after another; each is stored by itself."""
        shown = dialog.comparison
        if not steps or shown is None:
            if dialog is self.compare:
                dialog.show_changed(count)
            self.changed.emit()
            self._after_choice(read)
            return
        step = steps.popleft()
        symbol, timeframe = shown.instrument.symbol, shown.timeframe.name

        def done(changed: int) -> None:
            self._choose(dialog, read, steps, count + changed)

        if step.source:
            self._commands.choose(symbol, timeframe, step.when, step.source, done, partial(self._refused, dialog, read))
        else:
            self._commands.take_back(symbol, timeframe, step.when, done, partial(self._refused, dialog, read))

    def _refused(self, dialog: CompareDialog, read: Callable[[], object], error: OhlcError) -> None:
        """What was done before it is stored."""
        if dialog is self.compare:
            dialog.show_error(error)
            read()
        self.changed.emit()

    def _after_choice(self, read: Callable[[], object]) -> None:
        if self.compare is not None:
            read()
        if self.sessions is not None:
            self._read_sessions(self.sessions, *self._listed)

    def choose(
        self, instrument: Instrument, timeframe: Timeframe, stamp: int, source: str, done: Callable[[int], object],
        failed: Failed,
    ) -> None:  # fmt: skip
        """Let what a source (its name in the archive) says of a candle stand; without one, take such a choice back.

        ``done`` gets the number of candles that changed.
        """
        when = iso(stamp)[: len("2026-11-23")] if timeframe.daily else iso(stamp)

        def told(changed: int) -> None:
            done(changed)
            self.changed.emit()

        place = (instrument.symbol, timeframe.name, when)
        if source:
            self._commands.choose(*place, source, told, failed)
        else:
            self._commands.take_back(*place, told, failed)

    # -- the sessions of a series ------------------------------------------------------------------

    def show_sessions(self, window: QWidget, instrument: Instrument, timeframe: Timeframe) -> None:
        """Show how the sessions of a series are witnessed."""
        if self.sessions is not None:
            self.sessions.close()
        self._listed = (instrument, timeframe)
        self.sessions = dialog = SessionsDialog(instrument.symbol, timeframe.name, window)
        dialog.older_wanted.connect(partial(self._read_sessions, dialog, instrument, timeframe))
        dialog.compare_wanted.connect(partial(self._compare_day, dialog))
        dialog.order_wanted.connect(lambda: self.show_order(dialog))
        self._open(dialog, "sessions")
        self._read_sessions(dialog, instrument, timeframe)

    def _read_sessions(
        self, dialog: SessionsDialog, instrument: Instrument, timeframe: Timeframe, before: int | None = None
    ) -> None:
        profile, now = self._profile, self._clock.now()

        def show(found: SessionList) -> None:
            if dialog is self.sessions:
                self._given = found.timeframe
                dialog.show_sessions(found, more=before is not None)

        self._work.run(
            lambda: _reading().read_sessions(profile, instrument, timeframe, now, before),
            show,
            partial(self._fail, dialog),
        )

    def _compare_day(self, dialog: SessionsDialog, day: int) -> None:
        """Show the candles of the session of a trade date."""
        profile, now, given, instrument = self._profile, self._clock.now(), self._given, self._listed[0]
        if given.daily:
            self.show_candle(dialog, instrument, TIMEFRAMES["1d"], day * DAY)
            return

        def show(stamp: int | None) -> None:
            if stamp is not None and dialog is self.sessions:
                self.show_candle(dialog, instrument, given, stamp, asked_for=False)

        self._work.run(lambda: _reading().open_of(profile, instrument, day, now), show, partial(self._fail, dialog))

    # -- the order ---------------------------------------------------------------------------------

    def show_order(self, window: QWidget) -> None:
        """Show which source counts more."""
        if self.order is not None:
            self.order.raise_()
            self.order.activateWindow()
            return
        self.order = dialog = OrderDialog(window)
        dialog.check_wanted.connect(partial(self._check, dialog))
        dialog.apply_wanted.connect(partial(self._apply, dialog))
        dialog.removal_check_wanted.connect(partial(self._check_removal, dialog))
        dialog.removal_wanted.connect(partial(self._remove, dialog))
        dialog.cancel_wanted.connect(partial(self._cancel, dialog))
        self._commands.progress.connect(dialog.show_progress)
        self._open(dialog, "order")
        self._read_sources(dialog)

    def _read_sources(self, dialog: OrderDialog) -> None:
        profile = self._profile

        def show(found: SourceList) -> None:
            if dialog is self.order:
                dialog.show_sources(found)

        self._work.run(lambda: _reading().read_sources(profile), show, partial(self._fail, dialog))

    def _check(self, dialog: OrderDialog, names: list[str]) -> None:
        def done(changed: dict[str, int]) -> None:
            if dialog is self.order:
                dialog.show_checked(names, changed)

        self._commands.prefer(names, True, done, partial(self._fail, dialog))

    def _apply(self, dialog: OrderDialog, names: list[str]) -> None:
        def done(changed: dict[str, int]) -> None:
            self._after_change(dialog, lambda: dialog.show_applied(changed))

        self._commands.prefer(names, False, done, partial(self._fail, dialog))

    def _check_removal(self, dialog: OrderDialog, name: str) -> None:
        def done(found: dict[str, TakenOut], _backup: str) -> None:
            if dialog is self.order:
                dialog.show_removal(name, found)

        self._commands.remove(name, True, done, partial(self._fail, dialog))

    def _remove(self, dialog: OrderDialog, name: str) -> None:
        def done(found: dict[str, TakenOut], backup: str) -> None:
            self._after_change(dialog, lambda: dialog.show_removed(name, found, backup))

        self._commands.remove(name, False, done, partial(self._fail, dialog))

    def _after_change(self, dialog: OrderDialog, tell: Callable[[], object]) -> None:
        """Read the order anew where it is shown, then tell what was done; sessions too."""

        def show(found: SourceList) -> None:
            if dialog is self.order:
                dialog.show_sources(found)
                tell()

        if dialog is self.order:
            self._work.run(lambda: _reading().read_sources(self._profile), show, partial(self._fail, dialog))
        self.changed.emit()
        if self.sessions is not None:
            self._read_sessions(self.sessions, *self._listed)

    def _after_cancel(self) -> None:
        """What was done before a change was cancelled is stored; what was only weighed changed nothing."""
        if self.order is not None and self.order.in_earnest:
            self._after_change(self.order, self.order.show_cancelled)

    def _cancel(self, dialog: OrderDialog) -> None:
        self._commands.cancel()
        dialog.show_cancelled()

    # -- inside ------------------------------------------------------------------------------------

    def _open(self, dialog: QDialog, name: str) -> None:
        def forget() -> None:
            if getattr(self, name) is dialog:
                setattr(self, name, None)

        dialog.destroyed.connect(forget)  # with the window that it belongs to
        dialog.finished.connect(forget)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _fail(self, dialog: CompareDialog | SessionsDialog | OrderDialog, error: OhlcError) -> None:
        """Tell an error where it was asked, unless that is closed."""
        if dialog in (self.compare, self.sessions, self.order):
            dialog.show_error(error)


def _reading() -> Any:
    """Loads numpy the first time."""
    from ohlc_desktop.services.sources import source_reading

    return source_reading
