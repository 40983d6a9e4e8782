"""Changes of what stands, each by a child process: the window writes no candles, and what it wishes can be cancelled.

A choice is one transaction, made whole or not at all. What takes long is made some sessions at a time: whenever its process
ends, what is done by then is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import Signal

from ohlc_desktop.core.errors import ImportRunning, OhlcError, bare
from ohlc_desktop.core.importing.events import Event, Progress
from ohlc_desktop.services.child_commands.answers import BUSY, document, stated_error
from ohlc_desktop.services.child_commands.command_process import CommandEnd
from ohlc_desktop.services.child_commands.command_queue import CommandQueue

Failed = Callable[[OhlcError], object]


class TakenOut(NamedTuple):
    """What the removal of a source changes of an instrument: candles that go, and those that get another source's values."""

    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Change:
    """A command with who hears of its end."""

    words: tuple[str, ...]
    done: Callable[[dict[str, Any]], object]
    failed: Failed


class SourceCommands(CommandQueue[_Change]):
    """Runs changes one after another; who waits for one that is cancelled hears nothing more.

    Attributes:
        progress: How far the one at work is: steps done, steps in all.
        given_up: One was cancelled and has ended; what it had done by then is stored.
    """

    progress = Signal(int, int)
    given_up = Signal()

    def choose(
        self, symbol: str, timeframe: str, when: str, source: str, done: Callable[[int], object], failed: Failed
    ) -> None:
        """Let what a source says of candles or a session stand; ``when`` is as the command ``sources choose`` takes it.

        ``done`` gets the number of candles that changed.
        """
        self._add(("choose", symbol, timeframe, when, source), lambda told: done(_whole(told.get("changed"))), failed)

    def take_back(self, symbol: str, timeframe: str, when: str, done: Callable[[int], object], failed: Failed) -> None:
        """Take choices back; the arguments are those of :meth:`choose`."""
        self._add(("take-back", symbol, timeframe, when), lambda told: done(_whole(told.get("changed"))), failed)

    def prefer(
        self, names: Sequence[str], dry_run: bool, done: Callable[[dict[str, int]], object], failed: Failed
    ) -> None:
        """Put sources in front, strongest first; ``done`` gets how many candles of each instrument changed, or would.

        Without names a change that was cut off is finished.
        """
        only = ("--dry-run",) if dry_run else ()
        self._add(("prefer", "--progress", *only, *names), lambda told: done(_counts(told)), failed)

    def remove(
        self, name: str, dry_run: bool, done: Callable[[dict[str, TakenOut], str], object], failed: Failed
    ) -> None:
        """Take a source out; ``done`` gets what changed of each instrument, or would, and where the backup is."""
        only = "--dry-run" if dry_run else "--yes"
        self._add(("remove", "--progress", only, name), lambda told: done(_taken_out(told), _text(told)), failed)

    # -- inside ------------------------------------------------------------------------------------

    def _add(self, words: tuple[str, ...], done: Callable[[dict[str, Any]], object], failed: Failed) -> None:
        self.add([_Change(words, done, failed)])

    def _begin(self, task: _Change) -> list[str]:
        action, *rest = task.words
        return ["sources", action, "--json", "--no-push", *rest]  # the hub is told once, when all are made

    def _on_told(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.progress.emit(event.done, event.total)

    def _conclude(self, task: _Change, end: CommandEnd) -> None:
        if end.cancelled:
            self.given_up.emit()
            return
        told = document(end.answer)
        if end.code == 0 and told is not None:
            task.done(told)
        else:
            task.failed(_error(end, told or {}))


def _error(end: CommandEnd, told: dict[str, Any]) -> OhlcError:
    """Why a change was not made."""
    nothing = "Nothing was changed."
    if end.code == BUSY:
        return ImportRunning("Sources cannot be changed while an import runs.", nothing, "Try again when it has ended.")
    if stated := stated_error(told):
        return stated
    if end.refused:
        return OhlcError(
            "The process that changes candles could not be started: {reason}.", nothing, reason=bare(end.refused)
        )
    return OhlcError(
        "The process that changes candles ended unexpectedly (exit code {code}).", nothing, "The log holds the details.",
        code=end.code,
    )  # fmt: skip


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _counts(told: dict[str, Any]) -> dict[str, int]:
    changed = told.get("changed")
    rows = [row for row in changed if isinstance(row, dict)] if isinstance(changed, list) else []
    return {str(row.get("symbol", "")): _whole(row.get("candles")) for row in rows}


def _taken_out(told: dict[str, Any]) -> dict[str, TakenOut]:
    found = told.get("instruments")
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return {
        str(row.get("symbol", "")): TakenOut(_whole(row.get("removed")), _whole(row.get("changed"))) for row in rows
    }


def _text(told: dict[str, Any]) -> str:
    return str(told.get("backup") or "")
