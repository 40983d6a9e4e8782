"""Finds room for labels, so that none lies on another: each says where it would like to stand, the placer decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QColor


class LabelBox(NamedTuple):
    """A rectangle, device pixels."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: LabelBox) -> bool:
        """Whether both have a pixel in common."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def meets_any(self, others: Iterable[LabelBox]) -> bool:
        """Whether it meets one of them."""
        left, top, right, bottom = self.left, self.top, self.left + self.width, self.top + self.height
        return any(x < right and left < x + width and y < bottom and top < y + height for x, y, width, height in others)

    def within(self, room: LabelBox) -> LabelBox:
        """The same moved into a room, as far as it fits; what does not begins at its left, and at its top."""
        left = max(min(self.left, room.left + room.width - self.width), room.left)
        top = max(min(self.top, room.top + room.height - self.height), room.top)
        return LabelBox(left, top, self.width, self.height)


class LabelSpot(NamedTuple):
    """A place for a label, and how its text is written there."""

    box: LabelBox
    text: str


@dataclass(frozen=True, slots=True)
class PlotLabel:
    """A label that would like to be seen.

    Attributes:
        spots: Where it may stand, the best place first.
        priority: One with a greater number gets its place first.
        colour: Of its text.
    """

    spots: tuple[LabelSpot, ...]
    priority: int
    colour: QColor


def placed(
    labels: Iterable[PlotLabel], room: LabelBox, taken: Sequence[LabelBox] = ()
) -> list[tuple[PlotLabel, LabelSpot]]:  # fmt: skip
    """The labels that are seen, each with its spot: the first one that is free, moved into the room.

    No two of them meet, nor anything that is taken; one without a free spot is left out. So the one of the highest
    priority is seen wherever nothing is taken. The work grows with the number of labels, of which there are a few dozen.
    """
    full, found = list(taken), []
    for label in sorted(labels, key=lambda label: -label.priority):
        spots = (LabelSpot(spot.box.within(room), spot.text) for spot in label.spots)
        chosen = next((spot for spot in spots if not spot.box.meets_any(full)), None)
        if chosen is not None:
            full.append(chosen.box)
            found.append((label, chosen))
    return found
