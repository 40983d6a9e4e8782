"""The arguments of the command line, and what ``--help`` says of them. What a command does is not known here.

Options that every command has are allowed before and after its name. Help names the unit, the spelling and the default
of every value; examples come last.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import NoReturn

from ohlc_desktop.arguments.exporting import add_export, add_rolls
from ohlc_desktop.arguments.files import add_ingest, add_inspect
from ohlc_desktop.arguments.group import FEED, Command, CommandGroup, add_common
from ohlc_desktop.arguments.hub import add_hub
from ohlc_desktop.arguments.importing import add_import, add_run, add_status
from ohlc_desktop.arguments.paid import add_databento
from ohlc_desktop.arguments.sources import add_sources
from ohlc_desktop.arguments.upkeep import add_backup, add_completion, add_doctor, add_restore
from ohlc_desktop.arguments.watchlist import add_watch
from ohlc_desktop.core.errors import UsageError, bare
from ohlc_desktop.own_version import own_version

_DESCRIPTION = f"""\
Complete futures candles from {FEED.title} in a local SQLite file.

Without a command: the app, with its window and its icon in the tray."""

_EPILOG = """\
Exit codes: 0 all done; 1 some series failed or were deferred, or the doctor
found a problem; 2 wrong usage or configuration; 3 nothing could be fetched;
4 another import is running; 70 an unexpected fault; 130 cancelled.

Examples:
  ohlc-desktop --demo                        try it on a simulated market
  ohlc-desktop import ES NQ                  import two futures now
  ohlc-desktop status                        what is stored, and what is missing
  ohlc-desktop export NQ 1d -o nq.csv        a file for a spreadsheet

Tab completion: ohlc-desktop completion --help"""


class _Parser(argparse.ArgumentParser):
    """Argument errors end like all others: what happened and what to do, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Raise instead of exiting.

        Raises:
            UsageError: always.
        """
        raise UsageError(f"{message[:1].upper()}{bare(message[1:])}.", hint=f"See: {self.prog} --help")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End after ``--help``, once it is written: at the end of Python nobody could be told that its reader is gone."""
        sys.stdout.flush()
        super().exit(status, message)


class _Version(argparse.Action):
    """Prints the version; to find it takes long, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        sys.stdout.write(f"ohlc-desktop {own_version() or 'unknown (not installed)'}\n")
        parser.exit()


def make_parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Args:
        commands: What carries out each command, by its words: ``import``, ``watch add``; "" is the app.
    """
    parser = _Parser(
        "ohlc-desktop", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    add_common(parser, top=True)
    parser.set_defaults(command=commands[""])
    parser.add_argument("--hidden", action="store_true", help="show the icon in the tray only, as at login")
    group = CommandGroup(parser.add_subparsers(title="commands", metavar="COMMAND", dest="name"), "", commands)
    for add in (
        add_import, add_run, add_status, add_export, add_rolls, add_inspect, add_ingest, add_watch, add_sources, add_databento,
        add_hub, add_backup, add_restore, add_doctor, add_completion,
    ):  # fmt: skip
        add(group)
    return parser
