"""How a continuous series is written: ``NQ@volume:difference``.

A root, ``@`` and the rule by which the series rolls, and after a colon how older prices are adjusted:

====================  ==================================================================================
``NQ@expiry``         each contract up to its last trading day
``NQ@expiry-5``       up to five business days before it
``GC@notice``         up to the business day before its first notice day, or its last trading day if that is earlier;
                      ``notice-2`` two business days before that
``NQ@volume``         up to the first day on which a later contract is traded more
``NQ@feed``           as the feed's own front month (``NQ=F``) rolls; ``yahoo`` is another word for it
``:none``             prices as they were traded; what is meant without a word
``:difference``       older prices moved by the difference of both contracts at each roll, to the tick
``:ratio``            older prices multiplied by the ratio of both contracts at each roll
====================  ==================================================================================

Upper and lower case mean the same, and ``NQ=F@volume`` the same as ``NQ@volume``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.messages import Message

#: Stands between the root and the rule.
MARK = "@"
#: More business days than this before the end no other contract is traded as much.
LONGEST_AHEAD = 60
_SHAPE = re.compile(r"([A-Z0-9]+)(?:=F)?@([A-Z]+)(?:-([0-9]{1,3}))?(?::([A-Z]+))?")


class RollRule(StrEnum):
    """What decides when a continuous series goes over to the next contract."""

    EXPIRY = "expiry"
    NOTICE = "notice"
    VOLUME = "volume"
    FEED = "feed"


class Adjusting(StrEnum):
    """What is done to the prices before a roll."""

    NONE = "none"
    DIFFERENCE = "difference"
    RATIO = "ratio"


#: Other words for a rule.
_ALSO = {"yahoo": RollRule.FEED}
#: What is offered to somebody who has begun to write one.
_OFFERED = (Adjusting.DIFFERENCE, Adjusting.NONE, Adjusting.RATIO)
_USUAL = (RollRule.VOLUME, RollRule.EXPIRY, RollRule.NOTICE, RollRule.FEED)
#: The rules that count business days.
_COUNTING = (RollRule.EXPIRY, RollRule.NOTICE)


@dataclass(frozen=True, slots=True)
class Rolling:
    """A rule, and for those that count business days how many earlier."""

    rule: RollRule
    ahead: int = 0

    def __str__(self) -> str:
        return f"{self.rule}-{self.ahead}" if self.ahead else str(self.rule)


@dataclass(frozen=True, slots=True)
class ContinuousSpec:
    """A continuous series of a root; ``str`` is how it is written."""

    root: str
    rolling: Rolling
    adjusting: Adjusting = Adjusting.NONE

    def __str__(self) -> str:
        adjusting = "" if self.adjusting is Adjusting.NONE else f":{self.adjusting}"
        return f"{self.root}{MARK}{self.rolling}{adjusting}"


def is_spec(text: str) -> bool:
    """Whether a text is meant as a continuous series: no symbol has an ``@``."""
    return MARK in text


def is_adjusted(symbol: str) -> bool:
    """Whether a symbol, as ``str`` of a spec writes it, is a continuous series whose older prices are moved or multiplied."""
    return is_spec(symbol) and ":" in symbol


def by_ratio(symbol: str) -> bool:
    """Whether a symbol is a continuous series whose older prices are multiplied."""
    return is_spec(symbol) and f":{Adjusting.RATIO}" in symbol


def parse_spec(text: str, roots: Container[str]) -> ContinuousSpec:
    """The continuous series that a text means, of one of these roots.

    Raises:
        UsageError: the root is none of them, or there is no such rule or adjustment.
    """
    match = _SHAPE.fullmatch(text.strip().upper())
    if match is None or not text.isascii():
        raise _refusal(text, Message("Write it as NQ@volume:difference."))
    root, rule, ahead, adjusting = match.groups()
    if root not in roots:
        raise _refusal(text, Message("No future with the root {root} is in the catalogue.", root=root))
    return ContinuousSpec(root, _rolling(text, rule, ahead), _adjusting(text, adjusting))


def specs_meant(text: str, roots: Iterable[str]) -> list[ContinuousSpec]:
    """The continuous series that a text may become, the one that it is already first: ``NQ@v``, ``nq@volume:``.

    By difference first where nothing is said of it, for that is what most people want.
    """
    head, _, rest = text.strip().upper().removesuffix(MARK).partition(MARK)
    root = head.removesuffix("=F")
    known = [each for each in roots if each == root]
    if not known:
        return []
    typed = f"{root}{MARK}{rest}"
    try:
        whole = [parse_spec(text, known)]
    except UsageError:
        whole = []
    offered = (ContinuousSpec(root, Rolling(rule), kind) for kind in _OFFERED for rule in _USUAL)
    return [*whole, *(each for each in offered if str(each).upper().startswith(typed) and each not in whole)]


def parse_rolling(text: str) -> Rolling:
    """A rule as it stands after the ``@``.

    Raises:
        UsageError: there is none of this name, or it does not count days.
    """
    match = re.fullmatch(r"([A-Z]+)(?:-([0-9]{1,3}))?", text.strip().upper())
    return _rolling(text, *(match.groups() if match else ("", None)))


def _rolling(text: str, word: str, ahead: str | None) -> Rolling:
    rule = _ALSO.get(word.lower()) or next((each for each in RollRule if each == word.lower()), None)
    if rule is None:
        raise _refusal(text, Message("A continuous series rolls by one of: {rules}.", rules=_words(RollRule)))
    if ahead is not None and (rule not in _COUNTING or int(ahead) > LONGEST_AHEAD):
        most = Message(
            "Only expiry and notice count business days, {most} at most, as in expiry-5.", most=LONGEST_AHEAD
        )
        raise _refusal(text, most)
    return Rolling(rule, int(ahead or 0))


def _adjusting(text: str, word: str | None) -> Adjusting:
    found = next((each for each in Adjusting if each == (word or Adjusting.NONE).lower()), None)
    if found is None:
        raise _refusal(text, Message("Prices are adjusted by one of: {adjustments}.", adjustments=_words(Adjusting)))
    return found


def _words(values: type[StrEnum]) -> str:
    return " ".join(each.value for each in values)


def _refusal(text: str, hint: Message) -> UsageError:
    return UsageError("'{text}' is not a continuous series.", "Nothing was done.", hint, text=text.strip()[:40])
