"""An order from the importer's side: cancelled within a moment, ended by the first fault, over several instruments."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.calendars import exchange_calendars
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.importing.events import Event, ItemDone, RunDone, Waiting
from ohlc_desktop.core.importing.spending import DOLLAR
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.importer.order import Tools
from ohlc_desktop.importer.paid.offer import Wish
from ohlc_desktop.importer.paid.purchase import Purchase, carry_out, priced
from ohlc_desktop.importer.paid.purse import MonthlyPurse
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.databento.spec import DATABENTO
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools
from ohlc_desktop.store.database import Store, open_store
from tests.standins import market_truth as truth
from tests.standins.clock import FakeClock

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()
DAY = date(2026, 11, 23)


class Shop:
    """A paid source with the minutes of the market, a cent for each piece.

    Attributes:
        before: Called with each request before it is answered.
        asked: The requests that came.
    """

    def __init__(self, before: Callable[[FetchRequest], None] = lambda _: None) -> None:
        self.before, self.asked = before, list[FetchRequest]()

    def serves(self, instrument: Instrument) -> Interval:
        return Interval(0, int(NOW))

    def cost(self, request: FetchRequest) -> int:
        return DOLLAR // 100

    def fetch(self, request: FetchRequest) -> Answer:
        self.asked.append(request)
        self.before(request)
        minutes = truth.minutes(request.instrument.symbol, request.start, request.end)
        return Answer(RawRows(*minutes[:5], np.maximum(minutes.volume, 1).astype(np.float64)), request.end)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as opened:
        yield opened


def bought(
    store: Store, shop: Shop, *roots: str, cancel: threading.Event | None = None, opening: Callable[[], object] = lambda: None,
    last: date | None = DAY,
) -> tuple[RunDone, list[Event]]:
    """What became of an order of one session of each, or up to ``last``; ``opening`` is called when the source is opened."""
    events: list[Event] = []
    clock = FakeClock(NOW)

    def opened(_feed: object, tools: SourceTools) -> Shop:
        opening()
        return shop

    tools = Tools(
        store, clock, Settings(), feed_of(False), events.append, cancel or threading.Event(),
        load_sessions=cache(exchange_calendars.sessions), open_source=opened,  # type: ignore[arg-type]
    )  # fmt: skip
    catalogue = load_catalogue(resource("instruments.toml"))
    wishes = tuple(Wish(catalogue.resolve(root, DAY), DAY, last) for root in roots)
    purse = MonthlyPurse(store.path, "databento", 5 * DOLLAR, clock)
    purchase = Purchase(DATABENTO, wishes, purse)
    return carry_out(purchase, priced(purchase, tools), tools), events


def stored(store: Store) -> dict[str, int]:
    """Minutes by symbol."""
    query = "SELECT symbol, count(*) FROM candle JOIN instrument ON id=instrument_id WHERE timeframe='1m' GROUP BY symbol"
    return dict(store.connection.execute(query))


def test_a_cancel_is_heard_while_an_answer_is_awaited(store: Store) -> None:
    cancel, over = threading.Event(), threading.Event()

    def hang(request: FetchRequest) -> None:
        if request.instrument.symbol == "ES=F":
            cancel.set()
            over.wait(60)

    try:
        done, events = bought(store, Shop(hang), "NQ", "ES", cancel=cancel)
    finally:
        over.set()
    assert (done.exit_code, done.state) == (130, RunState.CANCELLED)
    assert stored(store) == {"NQ=F": 1380}
    states = {event.symbol: event.state for event in events if isinstance(event, ItemDone)}
    assert states == {"NQ=F": ItemState.WRITTEN, "ES=F": ItemState.CANCELLED}
    assert store.connection.execute("SELECT state, written FROM run").fetchall() == [("CANCELLED", 1380)]


def test_no_session_is_bought_that_is_not_over_whatever_a_feed_says_that_it_serves(store: Store) -> None:
    """It would count as bought, and the rest of it would never be."""
    shop = Shop()
    shop.serves = lambda _: Interval(0, int(NOW) + 30 * 86_400)  # type: ignore[method-assign]
    assert bought(store, shop, "NQ", last=None)[0].exit_code == 0
    assert max(request.end for request in shop.asked) == datetime(2026, 11, 24, 22, tzinfo=UTC).timestamp()


def test_a_cancel_is_heard_while_a_keyring_waits_to_be_unlocked(store: Store) -> None:
    cancel, over = threading.Event(), threading.Event()

    def locked() -> None:
        cancel.set()
        assert over.wait(60)

    try:
        with pytest.raises(Cancelled):
            bought(store, shop := Shop(), "NQ", cancel=cancel, opening=locked)
    finally:
        over.set()
    assert shop.asked == []


def test_the_first_fault_that_may_cost_ends_the_order(store: Store) -> None:
    def fail(request: FetchRequest) -> None:
        if request.instrument.symbol == "ES=F":
            raise FetchError(Fault.SERVER, Message("It broke."))

    shop = Shop(fail)
    done, events = bought(store, shop, "NQ", "ES", "YM")
    assert (done.exit_code, done.state, done.requests) == (1, RunState.PARTIAL, 2)
    assert [request.instrument.symbol for request in shop.asked] == ["NQ=F", "ES=F"]
    states = {event.symbol: event.state for event in events if isinstance(event, ItemDone)}
    assert states == {"NQ=F": ItemState.WRITTEN, "ES=F": ItemState.FAILED, "YM=F": ItemState.DEFERRED}
    assert "It broke. It may be billed all the same" in str(done.message)


def test_what_cost_nothing_is_tried_again_and_said(store: Store) -> None:
    left = [Fault.RATE_LIMITED, Fault.OFFLINE, Fault.RATE_LIMITED]

    def busy(_: FetchRequest) -> None:
        if left:
            raise FetchError(left.pop(), Message("Not now."))

    done, events = bought(store, Shop(busy), "NQ")
    assert (done.exit_code, stored(store)) == (0, {"NQ=F": 1380})
    waits = [event.seconds for event in events if isinstance(event, Waiting)]
    assert waits == [5.0, 1.0, 30.0]
