"""Indicators of plug-ins in a chart window: offered, drawn, and told of where they cannot be used."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDoubleSpinBox, QMenu
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.indicators import IndicatorSpec, indicator, refuse, register, registry
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.messages import Message
from ohlc_desktop.indicators import CandleColumns, CustomIndicator, Line, Parameter, ParameterKind, Place
from ohlc_desktop.services.chart_data import indicator_plugins
from ohlc_desktop.services.chart_data.indicator_declarations import declared
from ohlc_desktop.ui.chart.dialogs.indicator_dialog import IndicatorDialog
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.widgets.theme import LIGHT
from tests.core.chart.making import make_series
from tests.desktop.screen import of_colour
from tests.ui.chart.charting import make_view
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import Rig, choose, lines
from tests.ui.chart.test_under_the_hand import written

# The offscreen platform says so of windows that are raised, and of menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WIDTH = Parameter("width", "Width", ParameterKind.FLOAT, 0.005, 0.001, 1)


def shifted(candles: CandleColumns, width: float) -> object:
    return candles.close * (1 + width)


def failing(candles: CandleColumns) -> object:
    raise ValueError(f"not with {len(candles)} candles")


@pytest.fixture(autouse=True)
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is good, one that fails in a pane of its own, and one that cannot be used."""
    monkeypatch.setattr(registry, "_custom", {})
    monkeypatch.setattr(registry, "_refused", {})
    monkeypatch.setattr(indicator_plugins, "_logged", set())
    line = (Line("line", "Line"),)
    made = {
        "some/shifted": CustomIndicator(title="R&D", short="Sh", function=shifted, lines=line, parameters=(WIDTH,)),
        "some/failing": CustomIndicator(title="Failing", short="Fail", function=failing, lines=line, place=Place.OWN),
    }
    for name, custom in made.items():
        register(declared(name, custom))
    refuse("some/broken", Message("It failed with {name}: {reason}.", name="ImportError", reason="no & nothing " * 20))


def action(menu: QMenu, text: str) -> object:
    """The line that begins with a text."""
    menu.aboutToShow.emit()
    (found,) = [each for each in menu.actions() if each.text().startswith(text)]
    return found


def test_they_are_offered_asked_about_and_drawn(rig: Rig) -> None:
    window = rig.open()
    menu, view = window.toolbar.menus.indicators, window.active.view
    assert action(menu, "R&&D")
    choose(menu, "RD")
    rig.settle()
    assert view.model is not None
    assert [(study.label, str(study.computed.problem)) for study in view.model.studies] == [("Sh 0.005", "")]
    choose(menu, "Sh 0.005", "Edit…")
    (dialog,) = window.findChildren(IndicatorDialog)
    field = dialog.inputs.fields["width"]
    assert isinstance(field, QDoubleSpinBox)
    assert field.value() == 0.005
    field.setValue(0.002)
    dialog.looks.rows["line"].well.chosen.emit("#ff00ff")
    dialog.accept()
    rig.settle()
    assert window.active.options.indicators == (indicator("some/shifted", ("#ff00ff",), width=0.002),)


def test_what_cannot_be_used_is_in_the_menu_with_its_reason(rig: Rig) -> None:
    menu = rig.open().toolbar.menus.indicators
    line = action(menu, "some/broken: It failed with ImportError")
    assert not line.isEnabled()  # type: ignore[attr-defined]
    assert len(line.text()) < 100  # type: ignore[attr-defined]
    assert line.toolTip().endswith("no & nothing .")  # type: ignore[attr-defined]
    assert menu.toolTipsVisible()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (indicator("some/failing"), "Fail It failed with ValueError: not with 500 candles."),
        (indicator("gone/one", period=3), "gone/one This indicator is not installed."),
    ],
    ids=lambda value: value.kind if isinstance(value, IndicatorSpec) else "",
)
def test_the_legend_says_what_is_wrong(qtbot: QtBot, spec: IndicatorSpec, said: str) -> None:
    options = ChartOptions(indicators=(indicator("SMA"),), rolls=False, holes=False)
    view = make_view(qtbot, make_series(500), options)
    before = of_colour(view.picture(), LIGHT.attention)
    view = make_view(qtbot, make_series(500), replace(options, indicators=(spec, *options.indicators)))
    assert of_colour(view.picture(), LIGHT.attention) > before + 10
    assert said in " ".join(written(view))


def test_what_fails_is_logged_once_and_chart_and_others_go_on(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    cell = rig.open().active
    for others in ((), (indicator("SMA"),), (indicator("EMA"),)):
        cell.set_options(replace(cell.options, indicators=(indicator("some/failing"), *others)))
        rig.settle()
        cell.switch("ES=F", "15m" if cell.timeframe == "5m" else "5m")
        rig.settle()
    (record,) = [record for record in caplog.records if "some/failing" in record.getMessage()]
    assert record.levelno == logging.WARNING
    assert "Traceback" in record.getMessage()
    assert cell.view.model is not None
    assert [bool(study.computed.problem) for study in cell.view.model.studies] == [True, False]


# -- not installed ---------------------------------------------------------------------------------------

STORED = {"kind": "gone/one", "parameters": {"period": 9}, "colours": ["#ff00ff"]}


def stored(window: ChartWindow, rig: Rig) -> list[dict[str, object]]:
    """What the file says of the indicators of the last chart."""
    rig.charts._remember()
    memory = QSettings(str(rig.profile.folder / "window.ini"), QSettings.Format.IniFormat)
    memory.sync()
    (plain,) = json.loads(str(memory.value("charts/windows")))
    found: list[dict[str, object]] = plain["cells"][0]["options"]["indicators"]
    return found


def test_what_is_not_installed_stays_with_its_chart_until_it_is_removed(start: Start) -> None:
    rig = start()
    cell = rig.open().active
    cell.set_options(replace(cell.options, indicators=(indicator("gone/one", ("#ff00ff",), period=9),)))
    rig.settle()
    rig.close()
    rig = start()
    rig.charts.open_last()
    rig.settle()
    (window,) = rig.charts.windows
    (kept,) = stored(window, rig)
    assert STORED.items() <= kept.items()
    menu = window.toolbar.menus.indicators
    inner = action(menu, "gone/one").menu()  # type: ignore[attr-defined]
    assert lines(inner) == ["Remove"]
    choose(menu, "gone/one", "Remove")
    rig.settle()
    assert window.active.options.indicators == ()
    assert stored(window, rig) == []
