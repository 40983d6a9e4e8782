"""Files and folders that are dropped on a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

_ROUND = 10


class FileDrop(QObject):
    """Lets a window take files and folders, and shows where they go while they are held over it.

    Attributes:
        dropped: The paths, a list of ``str``.
    """

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._veil: DropVeil | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        """Take what holds local files only."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDropEvent):
            return self._enter(event)
        if kind is QEvent.Type.DragLeave:
            self._hide()
        elif kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._hide()
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDropEvent) -> bool:
        if not local_paths(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # a file is read, never moved
        event.accept()
        if isinstance(event, QDragEnterEvent):
            self._veil = self._veil or DropVeil(self._window)
            self._veil.setGeometry(self._window.rect())
            self._veil.raise_()
            self._veil.show()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        paths = local_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths)
        return True

    def _hide(self) -> None:
        if self._veil is not None:
            self._veil.hide()


def local_paths(held: QMimeData) -> list[str]:
    """The files and folders of this machine that are held; none where one is of elsewhere."""
    urls = held.urls() if held.hasUrls() else []
    return [url.toLocalFile() for url in urls] if all(url.isLocalFile() for url in urls) else []


class DropVeil(QWidget):
    """Covers the window while files are held over it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A soft cover with a frame and what happens to the files."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            cover = QColor(c.base)
            cover.setAlphaF(0.92)
            painter.fillRect(self.rect(), cover)
            painter.setPen(QPen(c.accent, 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), _ROUND, _ROUND)
            self._write(painter)

    def _write(self, painter: QPainter) -> None:
        c, font, room = colours(self), self.font(), self.rect().adjusted(2 * MARGIN, 0, -2 * MARGIN, 0)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        upper, lower = QRect(room), QRect(room)
        upper.setBottom(room.center().y() - GAP // 2)
        lower.setTop(room.center().y() + GAP // 2)
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter.setFont(font)
        painter.setPen(c.text)
        painter.drawText(upper, centred | Qt.AlignmentFlag.AlignBottom, self.tr("Drop files of candles here"))
        painter.setFont(self.font())
        painter.setPen(c.muted)
        told = self.tr("You see what is in them before anything is stored. The files stay where they are.")
        painter.drawText(lower, centred | Qt.AlignmentFlag.AlignTop, told)
