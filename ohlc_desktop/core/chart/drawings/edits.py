"""Edits of a list of drawings, which :class:`~ohlc_desktop.core.chart.axes.steps.Steps` can take back.

Each returns the list afterwards. The later a drawing stands in it, the nearer to the viewer it is painted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.moving import move_body
from ohlc_desktop.core.chart.series import Roll

Drawings = tuple[Drawing, ...]


def add(drawings: Drawings, drawing: Drawing) -> Drawings:
    """Put a drawing in front; one with the same id is replaced where it is."""
    known = any(each.id == drawing.id for each in drawings)
    return change(drawings, drawing) if known else (*drawings, drawing)


def change(drawings: Drawings, drawing: Drawing) -> Drawings:
    """Replace the drawing that has the same id; nothing happens if there is none."""
    return tuple(drawing if each.id == drawing.id else each for each in drawings)


def delete(drawings: Drawings, name: str) -> Drawings:
    """Take the drawing with an id away."""
    return tuple(each for each in drawings if each.id != name)


def delete_all(drawings: Drawings) -> Drawings:
    """Take all away but those that are locked."""
    return tuple(each for each in drawings if each.locked)


def to_front(drawings: Drawings, name: str) -> Drawings:
    """Paint the drawing with an id over all others."""
    return (*delete(drawings, name), *(each for each in drawings if each.id == name))


def to_back(drawings: Drawings, name: str) -> Drawings:
    """Paint the drawing with an id below all others."""
    return (*(each for each in drawings if each.id == name), *delete(drawings, name))


def add_all(drawings: Drawings, others: Collection[Drawing]) -> Drawings:
    """Put drawings in front, in their order."""
    return (*drawings, *others)


def drawn_at(drawing: Drawing, rolls: Iterable[Roll]) -> Drawing:
    """A new drawing on prices that are adjusted: it has the level after each roll that comes after it already."""
    first = min(anchor.ts for anchor in drawing.points)
    return replace(drawing, followed=tuple(roll.new for roll in rolls if first < roll.ts))


def before_roll(drawings: Drawings, roll: Roll) -> Drawings:
    """Those that have the level of the contract before a roll and can be moved.

    All of their anchors are before its stamp, and they were not brought over it yet. Vertical lines have no level.
    """
    return tuple(
        each for each in drawings
        if not each.locked and each.kind is not DrawingKind.VERTICAL and roll.new not in each.followed
        and all(anchor.ts < roll.ts for anchor in each.points)
    )  # fmt: skip


def follow_roll(drawings: Drawings, roll: Roll, points: float) -> Drawings:
    """Move those to the level of the contract after it, by the difference of both; once only."""
    older = {each.id for each in before_roll(drawings, roll)}

    def shift(anchor: Anchor) -> Anchor:
        return anchor._replace(price=anchor.price + points)

    def follow(drawing: Drawing) -> Drawing:
        return replace(move_body(drawing, shift), followed=(*drawing.followed, roll.new))

    return tuple(follow(each) if each.id in older else each for each in drawings)


def lock_all(drawings: Drawings, locked: bool) -> Drawings:
    """Lock all, or none."""
    return tuple(each if each.locked is locked else replace(each, locked=locked) for each in drawings)
