"""``completion``: shells complete commands, options, symbols, timeframes and files, by the library argcomplete.

A shell that was given the script of :func:`show` starts the program at each press of Tab, with what was typed in its
environment; :func:`answer` then writes what fits instead of carrying out a command. It reads nothing but the watchlist
of the profile that was typed, and imports as little as it can.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from typing import Any
from zoneinfo import available_timezones

from ohlc_desktop.core.layouts import ALL, WATCHLIST
from ohlc_desktop.core.timeframes import NAMES
from ohlc_desktop.profile import locate
from ohlc_desktop.resource_files import resource
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_as_it_is

#: Words that fit, with what they mean, for a beginning of a word and what was read of the command line.
Completer = Callable[..., Mapping[str, str]]


def show(shell: str) -> int:
    """Print the script for a shell; returns the exit code."""
    from argcomplete.shell_integration import shellcode

    sys.stdout.write(shellcode(["ohlc-desktop"], shell=shell))
    return 0


def answer(parser: argparse.ArgumentParser) -> None:
    """Tell the shell what fits, on the stream that it waits for, and end the process."""
    import argcomplete
    from argcomplete.completers import DirectoriesCompleter

    completers = {
        "symbols": symbols, "instrument": symbols, "symbol": several(symbols, WATCHLIST), "timeframe": several(timeframes, ALL),
        "timeframes": several(timeframes), "timezone": zones, "start": nothing, "end": nothing,
        "profile": DirectoriesCompleter(),
    }  # fmt: skip
    for action in _actions(parser):
        if action.dest in completers:
            action.completer = completers[action.dest]  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options=False)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)


def symbols(parsed_args: argparse.Namespace, **_: object) -> Mapping[str, str]:
    """Symbols that can be meant: of the catalogue where some are added, else those that the profile knows."""
    names = _catalogue()
    adding = getattr(parsed_args, "action", None) == "add"
    known = names if adding else _stored(parsed_args) or names
    return {symbol: names.get(symbol, "") for symbol in known}


def timeframes(**_: object) -> Mapping[str, str]:
    """All timeframes."""
    return dict.fromkeys(NAMES, "")


def several(one: Completer, *instead: str) -> Completer:
    """Of what one completer offers a list with commas between, or a word instead of it."""

    def complete(prefix: str, **given: Any) -> Mapping[str, str]:
        before, comma, _ = prefix.rpartition(",")
        taken = before.split(",")
        offered = {f"{before}{comma}{word}": text for word, text in one(**given).items() if word not in taken}
        return offered if comma else {**offered, **dict.fromkeys(instead, "")}

    return complete


def zones(**_: object) -> Mapping[str, str]:
    """Time zones by their names in the tz database."""
    return dict.fromkeys(sorted(available_timezones()), "")


def nothing(**_: object) -> Mapping[str, str]:
    """What cannot be guessed."""
    return {}


def _catalogue() -> dict[str, str]:
    """Symbols and names of the futures we know. Read here: what else the catalogue holds needs numpy."""
    data = tomllib.loads(resource("instruments.toml").read_text("utf-8"))
    return {f"{entry['root']}=F": entry["name"] for entry in data["instruments"]}


def _stored(options: argparse.Namespace) -> list[str]:
    """Symbols that the profile knows, watched ones first; none where they cannot be read."""
    with suppress(Exception):  # nobody who presses Tab wants to hear of it; the command will tell
        profile = locate(options.profile, options.demo)
        with closing(open_as_it_is(profile.database, profile.demo)) as store:
            return watchlist.stored_symbols(store.connection)
    return []
