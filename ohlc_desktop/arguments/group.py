"""Commands are added here: what all of them have, and words that several of them use."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from ohlc_desktop.sources.registry import feed_of

#: Carries out a command; returns the exit code.
Command = Callable[[argparse.Namespace], int]

#: The feed that is asked unless a profile says otherwise.
FEED = feed_of(demo=False)

#: How an instrument is written.
SYMBOLS = (
    f"as {FEED.display_name} writes it ({', '.join(FEED.symbols)}), as NinjaTrader does ('MNQ 12-26'),"
    " or the root of a future (NQ)"
)


class CommandGroup:
    """Commands that are added to a parser."""

    def __init__(self, actions: argparse._SubParsersAction[Any], before: str, commands: Mapping[str, Command]) -> None:
        self._actions, self._before, self._commands = actions, before, commands

    def add(self, name: str, text: str, examples: str, more: str = "") -> argparse.ArgumentParser:
        """A command: its name, what it does in a line, examples of its use, and what else is to be known of it."""
        sentence = text[0].upper() + text[1:] + "."
        parser: argparse.ArgumentParser = self._actions.add_parser(
            name, help=text, description=f"{sentence}\n\n{more}" if more else sentence,
            epilog=f"Examples:\n{examples}", formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        add_common(parser, top=False)
        parser.set_defaults(command=self._commands[f"{self._before} {name}".strip()])
        return parser

    def within(self, parser: argparse.ArgumentParser, name: str) -> CommandGroup:
        """The commands of a command."""
        actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
        return CommandGroup(actions, name, self._commands)


def add_common(parser: argparse.ArgumentParser, top: bool) -> None:
    """Options that stand before or after a command; ``top``: before."""

    def default(value: object) -> object:
        return value if top else argparse.SUPPRESS

    parser.add_argument(
        "--demo", action="store_true", default=default(False), help="a simulated market in a profile of its own"
    )
    parser.add_argument(
        "--profile", metavar="DIR", default=default(None),
        help="the data folder (default: OHLC_DESKTOP_HOME, else the usual one of the system)",
    )  # fmt: skip
    parser.add_argument(
        "--verbose", dest="verbosity", action="store_const", const=1, default=default(0), help="show every step"
    )
    parser.add_argument(
        "-q", "--quiet", dest="verbosity", action="store_const", const=-1, default=default(0), help="show problems only"
    )


def add_json(
    parser: argparse.ArgumentParser, text: str = "answer with one JSON document on stdout", inner: bool = False
) -> None:
    """The answer for programs; ``inner``: of a command within one that has the option as well."""
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS if inner else False, help=text)
