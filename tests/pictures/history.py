"""Four weeks of imports in the ledger: most done, some not, each kind of result among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from ohlc_desktop.core.messages import Message, sentences, verbatim
from ohlc_desktop.core.schedule.policy import FOLLOW_UP, Rules, identity
from ohlc_desktop.core.schedule.skipped import skips
from ohlc_desktop.core.schedule.times import at_pacific, is_trading_day
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.trade_dates import load_trade_dates

_AT = time(14, 5)
_FIRST = date(2026, 10, 23)
_KEPT = Message("Stored candles are as they were; the next import asks for what is missing.")
_DONE = Message("Everything that was asked for is up to date.")
_SYMBOLS = ("ES=F", "NQ=F", "RTY=F", "CL=F", "GC=F", "ZN=F", "6E=F")
_OF_5M = tuple(name for name, timeframe in TIMEFRAMES.items() if timeframe.source == "5m")
_TIMEOUT = "Yahoo did not answer within 20 s, four times."
_OFFLINE = "The name query2.finance.yahoo.com cannot be looked up: this computer seems to be offline."


def write_history(store: Store, until: datetime) -> None:
    """Write what was run on the trading days before ``until`` (aware), and the days skipped."""
    with store.transaction() as connection:
        dates = load_trade_dates(connection)
        day = _FIRST
        while (moment := at_pacific(day, _AT)) < until:
            if is_trading_day(day, dates):
                _write_day(connection, moment)
            day += timedelta(days=1)
        runs = ledger.attempted(connection)
        missed = skips(until.timestamp(), runs, dates, Rules(_AT, True, 0.0), moment_of_first())
        ledger.record_skips(connection, missed)
        _run(connection, "follow-up", until + FOLLOW_UP, RunState.DONE, _DONE, 14)


def moment_of_first() -> float:
    """When the schedule was first followed, UTC epoch seconds."""
    return at_pacific(_FIRST, _AT).timestamp()


def undone(count: int, why: str) -> Message:
    """How a run ends that left something out."""
    why_and_rest = sentences(verbatim(why), _KEPT)
    return Message("{count} series could not be brought up to date. {why}", count=count, why=why_and_rest)


def _write_day(connection: Connection, moment: datetime) -> None:
    match moment.astimezone(UTC).date().isoformat():
        case "2026-11-19":
            _run(connection, "schedule", moment, RunState.PARTIAL, undone(10, f"CL=F 5m: {_TIMEOUT}"), 96)
        case "2026-11-05":
            _run(connection, "schedule", moment, RunState.FAILED, undone(119, f"ES=F 1m: {_OFFLINE}"), 4)
            _run(connection, "manual", None, RunState.DONE, _DONE, 44, moment + timedelta(hours=3))
        case "2026-11-11":
            text = Message("Cancelled. What had been answered is stored; the next import asks for the rest.")
            _run(connection, "schedule", moment, RunState.CANCELLED, text, 12)
            _run(connection, "repair", None, RunState.DONE, _DONE, 9, moment + timedelta(minutes=20))
        case "2026-11-17" | "2026-11-18":
            return  # the computer was off
        case _:
            _run(connection, "schedule", moment, RunState.DONE, _DONE, 37 + moment.day % 7)
            _run(connection, "follow-up", moment + FOLLOW_UP, RunState.DONE, _DONE, 13 + moment.day % 3)


def _run(
    connection: Connection, trigger: str, planned: datetime | None, state: RunState, reason: Message, seconds: float,
    started: datetime | None = None,
) -> None:  # fmt: skip
    """One run, begun two seconds after it was planned."""
    begun = (started or planned or datetime.now(UTC)).timestamp() + 2
    name = None if planned is None else identity(planned)
    number = ledger.begin_run(connection, trigger, name, begun)
    ledger.save_items(connection, number, _items(trigger, state, int(begun)))
    requests = 21 if trigger != "repair" else 3
    ledger.end_run(connection, number, state, begun + seconds, reason, requests)


def _items(trigger: str, state: RunState, at: int) -> Iterator[Item]:
    """What became of each series."""
    tail = trigger in ("follow-up", "repair")
    for place, symbol in enumerate(_SYMBOLS):
        for name, timeframe in TIMEFRAMES.items():
            added = 0 if timeframe.daily and tail else max((15 if tail else 1380) * 60 // timeframe.seconds, 1)
            revised = 2 if name == "1d" and not tail and place % 2 else 0
            item = Item(symbol, name, ItemState.WRITTEN, at - 86400, at, added, added, revised)
            yield _spoiled(item, state, place)


def _spoiled(item: Item, state: RunState, place: int) -> Item:
    """The item as a run ends it that did not go well."""
    window = (item.symbol, item.timeframe)
    if state is RunState.FAILED:
        return Item(*window, ItemState.FAILED, item.start, item.end, cause="connection", message=verbatim(_OFFLINE))
    if state is RunState.PARTIAL and item.symbol == "CL=F" and item.timeframe in _OF_5M:
        return Item(*window, ItemState.FAILED, item.start, item.end, cause="timeout", message=verbatim(_TIMEOUT))
    if state is RunState.CANCELLED and place > 2:
        return Item(*window, ItemState.CANCELLED, message=Message("Cancelled before it was asked for."))
    return item if item.added else Item(*window, ItemState.UNCHANGED, item.start, item.end)
