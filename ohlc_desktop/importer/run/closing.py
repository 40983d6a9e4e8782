"""The end of a run: summaries, ledger and closing sentence."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.importing.events import RunDone
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.importer.checks.absences import weigh_silence
from ohlc_desktop.importer.fetching import NOT_SHARED
from ohlc_desktop.importer.hub.meeting import note_push
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_summary import RunVerdict, verdict
from ohlc_desktop.importer.sharing.exchange import MACHINE
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.roll_ledger import keep_ledgers
from ohlc_desktop.store.evidence import facts, splits
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)


def close(run: ImportRun) -> RunDone:
    """End the run, whatever became of it; returns its last event."""
    run.release()
    if run.number:
        _close_ledger(run)
    found = _verdict(run)
    _tell_others(run)
    written, revised, quarantined = run.items.totals()
    seconds = round(run.tools.clock.monotonic() - run.began, 3)
    counts = run.items.counts()
    totals = {item.value: counts[item] for item in ItemState if item.final}
    return RunDone(
        run.number or None, found.state, found.exit_code, totals, run.requests, written, revised, quarantined, seconds,
        found.message, run.items.missing()[0], run.taken,
    )  # fmt: skip


def _tell_others(run: ImportRun) -> None:
    """Tell other machines what they can take over now, and what this one took from them."""
    share = run.tools.share
    if share is None:
        return
    for news in run.news:
        share.publish(news)
    if run.taken:
        share.note_saved(datetime.fromtimestamp(run.began_at, UTC).date().isoformat(), MACHINE, run.taken)


def _verdict(run: ImportRun) -> RunVerdict:
    found = verdict(run.items, run.tools.cancel.is_set(), run.failure, run.completes, _given_back(run))
    shared = (
        Message("Answers that other machines shared through Redis: {count}.", count=run.taken) if run.taken else NOTHING
    )
    return replace(found, message=sentences(*run.rescaled, *run.filled, found.message, shared))


def _given_back(run: ImportRun) -> bool:
    return run.tools.quitting.is_set() and run.order.planned is not None


def _close_ledger(run: ImportRun) -> None:
    """Sum up all series and end the run's row. What cannot be written now, the next import finds out."""
    now = run.tools.clock.now()
    try:
        with run.tools.store.transaction(run.tools.cancel) as connection:
            if not run.tools.cancel.is_set():
                _weigh_silence(run, connection, now)
            _assess_all(run, now)
            _note_checked(run, connection)
            keep_ledgers(connection, run.tools.products)
            note_push(run, connection)
            found = _verdict(run)
            ledger.save_items(connection, run.number, added_to(run.before, run.items.all()))
            ledger.end_run(connection, run.number, found.state, now, found.message, run.requests, _given_back(run))
            _note_clock(run, connection)
            save_quota(connection, run.quotas)
    except Cancelled:
        _log.warning("Another program holds the database; the next import notes that run %d ended early.", run.number)
    except StoreError as error:
        run.failure = run.failure or error


def _note_clock(run: ImportRun, connection: Connection) -> None:
    """Keep how far off this machine's clock is, by the first feed that told the time."""
    measured = [session.time.measured for session in run.sessions.values() if session.time.measured is not None]
    if measured:
        facts.keep_fact(connection, facts.CLOCK_OFFSET, f"{measured[0]:.1f}")


def _note_checked(run: ImportRun, connection: Connection) -> None:
    """Note which instruments were asked for whole, so that splits from before this run need no other look."""
    undone = {item.symbol for item in run.items.all() if item.state.undone or item.cause == NOT_SHARED}
    taken = {symbol for symbol in run.states if run.hub and run.hub.has(symbol)}
    for symbol in run.states.keys() - undone - taken:
        if set(run.order.sources_of(symbol)) >= set(SOURCES):
            splits.note_checked(connection, run.numbers[symbol], run.began_at)


def _weigh_silence(run: ImportRun, connection: Connection, now: float) -> None:
    """Tell what nobody has from what is missing: only now all instruments have been asked for."""
    found = {name: weigh_silence(connection, calendar, now) for name, calendar in run.calendars.items()}
    for symbol, state in run.states.items():
        run.states[symbol] = replace(state, silence=found[state.instrument.calendar])


def _assess_all(run: ImportRun, now: float) -> None:
    """Bring the summaries of all series up to the present, those that needed no request as well."""
    for symbol, state in run.states.items():
        offset = run.session_of(symbol).time.offset
        for timeframe in TIMEFRAMES.values():
            found = assess(state, timeframe, now + offset)
            run.items.explain(symbol, timeframe, found.missing or 0)
            series_summary.note_assessment(run.tools.store.connection, run.numbers[symbol], timeframe.name, found, now)
