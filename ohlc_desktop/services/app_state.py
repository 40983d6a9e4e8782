"""The one application state: what happens is reduced into it here, and views render it.

Services tell the model what happened by one of the reducers below; views connect to :attr:`AppModel.changed` and show
what is in the state that concerns them. Nobody else keeps a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.file_intake.watching import NOT_WATCHED, WatchState
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.updates import NOT_ASKED, UpdateState

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Report
    from ohlc_desktop.hub.following.health import HubHealth
    from ohlc_desktop.hub.reading import SharedWatchlist
    from ohlc_desktop.services.health.health_checks import Indicators
    from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
    from ohlc_desktop.services.store_access.snapshot import Snapshot
    from ohlc_desktop.store.watchlist_summary import WatchlistSummary

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything that views tell of.

    Attributes:
        settings: Those in force.
        settings_error: Why the settings' files cannot be used.
        pause_forced: The environment decides whether the schedule is paused.
        importing: The import that runs, or the last one.
        schedule: What the schedule is about to do; None before its first look.
        summary: The watchlist in a few numbers; None before it was read.
        snapshot: The store as last looked at; None while no window was opened, and again when it is forgotten.
        watched: The symbols on the watchlist, as last looked at.
        store: Names what is stored, as last looked at: another name means that a backup was put back.
        indicators: How everything around the program stood when it was last checked.
        error: What went wrong in the background since it last went well, such as a database that is locked.
        fault: One line about an unexpected fault of ours; empty without.
        reports: Of such faults, not shown yet, newest first.
        watched_folder: The folder that is watched for files, and what waits in it.
        updates: What is known of newer versions.
        hub: What was heard of the hub last; None without one, and before anything was heard.
        push_error: Why the hub was not told of what a person changed; None once it was pushed to again.
    """

    settings: Settings
    settings_error: OhlcError | None = None
    pause_forced: bool = False
    importing: ImportState = field(default_factory=ImportState)
    schedule: ScheduleStatus | None = None
    summary: WatchlistSummary | None = None
    snapshot: Snapshot | None = None
    watched: frozenset[str] = frozenset()
    store: str = ""
    indicators: Indicators = field(default_factory=dict)
    error: OhlcError | None = None
    fault: str = ""
    reports: tuple[Report, ...] = ()
    watched_folder: WatchState = NOT_WATCHED
    updates: UpdateState = NOT_ASKED
    hub: HubHealth | None = None
    push_error: OhlcError | None = None


class AppModel(QObject):
    """Holds the state.

    Attributes:
        changed: The new :class:`AppState` and the one before.
    """

    changed = Signal(object, object)

    def __init__(self, state: AppState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = self._emitted = state
        self._emitting = False

    @property
    def state(self) -> AppState:
        """As it is now."""
        return self._state

    def apply(self, reducer: Callable[Concatenate[AppState, P], AppState], *args: P.args, **kwargs: P.kwargs) -> None:
        """Make something that happened part of the state, and tell the views of it.

        What a view applies while it is told is told next, so that all views see all states in one order.
        """
        self._state = reducer(self._state, *args, **kwargs)
        if self._emitting:
            return
        self._emitting = True
        while self._emitted is not self._state:
            before, self._emitted = self._emitted, self._state
            self.changed.emit(self._emitted, before)
        self._emitting = False


# -- reducers: each returns the state that follows, or the same one where nothing is different -----------


def settings_read(state: AppState, settings: Settings, error: OhlcError | None, pause_forced: bool) -> AppState:
    """The settings were read, or could not be."""
    return replace(state, settings=settings, settings_error=error, pause_forced=pause_forced)


def import_changed(state: AppState, importing: ImportState) -> AppState:
    """An import went on, or ended."""
    return replace(state, importing=importing)


def folder_looked_into(state: AppState, watched: WatchState) -> AppState:
    """The watched folder was looked into, or something became of a file in it."""
    return replace(state, watched_folder=watched)


def updates_told(state: AppState, updates: UpdateState) -> AppState:
    """Somebody asked for the newest version, or was answered."""
    return replace(state, updates=updates)


def hub_heard(state: AppState, hub: HubHealth | None) -> AppState:
    """The hub was connected, lost, or pushed to; or the settings name none any more."""
    newest = [each.state.push for each in (state.hub, hub) if each is not None and each.state is not None]
    told = hub is None or (len(newest) > 1 and newest[1] > newest[0])
    return replace(state, hub=hub, push_error=None if told else state.push_error)


def push_ended(state: AppState, error: OhlcError | None) -> AppState:
    """The hub was told of what a person changed, or could not be."""
    return replace(state, push_error=error)


def shared_lists(state: AppState) -> tuple[SharedWatchlist, ...]:
    """The watchlists that other machines share with one that follows the hub."""
    return state.hub.shared if state.hub is not None and state.settings.follows else ()


def schedule_decided(state: AppState, schedule: ScheduleStatus) -> AppState:
    """The schedule was looked at."""
    return replace(state, schedule=schedule)


def summary_read(state: AppState, summary: WatchlistSummary) -> AppState:
    """The watchlist was read in a few numbers; a database that can be read again ends its error."""
    return replace(state, summary=summary, error=state.error if summary.problem else None)


def store_read(state: AppState, snapshot: Snapshot) -> AppState:
    """The store was looked at; a database that can be read again ends its error."""
    return replace(
        state, snapshot=snapshot, watched=frozenset(instrument.symbol for instrument in snapshot.watched),
        store=snapshot.store or state.store, error=state.error if snapshot.database.problem else None,
    )  # fmt: skip


def snapshot_forgotten(state: AppState) -> AppState:
    """Nobody looks at the store any more."""
    return replace(state, snapshot=None)


def health_checked(state: AppState, indicators: Indicators) -> AppState:
    """Everything around the program was checked."""
    return replace(state, indicators=indicators)


def failed(state: AppState, error: OhlcError) -> AppState:
    """Something went wrong in the background; told until it goes well again."""
    return replace(state, error=error)


def went_well(state: AppState) -> AppState:
    """What had gone wrong went well."""
    return replace(state, error=None) if state.error is not None else state


def fault_noted(state: AppState, fault: str, reports: Sequence[Report]) -> AppState:
    """A fault of ours was logged, and perhaps reported; an empty one only brings reports."""
    return replace(state, fault=fault or state.fault, reports=tuple(reports))


def fault_read(state: AppState) -> AppState:
    """Somebody has read about the faults."""
    return replace(state, fault="", reports=())
