"""The house as its plan says; who may import whom is checked by import-linter, see ``pyproject.toml``."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path, PurePosixPath

import ohlc_desktop

PACKAGE = Path(ohlc_desktop.__file__).parent
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
#: A folder holds a dozen modules at most, so that a stranger can take it in.
MOST_MODULES = 12
#: A source is some 150 lines beside its wire format, so that a third party dares to write one; comments and docstrings besides.
MOST_LINES_OF_A_SOURCE = 175


def test_no_class_name_stands_for_two_things() -> None:
    named = re.compile(r"^[ \t]*class (\w+)[(:\[]", re.MULTILINE)
    names = Counter(name for text in SOURCES.values() for name in named.findall(text))
    assert {name for name, count in names.items() if count > 1} == set()


def test_no_folder_has_too_many_modules() -> None:
    folders = Counter(str(PurePosixPath(path).parent) for path in SOURCES if not path.endswith("__init__.py"))
    assert {folder for folder, count in folders.items() if count > MOST_MODULES} == set()


def test_a_source_is_short() -> None:
    lines = {path: text.count("\n") for path, text in SOURCES.items() if PurePosixPath(path).match("sources/*/source.py")}
    assert len(lines) >= 4
    assert {path for path, count in lines.items() if count > MOST_LINES_OF_A_SOURCE} == set()


def test_the_core_has_no_clock_but_one() -> None:
    now = re.compile(r"^(import time\b|from time import)|\b(datetime|date)\.(now|utcnow|today)\(", re.MULTILINE)
    asking = {path for path, text in SOURCES.items() if path.startswith("core/") and now.search(text)}
    assert asking == {"core/clock.py"}
