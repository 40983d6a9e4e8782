"""What sources say of a session, side by side, and the choice between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown as told
from ohlc_desktop.ui.sources.candle_values import CandleValues
from ohlc_desktop.ui.sources.choice_steps import ChoiceChange, ChoiceStep
from ohlc_desktop.ui.sources.compare_model import ComparedRows, compared_sources, time_text
from ohlc_desktop.ui.sources.witness_texts import verdict_text
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import dense, framed
from ohlc_desktop.ui.widgets.theme import MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_reading import Comparison

_SIZE = (860, 560)
_SMALLEST = (700, 400)


class CompareDialog(QDialog):
    """Shows a session and takes wishes; who reads and changes calls ``show_...``.

    Attributes:
        comparison: The session that is shown; None before it was read.
        model: The candles that differ.
        values: All values of the chosen one.
        undo: Makes the last change undone.
        steps_wanted: A list of :class:`ChoiceStep` to be done.
    """

    steps_wanted = Signal(list)

    def __init__(self, symbol: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self._stamp: int | None = None
        self._undo: list[tuple[ChoiceStep, ...]] = []
        self._doing: ChoiceChange | None = None
        self.setWindowTitle(self.tr("Sources of {symbol}").format(symbol=symbol))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._build()
        self._say(self.tr("Reading what the sources say …"))

    # -- what is shown -----------------------------------------------------------------------------

    def show_comparison(self, shown: Comparison | None, stamp: int | None = None) -> None:
        """Show a session; ``stamp`` is of the candle to begin with, else the one that was chosen stays."""
        if stamp is not None:
            self._stamp = stamp
        self.comparison = shown
        self._doing = None
        if shown is None:
            self._say(self.tr("Nothing of this instrument is stored any more."))
            return
        self._title.setText(self._title_text(shown))
        self._line.setText(self._line_text(shown))
        self.model.show(shown)
        self._fit()
        self._frame.setVisible(bool(self.model.rows))
        self._select(shown)
        self._show_values()

    def show_changed(self, count: int) -> None:
        """A change was made; what is shown is read again."""
        change, self._doing = self._doing, None
        if change is not None and change.undo:
            self._undo.append(change.undo)
        one, many = self.tr("1 candle changed."), self.tr("{count} candles changed.")
        self._note.set_colour("muted")
        self._note.setText((one if count == 1 else many).format(count=wording.count(count)))
        self._show_values()

    def show_error(self, error: OhlcError) -> None:
        """It could not be read, or a change was refused; what stands is as it was."""
        self._doing = None
        self._note.set_colour("attention")
        self._note.setText(told(sentences(error.title, error.message, error.hint)))
        if self.comparison is None:
            self._line.setText("")
        self._show_values()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._line, self._note = heading(QLabel()), Sentence(colour="text"), Sentence()
        self.model, self.values = ComparedRows(self), CandleValues()
        self.values.change_wanted.connect(self._want)
        self.table = table = QTableView()
        dense(table, self.model)
        table.setAccessibleName(self.tr("Candles of which sources differ"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.activated.connect(lambda _: self._enter_values())
        table.selectionModel().currentRowChanged.connect(lambda *_: self._row_changed())
        self._frame = framed(table)
        self._candle = heading(QLabel())
        self.undo, self._close = QPushButton(self.tr("&Undo")), QPushButton(self.tr("&Close"))
        self.undo.setToolTip(self.tr("Undo the last change made here (Ctrl+Z)"))
        for button, act in ((self.undo, self._undo_last), (self._close, self.accept)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._undo_last)
        buttons = hbox((self._note, 1), self.undo, self._close)
        vbox(
            self._title, self._line, (self._frame, 1), self._candle, self._make_values(), buttons,
            parent=self, margins=MARGIN,
        )  # fmt: skip

    def _make_values(self) -> QScrollArea:
        """The values; scrolled where a small window has no room for all columns."""
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.values)
        self._area = area
        return area

    # -- inside ------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        """Nothing but a sentence."""
        self._title.setText(self.windowTitle())
        self._line.setText(text)
        self.model.show(None)
        self._frame.hide()
        self._show_values()

    def _title_text(self, shown: Comparison) -> str:
        when = shown.when if not shown.timeframe.daily else time_text(shown, shown.stretch.start)
        return f"{shown.instrument.symbol}  {shown.timeframe.name}  {when}"

    def _line_text(self, shown: Comparison) -> str:
        if shown.verdict is not None:
            return verdict_text(shown.verdict)
        if len(compared_sources(shown)) < 2:
            return self.tr("Only one source has these candles.")
        return self.tr("What several sources say of these candles.")

    def _fit(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        if self.model.columnCount() > 2:
            header.setSectionResizeMode(self.model.columnCount() - 2, QHeaderView.ResizeMode.Stretch)

    def _select(self, shown: Comparison) -> None:
        stamps = shown.ts.tolist()
        place = next((n for n, ts in enumerate(stamps) if self._stamp is not None and ts >= self._stamp), 0)
        if stamps:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self._stamp = stamps[place]

    def _row_changed(self) -> None:
        place = self.table.currentIndex().row()
        if self.comparison is not None and 0 <= place < len(self.comparison.ts):
            self._stamp = int(self.comparison.ts[place])
        self._show_values()

    def _show_values(self) -> None:
        place, shown = self.table.currentIndex().row(), self.comparison
        there = shown is not None and 0 <= place < len(shown.ts)
        self._candle.setText(time_text(shown, int(shown.ts[place])) if there and shown is not None else "")
        self._candle.setVisible(there)
        self.values.show_candle(shown if there else None, place)
        self.values.set_enabled(self._doing is None)
        self._area.setVisible(there)
        needed = self.values.height_needed + self._area.horizontalScrollBar().sizeHint().height()
        self._area.setFixedHeight(min(needed, self.height() // 2))
        self.undo.setEnabled(bool(self._undo) and self._doing is None)

    def _enter_values(self) -> None:
        """Bring the keyboard to the first thing that can be done with the candle."""
        if self.values.buttons:
            self.values.buttons[0].setFocus()

    # -- wishes ------------------------------------------------------------------------------------

    def _want(self, change: ChoiceChange) -> None:
        if self._doing is None:
            self._doing = change
            self._tell_doing()
            self.steps_wanted.emit(list(change.steps))

    def _undo_last(self) -> None:
        if self._undo and self._doing is None:
            steps = self._undo.pop()
            self._doing = ChoiceChange(steps, ())
            self._tell_doing()
            self.steps_wanted.emit(list(steps))

    def _tell_doing(self) -> None:
        self._note.set_colour("muted")
        self._note.setText(self.tr("Storing it, with all that is made of these candles …"))
        self.values.set_enabled(False)
        self.undo.setEnabled(False)
        self.table.setFocus()
