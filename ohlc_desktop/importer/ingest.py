"""One answer into the file: check, write, note what was answered, derive, sum up. All in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pytz
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.checking.daily import known_before, unknown_volumes
from ohlc_desktop.core.checking.quality import FLAW_TEXT, Checked, Quarantined, RejectReason, Window, check, stubs
from ohlc_desktop.core.derive import derive, source_window
from ohlc_desktop.core.market.feed_habits import always_unserved
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Buckets, Calendar, buckets, candle_key
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import (
    Answered,
    Interval,
    answered,
    inside,
    record_answer,
    runs,
    sound,
    subtract,
    touched,
    union,
)
from ohlc_desktop.core.planning.plan import FetchRequest, InstrumentState, SeriesState, closed_until
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.core.voices.levels import CandleConfidence, least_known
from ohlc_desktop.importer.checks.witnesses import Witnesses
from ohlc_desktop.importer.voices import Derived, Series
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels, looks, served
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import quarantine, series_summary

#: A feed that has nothing of so many seconds of trading lags; of less, nothing may have been traded.
STALE = HOUR
#: A series is busy when this share of what was expected in so many seconds was traded.
_BUSY, _LATELY = 0.8, 7 * DAY
#: Rows that say nothing of the candle that is expected at their time; where the feed stood still it has none.
_MISPLACED = frozenset(
    {
        RejectReason.OUTSIDE_WINDOW,
        RejectReason.CLOSED_DAY,
        RejectReason.OUT_OF_SESSION,
        RejectReason.OFF_GRID,
        RejectReason.DUPLICATE,
        RejectReason.FROZEN,
    }
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one answer brought to one timeframe, and how many expected candles are missing after it."""

    timeframe: str
    fetched: int
    added: int
    revised: int
    quarantined: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer after checking, ready to be stored.

    Attributes:
        request: What was asked.
        checked: Its rows by verdict.
        answered: The stretch that counts as answered; empty when nothing of it has closed.
        closed_by: UTC epoch seconds up to which candles count as closed.
        now: UTC epoch seconds of the answer.
        valueless: int64, stamps that came without values.
        volumeless: int64, stamps that came with prices and without a volume.
        uncounted: int64, stamps of daily candles whose volume does not count (yet); they are not asked for again for it.
    """

    request: FetchRequest
    checked: Checked
    answered: Interval
    closed_by: int
    now: float
    valueless: Int64
    volumeless: Int64
    uncounted: Int64


def judge(request: FetchRequest, answer: Answer, calendar: Calendar, now: float) -> CheckedAnswer:
    """Check the rows of an answer that came at ``now`` (UTC epoch seconds, by the feed's clock if known)."""
    instrument, timeframe = request.instrument, TIMEFRAMES[request.timeframe]
    feed_time = answer.feed_time or int(now) - instrument.feed_delay - timeframe.seconds
    closed_by = closed_until(instrument, calendar, now, feed_time, answer.trading_end)
    closed_by = _before_the_moment(answer.moment, timeframe, closed_by)
    window = Window(*request.window, closed_by, feed_time)
    checked = check(answer.rows, timeframe, instrument, calendar, window)
    end = min(request.window.end, closed_edge(calendar, timeframe, closed_by))
    late = answer.settles_late and timeframe.daily and instrument.root
    uncounted = checked.good.ts[unknown_volumes(checked.good, calendar, now) if late else slice(0)]
    return CheckedAnswer(
        request, checked, Interval(request.window.start, end), closed_by, now, answer.valueless, answer.volumeless,
        uncounted,
    )  # fmt: skip


def _before_the_moment(moment: int | None, timeframe: Timeframe, closed_by: int) -> int:
    """Up to when candles count as closed for a feed that tells a price of the moment, whatever the clock says.

    In the last quarter of a candle, a minute at most, nothing more is awaited: after a week's close the feed keeps telling
    one that is a second before it.
    """
    if moment is None:
        return closed_by
    begins, rest = moment - moment % timeframe.seconds, min(timeframe.seconds // 4, MINUTE)
    return closed_by if moment >= begins + timeframe.seconds - rest else min(closed_by, begins)


def own_series(request: FetchRequest) -> list[str]:
    """The timeframes whose candles come from the series that is asked for."""
    return [timeframe.name for timeframe in TIMEFRAMES.values() if timeframe.source == request.timeframe]


def brought_nothing(judged: CheckedAnswer, calendar: Calendar) -> bool:
    """Whether a feed had no row at all for a time in which the market was open: no answer to believe."""
    if len(judged.checked.good) or judged.checked.quarantined:
        return False
    return len(_expected(judged, calendar)) > 0


def unproven(judged: CheckedAnswer, state: InstrumentState) -> Buckets:
    """The expected candles at the end of an answer that no row of it, and no earlier answer, reaches; all without rows.

    Whether nothing was traded or the feed lags can only be told once it has a later row. None where no calendar rules,
    and none before the first candle of a contract: the feed need not serve it from the day on which others begin.
    """
    timeframe = TIMEFRAMES[judged.request.timeframe]
    known = answered(state.of(timeframe.name).coverage)
    sent = [*judged.checked.good.ts[-1:].tolist(), *(row.start for row in _refused(timeframe, judged))]
    expected = _served(_expected(judged, state.expected_sessions(timeframe)), timeframe, state)
    first = state.of(timeframe.name).first
    if state.end is not None and first is not None:
        expected = expected.take(expected.start >= first)
    covered = known[-1].end if known else 0
    return expected.take((expected.end > covered) & (expected.start > max(sent))) if sent else expected


class Shortfall(NamedTuple):
    """Why an answer is not all that was due: a cause, and a sentence for a person."""

    cause: str
    message: Message


def shortfall(
    judged: CheckedAnswer, feed: FeedSpec, open_end: Buckets, due: float, busy: Callable[[int], bool]
) -> Shortfall | None:
    """What an answer lacks that makes it a failure, though it came; None when it will do.

    Args:
        judged: The answer.
        feed: Whose.
        open_end: What of it is unproven.
        due: UTC epoch seconds up to which the feed should have had its candles.
        busy: Whether the series was traded without long pauses before a stamp.
    """
    refused, timeframe = judged.checked.quarantined, TIMEFRAMES[judged.request.timeframe]
    if refused and not len(judged.checked.good):
        reasons = tuple(dict.fromkeys(FLAW_TEXT[row.flaw] for row in refused))
        message = Message(
            "None of the rows that {feed} sent can be a candle: {reasons}.", feed=feed.display_name, reasons=reasons
        )
        return Shortfall("refused_rows", message)
    late = open_end.take(open_end.closes <= due)
    long = len(late) and (timeframe.daily or int((late.end - late.start).sum()) >= STALE)
    if long and busy(int(late.start[0])):
        message = Message(
            "{feed} has no candles yet of the newest hours or days in which the market was open.",
            feed=feed.display_name,
        )
        return Shortfall("stale_answer", message)
    return None


def is_busy(connection: Connection, number: int, judged: CheckedAnswer, state: InstrumentState, until: int) -> bool:
    """Whether most of what was expected of a series in the days before a stamp was traded.

    Of a far month or at night an hour without trades is no fault of the feed.
    """
    timeframe = TIMEFRAMES[judged.request.timeframe]
    pieces = state.of(timeframe.name).coverage
    start = max(until - _LATELY, min([judged.answered.start, *(piece.start for piece in pieces[:1])]))
    expected = buckets(state.expected_sessions(timeframe), timeframe, start, until).within(start, until, until)
    stored = rows.read_rows(connection, number, timeframe, start, until)
    traded = np.isin(expected.key, np.concatenate((stored.ts, judged.checked.good.ts)))
    return int(traded.sum()) >= _BUSY * len(expected)


def before(judged: CheckedAnswer, open_end: Buckets) -> CheckedAnswer:
    """The same with nothing answered from the unproven candles on, so that they are asked for again."""
    if not len(open_end):
        return judged
    start, end = judged.answered
    return replace(judged, answered=Interval(start, min(end, max(start, int(open_end.start[0])))))


def _expected(judged: CheckedAnswer, calendar: Calendar) -> Buckets:
    """The candles that the calendar expects of an answer; none where no calendar rules."""
    (start, end), timeframe = judged.answered, TIMEFRAMES[judged.request.timeframe]
    ruled = calendar if calendar.strict else calendar.take(slice(0))
    return buckets(ruled, timeframe, start, end).within(start, end, judged.closed_by)


def _served(expected: Buckets, timeframe: Timeframe, state: InstrumentState) -> Buckets:
    """The candles less those that the feed need not have."""
    if not len(expected):
        return expected
    span = Interval(int(expected.start[0]), int(expected.end[-1]))
    never = always_unserved(state.habits, timeframe, state.calendar, span)
    return expected.take(~inside(expected.start, expected.end, never))


def closed_edge(calendar: Calendar, timeframe: Timeframe, closed_by: int) -> int:
    """End of the last candle that has closed by a time, as a stamp of the summary."""
    if timeframe.daily:
        last = calendar.last_closed(closed_by)
        return int(calendar.trade_date[last] + 1) * DAY if last >= 0 else 0
    running = calendar.last_closed(closed_by) + 1
    if running < len(calendar) and calendar.open[running] <= closed_by:
        opened = int(calendar.open[running])
        return opened + (closed_by - opened) // timeframe.seconds * timeframe.seconds
    return closed_by


@dataclass(frozen=True, slots=True)
class _SourceChange:
    """What was written to a source summary, and the stretch that candles made of it are to be derived anew for."""

    change: rows.Change
    stretch: Interval


@dataclass(frozen=True, slots=True)
class _Parts:
    """Source candles and how well each is known (int8)."""

    candles: Candles
    known: NDArray[np.int8]

    def between(self, start: int, end: int) -> _Parts:
        """Those with ``start <= ts < end``."""
        first, last = np.searchsorted(self.candles.ts, (start, end))
        return _Parts(self.candles.take(slice(int(first), int(last))), self.known[first:last])


class CandleWriter:
    """Stores answers for one instrument inside an open transaction.

    Attributes:
        connection: The store's, inside a transaction.
        number: The instrument's number in the store.
        state: The instrument; its series are brought up to date as answers are stored.
    """

    def __init__(self, connection: Connection, number: int, state: InstrumentState) -> None:
        self.connection = connection
        self.number = number
        self.state = state

    def keep(self, judged: CheckedAnswer, run: int) -> list[Contribution]:
        """Store one answer with everything that follows from it."""
        source = TIMEFRAMES[judged.request.timeframe]
        refused: Sequence[Quarantined] = judged.checked.quarantined
        if refused:
            quarantine.keep(self.connection, run, self.number, source.name, refused)
        written = self._take_in(source, judged)
        judged = replace(judged, volumeless=self._without_volume(source, judged.volumeless))
        pieces = self._answer(source, judged)
        change, fetched = written.change, len(judged.checked.good) + len(refused)
        brought = [Contribution(source.name, fetched, change.added, change.revised, len(refused))]
        brought += self._follow(source, written.stretch, judged, pieces)
        if source.name == "1m":
            self._lend_volumes(written.stretch, judged)
        self._call_witnesses(source, written.stretch, judged)
        series_summary.note_answer(self.connection, self.number, own_series(judged.request), judged.now)
        missing = {part.timeframe: self._sum_up(TIMEFRAMES[part.timeframe], judged.now) for part in brought}
        return [replace(part, missing=missing[part.timeframe]) for part in brought]

    def _take_in(self, source: Timeframe, judged: CheckedAnswer) -> _SourceChange:
        """Store the candles that follow from the rows of an answer."""
        good = judged.checked.good
        if source.daily or not len(good):
            telling = self._telling(source, judged)
            return _SourceChange(self._write(source, telling, self.state.feed.name, judged.now), judged.answered)
        voices = self._voices(source)
        return self._write_derived(voices, voices.hear(good), judged)

    def _voices(self, timeframe: Timeframe) -> Series:
        """A series that the feed is asked for, judged by the days of its own market whatever is derived anew."""
        zone = pytz.timezone(self.state.calendar.zone)
        return Series(self.connection, self.number, self.state.instrument, timeframe, zone)

    def _write_derived(self, voices: Series, derived: Derived, judged: CheckedAnswer) -> _SourceChange:
        """Store candles that were derived from all that the feed said of them."""
        derived = Witnesses(self.connection, self.number, self.state).heard(derived, voices.timeframe)
        change = self._write(voices.timeframe, derived.candles, self.state.feed.name, judged.now, derived.levels)
        voices.save(derived)
        ends = (int(derived.candles.ts[0]), int(derived.candles.ts[-1]) + voices.timeframe.seconds)
        start, end = judged.answered if judged.answered.end > judged.answered.start else ends
        return _SourceChange(change, Interval(min(start, ends[0]), max(end, ends[1])))

    def consult(self, witness: Candles, judged: CheckedAnswer) -> rows.Change:
        """Let candles of the contract itself count where the series mixes two; ``judged`` is the answer they are of."""
        timeframe = TIMEFRAMES[judged.request.timeframe]
        voices = self._voices(timeframe)
        written = self._write_derived(voices, voices.consult(witness), judged)
        self._follow(timeframe, written.stretch, judged, self.state.of(timeframe.name).coverage)
        return written.change

    def _lend_volumes(self, stretch: Interval, judged: CheckedAnswer) -> None:
        """Let candles of several minutes take the volume from minutes that came after them."""
        for timeframe in (TIMEFRAMES["2m"], TIMEFRAMES["5m"]):
            voices = self._voices(timeframe)
            derived = voices.look_again(*stretch)
            if derived is not None:
                written = self._write_derived(voices, derived, judged)
                self._follow(timeframe, written.stretch, judged, self.state.of(timeframe.name).coverage)

    def _call_witnesses(self, source: Timeframe, stretch: Interval, judged: CheckedAnswer) -> None:
        """Hold what was written against the other timeframes, and derive once more what they speak against."""
        none = judged.valueless[:0]
        quiet = replace(judged, answered=Interval(0, 0), valueless=none, volumeless=none)
        witnesses = Witnesses(self.connection, self.number, self.state)
        for timeframe, again in witnesses.called(source, *stretch):
            pieces = self.state.of(timeframe.name).coverage
            if timeframe.daily:
                witnesses.level_days(*again)
            else:
                voices = self._voices(timeframe)
                again = self._write_derived(voices, voices.again(*again), quiet).stretch
            self._follow(timeframe, again, quiet, pieces)

    def _telling(self, source: Timeframe, judged: CheckedAnswer) -> Candles:
        """The daily candles less what tells less than what is stored."""
        good = judged.checked.good
        stub, uncounted = stubs(good), np.isin(good.ts, np.concatenate((judged.volumeless, judged.uncounted)))
        if not (stub | uncounted).any():
            return good
        stored = self._stored(source, int(good.ts[0]), int(good.ts[-1]) + 1)
        volume = known_before(good, uncounted, stored)
        kept = ~(stub & np.isin(good.ts, stored.ts[~stubs(stored)]))
        return replace(good, volume=volume).take(kept)

    def _without_volume(self, source: Timeframe, stamps: Int64) -> Int64:
        """Those of the stamps whose stored candle has no volume still."""
        if not len(stamps):
            return stamps
        stored = self._stored(source, int(stamps.min()), int(stamps.max()) + 1)
        return np.intersect1d(stamps, stored.ts[stored.volume == 0])

    def _write(
        self, timeframe: Timeframe, candles: Candles, origin: str, now: float, known: CandleConfidence | None = None
    ) -> rows.Change:
        revision = series_summary.next_revision(self.connection, self.number, timeframe.name)
        change = rows.write(self.connection, self.number, timeframe, candles, origin, revision, now)
        if known is not None:
            levels.write(self.connection, self.number, timeframe, candles.ts, known)
        first, last = (int(candles.ts[0]), int(candles.ts[-1])) if len(candles) else (None, None)
        series_summary.note_change(self.connection, self.number, timeframe.name, change, revision, first, last)
        return change

    def _answer(self, timeframe: Timeframe, judged: CheckedAnswer) -> tuple[Answered, ...]:
        """Note what was answered; returns the coverage after it."""
        before = self.state.of(timeframe.name)
        holes = self._holes(timeframe, judged) if judged.answered.end > judged.answered.start else []
        absent = tuple(union([*subtract(before.absent, [judged.answered]), *holes]))
        refused = _refused(timeframe, judged)
        mute, unknown = (
            self._mute(timeframe, judged, judged.valueless),
            self._mute(timeframe, judged, judged.volumeless),
        )
        made = timeframe.name != judged.request.timeframe  # what is derived over times without values is provisional
        holes, silent = union([*holes, *unknown, *(mute if made else [])]), [*mute, *unknown]
        pieces = record_answer(before.coverage, judged.answered, int(judged.now // DAY), holes, refused, silent)
        if pieces != before.coverage:
            series_summary.save_coverage(self.connection, self.number, timeframe.name, pieces)
        first = series_summary.first_stamp(self.connection, self.number, timeframe.name)
        start, end = judged.answered
        seen = [doubt for doubt in before.doubts if start <= doubt.start and doubt.end <= end]
        looks.note(self.connection, self.number, timeframe, seen)
        if absent != before.absent:
            served.save_absences(self.connection, self.number, timeframe.name, absent)
        self._remember(timeframe, replace(before, coverage=pieces, asked=judged.now, first=first, absent=absent))
        return pieces

    def _holes(self, timeframe: Timeframe, judged: CheckedAnswer) -> list[Interval]:
        """Expected candles that are absent after this answer; none where no calendar rules."""
        if not self.state.calendar.strict:
            return []
        start, end = judged.answered
        sessions = self.state.expected_sessions(timeframe)
        expected = buckets(sessions, timeframe, start, end).within(start, end, judged.closed_by)
        present = self._stored(timeframe, start, end).ts
        return runs(expected.key, present, timeframe.seconds)

    def _mute(self, timeframe: Timeframe, judged: CheckedAnswer, stamps: Int64) -> list[Interval]:
        """Expected candles that have a part of the slots at these stamps; none where no calendar rules.

        None of shares and coins either: their minutes without trades come without values, and are merely absent.
        """
        if not len(stamps) or not self.state.calendar.strict or not self.state.instrument.root:
            return []
        (start, end), seconds = judged.answered, TIMEFRAMES[judged.request.timeframe].seconds
        slots = union((ts, ts + seconds) for ts in stamps.tolist())
        sessions = self.state.expected_sessions(timeframe)
        expected = buckets(sessions, timeframe, start, end).within(start, end, judged.closed_by)
        found = expected.take(touched(expected.start, expected.end, slots))
        return [Interval(*ends) for ends in zip(found.start.tolist(), found.end.tolist(), strict=True)]

    def _material(self, source: Timeframe, windows: Sequence[Interval]) -> Candles:
        """The source candles of all these stretches, read once."""
        start, end = min(window.start for window in windows), max(window.end for window in windows)
        return self._stored(source, start, end)

    def _stored(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        """Stored candles: from the rows, which are the truth; from the blocks while all of them are ours."""
        read = rows.read_rows if self.state.of(timeframe.name).count else rows.read_series
        return read(self.connection, self.number, timeframe, start, end)

    def _follow(
        self, source: Timeframe, stretch: Interval, judged: CheckedAnswer, pieces: Sequence[Answered]
    ) -> list[Contribution]:
        """Derive every coarser timeframe where a stretch of the source series was written."""
        coarser = fed_by(source.name)[1:]
        windows = {timeframe: source_window(self.state.calendar, timeframe, stretch) for timeframe in coarser}
        material = self._material(source, [stretch, *windows.values()])
        known = levels.read(self.connection, self.number, source, *_ends(material)).of(material.ts)
        return [self._derive(_Parts(material, known).between(*windows[tf]), tf, judged, pieces) for tf in coarser]

    def _derive(
        self, parts: _Parts, timeframe: Timeframe, judged: CheckedAnswer, pieces: Sequence[Answered]
    ) -> Contribution:
        """Make the candles of a coarser timeframe from the whole of every bucket that this answer touches."""
        made = derive(parts.candles, self.state.calendar, timeframe, sound(pieces), judged.closed_by)
        own = not timeframe.derived  # 2m: asked for itself further back, and those candles stay
        stays = rows.without_given(self.connection, self.number, timeframe, made) if own else made
        keys = candle_key(parts.candles.ts, self.state.calendar, timeframe)
        change = self._write(timeframe, stays, "derived", judged.now, least_known(keys, parts.known))
        if own:
            self._answer(timeframe, judged)
        return Contribution(timeframe.name, len(made), change.added, change.revised, 0)

    def _sum_up(self, timeframe: Timeframe, now: float) -> int:
        found = assess(self.state, timeframe, now)
        series_summary.note_assessment(self.connection, self.number, timeframe.name, found, now)
        return found.missing or 0

    def _remember(self, timeframe: Timeframe, known: SeriesState) -> None:
        self.state = replace(self.state, series={**self.state.series, timeframe.name: known})


def _ends(candles: Candles) -> tuple[int, int]:
    """The stretch of sorted candles' stamps; an empty one for none."""
    return (int(candles.ts[0]), int(candles.ts[-1]) + 1) if len(candles) else (0, 0)


def _refused(timeframe: Timeframe, judged: CheckedAnswer) -> list[Interval]:
    """The candles for which the feed sent rows that could not be stored."""
    stamps = (row.ts for row in judged.checked.quarantined if row.flaw not in _MISPLACED)
    return [Interval(ts, ts + timeframe.seconds) for ts in stamps]
