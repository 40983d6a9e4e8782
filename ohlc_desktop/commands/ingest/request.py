"""What ``ingest`` is asked to do, as the command line says it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import pytz

from ohlc_desktop.commands.context import Context
from ohlc_desktop.core.arbitration.precedence import HUB, PERSON, Precedence, SourceKind, checked_name
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.remembered import columns_said
from ohlc_desktop.core.files.stated import Stated
from ohlc_desktop.importer.files.ingest_plan import IngestWishes
from ohlc_desktop.sources.registry import FEEDS, installed_feeds, paid_feeds


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What to store, and how.

    Attributes:
        paths: The files.
        wishes: What is said of them.
        dry_run: Say what would be stored, and store nothing.
        yes: Do not ask whether to store it.
    """

    paths: tuple[Path, ...]
    wishes: IngestWishes
    dry_run: bool = False
    yes: bool = False


def requested(context: Context, options: argparse.Namespace) -> IngestRequest:
    """What the arguments of the command line ask for.

    Raises:
        UsageError: a zone, the name of a source or a list of columns is none.
        UnknownInstrument: there is no such instrument.
    """
    instrument = None if options.instrument is None else context.instrument(options.instrument)
    stamp = None if options.stamp is None else Stamp(options.stamp)
    stated = Stated(_zone(options.zone), stamp, options.unadjusted)
    paths = tuple(dict.fromkeys(Path(name) for name in options.files))
    columns = columns_said(options.columns) if options.columns else ()
    wishes = IngestWishes(instrument, stated, _source(options.source), columns, options.forget)
    return IngestRequest(paths, wishes, options.dry_run, options.yes)


def _zone(name: str | None) -> str | None:
    if name is not None and name not in pytz.all_timezones_set:
        raise UsageError(
            "'{name}' is not a time zone.", "Nothing was stored.",
            "Use a name such as America/New_York, America/Chicago, Europe/Berlin or UTC.", name=name,
        )  # fmt: skip
    return name


def _source(name: str | None) -> str:
    if not name:
        return ""
    if name in (PERSON, HUB, *(feed.name for feed in (*FEEDS, *installed_feeds().values(), *paid_feeds().values()))):
        raise _no_source_of_files(name)
    return checked_name(name)


def refuse_feed(name: str, known: Precedence) -> None:
    """Let no file speak for a feed that has given candles, though the settings name it no more: they would become one source.

    Raises:
        UsageError: the source is one that the archive knows as another thing than files.
    """
    if known.kind(name) is not SourceKind.FILE:
        raise _no_source_of_files(name)


def _no_source_of_files(name: str) -> UsageError:
    return UsageError(
        "'{name}' is not the name of a source of files.", "Nothing was stored.",
        "Use another, such as that of the program that wrote them: --source ninjatrader.", name=name,
    )  # fmt: skip
