"""``watch shared``: the watchlists that machines share over the hub, and taking one over.

A list belongs to the machine that shares it. Nothing is taken off one's own without being asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from ohlc_desktop.commands.context import Context, watched
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.profile import create
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store

if TYPE_CHECKING:
    from ohlc_desktop.hub.reading import SharedWatchlist


def run(context: Context, machine: str | None, adding: bool, removing: bool, as_json: bool = False) -> int:
    """Show what is shared, and take over a list where that is wanted; returns the exit code.

    Args:
        context: Profile and settings.
        machine: Whose list; None for the only one.
        adding: Put what is on it on the own list.
        removing: Take what is not on it off the own list; candles stay.
        as_json: One JSON object.

    Raises:
        UsageError: no hub is set, the machine shares none, or several do and none was named.
        HubError: the hub cannot be read.
    """
    lists = _read(context)
    create(context.profile)
    with closing(open_store(context.profile.database, context.profile.demo)) as store:
        before = watched(context, store)
        after, chosen = before, lists
        if adding or removing or machine:
            chosen = [_chosen(lists, machine)]
        if adding or removing:
            after = _merged(context, before, chosen[0].symbols, adding, removing)
            with store.transaction() as connection:
                watchlist.set_watchlist(connection, after)
    added = [symbol for symbol in after if symbol not in before]
    removed = [symbol for symbol in before if symbol not in after]
    if as_json:
        shown = [_entry(each, before) for each in chosen]
        documents.write(context, {"lists": shown, "added": added, "removed": removed, "watchlist": after})
    else:
        _tell(chosen, before, added, removed, adding or removing)
    return 0


def _read(context: Context) -> list[SharedWatchlist]:
    if not context.settings.hub_url:
        raise UsageError(
            "No hub is set.", "Nothing was changed.", "Set OHLC_DESKTOP_HUB=postgresql://…, or in Settings."
        )
    from ohlc_desktop.hub.reading import HubReader

    with HubReader(context.settings.hub_url) as hub:
        return hub.watchlists()


def _chosen(lists: Sequence[SharedWatchlist], machine: str | None) -> SharedWatchlist:
    found = [each for each in lists if machine in (None, each.machine)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.machine for each in lists) or "nobody"
    title = "{machine} shares no watchlist." if machine else "Nobody or more than one machine shares a watchlist."
    raise UsageError(
        title, "Nothing was changed.", "Name one with --from. Shared by: {names}.", machine=machine or "", names=names
    )


def _merged(
    context: Context, before: Sequence[str], theirs: Sequence[str], adding: bool, removing: bool
) -> list[str]:  # fmt: skip
    """The own list after that: in its own order, what is new at the end."""
    known = [context.instrument(symbol).symbol for symbol in theirs]
    kept = [symbol for symbol in before if symbol in known or not removing]
    return list(dict.fromkeys([*kept, *(known if adding else ())]))


def _entry(each: SharedWatchlist, own: Sequence[str]) -> dict[str, object]:
    return {
        "machine": each.machine,
        "symbols": list(each.symbols),
        "only_there": [symbol for symbol in each.symbols if symbol not in own],
        "only_here": [symbol for symbol in own if symbol not in each.symbols],
    }


def _tell(
    lists: Sequence[SharedWatchlist], own: Sequence[str], added: Sequence[str], removed: Sequence[str], changing: bool
) -> None:  # fmt: skip
    if changing:
        sys.stdout.write(f"Added: {' '.join(added) or 'nothing'}. Removed: {' '.join(removed) or 'nothing'}.\n")
        if removed:
            sys.stdout.write("The candles of what was removed stay stored.\n")
        return
    for each in lists:
        entry = _entry(each, own)
        sys.stdout.write(f"{each.machine}: {' '.join(each.symbols)}\n")
        for key, words in (("only_there", "not on your list"), ("only_here", "only on your list")):
            if entry[key]:
                sys.stdout.write(f"  {words}: {' '.join(entry[key])}\n")  # type: ignore[arg-type]
    if not lists:
        sys.stdout.write("Nobody shares a watchlist over the hub yet.\n")
