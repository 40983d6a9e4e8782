"""The arguments of the commands of sources."""

from __future__ import annotations

import argparse

from ohlc_desktop.arguments.group import SYMBOLS, CommandGroup, add_json

_CANDLE_OR_SESSION = "the trade date of a session, or the time of a candle in UTC"
_SEVERAL = f"{_CANDLE_OR_SESSION}; several with commas between them"


def add_sources(group: CommandGroup) -> None:
    """``sources`` and the commands within it."""
    examples = (
        "  ohlc-desktop sources                       show them, strongest first\n"
        "  ohlc-desktop sources prefer ninjatrader    let it count more than all others\n"
        "  ohlc-desktop sources remove kibot          take out again what it gave\n"
        "  ohlc-desktop sources compare NQ 1m 2026-11-20\n"
        "  ohlc-desktop sources choose NQ 1m 2026-11-20T15:30Z yahoo\n"
        "  ohlc-desktop sources take-back NQ 1m 2026-11-20T15:30Z"
    )
    sources = group.add("sources", "where candles come from, which source counts more, and choices by hand", examples)
    add_json(sources)
    actions = group.within(sources, "sources")
    one = actions.add("list", "show the sources, strongest first", "  ohlc-desktop sources list --json")
    add_json(one, inner=True)
    one = actions.add(
        "spent", "show what was spent on paid feeds this month", "  ohlc-desktop sources spent",
        "What to buy: ohlc-desktop import --help",
    )  # fmt: skip
    add_json(one, inner=True)
    one = actions.add(
        "prefer",
        "put sources in front of the others; what is stored follows",
        "  ohlc-desktop sources prefer kibot yahoo",
    )
    one.add_argument(
        "names", nargs="*", metavar="NAME", help="a source; the first counts most (default: finish what was cut off)"
    )
    one.add_argument("--dry-run", action="store_true", help="tell how many candles would change, and change nothing")
    one.add_argument("--progress", action="store_true", help="a line of JSON for each step before the answer")
    _add_no_push(one)
    add_json(one, inner=True)
    one = actions.add(
        "remove",
        "take out again what a source gave; what stands follows from the others",
        "  ohlc-desktop sources remove kibot\n  ohlc-desktop sources remove kibot NQ --dry-run",
    )
    one.add_argument("name", metavar="NAME", help="a source")
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help=f"{SYMBOLS} (default: all that it gave)")
    one.add_argument("--dry-run", action="store_true", help="tell how many candles would go, and change nothing")
    one.add_argument("--yes", action="store_true", help="do not ask")
    one.add_argument("--no-backup", action="store_true", help="do not copy the database to the folder of backups first")
    one.add_argument("--progress", action="store_true", help="a line of JSON for each step before the answer")
    _add_no_push(one)
    add_json(one, inner=True)
    _add_choices(actions)


def _add_choices(actions: CommandGroup) -> None:
    """What looks at single candles, and chooses among what sources say of them."""
    one = actions.add(
        "compare",
        "show candles of which sources give different prices",
        "  ohlc-desktop sources compare NQ 1m 2026-11-20",
    )
    _add_series(one)
    one.add_argument("when", nargs="?", metavar="TIME", help=f"{_CANDLE_OR_SESSION} (default: all)")
    add_json(one, inner=True)
    one = actions.add(
        "choose", "let what one source says stand", "  ohlc-desktop sources choose NQ 1d 2026-11-20 yahoo"
    )
    _add_series(one)
    one.add_argument("when", metavar="TIME", help=_SEVERAL)
    one.add_argument("source", metavar="NAME", help="the source whose candles are to stand")
    _add_no_push(one)
    add_json(one, inner=True)
    one = actions.add("take-back", "take such a choice back", "  ohlc-desktop sources take-back NQ 1d 2026-11-20")
    _add_series(one)
    one.add_argument("when", metavar="TIME", help=_SEVERAL)
    _add_no_push(one)
    add_json(one, inner=True)


def _add_series(one: argparse.ArgumentParser) -> None:
    one.add_argument("symbol", metavar="SYMBOL", help=f"an instrument, {SYMBOLS}")
    one.add_argument("timeframe", metavar="TIMEFRAME", help="one that sources give themselves, such as 1m or 1d")


def _add_no_push(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--no-push", dest="push", action="store_false",
        help="where this machine fills a hub: tell it with the next import, not now",
    )  # fmt: skip
