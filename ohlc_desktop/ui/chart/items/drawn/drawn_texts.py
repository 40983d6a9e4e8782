"""Texts of drawings, laid out once: they come again in each frame."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QStaticText, QTransform

from ohlc_desktop.core.chart.drawings.drawings import Drawing

# Height of labels, logical pixels.
LABEL = 11

# Parts the lines of a QStaticText, which knows no other.
_BREAK = "\u2028"


class LaidText(NamedTuple):
    """A text that is ready to be painted, and the room that it takes in its pixels."""

    text: QStaticText
    font: QFont
    width: float
    height: float


@lru_cache(maxsize=512)
def laid_text(text: str, family: str, pixels: int) -> LaidText:
    """A text of a font's height in pixels; lines are parted by ``\\n``."""
    font = QFont(family)
    font.setPixelSize(max(pixels, 1))
    found = QStaticText(text.replace("\n", _BREAK))
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    found.prepare(QTransform(), font)
    lines, metrics = text.split("\n"), QFontMetricsF(font)
    return LaidText(found, font, max(map(metrics.horizontalAdvance, lines)), metrics.height() * len(lines))


def label_of(text: str, family: str, ratio: float) -> LaidText:
    """A label, at so many device pixels of a logical one."""
    return laid_text(text, family, round(LABEL * ratio))


def own_text(drawing: Drawing) -> str:
    """What is written where a text is drawn: an empty one could not be seen, nor taken."""
    return drawing.text or QCoreApplication.translate("DrawingTool", "Text")


def text_extent(drawing: Drawing) -> tuple[float, float]:
    """Width and height of what is written where a text is drawn, logical pixels."""
    laid = laid_text(own_text(drawing), QGuiApplication.font().family(), drawing.text_size)
    return laid.width, laid.height
