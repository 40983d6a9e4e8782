"""The public command line: which function carries out a command. Each command lives in a module of ``commands``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ohlc_desktop.arguments import parser as parsing
from ohlc_desktop.arguments.group import Command
from ohlc_desktop.commands.terminal.refusing import drop_output, of_system, profile_option, refuse, reported
from ohlc_desktop.core.errors import OhlcError, UsageError, bare, unexpected
from ohlc_desktop.core.importing.request import ImportRequest

if TYPE_CHECKING:
    from ohlc_desktop.commands.context import Context

#: What Qt needs of a Debian system, as packages: without a window (the same as in the Dockerfile), and with one.
_SCHEDULE_LIBRARIES = "libbrotli1 libdbus-1-3 libglib2.0-0 libgssapi-krb5-2"
_WINDOW_LIBRARIES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0"
    " libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libgssapi-krb5-2"
)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit code."""
    if "_ARGCOMPLETE" in os.environ:  # a shell wants to complete what is being typed
        from ohlc_desktop.commands.completion import answer

        answer(make_parser())
    options = argparse.Namespace()
    as_json = "--json" in arguments
    try:
        make_parser().parse_args(arguments, options)
        command: Command = options.command
        code = command(options)
        sys.stdout.flush()
    except OhlcError as error:
        return refuse(error, options, as_json)
    except BrokenPipeError:
        drop_output()  # the reader is gone, as in `status | head`
        return 0
    except OSError as error:
        code = refuse(of_system(error), options, as_json)
        drop_output()
    except Exception as error:  # noqa: BLE001  # the outermost place: a sentence instead of a traceback
        return refuse(unexpected(error, reported(error, options)), options, as_json)
    return code


