"""The settings of a chart: shown at once, taken back by Cancel, kept as templates and as the default."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QSpinBox

from ohlc_desktop.core.chart.appearance import Appearance
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.profile import Profile
from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog
from ohlc_desktop.ui.chart.settings.colour_well import ColourWell
from ohlc_desktop.ui.chart.settings.settings_dialog import ChartSettingsDialog
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.window import ChartWindow
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import choose, lines, press


def opened(window: ChartWindow) -> ChartSettingsDialog:
    """The dialog, by its keys."""
    press(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [each for each in window.findChildren(ChartSettingsDialog) if each.isVisible()]
    return dialog


def field(dialog: ChartSettingsDialog, name: str) -> object:
    (found,) = [form.fields[name] for form in dialog.forms if name in form.fields]
    return found


def switch(dialog: ChartSettingsDialog, name: str) -> None:
    box = field(dialog, name)
    assert isinstance(box, QCheckBox)
    box.click()


def save_as(dialog: ChartSettingsDialog, name: str, studies: bool = False) -> NameDialog:
    choose(dialog.templates, "Save as template")
    (asked,) = [each for each in dialog.findChildren(NameDialog) if each.isVisible()]
    asked.field.setText(name)
    asked.check.setChecked(studies)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    return asked


def test_settings_of_a_chart_from_the_dialog_to_the_next_start(start: Start) -> None:
    rig = start()
    window = rig.open()
    before = window.active.options
    dialog = opened(window)

    # the chart shows each change at once, and Cancel takes all back
    switch(dialog, "grid_vertical")
    assert window.active.options.grid
    assert not window.active.options.appearance.grid_vertical
    switch(dialog, "grid_horizontal")  # none is left: the grid is off, and comes back both ways
    assert replace(window.active.options, grid=True) == before
    well = field(dialog, "appearance.down_body")
    assert isinstance(well, ColourWell)
    choose(well.menu(), "White")
    assert window.active.view.frame is not None
    assert window.active.view.frame.look.colours.down.name() == "#ffffff"
    assert "hardly be told" in dialog.note.text
    room = field(dialog, "appearance.margin_right")
    assert isinstance(room, QSpinBox)
    room.setValue(30)
    assert window.active.view.time is not None
    assert window.active.view.time.beside == 30
    switch(dialog, "volume")
    assert not window.active.options.volume
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.active.options == before
    assert window.active.view.time.beside is None

    # a template with its studies, and one without
    window.active.set_options(replace(before, style=Style.HOLLOW, indicators=(indicator("SMA", period=9),)))
    dialog = opened(window)
    save_as(dialog, "Bare")
    save_as(dialog, "Full", studies=True)
    assert lines(dialog.templates)[1:3] == ["Bare", "Full (with indicators)"]
    dialog.reset_button.click()
    assert window.active.options == replace(ChartOptions(), indicators=(indicator("SMA", period=9),))
    dialog.default_button.click()
    choose(dialog.templates, "Bare")
    dialog.accept()
    assert window.active.options.style is Style.HOLLOW

    # for all charts of the window, each of which keeps its own studies
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    first, second = window.cells
    second.set_options(ChartOptions(indicators=(indicator("RSI"),)))
    dialog = opened(window)
    choose(dialog.templates, "Use for all charts", "Full")
    choose(dialog.templates, "Use for all charts", "Bare")
    dialog.reject()  # all of them are as they were
    assert second.options == ChartOptions(indicators=(indicator("RSI"),))
    dialog = opened(window)
    choose(dialog.templates, "Use for all charts", "Bare")
    assert (first.options.style, second.options.style) == (Style.HOLLOW, Style.HOLLOW)
    assert second.options.indicators == (indicator("RSI"),)
    choose(dialog.templates, "Use for all charts", "Full")
    assert second.options.indicators == (indicator("SMA", period=9),)

    # a name that is taken says so on the button; what is deleted is gone after a question
    asked = save_as(dialog, "bare", studies=True)
    assert asked.accept_button.text() == "&Replace"
    assert lines(dialog.templates)[1:3] == ["bare (with indicators)", "Full (with indicators)"]
    choose(dialog.templates, "Delete", "Full")
    (box,) = [each for each in dialog.findChildren(QMessageBox) if each.isVisible()]
    next(button for button in box.findChildren(QPushButton) if button.text() == "&Delete").click()
    assert "Full (with indicators)" not in lines(dialog.templates)
    dialog.accept()
    rig.close()

    # the next start knows them, and draws a new chart as the default says
    again = start()
    assert again.open("CL=F", "1d").active.options == ChartOptions()
    assert lines(opened(again.charts.windows[-1]).templates)[1] == "bare (with indicators)"


def test_a_file_of_an_older_version_is_understood(start: Start, profile: Profile) -> None:
    memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat)
    look = {"style": "hollow", "scale": "log", "zone": "utc", "grid": False, "indicators": [], "compare": []}
    cell = {"symbol": "CL=F", "timeframe": "1h", "options": look, "link": {"colour": "none"}}
    memory.setValue("charts/windows", json.dumps([{"layout": "one", "cells": [cell], "active": 0, "geometry": "?"}]))
    memory.setValue("charts/look", json.dumps(look))
    memory.sync()
    rig = start()
    rig.charts.open_last()
    expected = ChartOptions(Style.HOLLOW, Scale.LOG, zone=ChartZone.UTC, grid=False)
    assert rig.charts.windows[0].active.options == expected
    assert rig.open("ES=F", "5m").active.options == expected  # as the last one was, before there was a default


def test_who_set_no_default_has_new_charts_as_the_last_one_was(start: Start) -> None:
    rig = start()
    chosen = ChartOptions(Style.BARS, appearance=Appearance(text_size=15))
    rig.open().active.set_options(replace(chosen, indicators=(indicator("RSI"),)))
    assert rig.open("CL=F", "1d").active.options == chosen
