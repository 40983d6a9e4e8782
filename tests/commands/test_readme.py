"""What README and ``resources/docs`` say is so: commands, contracts, and how to read the data from other programs."""

from __future__ import annotations

import argparse
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.cli import make_parser
from tests.commands.conftest import CommandLine

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = ROOT / "resources" / "docs"


def section(title: str) -> str:
    """A section without its heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_it_names_every_command_and_no_other() -> None:
    (commands,) = [a.choices for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    block = section("Command line").partition("```")[2].partition("```")[0]
    named = re.findall(r"^ohlc-desktop ([a-z]+)", block, re.MULTILINE)
    assert sorted(named) == sorted(commands)


def test_it_names_the_columns_of_the_view(filled: CommandLine) -> None:
    told = section("Your data").partition("`symbol,")[2].partition("`")[0].replace("\n", " ")
    with closing(sqlite3.connect(filled.folder / "ohlc.sqlite3")) as database:
        columns = [name for _, name, *_ in database.execute("PRAGMA table_info(candles)")]
    assert columns == [name.strip() for name in f"symbol,{told}".split(",")]


def test_every_table_of_the_database_is_explained(filled: CommandLine) -> None:
    told = (DOCS / "database.md").read_text("utf-8").partition("\n## Tables")[2].partition("\n## ")[0]
    with closing(sqlite3.connect(filled.folder / "ohlc.sqlite3")) as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        assert re.findall(r"^\| `(\w+)`", told, re.MULTILINE) == sorted(name for (name,) in tables)


def anchors(page: Path) -> set[str]:
    """What a link to a page can lead to within it, as GitHub names headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^):]+)\)", page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
