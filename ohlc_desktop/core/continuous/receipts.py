"""A roll in sentences: the arithmetic of its difference, for whoever presses its mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ohlc_desktop.core.continuous.evidence import SEEN
from ohlc_desktop.core.continuous.ledger import JoinedRoll, LedgerRoll, RollProof
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import NOTHING, Message, sentences


@dataclass(frozen=True, slots=True)
class RollReceipt:
    """What is told of a roll: when and by which rule, and the arithmetic of its difference."""

    when: Message
    why: Message


def roll_receipt(roll: LedgerRoll, instrument: Instrument) -> RollReceipt:
    """The receipt of a roll; prices as the instrument writes them."""
    left = roll.steps[0]
    last = Message("Last day of {old}: {day}.", old=_short(roll.old), day=day_of(left.until).isoformat())
    prices = [_prices(step, instrument) for step in roll.steps]
    return RollReceipt(
        sentences(last, _decided(left)), sentences(_passed_over(roll), *prices, _volumes(roll), _proof(roll))
    )


def _passed_over(roll: LedgerRoll) -> Message:
    if not isinstance(roll, JoinedRoll):
        return NOTHING
    return Message("No candles of {contracts} are there.", contracts=", ".join(map(_short, roll.passed_over)))


def _decided(roll: LedgerRoll) -> Message:
    if roll.decided == SEEN:
        return Message("The candles tell it.")
    return {
        "volume": Message("On it {new} was traded more.", new=_short(roll.new)),
        "notice": Message("Notices of delivery follow."),
        "expiry": Message("It is the last trading day.")
        if roll.rolling in ("expiry", "volume", "notice", "feed")
        else NOTHING,
    }.get(roll.decided, NOTHING)


def _prices(roll: LedgerRoll, instrument: Instrument) -> Message:
    if roll.points is None:
        return NOTHING
    more = f"{'+' if roll.points > 0 else ''}{instrument.format_price(roll.points)}"
    if roll.old_close is None or roll.new_close is None or roll.priced is None:
        return Message("Step of the candles: {points}.", points=more)
    values = {
        "day": day_of(roll.priced).isoformat(), "new": _short(roll.new), "old": _short(roll.old), "points": more,
        "new_close": instrument.format_price(roll.new_close), "old_close": instrument.format_price(roll.old_close),
    }  # fmt: skip
    if roll.settled:
        return Message("Settlements of {day}: {new} {new_close} less {old} {old_close} = {points}.", **values)
    return Message("Closes of {day}: {new} {new_close} less {old} {old_close} = {points}.", **values)


def _volumes(roll: LedgerRoll) -> Message:
    if roll.old_volume is None or roll.new_volume is None:
        return NOTHING
    return Message("Volumes: {new:,} against {old:,}.", new=roll.new_volume, old=roll.old_volume)


def _proof(roll: LedgerRoll) -> Message:
    if roll.proof is RollProof.PROVEN:
        return Message("Proven by both contracts' own candles ({source}).", source=roll.source)
    if roll.proof is RollProof.ESTIMATED:
        return Message(
            "An estimate: of the last full day of {old} no closes of one kind are stored of both.", old=_short(roll.old)
        )
    return Message("The difference is not known: import {contracts}.", contracts=", ".join(map(_short, roll.missing)))


def roll_names(rolls: Iterable[LedgerRoll]) -> str:
    """Rolls in a line of plain text: ``NQM26 to NQU26, NQU26 to NQZ26``."""
    return ", ".join(f"{_short(roll.old)} to {_short(roll.new)}" for roll in rolls)


def _short(symbol: str) -> str:
    """A contract without its exchange."""
    return symbol.partition(".")[0]
