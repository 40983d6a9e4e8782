"""A window comes back on its screen wherever that is now, and whole on another one when it is gone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ohlc_desktop.core.chart.saved.screens import Area, ScreenArea, WindowPlace, place_from_json, placed

LEFT = ScreenArea("DP-1", "A1", Area(0, 0, 1920, 1040))
RIGHT = ScreenArea("HDMI-1", "B2", Area(1920, 0, 2560, 1400))
LAPTOP = ScreenArea("eDP-1", "", Area(0, 24, 1280, 776))
WAS = WindowPlace(Area(2020, 100, 2000, 1000), RIGHT)


def at(screen: ScreenArea, x: int, y: int) -> ScreenArea:
    """The screen, plugged in elsewhere."""
    return ScreenArea(screen.name, screen.serial, Area(x, y, screen.area.width, screen.area.height))


def test_it_comes_back_as_it_was() -> None:
    assert placed(WAS, [LEFT, RIGHT]) == WAS.area
    beyond = WindowPlace(Area(-50, 900, 800, 600), LEFT)  # as the user left it, partly out of sight
    assert placed(beyond, [LEFT, RIGHT], title=20) == beyond.area


def test_it_follows_its_screen() -> None:
    assert placed(WAS, [at(RIGHT, 0, 0), at(LEFT, 2560, 0)]) == Area(100, 100, 2000, 1000)
    other_plug = ScreenArea("DP-7", "B2", Area(0, 1040, 2560, 1400))
    assert placed(WAS, [LEFT, other_plug]) == Area(100, 1140, 2000, 1000)
    smaller = ScreenArea("HDMI-1", "B2", Area(1920, 0, 1600, 900))  # in another resolution
    assert placed(WAS, [LEFT, smaller], title=30) == Area(1920, 30, 1600, 870)


def test_two_of_one_make_are_told_apart_by_their_plugs() -> None:
    one, two = ScreenArea("DP-1", "same", Area(0, 0, 1000, 800)), ScreenArea("DP-2", "same", Area(1000, 0, 1000, 800))
    assert placed(WindowPlace(Area(1100, 10, 300, 200), two), [one, two]) == Area(1100, 10, 300, 200)
    swapped = [at(two, 0, 0), at(one, 1000, 0)]
    assert placed(WindowPlace(Area(1100, 10, 300, 200), two), swapped) == Area(100, 10, 300, 200)


@pytest.mark.parametrize(
    ("screens", "expected"),
    [
        ([LEFT], Area(0, 40, 1920, 1000)),  # as much of it as fits
        ([LAPTOP], Area(0, 54, 1280, 746)),
        ([LAPTOP, ScreenArea("X", "", Area(1280, 0, 3000, 2000))], Area(2020, 100, 2000, 1000)),  # where it is seen
        ([ScreenArea("HDMI-1", "C3", Area(-3000, 0, 2500, 1400))], Area(-2500, 100, 2000, 1000)),  # another screen
    ],
)
def test_it_is_seen_whole_when_its_screen_is_gone(screens: list[ScreenArea], expected: Area) -> None:
    found = placed(WAS, screens, title=30)
    assert found == expected


def test_places_come_back_from_a_file() -> None:
    for was in (WAS, replace(WAS, maximised=True)):
        assert place_from_json(json.loads(json.dumps(was.to_json()))) == was
    plain = WAS.to_json()
    for damaged in (
        None, 5, {}, {**plain, "area": None}, {**plain, "area": {"x": 1}}, {**plain, "screen": "DP-1"},
        {**plain, "area": {"x": 0, "y": 0, "width": 0, "height": 5}}, {**plain, "screen": {**plain["screen"], "name": 3}},
        {**plain, "area": {"x": 10**9, "y": 0, "width": 9, "height": 5}},
    ):  # fmt: skip
        assert place_from_json(damaged) is None
