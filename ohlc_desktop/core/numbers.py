"""The one reader of numbers that a person types, and the one way to write them. Pure, whatever the system's locale.

Numbers are written as exchanges write prices: digits 0 to 9, a point before the decimals, commas between thousands.
Typed, a decimal comma is as good as a point, and nothing is guessed: what could be read in two ways is no number.

=====================================  =================================================
``1.25``, ``1,25``, ``0,125``, ``.5``  one separator begins the decimals
``1,234.5``, ``1.234,5``, ``1 234,5``  the last separator begins them, the others part thousands
``1,234,567``, ``1.234.567``           the same separator twice parts thousands
``1.234``                              1.234, as it is written here
``1,234``                              refused: 1.234 or 1234
=====================================  =================================================
"""

from __future__ import annotations

import re
import unicodedata

_MINUS = str.maketrans({"−": "-", "–": "-", "٫": ".", "\u00a0": " ", "\u202f": " ", "’": " ", "'": " "})
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_EXPONENT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)[eE][+-]?\d{1,3}")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?P<group>[., ])\d{3}((?P=group)\d{3})*(?P<rest>[.,]\d*)?")
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


class NoNumber(ValueError):
    """A text that is no number.

    Attributes:
        readings: What it may mean, where it could be read in two ways; else empty.
    """

    def __init__(self, readings: tuple[str, ...] = ()) -> None:
        super().__init__(" or ".join(readings))
        self.readings = readings


def read_number(text: str) -> float:
    """The number that a text says.

    Raises:
        NoNumber: it says none, or could say two.
    """
    plain = "".join(
        str(unicodedata.decimal(sign, sign)) for sign in text.strip().translate(_MINUS)
    )  # digits of any script
    if _TWO_WAYS.fullmatch(plain):
        raise NoNumber((plain.replace(",", "."), plain.replace(",", "")))
    if _PLAIN.fullmatch(plain):
        return float(plain.replace(",", "."))
    if _EXPONENT.fullmatch(plain):
        return float(plain)
    grouped = _GROUPED.fullmatch(plain)
    rest = grouped["rest"] if grouped else None
    if grouped is None or (rest and rest[0] == grouped["group"]) or _is_one_group(plain, grouped["group"], rest):
        raise NoNumber
    whole = plain[: len(plain) - len(rest or "")].replace(grouped["group"], "")
    return float(whole + (rest or "").replace(",", "."))


def write_number(value: float, decimals: int = 0) -> str:
    """A number with so many decimals and commas between thousands: ``1,234.50``."""
    return _unsigned_zero(f"{value:,.{decimals}f}")


def write_decimals(value: float, decimals: int) -> str:
    """The same as prices are written, without commas: ``1234.50``."""
    return _unsigned_zero(f"{value:.{decimals}f}")


def _unsigned_zero(text: str) -> str:
    return text if text.strip("-0.,") else text.lstrip("-")


def _is_one_group(text: str, group: str, rest: str | None) -> bool:
    """A single point or comma before three digits parts no thousands that could be told from decimals."""
    return group != " " and rest is None and text.count(group) == 1
