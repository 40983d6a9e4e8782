"""The menu of templates: use one, keep the chart as one, delete one, and say how new charts are drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.saved.templates import ChartTemplate, make_template, with_template
from ohlc_desktop.ui.chart.menus.menu_items import user_text
from ohlc_desktop.ui.chart.window.memory import Memory


class TemplateMenu(QMenu):
    """Filled when it opens.

    Attributes:
        chosen: A :class:`ChartTemplate` for the chart.
        chosen_for_all: One for all charts of the window.
        told: What was done, in a sentence.
    """

    chosen = Signal(object)
    chosen_for_all = Signal(object)
    told = Signal(str)

    def __init__(self, memory: Memory, options: Callable[[], ChartOptions], parent: QWidget) -> None:
        """
        Args:
            memory: Where templates are kept.
            options: How the chart is drawn now.
            parent: The window.
        """
        super().__init__(parent)
        self._memory, self._options, self._window = memory, options, parent
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        templates = self._memory.templates()
        self.addSection(self.tr("Use for this chart"))
        self._add_lines(self, self.chosen.emit)
        self._add_submenu(self.tr("Use for &all charts of the window"), self.chosen_for_all.emit)
        self.addSeparator()
        self.addAction(self.tr("&Save as template…"), self._ask_name)
        self._add_submenu(self.tr("&Delete"), self._ask_delete)
        self.addSeparator()
        self.addAction(self.tr("Draw &new charts like this"), self.keep_default)
        forget = self.addAction(self.tr("Draw new charts as the &last one was"), self._forget_default)
        forget.setEnabled(self._memory.has_default)
        if not templates:
            self._show_none()

    def _show_none(self) -> None:
        none = self.addAction(self.tr("No templates yet"))
        none.setEnabled(False)
        self.insertAction(self.actions()[1], none)

    def _add_submenu(self, title: str, act: Callable[[ChartTemplate], object]) -> None:
        menu = self.addMenu(title)
        self._add_lines(menu, act)
        menu.setEnabled(not menu.isEmpty())

    def _add_lines(self, menu: QMenu, act: Callable[[ChartTemplate], object]) -> None:
        for template in self._memory.templates():
            text = self.tr("{name} (with indicators)") if template.studies else "{name}"
            menu.addAction(user_text(text.format(name=template.name)), partial(act, template))

    # -- keeping -----------------------------------------------------------------------------------

    def keep_default(self) -> None:
        """Draw new charts as this one is drawn now."""
        self._memory.keep_default(self._options())
        self.told.emit(self.tr("New charts are drawn like this from now on."))

    def _forget_default(self) -> None:
        self._memory.keep_default(None)
        self.told.emit(self.tr("New charts are drawn as the last one was."))

    def _ask_name(self) -> None:
        from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog

        names = [template.name for template in self._memory.templates()]
        dialog = NameDialog(
            self.tr("Save as template"), "", names, replacing=True, check=self.tr("&With indicators"),
            parent=self._window,
        )  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda name: self._keep(make_template(name, self._options(), dialog.check.isChecked())))
        dialog.open()

    def _keep(self, template: ChartTemplate) -> None:
        self._memory.keep_templates(with_template(self._memory.templates(), template))
        self.told.emit(self.tr("Saved as template: {name}").format(name=template.name))

    def _ask_delete(self, template: ChartTemplate) -> None:
        from ohlc_desktop.ui.chart.dialogs.delete_question import ask_delete

        question = self.tr("Delete the template “{name}”?").format(name=template.name)
        meaning = self.tr("Charts that were drawn by it stay as they are.")
        ask_delete(self._window, question, meaning, partial(self._delete, template))

    def _delete(self, template: ChartTemplate) -> None:
        self._memory.keep_templates([each for each in self._memory.templates() if each.name != template.name])
        self.told.emit(self.tr("Deleted: {name}").format(name=template.name))
