"""Small widgets of the coverage page: muted labels, marks, and the legend that counts the series of each state."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.coverage.cells import Totals
from ohlc_desktop.ui.sources.source_texts import difference_pixmap
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.known_texts import doubt_pixmap
from ohlc_desktop.ui.widgets.labels import ElidedLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, Colours, colours, paint_severity


def tones(c: Colours, state: CoverageState) -> Colours:
    """The colours in which a cell is painted: what is behind asks for a look as much as what has holes."""
    return replace(c, off=c.attention, off_soft=c.attention_soft) if state is CoverageState.STALE else c


class StateIcon(QWidget):
    """The mark of a state as a widget.

    Attributes:
        state: The state shown. To be read only.
    """

    def __init__(self, size: int = 16, state: CoverageState = CoverageState.OFF, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setFixedSize(size, size)

    def set_state(self, state: CoverageState) -> None:
        """Show another state."""
        self.state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint it in the colours of the moment."""
        painter = QPainter(self)
        paint_severity(painter, self.rect().toRectF(), self.state.severity, tones(colours(self), self.state))
        painter.end()


class DoubtIcon(QWidget):
    """The mark of series with candles that are not to be relied on, as a widget."""

    def __init__(self, size: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint it in the colours of the moment."""
        painter, c = QPainter(self), colours(self)
        picture = doubt_pixmap(
            True, self.width(), self.devicePixelRatioF(), c.attention, self.palette().window().color()
        )
        painter.drawPixmap(0, 0, picture)
        painter.end()


class DifferenceIcon(QWidget):
    """The mark of series with candles of which sources differ, as a widget."""

    def __init__(self, size: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint it in the colours of the moment."""
        painter, c = QPainter(self), colours(self)
        ground = self.palette().window().color()
        painter.drawPixmap(0, 0, difference_pixmap(self.width(), self.devicePixelRatioF(), c.attention, ground))
        painter.end()


class Legend(QWidget):
    """What the marks mean, and how many series each stands for; a state that no series is in is not mentioned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Legend"))
        self._texts: dict[CoverageState, QLabel] = {}
        self._entries: dict[CoverageState, QWidget] = {}
        row = hbox(parent=self, spacing=MARGIN)
        for state in CoverageState:
            if not state.tip:
                continue
            self._texts[state] = TintedLabel()
            self._texts[state].setToolTip(shown(state.tip))
            marks = () if state is CoverageState.COMPLETE else (StateIcon(12, state),)  # cells of it have none either
            self._entries[state] = _entry(*marks, self._texts[state])
            row.addWidget(self._entries[state])
        self._doubtful = TintedLabel()
        self._doubt = _entry(DoubtIcon(), self._doubtful)
        self._doubt.hide()
        row.addWidget(self._doubt)
        self._differing = TintedLabel()
        self._differing.setToolTip(
            self.tr("Sources have different prices of candles of these series; their witnesses tell.")
        )
        self._difference = _entry(DifferenceIcon(), self._differing)
        self._difference.hide()
        row.addWidget(self._difference)
        self._hint = ElidedLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._hint, 1)
        tip = self.tr("Candles of these series are disputed or suspect; their charts mark them.")
        self._doubtful.setToolTip(tip)
        self.show_hint("")

    def show_states(self, totals: Totals) -> None:
        """Show how many series are in each state."""
        for state, label in self._texts.items():
            number = totals.importing if state is CoverageState.IMPORTING else totals.states.get(state, 0)
            label.setText(self.tr("{word} {count}").format(word=shown(state.word), count=wording.count(number)))
            self._entries[state].setVisible(number > 0)
        doubtful = totals.doubtful_series
        self._doubtful.setText(self.tr("doubtful {count}").format(count=wording.count(doubtful)))
        self._doubt.setVisible(doubtful > 0)
        self._differing.setText(self.tr("differing {count}").format(count=wording.count(totals.differing_series)))
        self._difference.setVisible(totals.differing_series > 0)

    def show_hint(self, text: str) -> None:
        """Say at the right what can be done."""
        self._hint.show_text(text)

    def text(self, state: CoverageState) -> str:
        """What is written beside the mark of a state."""
        return self._texts[state].text()

    @property
    def doubtful(self) -> str:
        """What is written of series with candles that are not to be relied on; empty where there are none."""
        return "" if self._doubt.isHidden() else self._doubtful.text()


def _entry(*parts: QWidget) -> QWidget:
    """A mark with its text."""
    entry = QWidget()
    hbox(*parts, parent=entry, spacing=GAP // 2 + 1)
    return entry
