"""Runs and what became of each instrument and timeframe in them, as a tree that is read when it is opened.

Top rows are runs. Below a run stand its items: those that need somebody first, and what did not change folded into
one row at the end. The items of a run are given in with ``set_items`` once somebody opened it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication

from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.store.ledger import Item, Run
from ohlc_desktop.ui.history.nodes import (
    EN_SPACE,
    Node,
    NodeKind,
    about,
    cells,
    colour_of,
    copied,
    key_of,
    run_of,
    severity_of,
)
from ohlc_desktop.ui.history.texts import NUMBERS, HistoryColumn, headings, in_order
from ohlc_desktop.ui.widgets.tables import alignment
from ohlc_desktop.ui.widgets.theme import colours, severity_icon

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ICON, _AIR = 16, 8


class HistoryModel(QAbstractItemModel):
    """The history as rows; items of a run appear below it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self._numbers = count(1)
        self._now = 0.0

    # -- what is shown -----------------------------------------------------------------------------

    def set_runs(self, runs: Sequence[Run], now: float) -> tuple[int, ...]:
        """Show these runs, newest first, and return the numbers of those that changed.

        Rows that stay keep their place on the screen, their selection and what is open below them.
        """
        self._now = now
        wanted = {run.id: run for run in runs}
        self._drop_all_but(list(wanted))
        changed = self._renew(wanted)
        self._insert_missing(list(runs))
        return changed

    def _drop_all_but(self, wanted: list[int]) -> None:
        """Remove runs that are not wanted or have moved."""
        places = {run: place for place, run in enumerate(wanted)}
        newest, stay = -1, set()
        for node in self._runs:
            place = places.get(run_of(node).id, -1)
            if place > newest:
                newest = place
                stay.add(node)
        for first, last in reversed(_stretches([node not in stay for node in self._runs])):
            self._remove(_NOWHERE, self._runs, first, last)

    def _renew(self, wanted: dict[int, Run]) -> tuple[int, ...]:
        changed = []
        for row, node in enumerate(self._runs):
            before, node.run, node.cells = run_of(node), wanted[run_of(node).id], None
            if before != node.run or node.run.state is RunState.RUNNING:
                changed.append(node.run.id)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(HistoryColumn) - 1))
        return tuple(changed)

    def _insert_missing(self, runs: list[Run]) -> None:
        here = {run_of(node).id for node in self._runs}
        for first, last in _stretches([run.id not in here for run in runs]):
            self._insert(
                _NOWHERE, self._runs, first, [self._node(NodeKind.RUN, run=run) for run in runs[first : last + 1]]
            )

    def expect_items(self, run: int) -> None:
        """Say below a run that its items are being read, unless some are there."""
        node = self._node_of_run(run)
        if node is not None and not node.children:
            self._replace(node, [self._node(NodeKind.NOTE, node, text=self.tr("Reading…"))])

    def forget_items(self, run: int) -> None:
        """Drop the items of a run: they are read again when it is opened."""
        node = self._node_of_run(run)
        if node is not None and node.children is not None:
            self._replace(node, [])
            node.children = None

    def set_items(self, run: int, items: Iterable[Item]) -> None:
        """Show the items of a run below it; nothing happens when the run is not shown."""
        node = self._node_of_run(run)
        if node is None:
            return
        ordered = in_order(items)
        loud = [item for item in ordered if item.state is not ItemState.UNCHANGED]
        quiet = [item for item in ordered if item.state is ItemState.UNCHANGED]
        if not self._refresh(node, loud, quiet):
            self._replace(node, self._below(node, loud, quiet))

    def _refresh(self, node: Node, loud: list[Item], quiet: list[Item]) -> bool:
        """Change the items in place if they are the same ones in the same order."""
        shown = [child for child in node.children or () if child.kind is NodeKind.ITEM]
        folded = [child for child in node.children or () if child.kind is NodeKind.UNCHANGED]
        same = [key_of(child.item) for child in shown] == [key_of(item) for item in loud]
        if not shown or not same or sum(len(group.children or ()) for group in folded) != len(quiet):
            return False
        for child, item in zip(shown, loud, strict=True):
            child.item, child.cells = item, None
        parent = self._index(node)
        self.dataChanged.emit(self.index(0, 0, parent), self.index(len(shown) - 1, len(HistoryColumn) - 1, parent))
        return True

    def _below(self, node: Node, loud: list[Item], quiet: list[Item]) -> list[Node]:
        rows = [self._node(NodeKind.ITEM, node, item=item) for item in loud]
        if quiet:
            group = self._node(NodeKind.UNCHANGED, node)
            group.children = [self._node(NodeKind.ITEM, group, item=item) for item in quiet]
            rows.append(group)
        return rows or [self._node(NodeKind.NOTE, node, text=self.tr("Nothing was asked for in this run."))]

    # -- finding -----------------------------------------------------------------------------------

    def node(self, index: Index) -> Node | None:
        """The row at an index; None outside the tree."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of_run(self, run: int) -> QModelIndex:
        """Where a run is shown; an invalid index when it is not."""
        node = self._node_of_run(run)
        return QModelIndex() if node is None else self._index(node)

    def copied(self, node: Node) -> tuple[str, ...] | None:
        """A row as copied cells; None for rows that only fold or explain others."""
        return copied(node, self._now)

    def all_copied(self) -> list[tuple[str, ...]]:
        """Every run and every item that was read, in order, as copied cells."""
        lines: list[tuple[str, ...]] = []
        pending = list(reversed(self._runs))
        while pending:
            node = pending.pop()
            cells = self.copied(node)
            lines += [] if cells is None else [cells]
            pending += reversed(node.children or [])
        return lines

    def _node_of_run(self, run: int) -> Node | None:
        return next((node for node in self._runs if run_of(node).id == run), None)

    # -- the tree as Qt asks for it ----------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The index of a row below ``parent``."""
        rows = self._rows(parent)
        if not (0 <= row < len(rows) and 0 <= column < len(HistoryColumn)):
            return QModelIndex()
        return self.createIndex(row, column, rows[row].number)

    def parent(self, child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """The row above an index."""
        node = self.node(child)
        return QModelIndex() if node is None or node.parent is None else self._index(node.parent)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  # named by Qt
        """How many rows are known below ``parent``."""
        return 0 if parent.column() > 0 else len(self._rows(parent))

    def columnCount(self, _parent: Index = _NOWHERE) -> int:  # noqa: N802  # named by Qt
        """The columns of a run."""
        return len(HistoryColumn)

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802  # named by Qt
        """Whether a row can be opened; a run that was never opened may have items."""
        node = self.node(parent)
        if node is not None and node.kind is NodeKind.RUN and node.children is None:
            return run_of(node).state is not RunState.SKIPPED
        return self.rowCount(parent) > 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return headings()[section] + (EN_SPACE if section in NUMBERS else "")
        return alignment(section in NUMBERS) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        node, column = self.node(index), index.column()
        if node is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                node.cells = node.cells or cells(node, self._now)
                return node.cells[column]
            case Qt.ItemDataRole.ForegroundRole:
                return colour_of(node, column, colours())
            case Qt.ItemDataRole.ToolTipRole:
                return about(node, "\n")
            case Qt.ItemDataRole.DecorationRole if column == HistoryColumn.RESULT:
                severity = severity_of(node)
                return None if severity is None else severity_icon(severity, _ICON)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, QFontMetrics(QGuiApplication.font()).height() + _AIR)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column in NUMBERS)
        return None

    # -- changing the tree -------------------------------------------------------------------------

    def _rows(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._runs
        node = self.node(parent)
        return [] if node is None else node.children or []

    def _index(self, node: Node) -> QModelIndex:
        rows = self._runs if node.parent is None else node.parent.children or []
        return self.createIndex(rows.index(node), 0, node.number)

    def _node(self, kind: NodeKind, parent: Node | None = None, **what: Any) -> Node:
        node = Node(next(self._numbers), kind, parent, **what)
        self._nodes[node.number] = node
        return node

    def _replace(self, node: Node, rows: list[Node]) -> None:
        parent = self._index(node)
        if node.children is None:
            node.children = []
        if node.children:
            self._remove(parent, node.children, 0, len(node.children) - 1)
        if rows:
            self._insert(parent, node.children, 0, rows)

    def _insert(self, parent: QModelIndex, rows: list[Node], at: int, new: list[Node]) -> None:
        self.beginInsertRows(parent, at, at + len(new) - 1)
        rows[at:at] = new
        self.endInsertRows()

    def _remove(self, parent: QModelIndex, rows: list[Node], first: int, last: int) -> None:
        self.beginRemoveRows(parent, first, last)
        gone = rows[first : last + 1]
        del rows[first : last + 1]
        self.endRemoveRows()
        while gone:
            node = gone.pop()
            gone += node.children or []
            del self._nodes[node.number]


def _stretches(flags: list[bool]) -> list[tuple[int, int]]:
    """First and last place of every stretch of true flags."""
    found: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if not flag:
            continue
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
