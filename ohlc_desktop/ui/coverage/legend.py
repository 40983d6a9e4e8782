"""Small widgets of the coverage page: muted labels, marks, and the legend that counts the series of each state."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.coverage.model import OFF, Totals
from ohlc_desktop.ui.coverage.state_texts import state_word
from ohlc_desktop.ui.widgets.known_texts import doubt_pixmap
from ohlc_desktop.ui.widgets.labels import ElidedLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, Colours, colours, paint_mark, state_mark

#: As the legend shows the states.
_LEGEND = ("complete", "partial", "stale", "empty", "failed", "importing")


def cell_mark(state: str) -> Severity:
    """The mark of a cell."""
    return Severity.OFF if state == OFF else state_mark(state)


def tones(c: Colours, state: str) -> Colours:
    """The colours in which a cell is painted: what is behind asks for a look as much as what has holes."""
    return replace(c, off=c.attention, off_soft=c.attention_soft) if state == "stale" else c


class StateSign(QWidget):
    """The mark of a state as a widget."""

    def __init__(self, size: int = 16, state: str = OFF, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setFixedSize(size, size)

    @property
    def state(self) -> str:
        """The state shown."""
        return self._state

    def set_state(self, state: str) -> None:
        """Show another state."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint it in the colours of the moment."""
        painter = QPainter(self)
        paint_mark(painter, self.rect().toRectF(), cell_mark(self._state), tones(colours(self), self._state))
        painter.end()


class DoubtSign(QWidget):
    """The mark of series with candles that are not to be relied on, as a widget."""

    def __init__(self, size: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint it in the colours of the moment."""
        painter, c = QPainter(self), colours(self)
        mark = doubt_pixmap(True, self.width(), self.devicePixelRatioF(), c.attention, self.palette().window().color())
        painter.drawPixmap(0, 0, mark)
        painter.end()


class Legend(QWidget):
    """What the marks mean, and how many series each stands for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Legend"))
        self._texts: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        for state in _LEGEND:
            self._texts[state] = TintedLabel()
            row.addWidget(StateSign(12, state))
            row.addWidget(self._texts[state])
            row.addSpacing(MARGIN)
        self._doubt, self._doubtful = DoubtSign(), TintedLabel()
        row.addWidget(self._doubt)
        row.addWidget(self._doubtful)
        for widget in (self._doubt, self._doubtful):
            widget.hide()
        self._hint = ElidedLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._hint, 1)
        self._explain()
        self.show_hint("")

    def show_states(self, totals: Totals) -> None:
        """Show how many series are in each state."""
        for state, label in self._texts.items():
            number = totals.importing if state == "importing" else totals.states.get(state, 0)
            label.setText(self.tr("{word} {count}").format(word=state_word(state), count=wording.count(number)))
        doubtful = totals.doubtful_series
        self._doubtful.setText(self.tr("doubtful {count}").format(count=wording.count(doubtful)))
        for widget in (self._doubt, self._doubtful):
            widget.setVisible(doubtful > 0)

    def show_hint(self, text: str) -> None:
        """Say at the right what can be done."""
        self._hint.show_text(text)

    def text(self, state: str) -> str:
        """What is written beside the mark of a state."""
        return self._texts[state].text()

    @property
    def doubtful(self) -> str:
        """What is written of series with candles that are not to be relied on; empty where there are none."""
        return "" if self._doubtful.isHidden() else self._doubtful.text()

    def _explain(self) -> None:
        tips = {
            "complete": self.tr("Every candle that the calendar expects is stored, or was never traded."),
            "partial": self.tr("Candles are missing among those stored."),
            "stale": self.tr("Newer candles should be in the feed by now."),
            "empty": self.tr("Nothing is stored yet."),
            "failed": self.tr("The last attempt failed, and candles are missing."),
            "importing": self.tr("A request is on its way."),
        }
        for state, tip in tips.items():
            self._texts[state].setToolTip(tip)
        self._doubtful.setToolTip(self.tr("Candles of these series are disputed or suspect; their charts mark them."))
