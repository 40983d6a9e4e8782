"""How volume profiles are made and drawn: chosen by the user, kept with the chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.chart.plain_values import choice_in, mapping_in


class RowLayout(StrEnum):
    """What tells how tall a row is: how many there are, or how many ticks each has; the values are stored."""

    ROWS = "rows"
    TICKS = "ticks"


class ProfileSide(StrEnum):
    """The edge that rows grow from."""

    LEFT = "left"
    RIGHT = "right"


#: The least and the largest of each number.
LIMITS: Mapping[str, tuple[int, int]] = {
    "rows": (1, 500), "ticks": (1, 10_000), "value_area": (1, 100), "width": (5, 100),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """What the user chose; numbers beyond their limits are the limit.

    The defaults are those of TradingView's *Visible Range Volume Profile*.

    Attributes:
        visible: One profile of what is in sight.
        sessions: One profile of each trade date in sight.
        layout: What tells how tall a row is.
        rows: How many rows there are at most, with ``RowLayout.ROWS``.
        ticks: How many ticks a row has, with ``RowLayout.TICKS``.
        value_area: Percent of the volume that the value area holds at least.
        width: Percent of the room that the longest row takes: of the pane, or of a session.
        side: Where the profile of what is in sight stands; those of sessions stand at their left.
        split: Volume of candles that rose and of those that fell have colours of their own.
    """

    visible: bool = False
    sessions: bool = False
    layout: RowLayout = RowLayout.ROWS
    rows: int = 24
    ticks: int = 4
    value_area: int = 70
    width: int = 30
    side: ProfileSide = ProfileSide.RIGHT
    split: bool = True

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            object.__setattr__(self, name, min(max(getattr(self, name), least), most))

    @property
    def shown(self) -> bool:
        """Whether there is any profile."""
        return self.visible or self.sessions

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a file."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**plain, "layout": self.layout.value, "side": self.side.value}


def profile_from_json(plain: object) -> ProfileSettings:
    """What :meth:`ProfileSettings.to_json` wrote. Whatever is unknown or wrong is as by default; nothing is raised."""
    given = mapping_in(plain)
    found: dict[str, Any] = {}
    for each in fields(ProfileSettings):
        value, standard = given.get(each.name), getattr(ProfileSettings(), each.name)
        if isinstance(standard, StrEnum):
            found[each.name] = choice_in(type(standard), value, standard)
        elif type(value) is type(standard):
            found[each.name] = value
    return ProfileSettings(**found)
