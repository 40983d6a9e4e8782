"""What speaks against a stored candle: which one, why, and what the witness says instead."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """Why a candle is doubted, or not what the feed says of it.

    ``SETTLEMENT``: the last candle of a session was given the day's settlement, which nobody traded in it. ``SPARED``: so
    it was, and what is stored is without it, from an answer that came early or made of the minutes. ``BEYOND``: its high
    or low lies beyond those of the coarser candle that it is a part of. ``UNSEEN``: none of the finer candles that it is
    made of came near its high or low. ``APART``: the daily candle and the whole session lie at different prices, as two
    contracts do in the week of a roll; neither is judged by the other, and neither is suspect for it.
    """

    SETTLEMENT = "settlement"
    SPARED = "spared"
    BEYOND = "beyond"
    UNSEEN = "unseen"
    APART = "apart"

    @property
    def suspect(self) -> bool:
        """Whether the candle that is stored is in doubt."""
        return self not in (Reason.SPARED, Reason.APART)


class Objection(NamedTuple):
    """One doubted candle.

    Attributes:
        ts: Its stamp.
        reason: Why.
        low: What the witness has for low, in price: of ``SETTLEMENT`` what the candle reaches without it, of ``SPARED``
            what the feed says with it.
        high: Likewise.
        close: Likewise; of ``SETTLEMENT`` the close of the candle before.
    """

    ts: int
    reason: Reason
    low: float
    high: float
    close: float


def suspects(objections: Iterable[Objection]) -> list[int]:
    """The stamps of the candles that are in doubt themselves, sorted, without repeats."""
    return sorted({objection.ts for objection in objections if objection.reason.suspect})