@cache
def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, made once; it puts what carries out a command into ``command``."""
    return parsing.make_parser(_COMMANDS)


def _context(options: argparse.Namespace) -> Context:
    from ohlc_desktop.commands.context import Context
    from ohlc_desktop.diagnostics.logs import stop_logging
    from ohlc_desktop.profile import locate, read_settings

    stop_logging()  # of an earlier command in this process
    profile = locate(profile_option(options), options.demo)
    return Context(profile, read_settings(profile), options.verbosity)


def _app(options: argparse.Namespace) -> int:
    if not _has_display():
        return _without_display(options)
    from ohlc_desktop.profile import locate

    try:
        from ohlc_desktop import app
    except ImportError as error:
        instead = "Without a window: ohlc-desktop import, or ohlc-desktop run"
        raise _unloadable(error, "The window library", _WINDOW_LIBRARIES, instead) from error
    return app.run(locate(profile_option(options), options.demo), options.hidden)


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
    from ohlc_desktop.commands import importing
    from ohlc_desktop.commands.status import command as status

    context = _context(options)
    code = importing.run(context, ImportRequest(), as_json=False)
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
    return running.run(_context(options), options.json)


def _import(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import importing

    request = importing.requested(options)
    if options.source or options.start or options.end or options.yes:
        from ohlc_desktop.commands.paid import buying

        return buying.run(_context(options), buying.requested(options), request, options.json)
    return importing.run(_context(options), request, options.json)


def _status(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.status import command

    return command.run(_context(options), options.symbols, options.json)


def _export(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.export import command, request

    return command.run(_context(options), request.requested(options), options.json)


def _rolls(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import rolls

    return rolls.run(_context(options), options.root, options.rule, options.json)


def _inspect(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.inspect import command

    return command.run(_context(options), options.files, options.instrument, options.json)


def _ingest(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.ingest import command, request

    context = _context(options)
    return command.run(context, request.requested(context, options), options.json)


def _watch_list(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.show(_context(options), options.json)


def _watch_add(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.add(_context(options), options.symbols, options.unchecked, options.json)


def _watch_shared(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import shared_watchlists

    return shared_watchlists.run(_context(options), options.machine, options.add, options.remove, options.json)


def _watch_remove(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import watch

    return watch.remove(_context(options), options.symbols, options.json)


def _sources_list(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import order

    return order.show(_context(options), options.json)


def _sources_spent(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.paid import spent

    return spent.show(_context(options), options.json)


def _sources_prefer(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import order

    context = _context(options)
    code = order.prefer(context, options.names, options.dry_run, options.progress, options.json)
    return _pushed(context, options, code)


def _sources_remove(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import removing

    context = _context(options)
    code = removing.remove(
        context, options.name, options.symbols, dry_run=options.dry_run, yes=options.yes,
        backup=not options.no_backup, progress=options.progress, as_json=options.json,
    )  # fmt: skip
    return _pushed(context, options, code)


def _sources_compare(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import choices

    return choices.compare(_context(options), options.symbol, options.timeframe, options.when, options.json)


def _sources_choose(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import choices

    context = _context(options)
    code = choices.choose(context, options.symbol, options.timeframe, options.when, options.source, options.json)
    return _pushed(context, options, code)


def _sources_take_back(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.sources import choices

    context = _context(options)
    code = choices.take_back(context, options.symbol, options.timeframe, options.when, options.json)
    return _pushed(context, options, code)


def _pushed(context: Context, options: argparse.Namespace, code: int) -> int:
    """Let the hub know what a command of sources has changed, unless that is to wait; returns the code of the command."""
    if code == 0 and context.settings.pushes and options.push and not getattr(options, "dry_run", False):
        from ohlc_desktop.commands.hub.after_change import push_change

        push_change(context, options.json)
    return code


def _databento_status(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.paid import account

    return account.status(_context(options), options.json)


def _databento_login(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.paid import account

    return account.login(_context(options), options.json)


def _databento_logout(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.paid import account

    return account.logout(_context(options), options.json)


def _hub_status(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import archive

    return archive.status(_context(options), options.json)


def _hub_init(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import archive

    return archive.init(_context(options), options.json)


def _hub_login(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import archive

    return archive.login(_context(options), options.json)


def _hub_logout(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import archive

    return archive.logout(_context(options), options.json)


def _hub_push(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import moving

    return moving.push(_context(options), options.take_over, options.json)


def _hub_pull(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import moving

    return moving.pull(_context(options), options.symbols, options.json)


def _hub_verify(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import moving

    return moving.check(_context(options), options.repair, options.yes, options.json)


def _hub_leave(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands.hub import leaving

    return leaving.leave(_context(options), options.yes, options.json)


def _backup(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import backup

    return backup.back_up(_context(options), options.file, options.force, options.json)


def _restore(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import backup

    return backup.restore(_context(options), options.file, options.yes, options.json)


def _doctor(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import doctor

    return doctor.run(_context(options), options.repair, options.json)


def _completion(options: argparse.Namespace) -> int:
    from ohlc_desktop.commands import completion

    return completion.show(options.shell)


_COMMANDS: dict[str, Command] = {
    "": _app,
    "import": _import,
    "run": _run,
    "status": _status,
    "export": _export,
    "rolls": _rolls,
    "inspect": _inspect,
    "ingest": _ingest,
    "watch": _watch_list,
    "watch list": _watch_list,
    "watch add": _watch_add,
    "watch remove": _watch_remove,
    "watch shared": _watch_shared,
    "sources": _sources_list,
    "sources list": _sources_list,
    "sources spent": _sources_spent,
    "sources prefer": _sources_prefer,
    "sources remove": _sources_remove,
    "sources compare": _sources_compare,
    "sources choose": _sources_choose,
    "sources take-back": _sources_take_back,
    "databento": _databento_status,
    "databento status": _databento_status,
    "databento login": _databento_login,
    "databento logout": _databento_logout,
    "hub": _hub_status,
    "hub status": _hub_status,
    "hub init": _hub_init,
    "hub push": _hub_push,
    "hub pull": _hub_pull,
    "hub verify": _hub_verify,
    "hub login": _hub_login,
    "hub logout": _hub_logout,
    "hub leave": _hub_leave,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "completion": _completion,
}
