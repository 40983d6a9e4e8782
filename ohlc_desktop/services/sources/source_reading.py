"""What the window shows of sources, read from the store. Imports numpy: to be imported on a worker thread only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim
from ohlc_desktop.core.arbitration.precedence import PERSON, Provenance
from ohlc_desktop.core.arbitration.verdict import SessionVerdict
from ohlc_desktop.core.candles import Bools, Candles, Int64, empty
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, intersect
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.reader import stored_calendar
from ohlc_desktop.store.sources import contradictions, heard, precedence, source_rows, verdicts, witnesses
from ohlc_desktop.store.sources.verdicts import SeriesVerdict

#: Of a series that is not stored.
NO_VERDICT = SeriesVerdict()
#: So many sessions are read at a time, the newest first.
SESSIONS = 260


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source that the archive knows.

    Attributes:
        name: Its name.
        kind: What it is, a value of ``SourceKind``.
        symbols: Instruments that it gave, sorted.
    """

    name: str
    kind: str
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources of the archive.

    Attributes:
        sources: The strongest first.
        unsettled: Instruments that do not follow this order whole yet: its last change was cut off.
    """

    sources: tuple[ListedSource, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesWitness:
    """How a series is witnessed in sum.

    Attributes:
        verdict: What its sources say.
        taken_back: Trade dates (day numbers) of sessions of which the feed gives nothing any more.
    """

    verdict: SeriesVerdict = NO_VERDICT
    taken_back: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionList:
    """How the sessions of a series are witnessed.

    Attributes:
        instrument: Whose series it is.
        timeframe: The series that sources gave; what is asked of may be made of it.
        sessions: The newest first.
        older: Whether there are older ones.
        whole: The series in sum.
    """

    instrument: Instrument
    timeframe: Timeframe
    sessions: tuple[SessionVerdict, ...] = ()
    older: bool = False
    whole: SeriesVerdict = NO_VERDICT


@dataclass(frozen=True, slots=True)
class ChosenFrom:
    """Candles that were chosen by hand from one source.

    Attributes:
        source: The source.
        stamps: int64, sorted.
    """

    source: str
    stamps: Int64


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the sources say of one session, side by side.

    Attributes:
        instrument: Whose candles they are.
        timeframe: Of the candles: one that sources give.
        stretch: The session, in stamps.
        when: The session as the command line names it.
        ts: int64, sorted stamps of the candles that are shown: those that differ, were chosen, or were asked for.
        stored: What stands there, one row a stamp.
        origins: Where that comes from, one a stamp.
        rows: What each source gave there, strongest first.
        chosen: Stretches of the session in which a choice by hand stands.
        former: Of which source the chosen rows are, that of most first; None where no source has one of them any more.
        verdict: On the session; None where it has no candles.
    """

    instrument: Instrument
    timeframe: Timeframe
    stretch: Interval
    when: str
    ts: Int64
    stored: Candles
    origins: tuple[Provenance, ...]
    rows: dict[str, Candles]
    chosen: tuple[Interval, ...] = ()
    former: tuple[ChosenFrom, ...] | None = ()
    verdict: SessionVerdict | None = None

    def stamp_text(self, ts: int) -> str:
        """A candle as the command line names it."""
        return _day_text(ts) if self.timeframe.daily else iso(ts)


def read_sources(profile: Profile) -> SourceList:
    """All sources.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with _looking(profile) as connection:
        found = tuple(
            ListedSource(source.name, source.kind.value, tuple(heard.instruments_of(connection, source.name)))
            for source in precedence.read(connection).known
        )
        return SourceList(found, tuple(precedence.unsettled(connection)))


def read_witness(profile: Profile, instrument: Instrument, timeframe: Timeframe, now: float) -> SeriesWitness:
    """How a series is witnessed, without reading its candles.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with _looking(profile) as connection:
        instrument = markets.at_home(connection, instrument)
        number = watchlist.find_instrument(connection, instrument.symbol)
        calendar = stored_calendar(connection, instrument.calendar, now)
        if number is None or calendar is None:
            return SeriesWitness()
        given = witnesses.basis(connection, number, timeframe)
        back = witnesses.taken_back(connection, number, given, calendar)
        return SeriesWitness(verdicts.series_verdict(connection, number, timeframe, calendar), back)


def read_sessions(
    profile: Profile, instrument: Instrument, timeframe: Timeframe, now: float, before: int | None = None
) -> SessionList:
    """How the newest sessions of a series are witnessed, or the newest before a trade date (a day number).

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with _looking(profile) as connection:
        instrument = markets.at_home(connection, instrument)
        number = watchlist.find_instrument(connection, instrument.symbol)
        calendar = stored_calendar(connection, instrument.calendar, now)
        if number is None or calendar is None:
            return SessionList(instrument, timeframe)
        given = witnesses.basis(connection, number, timeframe)
        past = calendar.take(
            (calendar.open <= now) & (calendar.trade_date < (before if before is not None else 1 << 40))
        )
        part = past.take(slice(max(len(past) - SESSIONS, 0), None))
        found = verdicts.session_verdicts(connection, number, instrument, given, part)
        whole = verdicts.series_verdict(connection, number, given, calendar)
        older = len(past) > len(part) and len(found) > 0
        return SessionList(instrument, given, tuple(reversed(found)), older, whole)


def read_comparison(
    profile: Profile, instrument: Instrument, timeframe: Timeframe, stamp: int, now: float, asked_for: bool = True
) -> Comparison | None:
    """What sources say of the session of a candle; None where the instrument is not stored any more.

    ``asked_for``: the candle itself is shown, too, where all sources say the same of it.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with _looking(profile) as connection:
        instrument = markets.at_home(connection, instrument)
        number = watchlist.find_instrument(connection, instrument.symbol)
        if number is None:
            return None
        given = witnesses.basis(connection, number, timeframe)
        calendar = stored_calendar(connection, instrument.calendar, now)
        asked = Interval(stamp, stamp + timeframe.seconds)
        stretch, when = _session(given, calendar, asked)
        shown = asked if asked_for else Interval(stamp, stamp)
        return _compared(connection, number, instrument, given, calendar, (stretch, when, shown))


