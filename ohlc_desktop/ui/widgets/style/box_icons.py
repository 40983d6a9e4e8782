"""The icons that Qt asks a style for: marks of message boxes, as the same is told elsewhere, and small signs in fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.theme import Colours, cached_pixmap, colours, severity_icon

_Standard = QStyle.StandardPixmap
_LARGE, _SMALL = 32, 16
#: What some desktops ask for on the buttons of dialogs; ours say what they do in words alone.
_ON_BUTTONS = frozenset(
    each for each in _Standard if each.name.startswith("SP_Dialog") and each.name.endswith("Button")
)
_SEVERITIES = {_Standard.SP_MessageBoxWarning: Severity.ATTENTION, _Standard.SP_MessageBoxCritical: Severity.FAILING}


def box_icon(which: QStyle.StandardPixmap) -> QIcon | None:
    """The icon that a style is asked for, empty for the buttons of dialogs; None as Fusion has it."""
    if which in _ON_BUTTONS:
        return QIcon()
    if which in _SEVERITIES:
        return severity_icon(_SEVERITIES[which], _LARGE)
    return _drawn(which.name, *_DRAWN[which]) if which in _DRAWN else None


def _drawn(name: str, side: int, paint: Callable[[QPainter, Colours], None]) -> QIcon:
    icon, c = QIcon(), colours()

    def on_grid(painter: QPainter, room: QRectF) -> None:
        """On a grid of 32 by 32."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(room.width() / 32, room.width() / 32)
        paint(painter, c)

    for ratio in (1.0, 1.5, 2.0):
        icon.addPixmap(cached_pixmap(f"box-{name}-{c.accent.name()}", side, ratio, on_grid))
    return icon


def _cross(painter: QPainter, c: Colours) -> None:
    painter.setPen(QPen(c.muted, 3, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(9, 9), QPointF(23, 23))
    painter.drawLine(QPointF(23, 9), QPointF(9, 23))


def _arrow(painter: QPainter, c: Colours, tip: float, ends: float) -> None:
    """On the coloured bar of a calendar."""
    painter.setPen(QPen(c.accent_text, 3, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(ends, 8), QPointF(tip, 16), QPointF(ends, 24)])


def _disc(painter: QPainter, c: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(c.accent)
    painter.drawEllipse(QRectF(2, 2, 28, 28))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(c.accent_text, 2.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))


def _question(painter: QPainter, c: Colours) -> None:
    _disc(painter, c)
    hook = QPainterPath(QPointF(12, 12.6))
    hook.cubicTo(12, 7.2, 20, 7.2, 20, 12.4)
    hook.cubicTo(20, 15.6, 16, 15.6, 16, 19)
    painter.drawPath(hook)
    painter.drawPoint(QPointF(16, 23.6))


def _information(painter: QPainter, c: Colours) -> None:
    _disc(painter, c)
    painter.drawPoint(QPointF(16, 9.4))
    painter.drawLine(QPointF(16, 14.5), QPointF(16, 23))


_DRAWN: Mapping[QStyle.StandardPixmap, tuple[int, Callable[[QPainter, Colours], None]]] = {
    _Standard.SP_LineEditClearButton: (_SMALL, _cross),
    _Standard.SP_ArrowLeft: (_SMALL, partial(_arrow, tip=12, ends=20)),
    _Standard.SP_ArrowRight: (_SMALL, partial(_arrow, tip=20, ends=12)),
    _Standard.SP_MessageBoxQuestion: (_LARGE, _question),
    _Standard.SP_MessageBoxInformation: (_LARGE, _information),
}
