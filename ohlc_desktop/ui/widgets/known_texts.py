"""How well candles are known, in words and as a mark: a diamond, filled for suspect candles, hollow for disputed ones."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from ohlc_desktop.core.voices.counts import DoubtCounts, KnownCounts
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.widgets.theme import cached_pixmap

translate = QCoreApplication.translate


def known_word(level: str) -> str:
    """The name of a level (``agreed``, ``single``, …) in the user's language."""
    return {
        "agreed": translate("Known", "agreed"),
        "single": translate("Known", "single"),
        "chosen": translate("Known", "chosen"),
        "disputed": translate("Known", "disputed"),
    }.get(level) or translate("Known", "suspect")


def counts_text(counts: KnownCounts) -> str:
    """All counts in one line."""
    form = translate("Known", "{level} {count}")
    parts = counts._asdict().items()
    return "  ·  ".join(form.format(level=known_word(level), count=wording.count(count)) for level, count in parts)


def doubts_text(doubts: DoubtCounts) -> str:
    """Which candles are not to be relied on, as a sentence; empty where all are."""
    if not doubts.total:
        return ""
    if not doubts.disputed:
        told = translate("Known", "Suspect candles: {suspect}. The chart marks them and shows what was said.")
    elif not doubts.suspect:
        told = translate("Known", "Disputed candles: {disputed}. The chart marks them and shows what was said.")
    else:
        told = translate(
            "Known", "Suspect candles: {suspect}, disputed: {disputed}. The chart marks them and shows what was said."
        )
    return told.format(suspect=wording.count(doubts.suspect), disputed=wording.count(doubts.disputed))


def doubt_pixmap(suspect: bool, side: int, ratio: float, colour: QColor, ground: QColor) -> QPixmap:
    """The mark of a suspect or a disputed candle, ``side`` logical pixels wide and high, edged in the ground's colour."""

    def paint(painter: QPainter, room: QRectF) -> None:
        """On a grid of 16 by 16; the edge lets it stand off from candles below it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(room.width() / 16, room.width() / 16)
        for pen, brush in ((QPen(ground, 4.4), ground), (QPen(colour, 2.2), colour if suspect else ground)):
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(14, 8), QPointF(8, 14), QPointF(2, 8)]))

    return cached_pixmap(f"doubt-{suspect}-{colour.name()}-{ground.name()}", side, ratio, paint)
