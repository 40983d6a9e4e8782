"""Reads what a chart shows from the store. Imports numpy: to be imported on a worker thread only.

The flow: a look at the file finds the instrument, its summary, calendar and coverage; the candles come through the
packed blocks, as float32; :mod:`ohlc_desktop.core.chart` lays trade dates, flags, holes and rolls over them. Plain
functions of their arguments and the file; :class:`ohlc_desktop.services.chart_data.chart_loader.ChartLoader` calls them.

Redis is not asked: the revision that names its block stands in the file, and beside it the same candles, nearer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import time
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.arbitration.witnesses import SourceWitnesses
from ohlc_desktop.core.candles import Candles, Int64, concat, empty, join_packed
from ohlc_desktop.core.chart.annotations.days import build_days, build_flags, traded_sessions
from ohlc_desktop.core.chart.annotations.hours import reaching
from ohlc_desktop.core.chart.annotations.rolls import rolls
from ohlc_desktop.core.chart.annotations.split_marks import split_marks
from ohlc_desktop.core.chart.series import ChartSeries, Days, Flag, Knowns, Roll, same_candles
from ohlc_desktop.core.continuous.evidence import is_guessed
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll
from ohlc_desktop.core.continuous.spec import Rolling, RollRule, is_spec
from ohlc_desktop.core.errors import OtherStore
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.following.proven_rolls import ProvenRoll, proven_rolls
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.planning.assess import provisional
from ohlc_desktop.core.schedule.times import IMPORT_TIME
from ohlc_desktop.core.timeframes import DAY, EVER, SOURCES, TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.continuous_reading import read_continuous
from ohlc_desktop.services.chart_data.series_query import SeriesCompleteness, SeriesQuery, looking
from ohlc_desktop.services.store_access.snapshot_reader import catalogue
from ohlc_desktop.store import drawings
from ohlc_desktop.store.contracts.roll_ledger import kept_ledger
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.drawings import DrawingRow
from ohlc_desktop.store.evidence import contract_changes, facts, followed, levels, splits
from ohlc_desktop.store.following import followed_contracts, product_of
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions
from ohlc_desktop.store.sources import witnesses

_FEED = Rolling(RollRule.FEED)
#: So many candles are in the first picture, at least.
NEWEST = 2000
#: Timeframes that are asked for themselves, but may be made from a finer one too.
_PARTLY_DERIVED = {tf.name for source in SOURCES for tf in fed_by(source) if tf.source != source}


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A series as it stands now, and how many of its leading candles are the same as before."""

    series: ChartSeries
    unchanged: int


class Drawn(NamedTuple):
    """The drawings of an instrument, the lowest first, and the name of the store that holds them."""

    store: str
    rows: list[DrawingRow]


def read_newest_part(
    profile: Profile, symbol: str, timeframe: Timeframe, now: float, at: time = IMPORT_TIME, count: int = NEWEST
) -> ChartSeries:
    """The newest candles of a series: at least ``count``, in whole trade dates; ``whole`` when that is all.

    Args:
        profile: Whose store.
        symbol: Its symbol.
        timeframe: Of the candles.
        now: UTC epoch seconds.
        at: Time of the daily import in Los Angeles; completeness is judged by what it should have brought.
        count: How many.

    Raises:
        OhlcError: there is no database, it cannot be read, or it does not know the symbol.
    """
    if is_spec(symbol):
        return read_continuous(profile, symbol, timeframe)
    with looking(profile, symbol, timeframe, now, at) as look:
        candles, whole = _newest(look, count)
        return _series(look, candles, whole)


def read_whole(
    profile: Profile, symbol: str, timeframe: Timeframe, now: float, at: time = IMPORT_TIME
) -> ChartSeries:  # fmt: skip
    """All candles of a series; arguments and errors as of :func:`read_newest_part`."""
    if is_spec(symbol):
        return read_continuous(profile, symbol, timeframe)
    with looking(profile, symbol, timeframe, now, at) as look:
        candles = stored_candles(look)
        return _series(look, candles, True)


