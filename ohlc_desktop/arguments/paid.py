"""The arguments of the command line that have to do with paid feeds."""

from __future__ import annotations

import argparse
from datetime import date

from ohlc_desktop.arguments.group import CommandGroup, add_json
from ohlc_desktop.sources.registry import PAID_FEEDS


def add_order(one: argparse.ArgumentParser) -> None:
    """What is bought of a paid feed."""
    names = ", ".join(feed.name for feed in PAID_FEEDS)
    one.add_argument(
        "--source", metavar="NAME", help=f"buy minutes from a paid feed: {names}, or a plug-in's (default: buy nothing)"
    )
    one.add_argument(
        "--from",
        dest="start",
        metavar="DATE",
        type=_date,
        help="first trade date to buy, 2024-01-31 (default: the oldest)",
    )
    one.add_argument(
        "--to", dest="end", metavar="DATE", type=_date, help="last trade date to buy, included (default: the newest)"
    )
    one.add_argument("--yes", action="store_true", help="buy without asking, within the monthly limit of the settings")


def add_databento(group: CommandGroup) -> None:
    """``databento`` and the commands within it: an account there."""
    account = group.add(
        "databento", "the key of Databento, a paid feed, and what was spent on it",
        "  ohlc-desktop databento                     the key, and what was spent\n"
        "  ohlc-desktop databento login               keep a key",
        "The key is kept in the system's keyring, never in a file of this program.\n"
        "Where there is none, set DATABENTO_API_KEY.\n"
        "What to buy: ohlc-desktop import --help",
    )  # fmt: skip
    add_json(account)
    actions = group.within(account, "databento")
    for one in (
        actions.add(
            "status", "show where the key is, and what was spent this month", "  ohlc-desktop databento status --json"
        ),
        actions.add(
            "login", "keep a key in the system's keyring", "  ohlc-desktop databento login",
            "Asks for it without showing it, or reads a line from stdin.\n"
            "It must not stand on the command line, where other programs see it.",
        ),
        actions.add("logout", "take the key out of the system's keyring", "  ohlc-desktop databento logout"),
    ):  # fmt: skip
        add_json(one, inner=True)


def _date(text: str) -> date:
    """A trade date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("use a date such as 2024-01-31") from None
