"""``sources list`` and ``sources prefer``: where candles come from, and which source counts more."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.sources.opening import reading, state_of, writing
from ohlc_desktop.commands.sources.stepping import StepwiseChange, stepping
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import tell_cancelled
from ohlc_desktop.core.arbitration.precedence import KnownSource
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import EVER
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, precedence

_FINISH = "ohlc-desktop sources prefer"


def show(context: Context, as_json: bool) -> int:
    """Tell the sources, strongest first, with the instruments that they gave; returns the exit code."""
    with reading(context) as connection:
        entries = [_entry(connection, source) for source in precedence.read(connection).known]
        left = list(precedence.unsettled(connection))
    if as_json:
        documents.write(context, {"sources": entries, "unsettled": left})
        return 0
    for place, entry in enumerate(entries, 1):
        sys.stdout.write(f"{place:>2}  {entry['name']:<20}{entry['kind']:<8}{' '.join(entry['instruments'])}\n")
    if len(entries) > 1:
        sys.stdout.write(
            "The first that has a candle gives it. Change the order with: ohlc-desktop sources prefer NAME...\n"
        )
    if left:
        sys.stdout.write(
            f"Not yet of {' '.join(left)}: the last change of the order was cut off. Finish it: {_FINISH}\n"
        )
    return 0


def _entry(connection: Connection, source: KnownSource) -> dict[str, Any]:
    symbols = heard.instruments_of(connection, source.name)
    return {"name": source.name, "kind": source.kind.value, "instruments": symbols}


def prefer(context: Context, names: Sequence[str], dry_run: bool, progress: bool, as_json: bool) -> int:
    """Put sources in front and make what is stored follow; returns the exit code.

    What follows is made anew some sessions at a time. Whatever ends it, be it a kill, all timeframes of a session agree,
    the archive knows which instruments are left, and the same command without names goes on with them.

    Args:
        context: Profile and settings.
        names: The sources, strongest first; none to finish a change that was cut off.
        dry_run: Tell what would change, and change nothing.
        progress: Write a line of JSON for each step before the answer, and end on a line ``cancel`` of stdin.
        as_json: Answer in JSON.

    Raises:
        UsageError: a source is not known, or named twice.
    """
    with writing(context, "sources") as store, stepping(store, dry_run, progress) as steps:
        done = _Reordering(context, names, steps)
        try:
            done.run()
        except Cancelled:
            return tell_cancelled(_fate(done.left, dry_run), as_json)
    if as_json:
        counts = [{"symbol": symbol, "candles": count} for symbol, count in done.changed.items()]
        documents.write(context, {"order": done.order, "changed": counts})
        return 0
    sys.stdout.write(f"{' > '.join(done.order)}\n")
    told = "would change" if dry_run else "changed; what other sources say of them is kept"
    for symbol, count in done.changed.items():
        sys.stdout.write(f"{symbol}: {count:,} candles {told}.\n")
    return 0


def _fate(left: Sequence[str], dry_run: bool) -> str:
    """What a cancelled change of the order left behind."""
    if dry_run or not left:
        return "Nothing was changed."
    return f"The order is in force, but not yet of all candles of {' '.join(left)}. Finish it with {_FINISH}, or name another."


class _Reordering:
    """A change of the order.

    Attributes:
        order: All sources afterwards, strongest first.
        changed: How many candles of each instrument with several sources changed.
        left: Instruments that do not follow the order yet.
    """

    def __init__(self, context: Context, names: Sequence[str], steps: StepwiseChange) -> None:
        self._context, self._names, self._steps = context, names, steps
        self._now = context.clock.now()
        self._states: dict[str, tuple[int, InstrumentState]] = {}
        self.order: list[str] = []
        self.changed: dict[str, int] = {}
        self.left: list[str] = []

    def run(self) -> None:
        """Save the order, and make anew what follows from it.

        Raises:
            Cancelled: it is not to go on; what is done is stored.
        """
        from ohlc_desktop.importer.merging.resettling import stretches

        since = self._steps.step(self._begin)
        self.changed = dict.fromkeys(since, 0)
        todo = [
            (symbol, part) for symbol, at in since.items() for part in stretches(self._states[symbol][1].calendar, at)
        ]
        self._steps.total = len(todo) + 1
        self.left = list(since)
        for symbol, stretch in todo:
            self._steps.step(partial(self._follow, symbol=symbol, stretch=stretch))
            if stretch.end == EVER:
                self.left.remove(symbol)

    def _begin(self, connection: Connection) -> dict[str, int]:
        """Save the order, and note the instruments that are to follow it."""
        since = self._order(connection)
        self.order = [source.name for source in precedence.read(connection).known]
        self._states = {symbol: state_of(self._context, connection, symbol) for symbol in since}
        return since

    def _order(self, connection: Connection) -> dict[str, int]:
        from ohlc_desktop.importer import arbitration

        if not self._names:
            return precedence.unsettled(connection)
        arbitration.prefer(connection, self._names)
        stored = watchlist.stored_symbols(connection)
        several = [each for each in stored if heard.several(connection, watchlist.instrument_id(connection, each))]
        since = dict.fromkeys(several, -EVER)
        precedence.keep_unsettled(connection, since)
        return since

    def _follow(self, connection: Connection, symbol: str, stretch: Interval) -> None:
        """Let some sessions follow the order."""
        from ohlc_desktop.importer.merging.arbiter import Arbiter
        from ohlc_desktop.importer.merging.resettling import resettle

        if self._steps.rehearsal:
            self._order(connection)
        for _, told in resettle(Arbiter(connection, *self._states[symbol], self._now), stretch):
            self._steps.go_on()
            self.changed[symbol] += told.changed
        left = {
            name: at for name, at in precedence.unsettled(connection).items() if name != symbol or stretch.end != EVER
        }
        precedence.keep_unsettled(connection, left | ({symbol: stretch.end} if stretch.end != EVER else {}))
