"""The runs as a tree of rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.history.model import HistoryModel
from ohlc_desktop.ui.history.texts import NUMBERS, HistoryColumn, headings, sentence_case
from ohlc_desktop.ui.widgets.tables import DENSE, FlatHeader, copy_action

#: The widest usual text of each column, and what goes beside it: arrow and mark, or the gap between columns.
_SAMPLES = {
    HistoryColumn.PLANNED: "Wed 2026-11-24 14:05 PST", HistoryColumn.STARTED: "Wed 2026-11-24 23:05",
    HistoryColumn.TOOK: "59 min 59 s", **dict.fromkeys(NUMBERS, "100,000"),
}  # fmt: skip
_ROOM = {HistoryColumn.RESULT: 62, **dict.fromkeys(NUMBERS, 26)}
_GAP = 18


class HistoryTree(QTreeView):
    """Rows are selected whole; Enter or a double click opens one.

    Attributes:
        copy_action: Ctrl+C while the tree has the keyboard.
    """

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeader(FlatHeader(self, edge=DENSE))
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)  # what a double click opens, the page decides
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Runs"))
        self.header().setStretchLastSection(True)
        self.copy_action = copy_action(self, self.tr("&Copy"))
        self._fit_columns()

    def selected(self) -> list[QModelIndex]:
        """The selected rows from top to bottom, whatever the order in which they were selected."""
        rows = self.selectionModel().selectedRows()
        return sorted(rows, key=lambda index: self.visualRect(index).top())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Give the columns room in a new font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Room for the usual texts; the reason takes what is left."""
        measure = self.fontMetrics().horizontalAdvance
        samples = {column: [sample] for column, sample in _SAMPLES.items()}
        samples[HistoryColumn.RESULT] = [sentence_case(shown(state.word)) for state in RunState]
        samples[HistoryColumn.TRIGGER] = [f"{sentence_case(shown(trigger.word))} ×4" for trigger in Trigger]
        for column, texts in samples.items():
            width = max(map(measure, (*texts, headings()[column])))
            self.setColumnWidth(column, width + _ROOM.get(column, _GAP))
