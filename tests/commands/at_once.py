"""Carries out groups of commands, each at once and in processes of their own: ``python -m tests.commands.at_once SECONDS JSON``.

Their clock is so many seconds ahead. What they need is loaded once, before the processes are forked: ten starts cost what
one does.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from ohlc_desktop import cli
from ohlc_desktop.core.clock import SystemClock

#: What an import loads when it begins.
_LOADED = ("ohlc_desktop.commands.importing", "ohlc_desktop.sources.yahoo.source", "redis", "rich.console")


def main(ahead: float, groups: list[list[list[str]]]) -> list[str]:
    """What each of the commands wrote to stdout."""
    SystemClock.now = lambda _self: time.time() + ahead  # type: ignore[method-assign]
    for name in _LOADED:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        return [text for group in groups for text in _at_once(group, Path(folder))]


def _at_once(commands: list[list[str]], folder: Path) -> list[str]:
    outputs = [folder / str(number) for number in range(len(commands))]
    children = [_begin(command, output) for command, output in zip(commands, outputs, strict=True)]
    for child in children:
        os.waitpid(child, 0)
    return [output.read_text("utf-8") for output in outputs]


def _begin(command: list[str], output: Path) -> int:
    child = os.fork()
    if child:
        return child
    text = io.StringIO()
    try:
        with contextlib.redirect_stdout(text):
            cli.run(command)
    finally:
        output.write_text(text.getvalue(), "utf-8")
        os._exit(0)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(float(sys.argv[1]), json.loads(sys.argv[2]))))
