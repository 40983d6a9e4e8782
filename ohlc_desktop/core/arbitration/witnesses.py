"""Who speaks of the candles of a series, and who says otherwise: what a chart tells of sources without reading their rows.

A source has a candle where it speaks of its time and does not say otherwise that there is none. So of a candle that is
stored the stretches of the sources and what they say otherwise tell which of them gave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.arbitration.claims import Levels, within
from ohlc_desktop.core.arbitration.precedence import PASSED_ON, PERSON
from ohlc_desktop.core.arbitration.verdict import ENOUGH, Witnessed
from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.planning.coverage import Interval, intersect
from ohlc_desktop.core.voices.levels import Confidence


@dataclass(frozen=True, slots=True)
class Dissent:
    """Where a source says otherwise than what stands.

    Attributes:
        ts: int64, sorted stamps of candles of which it has other prices.
        apart: float64, one a stamp, above 0: by how much its furthest price is off.
        absent: int64, sorted stamps of candles that it does not have though it speaks of their time.
    """

    ts: Int64
    apart: Float64
    absent: Int64

    def apart_at(self, ts: int) -> float | None:
        """By how much its furthest price of a candle is off; None where it does not say otherwise."""
        place = int(np.searchsorted(self.ts, ts))
        return float(self.apart[place]) if place < len(self.ts) and self.ts[place] == ts else None


@dataclass(frozen=True, slots=True, eq=False)
class SourceWitnesses:
    """The sources of a series.

    Attributes:
        timeframe: Name of the series that they gave; the one on the chart, or the one that it is made of.
        names: All sources, strongest first; the feed alone where nobody else has spoken.
        spoken: What each speaks of: sorted, disjoint stretches; nothing while the feed is alone.
        dissent: Where a source says otherwise, by name.
        lacked: int64, sorted stamps of candles that an answer of the feed left out though it had given them.
    """

    timeframe: str = ""
    names: tuple[str, ...] = ()
    spoken: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)
    dissent: Mapping[str, Dissent] = field(default_factory=dict)
    lacked: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def several(self) -> bool:
        """Whether more than one source has spoken."""
        return len(self.spoken) > 1

    def __eq__(self, other: object) -> bool:
        """Whether another says the same."""
        if not isinstance(other, SourceWitnesses):
            return NotImplemented
        if (self.timeframe, self.names, self.spoken) != (other.timeframe, other.names, other.spoken):
            return False
        if not np.array_equal(self.lacked, other.lacked) or self.dissent.keys() != other.dissent.keys():
            return False
        return all(_same(said, other.dissent[name]) for name, said in self.dissent.items())

    __hash__ = None  # type: ignore[assignment]


def _same(one: Dissent, other: Dissent) -> bool:
    pairs = ((one.ts, other.ts), (one.apart, other.apart), (one.absent, other.absent))
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


class SessionWitness(NamedTuple):
    """How one session is witnessed.

    Attributes:
        witnessed: By whom.
        sources: That speak of it, strongest first.
        different: Candles of which a source has other prices.
        apart: By how much the furthest of these is off.
        taken_back: An answer of the feed leaves all of it out.
    """

    witnessed: Witnessed
    sources: tuple[str, ...]
    different: int = 0
    apart: float = 0.0
    taken_back: bool = False


def open_differences(witnesses: SourceWitnesses) -> Int64:
    """Stamps of candles of which sources have different prices and nobody has chosen; int64, sorted."""
    stamps = [said.ts for said in witnesses.dissent.values()]
    if not stamps:
        return np.empty(0, dtype=np.int64)
    found = np.unique(np.concatenate(stamps))
    return found[~within(found, witnesses.spoken.get(PERSON, ()))]


def stands(witnesses: SourceWitnesses, ts: int) -> str:
    """The source that gave the candle that is stored at a stamp: the strongest that has one; empty where none is known."""
    if not witnesses.spoken:
        return next(iter(witnesses.names), "")
    return next(giving(witnesses, ts), "")


def giving(witnesses: SourceWitnesses, ts: int) -> Iterator[str]:
    """The sources that have the candle that is stored at a stamp, strongest first; none while the feed is alone."""
    stamp = np.array([ts], dtype=np.int64)
    speaking = (name for name in witnesses.names if within(stamp, witnesses.spoken.get(name, ())).any())
    return (name for name in speaking if _has(witnesses.dissent.get(name), stamp))


def _has(said: Dissent | None, stamp: Int64) -> bool:
    return said is None or not _held(stamp, said.absent)[0]


def _held(ts: Int64, stamps: Int64) -> Bools:
    """Which of a few stamps are among many sorted ones, without looking at all of these."""
    if not len(stamps):
        return np.zeros(len(ts), dtype=np.bool_)
    found: Bools = stamps[np.minimum(np.searchsorted(stamps, ts), len(stamps) - 1)] == ts
    return found


def others_at(witnesses: SourceWitnesses, ts: int) -> list[tuple[str, float]]:
    """The sources that have other prices of the candle at a stamp, strongest first, and by how much they are off."""
    found = ((name, said.apart_at(ts)) for name, said in witnesses.dissent.items())
    apart = {name: off for name, off in found if off}
    return [(name, apart[name]) for name in witnesses.names if name in apart]


def session_witness(witnesses: SourceWitnesses, session: Interval, ts: Int64, known: Levels) -> SessionWitness:
    """How a session is witnessed.

    Args:
        witnesses: Of the series.
        session: Its open and close; of days the stamp and the next one.
        ts: int64, stamps of its stored candles.
        known: int8, how well each of them is known (``Confidence``).
    """
    sources = _speaking(witnesses, session)
    different, apart = _different(witnesses, session)
    back = bool(len(ts)) and bool(_held(ts, witnesses.lacked).all())
    if different:
        return SessionWitness(Witnessed.DIFFERENT, sources, different, apart, back)
    if len(ts) and int(_compared(witnesses, ts).sum()) >= ENOUGH * len(ts):
        return SessionWitness(Witnessed.EQUAL, sources, taken_back=back)
    agreed = int((known == Confidence.AGREED).sum())
    enough = bool(len(ts)) and agreed >= ENOUGH * len(ts)
    return SessionWitness(Witnessed.VOICES if enough else Witnessed.NOT, sources, taken_back=back)


def _speaking(witnesses: SourceWitnesses, session: Interval) -> tuple[str, ...]:
    if not witnesses.spoken:
        return witnesses.names
    return tuple(name for name in witnesses.names if intersect(witnesses.spoken.get(name, ()), [session]))


def _different(witnesses: SourceWitnesses, session: Interval) -> tuple[int, float]:
    """How many candles of a session differ, and the largest distance."""
    stamps, furthest = set[int](), 0.0
    for said in witnesses.dissent.values():
        first, last = np.searchsorted(said.ts, session).tolist()
        stamps.update(said.ts[first:last].tolist())
        furthest = max(furthest, float(said.apart[first:last].max(initial=0.0)))
    return len(stamps), furthest


def _compared(witnesses: SourceWitnesses, ts: Int64) -> Bools:
    """Which candles at least two sources have; what only passes on is none."""
    count = np.zeros(len(ts), dtype=np.int64)
    for name, stretches in witnesses.spoken.items():
        if name in PASSED_ON:
            continue
        said = witnesses.dissent.get(name)
        has = within(ts, stretches)
        count += has if said is None else has & ~_held(ts, said.absent)
    found: Bools = count >= 2
    return found
