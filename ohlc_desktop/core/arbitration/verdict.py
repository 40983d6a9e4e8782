"""How well each session of a series is witnessed: by a second source, by the feed's own voices, or by nobody.

Two sources that give a candle compare its four prices; volumes are counted in different ways everywhere and prove nothing.
What this app exported and was given back, came over a hub, or was chosen by hand counts where it differs, and is no witness
where it is equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ohlc_desktop.core.arbitration.claims import Contradicting, within
from ohlc_desktop.core.arbitration.precedence import COPY, HUB, JOINT, PASSED_ON, Provenance
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.core.voices.levels import Confidence

#: A session is witnessed where at least this share of its candles is.
ENOUGH = 0.5


class Witnessed(StrEnum):
    """By whom a session is witnessed: a second source that says the same, one that does not, the feed's own voices, nobody."""

    EQUAL = "equal"
    DIFFERENT = "different"
    VOICES = "voices"
    NOT = "unwitnessed"


@dataclass(frozen=True, slots=True)
class SessionVerdict:
    """What speaks for the candles of one session.

    Attributes:
        day: Trade date, days since 1970-01-01.
        candles: That are stored.
        sources: That gave some of them, strongest first.
        compared: Candles that at least two sources have; what was only passed on is none.
        different: Those of them of which a source has other prices.
        ticks: By how many ticks the furthest of these prices is off; in points where no tick is known.
        lacking: Candles that a source does not have though it speaks of their time.
        agreed: Candles of which the feed itself said the same twice.
        taken_back: An answer of the feed leaves out every candle that it had given of the session.
    """

    day: int
    candles: int
    sources: tuple[str, ...] = ()
    compared: int = 0
    different: int = 0
    ticks: float = 0.0
    lacking: int = 0
    agreed: int = 0
    taken_back: bool = False

    @property
    def witnessed(self) -> Witnessed:
        """By whom."""
        if self.different:
            return Witnessed.DIFFERENT
        if self.candles and self.compared >= ENOUGH * self.candles:
            return Witnessed.EQUAL
        if self.candles and self.agreed >= ENOUGH * self.candles:
            return Witnessed.VOICES
        return Witnessed.NOT

    def told(self, title: Callable[[str], str] = str) -> Message:
        """The verdict as sentences; ``title``: what people call a source."""
        back = Message("An answer of the feed leaves this session out; what it gave before stays stored.")
        return sentences(self._verdict(title), back) if self.taken_back else self._verdict(title)

    def _verdict(self, title: Callable[[str], str]) -> Message:
        names = JOINT.join(map(title, self.sources))
        if self.witnessed is Witnessed.DIFFERENT:
            return Message(
                "Of {compared:,} candles that several sources have ({sources}) {different:,} differ, by at most {ticks:g} ticks.",
                compared=self.compared, sources=names, different=self.different, ticks=self.ticks,
            )  # fmt: skip
        if self.witnessed is Witnessed.EQUAL:
            return Message(
                "Witnessed: {compared:,} candles are equal in several sources ({sources}).", compared=self.compared,
                sources=names,
            )  # fmt: skip
        if self.witnessed is Witnessed.VOICES:
            return Message("{source} said the same of these candles twice; no other source has them.", source=names)
        if COPY in self.sources and len(self.sources) == 2:
            return Message(
                "Only {source} has these candles; an export of OHLC Desktop is no second source.",
                source=title(self._other(COPY)),
            )
        if HUB in self.sources and len(self.sources) == 2:
            return Message(
                "{source} has these candles, and the hub, which passes on what others gave: no second source.",
                source=title(self._other(HUB)),
            )
        if len(self.sources) > 1:
            return Message("Of most of these candles only one source speaks ({sources}).", sources=names)
        return Message("Only {source} has these candles, and it said them once.", source=names)

    def _other(self, name: str) -> str:
        return next(each for each in self.sources if each != name)


