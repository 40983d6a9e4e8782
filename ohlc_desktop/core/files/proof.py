"""Which reading of a file's stamps is the right one: proven by the calendar and by stored candles, never guessed.

A wrong zone, or a shift by one candle, puts candles where nothing trades: CME pauses each day from 17:00 to 18:00 New York,
so a file that is read one candle off has one candle in each pause, and one that is read in a wrong zone has hours of them.
Real files keep that rule but for stray rows: of files that traders own, read rightly, up to 0.04 % of the rows stand in a
pause; read wrongly 0.07 % at least. Where stored candles overlap, equal prices settle it: read rightly 70 % of the candles and
more equal another feed's, a candle off 3 % at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, Stamp, equal_prices, opens
from ohlc_desktop.core.files.seasons import ZONES, fits_no_other_hour, holds_all_year
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY

#: Fewer candles that stand in both prove nothing by their prices, fewer sessions nothing by the calendar.
LEAST_COMPARED, LEAST_SESSIONS = 50, 3
#: Shares of equal candles of the right reading at least, and of any other at most.
RIGHT, WRONG = 0.5, 0.2
#: Share of candles that may stand outside of all sessions, and of dates that may be none of trading: some programs have
#: a day of its own where others count a halted holiday to the next.
STRAY, STRAY_DATES = 0.0005, 0.05
#: So many more candles a session stand outside under any other reading.
_APART = 0.5


@dataclass(frozen=True, slots=True)
class ReadingEvidence:
    """What speaks for and against a reading.

    Attributes:
        rows: Candles of the file.
        outside: Candles that stand where nothing trades: in a pause, on a weekend, on a holiday.
        sessions: Trade dates with candles.
        at_open: Of these, those whose first candle is that of the open.
        compared: Candles that are stored too; ``equal`` those whose four prices are the same.
        offset: The difference to the stored closes that most candles have; 0.0 where none is compared.
        shifted: How many candles have it, if it is not zero.
    """

    reading: Reading
    rows: int
    outside: int
    sessions: int
    at_open: int
    compared: int = 0
    equal: int = 0
    offset: float = 0.0
    shifted: int = 0

    @property
    def agreement(self) -> float:
        """Share of the compared candles that are equal."""
        return self.equal / self.compared if self.compared else 0.0


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome.

    Attributes:
        reading: The right one; None where nothing proves it, and a person has to be asked.
        why: The reason, as a sentence.
        evidence: Of all readings that differ, the best first.
        adjusted: The prices were adjusted: they lie off the traded ones by the same amount all along.
    """

    reading: Reading | None
    why: Message
    evidence: tuple[ReadingEvidence, ...]
    adjusted: bool = False


def readings(
    candles: FileCandles, stamps: Sequence[Stamp] = tuple(Stamp), zones: Sequence[str] = ZONES
) -> list[Reading]:  # fmt: skip
    """What the stamps of a file may mean; ``stamps`` are the ends of a candle that they may name, the likelier first."""
    if candles.dated:
        return [Reading("", Stamp.OPEN)]
    zones = ("",) if candles.absolute else zones
    return [Reading(zone, stamp) for stamp in stamps for zone in zones]


def prove(
    candles: FileCandles, seconds: int, calendar: Calendar, stored: Candles, tick: float = 0.0,
    stamps: Sequence[Stamp] = tuple(Stamp), zones: Sequence[str] = ZONES,
) -> Proof:  # fmt: skip
    """Find the reading of a file's stamps.

    Args:
        candles: Of the file.
        seconds: Length of a candle.
        calendar: The sessions of the instrument, over the time of the file.
        stored: Candles of the same instrument and timeframe that are stored; none where there are none.
        tick: Smallest step of prices; 0 where it is not known.
        stamps: The ends of a candle that stamps may name, the likelier first: hours of one zone that are stamped at
            their end are those of the next zone at their open.
        zones: The zones that their clock may be of.
    """
    found: dict[bytes, ReadingEvidence] = {}
    for reading in readings(candles, stamps, zones):
        moments = opens(candles, reading, seconds)
        same = blake2b(moments.tobytes()).digest()  # some zones are one at this time of the year
        if same not in found:
            found[same] = _evidence(candles, reading, moments, seconds, calendar, stored, tick)
    ranked = tuple(sorted(found.values(), key=lambda each: (-each.agreement, each.outside)))
    disputed = tuple(
        each for each in ranked[1:]
        if each.agreement > WRONG and not _beaten(candles, ranked[0].reading, each.reading, seconds, stored, tick)
    )  # fmt: skip
    proof = _judged(ranked, disputed, STRAY_DATES if candles.dated else STRAY)
    if proof.reading is None or candles.dated or candles.absolute:
        return proof
    if ranked[0].reading == proof.reading and ranked[0].agreement >= RIGHT:
        holds = holds_all_year(candles, proof.reading, seconds, calendar, stored, tick)
        return proof if holds else Proof(None, _PART_OF_A_YEAR, ranked, proof.adjusted)
    if proof.adjusted or fits_no_other_hour(opens(candles, proof.reading, seconds), calendar):
        return proof
    return Proof(None, _OTHER_HOURS, ranked)


_PART_OF_A_YEAR = Message("Stored candles prove what the stamps mean for a part of the year only.")
_OTHER_HOURS = Message("The sessions would fit the stamps some hours earlier or later, too.")


