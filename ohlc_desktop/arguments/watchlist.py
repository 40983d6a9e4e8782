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
    one = actions.add(
        "shared", "show the watchlists that are shared over the hub, or take one over",
        "  ohlc-desktop watch shared          whose lists there are, and what differs\n"
        "  ohlc-desktop watch shared --add    put what is on it on your list",
    )  # fmt: skip
    whose = "whose list, where several share one (default: that of the only one)"
    one.add_argument("--from", dest="machine", metavar="MACHINE", help=whose)
    one.add_argument("--add", action="store_true", help="put what is on it on your list")
    one.add_argument("--remove", action="store_true", help="take what is not on it off your list; candles stay stored")
    add_json(one, inner=True)
