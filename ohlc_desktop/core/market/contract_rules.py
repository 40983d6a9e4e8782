"""How the contracts of a future end, as data: which rule, at what hour, which months are active.

The catalogue file says it for each root, else for all roots of a calendar (``[contracts]``). What the rules mean in days
is in ``contract_days``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

#: The name of a rule and its numbers: ``("friday", 3)``.
RuleName = tuple[str | int, ...]
#: The rules that name the last trading day, with how many numbers each has.
LAST_TRADING_RULES: Mapping[str, int] = {
    "friday": 1, "before_25th": 1, "last_of": 2, "two_months_ahead": 0, "before_last": 1, "before_third_wednesday": 1,
    "before_15th": 0,
}  # fmt: skip
#: Likewise the first day on which a seller's notice can reach a buyer.
FIRST_NOTICE_RULES: Mapping[str, int] = {"last_of": 2, "after_last_trading": 1}
_FIELDS = {"last_trading", "first_notice", "active", "hour", "zone", "london"}


@dataclass(frozen=True, slots=True)
class ContractRules:
    """How the contracts of one future end.

    Attributes:
        last_trading: The rule that names the last trading day.
        first_notice: Likewise the first notice day; empty where contracts are settled in cash, or delivered without notices.
        active: Codes of the months that are traded much; empty where they are all that are listed.
        hour: At which trading stops on the last day, in ``zone``; None where the specification names the day only.
        zone: Time zone of the hour.
        london: Bank holidays of London are no business days either.
    """

    last_trading: RuleName
    first_notice: RuleName = ()
    active: str = ""
    hour: time | None = None
    zone: str = "America/Chicago"
    london: bool = False


def contract_rules(contracts: Mapping[str, Mapping[str, Any]], root: str, calendar: str) -> ContractRules | None:
    """What the file says of a root: the entry of its calendar, with its own laid over it; None where neither is there.

    Raises:
        ValueError: an entry names an unknown field or rule, or none for the last trading day.
    """
    entry = {**contracts.get(calendar, {}), **contracts.get(root, {})}
    if not entry:
        return None
    if unknown := entry.keys() - _FIELDS:
        raise ValueError(f"{root}: {', '.join(sorted(unknown))} is no part of a contract's rules")
    hour = entry.get("hour")
    return ContractRules(
        _rule(root, entry.get("last_trading", ()), LAST_TRADING_RULES),
        _rule(root, entry["first_notice"], FIRST_NOTICE_RULES) if entry.get("first_notice") else (),
        str(entry.get("active", "")), time.fromisoformat(hour) if hour else None,
        str(entry.get("zone", "America/Chicago")), bool(entry.get("london", False)),
    )  # fmt: skip


def _rule(root: str, words: Any, known: Mapping[str, int]) -> RuleName:
    name, *numbers = words or [""]
    if known.get(name) != len(numbers) or not all(isinstance(number, int) for number in numbers):
        raise ValueError(f"{root}: {list(words)!r} is no rule")
    return (name, *numbers)
