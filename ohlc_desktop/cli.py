"""The public command line: arguments only. Each command lives in a module of ``commands``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ohlc_desktop.core.errors import OhlcError, UsageError, bare, unexpected
from ohlc_desktop.logs import stop_logging

if TYPE_CHECKING:
    from ohlc_desktop.commands.context import Context

_Command = Callable[["argparse.Namespace"], int]

_DESCRIPTION = "Complete futures candles from Yahoo Finance in a local SQLite file."
_EPILOG = (
    "Exit codes: 0 all done; 1 some series failed or were deferred; 2 wrong usage or configuration; "
    "3 nothing could be fetched; 4 another import is running; 70 an unexpected fault; 130 cancelled."
)

#: What Qt needs of a Debian system, as packages: without a window (the same as in the Dockerfile), and with one.
_SCHEDULE_LIBRARIES = "libbrotli1 libdbus-1-3 libglib2.0-0 libgssapi-krb5-2"
_WINDOW_LIBRARIES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0"
    " libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libgssapi-krb5-2"
)


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


def run(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit code."""
    stop_logging()
    options = None
    try:
        options = make_parser().parse_args(arguments)
        command: _Command = options.command
        code = command(options)
        sys.stdout.flush()
    except OhlcError as error:
        return _refused(error, arguments)
    except BrokenPipeError:
        _drop_output()  # the reader is gone, as in `status | head`
        return 0
    except OSError as error:
        _drop_output()
        return _refused(
            OhlcError(
                f"A file, or the output, cannot be used: {bare(_of_file(error))}.", "Stored candles are as they were.",
                "Free some space or check the permissions, then try again.",
            ),
            arguments,
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001  # the outermost place: a sentence instead of a traceback
        return _refused(unexpected(error, _reported(error, options)), arguments)
    return code


def _of_file(error: OSError) -> str:
    """The system's words about a file, with its name."""
    return f"{error.filename}: {bare(error)}" if error.filename else bare(error)


def _reported(error: Exception, options: argparse.Namespace | None) -> Path | None:
    """Write a report of a fault of ours; returns the folder of reports, or None where none can be written."""
    if options is None:
        return None
    from ohlc_desktop.core.clock import SystemClock
    from ohlc_desktop.discretion import hide, secrets_of
    from ohlc_desktop.profile import locate, read_settings
    from ohlc_desktop.report_files import finding_of, write_report

    try:
        profile = locate(_profile_option(options), options.demo)
        secrets: Iterable[str] = ()
        with suppress(Exception):  # they may be what is wrong
            secrets = secrets_of(read_settings(profile))
        write_report(profile, lambda text: hide(text, *secrets), finding_of(error, SystemClock().now()))
    except Exception:  # noqa: BLE001  # whatever is wrong here as well, the sentence about the fault comes first
        return None
    return profile.reports


def _refused(error: OhlcError, arguments: Sequence[str]) -> int:
    """Tell an error on stderr, or in the worker protocol where that was asked for; returns its exit code."""
    if "import" in arguments and "--json" in arguments:
        from ohlc_desktop.commands.importing import tell

        return tell(error)
    from ohlc_desktop.discretion import hide

    for text in (error.title, error.message, error.hint):
        if text:
            sys.stderr.write(hide(text) + "\n")
    return error.exit_code


def _drop_output() -> None:
    """Send what is still to be written nowhere, or Python complains about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = _Parser("ohlc-desktop", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"ohlc-desktop {_version()}")
    _add_common(parser, top=True)
    parser.set_defaults(command=_app)
    parser.add_argument("--hidden", action="store_true", help="show the icon in the tray only, as at login")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    one = _add(commands, "import", "import now: the watchlist, or the instruments named", _import)
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help="NQ=F, MNQZ26.CME, MNQ 12-26 (quoted), MNQ, AAPL")
    one.add_argument("--timeframes", metavar="LIST", help="only these, such as 5m,1d")
    one.add_argument("--json", action="store_true", help="one JSON object a line; the last is run_done")
    one.add_argument(
        "--trigger", default="manual", choices=("manual", "schedule", "follow-up", "repair"), help=argparse.SUPPRESS
    )
    one.add_argument("--planned", metavar="TIME", type=_moment, help=argparse.SUPPRESS)

    _add(commands, "run", "keep the daily schedule without a screen, in the foreground", _run)

    one = _add(commands, "status", "what is stored, what is missing, when the next import is due", _status)
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help="show every timeframe of these")
    one.add_argument("--json", action="store_true", help="one JSON object")

    one = _add(commands, "export", "write the candles of one series", _export)
    one.add_argument("symbol", metavar="SYMBOL")
    one.add_argument("timeframe", metavar="TIMEFRAME")
    one.add_argument("--from", dest="start", metavar="TIME", help="first time or date, ISO 8601, UTC")
    one.add_argument("--to", dest="end", metavar="TIME", help="last time or date, included")
    one.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")
    one.add_argument("-o", "--output", metavar="FILE", help="write here instead of to the terminal")
    one.add_argument("--known", action="store_true", help="with a column that says how well each candle is known")
    one.add_argument("--force", action="store_true", help="replace FILE even if it is no earlier export")

    watch = _add(commands, "watch", "the instruments that are imported every day", _watch_list)
    actions = watch.add_subparsers(metavar="ACTION")
    _add(actions, "list", "show the watchlist", _watch_list)
    one = _add(actions, "add", "add instruments", _watch_add)
    one.add_argument("symbols", nargs="+", metavar="SYMBOL")
    one.add_argument("--unchecked", action="store_true", help="do not ask Yahoo whether it knows them")
    one = _add(actions, "remove", "remove instruments; their candles stay stored", _watch_remove)
    one.add_argument("symbols", nargs="+", metavar="SYMBOL")

    one = _add(commands, "backup", "copy the database to a file, also while the app runs and imports", _backup)
    one.add_argument("file", nargs="?", metavar="FILE", help="a file or a folder; else backups in the data folder")
    one.add_argument("--force", action="store_true", help="replace an earlier backup of that name")

    one = _add(commands, "restore", "put a backup in the place of the database, which is backed up first", _restore)
    one.add_argument("file", metavar="FILE", help="a backup")
    one.add_argument("--yes", action="store_true", help="do not ask")

    one = _add(commands, "doctor", "check time zone, clock, database, Redis and network", _doctor)
    one.add_argument(
        "--repair", action="store_true", help="make derived blocks and summaries anew from the stored rows"
    )
    return parser


def _add(commands: argparse._SubParsersAction[Any], name: str, text: str, command: _Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    _add_common(parser, top=False)
    parser.set_defaults(command=command)
    return parser


def _add_common(parser: argparse.ArgumentParser, top: bool) -> None:
    """Options allowed before and after every command."""

    def default(value: object) -> object:
        return value if top else argparse.SUPPRESS

    parser.add_argument(
        "--demo", action="store_true", default=default(False), help="a simulated market in a profile of its own"
    )
    parser.add_argument(
        "--profile", metavar="DIR", default=default(None), help="the data folder (or set OHLC_DESKTOP_HOME)"
    )
    parser.add_argument(
        "--verbose", dest="verbosity", action="store_const", const=1, default=default(0), help="show every step"
    )
    parser.add_argument(
        "-q", "--quiet", dest="verbosity", action="store_const", const=-1, default=default(0), help="show problems only"
    )


def _moment(text: str) -> str:
    """An occurrence as the ledger writes it: ISO 8601 in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("use a time such as 2026-11-23T22:05:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ohlc-desktop")
    except PackageNotFoundError:
        return "unknown (not installed)"


def _context(options: argparse.Namespace) -> Context:
    from ohlc_desktop.commands.context import make_context
    from ohlc_desktop.profile import locate

    return make_context(locate(_profile_option(options), options.demo), options.verbosity)


def _profile_option(options: argparse.Namespace) -> str | None:
    if options.profile == "":
        raise UsageError("--profile needs the name of a folder.", hint="Leave it out to use the default one.")
    profile: str | None = options.profile
    return profile


def _app(options: argparse.Namespace) -> int:
    if not _has_display():
        return _without_display(options)
    from ohlc_desktop.profile import locate

    try:
        from ohlc_desktop import app
    except ImportError as error:
        instead = "Without a window: ohlc-desktop import, or ohlc-desktop run"
        raise _unloadable(error, "The window library", _WINDOW_LIBRARIES, instead) from error
    return app.run(locate(_profile_option(options), options.demo), options.hidden)


def _has_display() -> bool:
    """Whether a window could be shown; Qt itself would abort where not."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _without_display(options: argparse.Namespace) -> int:
    """The demo shows what it can on a terminal; the real thing says how to go on."""
    if not options.demo:
        raise UsageError(
            "There is no display to show a window on.",
            "Nothing was started; stored candles are as they were.",
            "Import once with: ohlc-desktop import. Keep the daily schedule without a screen with: ohlc-desktop run",
        )
    from ohlc_desktop.commands import importing, status

    context = _context(options)
    code = importing.run(context, (), None, False, "manual", None)
    return code or status.run(context, (), False)


def _unloadable(error: ImportError, what: str, libraries: str, instead: str) -> OhlcError:
    """Qt needs libraries of the system that a bare server lacks."""
    return OhlcError(
        f"{what} cannot be loaded: {bare(error)}.",
        "Nothing was started; stored candles are as they were.",
        f"On Debian or Ubuntu: apt-get install {libraries}. {instead}",
    )


def _run(options: argparse.Namespace) -> int:
    try:
        from ohlc_desktop.commands import running
    except ImportError as error:
        instead = "Without them, and without a schedule: ohlc-desktop import"
        raise _unloadable(error, "The library of the schedule", _SCHEDULE_LIBRARIES, instead) from error
    return running.run(_context(options))


def _import(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import importing

    if options.planned and (options.symbols or options.timeframes):
        raise UsageError("--planned is for the whole watchlist.", hint="Leave instruments and timeframes out.")
    context = _context(options)
    return importing.run(context, options.symbols, options.timeframes, options.json, options.trigger, options.planned)


def _status(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import status

    return status.run(_context(options), options.symbols, options.json)


def _export(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import export

    return export.run(
        _context(options), options.symbol, options.timeframe, options.start, options.end, options.format, options.output,
        options.force, options.known,
    )  # fmt: skip


def _watch_list(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.show(_context(options))


def _watch_add(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.add(_context(options), options.symbols, options.unchecked)


def _watch_remove(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.remove(_context(options), options.symbols)


def _backup(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import backup

    return backup.back_up(_context(options), options.file, options.force)


def _restore(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import backup

    return backup.restore(_context(options), options.file, options.yes)


def _doctor(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import doctor

    return doctor.run(_context(options), options.repair)
