"""A narrow list of names and values, made to be changed sixty times a second: nothing is laid out when values change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ohlc_desktop.ui.chart.data.facts import Fact
from ohlc_desktop.ui.widgets.tables import NOWHERE, Index, SoftSelection, copy_action
from ohlc_desktop.ui.widgets.theme import GAP, Colours, colours

_SPACE = 6


class FactModel(QAbstractListModel):
    """The facts, a line each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: tuple[Fact, ...] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Tell these; the list keeps its place and what is selected in it where the same things are told."""
        if tuple(facts) == self.facts:
            return
        if [fact.name for fact in facts] != [fact.name for fact in self.facts]:
            self.beginResetModel()
            self.facts = tuple(facts)
            self.endResetModel()
            return
        self.facts = tuple(facts)
        if facts:
            self.dataChanged.emit(self.index(0), self.index(len(facts) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802  # named by Qt
        """Lines."""
        return 0 if parent.isValid() else len(self.facts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line as text, for screen readers and tooltips."""
        if not index.isValid():
            return None
        fact = self.facts[index.row()]
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return f"{fact.name}: {fact.value}" if role in wanted and fact.value else fact.name if role in wanted else None


class _LineHeights(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _: Index) -> QSize:  # noqa: N802  # named by Qt
        """A line of text and some space."""
        return QSize(0, option.fontMetrics.height() + _SPACE)


class FactList(QListView):
    """The list. It paints its lines itself: asking the style for each takes three times as long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take_fonts()
        self.facts = FactModel(self)
        self.setModel(self.facts)
        self.setItemDelegate(_LineHeights(self))
        self.setUniformItemSizes(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else what is below is painted as well
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        SoftSelection(self)
        copy_action(self, self.tr("&Copy")).triggered.connect(self.copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def copy(self) -> None:
        """Put the selected lines on the clipboard, all where none is selected: name, tab, value."""
        rows = sorted(index.row() for index in self.selectedIndexes()) or range(len(self.facts.facts))
        lines = (self.facts.facts[row] for row in rows)
        QGuiApplication.clipboard().setText("\n".join(f"{fact.name}\t{fact.value}".rstrip("\t") for fact in lines))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The lines that are in sight."""
        c, facts, high = colours(self), self.facts.facts, self.sizeHintForRow(0)
        chosen = {index.row() for index in self.selectedIndexes()}
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), c.base)
            first = max((event.rect().top() + self.verticalOffset()) // max(high, 1), 0)
            last = min((event.rect().bottom() + self.verticalOffset()) // max(high, 1) + 1, len(facts))
            for row in range(first, last):
                top = row * high - self.verticalOffset()
                if row in chosen:
                    painter.fillRect(0, top, self.viewport().width(), high, c.accent_soft)
                self._paint_line(painter, facts[row], top, high, c)

    def _paint_line(self, painter: QPainter, fact: Fact, top: int, high: int, c: Colours) -> None:
        """A name at the left, cut where its value at the right needs the width."""
        width = self.viewport().width()
        if fact.heading:
            painter.fillRect(0, top, width, 1, c.line)
        font, metrics = self._strong if fact.heading else self._plain
        base, wide = top + (high + metrics.ascent() - metrics.descent()) / 2, metrics.horizontalAdvance(fact.value)
        painter.setFont(font)
        painter.setPen(c.text if fact.heading else fact.colour if fact.colour and not fact.value else c.muted)
        room = width - 2 * GAP - (wide + GAP if fact.value else 0)
        painter.drawText(QPointF(GAP, base), self._fitted(fact.name, room, metrics))
        if fact.value:
            painter.setPen(fact.colour or c.text)
            painter.drawText(QPointF(max(width - GAP - wide, GAP), base), fact.value)

    def _fitted(self, name: str, room: float, metrics: QFontMetricsF) -> str:
        """A name, cut where there is no room for it. Names come again with each candle: they are measured once."""
        wide = self._wide.get((name, metrics is self._strong[1]))
        if wide is None:
            wide = self._wide[name, metrics is self._strong[1]] = metrics.horizontalAdvance(name)
        return name if wide <= room else metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._take_fonts()

    def _take_fonts(self) -> None:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        self._wide: dict[tuple[str, bool], float] = {}
        self._plain, self._strong = ((font, QFontMetricsF(font)) for font in (self.font(), strong))
