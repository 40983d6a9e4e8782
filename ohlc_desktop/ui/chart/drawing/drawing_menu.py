"""The context menu of a drawing, as data: the chart's own menu takes the items in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import FIBONACCI_LEVELS, MORE_LEVELS, Drawing, DrawingKind
from ohlc_desktop.ui.chart.items.paint_drawings import own_colour
from ohlc_desktop.ui.widgets.theme import colours

translate = QCoreApplication.translate

#: What is offered: a contrast of at least 3:1 on the ground of both themes.
PALETTE = ("#d64545", "#c26a12", "#8f7a10", "#2f8f4e", "#1a8a92", "#3b7dd8", "#8a63d2", "#7a828c")
WIDTHS = (1, 2, 3, 4)

_SWATCH = 12


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu; without a text a separator.

    Attributes:
        run: What to do when it is chosen.
        checked: None where it cannot be checked.
        colour: ``#rrggbb`` of a swatch in front of the text.
        items: Of a menu within the menu.
    """

    text: str = ""
    run: Callable[[], object] | None = None
    checked: bool | None = None
    enabled: bool = True
    colour: str = ""
    items: tuple[MenuItem, ...] = ()


def items_for(drawing: Drawing, do: Callable[..., object]) -> list[MenuItem]:
    """What can be done with a drawing; ``do`` gets the edit that was chosen, and what it is about."""

    def change(text: str, checked: bool, changed: Drawing, swatch: str = "") -> MenuItem:
        return MenuItem(text, partial(do, edits.change, changed), checked, colour=swatch)

    width = translate("DrawingTool", "{pixels} px")
    palette = tuple(change(n, drawing.colour == c, replace(drawing, colour=c), c) for c, n in colour_names().items())
    widths = tuple(change(width.format(pixels=w), drawing.width == w, replace(drawing, width=w)) for w in WIDTHS)
    lines = [
        MenuItem(translate("DrawingTool", "&Colour"), items=palette),
        MenuItem(translate("DrawingTool", "&Width"), items=widths),
    ]
    if drawing.kind is DrawingKind.FIBONACCI:
        more = () if drawing.levels else FIBONACCI_LEVELS + MORE_LEVELS
        longer = replace(drawing, extended=not drawing.extended)
        lines += [
            change(translate("DrawingTool", "&Extend to the right"), drawing.extended, longer),
            change(
                translate("DrawingTool", "Levels &beyond 100 %"), bool(drawing.levels), replace(drawing, levels=more)
            ),
        ]
    return [
        *lines,
        MenuItem(),
        change(translate("DrawingTool", "&Lock"), drawing.locked, replace(drawing, locked=not drawing.locked)),
        MenuItem(translate("DrawingTool", "Bring to &front"), partial(do, edits.to_front, drawing.id)),
        MenuItem(
            translate("DrawingTool", "&Delete"), partial(do, edits.delete, drawing.id), enabled=not drawing.locked
        ),
    ]


def fill_menu(menu: QMenu, items: Iterable[MenuItem]) -> None:
    """Add the items to a menu, which owns everything that is made."""
    for item in items:
        if not item.text:
            menu.addSeparator()
        elif item.items:
            fill_menu(menu.addMenu(item.text), item.items)
        else:
            _add_action(menu, item)


def _add_action(menu: QMenu, item: MenuItem) -> None:
    action = menu.addAction(item.text)
    action.setEnabled(item.enabled)
    if item.checked is not None:
        action.setCheckable(True)
        action.setChecked(item.checked)
    if item.colour:
        action.setIcon(_swatch(item.colour))
    if item.run is not None:
        run = item.run
        action.triggered.connect(lambda *_: run())


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(own_colour(QColor(colour), colours().base))
    return QIcon(pixmap)


def colour_names() -> dict[str, str]:
    """What the colours of ``PALETTE`` are called, and before them the theme's own, the empty one."""
    names = (
        translate("DrawingTool", "As the theme"), translate("DrawingTool", "Red"), translate("DrawingTool", "Orange"),
        translate("DrawingTool", "Ochre"), translate("DrawingTool", "Green"), translate("DrawingTool", "Teal"),
        translate("DrawingTool", "Blue"), translate("DrawingTool", "Violet"), translate("DrawingTool", "Grey"),
    )  # fmt: skip
    return dict(zip(("", *PALETTE), names, strict=True))
