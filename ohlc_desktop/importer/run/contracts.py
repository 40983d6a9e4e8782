"""What single contracts are asked for beside the plan: in a roll week they tell what a continuous series mixes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from ohlc_desktop.core.importing.events import Notice
from ohlc_desktop.importer.checks.answers import CheckedAnswer
from ohlc_desktop.importer.checks.roll_week import Question, asked, questions, told_apart, traded_more
from ohlc_desktop.importer.ingest import CandleWriter
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)


def ask_contracts(run: ImportRun) -> None:
    """In a roll week, let the contracts tell what a continuous series mixes."""
    connection = run.tools.store.connection
    for symbol, state in run.states.items():
        followed = run.hub is not None and run.hub.has(symbol)
        mixes = state.instrument.continuous and not followed
        product = run.tools.products.get(state.instrument.root) if mixes else None
        if product is None:
            continue
        session = run.session_of(symbol)
        now = session.time.now()
        state = replace(state, series=series_summary.states(connection, run.numbers[symbol]))
        for question in questions(state, product, now):
            told = asked(question, run.fetching(session), state.calendar, now)
            _consult(run, symbol, question, told)


def _consult(run: ImportRun, symbol: str, question: Question, told: Sequence[CheckedAnswer]) -> None:
    """Store what follows from the contracts' own candles."""
    witness = traded_more([answer.checked.good for answer in told], run.states[symbol].calendar)
    if not len(witness):
        return
    with run.tools.store.transaction(run.tools.cancel) as connection:
        writer = CandleWriter(connection, run.numbers[symbol], run.states[symbol])
        change = writer.consult(witness, told[0])
        save_quota(connection, run.quotas)
    if not change.revised:
        return
    message = told_apart(symbol, question.timeframe, change.revised, told)
    run.tools.emit(Notice("info", "rolls", message))
    _log.info("%s", message)
