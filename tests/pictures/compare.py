"""How much two pictures differ, as a person would say.

Both are blurred a little, and each place of one is compared with the places around it in the other: letters drawn
by another machine pass, and so does text that stands a pixel elsewhere; what is missing, elsewhere, or of another
colour does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage, qRgb

Pixels = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int32]]

#: Colours of a stored picture.
COLOURS = 256
#: Side of the square over which pictures are blurred, in their pixels (two of the screen's each).
BLUR = 6
#: A place may be found so many pixels up or down, and to the left or right: sentences end a little elsewhere.
DOWN, ACROSS = 1, 2
#: Only every so many blurred places are compared: they are that wide.
EVERY = 2
#: So far apart may blurred places be, of 255, in the whole picture on average and at the worst place.
MEAN, WORST = 0.6, 14.0
#: Colours are kept in steps of so much: smaller files, and no difference that an eye could see.
STEP = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart: on average and at the worst place (x, y), of 255."""

    mean: float
    worst: float
    at: tuple[int, int]

    @property
    def alike(self) -> bool:
        """Whether a person would call them the same."""
        return self.mean <= MEAN and self.worst <= WORST

    def __str__(self) -> str:
        return f"mean {self.mean:.2f} (at most {MEAN}), worst {self.worst:.0f} at {self.at} (at most {WORST:.0f})"


def pixels(image: QImage) -> Pixels:
    """Red, green and blue, 0 to 255."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(np.float32)


def load(path: Path) -> Pixels:
    """A stored picture."""
    image = QImage(str(path))
    assert not image.isNull(), f"{path} cannot be read"
    return pixels(image)


def save(picture: Pixels, path: Path) -> None:
    """Store a picture in 256 of its colours; each other one becomes the nearest of them."""
    height, width, _ = picture.shape
    red, green, blue = picture.round().clip(0, 255).astype(np.int32).transpose(2, 0, 1)
    whole = (red << 16 | green << 8 | blue).reshape(-1)
    found = np.unique(whole)
    which = np.searchsorted(found, whole)  # asked for the places as well, unique takes four times as long
    times = np.bincount(which)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], 1)
    kept = _palette(colours[np.argsort(-times, kind="stable")])
    nearest = np.array([((kept - colour) ** 2).sum(1).argmin() for colour in colours], np.uint8)
    numbers = nearest[which].tobytes()
    image = QImage(numbers, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([qRgb(*colour) for colour in kept.tolist()])
    assert image.save(str(path), "PNG"), f"{path} cannot be written"


def _palette(colours: Ints) -> Ints:
    """Half of them the first, half of them those farthest from all others: a small red mark stays red."""
    kept = list(colours[: COLOURS // 2])
    farness = np.min([((colours - colour) ** 2).sum(1) for colour in kept], axis=0)
    while len(kept) < COLOURS and farness.max() > 0:
        kept.append(colours[int(farness.argmax())])
        farness = np.minimum(farness, ((colours - kept[-1]) ** 2).sum(1))
    return np.array(kept)


def shrunk(picture: Pixels, by: int) -> Pixels:
    """A smaller picture: each pixel is the mean of ``by`` times ``by``, in steps of ``STEP``. 1 leaves it as it is."""
    if by == 1:
        return picture
    height, width = picture.shape[0] // by, picture.shape[1] // by
    whole = picture[: height * by, : width * by]
    sums = sum(whole[row::by, column::by] for row in range(by) for column in range(by))
    return (sums / (by * by * STEP)).round() * np.float32(STEP)


def difference(one: Pixels, other: Pixels) -> Difference:
    """How far two pictures are apart; of another size is as far as can be."""
    if one.shape != other.shape:
        return Difference(255.0, 255.0, (0, 0))
    if np.array_equal(one, other):
        return Difference(0.0, 0.0, (0, 0))
    left, right = blurred(one), blurred(other)
    apart = np.maximum(_apart(left, right), _apart(right, left))
    y, x = np.unravel_index(int(apart.argmax()), apart.shape)
    return Difference(float(apart.mean()), float(apart.max()), (int(x) * EVERY, int(y) * EVERY))


def _apart(one: Pixels, other: Pixels) -> Pixels:
    """For some places of ``one`` the distance to the most alike of the places around it in ``other``."""
    _, height, width = one.shape
    places = one[:, ::EVERY, ::EVERY]
    around = np.pad(other, ((0, 0), (DOWN, DOWN), (ACROSS, ACROSS)), mode="edge")
    nearest = np.full(places.shape[1:], np.inf, np.float32)
    for y in range(2 * DOWN + 1):
        for x in range(2 * ACROSS + 1):
            shifted = around[:, y : y + height : EVERY, x : x + width : EVERY]
            np.minimum(nearest, np.abs(places - shifted).max(0), out=nearest)
    return nearest


def blurred(picture: Pixels) -> Pixels:
    """Each place the mean of the square of ``BLUR`` around it; the colours come first."""
    padded = np.pad(picture.transpose(2, 0, 1), ((0, 0), *((BLUR // 2, BLUR - BLUR // 2 - 1),) * 2), mode="edge")
    sums = np.pad(padded.cumsum(1, dtype=np.float64).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    found = sums[:, BLUR:, BLUR:] - sums[:, :-BLUR, BLUR:] - sums[:, BLUR:, :-BLUR] + sums[:, :-BLUR, :-BLUR]
    return (found / BLUR**2).astype(np.float32)
