"""What a paid feed may cost in a month. Money is counted in millionths of a US dollar, whole numbers, rounded up.

The month is UTC. What is spent within an hour of where two months meet counts in both: the clocks of this machine and of
whoever sends the bill may differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from ohlc_desktop.core.timeframes import HOUR

#: Millionths in a dollar.
DOLLAR = 1_000_000
_CENT = DOLLAR // 100
#: So many seconds around a month count in it as well.
_AROUND = HOUR


def micros(dollars: float) -> int:
    """Dollars as a feed states them, in millionths, rounded up.

    Raises:
        ValueError: that is no price.
    """
    if not (math.isfinite(dollars) and 0 <= dollars < 1e9):
        raise ValueError(f"no price: {dollars!r:.40}")
    return math.ceil(round(dollars * DOLLAR, 3))  # what a float64 is off is no millionth


def dollars(amount: int) -> str:
    """Millionths for people, rounded up: ``$12.35``; with all digits below a cent: ``$0.000146``."""
    if 0 < amount < _CENT:
        return f"${amount / DOLLAR:.6f}".rstrip("0")
    return f"${math.ceil(amount / _CENT) / 100:,.2f}"


@dataclass(frozen=True, slots=True)
class SpendingMonth:
    """A calendar month in UTC.

    Attributes:
        name: ISO 8601: ``2026-11``.
        counts_from: UTC epoch seconds from which on a reservation counts in it.
    """

    name: str
    counts_from: int


def month_of(now: float) -> SpendingMonth:
    """The month of a moment (UTC epoch seconds)."""
    first = datetime.fromtimestamp(now, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return SpendingMonth(f"{first:%Y-%m}", int(first.timestamp()) - _AROUND)


def months_of(now: float) -> tuple[SpendingMonth, ...]:
    """The months in which something that is spent at a moment counts: one, or two where they meet."""
    return tuple(dict.fromkeys((month_of(now - _AROUND), month_of(now + _AROUND))))


@dataclass(frozen=True, slots=True)
class Budget:
    """Where a month stands; amounts in millionths of a dollar.

    Attributes:
        month: Its name, ``2026-11``.
        limit: Most that may be spent.
        settled: Spent.
        reserved: Reserved by requests that are on their way, or whose end was never heard of: they may have been billed.
    """

    month: str
    limit: int
    settled: int
    reserved: int

    @property
    def used(self) -> int:
        """Spent and reserved."""
        return self.settled + self.reserved

    @property
    def left(self) -> int:
        """What may still be spent, 0 at least."""
        return max(self.limit - self.used, 0)
