"""The arguments of the command line that have to do with paid feeds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from ohlc_desktop.sources.registry import PAID_FEEDS

#: Examples of the command ``databento``, and what more is to be known of it.
DATABENTO_HELP = (
    "  ohlc-desktop databento                     the key, and what was spent\n"
    "  ohlc-desktop databento login               keep a key",
    "The key is kept in the system's keyring, never in a file of this program.\n"
    "Where there is none, set DATABENTO_API_KEY.\n"
    "What to buy: ohlc-desktop import --help",
)


class CommandGroup(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, examples: str, more: str = "") -> argparse.ArgumentParser:
        """A command: its name, what it does in a line, examples of its use, and what else is to be known of it."""


def add_order(one: argparse.ArgumentParser) -> None:
    """What is bought of a paid feed."""
    names = ", ".join(feed.name for feed in PAID_FEEDS)
    one.add_argument("--source", metavar="NAME", help=f"buy minutes from a paid feed: {names} (default: buy nothing)")
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


def databento(group: CommandGroup) -> Iterator[argparse.ArgumentParser]:
    """The commands of an account at Databento."""
    yield group.add(
        "status", "show where the key is, and what was spent this month", "  ohlc-desktop databento status --json"
    )
    yield group.add(
        "login", "keep a key in the system's keyring", "  ohlc-desktop databento login",
        "Asks for it without showing it, or reads a line from stdin.\n"
        "It must not stand on the command line, where other programs see it.",
    )  # fmt: skip
    yield group.add("logout", "take the key out of the system's keyring", "  ohlc-desktop databento logout")


def _date(text: str) -> date:
    """A trade date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("use a date such as 2024-01-31") from None
