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
    """

    zone: str | None = None
    stamp: Stamp | None = None
    unadjusted: bool = False
    remembered: bool = False

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


AS_STATED = Message("As you say: nothing in the file proves or contradicts it.")
_AS_REMEMBERED = Message("As you said of files with these columns: nothing in this one proves or contradicts it.")


def possible(each: ReadingEvidence) -> bool:
    """Whether a person may choose a reading: neither the sessions nor stored candles speak against it."""
    equal_enough = each.compared < LEAST_COMPARED or each.agreement > WRONG
    return each.outside <= STATED_STRAY * each.rows and equal_enough
