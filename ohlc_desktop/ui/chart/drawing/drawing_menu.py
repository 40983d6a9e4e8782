"""The context menu of a drawing, as data: the chart's own menu takes the items in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import FIBONACCI_LEVELS, MORE_LEVELS, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.styles import styled
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.ui.chart.drawing.drawing_clipboard import from_clipboard
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, user_text

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.drawing.drawing_editor import DrawingEditor

translate = QCoreApplication.translate

#: What is offered: a contrast of at least 3:1 on the ground of both themes.
PALETTE = ("#d64545", "#c26a12", "#8f7a10", "#2f8f4e", "#1a8a92", "#3b7dd8", "#8a63d2", "#7a828c")
WIDTHS = (1, 2, 3, 4)
SIZES = (10, 12, 14, 18, 24, 32, 48)


def items_for(drawing: Drawing, editor: DrawingEditor) -> list[MenuItem]:
    """What can be done with a drawing."""
    do = editor.do
    return [
        MenuItem(
            translate("DrawingTool", "&Properties…"), partial(editor.properties_wanted.emit, drawing), keys="Return"
        ),
        *_look_items(drawing, editor),
        MenuItem(translate("DrawingTool", "&Template"), items=tuple(template_items(drawing, editor, editor.change))),
        MenuItem(),
        MenuItem(translate("DrawingTool", "&Copy"), editor.copy, keys="Ctrl+C"),
        MenuItem(translate("DrawingTool", "D&uplicate"), partial(editor.duplicate, drawing)),
        MenuItem(translate("DrawingTool", "Bring to &front"), partial(do, edits.to_front, drawing.id)),
        MenuItem(translate("DrawingTool", "Send to &back"), partial(do, edits.to_back, drawing.id)),
        MenuItem(),
        MenuItem(translate("DrawingTool", "&Hide"), partial(editor.hide, drawing)),
        MenuItem(
            translate("DrawingTool", "&Lock"),
            partial(editor.change, replace(drawing, locked=not drawing.locked)),
            drawing.locked,
        ),
        MenuItem(
            translate("DrawingTool", "&Delete"),
            partial(do, edits.delete, drawing.id),
            enabled=not drawing.locked,
            keys="Del",
        ),
    ]


def common_items(editor: DrawingEditor) -> list[MenuItem]:
    """What can be done beside all drawings: to draw what was copied, and to hide or delete all."""
    items = []
    if from_clipboard()[1]:
        items.append(MenuItem(translate("DrawingTool", "Paste dra&wing"), editor.paste, keys="Ctrl+V"))
    if editor.drawings:
        hide, hidden = translate("DrawingTool", "Hide all d&rawings"), editor.all_hidden
        items += [
            MenuItem(hide, partial(editor.hide_all, not hidden), hidden, keys="Ctrl+Alt+H"),
            MenuItem(translate("DrawingTool", "&Delete all drawings"), editor.delete_all),
        ]
    return items


def colour_items(drawing: Drawing, editor: DrawingEditor) -> tuple[MenuItem, ...]:
    """The colours that it can have."""
    names = colour_names().items()
    return tuple(_change(drawing, editor, word, drawing.colour == c, c, colour=c) for c, word in names)


def width_items(drawing: Drawing, editor: DrawingEditor) -> tuple[MenuItem, ...]:
    """The widths of its lines."""
    text = translate("DrawingTool", "{pixels} px")
    return tuple(_change(drawing, editor, text.format(pixels=w), drawing.width == w, width=w) for w in WIDTHS)


def stroke_items(drawing: Drawing, editor: DrawingEditor) -> tuple[MenuItem, ...]:
    """How its lines are drawn."""
    words = stroke_words().items()
    return tuple(_change(drawing, editor, word, drawing.stroke is each, stroke=each) for each, word in words)


def size_items(drawing: Drawing, editor: DrawingEditor) -> tuple[MenuItem, ...]:
    """The sizes of its text."""
    text = translate("DrawingTool", "{pixels} px")
    return tuple(_change(drawing, editor, text.format(pixels=s), drawing.text_size == s, text_size=s) for s in SIZES)


def _look_items(drawing: Drawing, editor: DrawingEditor) -> list[MenuItem]:
    """Colour, width, style, and what only some kinds have."""
    lines = [MenuItem(translate("DrawingTool", "C&olour"), items=colour_items(drawing, editor))]
    if drawing.kind is DrawingKind.TEXT:
        return [*lines, MenuItem(translate("DrawingTool", "Si&ze"), items=size_items(drawing, editor))]
    lines += [
        MenuItem(translate("DrawingTool", "&Width"), items=width_items(drawing, editor)),
        MenuItem(translate("DrawingTool", "Line &style"), items=stroke_items(drawing, editor)),
    ]
    change = partial(_change, drawing, editor)
    if drawing.kind in (DrawingKind.FIBONACCI, DrawingKind.CHANNEL):
        text = translate("DrawingTool", "&Extend to the right")
        lines.append(change(text, drawing.extended, extended=not drawing.extended))
    if drawing.kind is DrawingKind.CHANNEL:
        lines.append(change(translate("DrawingTool", "&Middle line"), drawing.middle, middle=not drawing.middle))
    if drawing.kind is DrawingKind.FIBONACCI:
        more = () if drawing.levels else FIBONACCI_LEVELS + MORE_LEVELS
        lines.append(change(translate("DrawingTool", "Levels be&yond 100 %"), bool(drawing.levels), levels=more))
    return lines


def _change(
    drawing: Drawing, editor: DrawingEditor, text: str, checked: bool, swatch: str = "", **options: object
) -> MenuItem:
    changed = replace(drawing, **options)  # type: ignore[arg-type]
    return MenuItem(text, partial(editor.change, changed), checked, colour=swatch)


def template_items(drawing: Drawing, editor: DrawingEditor, take: Callable[[Drawing], object]) -> list[MenuItem]:
    """Named looks to take, to make and to delete, and the look of new drawings of the kind.

    ``take`` gets the drawing with the look that was chosen.
    """
    kind = drawing.kind
    named = editor.styles.templates(kind)
    items = [MenuItem(user_text(name), partial(take, styled(drawing, style))) for name, style in named.items()]
    items += [MenuItem(translate("DrawingTool", "As &usual"), partial(take, styled(drawing, {}))), MenuItem()]
    items += [
        MenuItem(translate("DrawingTool", "&Save as…"), partial(editor.template_wanted.emit, drawing)),
        MenuItem(translate("DrawingTool", "Use as &default"), partial(editor.keep_default, drawing)),
        MenuItem(
            translate("DrawingTool", "&Reset the default"), partial(editor.keep_default, drawing, True),
            enabled=bool(editor.styles.default(kind)),
        ),
    ]  # fmt: skip
    if named:
        gone = (MenuItem(user_text(name), partial(editor.forget_template, kind, name)) for name in named)
        items.append(MenuItem(translate("DrawingTool", "&Delete"), items=tuple(gone)))
    return items


def stroke_words() -> dict[Stroke, str]:
    """What the ways to draw a line are called."""
    return {
        Stroke.SOLID: translate("DrawingTool", "Solid"), Stroke.DASHED: translate("DrawingTool", "Dashed"),
        Stroke.DOTTED: translate("DrawingTool", "Dotted"),
    }  # fmt: skip


def colour_names() -> dict[str, str]:
    """What the colours of ``PALETTE`` are called, and before them the theme's own, the empty one."""
    names = (
        translate("DrawingTool", "As the theme"), translate("DrawingTool", "Red"), translate("DrawingTool", "Orange"),
        translate("DrawingTool", "Ochre"), translate("DrawingTool", "Green"), translate("DrawingTool", "Teal"),
        translate("DrawingTool", "Blue"), translate("DrawingTool", "Violet"), translate("DrawingTool", "Grey"),
    )  # fmt: skip
    return dict(zip(("", *PALETTE), names, strict=True))
