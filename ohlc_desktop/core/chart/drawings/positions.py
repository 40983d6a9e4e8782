"""What a long or short position says: how far target and stop are from the entry, and what is won for what is risked."""

from __future__ import annotations

from dataclasses import dataclass

from ohlc_desktop.core.chart.drawings.measuring import price_text
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message

#: Won for what is risked by a position that was just placed.
USUAL_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class PositionTexts:
    """What is written at the three lines of a position, for one contract."""

    target: Message
    entry: Message
    stop: Message


def position_texts(entry: float, target: float, stop: float, instrument: Instrument) -> PositionTexts:
    """``Target +12.50  50 ticks  $250.00  0.21 %`` and the same of the stop: what is won, and below zero what is lost.

    Whoever is short wins what the price falls; short is a position whose target is below its stop.
    """
    won, lost = (entry + (price - entry) * (-1 if target < stop else 1) for price in (target, stop))
    ratio = reward_to_risk(entry, target, stop)
    told = Message("Risk/reward 1 : {ratio:.2f}", ratio=ratio) if ratio is not None else Message("No risk")
    return PositionTexts(
        Message("Target {distance}", distance=price_text(entry, won, instrument)),
        told,
        Message("Stop {distance}", distance=price_text(entry, lost, instrument)),
    )


def reward_to_risk(entry: float, target: float, stop: float) -> float | None:
    """What is won at the target for 1 that is lost at the stop; None where nothing is risked."""
    return abs(target - entry) / abs(entry - stop) if entry != stop else None
