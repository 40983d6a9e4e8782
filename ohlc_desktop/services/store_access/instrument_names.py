"""Names of instruments as people write them in lists. Imports nothing heavy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import NOTHING, Message

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument

_BETWEEN = re.compile(r"[,;\n\r\t]+")
_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
#: A word, with the contract month that NinjaTrader puts after a blank: ``MNQ 12-26``, ``MNQ DEC26``, ``MNQ ##-##``.
_NAME = re.compile(rf"\S+(?: +(?:\d{{1,2}}-\d{{2,4}}|##-##|(?:{_MONTHS}) ?\d{{2,4}})(?!\S))?", re.IGNORECASE)
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Resolved:
    """One name of a list, and what it means.

    Attributes:
        text: As it was written.
        instrument: What it means; None when it means nothing.
        error: Why it means nothing.
        note: What to know before it is added; may be empty.
    """

    text: str
    instrument: Instrument | None
    error: OhlcError | None = None
    note: Message = NOTHING


def split_names(text: str) -> Iterator[str]:
    """The names in a list, in its order: separated by commas, semicolons, tabs, line ends or blanks.

    A blank inside a NinjaTrader name (``MNQ 12-26``) does not separate.
    """
    for part in _BETWEEN.split(text):
        for name in _NAME.findall(part):
            bare = name.strip(_QUOTES)
            if bare:
                yield bare
