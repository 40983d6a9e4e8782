"""Values as they stand in JSON, read so that whatever a file holds gives something of use; nothing is raised."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)
# More levels than anybody can read; a file may hold anything.
_MOST_LEVELS = 32
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def number_in(value: object, default: float) -> float:
    """A finite number, or the default."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        return float(value) if math.isfinite(value) else default
    except OverflowError:  # JSON has whole numbers that no float64 holds
        return default


def whole_in(value: object, default: int, least: int, most: int) -> int:
    """A whole number between two others, or the default."""
    return min(max(int(number_in(value, default)), least), most)


def switch_in(value: object, default: bool = False) -> bool:
    """On or off, or the default."""
    return value if isinstance(value, bool) else default


def text_in(value: object) -> str:
    """A text, or none."""
    return value if isinstance(value, str) else ""


def texts_in(value: object) -> tuple[str, ...]:
    """The texts of a list; none where it is no list."""
    return tuple(each for each in list_in(value) if isinstance(each, str))


def colour_in(value: object) -> str:
    """``#rrggbb``, or nothing."""
    return value if isinstance(value, str) and _COLOUR.fullmatch(value) else ""


def choice_in(kind: type[_Choice], value: object, default: _Choice) -> _Choice:
    """The member with this value, or the default."""
    return next((choice for choice in kind if choice == value), default)


def list_in(value: object) -> Sequence[object]:
    """A list, or an empty one."""
    return value if isinstance(value, list | tuple) else ()


def mapping_in(value: object) -> Mapping[str, Any]:
    """An object of JSON, or an empty one."""
    return value if isinstance(value, dict) else {}


def levels_in(value: object) -> tuple[float, ...]:
    """Levels of a retracement, each once, sorted; none beyond a hundred times the move."""
    numbers = {number_in(each, math.nan) for each in list_in(value)}
    return tuple(sorted(number for number in numbers if abs(number) <= 100))[:_MOST_LEVELS]