def refresh(profile: Profile, before: ChartSeries, now: float, at: time = IMPORT_TIME) -> Refreshed | None:
    """A series as it stands now, reading only the blocks that changed; None when nothing that it tells has.

    A series whose candles are the same, but not what is told of them, shares its arrays with ``before``. One of which
    only the newest part was loaded begins where it did. Arguments and errors as of :func:`read_newest_part`.
    """
    if is_spec(before.instrument.symbol):
        return _refresh_continuous(profile, before)
    with looking(profile, before.instrument.symbol, before.timeframe, now, at) as look:
        same_store = look.store == before.store
        if same_store and look.revision == before.revision and (not before.whole or look.packed == len(before)):
            told = SeriesCompleteness(before.state, before.problem, before.missing, before.holes)
            complete = look.completeness(before.candles.ts, before.days, before.whole)
            levels_now = _known(look, before.candles.ts)
            marks, follows = _marks(look, before.candles.ts, before.days), _follows(look)
            witnesses_now = _witnesses(look, before.candles.ts)
            same = complete == told and (marks, follows) == (before.rolls, before.follows)
            same = same and witnesses_now == before.witnesses
            if same and np.array_equal(levels_now, before.known):
                return None
            now_told = replace(before, rolls=marks, follows=follows, **complete._asdict())
            return Refreshed(now_told.with_known(levels_now).with_witnesses(witnesses_now), len(before))
        candles = _changed(look, before)
        unchanged = same_candles(before.candles, candles)
        whole = before.whole or look.packed == len(candles)
        known = before if same_store else None  # of another store, what is told of the same candles may differ
        return Refreshed(_series(look, candles, whole, known, unchanged if same_store else 0), unchanged)


def _refresh_continuous(profile: Profile, before: ChartSeries) -> Refreshed | None:
    """A continuous series is made anew when a candle of its root has changed."""
    found = read_continuous(profile, before.instrument.symbol, before.timeframe, before.store)
    return None if found.store == before.store else Refreshed(found, same_candles(before.candles, found.candles))


