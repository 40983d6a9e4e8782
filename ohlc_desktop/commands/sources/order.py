"""``sources list`` and ``sources prefer``: where candles come from, and which source counts more."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.sources.opening import reading, state_of, writing
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.display import Lines
from ohlc_desktop.core.arbitration.precedence import KnownSource
from ohlc_desktop.core.importing.events import Progress
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, precedence


def show(context: Context, as_json: bool) -> int:
    """Tell the sources, strongest first, with the instruments that they gave; returns the exit code."""
    with reading(context) as connection:
        entries = [_entry(connection, source) for source in precedence.read(connection).known]
    if as_json:
        documents.write(context, {"sources": entries})
        return 0
    for place, entry in enumerate(entries, 1):
        sys.stdout.write(f"{place:>2}  {entry['name']:<20}{entry['kind']:<8}{' '.join(entry['instruments'])}\n")
    if len(entries) > 1:
        sys.stdout.write(
            "The first that has a candle gives it. Change the order with: ohlc-desktop sources prefer NAME...\n"
        )
    return 0


def _entry(connection: Connection, source: KnownSource) -> dict[str, Any]:
    symbols = heard.instruments_of(connection, source.name)
    return {"name": source.name, "kind": source.kind.value, "instruments": symbols}


def prefer(context: Context, names: Sequence[str], dry_run: bool, progress: bool, as_json: bool) -> int:
    """Put sources in front and make what is stored follow; all or nothing. Returns the exit code.

    Args:
        context: Profile and settings.
        names: The sources, strongest first.
        dry_run: Tell what would change, and change nothing.
        progress: Write a line of JSON for each step before the answer.
        as_json: Answer in JSON.

    Raises:
        UsageError: a source is not known, or named twice.
    """
    done = _Reordering(context, names, Lines(sys.stdout) if progress else None)
    with suppress(_Rehearsed), writing(context, "sources") as store, store.transaction() as connection:
        done.run(connection)
        if dry_run:
            raise _Rehearsed
    if as_json:
        counts = [{"symbol": symbol, "candles": count} for symbol, count in done.changed.items()]
        documents.write(context, {"order": done.order, "changed": counts})
        return 0
    sys.stdout.write(f"{' > '.join(done.order)}\n")
    told = "would change" if dry_run else "changed; what other sources say of them is kept"
    for symbol, count in done.changed.items():
        sys.stdout.write(f"{symbol}: {count:,} candles {told}.\n")
    return 0


class _Rehearsed(Exception):
    """All was done as if in earnest, and is to be undone."""


class _Reordering:
    """A change of the order, in one transaction.

    Attributes:
        order: All sources afterwards, strongest first.
        changed: How many candles of each instrument with several sources changed.
    """

    def __init__(self, context: Context, names: Sequence[str], lines: Lines | None) -> None:
        self._context, self._names, self._lines = context, names, lines
        self._done = self._total = 0
        self.order: list[str] = []
        self.changed: dict[str, int] = {}

    def run(self, connection: Connection) -> None:
        """Save the order, and make anew what follows from it."""
        from ohlc_desktop.importer import arbitration

        arbitration.prefer(connection, self._names)
        self.order = [source.name for source in precedence.read(connection).known]
        stored = watchlist.stored_symbols(connection)
        several = [each for each in stored if heard.several(connection, watchlist.instrument_id(connection, each))]
        self._total = len(several) * len(TIMEFRAMES)
        for symbol in several:
            number, state = state_of(self._context, connection, symbol)
            now = self._context.clock.now()
            self.changed[symbol] = sum(arbitration.rebuild(connection, number, state, now, self._step).values())

    def _step(self, _timeframe: str) -> None:
        self._done += 1
        if self._lines is not None:
            self._lines.show(Progress(self._done, self._total, 0, 0, 0.0, None))
