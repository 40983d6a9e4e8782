"""Edits of a list of drawings, which :class:`~ohlc_desktop.core.chart.axes.steps.Steps` can take back.

Each returns the list afterwards. The later a drawing stands in it, the nearer to the viewer it is painted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing
from ohlc_desktop.core.chart.drawings.moving import move_body

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


def before_roll(drawings: Drawings, ts: int) -> Drawings:
    """Those that were drawn on the contract before a roll and can be moved: all of their anchors are before its stamp."""
    return tuple(each for each in drawings if not each.locked and all(anchor.ts < ts for anchor in each.points))


def follow_roll(drawings: Drawings, ts: int, points: float) -> Drawings:
    """Move those to the level of the contract after it, by the difference of both; a vertical line stays what it is."""
    older = {each.id for each in before_roll(drawings, ts)}

    def shift(anchor: Anchor) -> Anchor:
        return anchor._replace(price=anchor.price + points)

    return tuple(move_body(each, shift) if each.id in older else each for each in drawings)


def lock_all(drawings: Drawings, locked: bool) -> Drawings:
    """Lock all, or none."""
    return tuple(each if each.locked is locked else replace(each, locked=locked) for each in drawings)
