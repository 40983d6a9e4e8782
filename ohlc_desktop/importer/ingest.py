"""One answer into the file: check, write, note what was answered, derive, sum up. All in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytz

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.checking.daily import known_before
from ohlc_desktop.core.checking.quality import Quarantined, stubs
from ohlc_desktop.core.derive import derive, source_window
from ohlc_desktop.core.market.sessions import candle_key
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Answered, Interval, record_answer, runs, sound, subtract, touched, union
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.core.voices.levels import CandleConfidence, least_known
from ohlc_desktop.importer.arbitration import kind_of
from ohlc_desktop.importer.checks.answers import CheckedAnswer, expected_of, own_series, refused_stretches
from ohlc_desktop.importer.checks.witnesses import Witnesses
from ohlc_desktop.importer.merging.feed_telling import FeedTelling
from ohlc_desktop.importer.voices import Derived, Series
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import doubts, levels, served, statements
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.sources import precedence
from ohlc_desktop.store.sources.feed_rows import FeedRows


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
class _SourceChange:
    """What was written to a source summary, and the stretch that candles made of it are to be derived anew for."""

    change: rows.Change
    stretch: Interval


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

    def keep(self, answer: CheckedAnswer, run: int) -> list[Contribution]:
        """Store one answer with everything that follows from it."""
        feed = self.state.feed
        precedence.note_feed(self.connection, self.number, feed.name, kind_of(feed.name, feed), answer.now)
        source = TIMEFRAMES[answer.request.timeframe]
        refused: Sequence[Quarantined] = answer.checked.quarantined
        if refused:
            quarantine.keep(self.connection, run, self.number, source.name, refused)
        written = self._take_in(source, answer)
        answer = replace(answer, volumeless=self._without_volume(source, answer.volumeless))
        pieces = self._answer(source, answer)
        change, fetched = written.change, len(answer.checked.good) + len(refused)
        contributions = [Contribution(source.name, fetched, change.added, change.revised, len(refused))]
        contributions += self._follow(source, written.stretch, answer, pieces)
        if self._first:
            if source.name == "1m":
                self._lend_volumes(written.stretch, answer)
            self._call_witnesses(source, written.stretch, answer)
        series_summary.note_answer(self.connection, self.number, own_series(answer.request), answer.now)
        missing = {part.timeframe: self._sum_up(TIMEFRAMES[part.timeframe], answer.now) for part in contributions}
        return [replace(part, missing=missing[part.timeframe]) for part in contributions]

    def _take_in(self, source: Timeframe, answer: CheckedAnswer) -> _SourceChange:
        good = answer.checked.good
        if source.daily or not len(good) or not self._first:
            telling = self._telling(source, answer) if source.daily else good
            self._note_taken_back(source, answer)
            return _SourceChange(self._write(source, telling, answer.answered, answer.stored), answer.answered)
        voices = self._voices(source)
        return self._write_derived(voices, voices.hear(good), answer)

    def _voices(self, timeframe: Timeframe) -> Series:
        """A series that the feed is asked for, judged by the days of its own market whatever is derived anew."""
        zone = pytz.timezone(self.state.calendar.zone)
        feed = self.state.feed.name
        return Series(self.connection, self.number, self.state.instrument, timeframe, feed, zone)

    def _write_derived(self, voices: Series, derived: Derived, answer: CheckedAnswer) -> _SourceChange:
        derived = self._witnesses(answer.stored).heard(derived, voices.timeframe)
        ends = (int(derived.candles.ts[0]), int(derived.candles.ts[-1]) + voices.timeframe.seconds)
        start, end = answer.answered if answer.answered.end > answer.answered.start else ends
        stretch = Interval(min(start, ends[0]), max(end, ends[1]))
        change = self._write(voices.timeframe, derived.candles, stretch, answer.stored, derived.levels)
        voices.save(derived, answer.stored)
        return _SourceChange(change, stretch)

    def _witnesses(self, now: float) -> Witnesses:
        return Witnesses(self.connection, self.number, self.state, now)

    def consult(self, witness: Candles, answer: CheckedAnswer) -> rows.Change:
        """Let candles of the contract itself count where the series mixes two; ``answer`` is the answer they are of."""
        timeframe = TIMEFRAMES[answer.request.timeframe]
        voices = self._voices(timeframe)
        written = self._write_derived(voices, voices.consult(witness), answer)
        self._follow(timeframe, written.stretch, answer, self.state.of(timeframe.name).coverage)
        return written.change

    def _lend_volumes(self, stretch: Interval, answer: CheckedAnswer) -> None:
        """Let candles of several minutes take the volume from minutes that came after them."""
        for timeframe in (TIMEFRAMES["2m"], TIMEFRAMES["5m"]):
            voices = self._voices(timeframe)
            derived = voices.look_again(*stretch)
            if derived is not None:
                written = self._write_derived(voices, derived, answer)
                self._follow(timeframe, written.stretch, answer, self.state.of(timeframe.name).coverage)

    def _call_witnesses(self, source: Timeframe, stretch: Interval, answer: CheckedAnswer) -> None:
        """Hold what was written against the other timeframes, and derive once more what they speak against."""
        none = answer.valueless[:0]
        quiet = replace(answer, answered=Interval(0, 0), valueless=none, volumeless=none)
        witnesses = self._witnesses(answer.stored)
        for timeframe, again in witnesses.called(source, *stretch):
            pieces = self.state.of(timeframe.name).coverage
            if timeframe.daily:
                witnesses.level_days(*again)
            else:
                voices = self._voices(timeframe)
                again = self._write_derived(voices, voices.again(*again), quiet).stretch
            self._follow(timeframe, again, quiet, pieces)

    def _note_taken_back(self, source: Timeframe, answer: CheckedAnswer) -> None:
        """Note the days that the feed gave once and leaves out now; they stay stored."""
        good = answer.checked.good
        if not (len(good) and source.daily and self._first):
            return
        refused = np.array([row.ts for row in answer.checked.quarantined], dtype=np.int64)
        before = self._given.given(source, *answer.answered).ts
        gone = np.setdiff1d(before, np.concatenate((good.ts, answer.valueless, refused)))
        statements.note_lacked(self.connection, self.number, source, gone, good.ts)

    def _telling(self, source: Timeframe, answer: CheckedAnswer) -> Candles:
        """The daily candles less what tells less than what is stored."""
        good = answer.checked.good
        stub, uncounted = stubs(good), np.isin(good.ts, np.concatenate((answer.volumeless, answer.uncounted)))
        if not (stub | uncounted).any():
            return good
        read = self._stored if self._given.alone else self._given.given
        stored = read(source, int(good.ts[0]), int(good.ts[-1]) + 1)
        volume = known_before(good, uncounted, stored)
        kept = ~(stub & np.isin(good.ts, stored.ts[~stubs(stored)]))
        return replace(good, volume=volume).take(kept)

    def _without_volume(self, source: Timeframe, stamps: Int64) -> Int64:
        """Those of the stamps whose stored candle has no volume still."""
        if not len(stamps):
            return stamps
        stored = self._stored(source, int(stamps.min()), int(stamps.max()) + 1)
        return np.intersect1d(stamps, stored.ts[stored.volume == 0])

    @property
    def _first(self) -> bool:
        """Whether the feed is the one that gave the instrument first: what is remembered of answers are that one's."""
        return precedence.feed_of(self.connection, self.number) == self.state.feed.name

    @property
    def _given(self) -> FeedRows:
        """What the feed gave of the instrument."""
        return FeedRows(self.connection, self.number, self.state.feed.name)

    def _write(
        self, timeframe: Timeframe, candles: Candles, stretch: Interval, now: float,
        known: CandleConfidence | None = None,
    ) -> rows.Change:  # fmt: skip
        """Store what the feed gave of a stretch; through the arbitration where others have spoken, too."""
        if not self._given.alone:
            telling = FeedTelling(self.connection, self.number, self.state, now)
            return telling.say(timeframe, candles, stretch, known)
        return self._write_rows(timeframe, candles, self.state.feed.name, now, known)

    def _write_rows(
        self, timeframe: Timeframe, candles: Candles, origin: str, now: float, known: CandleConfidence | None = None
    ) -> rows.Change:
        revision = series_summary.next_revision(self.connection, self.number, timeframe.name)
        change = rows.write(self.connection, self.number, timeframe, candles, origin, revision, now)
        if known is not None:
            levels.write(self.connection, self.number, timeframe, candles.ts, known)
        first, last = (int(candles.ts[0]), int(candles.ts[-1])) if len(candles) else (None, None)
        series_summary.note_change(self.connection, self.number, timeframe.name, change, revision, first, last)
        return change

    def _answer(self, timeframe: Timeframe, answer: CheckedAnswer) -> tuple[Answered, ...]:
        """Note what was answered; returns the coverage after it."""
        before = self.state.of(timeframe.name)
        holes = self._holes(timeframe, answer) if answer.answered.end > answer.answered.start else []
        absent = tuple(union([*subtract(before.absent, [answer.answered]), *holes]))
        refused = refused_stretches(timeframe, answer)
        mute, unknown = (self._mute(timeframe, answer, stamps) for stamps in (answer.valueless, answer.volumeless))
        made = timeframe.name != answer.request.timeframe  # what is derived over times without values is provisional
        holes, silent = union([*holes, *unknown, *(mute if made else [])]), [*mute, *unknown]
        pieces = record_answer(before.coverage, answer.answered, int(answer.now // DAY), holes, refused, silent)
        if pieces != before.coverage:
            series_summary.save_coverage(self.connection, self.number, timeframe.name, pieces)
        first = series_summary.first_stamp(self.connection, self.number, timeframe.name)
        start, end = answer.answered
        seen = [doubt for doubt in before.doubts if start <= doubt.start and doubt.end <= end]
        doubts.note(self.connection, self.number, timeframe, seen)
        if absent != before.absent:
            served.save_absences(self.connection, self.number, timeframe.name, absent)
        known = replace(before, coverage=pieces, asked=answer.now, first=first, absent=absent)
        self.state = replace(self.state, series={**self.state.series, timeframe.name: known})
        return pieces

    def _holes(self, timeframe: Timeframe, answer: CheckedAnswer) -> list[Interval]:
        """Expected candles that are absent after this answer; none where no calendar rules."""
        expected = expected_of(answer, timeframe, self.state.expected_sessions(timeframe))
        return runs(expected.key, self._stored(timeframe, *answer.answered).ts, timeframe.seconds)

    def _mute(self, timeframe: Timeframe, answer: CheckedAnswer, stamps: Int64) -> list[Interval]:
        """Expected candles that have a part of the slots at these stamps; none where no calendar rules.

        None of shares and coins either: their minutes without trades come without values, and are merely absent.
        """
        if not len(stamps) or not self.state.instrument.root:
            return []
        seconds = TIMEFRAMES[answer.request.timeframe].seconds
        slots = union((ts, ts + seconds) for ts in stamps.tolist())
        expected = expected_of(answer, timeframe, self.state.expected_sessions(timeframe))
        found = expected.take(touched(expected.start, expected.end, slots))
        return [Interval(*ends) for ends in zip(found.start.tolist(), found.end.tolist(), strict=True)]

    def _stored(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        """Stored candles: from the rows, which are the truth; from the blocks while all of them are ours."""
        read = rows.read_rows if self.state.of(timeframe.name).count else rows.read_series
        return read(self.connection, self.number, timeframe, start, end)

    def _follow(
        self, source: Timeframe, stretch: Interval, answer: CheckedAnswer, pieces: Sequence[Answered]
    ) -> list[Contribution]:
        """Derive every coarser timeframe where a stretch of the source series was written."""
        if not self._given.alone:
            return self._follow_all(source, stretch, answer)
        coarser = fed_by(source.name)[1:]
        windows = {timeframe: source_window(self.state.calendar, timeframe, stretch) for timeframe in coarser}
        starts, ends = zip(stretch, *windows.values(), strict=True)
        material = self._stored(source, min(starts), max(ends))
        known = levels.read(self.connection, self.number, source, min(starts), max(ends))
        return [self._derive(material.between(*windows[tf]), known, tf, answer, pieces) for tf in coarser]

    def _follow_all(self, source: Timeframe, stretch: Interval, answer: CheckedAnswer) -> list[Contribution]:
        """The same where others have spoken, too: whatever may be made of the series is settled anew."""
        found = FeedTelling(self.connection, self.number, self.state, answer.stored).follow(source, stretch)
        two = TIMEFRAMES["2m"]
        if source.name == "1m":
            self._answer(two, answer)
        fed = ((timeframe.name, found.get(timeframe.name, rows.Change(0, 0))) for timeframe in fed_by(source.name)[1:])
        return [
            Contribution(name, change.added + change.revised, change.added, change.revised, 0) for name, change in fed
        ]

    def _derive(
        self, parts: Candles, known: CandleConfidence, timeframe: Timeframe, answer: CheckedAnswer,
        pieces: Sequence[Answered],
    ) -> Contribution:  # fmt: skip
        """Make the candles of a coarser timeframe from the whole of every bucket that this answer touches."""
        made = derive(parts, self.state.calendar, timeframe, sound(pieces), answer.closed_by)
        own = not timeframe.derived  # 2m: asked for itself further back, and those candles stay
        stays = rows.without_given(self.connection, self.number, timeframe, made) if own else made
        well = least_known(candle_key(parts.ts, self.state.calendar, timeframe), known.of(parts.ts))
        change = self._write_rows(timeframe, stays, "derived", answer.stored, well)
        if own:
            self._answer(timeframe, answer)
        return Contribution(timeframe.name, len(made), change.added, change.revised, 0)

    def _sum_up(self, timeframe: Timeframe, now: float) -> int:
        found = assess(self.state, timeframe, now)
        series_summary.note_assessment(self.connection, self.number, timeframe.name, found, now)
        return found.missing or 0
