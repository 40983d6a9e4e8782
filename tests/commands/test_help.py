"""``--help`` explains every command and every argument, with defaults and examples that can be typed."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from ohlc_desktop.cli import make_parser

#: The app's own, when it starts an import.
INTERNAL = {"trigger", "planned", "series"}


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and all within it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


EVERY = list(parsers(make_parser()))


@pytest.mark.parametrize("parser", EVERY, ids=lambda parser: parser.prog)
def test_every_argument_is_explained(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert {choice.dest for choice in action._choices_actions if choice.help} == set(action.choices)
            continue
        if action.dest in INTERNAL:
            continue
        assert action.help not in (None, "", argparse.SUPPRESS), action.dest
        takes_a_value = action.nargs != 0
        if takes_a_value:
            assert action.metavar or action.choices, action.dest
        if takes_a_value and (action.option_strings or action.nargs in ("?", "*")):
            assert "default: " in action.help, action.dest


@pytest.mark.parametrize("parser", EVERY, ids=lambda parser: parser.prog)
def test_help_says_what_it_does_and_fits_a_terminal(
    parser: argparse.ArgumentParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = parser.format_help()
    assert parser.description
    assert "%" not in text
    assert max(map(len, text.splitlines())) <= 80


def examples() -> list[str]:
    """Every command line that the help shows as an example, without the remark after it."""
    texts = (line.strip() for parser in EVERY for line in (parser.epilog or "").splitlines())
    lines = (re.split(r"  +|[>)]", text)[0] for text in texts if text.startswith("ohlc-desktop "))
    return list(dict.fromkeys(lines))


@pytest.mark.parametrize("line", examples())
def test_examples_can_be_typed(line: str) -> None:
    assert callable(make_parser().parse_args(shlex.split(line)[1:]).command)


def test_every_command_answers_in_json() -> None:
    """But the app, which lasts, and ``completion``, which writes a script."""
    without = [parser.prog for parser in EVERY if "--json" not in parser._option_string_actions]
    assert without == ["ohlc-desktop", "ohlc-desktop completion"]
