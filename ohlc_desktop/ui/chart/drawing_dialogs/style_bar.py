"""A small bar over the chart for the selected drawing: what is changed most often, where one looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.ui.chart.drawing.drawing_menu import (
    colour_items,
    size_items,
    stroke_items,
    stroke_words,
    template_items,
    width_items,
)
from ohlc_desktop.ui.chart.items.drawn.drawn_colours import line_colour
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, fill_menu
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.chart.texts import kind_word
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.theme import GAP, colours, paint_ground

_EDGE, _GRIP = 3, 14


class StyleBar(QWidget):
    """Colour, line, template, properties, lock and delete; at the foot of the prices while a drawing is selected.

    Attributes:
        colour: Its colours; ``line`` widths and styles of lines, or sizes of a text; ``template`` named looks.
        properties: Asks for all else; ``lock`` keeps it where it is; ``delete`` takes it away.
    """

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view, self._tool = view, view.tool
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.colour = StripButton(self.tr("Colour"), Picture.DOT, menu=self._menu(self._colours))
        self.line = StripButton(self.tr("Line"), text="1 px", menu=self._menu(self._lines))
        self.template = StripButton(self.tr("Template"), Picture.TEMPLATE, menu=self._menu(self._templates))
        tip = self.tr("Properties (double click)")
        self.properties = StripButton(self.tr("Properties"), Picture.GEAR, tip=tip)
        self.lock = StripButton(self.tr("Lock"), Picture.LOCK, checkable=True)
        self.delete = StripButton(self.tr("Delete"), Picture.DELETE, tip=self.tr("Delete (Del)"))
        buttons = self.colour, self.line, self.template, self.properties, self.lock, self.delete
        hbox(*buttons, parent=self, margins=(_GRIP, _EDGE, _EDGE, _EDGE), spacing=0)
        self._held: QPointF | None = None
        self._put: QPoint | None = None  # where the user has put it
        for button in buttons:
            button.setCursor(Qt.CursorShape.ArrowCursor)
        self.properties.clicked.connect(self._tool.ask_properties)
        self.lock.clicked.connect(self._lock)
        self.delete.clicked.connect(self._tool.delete_selected)
        for signal in (
            self._tool.selection_changed,
            self._tool.changed,
            self._tool.replaced,
            self._tool.hiding_changed,
        ):
            signal.connect(self.show_state)
        view.resized.connect(self._place)

    def show_state(self) -> None:
        """Show how the selected drawing looks; nothing where none is selected or it is hidden."""
        drawing = self._tool.selected
        seen = drawing is not None and drawing in self._tool.visible
        self.setVisible(seen)
        if drawing is None or not seen:
            return
        self.setAccessibleName(self.tr("Selected: {kind}").format(kind=kind_word(drawing.kind)))
        self.colour.show_dot(line_colour(drawing, colours(self)))
        text = drawing.kind is DrawingKind.TEXT
        self.line.setText(f"{drawing.text_size if text else drawing.width} px")
        self.line.setToolTip(
            self.tr("Size") if text else self.tr("Line style: {style}").format(style=stroke_words()[drawing.stroke])
        )
        self.lock.setChecked(drawing.locked)
        self.lock.setToolTip(self.tr("Unlock") if drawing.locked else self.tr("Lock"))
        self.delete.setEnabled(not drawing.locked)
        self._place()
        self.raise_()

    def _place(self) -> None:
        """In the middle of the foot of the prices, or where the user has put it."""
        self.adjustSize()
        pane = self._view.surface.price_rect()
        foot = QPoint(round(pane.center().x() - self.width() / 2), round(pane.bottom()) - self.height() - GAP)
        self._move_to(foot if self._put is None else self._put)

    def _move_to(self, corner: QPoint) -> None:
        """Move it there, but not out of the chart."""
        right, bottom = self._view.width() - self.width(), self._view.height() - self.height()
        self.move(max(min(corner.x(), right), 0), max(min(corner.y(), bottom), 0))

    def _lock(self, on: bool) -> None:
        drawing = self._tool.selected
        if drawing is not None:
            self._tool.change(replace(drawing, locked=on))

    # -- menus -------------------------------------------------------------------------------------

    def _menu(self, items: Callable[[Drawing], list[MenuItem]]) -> QMenu:
        menu = QMenu(self)

        def refill() -> None:
            menu.clear()
            drawing = self._tool.selected
            fill_menu(menu, items(drawing) if drawing is not None else [])

        menu.aboutToShow.connect(refill)
        return menu

    def _colours(self, drawing: Drawing) -> list[MenuItem]:
        return list(colour_items(drawing, self._tool))

    def _lines(self, drawing: Drawing) -> list[MenuItem]:
        if drawing.kind is DrawingKind.TEXT:
            return list(size_items(drawing, self._tool))
        return [*width_items(drawing, self._tool), MenuItem(), *stroke_items(drawing, self._tool)]

    def _templates(self, drawing: Drawing) -> list[MenuItem]:
        return template_items(drawing, self._tool, self._tool.change)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Take hold of it, beside its buttons."""
        self._held = event.position() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Move it out of the way."""
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to((QPointF(self.pos()) + event.position() - self._held).toPoint())
            self._put = self.pos()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Another theme has another colour for the drawing."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.isVisible():
            self.show_state()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A panel that stands off from the chart."""
        c = colours(self)
        paint_ground(self, c.panel, QPen(c.line, 1))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.muted)
            for column in (5.0, 9.0):
                for row in (-5.0, 0.0, 5.0):
                    painter.drawEllipse(QPointF(column, self.height() / 2 + row), 1.1, 1.1)
