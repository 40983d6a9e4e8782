"""Lets what each source of an instrument says stand or not, so that neither the order nor the number of tellings matters.

What is stored of a stretch follows from the rows that the sources gave of it (``store.sources.source_rows``), from what
can be made of finer ones (``made``) and from the order of the sources. So a stretch is settled by reading all that, and
writing what stands and what contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim, Levels, claim, contradicting, standing, within
from ohlc_desktop.core.arbitration.precedence import Precedence, Provenance
from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.planning.coverage import Interval, answered, subtract, union
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import EVER, SOURCES, TIMEFRAMES, Timeframe, followers
from ohlc_desktop.importer.merging.made import Maker, window_of
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions, series_summary
from ohlc_desktop.store.sources import contradictions, heard, precedence, source_rows, writing
from ohlc_desktop.store.sources.source_rows import StoredRows

#: Given, and made of the minutes of files as well.
_OF_MINUTES = (TIMEFRAMES["2m"], TIMEFRAMES["5m"])


@dataclass(frozen=True, slots=True)
class Arbitrated:
    """What a telling changed in a series.

    Attributes:
        added: Candles stored that were not there.
        revised: Candles stored with other values than before.
        removed: Candles that no source gives any more.
        contradicted: Candles of the stretch of which some source says otherwise than what stands.
        derived: What changed of the timeframes that are made of it.
    """

    added: int = 0
    revised: int = 0
    removed: int = 0
    contradicted: int = 0
    derived: Mapping[str, rows.Change] = field(default_factory=dict)

    @property
    def change(self) -> rows.Change:
        """Candles of the series itself that were added and revised."""
        return rows.Change(self.added, self.revised)


@dataclass(frozen=True, slots=True)
class _Testimony:
    """All that is said of a stretch of a series, and what is stored there; nothing counts any more that ``without`` said."""

    window: Interval
    stored: StoredRows
    claims: dict[str, Claim]
    spoken: dict[str, list[Interval]]
    without: str = ""


class Arbiter:
    """Settles the series of one instrument inside an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        state: The instrument; its calendar must reach as far back as candles are to be made of others.
        order: The sources, strongest first, as of the beginning.
        now: UTC epoch seconds.
    """

    def __init__(self, connection: Connection, number: int, state: InstrumentState, now: float) -> None:
        self.connection, self.number, self.state, self.now = connection, number, state, now
        self.order: Precedence = precedence.read(connection)
        self.feed = precedence.feed_of(connection, number)
        self._make = Maker(connection, number, state.calendar, self.order, now)

    def say(
        self, timeframe: Timeframe, source: str, candles: Candles, stretch: Interval, known: Levels | None = None
    ) -> Arbitrated:
        """``source`` now gives exactly these candles within a stretch; nothing that is made of them is looked at.

        Args:
            timeframe: Of the series.
            source: Known in the archive.
            candles: Sorted, without repeats, all within the stretch.
            stretch: What it speaks of.
            known: int8, one a candle, how well the source itself knows each; all ``SINGLE`` without.
        """
        self.introduce()
        told = self._told(timeframe, stretch)
        told.spoken[source] = union([*told.spoken.get(source, []), stretch])
        heard.add(self.connection, self.number, timeframe, source, [stretch])
        return self._replace(timeframe, source, told, claim(Provenance((source,)), candles, known))

    def take_back(self, timeframe: Timeframe, source: str, stretch: Interval) -> Arbitrated:
        """``source`` speaks no more of a stretch; nothing that is made of its candles is looked at."""
        told = self._told(timeframe, stretch)
        told.spoken[source] = subtract(told.spoken.get(source, []), [stretch])
        heard.remove(self.connection, self.number, timeframe, source, stretch)
        return self._replace(timeframe, source, told, claim(Provenance((source,)), empty()))

    def follow(self, timeframe: Timeframe, stretch: Interval) -> dict[str, rows.Change]:
        """Settle all timeframes that may be made of a stretch of one; what changed of each.

        What is given of a session tells also whether the minutes of a file are all of it: that is settled for it whole.
        """
        found = {}
        self._settle_whole(timeframe, stretch)
        for coarser in followers(timeframe):
            window = window_of(self.state.calendar, timeframe, coarser, stretch)
            if window is not None:
                found[coarser.name] = self.settle(coarser, window).change
        return found

    def _settle_whole(self, timeframe: Timeframe, stretch: Interval) -> None:
        """Settle the sessions of a stretch of a timeframe that files' minutes make as well."""
        window = (
            window_of(self.state.calendar, TIMEFRAMES["1m"], timeframe, stretch) if timeframe in _OF_MINUTES else None
        )
        spoken = heard.read(self.connection, self.number, TIMEFRAMES["1m"], window) if window is not None else ()
        if window is not None and any(not self.order.kind(name).asked for name in spoken):
            self.settle(timeframe, window)

    def settle(
        self, timeframe: Timeframe, window: Interval, without: str = "", made: Sequence[Claim] | None = None
    ) -> Arbitrated:
        """Let what follows from all that is known be stored in a window of a series.

        What ``without`` gave of it is forgotten: its rows, what it spoke of, and what it said otherwise. What can be ``made``
        of finer candles there is read from the store unless it is at hand.
        """
        if without:
            heard.remove(self.connection, self.number, timeframe, without, window)
        told = replace(self._told(timeframe, window), without=without)
        told.claims.pop(without, None)
        told.spoken.pop(without, None)
        return self._settle(timeframe, told, without or None, made)

    # -- what is said ------------------------------------------------------------------------------

    def introduce(self) -> None:
        """Before a second source speaks of an instrument, note what its one feed has spoken of until then."""
        if self.feed is None or heard.several(self.connection, self.number):
            return
        for timeframe in (TIMEFRAMES[name] for name in SOURCES):
            pieces = answered(series_summary.coverage(self.connection, self.number, timeframe.name))
            derived = rows.derived_spans(self.connection, self.number, timeframe, -EVER)
            heard.save(self.connection, self.number, timeframe, self.feed, subtract(pieces, derived))

    def _told(self, timeframe: Timeframe, window: Interval) -> _Testimony:
        stored = source_rows.stored_rows(self.connection, self.number, timeframe, *window)
        claims = source_rows.claims(self.connection, self.number, timeframe, *window, stored)
        return _Testimony(window, stored, claims, heard.read(self.connection, self.number, timeframe, window))

    def _replace(self, timeframe: Timeframe, source: str, told: _Testimony, news: Claim) -> Arbitrated:
        """Put what a source gives now in the place of what it gave; its former rows are kept as revisions."""
        before = told.claims.get(source)
        told.claims[source] = news
        revision = series_summary.next_revision(self.connection, self.number, timeframe.name)
        kept = 0
        if before is not None and len(before.candles):
            kept = self._keep_former(timeframe, source, told.stored, before.candles, news.candles, revision)
        settled = self._settle(timeframe, told, source)
        if kept:  # a change of its own, though another source's rows stand: else the next one had the same number
            change = rows.Change(0, kept)
            series_summary.note_change(self.connection, self.number, timeframe.name, change, revision, None, None)
        return settled

    def _keep_former(
        self, timeframe: Timeframe, source: str, stored: StoredRows, before: Candles, after: Candles, revision: int
    ) -> int:
        """Keep what the source corrects or gives no more; how many rows."""
        lost, corrected = rows.difference(after, before)
        former = before.take(lost | corrected)
        if not len(former):
            return 0
        shown = np.isin(former.ts, stored.candles.ts[stored.given_by(source)])
        key = (self.connection, self.number, timeframe.name)
        revisions.keep(*key, former.ts[shown], revision, self.now)
        revisions.keep_unseen(*key, former.take(~shown), source, revision, self.now)
        return len(former)

    # -- what stands -------------------------------------------------------------------------------

    def _settle(
        self, timeframe: Timeframe, told: _Testimony, source: str | None, made: Sequence[Claim] | None = None
    ) -> Arbitrated:
        """Write what stands in a window, and what contradicts it; ``source`` has just spoken."""
        make = replace(self._make, without=told.without)
        claims = [*told.claims.values(), *(make.claims(timeframe, told.window) if made is None else made)]
        claims += self._unclaimed(told, claims, source)
        stands = standing(claims, self.order, timeframe.daily)
        self._let_speak(timeframe, told)
        otherwise = {name: contradicting(stands, own, told.spoken.get(name, [])) for name, own in self._own(told)}
        contradictions.replace(self.connection, self.number, timeframe, *told.window, otherwise)
        revision = series_summary.next_revision(self.connection, self.number, timeframe.name)
        change = writing.write(
            self.connection, self.number, timeframe, told.window, told.stored, stands, self.feed, revision, self.now
        )
        removed = len(told.stored.candles) + change.added - len(stands.candles)
        stamps = [stamp for other in otherwise.values() for stamp in (other.candles.ts, other.absent)]
        contradicted = len(np.unique(np.concatenate(stamps))) if stamps else 0
        return Arbitrated(change.added, change.revised, removed, contradicted)

    def _own(self, told: _Testimony) -> Iterable[tuple[str, Claim]]:
        """What each source that speaks of the window gave, be it nothing."""
        for name in {*told.claims, *told.spoken}:
            yield name, told.claims.get(name, claim(Provenance((name,)), empty()))

    def _unclaimed(self, told: _Testimony, claims: Iterable[Claim], source: str | None) -> list[Claim]:
        """Stored candles that nobody gives and that cannot be made any more, but stay: what was stored is never lost.

        Those of the source that has just said otherwise go, and those that were made of others than the one feed.
        """
        if not len(told.stored.candles):
            return []
        stamps = [part.candles.ts for part in claims]
        left = ~np.isin(told.stored.candles.ts, np.concatenate(stamps) if stamps else ())
        found = []
        for place, provenance in enumerate(told.stored.provenances):
            if provenance.made:
                goes = provenance.sources != (self.feed,) or self.feed == told.without
            else:
                goes = provenance.sources == (source,)
            mine = left & (told.stored.whose == place)
            if mine.any() and not goes:
                found.append(Claim(provenance, told.stored.candles.take(mine), told.stored.known[mine]))
        return found

    def _let_speak(self, timeframe: Timeframe, told: _Testimony) -> None:
        """Note that a source speaks of the time of each row that it gave."""
        for name, own in told.claims.items():
            spoken = told.spoken.get(name, [])
            apart = own.candles.ts[~within(own.candles.ts, spoken)]
            if len(apart):
                told.spoken[name] = union([*spoken, *_stretches(apart, timeframe)])
                heard.add(self.connection, self.number, timeframe, name, _stretches(apart, timeframe))


def _stretches(ts: Int64, timeframe: Timeframe) -> list[Interval]:
    """The candles with some sorted stamps, consecutive ones joined."""
    breaks = np.flatnonzero(np.diff(ts) > timeframe.seconds) + 1
    firsts, lasts = np.concatenate(([0], breaks)), np.concatenate((breaks - 1, [len(ts) - 1]))
    ends = (ts[lasts] + timeframe.seconds).tolist()
    return [Interval(start, end) for start, end in zip(ts[firsts].tolist(), ends, strict=True)]
