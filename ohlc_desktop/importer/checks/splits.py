"""Splits in a run: every answer is weighed before it is stored, and what is stored is brought to its scale.

The rules are in :mod:`ohlc_desktop.core.checking.splits`. The daily answer of an instrument is taken first, for it reaches back
furthest and always has candles in common with what is stored. The answer that shows a split and all that
follows from it are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ohlc_desktop.core.candles import Candles, concat, merge
from ohlc_desktop.core.checking.splits import (
    Split,
    SplitFinding,
    SplitVerdict,
    Step,
    can_split,
    find,
    is_same,
    rescale,
    step_of,
)
from ohlc_desktop.core.derive import derive, source_window
from ohlc_desktop.core.market.sessions import day_of, local_day, local_time
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.coverage import Interval, sound, withdrawn
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, EVER, SOURCES, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.checks.answers import CheckedAnswer
from ohlc_desktop.importer.fetching import Outcome
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import splits as store
from ohlc_desktop.store.evidence.splits import Noticed, SplitState
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources import heard, precedence
from ohlc_desktop.store.sources.source_rows import rows_of

#: The cause of an answer whose prices differ from the stored ones by a ratio that no event explains.
OTHER_SCALE = "other_scale"
_log = logging.getLogger(__name__)
_FAR = EVER
_SAME = SplitFinding(SplitVerdict.SAME)
#: The last stored candle before an answer is looked for in so many seconds first.
_NEAR = 30 * DAY


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer, its own candles at the scale that is to be stored, and what it says about what is stored.

    Attributes:
        answer: The answer.
        finding: What was found.
        suspected: Of a ratio without event: the split that it would be.
        believed: Of the same: it was seen on an earlier day, too.
    """

    answer: CheckedAnswer
    finding: SplitFinding = _SAME
    suspected: Split | None = None
    believed: bool = False

    def refusal(self, feed: str) -> Message:
        """Why the answer must not be stored, with the feed's name; nothing where it may."""
        if self.suspected is None or self.believed:
            return NOTHING
        what = Message(
            "{feed}'s prices of {symbol} differ from all stored ones by the ratio {ratio}, and no split is told of.",
            feed=feed, symbol=self.answer.request.instrument.symbol, ratio=self.suspected.text,
        )  # fmt: skip
        means = Message("They were not stored: a series has one scale.")
        return sentences(what, means, Message("If they stay so until another day, that scale is taken over."))


def weigh(connection: Connection, number: int, answer: CheckedAnswer, told: Sequence[Split], zone: str) -> Weighed:
    """Compare an answer with what is stored.

    Args:
        connection: Of the store.
        number: The instrument's.
        answer: The answer.
        told: The splits that it tells of, oldest first.
        zone: The market's own.
    """
    request, good = answer.request, answer.checked.good
    if not can_split(request.instrument) or not len(good):
        return Weighed(answer)
    timeframe, known = TIMEFRAMES[request.timeframe], store.noticed(connection, number)
    applied = [found.split for found in known if found.state is SplitState.APPLIED]
    fresh = [split for split in told if not any(is_same(split, other) for other in applied)]
    stored = _stored(connection, number, timeframe, good)
    still = told if timeframe.daily else (*told, *applied)  # minutes take nothing back: they may tell of no events
    finding = find(stored, good, _steps(fresh, timeframe), _steps(applied, timeframe), still, request.window.start)
    if finding.verdict is SplitVerdict.UNTOLD:
        return _suspicious(answer, finding, stored, known, zone)
    if finding.verdict in (SplitVerdict.BOTH, SplitVerdict.ANSWER):
        good = rescale(good, finding.steps, request.instrument)
        answer = replace(answer, checked=replace(answer.checked, good=good))
    return Weighed(answer, finding)


def _stored(connection: Connection, number: int, timeframe: Timeframe, good: Candles) -> Candles:
    """The stored candles from the last one before an answer to its end; of several sources those of the feed."""
    first, end = int(good.ts[0]), int(good.ts[-1]) + 1
    read = partial(rows.read_rows, connection, number, timeframe)
    if heard.several(connection, number):
        feed = precedence.feed_of(connection, number) or ""
        read = partial(rows_of, connection, number, timeframe, feed)
    before = read(first - _NEAR, first)
    before = before if len(before) else read(-_FAR, first)
    return concat([before.take(slice(-1, None)), read(first, end)])


