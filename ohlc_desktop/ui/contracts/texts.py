"""Words of the page *Contracts*."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.continuous.agenda import AgendaKind
from ohlc_desktop.core.continuous.evidence import SEEN
from ohlc_desktop.core.continuous.ledger import LedgerRoll, RollProof
from ohlc_desktop.core.continuous.receipts import roll_receipt
from ohlc_desktop.core.continuous.spec import RollRule
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.services.i18n import wording, zones
from ohlc_desktop.services.i18n.messages import shown

translate = QCoreApplication.translate

#: Stands for a value that is not known.
NONE = "–"


def short(symbol: str) -> str:
    """A contract without its exchange: ``NQZ26``."""
    return symbol.partition(".")[0]


def kind_text(kind: AgendaKind) -> str:
    """What happens on a day."""
    return {
        AgendaKind.CLOSED: translate("Contracts", "Closed"),
        AgendaKind.EARLY_CLOSE: translate("Contracts", "Early close"),
        AgendaKind.FIRST_NOTICE: translate("Contracts", "First notice day"),
        AgendaKind.LAST_TRADING: translate("Contracts", "Last trading day"),
        AgendaKind.ROLL: translate("Contracts", "Roll"),
    }[kind]


def proof_text(proof: RollProof) -> str:
    """How well a difference is known."""
    return {
        RollProof.PROVEN: translate("Contracts", "proven"), RollProof.ESTIMATED: translate("Contracts", "estimated"),
        RollProof.UNKNOWN: translate("Contracts", "not known"),
    }[proof]  # fmt: skip


def rule_text(rule: str) -> str:
    """A rule by which a series rolls; what decides a single roll likewise."""
    words: dict[str, str] = {
        RollRule.VOLUME: translate("Contracts", "volume"), RollRule.EXPIRY: translate("Contracts", "expiry"),
        RollRule.NOTICE: translate("Contracts", "first notice"), RollRule.FEED: translate("Contracts", "feed"),
    }  # fmt: skip
    return words.get(rule, rule)


def rolled_by(roll: LedgerRoll) -> str:
    """The rule of a roll, and what decided it where that is another: ``volume (expiry)``."""
    rule = rule_text(roll.rolling)
    if roll.decided in (roll.rolling, SEEN):
        return rule
    return translate("Contracts", "{rule} ({decided})").format(rule=rule, decided=rule_text(roll.decided))


def day_text(day: int) -> str:
    """A trade date with its weekday; it is of no time zone."""
    return wording.on_day(day_of(day), "%Y-%m-%d")


def hour_text(moment: int, day: int) -> str:
    """A moment (UTC epoch seconds) of a trade date on the clock of the chosen zone, with its weekday if that is another."""
    here: datetime = zones.at(moment)
    time = here.strftime("%H:%M")
    return time if here.date() == day_of(day) else wording.on_day(here, "%H:%M")


def price_text(price: float | None, product: Product) -> str:
    """A price as the future writes it."""
    return NONE if price is None else product.continuous().format_price(price)


def difference_text(roll: LedgerRoll, product: Product) -> str:
    """By how much the new contract is higher, with its sign."""
    sign = "+" if roll.points is not None and roll.points > 0 else ""
    return sign + price_text(roll.points, product)


def volume_text(volume: int | None) -> str:
    """A volume with commas."""
    return NONE if volume is None else wording.count(volume)


def receipt_text(roll: LedgerRoll, product: Product) -> str:
    """The arithmetic of a roll in sentences."""
    told = roll_receipt(roll, product.continuous())
    pair = translate("Contracts", "{old} → {new}").format(old=short(roll.old), new=short(roll.new))
    return f"{pair}: {shown(told.when)}\n{shown(told.why)}"
