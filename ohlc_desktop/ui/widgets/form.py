"""What forms are made of: cards with rows, marked sentences, switches. All follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours, paint_ground, paint_severity

_MARK_SIDE = 16


class LinkButton(QPushButton):
    """A quiet button that reads like a link; its place stays free while it is hidden."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFlat(True)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)


class MarkView(QWidget):
    """A mark of 16 pixels, or a lock; without one it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity: Severity | None = None
        self._locked = False
        self.setFixedSize(_MARK_SIDE, _MARK_SIDE)

    def show_severity(self, severity: Severity | None, locked: bool = False) -> None:
        """Show this mark, or a lock instead."""
        self._severity, self._locked = severity, locked
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint it in the theme's colours."""
        if self._locked:
            _lock(QPainter(self), colours(self).muted)
        elif self._severity is not None:
            paint_severity(QPainter(self), QRectF(self.rect()), self._severity, colours(self))


_MARK_COLOURS = {
    Severity.OK: "ok",
    Severity.BUSY: "busy",
    Severity.ATTENTION: "attention",
    Severity.FAILING: "failing",
    Severity.OFF: "muted",
    Severity.UNKNOWN: "muted",
}


class FormNote(QWidget):
    """A marked sentence; hidden while it says nothing. ``filled`` gives it a soft background of its own.

    Attributes:
        severity: The mark it was told last. To be read only.
    """

    def __init__(self, filled: bool = False, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = filled
        self.severity: Severity | None = None
        self._view = MarkView()
        self._text = Sentence(small=small)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        edge = GAP + 4 if filled else 0
        line.setContentsMargins(edge, edge, edge, edge)
        line.setSpacing(GAP)
        line.addWidget(self._view, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.hide()

    def tell(self, severity: Severity, text: str, locked: bool = False) -> None:
        """Say something, or nothing with an empty text. Screen readers get the text too."""
        self.severity = severity
        self._view.show_severity(severity, locked)
        self._text.set_colour("text" if self._filled else _MARK_COLOURS[severity])
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def clear(self) -> None:
        """Say nothing."""
        self.tell(Severity.OFF, "")

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """The soft background of a filled one."""
        if self._filled and self.severity is not None:
            c = colours(self)
            paint_ground(self, c.soft(self.severity), QPen(c.soft(self.severity), 1))


class Card(QFrame):
    """Rows that belong together, on a panel of their own with hairlines between them.

    ``well`` makes it the frame of a list instead, with the background of lists.
    """

    def __init__(self, parent: QWidget | None = None, well: bool = False) -> None:
        super().__init__(parent)
        self._well = well
        self._rows = QVBoxLayout(self)
        edge = 4 if well else 0
        self._rows.setContentsMargins(edge, edge, edge, edge)
        self._rows.setSpacing(0)

    def add(self, row: QWidget) -> None:
        """Put a row below the others."""
        if self._rows.count():
            self._rows.addWidget(_Hairline())
        self._rows.addWidget(row)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """The panel."""
        c = colours(self)
        # Dark fields need something lighter around them, for their own frames hardly show.
        paint_ground(self, c.off_soft if c.dark and not self._well else c.base, QPen(c.line, 1))


class _Hairline(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            painter.fillRect(self.rect().adjusted(MARGIN, 0, -MARGIN, 0), colours(self).line)


class _PaintedBox(QCheckBox):
    """A check box that looks otherwise, as large as its hint; all of it can be clicked."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same as the hint."""
        return self.sizeHint()

    def hitButton(self, _: object) -> bool:  # noqa: N802
        """All of it can be clicked."""
        return True


class Toggle(_PaintedBox):
    """On or off as a sliding switch with its word; for keyboard and screen readers a check box."""

    _TRACK = QSize(36, 20)

    def word(self) -> str:
        """What is written beside the switch."""
        return self.tr("On") if self.isChecked() else self.tr("Off")

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the longer word, so that nothing moves."""
        metrics = self.fontMetrics()
        word = max(metrics.horizontalAdvance(text) for text in (self.tr("On"), self.tr("Off")))
        return QSize(self._TRACK.width() + GAP + word + 6, max(self._TRACK.height(), metrics.height()) + 6)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Track, knob, word and focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(3, (self.height() - self._TRACK.height()) / 2, self._TRACK.width(), self._TRACK.height())
        self._paint_track(painter, track)
        painter.setPen(colours(self).text if self.isEnabled() else colours(self).muted)
        rest = self.rect().adjusted(int(track.right()) + GAP, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.word())

    def _paint_track(self, painter: QPainter, track: QRectF) -> None:
        c = colours(self)
        on, alive = self.isChecked(), self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen if on and alive else QPen(c.off if alive else c.line, 1.2))
        painter.setBrush((c.accent if alive else c.accent_soft) if on else c.panel)
        radius = track.height() / 2
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush((c.accent_text if on else c.off) if alive else c.line if not on else c.base)
        middle = QPointF(track.right() - radius if on else track.left() + radius, track.center().y())
        painter.drawEllipse(middle, radius - 4, radius - 4)
        if self.hasFocus():
            _focus_ring(painter, track.adjusted(-2, -2, 2, 2), radius + 2, c.accent)


class Chip(_PaintedBox):
    """One of several things to choose, as a small button with a tick while it is chosen."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide for every text of up to four letters, so that chips stand in columns."""
        metrics = self.fontMetrics()
        return QSize(max(metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance("90m")) + 38, 28)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Frame, tick, text and focus ring."""
        c = colours(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, alive = self.isChecked(), self.isEnabled()
        frame = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(QPen(c.accent if on and alive else c.edge if alive else c.line, 1))
        painter.setBrush((c.accent_soft if alive else c.off_soft) if on else c.base)
        painter.drawRoundedRect(frame, 5, 5)
        colour = (c.accent if on else c.muted) if alive else c.muted
        if on:
            _tick(painter, frame.left() + 8, frame.center().y(), colour)
        painter.setPen(c.text if on and alive else c.muted)
        painter.drawText(frame.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            _focus_ring(painter, frame.adjusted(-2, -2, 2, 2), 6, c.accent)


def _lock(painter: QPainter, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6))
    painter.drawArc(QRectF(5, 2.5, 6, 8), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(3, 6.5, 10, 7.5), 1.5, 1.5)


def _tick(painter: QPainter, left: float, middle: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(left, middle), QPointF(left + 3, middle + 3), QPointF(left + 8, middle - 3.5)])


def _focus_ring(painter: QPainter, frame: QRectF, radius: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, radius, radius)
