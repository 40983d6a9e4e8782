"""A profile that was imported once, and the charts on a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ohlc_desktop.profile import Profile, create
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.conftest import Once
from tests.ui.chart.rig import NOW, Rig, run, watch

#: Starts the charts on the profile; may be called again after the first were closed.
Start = Callable[..., Rig]


@pytest.fixture(scope="session")
def charted(once: Once) -> Path:
    """The folder of a demo profile that watches ES, CL and GC and has candles of the first two, CL with a hole."""

    def fill(folder: Path) -> None:
        profile = Profile(folder, demo=True)
        create(profile)
        run(profile.database, NOW, "ES", "CL")
        watch(profile.database, "ES", "CL", "GC")

    return once("charted", fill)


@pytest.fixture
def profile(charted: Path, tmp_path: Path) -> Profile:
    """The same, of its own for each test."""
    return Profile(Path(shutil.copytree(charted, tmp_path / "profile")), demo=True)


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, profile: Profile) -> Iterator[Start]:
    """Starts charts; those that are open at the end are closed."""
    apply_theme(qapp, "LIGHT")
    made: list[Rig] = []

    def begin(on: Profile | None = None, **options: object) -> Rig:
        made.append(Rig(qtbot, on or profile, **options))  # type: ignore[arg-type]
        return made[-1]

    yield begin
    for rig in made:
        rig.close()


@pytest.fixture
def rig(start: Start) -> Rig:
    """The charts."""
    return start()
