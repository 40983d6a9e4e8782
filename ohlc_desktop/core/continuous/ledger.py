"""The ledger of rolls: what is known of each change from one contract to the next, with the receipt of its arithmetic.

A roll is *proven* where both contracts' own daily candles have a close for the last trade date before it: their difference
is what older prices are adjusted by. On its last trading day a contract ends hours before the other closes (an equity index at
half past eight in Chicago, and its close is a final settlement off the tick): there the closes of the business day before
count, as Norgate takes them. It is *estimated* where both have a close only for an earlier day, or where nothing
but the step of a continuous series is known, which has the market's own move in it. Else the difference is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.spec import Rolling
from ohlc_desktop.core.continuous.terms import ContractTerm, Succession
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.sessions import Calendar, midnight_new_york
from ohlc_desktop.core.timeframes import DAY, HOUR

#: Closes of both contracts are looked for on so many days before a roll: over New Year at most six lie between sessions.
_REACH = 7
#: Beyond the stored sessions nothing trades between the close of a session and this hour of New York, as seconds of the day.
_EVENING = 18 * HOUR


class Family(StrEnum):
    """Candles that roll together."""

    INTRADAY = "intraday"
    DAILY = "daily"


class RollProof(StrEnum):
    """How well the difference of two contracts at a roll is known."""

    PROVEN = "proven"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class CloseKind(IntEnum):
    """What the close of a day is."""

    LAST_TRADE = 0
    SETTLEMENT = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class ContractDays:
    """The daily candles of one contract.

    Attributes:
        candles: Of 1d, sorted.
        kind: int, the ``CloseKind`` of each.
        source: Who gave each, by name.
    """

    candles: Candles
    kind: NDArray[np.integer]
    source: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class LedgerRoll:
    """One roll.

    Attributes:
        family: Whose candles roll.
        rolling: The rule of the series, as it is written: ``volume``.
        old: Symbol of the contract before it; ``new`` of the one after.
        ts: Stamp of the first candle of the new one: UTC epoch seconds, for daily candles 00:00 UTC of the trade date.
        until: Day number of the last trade date of the old one.
        decided: What decided it: the name of a rule, as the last trading day does where volumes are not known; or ``seen``
            where the candles of a feed tell.
        proof: How well the difference is known.
        priced: Trade date of both prices, a day number; None where not both are known.
        old_close: Close of the old contract on it; ``new_close`` of the new one. Where one contract only has closes near
            the roll its last one before it, so that it is told which is missing.
        old_volume: Its volume on it; None where it is not known.
        points: By how much the new contract is higher; None where it is unknown.
        settled: Both prices are settlements.
        source: Who gave the prices.
    """

    family: Family
    rolling: str
    old: str
    new: str
    ts: int
    until: int
    decided: str
    proof: RollProof = RollProof.UNKNOWN
    priced: int | None = None
    old_close: float | None = None
    new_close: float | None = None
    old_volume: int | None = None
    new_volume: int | None = None
    points: float | None = None
    settled: bool = False
    source: str = ""

    def ticks(self, tick: Fraction) -> int | None:
        """The difference in whole ticks; None where it is unknown."""
        return None if self.points is None else round(Fraction(self.points) / tick)

    @property
    def ratio(self) -> float | None:
        """The new price in units of the old one; None where both are not known, or one is not positive."""
        if not self.old_close or not self.new_close or min(self.old_close, self.new_close) <= 0:
            return None
        return self.new_close / self.old_close

    @property
    def steps(self) -> tuple[LedgerRoll, ...]:
        """The rolls of the ledger that it is made of: itself, unless contracts between both have no candles."""
        return (self,)

    @property
    def missing(self) -> tuple[str, ...]:
        """Symbols of the contracts whose daily candles would prove the difference; none where it is proven."""
        if self.proof is RollProof.PROVEN:
            return ()
        closes = ((self.old, self.old_close), (self.new, self.new_close))
        return tuple(name for name, close in closes if close is None) or (self.old, self.new)


@dataclass(frozen=True, slots=True)
class JoinedRoll(LedgerRoll):
    """A roll over contracts of which a series has no candles; its difference is that of all its steps.

    Attributes:
        parts: The rolls of the ledger, two or more.
    """

    parts: tuple[LedgerRoll, ...] = ()

    @property
    def steps(self) -> tuple[LedgerRoll, ...]:
        return self.parts

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.parts for name in part.missing))

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Symbols of the contracts without candles."""
        return tuple(part.new for part in self.parts[:-1])