def _steps(splits: Iterable[Split], timeframe: Timeframe) -> list[Step]:
    return [step_of(split, timeframe) for split in splits]


def _suspicious(
    answer: CheckedAnswer, finding: SplitFinding, stored: Candles, known: Sequence[Noticed], zone: str
) -> Weighed:
    """A ratio without event: the split that it would be, from the end of what is stored on."""
    assert finding.ratio is not None
    timeframe = TIMEFRAMES[answer.request.timeframe]
    end = int(stored.ts[-1]) + timeframe.seconds
    day = end // DAY if timeframe.daily else local_day(end - 1, zone) + 1
    at = local_time(day, zone) if timeframe.daily else end
    split = Split(at, day, finding.ratio.numerator, finding.ratio.denominator)
    earlier = [
        found for found in known
        if found.state is SplitState.SUSPECTED and found.split.ratio == split.ratio and found.noticed // DAY < answer.now // DAY
    ]  # fmt: skip
    return Weighed(answer, finding, split, bool(earlier))


# -- storing -----------------------------------------------------------------------------------------


def settle(connection: Connection, number: int, state: InstrumentState, weighed: Weighed) -> list[Message]:
    """Bring everything that is stored to the scale of an answer; what happened, as sentences. Inside a transaction."""
    if not can_split(state.instrument):
        return []
    told = _settle(connection, number, state, weighed)
    answer = weighed.answer
    if weighed.finding.verdict not in (SplitVerdict.BOTH, SplitVerdict.ANSWER):
        store.confirm(connection, number, TIMEFRAMES[answer.request.timeframe], answer.checked.good, state.feed.name)
    return told


def _settle(connection: Connection, number: int, state: InstrumentState, weighed: Weighed) -> list[Message]:
    finding, now = weighed.finding, weighed.answer.stored
    if weighed.suspected is not None:
        store.forget_suspicions(connection, number)
        return _apply(connection, number, state, [weighed.suspected], False, now)
    store.forget_suspicions(connection, number)
    splits = [step.split for step in finding.steps]
    if finding.verdict in (SplitVerdict.STORED, SplitVerdict.BOTH):
        return _apply(connection, number, state, splits, True, now)
    if finding.verdict is SplitVerdict.BACK:
        return _take_back(connection, number, state, splits, now)
    if finding.verdict is SplitVerdict.ANSWER:
        name = weighed.answer.request.timeframe
        _log.info(
            "%s %s: %s still has the scale before the %s split. Its older candles were rescaled before they were stored.",
            state.instrument.symbol, name, state.feed.display_name, splits[-1].text,
        )  # fmt: skip
    return []


def note_suspicion(connection: Connection, number: int, weighed: Weighed) -> None:
    """Keep that an answer had another scale without an event; the first time counts. Inside a transaction."""
    assert weighed.suspected is not None
    known = [f for f in store.noticed(connection, number) if f.state is SplitState.SUSPECTED]
    if not any(found.split.ratio == weighed.suspected.ratio for found in known):
        store.note(connection, number, weighed.suspected, SplitState.SUSPECTED, False, weighed.answer.now)


def _apply(
    connection: Connection, number: int, state: InstrumentState, splits: Sequence[Split], told: bool, now: float
) -> list[Message]:
    candles = store.rescale_all(
        connection, number, state.instrument, splits, now, _Deriving(connection, number, state, splits, False)
    )
    for split in splits:
        store.note(connection, number, split, SplitState.APPLIED, told, now)
        drawings = store.rescale_drawings(connection, number, split, now)
    return [_applied_text(state, split, told, candles, drawings) for split in splits]


def _take_back(
    connection: Connection, number: int, state: InstrumentState, splits: Sequence[Split], now: float
) -> list[Message]:
    told = []
    for found in reversed(store.noticed(connection, number)):
        if found.state is SplitState.APPLIED and found.split in splits:
            deriving = _Deriving(connection, number, state, [found.split], True)
            candles = store.put_back(connection, number, state.instrument, found, now, deriving)
            drawings = store.put_drawings_back(connection, number, found)
            store.note_back(connection, number, found, now)
            told.append(_back_text(state, found.split, candles, drawings))
    return told


