"""Files that report a fault: what is in them, and which have not been shown. See `ohlc_desktop.diagnostics.crash_reports`.

A new report's name ends in ``.new.txt`` until it has been shown. Loaded where there is a fault; without Qt.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from ohlc_desktop.core.clock import iso
from ohlc_desktop.diagnostics.redaction import hide
from ohlc_desktop.profile import Profile

Mask = Callable[[str], str]

#: So many reports are kept; the oldest go first.
KEPT = 20
#: How much of the log is part of a report, in bytes.
TAIL = 24_000
_NEW, _SEEN = ".new.txt", ".txt"
_PACKAGES = (
    "ohlc-desktop", "PySide6-Essentials", "numpy", "pandas", "pandas_market_calendars", "pyqtgraph", "yfinance",
    "curl_cffi", "redis", "APScheduler", "pytz", "tzdata",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A report on the disk.

    Attributes:
        path: The file, UTF-8.
        when: When it happened, UTC epoch seconds.
        what: One line about it, without secrets.
        where: What tells it from other faults: the place in the code; empty for a crash.
    """

    path: Path
    when: float
    what: str
    where: str

    @property
    def crash(self) -> bool:
        """Whether the process died of it."""
        return not self.where

    @property
    def of_import(self) -> bool:
        """Whether it was an importing process that died."""
        return self.crash and self.what.endswith("(import)")

    def text(self) -> str:
        """The whole report.

        Raises:
            OSError: it cannot be read.
        """
        return self.path.read_text("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A fault to report: when (UTC epoch seconds), one line, the traceback, and where; a crash has no place."""

    when: float
    what: str
    details: str
    where: str = ""


def finding_of(error: BaseException, when: float) -> FaultRecord:
    """An exception as what is reported of it; ``when`` in UTC epoch seconds."""
    details = "".join(traceback.format_exception(error))
    return FaultRecord(when, f"{type(error).__name__}: {error}", details, _where(error))


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = type(error).__name__
    return name if trace is None else f"{name} in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


# -- reading ---------------------------------------------------------------------------------------------


def new_reports(profile: Profile) -> list[Report]:
    """What has not been shown yet, newest first. A report that cannot be read is left out."""
    return sorted(_read_all(profile.reports), key=lambda report: report.when, reverse=True)


def _read_all(folder: Path) -> Iterator[Report]:
    for path in folder.glob(f"*{_NEW}"):
        with suppress(OSError, ValueError, KeyError):
            with path.open(encoding="utf-8", errors="replace") as file:
                lines = [file.readline().rstrip("\n") for _ in range(4)]
            head = dict(line.split(": ", 1) for line in lines if ": " in line)
            yield Report(path, datetime.fromisoformat(head["when"]).timestamp(), head["what"], head.get("where", ""))


def mark_seen(report: Report) -> None:
    """It was shown, and is not offered again; the file stays."""
    with suppress(OSError):
        report.path.rename(report.path.with_name(report.path.name.removesuffix(_NEW) + _SEEN))


# -- writing ---------------------------------------------------------------------------------------------


def write_report(profile: Profile, mask: Mask, found: FaultRecord) -> None:
    """Put a report on the disk: versions, names of changed settings, the details, and the end of the log.

    A fault that a new report tells of already is not reported again, and no more than ``KEPT`` wait to be read: the
    first ones are nearest to the cause.

    Args:
        profile: Whose.
        mask: Takes secrets out of a text.
        found: What happened.

    Raises:
        OSError: it cannot be written.
    """
    folder = profile.reports
    folder.mkdir(parents=True, exist_ok=True)
    waiting = list(_read_all(folder))
    if len(waiting) >= KEPT or (found.where and any(report.where == found.where for report in waiting)):
        return
    text = _without_home(hide(mask("\n\n".join(_parts(profile, found)) + "\n")))
    path = _free_name(folder, found.when)
    part = path.with_suffix(".part")  # what a full disk cuts short must not look like a report
    try:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    _drop_oldest(folder)


def _parts(profile: Profile, found: FaultRecord) -> Iterator[str]:
    head = ["OHLC Desktop fault report", f"when: {iso(found.when)}", f"what: {' '.join(found.what.split())}"]
    yield "\n".join([*head, f"where: {found.where}"] if found.where else head)
    yield "\n".join(_versions())
    yield "\n".join(_settings(profile))
    yield found.details.strip()
    yield f"The end of the log:\n{_tail(profile)}"


def _without_home(text: str) -> str:
    """The user's folder as ``~``, also as Python quotes it and as addresses of files have it."""
    home = os.path.expanduser("~")  # noqa: PTH111  # a home that cannot be told is no reason to fail here
    if len(home) < 2 or home == "~":
        return text
    spellings = "|".join(map(re.escape, {home, repr(home)[1:-1], home.replace("\\", "/")}))
    return re.sub(rf"(?:{spellings})(?![\w.-])", "~", text, flags=re.IGNORECASE if os.name == "nt" else 0)


def _free_name(folder: Path, when: float) -> Path:
    stem = f"{iso(when).replace(':', '')}-{os.getpid()}"
    names = (f"{stem}{f'-{number}' if number else ''}" for number in count())
    return next(folder / f"{name}{_NEW}" for name in names if not list(folder.glob(f"{name}.*")))


def _drop_oldest(folder: Path) -> None:
    seen = [path for path in folder.glob(f"*{_SEEN}") if not path.name.endswith(_NEW)]
    for path in sorted(seen)[:-KEPT]:
        with suppress(OSError):
            path.unlink()


def _versions() -> Iterator[str]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    yield f"{platform.platform()}, Python {platform.python_version()}{', packaged' if hasattr(sys, 'frozen') else ''}"
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def _settings(profile: Profile) -> Iterator[str]:
    """Which settings are not the default, without their values."""
    from ohlc_desktop.core.errors import OhlcError
    from ohlc_desktop.profile import read_settings

    try:
        changed = read_settings(profile).origins
    except OhlcError as error:
        yield str(error)
        return
    yield "Settings changed: " + (", ".join(f"{key} ({origin.value})" for key, origin in changed.items()) or "none")
    yield f"DEMO profile: {'yes' if profile.demo else 'no'}"


def _tail(profile: Profile) -> str:
    try:
        with profile.log.open("rb") as file:
            begin = max(file.seek(0, os.SEEK_END) - TAIL, 0)
            file.seek(begin)
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return f"(cannot be read: {error.strerror or error})"
    return "\n".join(lines[1:] if begin else lines)  # a first line that is cut says little
