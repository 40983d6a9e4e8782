"""Why a file cannot be used: sentences that say what happened, what it means and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.messages import Message

_NOTHING = "Nothing of it can be used; what is stored is as it was."
#: So much of a line is repeated.
_SHOWN = 60


class FileRefused(OhlcError):
    """A file whose candles cannot be read."""


class ColumnsUnknown(FileRefused):
    """A text of which another word on its columns would be of use."""


def not_readable(path: Path, error: OSError) -> FileRefused:
    """A file that the system does not let us read."""
    return FileRefused(
        "{path} cannot be read: {reason}.", _NOTHING, "Check its name and its permissions, then try again.",
        path=str(path), reason=bare(error),
    )  # fmt: skip


def is_folder(path: Path) -> FileRefused:
    """A folder where a file was meant."""
    return FileRefused("{path} is a folder.", _NOTHING, "Name the files in it, such as {path}/*.txt.", path=str(path))


def is_no_file(path: Path) -> FileRefused:
    """A pipe or a device, which may never end."""
    return FileRefused(
        "{path} is no file on a disk.", _NOTHING, "Write what it gives into a file, and name that.", path=str(path)
    )


def is_empty(path: Path) -> FileRefused:
    """A file without a byte, or without a row."""
    return FileRefused(
        "{path} is empty.", "There are no candles in it.", "Export it again; the program that wrote it was cut off.",
        path=str(path),
    )  # fmt: skip


def unknown_format(path: Path, line: str) -> FileRefused:
    """A first line that tells neither a known format nor columns."""
    shown = "".join(c if c.isprintable() else "?" for c in line[:_SHOWN])
    return ColumnsUnknown(
        "{path} has no format that is known: line 1 is '{line}'.", _NOTHING,
        "Name its columns in a first line, or with ingest --columns: date,time,open,high,low,close,volume.",
        path=str(path), line=shown,
    )  # fmt: skip


def other_columns(path: Path, count: int, line: str) -> FileRefused:
    """A text that has not as many columns as a person says."""
    return ColumnsUnknown(
        "{path} has not {count} columns: line 1 is '{line}'.", _NOTHING, "Name each of its columns: --columns LIST.",
        path=str(path), count=count, line="".join(c if c.isprintable() else "?" for c in line[:_SHOWN]),
    )  # fmt: skip


def unknown_dates(path: Path, line: int, text: str) -> FileRefused:
    """Stamps that are not understood, or could be read in two ways."""
    return ColumnsUnknown(
        "Line {line} of {path}: \"{text}\" is no date or time that can be read in one way only.", _NOTHING,
        "Write dates with the year first, such as 2026-11-23 18:05:00, or Unix seconds.",
        path=str(path), line=line, text=text[:_SHOWN],
    )  # fmt: skip


def is_packed(path: Path) -> FileRefused:
    """A ZIP, gzip or Excel file."""
    return FileRefused(
        "{path} is packed, or a workbook.", _NOTHING, "Unpack it, or save the table as CSV, and name what comes of it.",
        path=str(path),
    )  # fmt: skip


def decimal_comma(path: Path, line: int, text: str) -> FileRefused:
    """Prices as Germans write them: 1,234 could be one and a bit, or more than a thousand."""
    return FileRefused(
        "Line {line} of {path}: \"{text}\" has a decimal comma.", _NOTHING,
        "Export it with a point before the decimals: 20123.25.", path=str(path), line=line, text=text[:_SHOWN],
    )  # fmt: skip


def no_line_end(path: Path) -> FileRefused:
    """A line longer than any row: no text of candles."""
    return FileRefused(
        "{path} has a line of more than a million characters.", _NOTHING,
        "It is no text of candles, or it is damaged: export it again.", path=str(path),
    )  # fmt: skip


def strange_records(path: Path, header: int, record: int) -> FileRefused:
    """A Sierra file of another version."""
    return FileRefused(
        "{path} is a Sierra Chart file of another layout: a header of {header} bytes, records of {record}.", _NOTHING,
        "Open its chart in a present version of Sierra Chart, which brings it forward, or export it as text.",
        path=str(path), header=header, record=record,
    )  # fmt: skip


def no_rows(path: Path, line: int, why: Message) -> FileRefused:
    """A file of which no row is one."""
    return ColumnsUnknown(
        "{path} has no row that can be read; line {line}: {why}.", _NOTHING,
        "Check that it is whole and that its header belongs to its rows.", path=str(path), line=line, why=why,
    )  # fmt: skip


def several_instruments(path: str, tickers: Mapping[str, int]) -> FileRefused:
    """Rows of more than one instrument; their names, with the first line of each."""
    return FileRefused(
        "{path} holds several instruments: {tickers}; line {line} is the first of another.", _NOTHING,
        "Export a file for each.", path=path, tickers=", ".join(sorted(tickers)[:5]), line=sorted(tickers.values())[1],
    )  # fmt: skip


def other_stamps(path: str, line: int, read: Message, there: Message) -> FileRefused:
    """Stamps that change what they mean within a file."""
    return FileRefused(
        "The stamps of {path} mean {there} around line {line}, but {read} at its end.", _NOTHING,
        "It was put together of several files: give each by itself.", path=path, line=line, read=read, there=there,
    )  # fmt: skip


def files_disagree(one: tuple[str, int], other: tuple[str, int], moment: str, count: int) -> FileRefused:
    """Two files of one series, each with a line, that have different candles for a moment, and how many in its batch."""
    return FileRefused(
        "{one} and {other} have different candles for {moment}: lines {line} and {other_line}; {count} differ there.",
        "Nothing was stored.", "Give the one that you trust alone, or each by itself under a --source of its own.",
        one=one[0], other=other[0], line=one[1], other_line=other[1], moment=moment, count=count,
    )  # fmt: skip


def not_proven(path: str, why: Message) -> FileRefused:
    """Stamps of which nothing proves what they mean."""
    return FileRefused(
        "What the stamps of {path} mean is not proven. {why}", _NOTHING,
        "Say it: --zone America/New_York --stamp open (or end). Or import candles of the same time first.",
        path=path, why=why,
    )  # fmt: skip


def days_not_proven(path: str, why: Message) -> FileRefused:
    """The same of days, which have neither zone nor end that a person could tell."""
    return FileRefused(
        "What the stamps of {path} mean is not proven. {why}", _NOTHING,
        "Import days of the same time first: ohlc-desktop import.", path=path, why=why,
    )  # fmt: skip


def is_adjusted(path: str, why: Message) -> FileRefused:
    """Prices that were adjusted."""
    return FileRefused(
        "The prices of {path} were adjusted. {why}", "They are never mixed with traded ones: nothing of it can be stored.",
        "Export it without adjustment, or a file for each contract.", path=path, why=why,
    )  # fmt: skip


def on_another_scale(path: str, why: Message) -> FileRefused:
    """Prices of a share that are not adjusted for a split as the stored ones are, or adjusted for dividends as well."""
    return FileRefused(
        "The prices of {path} are on another scale than the stored ones. {why}",
        "Both are never mixed: nothing of it can be stored.",
        "Export it adjusted for splits, and not for dividends: so are the prices that feeds give.", path=path, why=why,
    )  # fmt: skip


def may_be_adjusted(path: str, share: bool) -> FileRefused:
    """Prices of a front month, or of a share, of which too little is stored to tell whether they were adjusted."""
    if share:
        hint = Message(
            "If it is adjusted for splits and not for dividends say so: --unadjusted. Or import days first: ohlc-desktop import."
        )
    else:
        hint = Message(
            "If you exported it without adjustment say so: --unadjusted. Or import days first: ohlc-desktop import."
        )
    return FileRefused(
        "Whether the prices of {path} were adjusted cannot be told: too few candles of its time are stored.", _NOTHING,
        hint, path=path,
    )  # fmt: skip


def may_be_joined(path: str, why: Message, line: int) -> FileRefused:
    """Prices of a contract that look as if they were another's from a line on."""
    return FileRefused(
        "{path} may hold two contracts. {why}", _NOTHING,
        "If all of it is one contract say so: --unadjusted. If it was put together of two give each by itself: line {line}"
        " is the first of the second.", path=path, why=why, line=line,
    )  # fmt: skip


