"""The recipes in CONTRIBUTING are true: followed in a copy of the repository, each touches no more files than it promises."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.translations.listing import lupdate

ROOT = Path(__file__).parents[1]
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
#: How many files are touched at most, tests and translations apart.
PROMISED = {
    "An indicator": 1,
    "A setting": 2,
    "A state of the coverage page": 2,
    "A column of the coverage page": 1,
    "A source of candles": 2,
    "A change of the database": 1,
    "A language": 1,
}
APART = ("tests/", "resources/translations/")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A section: its diff and its commands."""

    name: str
    promised: int
    diff: str
    commands: tuple[str, ...]

    @property
    def touched(self) -> set[str]:
        """The files that count; a new package in ``sources`` is one."""
        files = re.findall(r"^\+\+\+ b/(\S+)$", self.diff, re.MULTILINE)
        return {re.sub(r"(/sources/\w+)/.*", r"\1", file) for file in files if not file.startswith(APART)}


def recipes() -> list[Recipe]:
    """All sections with a number of files in their title."""
    text = CONTRIBUTING.read_text("utf-8")
    sections = re.findall(r"^### ([^\n:]+): (\d) files?\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
    return [Recipe(name, int(number), block("diff", body), tuple(block("sh", body).splitlines())) for name, number, body in sections]


def block(kind: str, body: str) -> str:
    """The one block of a kind in a section."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)
    return str(found)


def called(command: list[str], folder: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command in the copy, whose modules win over those that are installed."""
    env = {**os.environ, "PYTHONPATH": str(folder), "GIT_CEILING_DIRECTORIES": str(folder.parent), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=env, input=text, capture_output=True, text=True, encoding="utf-8", timeout=200)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository."""
    if lupdate() is None:
        pytest.skip("this PySide6 comes without lupdate")
    for name in ("ohlc_desktop", "resources", "tests"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path / "copy")
    return tmp_path / "copy"


def test_each_recipe_touches_as_few_files_as_it_promises() -> None:
    assert {recipe.name: recipe.promised for recipe in recipes()} == PROMISED
    for recipe in recipes():
        assert 0 < len(recipe.touched) <= recipe.promised, recipe.name


def test_the_recipes_work_when_they_are_followed(copy: Path) -> None:
    for recipe in recipes():
        done = called(["git", "apply", "--ignore-whitespace", "-"], copy, recipe.diff)
        assert not done.returncode, f"The diff of “{recipe.name}” in CONTRIBUTING.md does not apply: correct it.\n{done.stderr}"
    commands = [shlex.split(line)[1:] for recipe in recipes() for line in recipe.commands]
    tests = [word for command in commands if command[1] == "pytest" for word in command[2:]]
    for command in (command for command in commands if command[1] != "pytest"):
        done = called([sys.executable, *command], copy)
        assert not done.returncode, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"
    options = ["-q", "-n0", "-p", "no:cacheprovider", f"--basetemp={copy.parent / 'child'}"]
    done = called([sys.executable, "-m", "pytest", *options, *tests], copy)
    assert not done.returncode, f"Tests that the recipes name do not pass.\n{done.stdout}{done.stderr}"
