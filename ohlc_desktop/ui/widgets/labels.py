"""Labels and buttons that follow the theme, and what screen readers hear of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from ohlc_desktop.ui.widgets.style.buttons import PRIMARY
from ohlc_desktop.ui.widgets.theme import GAP, colours


class TintedLabel(QLabel):
    """A line of plain text in one of the theme's colours (``muted``, ``failing``, …); ``text`` is that of others."""

    def __init__(self, text: str = "", parent: QWidget | None = None, colour: str = "muted") -> None:
        super().__init__(text, parent)
        self._colour = colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tint()

    def set_colour(self, colour: str) -> None:
        """Take another colour of the theme."""
        self._colour = colour
        self._tint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        role, palette = QPalette.ColorRole.WindowText, QPalette()
        if self._colour == "text":
            if self.testAttribute(Qt.WidgetAttribute.WA_SetPalette):
                self.setPalette(palette)
            return
        wanted: QColor = getattr(colours(self), self._colour)
        if self.palette().color(role) != wanted:
            palette.setColor(role, wanted)
            self.setPalette(palette)


class Sentence(TintedLabel):
    """A text that wraps and can be selected by mouse; ``small`` for what explains something else."""

    def __init__(
        self, text: str = "", colour: str = "muted", small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent, colour)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if small and self.font().pointSizeF() > 0:
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.92)
            self.setFont(font)


class SpokenLabel(TintedLabel):
    """A value whose title stands elsewhere, or only in the mind: screen readers hear both, "title: value".

    The accessible name of a label replaces its text, so a name of the title alone would hide the value.
    """

    def __init__(self, title: str, wrap: bool = True, selectable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__("", parent, colour="text")
        self._spoken_title = title
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText("")

    def setText(self, text: str, /) -> None:  # noqa: N802  # named by Qt
        """Show and speak another value."""
        super().setText(text)
        self.setAccessibleName(spoken(self._spoken_title, text))


def spoken(title: str, value: str) -> str:
    """A title and its value as screen readers hear them."""
    if not value:
        return title
    return QCoreApplication.translate("SpokenLabel", "{title}: {value}").format(title=title, value=value)


class ElidedLabel(TintedLabel):
    """A line that gives way: what does not fit is cut with an ellipsis and told by the tooltip.

    With a ``title``, which stands elsewhere, screen readers hear both, as of a :class:`SpokenLabel`.

    Attributes:
        whole: The text as it is, however narrow the label. To be read only.
    """

    def __init__(self, parent: QWidget | None = None, colour: str = "muted", title: str = "") -> None:
        super().__init__("", parent, colour)
        self.whole, self._title = "", title
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        self.setAccessibleName(spoken(self._title, text) if self._title else text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self.whole else self.whole)


class PrimaryButton(QPushButton):
    """The one thing to do on a page; with :meth:`set_primary` (False) a button like others."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty(PRIMARY, True)  # the style asks for it
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setMinimumSize(self.sizeHint().width() + GAP, self.sizeHint().height() + GAP // 2)

    def set_primary(self, primary: bool) -> None:
        """Whether it is still the one thing to do."""
        if primary != self.property(PRIMARY):
            self.setProperty(PRIMARY, primary)
            self.update()


def key_text(keys: str) -> str:
    """Keys as this system and language write them: ``Ctrl+G`` is ``Strg+G`` in German; what is no key stays as it is."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
