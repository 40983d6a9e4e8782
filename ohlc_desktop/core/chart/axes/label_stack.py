"""Labels of one height along an axis: each as near to its value as it can be without lying on another."""

from __future__ import annotations

from collections.abc import Sequence


def stacked(
    pixels: Sequence[float], height: float, top: float, bottom: float, fixed: float | None = None
) -> list[float | None]:
    """Where the middle of each label is; None where there is no room for it.

    No two are nearer than ``height``, all are within the axis, and they keep their order. What does not collide stays.

    Args:
        pixels: Where each would like to be. Earlier ones stay when there is not room for all.
        height: Of a label.
        top: Upper edge of the axis; ``bottom`` the lower one.
        fixed: Middle of a label that keeps its place: those that want to be above it are, and likewise below.
    """
    rooms = [(top, bottom)]
    if fixed is not None:
        rooms = [(top, min(fixed - height / 2, bottom)), (max(fixed + height / 2, top), bottom)]
    found: list[float | None] = [None] * len(pixels)
    for upper, (first, last) in zip((True, False), rooms, strict=False):
        least, most = first + height / 2, last - height / 2
        wanted = [at for at, y in enumerate(pixels) if fixed is None or (y < fixed) is upper]
        kept = sorted(wanted[: _capacity(most - least, height)], key=lambda at: pixels[at])
        for at, y in zip(kept, _spread([pixels[at] for at in kept], height, least, most), strict=True):
            found[at] = y
    return found


def _capacity(room: float, height: float) -> int:
    """How many labels have their middle in a room."""
    return int(room / height) + 1 if room >= 0 else 0


def _spread(pixels: Sequence[float], height: float, least: float, most: float) -> list[float]:
    """Sorted pixels moved down as far as they collide, and then up as far as that went too far."""
    found, limit = [], least
    for y in pixels:
        found.append(max(y, limit))
        limit = found[-1] + height
    limit = most
    for at in reversed(range(len(found))):
        found[at] = min(found[at], limit)
        limit = found[at] - height
    return found