def open_of(profile: Profile, instrument: Instrument, day: int, now: float) -> int | None:
    """When the session of a trade date (a day number) opened, UTC epoch seconds; None where no such session is known.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with _looking(profile) as connection:
        calendar = stored_calendar(connection, markets.at_home(connection, instrument).calendar, now)
        places = [] if calendar is None else np.flatnonzero(calendar.trade_date == day).tolist()
        return int(calendar.open[places[0]]) if calendar is not None and places else None


def _compared(
    connection: Connection, number: int, instrument: Instrument, given: Timeframe, calendar: Calendar | None,
    place: tuple[Interval, str, Interval],
) -> Comparison:  # fmt: skip
    stretch, when, asked = place
    stored = source_rows.stored_rows(connection, number, given, *stretch)
    claims = source_rows.claims(connection, number, given, *stretch, stored)
    told = contradictions.read(connection, number, given, *stretch)
    chosen = tuple(intersect(heard.read(connection, number, given).get(PERSON, []), [stretch]))
    mine = claims[PERSON].candles.ts if PERSON in claims and chosen != (stretch,) else stored.candles.ts[:0]
    first = stored.candles.between(*asked).ts[:1]
    stamps = np.unique(np.concatenate([first, mine, *(said.candles.ts[said.apart > 0] for said in told.values())]))
    ts = stamps[np.isin(stamps, stored.candles.ts)].astype(np.int64)
    at = np.searchsorted(stored.candles.ts, ts)
    names = precedence.read(connection).ordered(claims)
    rows = {name: claims[name].candles.take(np.isin(claims[name].candles.ts, ts)) for name in names}
    return Comparison(
        instrument, given, stretch, when, ts, stored.candles.take(at),
        tuple(stored.provenances[which] for which in stored.whose[at].tolist()),
        {name: own for name, own in rows.items() if len(own)}, chosen, _former(claims),
        _verdict(connection, number, instrument, given, calendar, stretch),
    )  # fmt: skip


def _former(claims: Mapping[str, Claim]) -> tuple[ChosenFrom, ...] | None:
    """Of which source each chosen row is."""
    mine = claims[PERSON].candles if PERSON in claims else empty()
    left, found = np.ones(len(mine), dtype=np.bool_), []
    while left.any():
        same = {name: left & _same_rows(mine, own.candles) for name, own in claims.items() if name != PERSON}
        name = max(same, key=lambda name: int(same[name].sum()), default="")
        if not name or not same[name].any():
            return None
        found.append(ChosenFrom(name, mine.ts[same[name]]))
        left &= ~same[name]
    return tuple(found)


def _same_rows(mine: Candles, own: Candles) -> Bools:
    """Which rows another has just so."""
    if not len(own):
        return np.zeros(len(mine), dtype=np.bool_)
    place = np.minimum(np.searchsorted(own.ts, mine.ts), len(own) - 1)
    columns = zip(mine.columns, own.take(place).columns, strict=True)
    found: Bools = np.logical_and.reduce([one == other for one, other in columns])
    return found


def _verdict(
    connection: Connection, number: int, instrument: Instrument, given: Timeframe, calendar: Calendar | None,
    stretch: Interval,
) -> SessionVerdict | None:  # fmt: skip
    if calendar is None:
        return None
    starts = calendar.trade_date * DAY if given.daily else calendar.open
    day = calendar.take((starts >= stretch.start) & (starts < stretch.end))
    found = verdicts.session_verdicts(connection, number, instrument, given, day)
    return found[0] if len(found) == 1 else None


def _session(given: Timeframe, calendar: Calendar | None, asked: Interval) -> tuple[Interval, str]:
    """The session of a candle, and as the command line names it."""
    if given.daily:
        days = range(asked.start // DAY, max(asked.end // DAY, asked.start // DAY + 1))
        return asked, ",".join(_day_text(day * DAY) for day in days)
    place = -1 if calendar is None else int(calendar.session_at(np.array([asked.start], dtype=np.int64))[0])
    if calendar is None or place < 0:
        return asked, iso(asked.start)
    session = Interval(int(calendar.open[place]), int(calendar.close[place]))
    return session, _day_text(int(calendar.trade_date[place]) * DAY)


def _day_text(ts: int) -> str:
    return datetime.fromtimestamp(ts, UTC).date().isoformat()


@contextmanager
def _looking(profile: Profile) -> Iterator[Connection]:
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        yield connection