@dataclass(frozen=True, slots=True)
class SessionEvidence:
    """What is known of the candles of some sessions.

    Attributes:
        ts: int64, sorted stamps of the stored candles.
        known: int8 values of ``Confidence``, one a candle.
        whose: int64, one a candle: its place in ``provenances``.
        provenances: Where they come from.
        told: What each source says otherwise.
        heard: What each source speaks of; sorted, disjoint stretches.
        lacked: int64, sorted stamps of candles that an answer of the feed left out.
        order: Names of all sources, strongest first.
    """

    ts: Int64
    known: np.ndarray[tuple[int], np.dtype[np.int8]]
    whose: Int64
    provenances: tuple[Provenance, ...]
    told: Mapping[str, Contradicting]
    heard: Mapping[str, Sequence[Interval]]
    lacked: Int64
    order: tuple[str, ...]


def judge(
    evidence: SessionEvidence, calendar: Calendar, timeframe: Timeframe, tick: float | None
) -> tuple[SessionVerdict, ...]:
    """The verdict on each session that has candles, oldest first.

    Args:
        evidence: Of the whole of these sessions.
        calendar: The sessions.
        timeframe: One that sources give: 1d or shorter; what is made of others is as well witnessed as these.
        tick: Step of the price; None where it is not known.
    """
    place = _session_of(evidence.ts, calendar, timeframe)
    has = {name: _has(evidence, name) for name in evidence.order}
    independent = (mine for name, mine in has.items() if name not in PASSED_ON)
    several = np.sum([*independent, np.zeros(len(place), dtype=np.bool_)], axis=0) >= 2
    count = _Counter(len(calendar), place)
    compared, agreed = count.where(several), count.where(evidence.known == Confidence.AGREED)
    lacked = count.where(np.isin(evidence.ts, evidence.lacked))
    different, furthest = _differing(evidence, calendar, timeframe)
    lacking = sum(
        (_count(_session_of(t.absent, calendar, timeframe), len(calendar)) for t in evidence.told.values()), 0
    )
    absent = np.broadcast_to(np.asarray(lacking), (len(calendar),))
    ticks = furthest / tick if tick else furthest
    speaking = {name: count.where(mine) for name, mine in has.items()}
    whole = count.where(np.ones(len(place), dtype=np.bool_))
    return tuple(
        SessionVerdict(
            int(calendar.trade_date[n]), int(whole[n]), tuple(name for name in evidence.order if speaking[name][n]),
            int(compared[n]), int(different[n]), round(float(ticks[n]), 2), int(absent[n]), int(agreed[n]),
            bool(lacked[n] and lacked[n] >= whole[n]),
        )
        for n in np.flatnonzero(whole).tolist()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts candles by session; those outside of all sessions do not count."""

    sessions: int
    place: Int64

    def where(self, which: Bools) -> Int64:
        return _count(self.place[which], self.sessions)


def _count(place: Int64, sessions: int) -> Int64:
    return np.bincount(place[place >= 0], minlength=sessions)


def _session_of(ts: Int64, calendar: Calendar, timeframe: Timeframe) -> Int64:
    """The session that each stamp belongs to, -1 for none; trading outside of hours belongs to none."""
    if not timeframe.daily:
        return calendar.session_at(ts) if len(calendar) else np.full(len(ts), -1)
    days = calendar.trade_date * DAY
    place = np.searchsorted(days, ts)
    return np.where(np.isin(ts, days), place, -1)


def _has(evidence: SessionEvidence, name: str) -> Bools:
    """Which candles a source has, be it with other prices."""
    by = np.array([name in provenance.sources for provenance in evidence.provenances], dtype=np.bool_)
    own: Bools = by[evidence.whose] if len(by) else np.zeros(len(evidence.ts), dtype=np.bool_)
    spoken = within(evidence.ts, list(evidence.heard.get(name, ())))
    told = evidence.told.get(name)
    return own | (spoken & ~np.isin(evidence.ts, told.absent) if told is not None else spoken)


def _differing(
    evidence: SessionEvidence, calendar: Calendar, timeframe: Timeframe
) -> tuple[Int64, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """By session: candles of which a source has other prices, and the largest distance."""
    furthest = np.zeros(len(calendar))
    stamps = [evidence.ts[:0]]
    for told in evidence.told.values():
        other = told.apart > 0
        ts, apart = told.candles.ts[other], told.apart[other]
        place = _session_of(ts, calendar, timeframe)
        np.maximum.at(furthest, place[place >= 0], apart[place >= 0])
        stamps.append(ts)
    differing = np.unique(np.concatenate(stamps))
    return _count(_session_of(differing, calendar, timeframe), len(calendar)), furthest