@dataclass(frozen=True, slots=True)
class _Deriving:
    """Makes derived candles anew after their source was rescaled: those that hold both sides of a split, and where
    volumes were rounded all of them, so that they stay the sum of what they are made of."""

    connection: Connection
    number: int
    state: InstrumentState
    splits: Sequence[Split]
    back: bool

    def __call__(self, timeframe: Timeframe, candles: Candles) -> Candles:
        if not timeframe.derived:
            return candles
        ends = [step_of(split, timeframe).edge for split in self.splits]
        rounded = any((s.numerator if self.back else s.denominator) > 1 for s in self.splits)
        windows = [Interval(end - 1, end) for end in ends]
        for window in [Interval(int(candles.ts[0]), max(ends))] if rounded else windows:
            made = self._made(timeframe, window)
            candles = merge(candles, made.take(np.isin(made.ts, candles.ts)))
        return candles

    def _made(self, timeframe: Timeframe, window: Interval) -> Candles:
        source, calendar = TIMEFRAMES[timeframe.source], self.state.calendar
        start, end = source_window(calendar, timeframe, window)
        material = rows.read_rows(self.connection, self.number, source, start, end)
        return derive(material, calendar, timeframe, sound(self.state.of(source.name).coverage), _FAR)


# -- asking ------------------------------------------------------------------------------------------


def daily_first(outcomes: Iterable[Outcome], requests: Iterable[FetchRequest]) -> Iterator[Outcome]:
    """The outcomes, of instruments that can split those of the minutes after that of the days."""
    awaited = {r.instrument.symbol for r in requests if TIMEFRAMES[r.timeframe].daily and can_split(r.instrument)}
    held: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        symbol = outcome.request.instrument.symbol
        if TIMEFRAMES[outcome.request.timeframe].daily:
            awaited.discard(symbol)
            yield outcome
            yield from held.pop(symbol, ())
        elif symbol in awaited:
            held.setdefault(symbol, []).append(outcome)
        else:
            yield outcome


def with_doubts(connection: Connection, number: int, state: InstrumentState) -> InstrumentState:
    """The instrument as a plan is to see it: nothing before a split that was noticed in an earlier run is answered.

    So the feed's own figures are asked for as far as it has them. What is stored counts as answered all the same. The
    first second of the coverage stays, for it tells how far back the series goes.
    """
    splits = store.unchecked(connection, number)
    if not splits:
        return state
    symbol, feed = state.instrument.symbol, state.feed.display_name
    _log.info("%s: what %s still has of the time before its split is asked for again.", symbol, feed)
    series = dict(state.series)
    for name in SOURCES:
        known = state.of(name)
        if known.coverage:
            end = max(step_of(split, TIMEFRAMES[name]).edge for split in splits)
            pieces = withdrawn(known.coverage, [(known.coverage[0].start + 1, end)])
            series[name] = replace(known, coverage=pieces)
    return replace(state, series=series)


# -- telling -----------------------------------------------------------------------------------------


def _applied_text(state: InstrumentState, split: Split, told: bool, candles: int, drawings: int) -> Message:
    done = Message(
        "Older candles brought to the new scale: {candles:,}; drawings: {drawings:,}.",
        candles=candles,
        drawings=drawings,
    )
    return sentences(_lead(state, split, told), done, Message("The former values are kept."))


def _lead(state: InstrumentState, split: Split, told: bool) -> Message:
    symbol, ratio, day = state.instrument.symbol, split.text, day_of(split.day).isoformat()
    if not told:
        return Message(
            "{symbol} has another scale, {ratio}, since {day}: {feed} tells of no split, but stays with it.",
            symbol=symbol, ratio=ratio, day=day, feed=state.feed.display_name,
        )  # fmt: skip
    if split.ratio > 1:
        return Message("{symbol} had a {ratio} split on {day}.", symbol=symbol, ratio=ratio, day=day)
    return Message("{symbol} had a {ratio} reverse split on {day}.", symbol=symbol, ratio=ratio, day=day)


def _back_text(state: InstrumentState, split: Split, candles: int, drawings: int) -> Message:
    lead = Message(
        "{feed} has taken back the {ratio} split of {symbol} of {day}.", feed=state.feed.display_name, ratio=split.text,
        symbol=state.instrument.symbol, day=day_of(split.day).isoformat(),
    )  # fmt: skip
    done = Message(
        "Older candles put back to the former scale: {candles:,}; drawings: {drawings:,}.",
        candles=candles,
        drawings=drawings,
    )
    return sentences(lead, done)
