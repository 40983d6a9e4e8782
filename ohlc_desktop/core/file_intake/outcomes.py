"""What has become of a file that was taken in, from the events of the process that did it."""

from __future__ import annotations

from dataclasses import dataclass

from ohlc_desktop.core.importing.events import Failure, RunDone
from ohlc_desktop.core.messages import NOTHING, Message

#: The exit codes of a command where all went well, and where another import is at work.
DONE, BUSY = 0, 4


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What has become of a file.

    Attributes:
        path: The file.
        added: Candles that were written, those of derived timeframes too.
        revised: Candles that have other values now.
        refused: Rows that were put into quarantine.
        message: The outcome in a sentence.
        failure: Why it was not, or not wholly, stored, and what to do; empty where it went well.
        busy: Another import was at work: it is to be tried again.
        cancelled: A person wanted it to end.
    """

    path: str
    added: int = 0
    revised: int = 0
    refused: int = 0
    message: Message = NOTHING
    failure: Message = NOTHING
    busy: bool = False
    cancelled: bool = False


def outcome_of(
    path: str, result: RunDone | None, failure: Failure | None, code: int, silence: Message, cancelled: bool
) -> FileOutcome:
    """The outcome of a file.

    Args:
        path: The file.
        result: The last event of the process; None if it never came.
        failure: What it told to be wrong.
        code: Its exit code.
        silence: What to say where it told nothing.
        cancelled: A person wanted it to end.
    """
    counts = (result.written, result.revised, result.quarantined) if result is not None else (0, 0, 0)
    told = result.message if result is not None else NOTHING
    why = NOTHING
    if cancelled:
        why = Message("Cancelled: whole sessions of it may be stored.")
    elif failure is not None:
        why = failure.text
    elif code != DONE:
        why = told or silence
    return FileOutcome(path, *counts, told, why, code == BUSY, cancelled)
