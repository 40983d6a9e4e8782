"""``status --json``: what was read as the object that is documented."""

from __future__ import annotations

from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.status import feeds, sources
from ohlc_desktop.commands.status.contracts import follows_json
from ohlc_desktop.commands.status.reading import Due, Status, state_now
from ohlc_desktop.commands.terminal.documents import VERSION, stamp
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.schedule.times import pacific, zone_at
from ohlc_desktop.core.timeframes import ALIASES, NAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.redis_share.savings import Savings
from ohlc_desktop.redis_share.status import RedisStatus
from ohlc_desktop.store.evidence.splits import Noticed
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.store.reader import SeriesView


def to_json(context: Context, status: Status) -> dict[str, Any]:
    """The contract of ``status --json``."""
    zone = zone_at(status.now)
    local = status.next_run.astimezone()
    path = context.profile.database
    return {
        "version": VERSION,
        "now": iso(status.now),
        "demo": context.profile.demo,
        "series": [entry for view in status.series for entry in entries(view, status)],
        "last_run": _run_json(context, status.last_run),
        "schedule": _schedule_json(context, status.due),
        "next_run": {
            "utc": iso(status.next_run.timestamp()),
            "pacific": status.next_run.astimezone(pacific()).isoformat(),
            "local": local.isoformat(),
        },
        "redis": _redis_json(status.redis),
        "timezone": {
            "zone": zone.name,
            "abbreviation": zone.abbreviation,
            "utc_offset": zone.utc_offset,
            "next_change": iso(zone.next_change.timestamp()),
        },
        "database": {
            "path": str(path),
            "bytes": path.stat().st_size if path.exists() else 0,
            "schema": status.schema,
        },
        "quarantine": status.quarantine,
        "splits": [_split_json(found) for found in status.splits],
        "feeds": [*feeds.feeds_json(context.feeds, status.requests)],
        "hub": hub_health.to_json(context, status.hub),
    }


def _redis_json(status: RedisStatus) -> dict[str, Any]:
    saved = status.saved or Savings()
    return {
        "state": status.state.value,
        "detail": str(status.detail),
        "fix": str(status.fix),
        "saved": {
            "requests": saved.requests,
            "machines": [{"machine": machine, "requests": count} for machine, count in saved.machines],
        },
        "requests": saved.sent,
    }


def _split_json(found: Noticed) -> dict[str, Any]:
    return {
        "symbol": found.symbol,
        "date": day_of(found.split.day).isoformat(),
        "ratio": found.split.text,
        "state": found.state.value,
        "told": found.told,
        "noticed": iso(found.noticed),
    }


def entries(view: SeriesView, status: Status) -> list[dict[str, Any]]:
    """One object for each name of the timeframe: 60m is listed beside 1h, the series that it names."""
    summary, found, timeframe = view.summary, view.assessment, view.timeframe
    entry = {
        "symbol": view.instrument.symbol,
        "timeframe": timeframe.name,
        "count": view.count,
        "first": stamp(summary.first if summary else None, timeframe),
        "last": stamp(summary.last if summary else None, timeframe),
        "expected": found.expected if found else None,
        "missing": found.missing if found else None,
        "not_served": found.unserved if found and found.expected is not None else None,
        "not_traded": found.silent if found and found.expected is not None else None,
        "state": view.state,
        "alias_of": None,
        "watched": view.instrument.symbol in status.watched,
        "cause": summary.cause if summary else "",
        "message": str(summary.message) if summary else "",
        "ended": day_of(view.ended).isoformat() if view.ended is not None else None,
        "beside": status.beside.get(view.instrument.symbol),
        "follows": follows_json(status.follows.get((view.instrument.symbol, timeframe.source))),
        "windows": [[stamp(w.start, timeframe), stamp(w.end, timeframe)] for w in (found.windows if found else ())],
        "known": status.known.get((view.instrument.symbol, timeframe.name), KnownCounts())._asdict(),
        **sources.to_json(view.instrument, status.verdicts.get((view.instrument.symbol, timeframe.name))),
    }
    aliases = [name for name in NAMES if ALIASES.get(name) == timeframe.name]
    return [*({**entry, "timeframe": name, "alias_of": timeframe.name} for name in aliases), entry]


def _run_json(context: Context, run: Run | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "trigger": run.trigger,
        "planned": run.planned,
        "started": iso(run.started),
        "ended": iso(run.ended) if run.ended is not None else None,
        "state": state_now(context, run),
        "reason": str(run.reason),
        "written": run.written,
        "revised": run.revised,
        "quarantined": run.quarantined,
    }


def _schedule_json(context: Context, due: Due) -> dict[str, Any]:
    run = _run_json(context, due.run) or {"state": None, "started": None, "ended": None, "reason": ""}
    return {
        "enabled": context.settings.schedule_enabled,
        "due": iso(due.planned.timestamp()) if due.planned is not None else None,
        **{name: run[name] for name in ("state", "started", "ended", "reason")},
        "answered": due.answered,
        "failed": due.failed,
        "since": iso(due.since) if due.since is not None else None,
    }
