"""What is done with drawings through dialogs. They are loaded when they are first wanted: the first chart does not wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.core.chart.options import zone_of
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.window.memory import Memory

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.drawing_dialogs.object_list import ObjectList


class DrawingActions(QObject):
    """Acts for the charts of one window."""

    def __init__(self, window: QWidget, memory: Memory, edit_study: Callable[[int], object]) -> None:
        """
        Args:
            window: Parent of the dialogs.
            memory: Where looks of drawings are remembered.
            edit_study: Asks for the settings of a study of the active chart, by its number.
        """
        super().__init__(window)
        self._window, self._memory, self._edit_study = window, memory, edit_study
        self._list: ObjectList | None = None

    def serve(self, cell: ChartCell) -> None:
        """Do what the drawings of a chart want."""
        tool = cell.view.tool
        tool.styles = self._memory.drawing_styles
        tool.properties_wanted.connect(partial(self._ask_properties, cell))
        tool.template_wanted.connect(partial(self._ask_name, cell))
        tool.selection_changed.connect(partial(self._show_bar, cell))
        tool.styles_changed.connect(self._memory.keep_drawing_styles)
        tool.tool_changed.connect(lambda _: self._memory.keep_drawing_styles())  # which was used last

    def show_list(self, cell: ChartCell) -> None:
        """Show all drawings and studies of a chart, or put the list away."""
        if self._list is not None and self._list.isVisible():
            self._list.close()
            return
        if self._list is None:
            from ohlc_desktop.ui.chart.drawing_dialogs.object_list import ObjectList

            self._list = ObjectList(cell, self._window)
            self._list.study_wanted.connect(self._edit_study)
        self._list.show_chart(cell)
        self._list.show()
        self._list.table.setFocus()

    def _show_bar(self, cell: ChartCell) -> None:
        """Over a chart on which a drawing is selected for the first time, have the bar of the selected drawing."""
        from ohlc_desktop.ui.chart.drawing_dialogs.style_bar import StyleBar

        if cell.view.tool.selected is not None and cell.view.findChild(StyleBar) is None:
            StyleBar(cell.view).show_state()

    def follow(self, cell: ChartCell) -> None:
        """Another chart is the active one: an open list is its."""
        if self._list is not None:
            self._list.show_chart(cell)

    def _ask_properties(self, cell: ChartCell, drawing: Drawing) -> None:
        from ohlc_desktop.ui.chart.drawing_dialogs.properties_dialog import PropertiesDialog

        if cell.series is None:
            return
        tool = cell.view.tool
        dialog = PropertiesDialog(drawing, tool, cell.series, zone_of(cell.options.zone), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.previewed.connect(tool.show_preview)
        dialog.chosen.connect(tool.change)
        dialog.finished.connect(partial(self._drop_empty, cell, drawing.id))
        dialog.open()
        dialog.write_text()

    def _drop_empty(self, cell: ChartCell, name: str, _: int) -> None:
        """A text that says nothing is taken away."""
        tool = cell.view.tool
        drawing = next((each for each in tool.drawings if each.id == name), None)
        if drawing is not None and drawing.kind is DrawingKind.TEXT and not drawing.text.strip():
            tool.do(edits.delete, name)

    def _ask_name(self, cell: ChartCell, drawing: Drawing) -> None:
        from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog

        tool = cell.view.tool
        names = list(tool.styles.templates(drawing.kind))
        dialog = NameDialog(self.tr("Save as template"), "", names, replacing=True, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(partial(tool.keep_template, drawing))
        dialog.open()
