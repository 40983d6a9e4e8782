"""What a person once said of files with these columns, so that it need not be said again. It never counts against a proof."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.files.file_candles import Stamp

#: What a column can hold, as a person writes it; ``skip`` is passed over.
ROLES = ("moment", "date", "time", "open", "high", "low", "close", "volume", "ticker")
SKIP = "skip"
_NEEDED = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class RememberedFile:
    """What is remembered of files of one shape.

    Attributes:
        columns: What stands in each column; empty where its header tells.
        zone: The zone of their clock; empty where nothing was said.
        stamp: Which end of a candle their stamps name, ``open`` or ``end``; empty likewise.
        symbols: The instrument by the letters of a file's name.
    """

    columns: tuple[str, ...] = ()
    zone: str = ""
    stamp: str = ""
    symbols: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.zone or self.stamp or self.symbols)

    def to_text(self) -> str:
        """As the archive keeps it."""
        return json.dumps(asdict(self))


NOTHING_REMEMBERED = RememberedFile()


def recalled_file(text: str | None) -> RememberedFile:
    """What was kept, by whatever version; what is not understood is left out."""
    try:
        told = json.loads(text or "{}")
        columns = tuple(name for name in told.get("columns", ()) if name in (*ROLES, ""))
        stamp = str(told.get("stamp", ""))
        symbols = {str(name): str(symbol) for name, symbol in dict(told.get("symbols", {})).items()}
        whole = len(columns) == len(told.get("columns", ()))
        return RememberedFile(
            columns if whole else (), str(told.get("zone", "")), stamp if stamp in tuple(Stamp) else "", symbols
        )
    except (ValueError, TypeError, AttributeError):
        return RememberedFile()


def letters_of(name: str) -> str:
    """The letters of a file's name, by which files of one instrument are known: dates and numbers differ."""
    return re.sub(r"[^A-Z]+", " ", name.upper()).strip()


def unnamed(columns: Sequence[str]) -> tuple[str, ...]:
    """What is lacking among columns, by words of :data:`ROLES`: a ``date`` where neither it nor a ``moment`` is there, prices."""
    timed = {"moment", "date"} & set(columns)
    return (*(() if timed else ("date",)), *(name for name in _NEEDED if name not in columns))


def columns_said(text: str) -> tuple[str, ...]:
    """The columns that a person names: ``date,time,open,high,low,close,skip,volume``.

    Raises:
        UsageError: one is unknown or named twice, or prices or times are not among them.
    """
    names = tuple(name.strip().lower() for name in text.split(","))
    known = [name for name in names if name != SKIP]
    if not set(known) <= set(ROLES) or len(set(known)) < len(known) or unnamed(known):
        raise UsageError(
            "'{text}' does not name the columns of candles.", "Nothing was stored.",
            "Name each column, with commas between: {roles}, or skip for one that is passed over. A time of day beside a date"
            " is time; date and time in one column are moment.", text=text, roles=" ".join(ROLES),
        )  # fmt: skip
    return tuple("" if name == SKIP else name for name in names)
