"""What is known of the contract that a continuous symbol follows, and whether anybody trades it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.timeframes import DAY

#: A proof of the newest candles may be so old: a week's holidays and the pace at which contracts are asked for.
_FRESH = 7 * DAY
#: Volumes are compared over so many of the newest days that both contracts have, of which so many must tell the same.
_DAYS, _TELLING = 5, 3
#: A contract hardly trades that has at most this share of another's volume.
_HARDLY = 0.1
#: Days that are older than this say nothing of today, in seconds.
_LATELY = 14 * DAY


@dataclass(frozen=True, slots=True)
class NamedContract:
    """What a feed said in an answer.

    Attributes:
        day: UTC day number of the answer.
        text: The name as it was sent.
        contract: Symbol of the contract that it means; empty where it names none.
    """

    day: int
    text: str
    contract: str


class NamedMonth(NamedTuple):
    """A contract of which a feed says for a stretch of time that a continuous symbol is of it.

    Attributes:
        text: Its name as it was sent.
        month: Year and month that it is named for.
        start: First moment, UTC epoch seconds.
        end: The first moment after it.
    """

    text: str
    month: tuple[int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuietContract:
    """A followed contract that hardly trades, and the one that is traded instead.

    Attributes:
        symbol: The continuous symbol.
        followed: The contract that it follows.
        active: The contract with the largest volume.
        volumes: Median daily volumes of both, in this order.
        days: From so many days.
    """

    symbol: str
    followed: str
    active: str
    volumes: tuple[int, int]
    days: int

    @property
    def message(self) -> Message:
        """The sentence that says so, with its evidence."""
        return Message(
            "{symbol} follows {followed}, which hardly trades: {few:,} contracts a day against {many:,} of {active}.",
            symbol=self.symbol, followed=self.followed, few=self.volumes[0], many=self.volumes[1], active=self.active,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FollowedContract:
    """The contract that the newest candles of a series follow.

    Attributes:
        contract: Its symbol.
        proven: Whether its own candles prove it; else the feed names it so.
        named: The contract that the feed names, where that is another than the proven one; empty otherwise.
        quiet: Set where it hardly trades.
        told: The paid feed that gave the candles tells it of each, which proves it too.
    """

    contract: str
    proven: bool
    named: str = ""
    quiet: QuietContract | None = None
    told: bool = False

    def told_by(self, feed: str) -> Message:
        """The sentence that says so; ``feed`` is the feed's name for people."""
        if not self.proven:
            told = Message("Follows {contract}, as {feed} names it; not proven.", contract=self.contract, feed=feed)
        elif self.told:
            told = Message(
                "Follows {contract}: the paid feed tells it of each candle that it gave.", contract=self.contract
            )
        elif self.named:
            told = Message(
                "Follows {contract}, proven by that contract's candles; {feed} still names {named}.",
                contract=self.contract, feed=feed, named=self.named,
            )  # fmt: skip
        else:
            told = Message("Follows {contract}, proven by that contract's candles.", contract=self.contract)
        return sentences(told, self.quiet.message if self.quiet else NOTHING)


def followed_contract(
    named: NamedContract | None, stretches: Sequence[ContractStretch], newest: int | None,
    told: Sequence[ContractStretch] = (),
) -> FollowedContract | None:  # fmt: skip
    """What a series follows; None where neither a proof nor a name tells.

    Args:
        named: What the feed said last.
        stretches: What is proven of the series, oldest first.
        newest: Stamp of its newest candle; None without any.
        told: Those of the stretches that a paid feed tells, which gave their candles.
    """
    name = named.contract if named else ""
    proof = stretches[-1] if stretches else None
    if proof is not None and newest is not None and newest - proof.last <= _FRESH:
        return FollowedContract(proof.contract, True, name if name != proof.contract else "", told=proof in told)
    return FollowedContract(name, False) if name else None


@dataclass(frozen=True, slots=True)
class DailyVolumes:
    """Volumes of the newest days of a contract: int64 stamps of 1d candles, sorted, and what was traded on each."""

    ts: Int64
    volume: Int64


def quiet_contract(symbol: str, followed: str, volumes: Mapping[str, DailyVolumes], now: float) -> QuietContract | None:
    """Whether another contract is traded at least ten times as much as the followed one; None where it is not.

    Args:
        symbol: The continuous symbol.
        followed: The contract that it follows; it has to be among the volumes.
        volumes: By contract.
        now: UTC epoch seconds; only the last two weeks count.
    """
    own = volumes.get(followed)
    if own is None:
        return None
    compared = [
        _compared(symbol, followed, own, name, other, now) for name, other in volumes.items() if name != followed
    ]
    found = [quiet for quiet in compared if quiet is not None]
    return max(found, key=lambda quiet: quiet.volumes[1], default=None)


def _compared(
    symbol: str, followed: str, own: DailyVolumes, name: str, other: DailyVolumes, now: float
) -> QuietContract | None:
    ts, mine, theirs = np.intersect1d(own.ts, other.ts, assume_unique=True, return_indices=True)
    recent = np.flatnonzero((ts > now - _LATELY) & (other.volume[theirs] > 0))[-_DAYS:]
    if len(recent) < _TELLING:
        return None
    few, many = own.volume[mine][recent], other.volume[theirs][recent]
    if int((few <= _HARDLY * many).sum()) < max(_TELLING, len(recent) - 1):
        return None
    return QuietContract(symbol, followed, name, (int(np.median(few)), int(np.median(many))), len(recent))
