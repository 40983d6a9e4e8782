"""On which screen a window comes back, and where: pure rules over rectangles in logical pixels.

Screens are plugged in and out, and the system counts them anew each time: a position alone says little. So the screen is
remembered with the window, and its place is one on that screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ohlc_desktop.core.chart.plain_values import mapping_in

#: No coordinate is further from zero: what is stored may be damaged.
_FURTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop, in logical pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ScreenArea:
    """A screen.

    Attributes:
        name: As the system calls it; ``serial`` of its maker, empty where that is not known.
        area: What of it windows may take.
    """

    name: str
    serial: str
    area: Area


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """Where a window is, and on which screen.

    Attributes:
        area: What it takes while it is neither maximised nor in full screen.
        screen: The screen.
        maximised: Whether it fills the screen.
    """

    area: Area
    screen: ScreenArea
    maximised: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a file."""
        return asdict(self)


def place_from_json(plain: object) -> WindowPlace | None:
    """What :meth:`WindowPlace.to_json` wrote; None where it cannot be read."""
    given = mapping_in(plain)
    screen = mapping_in(given.get("screen"))
    area, room = _area(given.get("area")), _area(screen.get("area"))
    name, serial = screen.get("name"), screen.get("serial")
    if area is None or room is None or not isinstance(name, str) or not isinstance(serial, str):
        return None
    return WindowPlace(area, ScreenArea(name, serial, room), given.get("maximised") is True)


def placed(was: WindowPlace, screens: Sequence[ScreenArea], title: int = 0) -> Area:
    """Where a window comes back: on its screen as it was there, else whole on another one.

    Args:
        was: Where it was.
        screens: Those that there are now, the primary one first; at least one.
        title: Height of the title bar above it, which is to be seen too.
    """
    found = _same_screen(was.screen, screens)
    if found is None:
        target = max(screens, key=lambda screen: _overlap(was.area, screen.area))
        return _inside(was.area, target.area, title)
    moved = replace(
        was.area,
        x=was.area.x + found.area.x - was.screen.area.x,
        y=was.area.y + found.area.y - was.screen.area.y,
    )
    return moved if found.area == was.screen.area else _inside(moved, found.area, title)


def _same_screen(was: ScreenArea, screens: Sequence[ScreenArea]) -> ScreenArea | None:
    """The screen, wherever it is plugged in now; of two of one make that tell no serial, the one with its name."""
    rules = (
        lambda screen: (screen.name, screen.serial) == (was.name, was.serial),
        lambda screen: bool(was.serial) and screen.serial == was.serial,
        lambda screen: not was.serial and screen.name == was.name,
    )
    return next((screen for rule in rules for screen in screens if rule(screen)), None)


def _overlap(one: Area, other: Area) -> int:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(width, 0) * max(height, 0)


def _inside(area: Area, room: Area, title: int) -> Area:
    """Made as small as needed, and moved as far as needed, to be seen whole."""
    width, height = min(area.width, room.width), min(area.height, room.height - title)
    x = min(max(area.x, room.x), room.x + room.width - width)
    y = min(max(area.y, room.y + title), room.y + room.height - height)
    return Area(x, y, width, height)


def _area(plain: object) -> Area | None:
    given = mapping_in(plain)
    numbers = [given.get(name) for name in ("x", "y", "width", "height")]
    if not all(type(number) is int and abs(number) < _FURTHEST for number in numbers):
        return None
    area = Area(*numbers)  # type: ignore[arg-type]
    return area if area.width > 0 and area.height > 0 else None
