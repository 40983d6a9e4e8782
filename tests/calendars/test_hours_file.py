"""The file of corrections: every row is needed, has its sources, and nonsense in it is named."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ohlc_desktop import resource_files
from ohlc_desktop.calendars import exchange_calendars, hours_file
from ohlc_desktop.calendars.hours_file import Hours, edition, load_hours, shipped_hours
from ohlc_desktop.core.errors import SettingsError
from ohlc_desktop.core.market.catalogue import CALENDARS
from ohlc_desktop.core.market.sessions import day_number
from ohlc_desktop.resource_files import resource

GOOD = resource(hours_file.FILE).read_text("utf-8")
ROW = '{ date = "2025-01-09", close = "08:30", sources = ["cme_mourning", "feeds"] }'


@pytest.mark.parametrize("name", CALENDARS)
def test_every_row_says_something_else_than_the_library(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A row that a newer library makes needless is to go."""
    rows = shipped_hours()[name].corrections
    span = day_number(rows[0].date), day_number(rows[-1].date)
    right = exchange_calendars.sessions(name, *span)
    bare = {key: Hours(hours.library, ()) for key, hours in shipped_hours().items()}
    monkeypatch.setattr(exchange_calendars, "shipped_hours", lambda: bare)
    library = exchange_calendars.sessions(name, *span)
    said = [{d: tuple(rest) for d, *rest in zip(*(c.tolist() for c in (s.trade_date, s.open, s.close, s.break_start, s.break_end)), strict=True)} for s in (right, library)]  # fmt: skip
    differ = {d for d in said[0].keys() | said[1].keys() if said[0].get(d) != said[1].get(d)}
    assert differ == {day_number(row.date) for row in rows}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{ date = "2025-01-09", sources = ["lean"] }', "what is traded"),
        ('{ date = "2025-01-09", closed = true, close = "08:30", sources = ["lean"] }', "what is traded"),
        ('{ date = "2025-01-09", open = "12:05", close = "08:30", sources = ["lean"] }', "order"),
        ('{ date = "2025-01-09", close = "08:30", sources = ["hearsay"] }', "sources"),
        ('{ date = "2025-01-09", close = "08:30", sources = [] }', "sources"),
        ('{ date = "2025-01-09", close = "08:30" }', "sources"),
        ('{ date = "2025-01-09", close = "08:30", note = "", sources = ["lean"] }', "a word"),
        ('{ date = "2025-01-09", close = "8 h", sources = ["lean"] }', "8 h"),
        ('{ date = "2025-02-29", close = "08:30", sources = ["lean"] }', "day is out of range"),
        ('{ date = "2024-01-09", close = "08:30", sources = ["lean"] }', "do not rise"),
    ],
)
def test_an_impossible_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "s.toml"
    assert GOOD.count(ROW) == 1
    path.write_text(GOOD.replace(ROW, row), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_hours(path)
    assert said in str(caught.value.message)
    assert str(path) in str(caught.value.message)


@pytest.mark.parametrize("text", ["", "[sources]", "sources = 3", "\x00", GOOD.replace("[cme_fx]", "[cme_fish]")])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError):
        load_hours(path)


def test_no_source_is_named_for_nothing() -> None:
    data = tomllib.loads(GOOD)
    assert {source for name in CALENDARS for row in data[name]["rows"] for source in row["sources"]} == set(data["sources"])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_hours(tmp_path / "none.toml")


def test_another_file_or_library_is_another_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = edition()
    assert edition() == shipped
    monkeypatch.setattr(hours_file, "version", lambda _: "6.0")
    assert edition() != shipped
    monkeypatch.undo()
    (tmp_path / "_resources").mkdir()
    (tmp_path / "_resources" / hours_file.FILE).write_text(GOOD + "\n# a row less", "utf-8")
    monkeypatch.setattr(resource_files, "_PACKAGE", tmp_path)
    assert edition() != shipped
