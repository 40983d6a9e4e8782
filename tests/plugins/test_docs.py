"""The plug-in in the developers' page on charts is complete and does what the page says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from hatchling.builders.wheel import WheelBuilder
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import ohlc_desktop.feeds
import ohlc_desktop.indicators
from ohlc_desktop.core.chart.indicators import compute, indicator, label, register, registry
from ohlc_desktop.feeds import FeedLimits, FeedSpec
from ohlc_desktop.indicators import GROUP
from ohlc_desktop.services.chart_data.indicator_declarations import declared
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.indicator_making import column, oldest, only, walk
from tests.test_packaging import ROOT, project
from tests.ui.chart.test_paint_candles import pixels, value

PAGE = (ROOT / "resources" / "docs" / "charts.md").read_text("utf-8")


INDICATORS, ITEMS = re.split("^## Items of your own", PAGE, flags=re.MULTILINE)


def block(language: str, section: str = INDICATORS) -> str:
    """The one block of code in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    return str(found)


def test_the_example_is_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tomllib.loads(block("toml"))
    assert papers["build-system"] == tomllib.loads((ROOT / "tests/plugins/example/pyproject.toml").read_text("utf-8"))["build-system"]
    assert papers["project"]["dependencies"] == [project()["name"]]
    ((entry, value),) = papers["project"]["entry-points"][GROUP].items()
    name, _, attribute = value.partition(":")
    assert f"`{name}.py`" in PAGE
    names: dict[str, Any] = {}
    exec(block("python"), names)
    monkeypatch.setattr(registry, "_custom", {})
    kind = f"{papers['project']['name']}/{entry}"
    assert f"`{kind}`" in PAGE
    register(declared(kind, names[attribute]))
    spec, series = indicator(kind, period=7), walk(100)
    assert label(spec) == "Middle 7"
    high, low = column(series, "high"), column(series, "low")
    slow = [(high[at - 6 : at + 1].max() + low[at - 6 : at + 1].min()) / 2 for at in range(6, 100)]
    np.testing.assert_allclose(only(compute(spec, series)), [*[np.nan] * 6, *slow], rtol=1e-6)
    for count in range(8):
        assert not compute(spec, oldest(series, count)).problem


def test_items_of_others_are_on_the_chart(qtbot: QtBot) -> None:
    names: dict[str, Any] = {}
    exec(block("python", ITEMS), names)
    chart: ChartView = names["chart"]
    qtbot.addWidget(chart)
    qtbot.waitExposed(chart)
    picture = pixels(chart.picture())
    frame = chart.frame
    assert frame is not None
    for colour, pane in (("#ff00ff", frame.price), ("#00ffff", frame.panes[1])):
        rows = np.flatnonzero((picture == value(QColor(colour))).any(axis=1))
        assert pane.rect.top() <= rows.min() <= rows.max() <= pane.rect.bottom()
    y = round(float(frame.price.scale.pixel(float(names["close"][-1]) + 10)))
    x = round(float(frame.time.pixel(399))) - 2
    assert value(QColor("#ff00ff")) in picture[y - 2 : y + 3, x].tolist()


def test_the_page_names_everything_there_is() -> None:
    words = set(re.findall(r"\w+", PAGE))
    fields = set(ohlc_desktop.indicators.CandleColumns.__dataclass_fields__)
    fields |= set(ohlc_desktop.indicators.CustomIndicator.__dataclass_fields__)
    kinds = {member.name for each in ("LineStyle", "ParameterKind", "Place") for member in getattr(ohlc_desktop.indicators, each)}
    assert fields | kinds | set(ohlc_desktop.indicators.__all__) - {"GROUP"} <= words


# -- feeds -----------------------------------------------------------------------------------------------

FEEDS = (ROOT / "resources" / "docs" / "feeds.md").read_text("utf-8")
EXAMPLE = ROOT / "tests" / "plugins" / "example"


def test_the_feed_of_the_page_is_the_example_that_is_installed() -> None:
    """See ``test_feed`` for what it does."""
    papers, installed = (tomllib.loads(text) for text in (block("toml", FEEDS), (EXAMPLE / "pyproject.toml").read_text("utf-8")))
    group = ohlc_desktop.feeds.GROUP
    assert papers["build-system"] == installed["build-system"]
    assert papers["project"]["dependencies"] == installed["project"]["dependencies"]
    assert papers["project"]["entry-points"][group].items() <= installed["project"]["entry-points"][group].items()
    shown = re.findall(r"```python\n(.*?)```", FEEDS, re.DOTALL)
    assert shown == [(EXAMPLE / "ohlc_example" / f"tiny_{name}.py").read_text("utf-8") for name in ("spec", "source")]


def test_the_files_that_the_page_names_are_all_that_a_build_of_it_needs(tmp_path: Path) -> None:
    texts = [block("toml", FEEDS), *re.findall(r"```python\n(.*?)```", FEEDS, re.DOTALL)]
    shown = dict(zip(("pyproject.toml", "ohlc_example/tiny_spec.py", "ohlc_example/tiny_source.py"), texts, strict=True))
    shown |= dict.fromkeys(re.findall(r"empty `([\w/]+\.py)`", FEEDS), "")
    for name, text in shown.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (wheel,) = WheelBuilder(str(tmp_path)).build(directory=str(tmp_path / "dist"))
    with ZipFile(wheel) as built:
        assert {name for name in built.namelist() if "dist-info" not in name} == shown.keys() - {"pyproject.toml"}


def test_the_page_of_feeds_names_everything_there_is() -> None:
    words = set(re.findall(r"\w+", FEEDS))
    kinds = (FeedSpec, FeedLimits, ohlc_desktop.feeds.Answer, ohlc_desktop.feeds.SourceTools)
    fields = {field for kind in kinds for field in kind.__dataclass_fields__}
    assert fields | set(ohlc_desktop.feeds.__all__) - {"GROUP"} <= words | {"clock"}
