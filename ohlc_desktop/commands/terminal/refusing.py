"""How a command tells that it did not do what it should: sentences on stderr, JSON where that was asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ohlc_desktop.core.errors import OhlcError, UsageError, bare

#: Commands that write one JSON object a line.
LASTING = ("import", "ingest", "run")


def refuse(error: OhlcError, options: argparse.Namespace, as_json: bool) -> int:
    """Tell an error; returns its exit code.

    Args:
        error: What is wrong.
        options: What could be read of the command line.
        as_json: Whether a program wants to read it on stdout.
    """
    command = getattr(options, "name", None)
    if as_json and command == "import":
        from ohlc_desktop.commands.importing import tell

        return tell(error)
    with suppress(OSError):  # stdout may be what is wrong
        if as_json:
            _put_down(error, command in LASTING)
    _say(error)
    return error.exit_code


def _put_down(error: OhlcError, lasting: bool) -> None:
    from ohlc_desktop.commands.terminal import documents

    failure = documents.failure(error)
    if lasting:
        sys.stdout.write(documents.line("error", **failure["error"]) + "\n")
        sys.stdout.flush()
    else:
        documents.put(failure)


def _say(error: OhlcError) -> None:
    from ohlc_desktop.diagnostics.redaction import hide

    for text in (error.title, error.message, error.hint):
        if text:
            sys.stderr.write(hide(str(text)) + "\n")


def of_system(error: OSError) -> OhlcError:
    """An error of the system that nothing was prepared for, in words for a person."""
    named = f"{error.filename}: {bare(error)}" if error.filename else bare(error)
    return OhlcError(
        f"A file, or the output, cannot be used: {named}.", "Stored candles are as they were.",
        "Free some space or check the permissions, then try again.",
    )  # fmt: skip


def reported(error: Exception, options: argparse.Namespace) -> Path | None:
    """Write a report of a fault of ours; returns the folder of reports, or None where none can be written."""
    from ohlc_desktop.core.clock import SystemClock
    from ohlc_desktop.diagnostics.redaction import hide, secrets_of
    from ohlc_desktop.diagnostics.report_files import finding_of, write_report
    from ohlc_desktop.profile import locate, read_settings

    try:
        profile = locate(profile_option(options), options.demo)
        secrets: Iterable[str] = ()
        with suppress(Exception):  # they may be what is wrong
            secrets = secrets_of(read_settings(profile))
        write_report(profile, lambda text: hide(text, *secrets), finding_of(error, SystemClock().now()))
    except Exception:  # noqa: BLE001  # whatever is wrong here as well, the sentence about the fault comes first
        return None
    return profile.reports


def profile_option(options: argparse.Namespace) -> str | None:
    """The folder after ``--profile``.

    Raises:
        UsageError: it has no name.
    """
    if options.profile == "":
        raise UsageError("--profile needs the name of a folder.", hint="Leave it out to use the default one.")
    profile: str | None = options.profile
    return profile


def drop_output() -> None:
    """Send what is still to be written nowhere, or Python complains about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