def _evidence(
    candles: FileCandles, reading: Reading, stamps: Int64, seconds: int, calendar: Calendar, stored: Candles, tick: float
) -> ReadingEvidence:  # fmt: skip
    if candles.dated:
        dates = np.unique(stamps)
        held = np.isin(dates // DAY, calendar.trade_date)
        facts = len(stamps), int(np.count_nonzero(~held)), len(dates), int(np.count_nonzero(held))
    else:
        at = calendar.session_at(stamps)
        sessions, first = np.unique(at[at >= 0], return_index=True)
        begun = stamps[at >= 0][first] < calendar.anchors[sessions] + seconds
        facts = len(stamps), int(np.count_nonzero(at < 0)), len(sessions), int(np.count_nonzero(begun))
    return ReadingEvidence(reading, *facts, *compared_with(candles, stamps, stored, tick))


def compared_with(candles: FileCandles, stamps: Int64, stored: Candles, tick: float) -> tuple[int, int, float, int]:
    """Candles compared, equal ones, the usual difference, and how many have it."""
    if not len(stored):
        return 0, 0, 0.0, 0
    place = np.minimum(np.searchsorted(stored.ts, stamps), len(stored) - 1)
    both = np.flatnonzero(stored.ts[place] == stamps)
    step = tick or 1e-3
    equal = equal_prices(candles.take(both), stored.take(place[both]), tick)
    price = "high" if candles.dated else "close"
    steps = np.rint((getattr(candles, price)[both] - getattr(stored, price)[place[both]]) / step).astype(np.int64)
    values, counts = np.unique(steps, return_counts=True)
    if not len(values):
        return 0, 0, 0.0, 0
    most = int(counts.argmax())
    shifted = int(counts[most]) if values[most] else 0
    return len(both), int(np.count_nonzero(equal)), float(values[most] * step), shifted


def _beaten(
    candles: FileCandles, best: Reading, other: Reading, seconds: int, stored: Candles, tick: float
) -> bool:  # fmt: skip
    """Whether the best reading is right where another differs from it, and that one is wrong there.

    Two zones may be one for half the year: what is equal then says nothing about which of them it is.
    """
    mine, theirs = (opens(candles, each, seconds) for each in (best, other))
    apart = mine != theirs
    compared, equal = compared_with(candles.take(apart), mine[apart], stored, tick)[:2]
    rival = compared_with(candles.take(apart), theirs[apart], stored, tick)[1]
    return compared >= LEAST_COMPARED and equal >= RIGHT * compared and rival <= WRONG * compared


def _judged(ranked: tuple[ReadingEvidence, ...], disputed: tuple[ReadingEvidence, ...], stray: float) -> Proof:
    best = ranked[0]
    known = best.compared >= LEAST_COMPARED and best.agreement >= RIGHT
    if known and not disputed:
        told = Message(
            "{equal:,} of {compared:,} candles equal the stored ones; under no other reading do they.",
            equal=best.equal, compared=best.compared,
        )  # fmt: skip
        return Proof(best.reading, told, ranked)
    # only then: in a steady trend what is read a candle off lies off by the same amount, too
    adjusted = next((each for each in ranked if _is_adjusted(each)), None)
    if adjusted is not None:
        told = Message(
            "The prices lie {offset} off the stored ones on {count:,} of {compared:,} candles: they were adjusted.",
            offset=f"{adjusted.offset:+g}", count=adjusted.shifted, compared=adjusted.compared,
        )  # fmt: skip
        return Proof(adjusted.reading, told, ranked, adjusted=True)
    return _by_calendar(ranked, stray)


def _is_adjusted(each: ReadingEvidence) -> bool:
    return each.compared >= LEAST_COMPARED and each.shifted >= RIGHT * each.compared


def _by_calendar(ranked: tuple[ReadingEvidence, ...], stray: float) -> Proof:
    best, *others = sorted(ranked, key=lambda each: each.outside)
    if (others and best.sessions < LEAST_SESSIONS) or best.outside > stray * best.rows:
        return Proof(None, Message("Neither the sessions nor stored candles prove what the stamps mean."), ranked)
    if best.compared >= LEAST_COMPARED and best.agreement <= WRONG:
        told = Message(
            "The stamps fit the sessions, but only {equal:,} of {compared:,} candles equal the stored ones.",
            equal=best.equal, compared=best.compared,
        )  # fmt: skip
        return Proof(None, told, ranked)
    if any(each.outside - best.outside < _APART * best.sessions for each in others):
        return Proof(None, Message("The sessions fit more than one reading of the stamps."), ranked)
    return Proof(best.reading, _fits(best, others), ranked)


def _fits(best: ReadingEvidence, others: Sequence[ReadingEvidence]) -> Message:
    """The sentence for a reading that the sessions prove."""
    if not others:
        return Message(
            "{outside:,} of {rows:,} candles stand outside of the sessions, and their stamps can mean nothing else.",
            outside=best.outside, rows=best.rows,
        )  # fmt: skip
    return Message(
        "{outside:,} of {rows:,} candles stand outside of the sessions; under any other reading {next:,} or more do.",
        outside=best.outside, rows=best.rows, next=min(each.outside for each in others),
    )  # fmt: skip
