"""``doctor``: checks everything that an import needs; a sentence and a fix for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytz

from ohlc_desktop.commands.context import Context, redis_status
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.clock import CLOCK_TOLERANCE
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.schedule.times import PACIFIC_NAME, next_occurrence, pacific, zone_at
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.diagnostics.crash_reports import new_reports
from ohlc_desktop.importer.run_setup import put_right
from ohlc_desktop.own_version import own_version
from ohlc_desktop.profile import create, import_lock
from ohlc_desktop.redis_share.status import RedisState
from ohlc_desktop.sources.registry import installed_feeds, paid_feeds, refused_feeds
from ohlc_desktop.sources.source import FetchError
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.file.file_errors import DAMAGED
from ohlc_desktop.store.following import followed_contracts
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.series.candles import blocks_agree, packed_count
from ohlc_desktop.store.trade_dates import load_trade_dates


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check: ``ok``, ``warning`` or ``problem``, a sentence, and what to do."""

    check: str
    level: str
    text: str
    fix: str = ""


def run(context: Context, repair: bool = False, as_json: bool = False) -> int:
    """Tell all findings; exit code 1 when one is a problem.

    Args:
        context: Profile and settings.
        repair: First make blocks and summaries anew where they differ from the stored rows.
        as_json: Write one JSON document instead of lines for people.
    """
    repaired = _repair(context) if repair else []
    found = _put_down(context, repaired) if as_json else _print(context, repaired)
    return int(any(finding.level == "problem" for finding in found))


def _print(context: Context, repaired: Sequence[str]) -> list[CheckResult]:
    """Lines for people, each as soon as it is known; returns what they tell."""
    for name in repaired:
        sys.stdout.write(f"repaired {name}; the next import asks for what is missing.\n")
    found = []
    for finding in examine(context):
        mark = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}[finding.level]
        sys.stdout.write(f"{mark}  {finding.check:<10} {finding.text}\n")
        if finding.fix:
            lead = "" if finding.level == "ok" else "Fix: "
            sys.stdout.write(f"{'':<20}{lead}{finding.fix}\n")
        sys.stdout.flush()
        found.append(finding)
    return found


def _put_down(context: Context, repaired: Sequence[str]) -> list[CheckResult]:
    """The JSON document; returns what it tells."""
    found = list(examine(context))
    checks = [
        {"check": each.check.lower().replace(" ", "_"), "level": each.level, "detail": each.text, "fix": each.fix}
        for each in found
    ]
    documents.write(context, {"repaired": documents.pairs(repaired), "checks": checks})
    return found


def examine(context: Context) -> Iterator[CheckResult]:
    """Every check, one after another; secrets are masked."""
    checks: tuple[Callable[[Context], Iterator[CheckResult]], ...] = (
        _profile, _settings, _time_zone, _database, _redis, _hub, _feeds, _network, _version, _reports,
    )  # fmt: skip
    for check in checks:
        for found in check(context):
            yield replace(found, text=context.mask(found.text), fix=context.mask(found.fix))


def _profile(context: Context) -> Iterator[CheckResult]:
    try:
        create(context.profile)
    except OhlcError as error:
        means = "Nothing can be imported into it." if context.profile.folder.is_dir() else error.message
        yield CheckResult("profile", "problem", f"{error.title} {means}", str(error.hint))
        return
    mark = " (DEMO: simulated candles)" if context.profile.demo else ""
    yield CheckResult("profile", "ok", f"{context.profile.folder} can be written{mark}.")


def _settings(context: Context) -> Iterator[CheckResult]:
    changed = [f"{key} from {origin.value}" for key, origin in context.settings.origins.items()]
    yield CheckResult("settings", "ok", f"Changed from the defaults: {', '.join(changed) or 'nothing'}.")


def _time_zone(context: Context) -> Iterator[CheckResult]:
    now = context.clock.now()
    try:
        zone = zone_at(now)
    except pytz.UnknownTimeZoneError:
        fix = "pip install --force-reinstall pytz tzdata"
        yield CheckResult("time zone", "problem", f"The data for {PACIFIC_NAME} is missing.", fix)
        return
    upcoming = next_occurrence(now, None, context.settings.import_time)
    there = upcoming.astimezone(pacific())
    yield CheckResult(
        "time zone", "ok",
        f"{zone.name} is {zone.abbreviation} (UTC{zone.utc_offset}) until {zone.next_change:%Y-%m-%d}; "
        f"{there:%H:%M} Pacific on {there:%Y-%m-%d} is {upcoming:%H:%M} UTC.",
    )  # fmt: skip


