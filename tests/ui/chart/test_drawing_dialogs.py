"""Drawings in a window: properties, names for looks, the list of objects, and what is remembered of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt, QTimeZone
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, Stroke
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog
from ohlc_desktop.ui.chart.drawing_dialogs.object_list import ObjectList
from ohlc_desktop.ui.chart.drawing_dialogs.properties_dialog import PropertiesDialog
from ohlc_desktop.ui.chart.drawing_dialogs.style_bar import StyleBar
from ohlc_desktop.ui.chart.window.window import ChartWindow
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import NOW, Rig, choose

CTRL = Qt.KeyboardModifier.ControlModifier
STAMP = int(NOW) // 3600 * 3600 - 36_000
LINE = Drawing("line", DrawingKind.TREND, (Anchor(STAMP, 6000.1), Anchor(STAMP + 3600, 6100.0)))
BOX = Drawing("box", DrawingKind.RECTANGLE, (Anchor(STAMP, 6000.0), Anchor(STAMP + 3600, 6100.0)), text="Range")


@pytest.fixture
def rig(start: Start) -> Rig:
    """The charts; nobody looks at the store, for drawings need no more than candles."""
    return start(look=False)


def shown(window: ChartWindow, *drawings: Drawing) -> None:
    window.active.view.tool.set_drawings("ES=F", drawings)


def opened(window: ChartWindow, name: str) -> PropertiesDialog:
    """The properties of a drawing, asked for by key."""
    window.active.view.tool.select(name)
    QTest.keyClick(window.active.view, Qt.Key.Key_Return)
    return next(each for each in window.findChildren(PropertiesDialog) if each.isVisible())


def test_properties_are_seen_while_they_are_chosen_and_taken_in_one_edit_if_they_can_be_read(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    tool = window.active.view.tool
    shown(window, LINE)
    dialog = opened(window, "line")
    width = dialog.look.fields["width"]
    assert isinstance(width, QSpinBox)
    width.setValue(4)
    assert (tool.shown().drawings[0].width, tool.drawings[0].width) == (4, 1)
    dialog.reject()
    assert (tool.shown().drawings[0].width, tool.history.past) == (1, ())
    dialog = opened(window, "line")
    dialog.look.fields["colour"].chosen.emit("#d64545")
    dialog.look.fields["stroke"].activated.emit(list(Stroke).index(Stroke.DOTTED))
    dialog.place.prices[1].setValue(6100.25)
    dialog.place.times[1].setDateTime(QDateTime.fromSecsSinceEpoch(STAMP - 8 * 3600 + 7200, QTimeZone.utc()))
    dialog.accept()
    changed = replace(LINE, colour="#d64545", stroke=Stroke.DOTTED, points=(LINE.points[0], Anchor(STAMP + 7200, 6100.25)))
    assert tool.drawings == [changed], "the price that was not touched keeps its digits; times are in Pacific"
    assert tool.undo()
    assert tool.drawings == [LINE]
    shown(window, Drawing("fib", DrawingKind.FIBONACCI, LINE.points))
    dialog = opened(window, "fib")
    levels = dialog.look.fields["levels"]
    assert isinstance(levels, QLineEdit)
    levels.setText("0  0,5 half")
    assert not dialog.accept_button.isEnabled()
    levels.setText("0  0,5; 1.618")
    assert dialog.accept_button.isEnabled()
    dialog.place.prices[0].lineEdit().setText("much")
    assert not dialog.accept_button.isEnabled()
    dialog.place.prices[0].lineEdit().setText("6001")
    dialog.accept()
    (fib,) = window.active.view.tool.drawings
    assert (fib.levels, fib.points[0].price) == ((0.0, 0.5, 1.618), 6001.0)


def test_a_text_is_written_as_soon_as_it_is_placed_and_an_empty_one_goes(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    view = window.active.view
    for text in ("Two\nlines", ""):
        window.drawing.kinds[DrawingKind.TEXT].trigger()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        dialog = next(each for each in window.findChildren(PropertiesDialog) if each.isVisible())
        field = dialog.look.fields["text"]
        assert isinstance(field, QPlainTextEdit)
        field.setPlainText(text)
        rig.until(dialog.isActiveWindow)
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # as OK does; Return is a line
        QApplication.processEvents()
    assert [drawing.text for drawing in view.tool.drawings] == ["Two\nlines"]


def test_looks_are_remembered_and_so_is_the_last_tool_of_a_group(rig: Rig, start: Start) -> None:
    window = rig.open("ES=F", "5m")
    tool = window.active.view.tool
    shown(window, replace(LINE, width=5))
    tool.keep_default(tool.drawings[0])
    tool.template_wanted.emit(tool.drawings[0])
    naming = next(each for each in window.findChildren(NameDialog) if each.isVisible())
    naming.field.setText(" Thick ")
    naming.accept_button.click()
    QTest.keyClick(window.active.view, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    rig.close()
    again = start(rig.profile, look=False)
    window = again.open("ES=F", "5m")
    book = window.active.view.tool.styles
    assert book.default(DrawingKind.TREND) == {"width": 5}
    assert book.templates(DrawingKind.TREND) == {"Thick": {"width": 5}}
    lines = next(button for kinds, button in window.drawing.groups.items() if DrawingKind.VERTICAL in kinds)
    assert "Vertical line" in lines.accessibleName()
    lines.click()
    assert window.active.view.tool.kind is DrawingKind.VERTICAL
    choose(lines.menu(), "Ray")
    assert window.active.view.tool.kind is DrawingKind.RAY


def test_the_list_shows_all_objects_and_acts_on_them_by_keyboard(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    cell = window.active
    cell.set_options(replace(cell.options, indicators=(indicator("EMA", period=20),)))
    shown(window, LINE, BOX)
    QTest.keyClick(cell.view, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    (found,) = window.findChildren(ObjectList)
    table, tool = found.table, cell.view.tool
    assert [table.item(row, 0).text() for row in range(3)] == ["Rectangle: Range", "Trend line", "EMA 20"]
    table.setCurrentCell(1, 0)
    assert tool.selected == LINE
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert tool.drawings[0].hidden
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert tool.drawings[0].locked
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert [drawing.id for drawing in tool.drawings] == ["line"]
    table.setCurrentCell(1, 1)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert cell.options.indicators[0].hidden
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert cell.options.indicators == ()
    QTest.keyClick(cell.view, Qt.Key.Key_Z, CTRL)
    assert [spec.hidden for spec in cell.options.indicators] == [True]
    tool.select("")
    tool.select("line")
    assert table.currentRow() == 0
    QTest.keyClick(cell.view, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert not found.isVisible()


def test_a_template_is_taken_the_bar_tells_what_is_hidden_and_ctrl_c_copies_what_is_selected(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    tool, bar = window.active.view.tool, window.drawing
    shown(window, LINE)
    tool.styles.set_template(DrawingKind.TREND, "Thick & red", {"width": 5, "colour": "#d64545"})
    dialog = opened(window, "line")
    choose(dialog.template.menu(), "Thick  red")
    dialog.accept()
    assert (tool.drawings[0].width, tool.drawings[0].colour) == (5, "#d64545")
    bar.hidden.click()
    assert tool.all_hidden
    assert "hidden" in bar.hidden.toolTip()
    bar.lock.click()
    assert tool.drawings[0].locked
    assert bar.lock.isChecked()
    window.active.view.tool.select("line")
    QTest.keyClick(window.active.view, Qt.Key.Key_C, CTRL)
    assert not QApplication.clipboard().mimeData().hasImage()
    window.active.view.tool.select("")
    QTest.keyClick(window.active.view, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().mimeData().hasImage()
    QApplication.clipboard().clear()


def test_a_bar_over_the_chart_changes_the_selected_drawing(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    view = window.active.view
    shown(window, LINE, Drawing("text", DrawingKind.TEXT, LINE.points[:1], text="Here"))
    assert view.findChild(StyleBar) is None, "made when it is first wanted"
    view.tool.select("line")
    bar = view.findChild(StyleBar)
    assert bar.isVisible()
    choose(bar.line.menu(), "3 px")
    choose(bar.line.menu(), "Dashed")
    choose(bar.colour.menu(), "Red")
    bar.lock.click()
    line = view.tool.drawings[0]
    assert (line.width, line.stroke, line.colour, line.locked) == (3, Stroke.DASHED, "#d64545", True)
    assert (bar.line.text(), bar.lock.isChecked(), bar.delete.isEnabled()) == ("3 px", True, False)
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(6, 15))
    QTest.mouseMove(bar, QPoint(-30, -60))
    put = bar.pos()
    view.tool.select("text")
    assert bar.pos() == put, "where it was moved to"
    choose(bar.line.menu(), "24 px")
    assert view.tool.drawings[1].text_size == 24
    view.tool.hide_all(True)
    assert not bar.isVisible()
    view.tool.hide_all(False)
    bar.delete.click()
    assert not bar.isVisible()
    assert [drawing.id for drawing in view.tool.drawings] == ["line"]
