"""The arguments of the commands of the watchlist."""

from __future__ import annotations

from ohlc_desktop.arguments.group import FEED, SYMBOLS, CommandGroup, add_json


def add_watch(group: CommandGroup) -> None:
    """``watch`` and the commands within it."""
    examples = (
        "  ohlc-desktop watch                         show the watchlist\n"
        "  ohlc-desktop watch add SI 'MNQ 12-26' AAPL\n"
        "  ohlc-desktop watch remove GC"
    )
    watch = group.add("watch", "the instruments that are imported every day", examples)
    add_json(watch)
    actions = group.within(watch, "watch")
    one = actions.add("list", "show the watchlist", "  ohlc-desktop watch list --json")
    add_json(one, inner=True)
    one = actions.add(
        "add", "add instruments; all or none", "  ohlc-desktop watch add SI 'MNQ 12-26' AAPL",
        f"{FEED.display_name} is asked about those that are no futures of the catalogue.",
    )  # fmt: skip
    one.add_argument("symbols", nargs="+", metavar="SYMBOL", help=f"an instrument, {SYMBOLS}")
    one.add_argument("--unchecked", action="store_true", help=f"do not ask {FEED.display_name} whether it knows them")
    add_json(one, inner=True)
    one = actions.add("remove", "remove instruments; their candles stay stored", "  ohlc-desktop watch remove GC CL")
    one.add_argument("symbols", nargs="+", metavar="SYMBOL", help=f"an instrument of the watchlist, {SYMBOLS}")
    add_json(one, inner=True)
