"""What the README says is so: commands, contracts, and how to read the data from other programs."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from ohlc_desktop.cli import make_parser
from tests.commands.conftest import Desk

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def section(title: str) -> str:
    """A section without its heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_it_names_every_command_and_no_other() -> None:
    (commands,) = [a.choices for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    block = section("Commands").partition("```")[2].partition("```")[0]
    named = re.findall(r"^ohlc-desktop ([a-z]+)", block, re.MULTILINE)
    assert sorted(named) == sorted(commands)


def test_it_names_everything_in_the_status(filled: Desk) -> None:
    told = section("For programs").partition("**`status --json`**")[2].partition("**`export`**")[0]
    words = set(re.findall(r"\w+", told))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for each in value.values() for key in keys(each)}
        return keys(value[0]) if isinstance(value, list) and value else set()

    status = filled.run("status", "--json").json
    status.pop("quarantine")  # its keys are reasons
    assert keys(status) - words == set()
    assert status["last_run"] is not None


def test_its_lines_for_pandas_read_the_database(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code = section("Your data").partition("```python\n")[2].partition("```")[0].strip().replace("NQ=F", "ES=F")
    *before, last = code.splitlines()
    monkeypatch.chdir(filled.folder)
    names: dict[str, object] = {}
    exec("\n".join(before), names)
    frame = eval(last, names)
    names["database"].close()  # type: ignore[attr-defined]
    told = section("Your data").partition("`symbol,")[2].partition("`")[0].replace("\n", " ")
    assert list(frame.columns) == [name.strip() for name in f"symbol,{told}".split(",")]
    assert len(frame) > 1000
    assert str(frame["time"].dtype).endswith(", UTC]")
    assert frame["time"].is_monotonic_increasing


def test_every_link_within_it_leads_somewhere() -> None:
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", README, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (Path(__file__).parents[2] / path).exists(), path
