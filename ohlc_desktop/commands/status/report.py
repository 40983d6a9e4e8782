"""``status`` for a person: a table of series, and lines about all else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.status import feeds, sources
from ohlc_desktop.commands.status.contracts import beside_lines, follows_lines
from ohlc_desktop.commands.status.document import entries
from ohlc_desktop.commands.status.reading import Status, state_now
from ohlc_desktop.commands.terminal.tables import aligned, matrix, width
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.schedule.times import pacific, zone_at
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.store.evidence.splits import Noticed, SplitState
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.store.reader import SeriesView


def report(context: Context, status: Status, detailed: bool) -> Iterator[str]:
    """The lines; ``detailed``: a row for each series, else a matrix of all."""
    shown = (
        status
        if detailed
        else replace(status, series=[v for v in status.series if v.instrument.symbol not in status.beside])
    )
    mark = ["DEMO: simulated candles, not a real market."] if context.profile.demo else []
    table = _detail(shown) if detailed else _matrix(shown)
    yield from (*mark, *table, *_lines(context, shown))


def _lines(context: Context, status: Status) -> list[str]:
    zone = zone_at(status.now)
    local, there = status.next_run.astimezone(), status.next_run.astimezone(pacific())
    path = context.profile.database
    size = f"{path.stat().st_size / 1e6:,.1f} MB" if path.exists() else "not there yet; run: ohlc-desktop import"
    refused = ", ".join(f"{count} {reason}" for reason, count in status.quarantine.items())
    lines = [
        *_failures(status),
        *(f"Ended      {end}" for end in dict.fromkeys(view.end for view in status.series if view.end)),
        *_doubts(status),
        *sources.lines(status.series, status.verdicts),
        *follows_lines(status.follows, context.feed),
        *beside_lines(status.beside),
        *(f"Split      {_split_line(found, context.feed)}" for found in status.splits),
        *_explanations(status, context.feed),
        f"Last run   {_last(context, status.last_run)}",
        f"Next run   {there:%a %Y-%m-%d %H:%M %Z} = {status.next_run:%H:%M} UTC = {local:%H:%M} here",
        f"Time zone  {zone.name} {zone.abbreviation}, UTC{zone.utc_offset}, next change {zone.next_change:%Y-%m-%d}",
        *([f"Redis      {status.redis.told} {status.redis.fix}".rstrip()] if context.settings.redis_wanted else []),
        *hub_health.lines(status.hub),
        f"Database   {path}, {size}",
        *feeds.lines(context.feeds),
    ]
    return [*lines, f"Quarantine {refused}"] if refused else lines


def _last(context: Context, run: Run | None) -> str:
    if run is None:
        return "none yet"
    wrote = f"wrote {run.written:,} candles, revised {run.revised:,}, quarantined {run.quarantined:,} rows"
    return f"{iso(run.started)} ({run.trigger}): {state_now(context, run)}, {wrote}. {run.reason}".rstrip()


def _failures(status: Status) -> list[str]:
    """One line for each reason why series failed."""
    reasons: dict[Message, list[str]] = {}
    for view in status.series:
        if view.summary and view.summary.message and view.state is CoverageState.FAILED:
            reasons.setdefault(view.summary.message, []).append(f"{view.instrument.symbol} {view.timeframe.name}")
    return [f"Failed     {', '.join(names)}: {message}" for message, names in reasons.items()]


def _doubts(status: Status) -> list[str]:
    """One line for each instrument with candles that are not to be relied on."""
    found: dict[str, list[str]] = {}
    for view in status.series:
        counts = [(view.doubts.suspect, "suspect"), (view.doubts.disputed, "disputed")]
        texts = [f"{count:,} {word}" for count, word in counts if count]
        if texts:
            found.setdefault(view.instrument.symbol, []).append(f"{view.timeframe.name} {' and '.join(texts)}")
    return [f"Doubtful   {symbol} candles: {', '.join(texts)}" for symbol, texts in found.items()]


def _split_line(found: Noticed, feed: FeedSpec) -> str:
    """What was noticed and done."""
    what = f"{found.symbol} {found.split.text} on {day_of(found.split.day).isoformat()}"
    done = {
        SplitState.APPLIED: f"all older candles were brought to the new scale on {iso(found.noticed)}.",
        SplitState.TAKEN_BACK: f"{feed.display_name} took it back; all older candles have their former scale again.",
        SplitState.SUSPECTED: f"{feed.display_name} sends this scale and tells of no split; nothing of it is stored unless it"
        " stays so.",
    }
    return f"{what}: {done[found.state]}"


def _explanations(status: Status, feed: FeedSpec) -> list[str]:
    """Why expected candles are absent that are not missing."""
    found = [view.assessment for view in status.series if view.assessment]
    unserved, silent = sum(each.unserved for each in found), sum(each.silent for each in found)
    lines = [f"Not served {unserved:,} expected candles. {feed.habits}"] if unserved else []
    return [*lines, f"Silent     {silent:,} expected candles. {feed.silence}"] if silent else lines


def _matrix(status: Status) -> Iterator[str]:
    cells = {(view.instrument.symbol, view.timeframe.name): _cell(view) for view in status.series}
    return matrix(list(dict.fromkeys(symbol for symbol, _ in cells)), cells, width(), 15)


def _cell(view: SeriesView) -> str:
    missing = view.assessment.missing if view.assessment else None
    if view.count and missing:
        return f"{view.state} -{missing:,}"
    return "ended" if view.ended is not None and view.state is CoverageState.COMPLETE else view.state


def _detail(status: Status) -> Iterator[str]:
    numbers = ("count", "first", "last", "expected", "missing", "not_served")
    rows = [("instrument", "timeframe", "state", "candles", "first", "last", "expected", "missing", "not served")]
    for entry in (entry for view in status.series for entry in entries(view, status)):
        texts = (
            "-" if entry[n] is None else f"{entry[n]:,}" if isinstance(entry[n], int) else entry[n] for n in numbers
        )
        rows.append((entry["symbol"], entry["timeframe"], entry["state"], *texts))
    return aligned(rows, [False] * 3 + [True] * 6)
