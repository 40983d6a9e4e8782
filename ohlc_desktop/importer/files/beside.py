"""A short piece of a file, which proves nothing by itself, read as a longer one beside it is proven to be written.

Sound it is where one program wrote both in one way: in the same folder, of the same format, columns and timeframe. Then its clock
and its stamps are those of the longer one, as long as no clock changed between the two anywhere: a zone that no reading knows
may show the time of a known one for half a year only. Whether the piece contradicts it is looked at as ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.files.proof import LEAST_SESSIONS, Proof
from ohlc_desktop.core.files.seasons import clocks_change
from ohlc_desktop.core.files.stated import Stated, says_person
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.series_plan import SpooledFile


def read_beside(piece: FileFinding, shape: str, proven: Iterable[SpooledFile]) -> Stated | None:
    """What a piece that is too short to prove anything is to be read as; None where nothing beside it tells.

    Args:
        piece: That is not proven.
        shape: Its first line, where no known format has it.
        proven: The files of the same run that can be stored.
    """
    near = [file.finding for file in proven if file.shape == shape and _is_alike(file.finding, piece)]
    found = {each.proof.reading: each for each in near if each.proof is not None and each.proof.reading is not None}
    if len(found) != 1:
        return None  # none, or the files of this folder are written in several ways
    ((reading, longest),) = found.items()
    return Stated(reading.zone or None, reading.stamp, beside=longest.path.name)


def is_short(proof: Proof) -> bool:
    """Whether a file has too few sessions for them to prove anything; of dates no sessions are asked for."""
    return proof.evidence[0].reading.zone != "" and max(each.sessions for each in proof.evidence) < LEAST_SESSIONS


def is_unproven_piece(piece: FileFinding) -> bool:
    """Whether nothing but its shortness keeps a file from being proven."""
    proof = piece.proof
    if proof is None or proof.reading is not None or proof.adjusted or piece.problem is not None:
        return False
    return is_short(proof)


def _is_alike(longer: FileFinding, piece: FileFinding) -> bool:
    """Whether a file is written as a piece is, by the same program, and proves by itself how."""
    proof = longer.proof
    if proof is None or proof.reading is None or says_person(proof) or proof.evidence[0].sessions < LEAST_SESSIONS:
        return False
    ways = [(each.path.parent, each.format, each.timeframe, each.absolute) for each in (longer, piece)]
    return ways[0] == ways[1] and not _clocks_change_between(longer, piece)


def _clocks_change_between(longer: FileFinding, piece: FileFinding) -> bool:
    """Whether clocks change between a file and a piece that lies, in part, before or behind it; a day more for its zone."""
    before = piece.first < longer.first and clocks_change(piece.first - DAY, longer.first + DAY)
    behind = piece.last > longer.last and clocks_change(longer.last - DAY, piece.last + DAY)
    return before or behind
