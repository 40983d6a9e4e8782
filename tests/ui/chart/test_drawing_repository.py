"""Drawings of instruments: read once, kept at once, never lost to a database that is busy."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, new_id
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.chart_reading import save_drawings
from ohlc_desktop.store.backup.backup import back_up
from ohlc_desktop.store.backup.checking import Watch
from ohlc_desktop.store.backup.restore import put_back
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.ui.chart.drawing.drawing_repository import DrawingRepository
from tests.standins.clock import FakeClock
from tests.ui.chart.rig import DEADLINE, NOW, watch
from tests.waiting import wait_until


def line(price: float) -> Drawing:
    return Drawing(new_id(), DrawingKind.HORIZONTAL, (Anchor(int(NOW), price),))


class Shelves:
    """A shelf over a profile, and what became of it.

    Attributes:
        changes: Symbol and number of drawings, as told to charts.
        failures: Titles of what went wrong.
    """

    def __init__(self, qtbot: QtBot, profile: Profile) -> None:
        self._qtbot, self._profile = qtbot, profile
        self.work = BackgroundWorker("drawings")
        self.repository = DrawingRepository(profile, FakeClock(NOW), self.work)
        self.changes: list[tuple[str, int]] = []
        self.failures: list[str] = []
        self.repository.changed.connect(lambda symbol, drawings: self.changes.append((symbol, len(drawings))))
        self.repository.failed.connect(lambda error: self.failures.append(str(error.title)))

    def load(self, symbol: str) -> list[list[Drawing]]:
        """What was answered."""
        answers: list[list[Drawing]] = []
        self.repository.load(symbol, answers.append)
        self.settle()
        return answers

    def settle(self) -> None:
        for _ in range(3):
            done: list[None] = []
            self.work.run(lambda: None, done.append)
            wait_until(self._qtbot, lambda found=done: found, DEADLINE)

    def stored(self) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self._profile.database)) as plain:
            return plain.execute("SELECT kind, data FROM drawing ORDER BY place").fetchall()

    def close(self) -> None:
        self.repository.stop()
        self.work.stop()
        self.repository.close()


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """One without candles, that does not wait long for other programs."""
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 2)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    made = Profile(tmp_path / "profile", demo=True)
    create(made)
    watch(made.database, "ES", "CL")
    return made


@pytest.fixture
def shelves(qtbot: QtBot, profile: Profile) -> Iterator[Shelves]:
    made = Shelves(qtbot, profile)
    yield made
    made.close()


def test_what_is_kept_comes_back(shelves: Shelves, qtbot: QtBot, profile: Profile) -> None:
    assert shelves.load("ES=F") == [[]]
    drawn = [line(6000.0), line(6100.25)]
    shelves.repository.keep("ES=F", drawn)
    assert shelves.changes == [("ES=F", 2)]
    shelves.settle()
    assert shelves.load("ES=F") == [drawn]
    again = Shelves(qtbot, profile)
    assert again.load("ES=F") == [drawn]
    assert again.load("CL=F") == [[]]
    again.close()


def test_rows_of_another_version_are_kept_as_they_are(shelves: Shelves, profile: Profile) -> None:
    foreign = ("wave", json.dumps({"kind": "wave", "points": 5}))
    broken = ("trend", "[7]")
    with closing(sqlite3.connect(profile.database)) as plain, plain:
        number = plain.execute("SELECT id FROM instrument WHERE symbol='ES=F'").fetchone()[0]
        for place, row in enumerate((foreign, broken)):
            plain.execute("INSERT INTO drawing(instrument_id, place, kind, data, created) VALUES (?,?,?,?,0)", (number, place, *row))
    assert shelves.load("ES=F") == [[]]
    shelves.repository.keep("ES=F", [line(6000.0)])
    shelves.settle()
    assert [kind for kind, _ in shelves.stored()] == ["wave", "trend", "horizontal"]
    assert shelves.stored()[:2] == [foreign, broken]


def test_what_changes_while_it_is_written_is_written_once_afterwards(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a drawing is moved by a key that is held."""
    written: list[object] = []

    def save(*about: object) -> None:
        written.append(about[2])
        save_drawings(*about)  # type: ignore[arg-type]

    monkeypatch.setattr("ohlc_desktop.ui.chart.drawing.drawing_repository.save_drawings", save)
    shelves.load("ES=F")
    for price in range(20):
        shelves.repository.keep("ES=F", [line(6000.0 + price)])
    shelves.settle()
    assert len(written) == 2
    assert json.loads(shelves.stored()[0][1])["points"][0][1] == 6019.0


