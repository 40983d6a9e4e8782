"""What the tests of files on their way into the store work with."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from ohlc_desktop.profile import Profile


class FileBench:
    """A profile, a folder with files, and the stand-in for the program that reads them.

    Attributes:
        profile: The profile.
        folder: Where the files are.
        command: The stand-in.
    """

    def __init__(self, place: Path) -> None:
        self.profile, self.folder = Profile(place / "profile", False), place / "files"
        self.profile.folder.mkdir()
        self.folder.mkdir()
        script = place / "importer.py"
        shutil.copy(Path(__file__).with_name("importer.py"), script)
        self._calls = place / "calls.jsonl"
        self.command = [sys.executable, "-S", "-E", str(script)]

    def file(self, name: str, text: str) -> str:
        """Write a file; its path."""
        path = self.folder / name
        path.write_text(text)
        return str(path)

    @property
    def calls(self) -> list[list[str]]:
        """The file and the arguments of every process so far."""
        lines = self._calls.read_text().splitlines() if self._calls.exists() else []
        return [json.loads(line) for line in lines]

    def names(self, step: str) -> list[str]:
        """The files for which a process was started with an argument."""
        return [name for name, *words in self.calls if step in words]


@pytest.fixture
def bench(tmp_path: Path) -> FileBench:
    """A bench of one's own."""
    return FileBench(tmp_path)
