"""Distributions as pip leaves them in a folder, made by hand: papers, entry points and a module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import dedent

import pytest

from ohlc_desktop.sources import feed_plugins

#: Installs a distribution: its name, its entry points and the text of its module. Returns the folder of its papers.
Install = Callable[[str, Mapping[str, str], str], Path]


@contextmanager
def installing(folder: Path, group: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs distributions with entry points of a group in a folder; their modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(folder))
    yield partial(_install, folder, group)
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(folder)):
            del sys.modules[name]


def no_feeds_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the feeds of plug-ins be as in a process that has just started."""
    monkeypatch.setattr(feed_plugins, "_loaded", False)
    for name in ("_found", "_refused", "_clashing"):
        monkeypatch.setattr(feed_plugins, name, {})


def _install(folder: Path, group: str, name: str, entries: Mapping[str, str], module: str) -> Path:
    papers = folder / f"{name.replace('-', '_')}-1.dist-info"
    papers.mkdir()
    (papers / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", "utf-8")
    lines = [f"{entry} = {value}" for entry, value in entries.items()]
    (papers / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines]), "utf-8")
    (folder / f"{name.replace('-', '_')}.py").write_text(dedent(module), "utf-8")
    return papers