def load_drawings(profile: Profile, symbol: str) -> Drawn:
    """The drawings of an instrument.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        return Drawn(facts.contents(connection), drawings.load(connection, symbol))


def save_drawings(
    profile: Profile, symbol: str, kept: Iterable[tuple[str, str]], now: float, cancel: threading.Event | None = None,
    known: str = "",
) -> None:  # fmt: skip
    """Make these all the drawings of an instrument: kind and JSON of each, the lowest first; all or nothing.

    ``known`` is the store that those from before were read from; empty where they were not read.

    Raises:
        OtherStore: what is stored is not what was read, for a backup was put back or prices have another scale; it stays.
        OhlcError: there is no database, or they cannot be written; those from before stay.
    """
    open_reader(profile.database, profile.demo).close()  # which makes no new file where one was taken away
    with closing(open_store(profile.database, profile.demo)) as store, store.transaction(cancel) as connection:
        if known not in ("", facts.contents(connection)):
            raise OtherStore(
                "{path} has other contents than were read.",
                "Its drawings of {symbol} stay.",
                path=str(store.path),
                symbol=symbol,
            )
        drawings.save(connection, symbol, kept, now)


# -- candles -----------------------------------------------------------------------------------------


def stored_candles(look: SeriesQuery, start: int | None = None, end: int | None = None) -> Candles:
    """Stored candles with float32 prices; from the rows themselves where a block is damaged."""
    if look.number is None:
        return empty()
    try:
        return rows.read_series(look.connection, look.number, look.timeframe, start, end, np.float32)
    except ValueError:
        first, last = -EVER if start is None else start, EVER if end is None else end
        found = rows.read_rows(look.connection, look.number, look.timeframe, first, last)
        return join_packed([found.pack()], np.float32)


def _newest(look: SeriesQuery, count: int) -> tuple[Candles, bool]:
    """The newest candles back to the open of a session, and whether there are no others."""
    if look.number is None:
        return empty(), True
    more = count + (0 if look.timeframe.daily else DAY // look.timeframe.seconds)
    try:
        candles = rows.read_newest(look.connection, look.number, look.timeframe, more, np.float32)
    except ValueError:
        return stored_candles(look), True
    if len(candles) < more or look.timeframe.daily:
        return candles, len(candles) == look.packed
    oldest, newest = int(candles.ts[-count]), int(candles.ts[-1])
    opens = reaching(look.instrument.calendar, look.calendar, oldest, newest).open
    session = max(int(np.searchsorted(opens, oldest, side="right")) - 1, 0)
    kept = candles.take(slice(int(np.searchsorted(candles.ts, opens[session])), None))
    return kept, len(kept) == look.packed


def _changed(look: SeriesQuery, before: ChartSeries) -> Candles:
    """The candles now: those from before, but for the stretches whose blocks were written since."""
    old = before.candles
    if look.number is None or not len(old):
        return stored_candles(look)
    if not before.whole:
        return stored_candles(look, int(old.ts[0]))
    if look.store != before.store:
        return stored_candles(look)
    parts, at = [], 0
    for start, end in rows.changed_since(look.connection, look.number, look.timeframe, before.revision):
        first, last = np.searchsorted(old.ts, (start, end)).tolist()
        parts += [old.take(slice(at, first)), stored_candles(look, start, end)]
        at = last
    candles = concat(part for part in (*parts, old.take(slice(at, None))) if len(part))
    # Blocks that are gone, or those of a file that was put in its place, leave another number of candles.
    trusted = look.revision > before.revision and len(candles) == look.packed
    return candles if trusted else stored_candles(look)


# -- what is told of them ----------------------------------------------------------------------------


def _series(
    look: SeriesQuery, candles: Candles, whole: bool, before: ChartSeries | None = None, unchanged: int = 0
) -> ChartSeries:
    """The candles with all that is told of them; so many of them were flagged before."""
    timeframe, calendar = look.timeframe, look.calendar
    sessions = traded_sessions(candles.ts[: 0 if timeframe.daily else None], look.instrument.calendar, calendar)
    days = build_days(candles, sessions)
    derived, revised = _derived(look, candles.ts[unchanged:]), _revised(look, candles.ts)
    unsure = provisional(look.state, timeframe, look.now) if look.state else candles.ts[:0]
    flags = build_flags(candles.ts, timeframe, days, sessions, derived, revised, unsure)
    if before is not None:
        flags[:unchanged] |= before.flags[:unchanged] & np.uint8(Flag.DERIVED)
    marks = _marks(look, candles.ts, days)
    made = ChartSeries(look.instrument, timeframe, candles, flags, days, (), marks, look.revision, whole)
    told = look.completeness(candles.ts, days, whole)._asdict()
    made = replace(made, store=look.store, follows=_follows(look), **told)
    return made.with_known(_known(look, candles.ts)).with_witnesses(_witnesses(look, candles.ts))


def _marks(look: SeriesQuery, ts: Int64, days: Days) -> tuple[Roll, ...]:
    """Where a continuous symbol changes contract, or shares were split."""
    product = product_of(catalogue(), look.instrument)
    if product is None:
        return _split_marks(look, ts)
    family = Family.DAILY if look.timeframe.daily else Family.INTRADAY
    kept = kept_ledger(look.connection, product, _FEED, family)
    marks = rolls(product, look.timeframe, ts, days, look.calendar, _changes(look), kept or _proven(look, product))
    receipts = {(each.old.partition(".")[0], each.new.partition(".")[0]): each for each in kept}
    return tuple(_with_receipt(mark, receipts.get((mark.old, mark.new))) for mark in marks)


def _with_receipt(mark: Roll, roll: LedgerRoll | None) -> Roll:
    return mark if roll is None else replace(mark, receipt=roll, estimated=is_guessed(roll))


def _proven(look: SeriesQuery, product: Product) -> tuple[ProvenRoll, ...]:
    """Where candles of the family of the series are proven to change contract."""
    if look.number is None:
        return ()
    family = look.timeframe.source
    return proven_rolls(followed.stretches(look.connection, look.number, family), family, product)


def _follows(look: SeriesQuery) -> FollowedContract | None:
    """The contract that the newest candles follow."""
    found = followed_contracts(look.connection, catalogue(), [look.instrument], look.now)
    return found.get((look.instrument.symbol, look.timeframe.source))


def _changes(look: SeriesQuery) -> tuple[ContractChange, ...]:
    """Where the series was seen to change contract."""
    return contract_changes.load(look.connection, look.number, TIMEFRAMES["5m"]) if look.number is not None else ()


def _derived(look: SeriesQuery, ts: Int64) -> Iterable[tuple[int, int]]:
    """Where candles were made from a finer timeframe, in a series of which only some were."""
    if look.timeframe.name not in _PARTLY_DERIVED or look.number is None or not len(ts):
        return ()
    return rows.derived_spans(look.connection, look.number, look.timeframe, int(ts[0]))


def _known(look: SeriesQuery, ts: Int64) -> Knowns:
    """How well each candle is known: values of ``Confidence``, int8."""
    if look.number is None or not len(ts):
        return np.full(len(ts), Confidence.SINGLE, dtype=np.int8)
    return levels.read(look.connection, look.number, look.timeframe, int(ts[0]), int(ts[-1]) + 1).of(ts)


def _witnesses(look: SeriesQuery, ts: Int64) -> SourceWitnesses:
    """Who speaks of the candles, and who says otherwise."""
    if look.number is None or not len(ts):
        return SourceWitnesses()
    end = int(ts[-1]) + look.timeframe.seconds
    return witnesses.read(look.connection, look.number, look.timeframe, look.calendar, int(ts[0]), end)


def _split_marks(look: SeriesQuery, ts: Int64) -> tuple[Roll, ...]:
    """Where shares were split."""
    known = [] if look.number is None else splits.noticed(look.connection, look.number)
    return split_marks([each.split for each in known if each.state is splits.SplitState.APPLIED], look.timeframe, ts)


def _revised(look: SeriesQuery, ts: Int64) -> Int64:
    """Stamps of candles that were corrected."""
    if look.number is None or not len(ts):
        return np.empty(0, dtype=np.int64)
    return revisions.revised(look.connection, look.number, look.timeframe, int(ts[0]))
