"""What widgets say, and whether there is room for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from ohlc_desktop.ui.history.day_line import DayLine
from ohlc_desktop.ui.widgets.labels import ElidedLabel

#: What is around the title of a column: the style's margins on both sides.
_AROUND = 8


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that the widgets of a window say, and where."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget.parent(), QDialogButtonBox):
            continue  # Qt's own words have Qt's own translations
        where = f"{type(widget.parent()).__name__}/{type(widget).__name__}"
        own = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        yield from ((where, text) for text in (*own, *shown_by(widget)) if text)


def shown_by(widget: QWidget) -> Iterator[str]:
    """What a widget shows."""
    if isinstance(widget, ElidedLabel):
        yield widget.whole
    elif isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QMenu):
        yield from (text for action in widget.actions() for text in (action.text(), action.toolTip()))
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, DayLine):
        yield widget.text
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from cells_of(widget.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    """Titles and cells of a table."""
    rows, columns = model.rowCount(), 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    yield from (str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in range(columns))
    for row in range(rows):
        for column in range(columns):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(index.data(role) or "")


def cut_off(root: QWidget) -> Iterator[str]:
    """The texts in sight for which there is too little room; what is shortened on purpose tells all in its tooltip."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible():
            yield from (f"{type(widget.parent()).__name__}/{type(widget).__name__}: {text}" for text in _short_of(widget))


def overlapping(root: QWidget) -> Iterator[str]:
    """The widgets in sight that a layout has put over one another, as happens where it has too little room."""
    for holder in (root, *root.findChildren(QWidget)):
        shown = [widget for widget in _laid_out(holder) if widget.isVisible()]
        for one, other in combinations(shown, 2):
            if one.geometry().intersects(other.geometry()):
                yield f"{type(holder).__name__}: {type(one).__name__} and {type(other).__name__}"


def _laid_out(holder: QWidget) -> list[QWidget]:
    """The widgets that a widget's layout has placed; items of layouts are left alone: PySide keeps them too long."""
    layout = holder.layout()
    layouts = [] if layout is None else [layout, *layout.findChildren(QLayout)]
    children = [child for child in holder.children() if isinstance(child, QWidget)]
    return [child for child in children if any(each.indexOf(child) >= 0 for each in layouts)]


def _short_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        if widget.text() != widget.whole and widget.toolTip() != widget.whole:
            yield widget.whole
    elif isinstance(widget, QLabel | QAbstractButton):
        text = widget.text().strip()
        if text and not (_fits(widget) and _lies_within(widget)) and not widget.toolTip().startswith(text):
            yield text
    elif isinstance(widget, QTabBar):
        yield from _titles_cut_off(widget)
    elif isinstance(widget, QHeaderView):
        yield from _columns_cut_off(widget)
    elif isinstance(widget, QComboBox):
        yield from _choices_cut_off(widget)
    elif isinstance(widget, QGroupBox) and _wide(widget, widget.title()) > widget.width():
        yield widget.title()
    elif isinstance(widget, QLineEdit) and _wide(widget, widget.placeholderText()) > widget.contentsRect().width() - 4:
        yield widget.placeholderText()


def _wide(widget: QWidget, text: str) -> int:
    """The pixels that the widest line takes; a single ``&`` marks a key and is not drawn."""
    bare = text.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return max(map(QFontMetrics(widget.font()).horizontalAdvance, bare.split("\n")))


def _fits(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width()) and _longest_word(widget) <= widget.width()
    if isinstance(widget, QLabel):
        hint = widget.sizeHint()
        return widget.width() >= hint.width() and widget.height() >= hint.height()
    icon = 0 if widget.icon().isNull() else widget.iconSize().width()
    lines, height = widget.text().count("\n") + 1, QFontMetrics(widget.font()).height()
    return widget.width() >= _wide(widget, widget.text()) + icon and widget.height() >= lines * height - 2


def _longest_word(label: QLabel) -> int:
    """Where lines are broken at blanks; a path, which has none, may be as long as it likes."""
    words = [word for word in label.text().split() if "/" not in word]
    return max(map(QFontMetrics(label.font()).horizontalAdvance, words), default=0)


def _lies_within(widget: QWidget) -> bool:
    """Whether no parent cuts it off; what is in a scroll area can be brought into sight."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return True
    return parent.rect().contains(widget.geometry()) and _lies_within(parent)


def _titles_cut_off(bar: QTabBar) -> Iterator[str]:
    for at in range(bar.count()):
        place = bar.tabRect(at)
        if _wide(bar, bar.tabText(at)) > place.width() - 4 or not bar.rect().contains(place):
            yield bar.tabText(at)


def _columns_cut_off(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is Qt.Orientation.Vertical:
        return
    for at in range(header.count()):
        text = str(header.model().headerData(at, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(at) and text and _wide(header, text) + _AROUND > header.sectionSize(at):
            yield text


def _choices_cut_off(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    yield from (box.itemText(at) for at in range(box.count()) if _wide(box, box.itemText(at)) > field.width())
