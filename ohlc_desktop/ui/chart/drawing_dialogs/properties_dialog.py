"""The properties of one drawing: how it looks, what it says and where it is, seen on the chart while they are chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMenu, QPlainTextEdit, QPushButton, QWidget

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.drawing.drawing_editor import DrawingEditor
from ohlc_desktop.ui.chart.drawing.drawing_menu import template_items
from ohlc_desktop.ui.chart.drawing_dialogs.anchor_form import AnchorForm
from ohlc_desktop.ui.chart.drawing_dialogs.style_form import StyleForm
from ohlc_desktop.ui.chart.menus.menu_items import fill_menu
from ohlc_desktop.ui.chart.texts import kind_word
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading


class PropertiesDialog(QDialog):
    """Asks for them.

    Attributes:
        previewed: The :class:`Drawing` as it would be; None when the dialog is left.
        chosen: It, as it is wanted.
        look: Its look; ``place`` where it is.
    """

    previewed = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, drawing: Drawing, editor: DrawingEditor, series: ChartSeries, zone: tzinfo | None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            drawing: As it is.
            editor: Whose templates are offered.
            series: On which it is drawn.
            zone: In which times are shown; None for the machine's own.
            parent: The window.
        """
        super().__init__(parent)
        self._drawing, self._editor = drawing, editor
        self.setWindowTitle(kind_word(drawing.kind))
        self.look, self.place = StyleForm(drawing), AnchorForm(drawing, series, zone)
        self.place.setEnabled(not drawing.locked)
        self.look.edited.connect(self._take_look)
        self.place.edited.connect(self._take_place)
        title = heading(QLabel(self.tr("Coordinates (locked)") if drawing.locked else self.tr("Coordinates")))
        title.setContentsMargins(0, GAP, 0, 0)
        buttons = self._make_buttons()
        vbox(self.look, title, self.place, 1, hbox(self.template, 1, buttons), parent=self, margins=MARGIN)
        self.finished.connect(lambda: self.previewed.emit(None))
        self.accepted.connect(lambda: self.chosen.emit(self._drawing))

    def _make_buttons(self) -> QDialogButtonBox:
        self.template = QPushButton(self.tr("Te&mplate"))
        self.template.setAutoDefault(False)
        menu = QMenu(self.template)
        menu.aboutToShow.connect(lambda: self._fill_templates(menu))
        self.template.setMenu(menu)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        QShortcut("Ctrl+Return", self).activated.connect(self.accept_button.click)  # Return begins a line of a text
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fill_templates(self, menu: QMenu) -> None:
        menu.clear()
        fill_menu(menu, template_items(self._drawing, self._editor, self._dress))

    def _dress(self, drawing: Drawing) -> None:
        """Take a look from a template."""
        self.look.show_drawing(drawing)
        self._take_look(drawing)

    def _take_look(self, drawing: Drawing) -> None:
        self._drawing = replace(drawing, points=self._drawing.points)
        self.place.show_drawing(self._drawing)
        self._preview()

    def _take_place(self, drawing: Drawing) -> None:
        self._drawing = replace(self._drawing, points=drawing.points)
        self._preview()

    def _preview(self) -> None:
        self.accept_button.setEnabled(self.look.usable and self.place.usable)
        self.previewed.emit(self._drawing)

    def write_text(self) -> None:
        """Begin with what a text says."""
        field = self.look.fields.get("text")
        if isinstance(field, QPlainTextEdit):
            field.selectAll()
            field.setFocus()
