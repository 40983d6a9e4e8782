"""What becomes of each instrument and timeframe in a run.

An item may depend on several requests (2m on 1m and, further back, on itself); it is finished when the last
of them is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ohlc_desktop.core.importing.events import ItemDone
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.plan import FetchRequest, Plan
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.importer.checks.answers import Shortfall
from ohlc_desktop.importer.checks.ended import ENDED, Ended
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.store.ledger import FILLED_IN, UNFILLED, Item

_COMPLETE = Message("Complete and settled; nothing to ask for.")


class Items:
    """The items of one run.

    Attributes:
        answered: Requests that were answered.
    """

    def __init__(self) -> None:
        self._items: dict[SeriesKey, Item] = {}
        self._open: Counter[SeriesKey] = Counter()
        self._finished: list[SeriesKey] = []
        self._feeds: dict[SeriesKey, str] = {}
        self._missing: Callable[[str, Timeframe], int] = lambda _symbol, _timeframe: 0
        self.answered = 0

    def expect(
        self, plan: Plan, missing: Callable[[str, Timeframe], int], ended: Mapping[str, Ended],
        feed_of: Callable[[str], str] = lambda _symbol: "",
    ) -> None:  # fmt: skip
        """Take in a plan: every timeframe that it touches waits, the others are skipped.

        Args:
            plan: The plan.
            missing: How many candles of a symbol's timeframe are missing at the moment.
            ended: The contracts among the symbols that have ended.
            feed_of: The name of the feed that is asked for a symbol.
        """
        self._missing = missing
        for request in plan.requests:
            for key in _keys(request):
                self._open[key] += 1
                own = key[1] == request.timeframe
                known = self._items.get(key, Item(*key, ItemState.WAITING))
                start, end = (request.start, request.end) if own else (known.start, known.end)
                self._items[key] = replace(known, start=start, end=end)
                self._feeds[key] = feed_of(request.instrument.symbol)
        for symbol, source in plan.complete:
            for timeframe in fed_by(source):
                key = (symbol, timeframe.name)
                if key not in self._items:
                    self._items[key] = _unasked(key, missing(symbol, timeframe), ended.get(symbol))
                    self._finished.append(key)

    def add(
        self, request: FetchRequest, contributions: Iterable[Contribution], failure: Shortfall | None = None
    ) -> None:
        """Count what an answer brought; ``failure`` where it was not all that was due."""
        self.answered += 1
        for part in contributions:
            key = (request.instrument.symbol, part.timeframe)
            self._items[key] = _with(self._items[key], part)
            if failure is not None:
                self._items[key] = replace(
                    self._items[key], state=ItemState.FAILED, cause=failure.cause, message=failure.message
                )
        self._count_down(request)

    def fail(self, request: FetchRequest, state: ItemState, cause: str, message: Message) -> None:
        """Note why a request brought nothing."""
        for key in _keys(request):
            absent = self._missing(key[0], TIMEFRAMES[key[1]])
            self._items[key] = replace(self._items[key], cause=cause, message=message, state=state, missing=absent)
        self._count_down(request)

    def hold(self, request: FetchRequest) -> None:
        """Leave what a request touches open until it is released: another feed may still answer it."""
        self._open.update(_keys(request))

    def fill(self, request: FetchRequest, contributions: Iterable[Contribution], feed: str, message: Message) -> None:
        """Count what another feed brought to items that are held; ``message`` says why it was asked."""
        self.answered += 1
        for part in (part for part in contributions if (request.instrument.symbol, part.timeframe) in self._items):
            key = (request.instrument.symbol, part.timeframe)
            self._items[key] = _with(self._items[key], part)
        for key in _keys(request):
            item = self._items[key]
            state = ItemState.WRITTEN if item.added + item.revised else ItemState.UNCHANGED
            self._items[key] = replace(item, state=state, cause=FILLED_IN, message=message)
            self._feeds[key] = feed

    def lack(self, request: FetchRequest, message: Message) -> None:
        """Say of items that are held, and failed, why another feed did not bring them either."""
        for key in _keys(request):
            item = self._items[key]
            self._items[key] = replace(
                item, state=ItemState.FAILED, cause=item.cause if item.cause != FILLED_IN else UNFILLED,
                message=sentences(item.message, message),
            )  # fmt: skip

    def release(self, request: FetchRequest) -> None:
        """Let what was held be finished."""
        self._count_down(request)

    def explain(self, symbol: str, timeframe: Timeframe, missing: int) -> None:
        """Count no more candles of a series as missing than at the end of the run, when all instruments are known."""
        item = self._items.get((symbol, timeframe.name))
        if item is not None and item.missing > missing:
            self._items[symbol, timeframe.name] = replace(item, missing=missing)

    def finish_rest(self, state: ItemState, cause: str, message: Message) -> None:
        """End everything that is still open."""
        for key, item in self._items.items():
            if not item.state.final:
                absent = self._missing(key[0], TIMEFRAMES[key[1]])
                self._items[key] = replace(item, state=state, cause=cause, message=message, missing=absent)
                self._finished.append(key)

    def all(self) -> list[Item]:
        """Every item as it stands."""
        return list(self._items.values())

    def of(self, request: FetchRequest) -> list[Item]:
        """The items that a request touches."""
        return [self._items[key] for key in _keys(request)]

    def take_finished(self) -> list[ItemDone]:
        """Events of the items finished since the last call."""
        keys, self._finished = self._finished, []
        return [_event(self._items[key], self._feeds.get(key, "")) for key in keys]

    def counts(self) -> Counter[ItemState]:
        """Items by state."""
        return Counter(item.state for item in self._items.values())

    def totals(self) -> tuple[int, int, int]:
        """Candles added, revised and rows quarantined in all items."""
        items = self._items.values()
        return sum(i.added for i in items), sum(i.revised for i in items), sum(i.quarantined for i in items)

    def missing(self) -> tuple[int, int]:
        """Expected candles that are missing and will be asked for, and in how many series."""
        absent = [item.missing for item in self._items.values() if item.missing and item.cause != ENDED]
        return sum(absent), len(absent)

    def first_failure(self) -> tuple[str, Message]:
        """Cause and message of the first item that failed or was deferred, empty if none did."""
        missed = (ItemState.FAILED, ItemState.DEFERRED)
        found = (item for item in self._items.values() if item.state in missed)
        return next(((item.cause, item.message) for item in found), ("", NOTHING))

    def _count_down(self, request: FetchRequest) -> None:
        for key in _keys(request):
            self._open[key] -= 1
            if self._open[key]:
                continue
            item = self._items[key]
            if not item.state.final:
                written = item.added + item.revised > 0
                self._items[key] = replace(item, state=ItemState.WRITTEN if written else ItemState.UNCHANGED)
            self._finished.append(key)


def _with(item: Item, part: Contribution) -> Item:
    return replace(
        item, fetched=item.fetched + part.fetched, added=item.added + part.added, revised=item.revised + part.revised,
        quarantined=item.quarantined + part.quarantined, missing=part.missing,
    )  # fmt: skip


def _unasked(key: SeriesKey, absent: int, ended: Ended | None) -> Item:
    """An item that the plan has no request for, and why."""
    asked = Message("{missing:,} expected candles are missing; a later import asks for them again.", missing=absent)
    if ended is None:
        return Item(*key, ItemState.SKIPPED, message=asked if absent else _COMPLETE, missing=absent)
    gone = Message(
        "{missing:,} expected candles are missing, and {feed} knows the contract no more.",
        missing=absent, feed=ended.feed.display_name,
    )  # fmt: skip
    message = sentences(ended.message, gone if ended.gone else asked) if absent else ended.message
    cause = ENDED if ended.gone or not absent else ""
    return Item(*key, ItemState.SKIPPED, cause=cause, message=message, missing=absent)


def _keys(request: FetchRequest) -> Sequence[SeriesKey]:
    """What a request touches; of a longer timeframe, of which only a hub is asked, itself alone."""
    fed = fed_by(request.timeframe) or (TIMEFRAMES[request.timeframe],)
    return [(request.instrument.symbol, timeframe.name) for timeframe in fed]


def _event(item: Item, feed: str) -> ItemDone:
    return ItemDone(
        item.symbol, item.timeframe, item.state, item.fetched, item.added, item.revised, item.quarantined,
        item.cause, item.message, item.missing, feed,
    )  # fmt: skip


def added_to(before: Mapping[SeriesKey, Item], items: Iterable[Item]) -> list[Item]:
    """The items with what an earlier attempt at the same occurrence had brought."""
    return [_added(before.get((item.symbol, item.timeframe)), item) for item in items]


def _added(before: Item | None, item: Item) -> Item:
    if before is None:
        return item
    wrote = before.added + before.revised > 0 and item.state in (ItemState.SKIPPED, ItemState.UNCHANGED)
    return replace(
        item, state=ItemState.WRITTEN if wrote else item.state, fetched=before.fetched + item.fetched,
        added=before.added + item.added, revised=before.revised + item.revised,
        quarantined=before.quarantined + item.quarantined,
    )  # fmt: skip
