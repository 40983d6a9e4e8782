"""The trading hours that ship with the program: the library's calendar for each of ours, and what it has wrong.

``resources/sessions.toml`` is the file; its head says what a row means, and every row names its sources. Imports
nothing heavy: the importer asks :func:`edition` before each run, and the library only when that has changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ohlc_desktop.core.errors import readable
from ohlc_desktop.core.market.catalogue import CALENDARS
from ohlc_desktop.core.messages import Message
from ohlc_desktop.resource_files import resource

FILE = "sessions.toml"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the library has wrong of one trade date.

    Attributes:
        date: The trade date.
        closed: Nothing is traded.
        open: Chicago time on the trade date before which nothing is traded; None where the library's open is right.
        close: Chicago time of the end of trading; None likewise.
    """

    date: date
    closed: bool
    open: time | None
    close: time | None


@dataclass(frozen=True, slots=True)
class Hours:
    """One calendar: the library's name of it, and its corrections by date."""

    library: str
    corrections: tuple[Correction, ...]


def shipped_hours() -> Mapping[str, Hours]:
    """The hours of every calendar, those of the catalogue among them, by name.

    Raises:
        SettingsError: the file cannot be read or says something impossible; the message names the row.
    """
    return load_hours(resource(FILE))


@lru_cache(maxsize=8)
def load_hours(path: Path) -> Mapping[str, Hours]:
    """The hours in a TOML file; read once per path and process. Raises as :func:`shipped_hours` does."""
    with readable(path, Message("The trading hours cannot be used.")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = data.pop("sources")
        found = {name: _hours(name, entry, sources) for name, entry in data.items()}
        if absent := set(CALENDARS) - found.keys():
            raise ValueError(f"{min(absent)} is not in it")
        return MappingProxyType(found)


def edition() -> str:
    """Names the state of the library and of the file: another one means that sessions can have changed."""
    content = sha256(resource(FILE).read_bytes()).hexdigest()
    return f"{version('pandas_market_calendars')} {content[:16]}"


def _hours(name: str, entry: Mapping[str, Any], sources: Mapping[str, str]) -> Hours:
    rows = tuple(_correction(name, row, sources) for row in entry["rows"])
    dates = [row.date for row in rows]
    if dates != sorted(set(dates)):
        raise ValueError(f"{name}: the dates do not rise")
    return Hours(str(entry["library"]), rows)


def _correction(name: str, row: Mapping[str, Any], sources: Mapping[str, str]) -> Correction:
    times = {key: time.fromisoformat(row[key]) for key in ("open", "close") if key in row}
    closed = row.get("closed", False)
    wrong = {
        "what is traded": closed not in (True, False) or bool(times) == closed,
        "the order of times": len(times) == 2 and times["open"] >= times["close"],
        "the sources": not row["sources"] or not sources.keys() >= set(row["sources"]),
        "a word": bool(row.keys() - {"date", "closed", "open", "close", "sources"}),
    }
    for what in (what for what, bad in wrong.items() if bad):
        raise ValueError(f"{name}: {row['date']}: {what} cannot be told")
    return Correction(date.fromisoformat(row["date"]), closed, times.get("open"), times.get("close"))
