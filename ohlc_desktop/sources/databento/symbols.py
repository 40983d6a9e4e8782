"""How Databento names what we name otherwise, and in which time a name of its means our contract.

A raw symbol has the last digit of the year only: ``NQZ6`` is the contract of December 2026, and was that of December 2016.
(https://databento.com/docs/standards-and-conventions/symbology)
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.market.sessions import day_number
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, EVER

_CONTINUOUS = re.compile(r"([A-Za-z0-9]+)\.([cnvCNV])\.0")


class DatabentoName(NamedTuple):
    """A symbol as Databento writes it, and of which kind it is (``stype_in``)."""

    symbol: str
    kind: str


def name_of(instrument: Instrument, rule: str) -> DatabentoName:
    """The name of a future; ``rule`` is c, n or v and counts for front months."""
    if instrument.month is None:
        return DatabentoName(f"{instrument.root}.{rule}.0", "continuous")
    year, month = instrument.month
    return DatabentoName(f"{instrument.root}{MONTH_CODES[month - 1]}{year % 10}", "raw_symbol")


def time_of(instrument: Instrument) -> Interval:
    """The time in which the name means this instrument (UTC epoch seconds): of a contract the ten years up to its end."""
    if instrument.month is None:
        return Interval(-EVER, EVER)
    year, month = instrument.month
    return Interval(_after(year - 10, month), _after(year, month))


def read_continuous(text: str) -> tuple[str, str] | None:
    """Root and rule of a continuous symbol: ``("NQ", "v")`` of ``NQ.v.0``; None for any other text."""
    found = _CONTINUOUS.fullmatch(text.strip())
    return (found[1].upper(), found[2].lower()) if found else None


def _after(year: int, month: int) -> int:
    """The begin of the month after the given one."""
    return day_number(date(year + month // 12, month % 12 + 1, 1)) * DAY
