"""The money of a paid feed: a monthly limit that no two programs can spend twice, and no kill makes forget.

What a request may cost is written to the archive before it is sent. Each call is a transaction of its own on a connection of
its own, so that threads and processes that buy at once see what the others have reserved.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.spending import DOLLAR, Budget, dollars, month_of, months_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.source import Fault, FetchError
from ohlc_desktop.store.accounts import spending
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store

#: A price of many parts, each rounded up, may be so much more than that of the whole.
_SLACK = DOLLAR // 100


@dataclass(frozen=True, slots=True)
class MonthlyPurse:
    """The limit of one profile and source; the months are those of UTC.

    Where the last import found this machine's clock wrong by a feed's, a month ends when both say so.

    Attributes:
        database: The archive.
        source: Whom the money is for.
        limit: Most of a month, in millionths of a US dollar.
        clock: The one clock.
    """

    database: Path
    source: str
    limit: int
    clock: Clock

    def budget(self) -> Budget:
        """Where this month stands."""
        with self._transaction() as connection:
            earliest, _ = spending.span_of_now(connection, self.clock.now())
            return spending.budget(connection, self.source, month_of(earliest), self.limit)

    def reserve(self, amount: int, what: str) -> int:
        """Set an amount aside before a request is sent; returns its number.

        Raises:
            FetchError: OVER_LIMIT: the month would cost more than its limit.
            StoreError: it cannot be written down; nothing may be spent then.
        """
        with self._transaction() as connection:
            earliest, latest = spending.span_of_now(connection, self.clock.now())
            for month in months_of(earliest):  # what counts in a later one counts in it too
                budget = spending.budget(connection, self.source, month, self.limit)
                if amount > budget.left:
                    raise FetchError(Fault.OVER_LIMIT, over_limit(amount, budget))
            return spending.reserve(connection, self.source, amount, what, latest)

    def settle(self, number: int) -> None:
        """The request was answered: the amount is spent."""
        with self._transaction() as connection:
            spending.settle(connection, number)

    def release(self, number: int) -> None:
        """The request cost nothing."""
        with self._transaction() as connection:
            spending.release(connection, number)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with closing(open_store(self.database, demo=False)) as store, store.transaction() as connection:
            yield connection


def over_limit(amount: int, budget: Budget) -> Message:
    """Why an amount cannot be spent."""
    return Message(
        "It costs {amount}, and of the {limit} that may be spent in {month} (UTC) {left} are left.",
        amount=dollars(amount), limit=dollars(budget.limit), month=budget.month, left=_rounded_down(budget.left),
    )  # fmt: skip


def _rounded_down(amount: int) -> str:
    return dollars(amount // 10_000 * 10_000)


class AgreedPurse:
    """A purse for one order: no more of it is spent than the person who ordered was told, whatever the feed says later."""

    def __init__(self, purse: MonthlyPurse, agreed: int) -> None:
        self._purse, self._left = purse, agreed + _SLACK
        self._lock = threading.Lock()
        self._open: dict[int, int] = {}

    def reserve(self, amount: int, what: str) -> int:
        """Set an amount aside before a request is sent; returns its number.

        Raises:
            FetchError: OVER_LIMIT: more than was agreed, or more than the month allows.
            StoreError: it cannot be written down.
        """
        with self._lock:
            if amount > self._left:
                raise FetchError(
                    Fault.OVER_LIMIT, Message("The price rose to more than was agreed. Nothing more is bought.")
                )
            number = self._purse.reserve(amount, what)
            self._left -= amount
            self._open[number] = amount
            return number

    def settle(self, number: int) -> None:
        """The request was answered: the amount is spent."""
        self._purse.settle(number)

    def release(self, number: int) -> None:
        """The request cost nothing."""
        self._purse.release(number)
        with self._lock:
            self._left += self._open.pop(number)
