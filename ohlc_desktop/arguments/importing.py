"""The arguments of the commands that import, and tell of imports."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from ohlc_desktop.arguments.group import FEED, SYMBOLS, CommandGroup, add_json
from ohlc_desktop.arguments.paid import add_order
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.request import Trigger


def add_import(group: CommandGroup) -> None:
    """``import``: now, from the feeds, or bought from one that is paid."""
    one = group.add(
        "import", "import now: the watchlist, or the instruments named",
        "  ohlc-desktop import                        the watchlist\n"
        "  ohlc-desktop import ES NQ --timeframes 5m,1d\n"
        "  ohlc-desktop import 'MNQ 12-26'            a contract\n"
        "  ohlc-desktop import NQ --source databento --from 2024-01-02\n"
        "  ohlc-desktop import --json                 for programs",
        f"Asks {FEED.display_name} for what is missing, stores it, and says what is missing still.\n"
        "Ctrl+C cancels it within a second; what is complete stays stored.\n"
        "With --source it buys from a paid feed: shows the price, and asks before.",
    )  # fmt: skip
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help=f"an instrument, {SYMBOLS}; default: the watchlist")
    one.add_argument(
        "--timeframes", metavar="LIST",
        help="import only these, separated by commas, such as 5m,1d (default: those of the settings)",
    )  # fmt: skip
    add_order(one)
    add_json(one, "one JSON object a line; the last is run_done")
    triggers = [trigger.value for trigger in Trigger if trigger is not Trigger.INGEST]
    one.add_argument("--trigger", default=Trigger.MANUAL.value, choices=triggers, help=argparse.SUPPRESS)
    one.add_argument("--planned", metavar="TIME", type=_moment, help=argparse.SUPPRESS)
    one.add_argument("--series", metavar="LIST", default="", help=argparse.SUPPRESS)


def add_run(group: CommandGroup) -> None:
    """``run``: the schedule without a screen."""
    one = group.add(
        "run", "keep the daily schedule without a screen, in the foreground",
        "  ohlc-desktop run                           until Ctrl+C or SIGTERM\n"
        "  ohlc-desktop run --json                    for a collector of logs",
        "For servers and containers: imports every trading day at 14:05 and 14:35\n"
        "Pacific, and says on stdout what it does and why it waits.",
    )  # fmt: skip
    add_json(one, "one JSON object a line instead of sentences")


def add_status(group: CommandGroup) -> None:
    """``status``: what is stored and missing."""
    one = group.add(
        "status", "what is stored, what is missing, when the next import is due",
        "  ohlc-desktop status                        a line for each timeframe\n"
        "  ohlc-desktop status NQ                     first and last candle of each\n"
        "  ohlc-desktop status --json                 for programs",
    )  # fmt: skip
    one.add_argument(
        "symbols", nargs="*", metavar="SYMBOL",
        help=f"an instrument whose timeframes are shown with their numbers, {SYMBOLS}; default: the states of all",
    )  # fmt: skip
    add_json(one)


def _moment(text: str) -> str:
    """An occurrence as the ledger writes it: ISO 8601 in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("use a time such as 2026-11-23T22:05:00Z") from None
    return iso((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