def _database(context: Context) -> Iterator[CheckResult]:
    path = context.profile.database
    if not path.exists():
        yield CheckResult("database", "warning", f"There is none at {path} yet.", "Run: ohlc-desktop import")
        return
    try:
        with closing(open_reader(path, context.profile.demo)) as store, store.errors():
            yield from _contents(context, store)
    except OhlcError as error:
        yield CheckResult("database", "problem", f"{error.title} {error.message}", str(error.hint))


def _contents(context: Context, store: Store) -> Iterator[CheckResult]:
    result = store.damage()
    if result:
        yield CheckResult("database", "problem", f"{store.path} is damaged: {bare(result)}.", DAMAGED)
        return
    yield CheckResult("database", "ok", f"{store.path} is sound, {store.path.stat().st_size / 1e6:,.1f} MB.")
    yield from _blocks(store)
    refused = quarantine.counts(store.connection)
    if refused:
        told = ", ".join(f"{count} {reason}" for reason, count in refused.items())
        yield CheckResult("quarantine", "warning", f"Rows of feeds and files that were not stored: {told}.",
                      "They are kept in the table quarantine with the reason; nothing needs to be done.")  # fmt: skip
    yield from _quiet(context, store)
    dates = load_trade_dates(store.connection)
    if dates is not None and dates.last < context.today + timedelta(days=30):
        yield CheckResult("calendar", "warning", "The stored sessions end within 30 days.", "Run: ohlc-desktop import")


def _quiet(context: Context, store: Store) -> Iterator[CheckResult]:
    """Continuous symbols of the watchlist that follow a month which hardly trades."""
    instruments = [context.instrument(symbol) for symbol in watchlist.watchlist(store.connection)]
    found = followed_contracts(store.connection, context.catalogue, instruments, context.clock.now())
    for quiet in dict.fromkeys(each.quiet for each in found.values() if each.quiet):
        if all(instrument.symbol != quiet.active for instrument in instruments):
            fix = f"Watch the contract that is traded: ohlc-desktop watch add {quiet.active}"
            yield CheckResult("contracts", "warning", str(quiet.message), fix)


def _blocks(store: Store) -> Iterator[CheckResult]:
    """Packed blocks against rows; they differ only after another program wrote to the file."""
    wrong = [f"{symbol} {timeframe.name}" for _, symbol, timeframe in _differing(store)]
    if wrong:
        yield CheckResult("database", "problem", f"Packed blocks or summaries and rows differ: {', '.join(wrong)}.",
                      "Run: ohlc-desktop doctor --repair, which makes the blocks anew from the rows.")  # fmt: skip


def _repair(context: Context) -> list[str]:
    """Make anew what is derived from rows, wherever it differs from them; returns the summary.

    Raises:
        ImportRunning: another process imports into the profile.
        StoreError: the database cannot be written.
    """
    if not context.profile.database.exists():
        return []
    with (
        import_lock(context.profile, context.clock, "doctor"),
        closing(open_store(context.profile.database, context.profile.demo)) as store,
        store.transaction() as connection,
    ):
        found = _differing(store)
        for number, _, timeframe in found:
            put_right(connection, number, timeframe, context.clock.now())
    return [f"{symbol} {timeframe.name}" for _, symbol, timeframe in found]


def _differing(store: Store) -> list[tuple[int, str, Timeframe]]:
    """Series whose packed blocks or summary do not agree with the rows: number, symbol, timeframe."""
    connection = store.connection
    numbers = {symbol: watchlist.instrument_id(connection, symbol) for symbol in watchlist.stored_symbols(connection)}
    return [
        (number, symbol, timeframe)
        for symbol, number in numbers.items()
        for timeframe in TIMEFRAMES.values()
        if not blocks_agree(connection, number, timeframe) or not _counted(store, number, timeframe)
    ]


def _counted(store: Store, number: int, timeframe: Timeframe) -> bool:
    """Whether a summary counts what the packed blocks hold."""
    summary = series_summary.summaries(store.connection, number).get(timeframe.name)
    return packed_count(store.connection, number, timeframe) == (summary.count if summary else 0)


def _redis(context: Context) -> Iterator[CheckResult]:
    settings = context.settings
    if not settings.redis_wanted:
        return
    status = redis_status(context)
    failing = "problem" if settings.redis_required else "warning"
    level = "ok" if status.state is not RedisState.FAILING else failing
    if settings.redis_required and not settings.cache_enabled:
        level = "problem"
    yield CheckResult("Redis", level, str(status.told), str(status.fix))


