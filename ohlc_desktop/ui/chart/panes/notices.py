"""What stands over a chart: why nothing is shown, that it is being loaded, and what a place of it is about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_pixmap
from ohlc_desktop.ui.widgets.labels import PrimaryButton, Sentence, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours, heading, paint_ground, severity_pixmap

#: Loading is told of when it takes longer than this, in milliseconds.
PATIENCE_MS = 600
_WIDEST = 460
_CARD = 320


class EmptyState(QWidget):
    """In the place of a chart that has nothing to show: why, and one button that helps.

    Attributes:
        pressed: The button was pressed; carries what it stands for.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity = Severity.OFF
        self._action = ""
        self._sign, self._title, self._text = QLabel(), heading(QLabel()), Sentence()
        self.button = PrimaryButton(self.tr("Import now"))
        self.button.clicked.connect(lambda: self.pressed.emit(self._action))
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._text.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addStretch(2)
        for widget in (self._sign, self._title):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()  # a label that wraps gets its height right only where its width is not aligned away
        row.addStretch()
        row.addWidget(self._text, 100)
        row.addStretch()
        column.addLayout(row)
        column.addSpacing(GAP)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.hide()

    @property
    def text(self) -> str:
        """What it says: title and sentence."""
        return " ".join(self.words).strip()

    @property
    def words(self) -> tuple[str, str]:
        """Title and sentence; empty while it is hidden."""
        return ("", "") if self.isHidden() else (self._title.text(), self._text.text())

    def tell(self, severity: Severity, title: str, text: str, action: str = "", button: str = "") -> None:
        """Say why there is nothing, and offer what helps."""
        self._severity, self._action = severity, action
        self._title.setText(title)
        self._text.setText(text)
        self.button.setText(button)
        self.button.setMinimumWidth(self.button.fontMetrics().horizontalAdvance(button) + 3 * MARGIN)
        self.button.setVisible(bool(button))
        self.setAccessibleName(f"{title} {text}".strip())
        self._show_sign()
        self.show()
        self.raise_()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show_sign()

    def _show_sign(self) -> None:
        c, ratio = colours(self), self.devicePixelRatioF()
        if self._severity is Severity.OFF:  # nothing is wrong, there is just nothing
            self._sign.setPixmap(tool_pixmap(Picture.HOLLOW, c.muted, 44, ratio))
        else:
            self._sign.setPixmap(severity_pixmap(self._severity, 28, ratio, c))

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The ground of charts, which hides what is below."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours(self).base)


class _Card(QWidget):
    """What stands off from the chart below it."""

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A rounded ground with a frame."""
        c = colours(self)
        paint_ground(self, c.off_soft if c.dark else c.base, QPen(c.muted if c.dark else c.line, 1))


class LoadingHint(_Card):
    """A quiet word in a corner, only while loading takes long enough to wonder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TintedLabel(self.tr("Loading history …"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + 2, GAP // 2, GAP + 2, GAP // 2)
        row.addWidget(self._text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Whether something is being loaded."""
        if not busy:
            self._patience.stop()
            self.hide()
        elif not self._patience.isActive() and self.isHidden():
            self._patience.start()

    def _appear(self) -> None:
        self.adjustSize()
        self.show()
        self.raise_()


class PlaceCard(_Card):
    """What is said of a place of the chart: a title, when, a sentence, and buttons of which the last one closes it."""

    def __init__(self, chart: QWidget, width: int = _CARD) -> None:
        super().__init__(chart)
        self._chart = chart
        self._title, self._span, self._why = heading(QLabel()), TintedLabel(), Sentence(colour="text")
        self._span.setWordWrap(True)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.put_away)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, MARGIN - 2)
        self.column.setSpacing(GAP // 2)
        for label in (self._title, self._span, self._why):
            self.column.addWidget(label)
        self.column.addSpacing(GAP)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch()
        self._buttons.addWidget(self.close_button)
        self.column.addLayout(self._buttons)
        self.setFixedWidth(width)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join((self._title.text(), self._span.text(), self._why.text()))

    @property
    def first_button(self) -> QPushButton:
        """The button that the keyboard goes to."""
        return self.close_button

    def open_at(self, point: QPoint) -> None:
        """Stand beside a point of the chart, within it, with the keyboard on the first button."""
        room, width = self._chart.rect().adjusted(GAP, GAP, -GAP, -GAP), self.maximumWidth()
        size = QSize(width, max(self.sizeHint().height(), self.heightForWidth(width)))
        left = point.x() + GAP if point.x() + GAP + size.width() <= room.right() else point.x() - GAP - size.width()
        left = min(max(left, room.left()), max(room.right() - size.width(), room.left()))
        top = min(max(point.y() - size.height() // 2, room.top()), max(room.bottom() - size.height(), room.top()))
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()
        self.first_button.setFocus()

    def put_away(self) -> None:
        """Close it; the keyboard goes back to the chart, if it was here."""
        if self.isHidden():
            return
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._chart.setFocus()  # before: Qt would give it to whatever is next
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Esc closes; Enter presses the button with the keyboard, and is not for the chart."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QPushButton):
                focus.click()
        else:
            super().keyPressEvent(event)


class HoleCard(PlaceCard):
    """What is missing at a place of the chart, why, and a button where it can be had.

    Attributes:
        repair: The button that asks for these candles; pressed, the card is put away.
    """

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self.repair = QPushButton(self.tr("&Repair"))
        self.repair.clicked.connect(self.put_away)
        self._buttons.insertWidget(1, self.repair)

    @property
    def first_button(self) -> QPushButton:
        """Repair, where that can be pressed."""
        return self.repair if self.repair.isVisible() and self.repair.isEnabled() else self.close_button

    def tell(self, title: str, span: str, why: str, repairable: bool, refused: str = "") -> None:
        """Fill it.

        Args:
            title: How many candles are missing.
            span: From when to when.
            why: The reason.
            repairable: Whether they can be asked for.
            refused: Why they cannot be asked for at this moment; empty if they can.
        """
        self._title.setText(title)
        self._span.setText(span)
        self._why.setText(why)
        self.repair.setVisible(repairable)
        self.repair.setEnabled(not refused)
        self.repair.setToolTip(refused)
        self.setAccessibleName(self.text)


class LinkDot(QWidget):
    """The colour of a chart's link, in its corner."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour: QColor | None = None
        self.setFixedSize(12, 12)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_colour(self, colour: QColor | None) -> None:
        """Show this colour, or nothing."""
        self._colour = colour
        self.setVisible(colour is not None)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A disc."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour or Qt.BrushStyle.NoBrush)
            painter.drawEllipse(1, 1, 10, 10)
