"""``hub push``, ``hub pull`` and ``hub verify``: candles to the hub and from it, and the proof that both sides are equal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from ohlc_desktop.commands import importing
from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub.opening import counted, needed_url, say
from ohlc_desktop.commands.sources.opening import writing
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.file_logging import logging_to_file
from ohlc_desktop.core.errors import Cancelled, UsageError
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.importer.hub.after_run import carry_out
from ohlc_desktop.importer.hub.pushing import Pushed
from ohlc_desktop.importer.hub.verifying import MonthDifference, Verification, mark_again, only_there, verify

_STAYS = "What the hub had committed stays; the rest goes next time."
#: So many months that differ are shown.
_SHOWN = 20


def push(context: Context, take_over: bool, as_json: bool) -> int:
    """Push what the hub has not heard of; returns the exit code.

    Raises:
        UsageError: this machine follows the hub.
        HubError: as it says; what was committed stays.
    """
    url = _needed_role(context, "IMPORT")
    with cancelled_by_signals() as cancel, logging_to_file(context), writing(context, "hub") as store:
        try:
            with counted(context, "Pushing") as tell:
                done = carry_out(store, url, context.clock, cancel, tell, take_over)
        except Cancelled:
            return tell_cancelled(_STAYS, as_json)
    if as_json:
        documents.write(context, _pushed(done))
    elif done.pushes:
        say(context, f"The hub was told {done.candles:,} candles of {done.series:,} series.\n")
    else:
        say(context, "The hub has heard of everything already.\n")
    return 0


def pull(context: Context, symbols: Sequence[str], as_json: bool) -> int:
    """Import from the hub; returns the exit code.

    Raises:
        UsageError: this machine does not follow the hub.
    """
    _needed_role(context, "FOLLOW")
    return importing.run(context, ImportRequest(symbols=tuple(symbols)), as_json)


def check(context: Context, repair: bool, yes: bool, as_json: bool) -> int:
    """Compare both sides, and push again what differs if that is wanted; returns the exit code: 1 where something differs.

    Raises:
        UsageError: this machine follows the hub, or there is nobody to ask.
        HubError, StoreError: as they say.
    """
    url = _needed_role(context, "IMPORT")
    with cancelled_by_signals() as cancel, logging_to_file(context), writing(context, "hub") as store:
        try:
            with counted(context, "Comparing") as tell:
                found = verify(store, url, cancel, tell)
            done = None
            if (
                repair
                and found.different
                and (yes or _agreed(only_there(store, url, found.different, cancel), as_json))
            ):
                mark_again(store, found.different)
                with counted(context, "Pushing") as tell:
                    done = carry_out(store, url, context.clock, cancel, tell)
        except Cancelled:
            return tell_cancelled(_STAYS, as_json)
    if as_json:
        repaired = None if done is None else _pushed(done)
        documents.write(context, {**_verified(found), "repaired": repaired})
    else:
        say(context, "\n".join(_lines(found, done)) + "\n")
    return 0 if found.proven or done is not None else 1


def _needed_role(context: Context, role: str) -> str:
    """The address of the hub.

    Raises:
        UsageError: none is set, or this machine has another role.
    """
    url = needed_url(context)
    if context.settings.hub_role != role:
        raise UsageError(
            "This machine follows the hub." if role == "IMPORT" else "This machine imports by itself and fills the hub.",
            "Nothing was changed.",
            f"To change that set OHLC_DESKTOP_HUB_ROLE={role.lower()}",
        )  # fmt: skip
    return url


def _agreed(more: int, as_json: bool) -> bool:
    """Whether so many candles that only the hub has may be deleted there; nobody is asked where there are none."""
    if not more:
        return True
    if as_json or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            f"The hub has {more:,} candles in these months that are not stored here, and they would be deleted there.",
            "Nothing was changed.", "Agree on the command line: ohlc-desktop hub verify --repair --yes",
        )  # fmt: skip
    sys.stdout.write(
        f"The hub has {more:,} candles in these months that are not stored here. Delete them there? [y/N] "
    )
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _pushed(done: Pushed) -> dict[str, Any]:
    return {"pushes": done.pushes, "series": done.series, "candles": done.candles, "newest": done.newest}


def _verified(found: Verification) -> dict[str, Any]:
    different = [
        {"symbol": each.symbol, "timeframe": each.timeframe, "month": each.month, "here": each.here,
         "there": each.there, "pending": each.pending}
        for each in found.different
    ]  # fmt: skip
    return {"months": found.months, "candles": found.candles, "equal": found.proven, "different": different}


def _lines(found: Verification, done: Pushed | None) -> list[str]:
    compared = f"{found.candles:,} candles here, {found.months:,} months of series"
    if found.proven:
        return [f"Equal: {compared} have the same sums at the hub."]
    lines = [f"Different: {len(found.different):,} of them; compared: {compared}."]
    lines += [f"  {_line(each)}" for each in found.different[:_SHOWN]]
    if len(found.different) > _SHOWN:
        lines.append(f"  and {len(found.different) - _SHOWN:,} more")
    if done is not None:
        return [*lines, f"Repaired: {done.candles:,} candles were pushed again."]
    return [
        *lines,
        "Push what is left with: ohlc-desktop hub push. What differs still: ohlc-desktop hub verify --repair",
    ]


def _line(each: MonthDifference) -> str:
    pending = ", not pushed yet" if each.pending else ""
    return (
        f"{each.symbol} {each.timeframe} {each.month}: {each.here:,} candles here, {each.there:,} at the hub{pending}"
    )
