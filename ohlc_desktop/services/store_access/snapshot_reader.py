"""Looks at the store and the catalogue for the window. Imports numpy: to be imported on a worker thread only.

Plain functions of their arguments and the files; :class:`ohlc_desktop.services.store_access.store_service.StoreService` calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from time import sleep

from ohlc_desktop.core.errors import OhlcError, UnknownInstrument, UsageError
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.catalogue import Catalogue, load_catalogue
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.schedule.policy import FOLLOW_UP, newest_occurrence
from ohlc_desktop.core.schedule.times import IMPORT_TIME, TradeDates
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.profile import Profile
from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.importing.runs import last_run, newest_runs
from ohlc_desktop.services.store_access.feeds_in_use import feeds_in_use
from ohlc_desktop.services.store_access.instrument_names import Resolved, split_names
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.sources.registry import counted_as
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_reader
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.file.file_errors import unreadable
from ohlc_desktop.store.following import followed_contracts
from ohlc_desktop.store.reader import SeriesView, ended_contracts, views
from ohlc_desktop.store.schema import SCHEMA
from ohlc_desktop.store.series.quotes import quotes
from ohlc_desktop.store.trade_dates import load_trade_dates

#: So many runs are shown.
RUNS = 400
#: So many names of a pasted list are looked at.
NAMES = 500


@dataclass(frozen=True, slots=True)
class LastLook:
    """The last look. ``file`` tells one database file from another that took its place; empty when none was read."""

    snapshot: Snapshot
    file: str = ""


# -- looking -----------------------------------------------------------------------------------------


def look(
    profile: Profile, now: float, before: LastLook | None = None, only: Set[str] | None = None, at: time = IMPORT_TIME
) -> LastLook:
    """What the store holds at ``now`` (UTC epoch seconds), judged by what the daily imports should have brought.

    A file that cannot be read is no error: what was last known of it stays, and ``database`` says what is wrong.

    Args:
        profile: Whose store.
        now: When.
        before: The last look.
        only: Symbols whose series are read; those of others are taken from the last look at the same file.
        at: Time of the daily import in Los Angeles.
    """
    try:
        if is_absent(profile.database):
            return _without_file(profile, now, before)
        return _read(profile, now, before, only, at)
    except (OhlcError, OSError) as error:
        return with_problem(profile, now, before, error)


def is_other(profile: Profile, known: LastLook) -> bool:
    """Whether the file was changed, replaced, made or deleted since the last look."""
    state, then = file_state(profile), known.snapshot.database
    return (state.bytes, state.written) != (then.bytes, then.written)


def with_problem(profile: Profile, now: float, before: LastLook | None, error: OhlcError | OSError) -> LastLook:
    """What was last known, marked with what is wrong; where nothing was ever read, nothing is known."""
    told = unreadable(profile.database, error) if isinstance(error, OSError) else error
    unknown = Snapshot(now, (), False, DatabaseState(profile.database), known=False)
    known = before if before is not None and before.file else LastLook(unknown)
    problem, schema = sentences(told.title, told.message), known.snapshot.database.schema
    state = replace(file_state(profile), schema=schema, problem=problem, fix=told.hint)
    return replace(known, snapshot=replace(known.snapshot, taken=now, first_start=False, database=state))


def _without_file(profile: Profile, now: float, before: LastLook | None) -> LastLook:
    """A file that was there and is gone is a fault; one that never was is a first start."""
    if before is None or not before.file:
        return LastLook(_nothing(profile, now))
    gone = OhlcError(
        "The database {path} is no longer there.",
        hint="Put it back, or import: a new one is made and filled.",
        path=str(profile.database),
    )
    return with_problem(profile, now, before, gone)


def _nothing(profile: Profile, now: float) -> Snapshot:
    watched = tuple(instrument_of(symbol, now) for symbol in catalogue().default_watchlist)
    empty = {
        (instrument.symbol, timeframe.name): SeriesView(instrument, timeframe, None, None)
        for instrument in watched
        for timeframe in TIMEFRAMES.values()
    }
    return Snapshot(now, watched, True, DatabaseState(profile.database), empty)


def due_by(now: float, dates: TradeDates | None, at: time) -> float:
    """The moment by which completeness is judged, UTC epoch seconds: the newest import or follow-up that is due.

    Candles since then are no hole in the data: the next import brings them.
    """
    occurrence = newest_occurrence(now, dates, at)
    if occurrence is None:
        return now
    return max(t for t in (occurrence.timestamp(), (occurrence + FOLLOW_UP).timestamp()) if t <= now)


def _read(profile: Profile, now: float, before: LastLook | None, only: Set[str] | None, at: time) -> LastLook:
    state = file_state(profile)  # before opening it, which makes an empty log beside it
    with closing(open_reader(profile.database, profile.demo)) as store:
        with store.look() as connection:
            name = facts.contents(connection)
            file = f"{name} {profile.database.stat().st_ino}"
            kept = before.snapshot.series if before and only is not None and before.file == file else {}
            symbols = watchlist.watched(connection, catalogue().default_watchlist)
            watched = tuple(markets.at_home(connection, instrument_of(symbol, now)) for symbol in symbols)
            dates = load_trade_dates(connection)
            due, feeds = due_by(now, dates, at), feeds_in_use(connection, profile.demo)
            found = {
                key: view for i in watched for key, view in _series(connection, i, feeds.of(i), now, due, kept, only)
            }
            found |= dict(_following(found, followed_contracts(connection, catalogue(), watched, now)))
            offset = facts.fact(connection, facts.CLOCK_OFFSET)
            snapshot = Snapshot(
                now, watched, False, replace(state, schema=SCHEMA), found,
                trade_dates=dates, requests_today=facts.quota_used(connection, _day(now).isoformat(), counted_as(feeds.order[0])),
                clock_offset=None if offset is None else float(offset), store=name,
                ended=ended_contracts(connection, catalogue(), watched, now), quotes=quotes(connection, watched),
            )  # fmt: skip
        return LastLook(_with_runs(snapshot, store, profile), file)


def _series(
    connection: Connection, instrument: Instrument, feed: FeedSpec, now: float, due: float,
    kept: Mapping[SeriesKey, SeriesView], only: Set[str] | None,
) -> Iterator[tuple[SeriesKey, SeriesView]]:  # fmt: skip
    """The series of an instrument: those kept from the last look unless they are to be read again."""
    keys = [(instrument.symbol, name) for name in TIMEFRAMES]
    if instrument.symbol not in (only or ()) and all(key in kept for key in keys):
        yield from ((key, kept[key]) for key in keys)
        return
    for view in views(connection, instrument, feed, now, due):
        yield (instrument.symbol, view.timeframe.name), view
    sleep(0)  # the window's turn


def _following(
    series: Mapping[SeriesKey, SeriesView], follows: Mapping[SeriesKey, FollowedContract]
) -> Iterator[tuple[SeriesKey, SeriesView]]:
    """The series of continuous symbols with the contract that each follows."""
    for key, view in series.items():
        found = follows.get((key[0], view.timeframe.source))
        if found != view.follows:
            yield key, replace(view, follows=found)


def _with_runs(snapshot: Snapshot, store: Store, profile: Profile) -> Snapshot:
    with store.errors():
        runs = newest_runs(store, profile, RUNS)
        over = (run for run in runs if run.state not in (RunState.SKIPPED, RunState.RUNNING))
        last = next(over, None) or last_run(store, profile)
    return replace(snapshot, runs=tuple(runs), last_run=last, first_start=last is None)


def file_state(profile: Profile) -> DatabaseState:
    """Size and last change of the file and its log, as far as they can be seen."""
    found = []
    for path in (profile.database, profile.database.with_name(f"{profile.database.name}-wal")):
        try:
            stat = path.stat()
        except OSError:
            continue
        if stat.st_size:
            found.append(stat)
    written = max((stat.st_mtime for stat in found), default=None)
    return DatabaseState(profile.database, sum(stat.st_size for stat in found), written)


# -- instruments -------------------------------------------------------------------------------------


def catalogue_names() -> list[tuple[str, str, str]]:
    """Symbol, name and exchange of every future that we know."""
    return [(product.symbol, product.name, product.exchange) for product in catalogue().products.values()]


def resolve_names(text: str, now: float, feed: FeedSpec) -> list[Resolved]:
    """What the names in a list mean, each instrument once, in the order of the list.

    Args:
        text: The list; see :func:`split_names`.
        now: UTC epoch seconds, for the year of contracts.
        feed: Which has to know them.
    """
    names = split_names(text)
    found: dict[str, Resolved] = {}
    for name in islice(names, NAMES):
        resolved = _resolve(name, _day(now), feed)
        found.setdefault(resolved.instrument.symbol if resolved.instrument else f" {name}", resolved)
    return [*found.values(), *_beyond(names)]


def _beyond(names: Iterator[str]) -> Iterator[Resolved]:
    """What is told of names after the last one that was looked at."""
    first, more = next(names, None), sum(1 for _ in names)
    if first is None:
        return
    refused = UsageError(
        "'{name}' and {count} after it were not looked at.", hint="Paste at most {most} names at a time.",
        name=first, count=more, most=NAMES,
    )  # fmt: skip
    yield Resolved(first, None, refused)


def _resolve(name: str, today: date, feed: FeedSpec) -> Resolved:
    try:
        instrument = catalogue().resolve(name, today)
    except UnknownInstrument as error:
        return Resolved(name, None, error)
    if instrument.root:
        return Resolved(name, instrument)
    if feed.simulated:
        unknown = UnknownInstrument(
            "The simulated market has no {name}.", "It has the futures of the catalogue only.",
            _near(instrument.symbol), name=instrument.symbol,
        )  # fmt: skip
        return Resolved(name, None, unknown)
    note = Message(
        "Not in the catalogue: no tick and no trading hours; the next import will tell whether {feed} knows it.",
        feed=feed.display_name,
    )
    near = _near(instrument.symbol) if catalogue().looks_like_typo(instrument.symbol) else NOTHING
    return Resolved(name, instrument, note=sentences(note, near))


def _near(symbol: str) -> Message:
    """A question that names what may have been meant; nothing where nothing is near."""
    near = catalogue().nearest(symbol)
    return Message("Did you mean {names}?", names=", ".join(near)) if near else NOTHING


def instrument_of(symbol: str, now: float) -> Instrument:
    """The instrument of a stored symbol at ``now`` (UTC epoch seconds); one that cannot be read is shown as it is."""
    try:
        return catalogue().resolve(symbol, _day(now))
    except UnknownInstrument:
        return Instrument(symbol, symbol)


def catalogue() -> Catalogue:
    """The futures that we know."""
    return load_catalogue(resource("instruments.toml"))


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, UTC).date()
