"""The hub after a command that changed candles: told at once, as after an import; whatever is wrong with it never fails the command."""

from __future__ import annotations

import sys

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub.opening import say
from ohlc_desktop.commands.sources.opening import writing
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals
from ohlc_desktop.commands.terminal.file_logging import logging_to_file
from ohlc_desktop.core.errors import ImportRunning, OhlcError
from ohlc_desktop.core.importing.events import Event, Notice
from ohlc_desktop.core.messages import Message
from ohlc_desktop.importer.hub.after_run import push_after_run


def push_change(context: Context, as_json: bool) -> None:
    """Push what was changed, if this machine fills a hub; to be called when the command has given its answer.

    Nothing is raised. What went wrong is said on stderr, and goes with the next import; so does what is left when it is
    cancelled. While an import runs nothing is done: it pushes in its end.
    """
    sys.stdout.flush()

    def emit(event: Event) -> None:
        if isinstance(event, Notice) and event.level == "warning":
            _warn(event.message)
        elif isinstance(event, Notice) and not as_json:
            say(context, f"{event.message}\n")

    with cancelled_by_signals() as cancel:
        try:
            with writing(context, "hub") as store, logging_to_file(context):
                push_after_run(store, context.settings, context.clock, cancel, emit)
        except ImportRunning:
            return
        except OhlcError as error:
            _warn(error.text)
        if cancel.is_set():
            sys.stderr.write(
                "Cancelled. The change is stored here; the hub is told of the rest with the next import.\n"
            )


def _warn(message: Message) -> None:
    sys.stderr.write(f"The change is stored here, but the hub does not know of it yet. {message}\n")
