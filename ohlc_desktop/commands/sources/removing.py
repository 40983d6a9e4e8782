"""``sources remove``: take out again what a source gave; what stands is made anew from what the others gave."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from ohlc_desktop.commands.backup import back_up_first
from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.ingest import asking
from ohlc_desktop.commands.sources.opening import reading, state_of, writing
from ohlc_desktop.commands.sources.stepping import StepwiseChange, stepping
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import tell_cancelled
from ohlc_desktop.core.errors import Cancelled, UsageError
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import EVER
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import forgetting, heard, precedence

_AS_IT_WAS = "Nothing was changed."


def remove(
    context: Context, source: str, symbols: Sequence[str], *, dry_run: bool, yes: bool, backup: bool, progress: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Take a source out again; returns the exit code.

    Its candles go where nobody else has them; elsewhere what the strongest of the others gave stands. That is done some
    sessions at a time, each in a transaction of its own. Whatever ends it, be it a kill, what is left of the source is
    told as ever, and the same command takes that out.

    Args:
        context: Profile and settings.
        source: Its name.
        symbols: Of these instruments; none for all that it gave.
        dry_run: Tell what would go, and change nothing.
        yes: Do not ask.
        backup: Copy the database to the folder of backups first.
        progress: Write a line of JSON for each step before the answer, and end on a line ``cancel`` of stdin.
        as_json: Answer in JSON; nobody is asked.

    Raises:
        UsageError: the source did not give that, or there is nobody to ask.
        ImportRunning: an import is running.
        StoreError: the database cannot be written, or not be copied.
    """
    if not (yes or dry_run) and (as_json or not asking.anybody()):
        raise UsageError(
            "There is nobody to ask whether the source may be removed.", _AS_IT_WAS,
            "Say so on the command line, or only look: --yes, or --dry-run.",
        )  # fmt: skip
    chosen = _chosen(context, source, symbols)
    try:
        if not yes:
            counts = _carry_out(context, source, chosen, rehearsal=True, progress=progress)
            if dry_run:
                return _tell(context, source, counts, None, as_json, dry_run)
            _show(source, counts, "would")
            if not asking.agreed("Remove it?"):
                return tell_cancelled(_AS_IT_WAS)
        copy = back_up_first(context, "remove") if backup else None
    except Cancelled:
        return tell_cancelled(_AS_IT_WAS, as_json)
    try:
        counts = _carry_out(context, source, chosen, rehearsal=False, progress=progress)
    except Cancelled:
        where = f" What was there before is in {copy}." if copy else ""
        return tell_cancelled(f"What is left of {source} is as it was; the same command removes it.{where}", as_json)
    return _tell(context, source, counts, copy, as_json, dry_run)


def _chosen(context: Context, source: str, symbols: Sequence[str]) -> list[str]:
    """The instruments that are meant.

    Raises:
        UsageError: the source is not known, or did not give one of them.
    """
    with reading(context) as connection:
        known = [each.name for each in precedence.read(connection).known]
        given = heard.instruments_of(connection, source)
    if source not in known:
        raise UsageError(
            "No source '{name}' is known.", _AS_IT_WAS, "Known are: {known}.", name=source, known=" ".join(known)
        )
    wanted = [context.instrument(symbol).symbol for symbol in symbols] or given
    other = [symbol for symbol in wanted if symbol not in given]
    if other:
        raise UsageError(
            "{name} gave no candles of {symbols}.", _AS_IT_WAS, "It gave: {given}.",
            name=source, symbols=" ".join(other), given=" ".join(given),
        )  # fmt: skip
    return wanted


class _Removal:
    """The removal of a source from some instruments.

    Attributes:
        counts: By symbol the candles that go, and those of which another source's values stand now.
    """

    def __init__(self, context: Context, source: str, symbols: Sequence[str], steps: StepwiseChange) -> None:
        self._context, self._source, self._steps = context, source, steps
        self._now = context.clock.now()
        self.counts = dict.fromkeys(symbols, (0, 0))

    def run(self) -> None:
        """Take it out.

        Raises:
            Cancelled: it is not to go on; what is done is stored.
        """
        from ohlc_desktop.importer.merging.resettling import stretches

        states = {symbol: self._steps.step(partial(self._begin, symbol=symbol)) for symbol in self.counts}
        todo = [(symbol, part) for symbol, (_, state) in states.items() for part in stretches(state.calendar)]
        self._steps.total = self._steps.done + len(todo)
        for symbol, part in todo:
            self._steps.step(partial(self._take_out, symbol=symbol, state=states[symbol], stretch=part))
        if not self.counts:
            self._steps.step(lambda connection: precedence.forget(connection, self._source))

    def _begin(self, connection: Connection, symbol: str) -> tuple[int, InstrumentState]:
        """Forget what the source answered; the instrument as it is then."""
        forgetting.forget_answers(connection, watchlist.instrument_id(connection, symbol), self._source, self._now)
        return state_of(self._context, connection, symbol)

    def _take_out(
        self, connection: Connection, symbol: str, state: tuple[int, InstrumentState], stretch: Interval
    ) -> None:
        from ohlc_desktop.importer.merging.arbiter import Arbiter
        from ohlc_desktop.importer.merging.resettling import resettle

        if self._steps.rehearsal:
            forgetting.forget_answers(connection, state[0], self._source, self._now)
        gone, changed = self.counts[symbol]
        for _, told in resettle(Arbiter(connection, *state, self._now), stretch, self._source):
            self._steps.go_on()
            gone, changed = gone + told.removed, changed + told.changed
        if stretch.end == EVER:
            forgetting.let_go(connection, state[0], self._source)
        self.counts[symbol] = gone, changed


def _carry_out(
    context: Context, source: str, symbols: Sequence[str], rehearsal: bool, progress: bool
) -> Mapping[str, tuple[int, int]]:
    with writing(context, "sources") as store, stepping(store, rehearsal, progress) as steps:
        removal = _Removal(context, source, symbols, steps)
        removal.run()
        return removal.counts


# -- telling ---------------------------------------------------------------------------------------------


def _tell(
    context: Context, source: str, counts: Mapping[str, tuple[int, int]], copy: Path | None, as_json: bool, dry_run: bool
) -> int:  # fmt: skip
    if as_json:
        parts = [{"symbol": name, "removed": gone, "changed": other} for name, (gone, other) in counts.items()]
        documents.write(
            context, {"source": source, "backup": None if copy is None else str(copy), "instruments": parts}
        )
        return 0
    _show(source, counts, "would" if dry_run else "")
    if source in (feed.name for feed in context.feeds.order):
        sys.stdout.write(f"An import asks {source} again for what is still in its reach.\n")
    if copy is not None:
        sys.stdout.write(f"What was there before is in {copy}\n")
    return 0


def _show(source: str, counts: Mapping[str, tuple[int, int]], would: str) -> None:
    for symbol, (gone, changed) in counts.items():
        go, take = ("would go", "would take") if would else ("are gone", "have")
        sys.stdout.write(
            f"{symbol}: {gone:,} candles {go}, which nobody but {source} has; {changed:,} {take} the values of others.\n"
        )
    if not counts:
        sys.stdout.write(f"{source} has no candles{'' if would else ', and is not known any more'}.\n")