def _hub(context: Context) -> Iterator[CheckResult]:
    """The hub, and this machine's clock against its."""
    found = hub_health.report(context)
    if found is None:
        if hub_health.is_noting(context):
            yield CheckResult(
                "hub", "warning", "No hub is set, but what changes is still noted for the one that this archive filled.",
                "Set OHLC_DESKTOP_HUB again, or, if it is not to be filled any more, run: ohlc-desktop hub leave",
            )  # fmt: skip
        return
    word, state = found.verdict.word.value, found.health.state
    level = {"ok": "ok", "failing": "problem"}.get(word, "warning")
    yield CheckResult("hub", level, str(found.verdict.detail), str(found.verdict.fix))
    offset = state.now - context.clock.now() if state is not None else 0.0
    if abs(offset) > CLOCK_TOLERANCE:
        text = f"{abs(offset):.0f} s off the hub's. Candles of the hub are taken all the same."
        yield CheckResult(
            "clock", "warning", text, "Set the clock right on the machine that is wrong, best by network time."
        )


def _feeds(context: Context) -> Iterator[CheckResult]:
    """Which feeds are asked, which could be, and which plug-ins cannot be used."""
    if context.profile.demo:
        return
    asked, known = context.feeds, installed_feeds()
    order = ", then ".join(f"{feed.title} ({feed.name})" for feed in asked.order)
    others = ", ".join(f"{feed.title} ({name})" for name, feed in known.items() if feed not in asked.order)
    bought = ", ".join(f"{feed.title} ({name})" for name, feed in paid_feeds().items() if feed.protocol)
    told = [f"Asked: {order}.", *([f"Not asked: {others}."] if others else [])]
    told += [f"Asked by an order only, for money: {bought}."] if bought else []
    yield CheckResult("feeds", "ok", " ".join(told))
    for why in asked.lacking.values():
        yield CheckResult("feeds", "warning", str(why), "Install its plug-in, or take it out of the setting 'feeds'.")
    for plugin, problem in refused_feeds().items():
        fix = "Tell whoever wrote it, or uninstall it. Nothing else is affected."
        yield CheckResult("feeds", "warning", f"The plug-in {plugin} cannot be used. {problem}", fix)


def _network(context: Context) -> Iterator[CheckResult]:
    """The feeds, and this machine's clock against theirs."""
    if context.profile.demo:
        yield CheckResult("network", "ok", "Not needed: the demo's market is simulated.")
    for feed in context.feeds.order:
        if feed.host is not None and feed.has(context.instrument("ES")):
            yield from _reached(context, feed)


def _version(context: Context) -> Iterator[CheckResult]:
    """Which version this is, and with ``update_check`` whether there is a newer one; else nobody is asked."""
    own, address = own_version() or "unknown", context.settings.releases_url
    if not context.settings.update_check:
        yield CheckResult("version", "ok", f"{own}. Nobody is asked whether there is a newer one.",
                          f"With update_check = true, this command and, once a day, the app ask {address}.")  # fmt: skip
        return
    from ohlc_desktop.diagnostics.newest_release import newest_release

    try:
        newest = newest_release(address)
    except OhlcError as error:
        yield CheckResult("version", "warning", f"{own}. {error.title}", str(error.hint))
        return
    if newest.newer_than(own):
        yield CheckResult(
            "version", "warning", f"{own}. Version {newest.version} is there.", f"See {newest.page or address}"
        )
    else:
        yield CheckResult("version", "ok", f"{own} is the newest, as {address} tells.")


def _reached(context: Context, feed: FeedSpec) -> Iterator[CheckResult]:
    from ohlc_desktop.sources.lookup import ask

    name = feed.display_name
    try:
        answer = ask(feed, context.instrument("ES"), 5, context.settings.request_timeout, context.clock)
    except FetchError as error:
        yield CheckResult("network", "problem", str(error.message), "Check the network, then run: ohlc-desktop doctor")
        return
    yield CheckResult("network", "ok", f"{name} answers.")
    if answer.server_time is None:
        return
    offset = answer.server_time - context.clock.now()
    level = "problem" if abs(offset) > CLOCK_TOLERANCE else "ok"
    fix = "Set the clock of this machine right, best by network time." if level == "problem" else ""
    told = datetime.fromtimestamp(answer.server_time, UTC)
    yield CheckResult("clock", level, f"{abs(offset):.0f} s off {name}'s ({told:%Y-%m-%d %H:%M:%S} UTC).", fix)


def _reports(context: Context) -> Iterator[CheckResult]:
    """Faults of ours that nobody has read about."""
    found = new_reports(context.profile)
    if found:
        newest = f"the newest of {datetime.fromtimestamp(found[0].when, UTC):%Y-%m-%d %H:%M} UTC: {bare(found[0].what)}"
        fix = f"Read them in {found[0].path.parent}, pass them on to whoever can mend it, then delete them."
        count = f"{len(found)} unexpected fault{'s' if len(found) > 1 else ''}"
        yield CheckResult("faults", "warning", f"{count} reported, {newest}.", fix)
