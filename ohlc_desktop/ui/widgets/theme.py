"""Colours, marks and spacing of every window, in light and dark.

Each :class:`Severity` has a colour and a shape of its own, so that nothing is told by colour alone. Colours are
asked for while painting (``colours(widget)``), never kept: the theme may change at any moment.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from ohlc_desktop.core.states.severity import Severity

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

#: Pixels between things that belong together, and around a page.
GAP = 8
MARGIN = 16
#: Of the corners of what stands off from its ground.
RADIUS = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """The colours of one theme.

    Text-like colours (``text``, ``muted``, ``accent`` and the six of the severities) have a contrast of at least 4.5:1
    on ``base`` and ``panel``, and each severity's also on its soft background.

    Attributes:
        text: What is read first.
        muted: What is read second.
        line: Separators and frames of what is only looked at; no text.
        edge: Frames of what can be pressed or written in: at least 3:1 on ``base`` and ``panel``.
        disabled: Text of what cannot be used at the moment.
        control: Background of a button; ``hovered`` and ``pressed`` the same under the pointer.
        field_hovered: Background of a field that opens a list, under the pointer.
        panel: Background of windows.
        base: Background of lists, tables and fields.
        accent: Links, the selected thing and the one button of a page; ``accent_text`` is written on it.
    """

    dark: bool
    text: QColor
    muted: QColor
    line: QColor
    edge: QColor
    disabled: QColor
    control: QColor
    hovered: QColor
    pressed: QColor
    field_hovered: QColor
    panel: QColor
    base: QColor
    accent: QColor
    accent_text: QColor
    accent_hovered: QColor
    accent_pressed: QColor
    ok: QColor
    attention: QColor
    failing: QColor
    busy: QColor
    off: QColor
    accent_soft: QColor
    ok_soft: QColor
    attention_soft: QColor
    failing_soft: QColor
    busy_soft: QColor
    off_soft: QColor

    def of(self, severity: Severity) -> QColor:
        """The colour of a severity."""
        return _of_severity(severity, self.ok, self.busy, self.attention, self.failing, self.off)

    def soft(self, severity: Severity) -> QColor:
        """The background of something that serious."""
        return _of_severity(
            severity, self.ok_soft, self.busy_soft, self.attention_soft, self.failing_soft, self.off_soft
        )


def _of_severity(
    severity: Severity, ok: QColor, busy: QColor, attention: QColor, failing: QColor, off: QColor
) -> QColor:
    pairs = {Severity.OK: ok, Severity.BUSY: busy, Severity.ATTENTION: attention, Severity.FAILING: failing}
    return pairs.get(severity, off)


def _colours(dark: bool, **named: str) -> Colours:
    return Colours(dark=dark, **{name: QColor(value) for name, value in named.items()})


LIGHT = _colours(
    False,
    text="#1c2127", muted="#57606b", line="#d5d9df", panel="#f4f5f7", base="#ffffff",
    edge="#828a95", disabled="#8e949c", control="#ffffff", hovered="#eaedf1", pressed="#dce1e7", field_hovered="#fafbfc",
    accent="#1b62b5", accent_text="#ffffff", accent_hovered="#174f94", accent_pressed="#123f77",
    ok="#1c7440", attention="#8a5a00", failing="#b8292f", busy="#1b62b5", off="#5c6570",
    accent_soft="#dfebf9", ok_soft="#e0f3e6", attention_soft="#fbefd2", failing_soft="#fbe3e3",
    busy_soft="#dfebf9", off_soft="#eaecef",
)  # fmt: skip
DARK = _colours(
    True,
    text="#e7e9ec", muted="#a5adb8", line="#3c424b", panel="#202328", base="#17191d",
    edge="#757d8a", disabled="#767d86", control="#2b2f36", hovered="#363b44", pressed="#424853", field_hovered="#1d2025",
    accent="#7db2f2", accent_text="#10151c", accent_hovered="#9cc5f6", accent_pressed="#b7d4f9",
    ok="#63c486", attention="#e3b355", failing="#f28b85", busy="#7db2f2", off="#a0a8b3",
    accent_soft="#22344b", ok_soft="#1d3527", attention_soft="#3a3018", failing_soft="#42262a",
    busy_soft="#22344b", off_soft="#2c3037",
)  # fmt: skip


def colours(of: QPalette | QWidget | None = None) -> Colours:
    """The colours that suit a palette or a widget; without one, the application."""
    palette = of.palette() if isinstance(of, QWidget) else of if of is not None else QGuiApplication.palette()
    return DARK if palette.window().color().lightness() < 128 else LIGHT


@cache
def _window_style() -> QStyle:
    """The one style; kept for good, as Qt must never outlive it."""
    from ohlc_desktop.ui.widgets.style.window_style import WindowStyle

    return WindowStyle()


def apply_theme(app: QApplication, theme: str) -> None:
    """Make the application ``LIGHT`` or ``DARK``, or let it follow the ``SYSTEM``, in the one style of all platforms.

    May be called again at any time; open windows follow.
    """
    schemes = {"LIGHT": Qt.ColorScheme.Light, "DARK": Qt.ColorScheme.Dark}
    wanted = schemes.get(theme, Qt.ColorScheme.Unknown)
    app.styleHints().setColorScheme(wanted)  # of window frames and the system's own dialogs
    asked = app.styleHints().colorScheme() if wanted is Qt.ColorScheme.Unknown else wanted
    c = DARK if asked is Qt.ColorScheme.Dark else LIGHT
    app.setPalette(palette_of(c))
    if app.style() is not _window_style():
        app.setStyle(_window_style())


def palette_of(c: Colours) -> QPalette:
    """A whole palette in these colours."""
    palette = QPalette(c.panel)
    role = QPalette.ColorRole
    everywhere = {
        role.Window: c.panel, role.WindowText: c.text, role.Base: c.base, role.AlternateBase: c.panel,
        role.Text: c.text, role.Button: c.panel if not c.dark else QColor("#2b2f36"), role.ButtonText: c.text,
        role.BrightText: c.failing, role.ToolTipBase: c.base, role.ToolTipText: c.text,
        role.PlaceholderText: c.muted, role.Highlight: c.accent, role.HighlightedText: c.accent_text,
        role.Link: c.accent, role.LinkVisited: c.accent, role.Accent: c.accent,
    }  # fmt: skip
    for where, colour in everywhere.items():
        palette.setColor(where, colour)
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, blended(c.panel, c.muted, 0.35))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, c.line)
    return palette


def blended(colour: QColor, base: QColor, share: float) -> QColor:
    """``base`` with a share of ``colour`` in it, opaque: a half-transparent brush is slow."""
    return QColor.fromRgb(mixed(colour.rgb(), base.rgb(), share))


@lru_cache(maxsize=256)
def mixed(colour: int, base: int, share: float) -> int:
    """The same of colours as ``QColor.rgb`` gives them."""
    pairs = zip(QColor(colour).getRgb()[:3], QColor(base).getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(b + (a - b) * share) for a, b in pairs)).rgb()


def heading(label: QLabel) -> QLabel:
    """Make a label the heading of what follows it."""
    font = label.font()
    font.setWeight(QFont.Weight.DemiBold)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * 1.2)
    label.setFont(font)
    return label


def severity_icon(severity: Severity, size: int = 16, of: Colours | None = None) -> QIcon:
    """A mark as an icon, sharp at 100, 150 and 200 % scaling."""
    icon = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        icon.addPixmap(severity_pixmap(severity, size, ratio, of))
    return icon


def severity_pixmap(severity: Severity, size: int = 16, ratio: float = 1.0, of: Colours | None = None) -> QPixmap:
    """A mark as a picture of ``size`` logical pixels."""
    c = of or colours()
    key = f"mark-{severity.value}-{c.of(severity).name()}"
    return cached_pixmap(key, size, ratio, lambda painter, room: paint_severity(painter, room, severity, c))


def cached_pixmap(key: str, size: int, ratio: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    """A picture that is painted once, so that a table may show hundreds of it.

    Args:
        key: Tells it from all others of this size.
        size: Its side in logical pixels; ``ratio`` device pixels to one of them.
        paint: Paints it on transparent ground, in a room of device pixels.
    """
    key, pixmap = f"{key}-{size}-{ratio:.2f}", QPixmap()
    if not QPixmapCache.find(key, pixmap):
        side = round(size * ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            paint(painter, QRectF(0, 0, side, side))
        pixmap.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def paint_ground(widget: QWidget, ground: QColor, edge: QPen) -> None:
    """A rounded ground with a frame, over all of a widget."""
    inset = edge.widthF() / 2
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)


def paint_severity(painter: QPainter, rect: QRectF, severity: Severity, of: Colours | None = None) -> None:
    """Paint the shape of a severity, centred in ``rect`` and as large as fits.

    A disc with a tick (ok), a ring with a gap (busy), a triangle (attention), a square with a cross (failing), a dash
    (off), a dotted ring (unknown).
    """
    c = of or colours()
    unit = min(rect.width(), rect.height()) / 16
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - 8 * unit, rect.center().y() - 8 * unit)
    painter.scale(unit, unit)
    _SHAPES[severity](painter, c.of(severity), c.base)
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _disc_with_tick(painter: QPainter, colour: QColor, on: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(1, 1, 14, 14))
    painter.setPen(_pen(on, 1.8))
    painter.drawPolyline(QPolygonF([QPointF(4.7, 8.3), QPointF(7.1, 10.7), QPointF(11.4, 5.7)]))


def _ring_with_gap(painter: QPainter, colour: QColor, _: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(colour, 2.2))
    painter.drawArc(QRectF(2.4, 2.4, 11.2, 11.2), 60 * 16, 270 * 16)


def _triangle(painter: QPainter, colour: QColor, on: QColor) -> None:
    painter.setPen(_pen(colour, 2.0))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(8, 2.6), QPointF(14.2, 13.4), QPointF(1.8, 13.4)]))
    painter.setPen(_pen(on, 1.7))
    painter.drawLine(QPointF(8, 6.0), QPointF(8, 9.2))
    painter.setPen(_pen(on, 1.9))
    painter.drawPoint(QPointF(8, 12.1))


def _square_with_cross(painter: QPainter, colour: QColor, on: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 2.5, 2.5)
    painter.setPen(_pen(on, 1.8))
    painter.drawLine(QPointF(5.3, 5.3), QPointF(10.7, 10.7))
    painter.drawLine(QPointF(10.7, 5.3), QPointF(5.3, 10.7))


def _dash(painter: QPainter, colour: QColor, _: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(2.5, 6.8, 11, 2.4), 1.2, 1.2)


def _dotted_ring(painter: QPainter, colour: QColor, _: QColor) -> None:
    dots = QPainterPath()
    for number in range(8):
        turn = math.tau * number / 8
        dots.addEllipse(QPointF(8 + 5.6 * math.cos(turn), 8 + 5.6 * math.sin(turn)), 1.25, 1.25)
    painter.fillPath(dots, colour)


_SHAPES = {
    Severity.OK: _disc_with_tick,
    Severity.BUSY: _ring_with_gap,
    Severity.ATTENTION: _triangle,
    Severity.FAILING: _square_with_cross,
    Severity.OFF: _dash,
    Severity.UNKNOWN: _dotted_ring,
}
