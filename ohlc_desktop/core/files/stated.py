"""What a person says of a file, held against what the file itself proves."""

from __future__ import annotations

from dataclasses import dataclass

from ohlc_desktop.core.files.file_candles import Reading, Stamp
from ohlc_desktop.core.files.proof import LEAST_COMPARED, WRONG, Proof, ReadingEvidence
from ohlc_desktop.core.messages import Message

#: Share of candles that may stand outside of the sessions under a reading that a person stated: they are refused then.
STATED_STRAY = 0.01


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person says.

    Attributes:
        zone: The zone of the file's clock; None where nothing is said.
        stamp: Which end of a candle its stamps name; None likewise.
        unadjusted: Its prices are as they were traded.
        remembered: It was said of other files with these columns: a proof counts more.
        beside: Nobody said it: a file of this name, which is written alike, proves it.
    """

    zone: str | None = None
    stamp: Stamp | None = None
    unadjusted: bool = False
    remembered: bool = False
    beside: str = ""

    @property
    def says_reading(self) -> bool:
        """Whether anything is said of its stamps."""
        return self.zone is not None or self.stamp is not None


NOTHING_STATED = Stated()


def settled(full: Proof, told: Proof, agree: bool, remembered: bool = False) -> Proof:
    """The outcome where a person said something of the stamps: never against a proof.

    Args:
        full: By all readings.
        told: By the readings that are left by what the person says.
        agree: Whether the reading that is proven by all gives the moments of the best one that is left.
        remembered: It was said of other files.
    """
    if remembered and full.reading is not None:
        return full
    if full.reading is not None and not agree:
        why = Message(
            "It is said otherwise, but the file proves {reading}. {why}", reading=full.reading.told, why=full.why
        )
        return Proof(None, why, full.evidence, full.adjusted)
    alone = full.reading is None and len(told.evidence) == 1  # nothing but what is said decides
    if not alone or not possible(told.evidence[0]):
        return told
    return Proof(told.evidence[0].reading, _AS_REMEMBERED if remembered else AS_STATED, full.evidence)


def chosen(proof: Proof, reading: Reading) -> Proof:
    """The outcome where a person chose one of the readings of a file that nothing proves."""
    return Proof(reading, AS_STATED, proof.evidence, proof.adjusted)


def read_as_beside(full: Proof, told: Proof, name: str) -> Proof:
    """The outcome of a piece that is too short to prove anything, read as a longer file beside it.

    Args:
        full: By all readings.
        told: By that reading alone.
        name: Of the longer file.
    """
    best = min(each.outside for each in full.evidence)
    evidence = told.evidence[0]
    if full.reading is not None or len(told.evidence) > 1 or evidence.outside > best or not possible(evidence):
        return full
    why = Message(
        "It is too short to prove anything, and is read as {file}, which is written alike: {reading}."
        " {outside:,} of {rows:,} candles stand outside of the sessions so, under no reading fewer.",
        file=name, reading=evidence.reading.told, outside=evidence.outside, rows=evidence.rows,
    )  # fmt: skip
    return Proof(evidence.reading, why, full.evidence)


def says_person(proof: Proof) -> bool:
    """Whether a person said what is taken for proven, of this file or of others."""
    return proof.why in (AS_STATED, _AS_REMEMBERED)


AS_STATED = Message("As you say: nothing in the file proves or contradicts it.")
_AS_REMEMBERED = Message("As you said of files with these columns: nothing in this one proves or contradicts it.")


def possible(each: ReadingEvidence) -> bool:
    """Whether a person may choose a reading: neither the sessions nor stored candles speak against it."""
    equal_enough = each.compared < LEAST_COMPARED or each.agreement > WRONG
    return each.outside <= STATED_STRAY * each.rows and equal_enough