def test_what_could_not_be_kept_is_tried_again(shelves: Shelves, profile: Profile) -> None:
    shelves.load("ES=F")
    with closing(sqlite3.connect(profile.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        shelves.repository.keep("ES=F", [line(6000.0)])
        shelves.settle()
        assert len(shelves.failures) == 1
        assert "locked" in shelves.failures[0]
        assert shelves.stored() == []
    shelves.repository.save_again()
    shelves.settle()
    assert len(shelves.stored()) == 1


def test_the_end_of_the_program_keeps_what_is_not_kept_yet(shelves: Shelves) -> None:
    shelves.load("ES=F")
    shelves.work.stop()
    shelves.repository.keep("ES=F", [line(6000.0)])
    shelves.close()
    assert len(shelves.stored()) == 1
    assert shelves.failures == []


def test_the_end_does_not_wait_for_another_program(shelves: Shelves, profile: Profile) -> None:
    shelves.load("ES=F")
    shelves.work.stop()
    with closing(sqlite3.connect(profile.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        shelves.repository.keep("ES=F", [line(6000.0)])
        shelves.close()
    assert shelves.failures == ["The drawings of ES=F could not be stored."]


def test_what_is_drawn_before_the_stored_ones_are_known_is_added_to_them(shelves: Shelves) -> None:
    shelves.load("ES=F")
    first, second = line(6000.0), line(6100.0)
    shelves.repository.keep("ES=F", [first])
    shelves.settle()
    shelves.repository.forget()
    shelves.repository.keep("ES=F", [second])
    shelves.settle()
    assert len(shelves.stored()) == 2
    assert shelves.changes[-1] == ("ES=F", 2)


# -- a backup that is put back ------------------------------------------------------------------------


class Past:
    """A profile as it was when this was made, to go back to."""

    def __init__(self, profile: Profile, folder: Path) -> None:
        self._profile, self._backup, self._before = profile, folder / "backup", folder / "before"
        back_up(profile.database, self._backup, profile.demo, Watch())

    def come_back(self) -> str:
        """Put it back; returns the name of the store."""
        put_back(self._backup, self._profile.database, self._profile.demo, self._before, self._before, Watch())
        with closing(open_reader(self._profile.database, self._profile.demo)) as store:
            return facts.fact(store.connection, facts.STORE) or ""


def test_drawings_of_a_backup_that_was_put_back_are_shown(shelves: Shelves, profile: Profile, tmp_path: Path) -> None:
    shelves.load("ES=F")
    old, new = line(6000.0), line(6100.0)
    shelves.repository.keep("ES=F", [old])
    shelves.settle()
    past = Past(profile, tmp_path)
    shelves.repository.keep("ES=F", [new, line(6200.0)])
    shelves.settle()
    shelves.repository.show_store(past.come_back())
    shelves.settle()
    assert shelves.changes == [("ES=F", 1), ("ES=F", 2), ("ES=F", 1)]
    assert shelves.load("ES=F") == [[old]]
    shelves.repository.show_store("")  # nothing could be read
    shelves.settle()
    assert len(shelves.changes) == 3


def test_what_is_drawn_before_anybody_knows_is_added(shelves: Shelves, profile: Profile, tmp_path: Path) -> None:
    shelves.load("ES=F")
    old, former, fresh = line(6000.0), line(6100.0), line(6200.0)
    shelves.repository.keep("ES=F", [old])
    shelves.settle()
    past = Past(profile, tmp_path)
    shelves.repository.keep("ES=F", [former])
    shelves.settle()
    past.come_back()
    shelves.repository.keep("ES=F", [former, fresh])
    shelves.settle()
    assert shelves.failures == []
    assert shelves.load("ES=F") == [[old, fresh]]
    assert len(shelves.stored()) == 2
    assert shelves.changes[-1] == ("ES=F", 2)


def test_a_backup_that_cannot_be_read_yet_is_read_later(shelves: Shelves, profile: Profile, tmp_path: Path) -> None:
    shelves.load("ES=F")
    old, former, fresh = line(6000.0), line(6100.0), line(6200.0)
    shelves.repository.keep("ES=F", [old])
    shelves.settle()
    past = Past(profile, tmp_path)
    shelves.repository.keep("ES=F", [former])
    shelves.settle()
    name = past.come_back()
    hidden = profile.database.rename(profile.database.with_name("hidden"))
    shelves.repository.show_store(name)
    shelves.settle()
    shelves.repository.keep("ES=F", [former, fresh])
    shelves.settle()
    assert len(shelves.failures) == 1
    hidden.rename(profile.database)
    shelves.repository.show_store(name)
    shelves.settle()
    assert shelves.load("ES=F") == [[old, fresh]]
