"""Which contracts an import asks for beside a continuous symbol, of which timeframes, why, and how often.

A continuous symbol changes contract by rules that its feed does not tell. Two contracts are asked for around each roll, the
one in front and the next, from three weeks before the last trading day until three days after:

- **1d**: settlements and volumes of both, of which the roll ledger and volume rules are made.
- **5m**: one answer reaches over 60 days, and proves once to the candle where each family of the continuous symbol changed;
  minutes lie within candles of five minutes. Nothing finer is asked for: 1m would take an answer a week.

One answer holds all that came since the last one, so each series is asked for every third day. From five days before its
end on a contract is asked for every other day: once it has ended, feeds may drop it at any time. Outside of these weeks the days of the
active contracts are asked for once a week where a feed may follow a month that hardly trades.

The requests of a day are counted: at most ten for seven roots, the most urgent first. What does not fit comes the next day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import contracts_from
from ohlc_desktop.core.market.contracts import Ending, ending
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of, new_york_day
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY, EVER

#: A roll is looked at from so many days before the last trading day of the contract in front until so many after.
BEFORE, AFTER = 21, 3
#: Days between two requests for a series: in roll weeks, from so many days before its end on, and outside of them.
_PACE, _LAST_DAYS, _LAST_PACE, _QUIET_PACE = 3, 5, 2, 7
#: The source timeframes that prove a roll, and those that tell volumes.
_BOTH, _DAYS = ("1d", "5m"), ("1d",)
#: So many requests a day for so many roots; more roots have more in proportion.
REQUESTS, ROOTS = 10, 7
#: A contract that a feed may have dropped can take so many requests: one that is refused is sent again.
_REFUSED = 3
#: The contract in front is named for a month that began so many days ago at most, or for one of the next.
_EARLIEST, _CHAIN = 62, 12
#: The last days are whole, with their volume, so many seconds after the close.
_WHOLE = 2 * DAY


@dataclass(frozen=True, slots=True)
class Companion:
    """A contract that is imported beside a continuous symbol.

    Attributes:
        contract: Which.
        end: When it ends.
        timeframes: The source timeframes to ask for.
        pace: Days between two requests for each.
        reason: Why, for people.
    """

    contract: Instrument
    end: Ending
    timeframes: tuple[str, ...]
    pace: int
    reason: Message


class CompanionSeries(NamedTuple):
    """A series of a contract that is to be asked for."""

    companion: Companion
    timeframe: str

    def cost(self, now: float) -> int:
        """How many requests it may take at ``now`` (UTC epoch seconds)."""
        return _REFUSED if now >= self.companion.end.over else 1


def companions(
    product: Product, calendar: Calendar, now: float, named: tuple[int, int] | None = None
) -> tuple[Companion, ...]:
    """The contracts that belong beside the continuous symbol of a product at ``now`` (UTC epoch seconds).

    Args:
        product: Whose.
        calendar: The stored sessions.
        now: When.
        named: Year and month of the contract that the feed says it follows, where it said so.
    """
    today = new_york_day(now)
    chain = list(islice(_not_long_over(product, calendar, today), 2))
    if len(chain) < 2:
        return ()  # nobody knows when its contracts end
    front, following = chain
    found = [*_around_the_roll(front, following, today)]
    if not found and product.rules and product.rules.active:
        found = [_watched(*front), _watched(*following)]
    if named is None or named == front[0].month or named in {each.contract.month for each in found}:
        return tuple(found)
    return tuple(_with_named(product.contract(*named), found, calendar, today))


def _not_long_over(product: Product, calendar: Calendar, today: int) -> Iterator[tuple[Instrument, Ending]]:
    """The contracts of the active months that have not ended longer ago than they are asked for, soonest first."""
    begins = day_of(today - _EARLIEST)
    for month in islice(contracts_from(product, (begins.year, begins.month)), _CHAIN):
        contract = product.contract(*month)
        end = ending(contract, calendar)
        if end is not None and end.day + AFTER >= today:
            yield contract, end


def _around_the_roll(
    front: tuple[Instrument, Ending], following: tuple[Instrument, Ending], today: int
) -> Iterator[Companion]:
    if not _in_roll_weeks(front[1], today):
        return
    for contract, end in (front, following):
        reason = Message(
            "{front} ends on {day}: both contracts' candles prove when {root} changes to {next}.",
            front=front[0].symbol, day=day_of(front[1].day).isoformat(), root=front[0].root, next=following[0].symbol,
        )  # fmt: skip
        yield Companion(contract, end, _BOTH, _pace(end, today), reason)


def _in_roll_weeks(end: Ending, today: int) -> bool:
    return end.day - BEFORE <= today <= end.day + AFTER


def _pace(end: Ending, today: int) -> int:
    return _LAST_PACE if end.day - today <= _LAST_DAYS else _PACE


def _watched(contract: Instrument, end: Ending) -> Companion:
    """The days of an active contract, which tell whether the month that the feed follows is traded."""
    reason = Message("Its volume tells whether {root} follows a month that is traded.", root=contract.root)
    return Companion(contract, end, _DAYS, _QUIET_PACE, reason)


def _with_named(
    contract: Instrument, found: Sequence[Companion], calendar: Calendar, today: int
) -> Iterator[Companion]:
    """The others and the contract that the feed names, which is none of them: near its end with the one after it."""
    end = ending(contract, calendar)
    if end is None or end.day + AFTER < today:
        yield from found
        return
    near = _in_roll_weeks(end, today)
    names, pace = (_BOTH, _pace(end, today)) if near else (_DAYS, _QUIET_PACE)
    reason = Message("The feed says that {root} follows it: its candles prove it.", root=contract.root)
    yield from (replace(each, timeframes=_BOTH, pace=min(each.pace, _PACE)) if near else each for each in found[:1])
    yield from found[1:]
    yield Companion(contract, end, names, pace, reason)


def companions_due(
    found: Iterable[Companion], asked: Callable[[SeriesKey], float | None], now: float
) -> list[CompanionSeries]:
    """The series that are to be asked for now, the most urgent first.

    Args:
        found: The contracts beside all roots.
        asked: When a series was answered last, UTC epoch seconds; None if never.
        now: UTC epoch seconds.
    """
    due = [
        (_urgency(companion, last, now), CompanionSeries(companion, name))
        for companion in found
        for name in companion.timeframes
        if _is_due(companion, last := asked((companion.contract.symbol, name)), now)
    ]
    return [series for _, series in sorted(due, key=itemgetter(0))]


def allowance(roots: int) -> int:
    """How many requests a day may be sent for contracts beside so many roots."""
    return REQUESTS * max(roots, ROOTS) // ROOTS


def _is_due(companion: Companion, last: float | None, now: float) -> bool:
    """Whether a series is to be asked for; one that was whole after the end of its contract is not."""
    if last is None:
        return True
    if last >= companion.end.closes + _WHOLE:
        return False
    return now // DAY - last // DAY >= companion.pace


def _urgency(companion: Companion, last: float | None, now: float) -> tuple[bool, float, int, str]:
    """What was never asked for first, then what is the most overdue by its own pace; contracts that have ended last."""
    waited = EVER if last is None else now // DAY - last // DAY
    return now >= companion.end.over, -waited / companion.pace, companion.end.day, companion.contract.symbol