def many_refused(path: str, count: int, line: int, why: Message) -> FileRefused:
    """More rows at fault than stray ones."""
    return FileRefused(
        "{count:,} rows of {path} are no candles that can be stored; line {line}: {why}.",
        "That is more than stray rows: nothing of it can be used.",
        "Check the instrument, the format and that it is sorted. All rows: ohlc-desktop inspect --verbose FILE",
        path=path, count=count, line=line, why=why,
    )  # fmt: skip


def too_long(path: str, timeframe: str) -> FileRefused:
    """Weeks and months, which are made of days."""
    return FileRefused(
        "{path} holds {timeframe} candles.", "They are made of days, so that both agree: nothing of it can be used.",
        "Export days.", path=path, timeframe=timeframe,
    )  # fmt: skip


def still_to_come(path: str, day: str) -> FileRefused:
    """Candles that begin in the future."""
    return FileRefused(
        "The candles of {path} begin on {day}, which is still to come.", _NOTHING,
        "Check the dates in it, and the clock of this computer.", path=path, day=day,
    )  # fmt: skip


def became_shorter(path: str) -> FileRefused:
    """A file that was written anew while it was read."""
    return FileRefused(
        "{path} became shorter while it was read.", "Another program writes to it: nothing of it can be used yet.",
        "Try again when that is done.", path=path,
    )  # fmt: skip


def after_the_end(path: str, symbol: str, day: str) -> FileRefused:
    """Candles of a contract that had ended."""
    return FileRefused(
        "{path} has candles of later days than {day}, the last trading day of {symbol}.",
        "They are of another contract: nothing of it can be used.",
        "Name the contract that they are of, such as: --symbol 'NQ 12-26'", path=path, symbol=symbol, day=day,
    )  # fmt: skip


def nothing_sound(path: str) -> FileRefused:
    """No row that can be stored."""
    return FileRefused(
        "{path} has no candle that can be stored.", "All of them are too old or too new, or at fault.",
        "See why: ohlc-desktop inspect {path}", path=path,
    )  # fmt: skip


def unusable(path: str, problem: Message) -> FileRefused:
    """Something has to be known of a file first, as ``problem`` says."""
    return FileRefused("{path} cannot be stored. {problem}", _NOTHING, "", path=path, problem=problem)
