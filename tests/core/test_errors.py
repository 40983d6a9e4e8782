"""Sentences for a person: reasons that come from elsewhere end in one full stop, whoever wrote them."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import ohlc_desktop
from ohlc_desktop.core.errors import bare, unexpected
from ohlc_desktop.store.file.file_errors import explained
from tests.translations.message_templates import nodes

PACKAGE = Path(ohlc_desktop.__file__).parent
#: How what is said elsewhere is called in our sources.
FOREIGN = re.compile(r"\b(error|why|reason|result|damage|cause|refused|fault|message|what|failure)\b")


@pytest.mark.parametrize(
    ("reason", "told"),
    [("disk full", "disk full"), ("Disk full.", "Disk full"), ("Wait. Then go on. ", "Wait. Then go on"), ("Hm...", "Hm"),
     (".", ""), ("", ""), (OSError("No space."), "No space"), ("version 1.2", "version 1.2")],
)  # fmt: skip
def test_a_reason_loses_its_own_stop(reason: object, told: str) -> None:
    assert bare(reason) == told


def test_what_sqlite_says_is_told_with_one_stop() -> None:
    for text in ("database is locked", "disk I/O error.", ""):
        assert ".." not in str(explained(sqlite3.OperationalError(text), Path("/ohlc.sqlite3")))


@pytest.mark.parametrize("error", [KeyError("meta"), ValueError("It is 3."), ZeroDivisionError(), OSError(28, "No space.")])
def test_the_name_of_an_exception_is_for_the_log(error: Exception) -> None:
    told = str(unexpected(error, "/logs"))
    assert type(error).__name__ not in told
    assert ".." not in told
    assert ": ." not in told


def stopped(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Values that a sentence sets a full stop after, in f-strings and in templates that are formatted later."""
    names, calls = set(), []
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= set(re.findall(r"\{(\w+)\}\.(?:\s|\)|$)", node.value))
        elif isinstance(node, ast.JoinedStr):
            for value, after in zip(node.values, node.values[1:], strict=False):
                ends = isinstance(after, ast.Constant) and re.match(r"\.(\s|\)|$)", str(after.value))
                if isinstance(value, ast.FormattedValue) and ends:
                    yield value.lineno, ast.unparse(value.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            calls.append(node)
    for call in calls:
        chosen = (word for word in call.keywords if word.arg in names and FOREIGN.fullmatch(word.arg or ""))
        yield from ((word.value.lineno, f"{word.arg}: {ast.unparse(word.value)}") for word in chosen)


def test_the_search_finds_what_it_looks_for() -> None:
    text = 'f"It fails: {error}."; f"{a}.csv {b}. {c}"; tr("Not tested: {reason}.").format(reason=refusal(error))'
    assert sorted(found for _, found in stopped(ast.parse(text))) == ["b", "error", "reason: refusal(error)"]


def test_no_sentence_ends_in_two_stops() -> None:
    """Whatever stands before a full stop of ours and was said elsewhere has lost its own."""
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line}: {value}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, value in stopped(ast.parse(path.read_text("utf-8")))
        if FOREIGN.search(value) and "bare(" not in value
    ]
    assert wrong == []
