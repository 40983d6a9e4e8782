"""How a text of candles is laid out, found in its first lines: encoding, format, columns, and how its stamps are written."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ohlc_desktop.sources.files.blocks import BOM, encoding_of, has_old_ends
from ohlc_desktop.sources.files.formats import WITH_HEADER, TextFormat, columns_named, format_of
from ohlc_desktop.sources.files.refusals import decimal_comma, is_empty, other_columns, unknown_dates, unknown_format
from ohlc_desktop.sources.files.stamps import date_of, joined_by, time_of, unix_of

#: Bytes in which header and first row must be.
HEAD = 65_536
#: What may stand between columns, the likelier first; and what a number looks like.
SEPARATORS = (";", "\t", "|", ",")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of one text.

    Attributes:
        format: Which format it is.
        encoding: As Python calls it.
        separator: Between columns.
        columns: What stands in each; a stamp in one column is ``moment``.
        first: Line of the first row, from 1.
        joint: What stands between date and time where both are in one column; empty where they are not.
        unix: Stamps are Unix seconds.
        dated: Stamps are dates.
        absolute: Stamps are moments: Unix seconds, or with an offset.
        digits: Of a time of day without colons: 4 or 6.
        compact: Date and time are digits alone, 20260504 093000.
        old_ends: Lines end with CR alone.
        fraction: What stands before a fraction of the second, which is passed over, as before the time; else empty.
    """

    format: TextFormat
    encoding: str
    separator: str
    columns: tuple[str, ...]
    first: int
    joint: str
    unix: bool
    dated: bool
    absolute: bool
    digits: int = 6
    fraction: str = ""
    compact: bool = False
    old_ends: bool = False


def shape_of(head: bytes) -> str:
    """The first line of a text that no known format has, by which files of one kind are known; empty for all others.

    Digits count as one, so that a first row is known as well as a header.
    """
    if b"\0\0" in head:  # no text
        return ""
    first = next((line for line in head_lines(head) if line), "")
    return "" if format_of(first) is not None else re.sub(r"\d+", "9", first.replace('"', "").lower())


def _head_text(head: bytes) -> str:
    return codecs.getincrementaldecoder(encoding_of(head))(errors="replace").decode(head).removeprefix(BOM)


def head_lines(head: bytes) -> list[str]:
    """The lines of the first bytes of a text, without blanks around them; the last may be cut off."""
    text = _head_text(head)
    return [line.strip() for line in text.split("\r" if has_old_ends(text) else "\n")]


def layout_of(path: Path, head: bytes, said: tuple[str, ...] = ()) -> Layout:
    """The layout of a text; ``said`` is what stands in its columns, where a person says it.

    Raises:
        FileRefused: it has none that is known, or numbers and dates that could be read in two ways.
    """
    encoding, lines = encoding_of(head), head_lines(head)
    numbers = [number for number, line in enumerate(lines, 1) if line]
    if not numbers:
        raise is_empty(path)
    first = lines[numbers[0] - 1]
    known, separator, columns = _said(path, first, said) if said else _columns(path, first)
    if known.columns is None and len(numbers) < 2:
        raise is_empty(path)
    number = numbers[0 if known.columns else 1]
    cells = dict(zip(columns, cells_of(lines[number - 1], separator), strict=False))
    _refuse_commas(path, number, cells)
    found = _stamped(path, known, encoding, separator, columns, number, cells)
    return replace(found, old_ends=has_old_ends(_head_text(head)))


def _said(path: Path, first: str, said: tuple[str, ...]) -> tuple[TextFormat, str, tuple[str, ...]]:
    """The same where a person says what stands in the columns; whether the first line is a header is seen by its prices."""
    for separator in SEPARATORS:
        cells = cells_of(first, separator)
        if len(cells) == len(said):
            header = not NUMBER.fullmatch(cells[said.index("close")].strip())
            return (WITH_HEADER if header else replace(WITH_HEADER, columns=said)), separator, said
    raise other_columns(path, len(said), first)


def _columns(path: Path, first: str) -> tuple[TextFormat, str, tuple[str, ...]]:
    """The format, the separator and the columns."""
    known = format_of(first)
    if known is not None and known.columns is not None:
        return known, known.separator, known.columns
    for separator in SEPARATORS:
        columns = columns_named(cells_of(first, separator))
        if columns is not None:
            return known or WITH_HEADER, separator, columns
    raise unknown_format(path, first)


def cells_of(line: str, separator: str) -> Sequence[str]:
    """The values of a line; none of one that has none."""
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # bytes of zero, a value without end
        return []


def _refuse_commas(path: Path, number: int, cells: dict[str, str]) -> None:
    for name in PRICES:
        if _DECIMAL_COMMA.fullmatch(cells.get(name, "").strip()):
            raise decimal_comma(path, number, cells[name].strip())


def _stamped(
    path: Path, known: TextFormat, encoding: str, separator: str, columns: tuple[str, ...], number: int,
    cells: dict[str, str],
) -> Layout:  # fmt: skip
    """The layout, with what the first stamp tells."""
    moment = (cells.get("moment") or cells.get("date", "")).strip()
    unix = "moment" in columns and unix_of(moment) is not None
    joint = joined_by(moment) if "moment" in columns else ""
    day, _, after = moment.partition(joint) if joint else (moment, "", "")
    time, fraction, _ = cells.get("time", after).strip().partition(joint or "\0")
    read = time_of(time) if time else (0, None)
    if not unix and (date_of(day, known.month_first) is None or read is None):
        raise unknown_dates(path, number, f"{moment} {time}".strip() if not joint else moment)
    absolute = unix or (read is not None and read[1] is not None)
    compact = not unix and len(day) == 8 and day.isdigit() and len(time) in (4, 6) and time.isdigit()
    return Layout(known, encoding, separator, columns, number, joint, unix, not unix and not time, absolute,
                  4 if len(time) <= 4 else 6, fraction, compact)  # fmt: skip
