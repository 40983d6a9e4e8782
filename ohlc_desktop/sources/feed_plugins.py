"""Finds the feeds that plug-ins provide, and writes to the log what is wrong with them.

Only their specs are loaded, and only when they are wanted: the idle tray of a profile without such a feed loads none.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from threading import RLock
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import Unfit, problem_of
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.plugins import entries, plugin_name
from ohlc_desktop.sources.feed_declarations import declared

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: The entry point group of feeds; ``ohlc_desktop.feeds`` tells authors of it.
GROUP = "ohlc_desktop.sources"

_log = logging.getLogger(__name__)
_lock = RLock()
_loaded = False
_found: dict[str, tuple[str, FeedSpec]] = {}
_refused: dict[str, Message] = {}
#: Names that more than one plug-in gave to its feed, with the first plug-in that did.
_clashing: dict[str, str] = {}


def load(taken: Collection[str]) -> Mapping[str, FeedSpec]:
    """The feeds of all plug-ins that are installed, by the name of the feed.

    They are looked for the first time; later calls wait for it at most. A plug-in that cannot be used, whatever it does,
    costs itself only: a warning with the traceback is in the log, and :func:`refused` has the reason.

    Args:
        taken: Names of the feeds that come with the program.
    """
    global _loaded
    with _lock:
        if not _loaded:
            _loaded = True
            for entry in entries(GROUP):
                _load(entry, taken)
        return {name: feed for name, (_, feed) in _found.items()}


def loaded() -> list[FeedSpec]:
    """The feeds of plug-ins, as far as they were looked for; nothing is loaded for it."""
    return [feed for _, feed in _found.values()]


def distribution_of(feed: str) -> str:
    """The name of the distribution whose plug-in provides a feed; empty for a feed that no loaded plug-in provides."""
    return _found[feed][0].partition("/")[0] if feed in _found else ""


def refused() -> Mapping[str, Message]:
    """Why the plug-ins that cannot be used cannot, by ``distribution/entry point``; of those that were loaded."""
    return dict(_refused)


def _load(entry: EntryPoint, taken: Collection[str]) -> None:
    plugin = entry.name
    try:
        plugin = plugin_name(entry)
        feed = declared(entry.load())
        if feed.name in taken:
            raise Unfit(Message("A feed that comes with the program is called {name} already.", name=feed.name))
        _offer(plugin, feed)
    except BaseException as error:  # noqa: BLE001  # a plug-in may raise anything, and end nothing
        _refuse(plugin, problem_of(error), error)


def _offer(plugin: str, feed: FeedSpec) -> None:
    """Of two feeds with one name neither is used: candles could not be told apart."""
    if feed.name not in _found and feed.name not in _clashing:
        _found[feed.name] = (plugin, feed)
        return
    other = _clashing.setdefault(feed.name, _found.pop(feed.name)[0] if feed.name in _found else "")
    for one, another in ((plugin, other), (other, plugin)):
        _refuse(one, Message("Its feed is called {name}, and so is that of {other}.", name=feed.name, other=another))


def _refuse(plugin: str, problem: Message, error: BaseException | None = None) -> None:
    _refused[plugin] = problem
    _log.warning("The feed %s cannot be used: %s", plugin, problem, exc_info=error)
