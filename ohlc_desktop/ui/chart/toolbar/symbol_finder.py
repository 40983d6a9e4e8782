"""The box in which a symbol or timeframe is typed, with what it can mean below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ohlc_desktop.core.chart.symbol_input import Suggestion, strange_names, timeframe_title, understand
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.instrument_names import Resolved
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import SoftSelection
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours, paint_ground

_WIDTH = 420
_ROW = 30
_EDGE = 5
_MOST_ROWS = 8
_EXPLANATION = Qt.ItemDataRole.UserRole + 1


class SymbolFinder(QFrame):
    """A small box over the charts: typing narrows the choices, Enter takes the first or the selected one, Esc closes.

    Attributes:
        chosen: Symbol and timeframe.
        compared: Symbol, where an instrument to compare with was asked for.
        unknown: What was typed, where it is none of what is offered: what it means is to be told by
            :meth:`show_resolved`.
        leaving: The box is about to go: the keyboard should go back to the chart.
    """

    chosen = Signal(str, str)
    compared = Signal(str)
    unknown = Signal(str)
    leaving = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._instruments: Sequence[Instrument] = ()
        self._watched = 0
        self._asked: list[tuple[str, str]] = []
        self._current = ("", "")
        self._comparing = self._leaving = False
        self.field = QLineEdit()
        self.list = QListWidget()
        self._problem = Sentence()
        self._build()
        self.hide()

    def offer(self, watched: Sequence[Instrument], others: Sequence[Instrument] = ()) -> None:
        """Offer these: the watchlist in its order, then what else there is."""
        names = {instrument.symbol for instrument in watched}
        self._instruments = [*watched, *(other for other in others if other.symbol not in names)]
        self._watched = len(watched)
        if not self.isHidden():
            self._look()

    def ask(self, current: tuple[str, str], text: str = "", comparing: bool = False) -> None:
        """Open.

        Args:
            current: Symbol and timeframe of the chart that is meant.
            text: What was typed already.
            comparing: An instrument to compare with is asked for.
        """
        self._current, self._comparing = current, comparing
        hint = (
            self.tr("Compare with: symbol or name") if comparing else self.tr("Symbol, timeframe or both: ES, 5, ES 15")
        )
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setText(text)
        self._look()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.end(False)

    def put_away(self) -> None:
        """Close. The keyboard is given back before: Qt would give it to whatever chart is next."""
        if not self.isHidden() and not self._leaving:
            self._leaving = True
            self.leaving.emit()
            self.hide()
            self._leaving = False

    def place(self) -> None:
        """Stand in the upper middle of the parent."""
        room = self._window.rect()
        width = min(_WIDTH, room.width() - 2 * GAP)
        height = self.sizeHint().height()
        self.setGeometry((room.width() - width) // 2, max((room.height() - height) // 4, GAP), width, height)

    def _build(self) -> None:
        self.field.setMaxLength(60)
        self.field.setFrame(False)
        self.field.setTextMargins(_EDGE, 0, _EDGE, 0)
        self._problem.setContentsMargins(_EDGE + 2, 0, _EDGE, _EDGE)
        font = self.field.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.field.setFont(font)
        self.field.textEdited.connect(self._look)
        self.field.installEventFilter(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_SuggestionDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("What can be meant"))
        SoftSelection(self.list)
        self.list.itemClicked.connect(lambda _item: self._take())
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP // 2)
        for widget in (self.field, self.list, self._problem):
            column.addWidget(widget)

    # -- choices -----------------------------------------------------------------------------------

    def _look(self, _: str = "") -> None:
        """Show what the text can mean."""
        text = self.field.text()
        choices, problem = self._meant(text) if text.strip() else (self._watchlist(), NOTHING)
        self.list.clear()
        for choice in choices:
            self.list.addItem(self._item(choice))
        self.list.setCurrentRow(0 if choices and text.strip() else -1)
        self.list.setVisible(bool(choices))
        self.list.setFixedHeight(_ROW * min(len(choices), _MOST_ROWS) + 2)
        self._problem.setText(shown(problem))
        self._problem.setVisible(bool(problem))
        self.place()
        self._asked = [] if choices or self._comparing else strange_names(text, self._current)
        for name, _ in self._asked:
            self.unknown.emit(name)

    def show_resolved(self, name: str, found: Resolved) -> None:
        """Offer what an unknown name means, or say why it means nothing, unless something else was typed meanwhile."""
        timeframe, instrument = dict(self._asked).get(name), found.instrument
        if timeframe is None or self.list.count():
            return
        if instrument is None:
            self._problem.setText(shown(found.error.text if found.error else NOTHING) or self._problem.text())
            return
        told = self.tr("{name}: not on the watchlist, can be added").format(name=instrument.name or instrument.symbol)
        self.list.addItem(self._item(Suggestion(instrument.symbol, timeframe, told)))
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW + 2)
        self.list.show()
        self._problem.hide()
        self.place()

    def _meant(self, text: str) -> tuple[list[Suggestion], Message]:
        watched, others = self._instruments[: self._watched], self._instruments[self._watched :]
        typed = understand(text, watched, self._current, others)
        if not self._comparing:
            return list(typed.choices), typed.problem
        first: dict[str, Suggestion] = {}
        for choice in typed.choices:
            if choice.symbol != self._current[0] and choice.timeframe == self._current[1]:
                first.setdefault(choice.symbol, choice)
        return list(first.values()), typed.problem if not first else NOTHING

    def _watchlist(self) -> list[Suggestion]:
        """Before anything is typed."""
        watched = self._instruments[: self._watched]
        return [
            Suggestion(instrument.symbol, self._current[1], instrument.name)
            for instrument in watched
            if not (self._comparing and instrument.symbol == self._current[0])
        ]

    def _item(self, choice: Suggestion) -> QListWidgetItem:
        text = choice.symbol if self._comparing else f"{choice.symbol}  {choice.timeframe}"
        item = QListWidgetItem(text)
        timeframe = shown(timeframe_title(choice.timeframe))
        explanation = choice.name if self._comparing else f"{choice.name}, {timeframe}"
        item.setData(_EXPLANATION, explanation)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, explanation)
        item.setData(Qt.ItemDataRole.UserRole, (choice.symbol, choice.timeframe))
        return item

    def _take(self) -> None:
        """Choose what is selected; without a selection nothing happens."""
        item = self.list.currentItem()
        if item is None:
            return
        symbol, timeframe = item.data(Qt.ItemDataRole.UserRole)
        self.put_away()
        if self._comparing:
            self.compared.emit(symbol)
        else:
            self.chosen.emit(symbol, timeframe)

    def _step(self, step: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), count - 1))

    # -- events ------------------------------------------------------------------------------------

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        """Keys of the field that move in the list; leaving the field closes the box."""
        if isinstance(event, QFocusEvent) and event.lostFocus():
            elsewhere = event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            self.setVisible(not elsewhere and not self.isHidden())
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        else:
            return False
        return True

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A rounded ground with a frame that stands off from the charts."""
        c = colours(self)
        paint_ground(self, c.base, QPen(c.accent, 1.2))


class _SuggestionDelegate(QStyledItemDelegate):
    """A line: what would be shown in bold, and in words after it."""

    def sizeHint(self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """A roomy line."""
        return QSize(option.rect.width(), _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        c = colours(option.palette)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent_soft)
            painter.drawRoundedRect(QRectF(option.rect), 5, 5)
        bold = QFont(option.font)
        bold.setBold(True)
        inner = option.rect.adjusted(GAP, 0, -GAP, 0)
        painter.setFont(bold)
        painter.setPen(c.text)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        inner.setLeft(inner.left() + max(painter.fontMetrics().horizontalAdvance(str(index.data())) + MARGIN, 110))
        painter.setFont(option.font)
        painter.setPen(c.muted)
        text = option.fontMetrics.elidedText(str(index.data(_EXPLANATION)), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
