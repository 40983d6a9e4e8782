"""In a roll week the dated contracts say what a continuous series mixes.

Where many candles of a series are suspect and a second look did not help, the feed is asked for the contracts themselves,
four requests at most. Of each session the contract counts that was traded more: that is the one in front.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import contracts_from
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.checks.answers import CheckedAnswer, check_answer
from ohlc_desktop.importer.fetching import Fetching, fetch_all
from ohlc_desktop.importer.run_summary import log_start

#: The series that are put right so; 2m follows the minutes as far as those reach.
_SERIES = ("1m", "5m")
#: So many suspect candles are no stray prices.
_MIXED = 12
#: A further look has been taken, and it did not help.
_LOOKED = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A stretch of a series in which candles mix two contracts, and the contracts that can tell."""

    instrument: Instrument
    timeframe: str
    stretch: Interval
    contracts: tuple[Instrument, ...]

    @property
    def requests(self) -> list[FetchRequest]:
        """What to ask the feed for, one request a contract."""
        start, end = self.stretch
        return [
            FetchRequest(contract, self.timeframe, start, end, self.stretch, Purpose.REPAIR)
            for contract in self.contracts
        ]


def questions(state: InstrumentState, product: Product, now: float) -> list[Question]:
    """What the contracts of a continuous series are to be asked; nothing outside of roll weeks."""
    found = []
    for name in _SERIES:
        mixed = [d for d in state.of(name).doubts if d.suspects >= _MIXED and d.looks == _LOOKED]
        if mixed:
            stretch = Interval(mixed[0].start, mixed[-1].end)
            found.append(Question(state.instrument, name, stretch, _in_front(product, stretch, state.calendar, now)))
    return found


def _in_front(product: Product, stretch: Interval, calendar: Calendar, now: float) -> tuple[Instrument, ...]:
    """The two contracts that were next to end when a stretch began, less those that the feed has no more."""
    begins = day_of(stretch.start // DAY)
    months = islice(contracts_from(product, (begins.year, begins.month)), 8)
    ends = [(contract, ending(contract, calendar)) for contract in (product.contract(*month) for month in months)]
    front = [(contract, end) for contract, end in ends if end is not None and end.over > stretch.start][:2]
    return tuple(contract for contract, end in front if end is not None and end.over > now)


def asked(question: Question, fetching: Fetching, calendar: Calendar, now: float) -> list[CheckedAnswer]:
    """The contracts' answers, checked; none of those that the feed does not have."""
    quiet = replace(fetching, starting=partial(_log_start, fetching.feed), known=set())
    with closing(fetch_all(question.requests, quiet, len(question.requests))) as outcomes:
        return [
            check_answer(outcome.sent or outcome.request, outcome.answer, calendar, outcome.judged_at(now), now)
            for outcome in outcomes
            if outcome.answer is not None
        ]


def _log_start(feed: FeedSpec, request: FetchRequest, attempt: int) -> None:
    if attempt == 1:
        log_start(request, feed)


def traded_more(answers: Sequence[Candles], calendar: Calendar) -> Candles:
    """Of each session the candles of the contract with the largest volume, sorted."""
    sessions = [calendar.session_at(answer.ts) for answer in answers]
    winners = _winners(answers, sessions)
    chosen = [
        answer.take(np.array([winners[int(number)] == place for number in session], dtype=np.bool_))
        for place, (answer, session) in enumerate(zip(answers, sessions, strict=True))
    ]
    both = concat(chosen)
    return both.take(np.argsort(both.ts, kind="stable"))


def told_apart(symbol: str, timeframe: str, count: int, told: Sequence[CheckedAnswer]) -> Message:
    """Tells that so many candles mixed two contracts, and which contracts told them apart."""
    first, *other = (answer.request.instrument.symbol for answer in told)
    return Message(
        "{symbol} {timeframe}: {count} candles mixed two contracts and were told apart by {names}.",
        symbol=symbol, timeframe=timeframe, count=count,
        names=Message("{first} and {second}", first=first, second=other[0]) if other else first,
    )  # fmt: skip


def _winners(answers: Sequence[Candles], sessions: Sequence[np.ndarray]) -> Mapping[int, int]:
    """For each session the place of the answer with the largest volume in it; of equals the first."""
    most: dict[int, tuple[int, int]] = {}
    for place, (answer, session) in enumerate(zip(answers, sessions, strict=True)):
        for number in np.unique(session).tolist():
            volume = int(answer.volume[session == number].sum())
            most[number] = max(most.get(number, (-1, 0)), (volume, -place))
    return {number: -place for number, (_, place) in most.items()}
