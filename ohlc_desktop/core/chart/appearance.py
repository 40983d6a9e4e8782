"""Colours, margins and numbers of a chart, as the user chose them; what was not chosen goes with the theme.

A colour is ``#rrggbb`` as written by Qt and CSS, or empty: then the theme's, so that a change from light to dark follows.
A colour that was chosen stays in both.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ohlc_desktop.core.chart.line_look import usable_colour
from ohlc_desktop.core.chart.plain_values import choice_in, mapping_in

#: Contrast (WCAG 2.2) below which candles cannot be told from what is behind them.
LEAST_CONTRAST = 1.5
#: Smallest and largest value of each number: percent of the height, candles, logical pixels.
RANGES = {"margin_top": (0, 40), "margin_bottom": (0, 40), "margin_right": (0, 500), "text_size": (9, 18)}


class ColourBy(StrEnum):
    """What makes a candle a rising one."""

    OPEN = "open"
    PRIOR_CLOSE = "prior-close"


class Precision(StrEnum):
    """How prices are written: with so many decimals, or in fractions of a point as ``118'17`` in 32nds."""

    INSTRUMENT = "instrument"
    DECIMALS_0 = "0"
    DECIMALS_1 = "1"
    DECIMALS_2 = "2"
    DECIMALS_3 = "3"
    DECIMALS_4 = "4"
    DECIMALS_5 = "5"
    DECIMALS_6 = "6"
    DECIMALS_7 = "7"
    DECIMALS_8 = "8"
    HALVES = "1/2"
    QUARTERS = "1/4"
    EIGHTHS = "1/8"
    SIXTEENTHS = "1/16"
    THIRTY_SECONDS = "1/32"
    SIXTY_FOURTHS = "1/64"
    HUNDRED_TWENTY_EIGHTHS = "1/128"

    @property
    def decimals(self) -> int | None:
        """Digits after the point; None where it is none of those."""
        return int(self.value) if self.value.isdecimal() else None

    @property
    def fraction(self) -> Fraction | None:
        """Part of a point that prices are counted in; None where it is none of those."""
        return Fraction(self.value) if "/" in self.value else None


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the user chose.

    Attributes:
        up_body: Of candles that rise; ``down_body`` of the others. Bars and columns of volume take them too.
        up_border: Around bodies; ``down_border`` likewise. Empty for the colour of the body.
        up_wick: From high to low; ``down_wick`` likewise. Empty for the colour of the body.
        body: Whether bodies are filled; ``border`` and ``wick`` whether those are drawn.
        colour_by: What makes a candle a rising one. Hollow candles always go by the close before.
        background: Behind everything.
        grid: Lines at labels.
        session: Behind candles outside the regular trading hours.
        line: Of line and area charts.
        grid_horizontal: Lines at prices, where there is a grid; ``grid_vertical`` at times.
        margin_top: Empty room above the candles, in percent of the height; ``margin_bottom`` below them.
        margin_right: Candles for which there is room beside the newest; None for a share of the width.
        precision: How prices are written.
        text_size: Logical pixels.
    """

    up_body: str = ""
    down_body: str = ""
    up_border: str = ""
    down_border: str = ""
    up_wick: str = ""
    down_wick: str = ""
    body: bool = True
    border: bool = True
    wick: bool = True
    colour_by: ColourBy = ColourBy.OPEN
    background: str = ""
    grid: str = ""
    session: str = ""
    line: str = ""
    grid_horizontal: bool = True
    grid_vertical: bool = True
    margin_top: int = 10
    margin_bottom: int = 9
    margin_right: int | None = None
    precision: Precision = Precision.INSTRUMENT
    text_size: int = 12

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a file: those that are not as by default."""
        standard = asdict(Appearance())
        plain = {key: value for key, value in asdict(self).items() if value != standard[key]}
        return {key: str(value) if isinstance(value, StrEnum) else value for key, value in plain.items()}


def appearance_from_json(plain: object) -> Appearance:
    """What :meth:`Appearance.to_json` wrote. Whatever is unknown or wrong is as by default; nothing is raised."""
    given = mapping_in(plain)
    names = [field.name for field in fields(Appearance) if field.name in given]
    read = {name: _read(name, given[name], getattr(Appearance(), name)) for name in names}
    return Appearance(**read)


def _read(name: str, value: object, standard: Any) -> Any:
    """A value that was stored, or the standard one where it is of no use."""
    if name in RANGES:
        low, high = RANGES[name]
        return value if type(value) is int and low <= value <= high else standard
    if isinstance(standard, StrEnum):
        return choice_in(type(standard), value, standard)
    if isinstance(standard, bool):
        return value if isinstance(value, bool) else standard
    return usable_colour(value)  # empty, as all colours are by default, where it is none


def contrast(one: str, other: str) -> float:
    """How well two colours (``#rrggbb``) can be told apart: from 1 for equal ones to 21 for black and white.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
