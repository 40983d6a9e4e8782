"""A folder that is watched for files of candles: which files are whole, and what has become of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.file_intake.previews import FilePreview
from ohlc_desktop.core.messages import NOTHING, Message

#: Endings of what programs are still writing or downloading.
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".opdownload", ".filepart", ".swp", "~")


@dataclass(frozen=True, slots=True)
class FileSignature:
    """What tells a file from what it was before: bytes, and when it was changed, in nanoseconds."""

    size: int
    modified: int


class FileState(StrEnum):
    """What has become of a file in the watched folder."""

    TAKEN = "taken"
    NOTHING_NEW = "nothing_new"
    REFUSED = "refused"
    WAITING = "waiting"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether the file is done with, as long as it does not change; else it is examined again after a start."""
        return self not in (FileState.WAITING, FileState.FAILED)


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """One file that was examined.

    Attributes:
        signature: As it was then; another one means that it has to be examined again.
        state: What has become of it.
    """

    signature: FileSignature
    state: FileState


@dataclass(frozen=True, slots=True)
class WatchState:
    """The watched folder as views show it.

    Attributes:
        folder: Empty where none is watched.
        problem: Why it cannot be looked into.
        waiting: Files that need an answer before anything of them can be stored.
        working: Files that are being examined or taken in.
    """

    folder: str = ""
    problem: Message = NOTHING
    waiting: tuple[FilePreview, ...] = ()
    working: int = 0


#: No folder is watched.
NOT_WATCHED = WatchState()


def candidate(name: str) -> bool:
    """Whether a file of this name may hold candles: none that is hidden or still being written under another name."""
    return not name.startswith((".", "~")) and not name.lower().endswith(UNFINISHED)


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What one look at the folder tells.

    Attributes:
        ready: Files that have not changed since the look before, and were not examined as they are.
        growing: Files that have; look again soon.
    """

    ready: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()


def looked(
    before: Mapping[str, FileSignature], now: Mapping[str, FileSignature], known: Mapping[str, WatchedFile]
) -> FolderLook:  # fmt: skip
    """Compare a look at the folder with the one before.

    Args:
        before: Files and their signatures at the look before.
        now: At this one.
        known: Files that were examined.
    """
    fresh = [path for path, seen in now.items() if path not in known or known[path].signature != seen]
    still = [path for path in fresh if before.get(path) == now[path] and now[path].size]
    growing = [path for path in fresh if now[path].size and path not in still]
    return FolderLook(tuple(still), tuple(growing))


def to_plain(known: Mapping[str, WatchedFile]) -> dict[str, Any]:
    """What is remembered of files, as JSON has it."""
    return {
        path: {"size": each.signature.size, "modified": each.signature.modified, "state": each.state.value}
        for path, each in known.items()
    }


def from_plain(plain: Any) -> dict[str, WatchedFile]:
    """What :func:`to_plain` made, by whatever version; what cannot be understood is examined again."""
    found = {}
    for path, entry in plain.items() if isinstance(plain, dict) else ():
        try:
            signature = FileSignature(int(entry["size"]), int(entry["modified"]))
            found[str(path)] = WatchedFile(signature, FileState(entry["state"]))
        except (KeyError, TypeError, ValueError):
            continue
    return found
