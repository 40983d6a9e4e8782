"""An import started from Python: the program itself in a process of its own, as the app and the command line start it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ohlc_desktop.api.answers import ImportOutcome
from ohlc_desktop.core.errors import ImportRunning, OhlcError
from ohlc_desktop.core.messages import Message
from ohlc_desktop.profile import Profile

Progress = Callable[[Mapping[str, Any]], object]
#: States of items that did not get what they should.
_UNDONE = ("FAILED", "DEFERRED")
#: Exit codes of runs that were one, be it in vain.
_RAN = (0, 1, 3, 130)


def run_import(
    profile: Profile, symbols: Sequence[str], timeframes: Sequence[str], progress: Progress | None
) -> ImportOutcome:  # fmt: skip
    """Import into a profile and wait for it. A KeyboardInterrupt cancels it: what is complete stays stored.

    Raises:
        ImportRunning: another process imports into the profile.
        OhlcError: it could not start, with the reason; or it died.
    """
    told: dict[str, dict[str, Any]] = {}
    undone = []
    with _started(_command(profile, symbols, timeframes)) as process:
        for event in _events(process):
            told[event["event"]] = event
            if event["event"] == "item_done" and event["state"] in _UNDONE:
                undone.append((event["symbol"], event["timeframe"], event["message"]))
            if progress is not None:
                progress(event)
    done = told.get("run_done", {})
    if done.get("exit_code") not in _RAN:
        raise _failure(told.get("error", {}), process.returncode)
    return ImportOutcome(
        done["state"], done["exit_code"], done["message"], done["written"], done["revised"], done["quarantined"], tuple(undone)
    )  # fmt: skip


def _command(profile: Profile, symbols: Sequence[str], timeframes: Sequence[str]) -> list[str]:
    folder = profile.folder.parent if profile.demo else profile.folder
    words = ["--timeframes", ",".join(timeframes)] if timeframes else []
    demo = ["--demo"] if profile.demo else []
    start = [sys.executable, "-m", "ohlc_desktop", "--profile", str(folder), *demo]
    return [*start, "import", "--json", *words, "--", *symbols]


@contextmanager
def _started(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """The process; told to cancel if the block is left by an exception, and waited for in any case."""
    process = subprocess.Popen(  # noqa: S603  # our own program; a symbol is never taken for an option
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    last = None
    try:
        yield process
    except BaseException:
        last = "cancel\n"
        raise
    finally:
        process.communicate(last)  # reads what it still says, so that it can end


def _events(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def _failure(error: Mapping[str, Any], code: int) -> OhlcError:
    if not error:
        return OhlcError(
            "The importing process ended without an answer (exit code {code}).", "What it had stored stays.",
            "The log says more: logs/ohlc-desktop.log in the profile.", code=code,
        )  # fmt: skip
    kind = ImportRunning if error.get("exit_code") == ImportRunning.exit_code else OhlcError
    found = kind(*(Message(error[name]) for name in ("title", "message", "hint")))
    found.exit_code = int(error["exit_code"])
    return found