def joined(parts: Sequence[LedgerRoll]) -> LedgerRoll:
    """Rolls of which each leads to the contract that the next one leaves, as one; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    first, last = parts[0], parts[-1]
    points = [part.points for part in parts if part.points is not None]
    worst = max((part.proof for part in parts), key=list(RollProof).index)
    return JoinedRoll(
        last.family, last.rolling, first.old, last.new, last.ts, last.until, last.decided, worst,
        points=None if worst is RollProof.UNKNOWN else float(sum(map(Fraction, points))),
        source=", ".join(dict.fromkeys(part.source for part in parts if part.source)), parts=tuple(parts),
    )  # fmt: skip


def difference(old: float, new: float) -> float:
    """``new`` less ``old`` as one counts on paper, in the decimals that identify both: 79.04 less 79.34 is -0.3."""
    return float(Decimal(repr(new)) - Decimal(repr(old)))


def ledger(
    found: Iterable[Succession], rolling: Rolling, family: Family, calendar: Calendar | None,
    days: Mapping[str, ContractDays], newest: int,
) -> tuple[LedgerRoll, ...]:  # fmt: skip
    """The rolls of a series that follows contracts by trade dates, oldest first.

    Args:
        found: When it goes over, oldest first.
        rolling: By which rule.
        family: Whose candles roll.
        calendar: The stored sessions, which say when an intraday series goes over.
        days: Daily candles by contract.
        newest: Day number of the newest trade date that is over; later rolls are still to come and left out.
    """
    return tuple(
        priced(LedgerRoll(
            family, str(rolling), each.old.symbol, each.new.symbol, begins(each.until, family, calendar), each.until,
            str(each.decided),
        ), days, comparable_on(each.until, each.old, calendar))
        for each in found if each.until <= newest
    )  # fmt: skip


def begins(until: int, family: Family, calendar: Calendar | None) -> int:
    """The first stamp after a trade date: of its day for daily candles, else the open of the next session."""
    if family is Family.DAILY:
        return (until + 1) * DAY
    at = 0 if calendar is None else int(np.searchsorted(calendar.trade_date, until, side="right"))
    if calendar is None or not 0 < at < len(calendar):
        return midnight_new_york(until) + _EVENING
    return int(calendar.open[at])


def comparable_on(until: int, old: ContractTerm, calendar: Calendar | None) -> int:
    """The day (a day number) whose closes tell the difference at a roll after a trade date: of one moment in both contracts."""
    return until if until < old.last_trading else BusinessDays(calendar).before(old.last_trading)


def priced(
    roll: LedgerRoll, days: Mapping[str, ContractDays], compared: int, points: float | None = None
) -> LedgerRoll:
    """A roll with the closes of both contracts on the last day before it that both have.

    A settlement less a last trade is no difference of two contracts: it proves nothing. Of closes of which nobody knows what
    they are, those of one source are of one kind.

    Args:
        roll: With everything else.
        days: Daily candles by contract.
        compared: The day whose closes prove the difference; no later one is taken.
        points: The step that a continuous series was seen to make there, for want of closes.
    """
    old, new = days.get(roll.old), days.get(roll.new)
    both = _both(old, new, compared) if old and new else None
    if both is None or old is None or new is None:
        known = RollProof.UNKNOWN if points is None else RollProof.ESTIMATED
        one, other = (_last_close(each, compared) for each in (old, new))
        if one is not None and other is not None:
            one = other = None  # of days that they do not share
        return replace(roll, proof=known, points=points, old_close=one, new_close=other)
    at, there = both
    closes = float(old.candles.close[at]), float(new.candles.close[there])
    day, kinds = int(old.candles.ts[at]) // DAY, {int(old.kind[at]), int(new.kind[there])}
    alike = len(kinds) == 1 and (CloseKind.UNKNOWN not in kinds or old.source[at] == new.source[there])
    return replace(
        roll, proof=RollProof.PROVEN if day == compared and alike else RollProof.ESTIMATED, priced=day, old_close=closes[0], new_close=closes[1],
        old_volume=int(old.candles.volume[at]) or None, new_volume=int(new.candles.volume[there]) or None,
        points=difference(*closes), settled=kinds == {CloseKind.SETTLEMENT},
        source=", ".join(dict.fromkeys((str(old.source[at]), str(new.source[there])))),
    )  # fmt: skip


def _near(days: ContractDays, until: int) -> Candles:
    """The candles up to a day, and not long before it."""
    return days.candles.between((until - _REACH) * DAY, until * DAY + 1)


def _last_close(days: ContractDays | None, until: int) -> float | None:
    """The last close of a contract up to a day, and not long before it."""
    near = () if days is None else _near(days, until).close.tolist()
    return float(near[-1]) if near else None


def _both(old: ContractDays, new: ContractDays, until: int) -> tuple[int, int] | None:
    """Places of the candles of the last day up to ``until``, and not long before it, that both contracts have."""
    common = np.intersect1d(_near(old, until).ts, _near(new, until).ts)
    if not len(common):
        return None
    one, other = (int(np.searchsorted(each.candles.ts, common[-1])) for each in (old, new))
    return one, other
