"""How lists look: rows with room to breathe, a flat header whose titles stand over their texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QIcon, QKeySequence, QPainter, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QWidget,
)

from ohlc_desktop.ui.widgets.form import Card
from ohlc_desktop.ui.widgets.theme import GAP, colours

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_HIGHER = 12
#: Side of an icon in a cell.
ICON = 16
#: How far the style itself keeps texts from the edges of their cells.
DENSE = 3


class RowsModel(QAbstractTableModel):
    """Rows under titles. What stands in a cell, each page's own model says by ``data``.

    Attributes:
        titles: Of the columns.
        numbers: The columns whose titles and texts stand at the right.
        rows: What the rows tell of. To be changed by the model only.
    """

    titles: Sequence[str] = ()
    numbers: Collection[int] = ()
    rows: Sequence[Any] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802  # named by Qt
        """Rows; none below one."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802  # named by Qt
        """Columns; none below a row."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The titles, each over its column's texts."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        return self.titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def alignment(self, column: int) -> int:
        """Where the texts of a column stand."""
        return alignment(column in self.numbers)


def alignment(number: bool) -> int:
    """To the right for numbers; a plain number, as not all versions of PySide6 take the flags."""
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class RoomyRows(QStyledItemDelegate):
    """Paints an icon and a text with air around them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """What the style wants, and more."""
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width() + 2 * GAP, max(option.fontMetrics.height(), ICON) + _HIGHER)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The style's background, then icon and text."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, icon = cell.text, QIcon(cell.icon)
        cell.text, cell.icon = "", QIcon()  # the style would make one for selected rows, of no size
        cell.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        style = cell.widget.style() if cell.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        inner = cell.rect.adjusted(GAP, 0, -GAP, 0)
        if not icon.isNull():
            icon.paint(painter, QRect(inner.left(), inner.center().y() - ICON // 2 + 1, ICON, ICON))
            inner.setLeft(inner.left() + ICON + GAP)
        painter.save()
        painter.setFont(cell.font)
        coloured = index.data(Qt.ItemDataRole.ForegroundRole) is not None  # it can be read on a soft selection too
        painter.setPen(cell.palette.color(QPalette.ColorRole.Text if coloured else _text_role(cell)))
        shown = cell.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, cell.displayAlignment, shown)
        painter.restore()


def _text_role(cell: QStyleOptionViewItem) -> QPalette.ColorRole:
    selected = cell.state & QStyle.StateFlag.State_Selected
    return QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text


class FlatHeader(QHeaderView):
    """Quiet titles over a hairline, as far from the edges of their columns as the texts below."""

    def __init__(self, parent: QWidget | None = None, edge: int = GAP) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._edge = edge
        self.setStretchLastSection(False)
        self.setSectionsMovable(False)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a row."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + _HIGHER)

    def sectionSizeFromContents(self, logical: int) -> QSize:  # noqa: N802
        """The title, with the air that is around it."""
        return super().sectionSizeFromContents(logical) + QSize(2 * self._edge, 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """One title."""
        c = colours(self)
        orientation, role = Qt.Orientation.Horizontal, Qt.ItemDataRole
        alignment = self.model().headerData(logical, orientation, role.TextAlignmentRole)
        painter.fillRect(rect, c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line)
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical
        painter.setPen(c.text if is_sorted else c.muted)
        painter.drawText(
            rect.adjusted(self._edge, 0, -self._edge, 0),
            alignment or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._title(logical, is_sorted),
        )

    def _title(self, logical: int, is_sorted: bool) -> str:
        """A title, with an arrow where the list is sorted by it: up for the smallest first."""
        title = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        arrow = "▲" if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else "▼"
        return f"{title} {arrow}" if is_sorted else title


class SoftSelection(QObject):
    """Gives a list a soft background for what is selected, on which marks and coloured texts can still be read."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        self._tint()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        """Follow the theme."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        return False

    def _tint(self) -> None:
        c, palette, role = colours(), QPalette(), QPalette.ColorRole
        if self._view.palette().color(role.Highlight) != c.accent_soft:
            palette.setColor(role.Highlight, c.accent_soft)
            palette.setColor(role.HighlightedText, c.text)
            self._view.setPalette(palette)


class SearchField(QLineEdit):
    """A field that filters the list of a page; the system's keys for finding bring the keyboard to it."""

    def __init__(self, placeholder: str, name: str, page: QWidget) -> None:
        super().__init__(placeholderText=placeholder, clearButtonEnabled=True)
        self.setAccessibleName(name)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, page, self.setFocus, context=within)


def copy_action(view: QAbstractItemView, text: str) -> QAction:
    """An action of a list for the system's keys for copying while the list has the keyboard."""
    action = QAction(text, view, shortcutContext=Qt.ShortcutContext.WidgetShortcut)
    action.setShortcut(QKeySequence.StandardKey.Copy)
    view.addAction(action)
    return action


def dense(table: QTableView, model: QAbstractItemModel) -> None:
    """Make a table one of many short lines: rows are selected whole, and have neither grid nor numbers."""
    table.setHorizontalHeader(FlatHeader(table, edge=DENSE))
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


def framed(view: QAbstractItemView) -> Card:
    """The rounded frame that a list stands in, what is selected in it softly coloured."""
    SoftSelection(view)
    view.setFrameShape(QFrame.Shape.NoFrame)
    frame = Card(well=True)
    frame.add(view)
    return frame


def roomy(view: QTreeView) -> Card:
    """Give a list roomy rows and a flat header; returns the rounded frame that it now stands in."""
    view.setItemDelegate(RoomyRows(view))
    view.setHeader(FlatHeader(view))
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setAllColumnsShowFocus(True)
    return framed(view)


def open_menu(view: QAbstractItemView, menu: QMenu, event: QContextMenuEvent) -> None:
    """Open a menu of a table: at the pointer, or by keyboard at the current row. It is deleted once it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
    at = view.visualRect(view.currentIndex()).center() if by_key else event.pos()
    menu.popup(view.viewport().mapToGlobal(at))
