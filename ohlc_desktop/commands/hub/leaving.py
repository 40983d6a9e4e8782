"""``hub leave``: an archive that fills a hub no more notes nothing for it any more. What the hub has stays there."""

from __future__ import annotations

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub.opening import say
from ohlc_desktop.commands.ingest import asking
from ohlc_desktop.commands.sources.opening import writing
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import tell_cancelled
from ohlc_desktop.commands.terminal.file_logging import logging_to_file
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.store.hub import marks, outcome

_AS_IT_WAS = "Nothing was changed."


def leave(context: Context, yes: bool, as_json: bool) -> int:
    """Take out what notes changes for the hub, and what it has not heard of; returns the exit code.

    Raises:
        UsageError: the settings still say that this machine fills a hub, or there is nobody to ask.
        ImportRunning: an import is running.
        StoreError: there is no archive, or it cannot be written.
    """
    if context.settings.pushes:
        raise UsageError(
            "The hub is still set, so the next import would push everything to it again.", _AS_IT_WAS,
            "Take OHLC_DESKTOP_HUB out of the environment, of .env and of the settings, or let this machine follow:"
            " OHLC_DESKTOP_HUB_ROLE=follow",
        )  # fmt: skip
    with logging_to_file(context), writing(context, "hub") as store:
        left, pending = bool(marks.hub_of(store.connection)), marks.pending(store.connection)
        if left and not yes and not _agreed(context, pending, as_json):
            return tell_cancelled(_AS_IT_WAS)
        if left:
            with store.transaction() as connection:
                marks.forget(connection)
                outcome.forget_outcome(connection)
    if as_json:
        documents.write(context, {"left": left, "pending": pending})
    else:
        say(context, _LEFT if left else "Nothing is noted for a hub here.\n")
    return 0


_LEFT = (
    "Nothing is noted for the hub any more. What it was told stays there; another machine fills it from now on with:\n"
    "  ohlc-desktop hub push --take-over\n"
    "Should this one fill it again, its next push tells everything anew.\n"
)


def _agreed(context: Context, pending: int, as_json: bool) -> bool:
    """Whether it is to be done."""
    if as_json or not asking.anybody():
        raise UsageError(
            "There is nobody to ask whether the hub may be left.", _AS_IT_WAS,
            "Say so on the command line: ohlc-desktop hub leave --yes",
        )  # fmt: skip
    if pending:
        say(context, f"The hub has not heard of the last changes of {pending:,} series, and will not.\n")
    return asking.agreed("Note nothing for the hub any more?")
