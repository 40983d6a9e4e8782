"""What the commands of the hub share: its address, the local archive, progress on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.core.errors import UsageError


def needed_url(context: Context) -> str:
    """The address of the hub.

    Raises:
        UsageError: none is set.
    """
    if not context.settings.hub_url:
        raise UsageError(
            "No hub is set.", "Nothing was changed.",
            "Set OHLC_DESKTOP_HUB in the environment, in .env or in the settings: postgresql://user@host:5432/database",
        )  # fmt: skip
    return context.settings.hub_url


@contextmanager
def counted(context: Context, words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal that is told how many of how many instruments are done, and is gone in the end."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    shown = console(stderr=True)
    if context.verbosity < 0 or not shown.is_terminal:
        yield lambda _done, _total: None
        return
    columns = TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn()
    with Progress(*columns, console=shown, transient=True) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def say(context: Context, text: str) -> None:
    """Write to whoever does not want to be left alone."""
    if context.verbosity >= 0:
        sys.stdout.write(text)
        sys.stdout.flush()
