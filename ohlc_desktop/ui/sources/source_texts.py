"""Sources and what they say, in the words that charts, Coverage and the dialogs of sources share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.store_access.source_names import shown_name
from ohlc_desktop.ui.widgets.theme import cached_pixmap

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument

translate = QCoreApplication.translate

#: The source that a choice by hand is kept as (``core.arbitration.precedence``, which needs numpy).
CHOICE = "person"


def source_title(name: str) -> str:
    """A source for people."""
    return translate("Sources", "your choice") if name == CHOICE else shown_name(name)


def titles(names: Iterable[str]) -> str:
    """Several sources, strongest first."""
    return " > ".join(map(source_title, names))


def ticks_text(instrument: Instrument, apart: float) -> str:
    """A distance of prices in ticks, or in points where the tick is not known."""
    if not instrument.tick:
        return translate("Sources", "{points} points").format(points=f"{apart:g}")
    count = apart / float(instrument.tick)
    if abs(count - round(count)) > 0.01:  # a price that is off the tick
        return translate("Sources", "{count} ticks").format(count=f"{count:.2f}")
    whole = round(count)
    one = translate("Sources", "1 tick")
    return one if whole == 1 else translate("Sources", "{count} ticks").format(count=wording.count(whole))


def differing_text(instrument: Instrument, different: int, apart: float) -> str:
    """How many candles differ, and by how much."""
    one = translate("Sources", "1 candle differs, by {ticks}")
    many = translate("Sources", "{count} candles differ, by at most {ticks}")
    return (one if different == 1 else many).format(count=wording.count(different), ticks=ticks_text(instrument, apart))


def difference_pixmap(side: int, ratio: float, colour: QColor, ground: QColor) -> QPixmap:
    """The mark of a candle of which sources differ: two rings, one over the other, edged in the ground's colour."""

    def paint(painter: QPainter, room: QRectF) -> None:
        """On a grid of 16 by 16."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(room.width() / 16, room.width() / 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(ground, 4.4), QPen(colour, 1.8)):
            painter.setPen(pen)
            for x in (5.2, 10.8):
                painter.drawEllipse(QPointF(x, 8), 3.7, 3.7)

    return cached_pixmap(f"difference-{colour.name()}-{ground.name()}", side, ratio, paint)
