"""Reading a log file that grows and rotates, a bounded piece at a time. Without Qt; runs on a worker thread.

``read_piece`` carries on where the piece before ended. When the file has been rotated away meanwhile, the rest of it
is read under its new name first, so that no line is lost. The file is open only while a piece is read: Windows could
not rotate it otherwise.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

#: How much is read at once, and how far back reading begins.
PIECE, BACKLOG = 128_000, 1_000_000


@dataclass(frozen=True, slots=True)
class TailPosition:
    """Where reading goes on: which file (whatever its name is by then), and after how many bytes."""

    file: tuple[int, int]
    offset: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines in order, without line ends.

    Attributes:
        place: Where to go on; None while there is no file.
        more: There is more to read at once.
        left_out: Bytes between the piece before and this one that were too many to show.
    """

    lines: tuple[str, ...] = ()
    place: TailPosition | None = None
    more: bool = False
    left_out: int = 0


def read_piece(path: Path, place: TailPosition | None, most: int = PIECE, backlog: int = BACKLOG) -> Piece:
    """The lines after ``place``, or the newest ``backlog`` bytes when there is none yet.

    A file that shrank is read from its beginning.

    Raises:
        OSError: the file is there, but cannot be read.
    """
    older = path.with_name(f"{path.name}.1")
    if place is None:
        place = _beginning(path, older, backlog)
        return Piece() if place is None else _read(path, older, place, most)
    skipped = _too_far_behind(path, place, backlog)
    if skipped is None:
        return _read(path, older, place, most)
    piece = _read(path, older, skipped, most)
    return Piece(piece.lines, piece.place, piece.more, skipped.offset - place.offset)


def _read(path: Path, older: Path, place: TailPosition, most: int) -> Piece:
    current = _stat(path)
    if current is not None and _identity(current) == place.file:
        return _read_from(
            path, place if place.offset <= current.st_size else TailPosition(place.file, 0), most, ended=False
        )
    rotated = _stat(older)
    if rotated is not None and _identity(rotated) == place.file and place.offset < rotated.st_size:
        return _read_from(older, place, most, ended=True)
    if current is None:
        return Piece((), place)
    return _read_from(path, TailPosition(_identity(current), 0), most, ended=False)


def _read_from(path: Path, place: TailPosition, most: int, ended: bool) -> Piece:
    """Whole lines from a place on; the last one may lack its end in a file that nobody writes to any more."""
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if _identity(found) != place.file:  # rotated in this very moment
                return Piece((), place, more=True)
            file.seek(place.offset)
            data = file.read(most)
    except FileNotFoundError:
        return Piece((), place)
    at_end = place.offset + len(data) >= found.st_size
    whole = data if (ended and at_end) or (len(data) == most and b"\n" not in data) else data[: data.rfind(b"\n") + 1]
    after = TailPosition(place.file, place.offset + len(whole))
    return Piece(_lines(whole), after, more=bool(whole) and (ended or not at_end))


def _lines(data: bytes) -> tuple[str, ...]:
    if not data:
        return ()
    text = data.decode("utf-8", "replace").removesuffix("\n")
    return tuple(line.rstrip("\r") for line in text.split("\n"))


def _beginning(path: Path, older: Path, backlog: int) -> TailPosition | None:
    """Where the newest ``backlog`` bytes begin, at the begin of a line: in the rotated file while the new is short."""
    current, rotated = _stat(path), _stat(older)
    size = 0 if current is None else current.st_size
    if size >= backlog or rotated is None:
        return None if current is None else _line_begin(path, current, size - backlog)
    return _line_begin(older, rotated, rotated.st_size - (backlog - size))


def _too_far_behind(path: Path, place: TailPosition, backlog: int) -> TailPosition | None:
    """Where to go on instead, when more was written than will be shown; None when all of it can be read."""
    current = _stat(path)
    if current is None or _identity(current) != place.file or current.st_size - place.offset <= backlog:
        return None
    return _line_begin(path, current, current.st_size - backlog)


def _line_begin(path: Path, found: os.stat_result, offset: int) -> TailPosition:
    """The first begin of a line at or after an offset."""
    if offset <= 0:
        return TailPosition(_identity(found), 0)
    with path.open("rb") as file:
        file.seek(offset - 1)
        rest = file.read(PIECE)
    return TailPosition(_identity(found), offset + rest.find(b"\n"))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
