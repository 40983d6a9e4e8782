"""Replay, ranges and the way back, as somebody does it by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.ranges import ChartRange
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, LinkColour
from tests.ui.chart.rig import Rig, loaded, press


def shown(rig: Rig, cell: object) -> int:
    """How many candles a chart shows, once it has answered."""
    rig.settle()
    return len(cell.series)  # type: ignore[attr-defined]


def test_a_replay_hides_the_future_and_shows_it_candle_by_candle(rig: Rig) -> None:
    window = rig.open()
    cell, view = window.active, window.active.view
    cell.set_options(ChartOptions(indicators=(indicator("SMA", period=5),)))
    whole = shown(rig, cell)
    first, last = view.visible_places()
    middle, newest = (int(cell.series.candles.ts[at]) for at in ((first + last) // 2, last - 1))
    past, future = (Drawing(name, DrawingKind.HORIZONTAL, (Anchor(ts, 6400.0),)) for name, ts in (("a", middle), ("b", newest)))
    rig.charts.drawings.keep("ES=F", [past, future])
    rig.settle()

    window.toolbar.replay.click()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.point_of((first + last) // 2))
    assert shown(rig, cell) == (first + last) // 2 + 1
    assert view.title.startswith("REPLAY")
    assert window.toolbar.replay.isChecked()
    assert window.note.isHidden()
    assert len(view.model.studies[0].computed.lines["average"]) == len(cell.series)
    assert [each.id for each in view.tool.shown().drawings] == ["a"]
    assert view.tool.drawings == [past, future]  # hidden, not lost

    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert shown(rig, cell) == (first + last) // 2 + 2
    cell.replay.player.step(-3)
    assert shown(rig, cell) == (first + last) // 2 - 1
    cell.switch("ES=F", "15m")
    rig.settle()
    assert loaded(cell)[1] == "15m"
    assert cell.series.candles.ts[-1] + 900 <= cell.replay.player.moment
    assert cell.replay.bar is not None
    assert cell.replay.bar.left.text() == f"{cell.replay.player.left} candles left"
    cell.switch("ES=F", "5m")
    rig.settle()

    cell.replay.player.step(10_000)
    assert shown(rig, cell) == whole
    assert cell.replay.bar is not None
    assert not cell.replay.bar.forward.isEnabled()
    window.toolbar.replay.click()
    assert shown(rig, cell) == whole
    assert view.title.startswith("DEMO")
    assert cell.replay.bar.isHidden()
    assert [each.id for each in view.tool.shown().drawings] == ["a", "b"]


def test_the_candle_may_be_clicked_in_any_chart_of_the_window(rig: Rig) -> None:
    window = rig.open()
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    rig.settle()
    one, other = window.cells
    window.activate(0)
    window.toolbar.replay.click()
    first, last = other.view.visible_places()
    QTest.mouseClick(other.view.viewport(), Qt.MouseButton.LeftButton, pos=other.view.point_of((first + last) // 2))
    assert other.replay.player.moment is not None
    assert one.replay.player.moment is None
    assert not one.view.picking


def test_linked_charts_are_replayed_together_and_play_by_themselves(rig: Rig) -> None:
    one, other = rig.open("ES=F", "5m").active, rig.open("ES=F", "1h").active
    for cell in (one, other):
        cell.set_link(Link(LinkColour.BLUE))
    rig.settle()
    one.replay.player.start(int(one.series.candles.ts[-100]))
    rig.settle()
    moment = one.replay.player.moment
    assert other.replay.player.moment == moment
    assert other.series.candles.ts[-1] + 3600 <= moment
    before = len(one.series)
    one.replay.player.set_pace(20)
    one.replay.player.play(True)
    rig.until(lambda: len(one.series) >= before + 2)
    one.replay.player.play(False)
    other.replay.player.stop()
    rig.settle()
    assert one.replay.player.moment is None
    assert loaded(one)[2]
    assert loaded(other)[2]


def test_the_way_back_is_there_only_for_who_is_away(rig: Rig) -> None:
    cell = rig.open().active
    assert cell.latest.isHidden()
    cell.view.pan(-300)
    assert cell.latest.isVisible()
    room = cell.view.surface.price_rect().toRect()
    assert room.contains(cell.latest.geometry())
    cell.latest.click()
    assert cell.latest.isHidden()
    assert cell.view.time.follows()


def test_a_range_is_one_click_and_tells_what_is_not_there(rig: Rig) -> None:
    window = rig.open("ES=F", "1d")
    cell = window.active
    window.ranges.buttons[ChartRange.FIVE_DAYS].click()
    rig.until(lambda: loaded(cell) == ("ES=F", "5m", True))
    assert cell.view.visible_places() == (int(cell.series.days.first[-5]), len(cell.series))
    assert window.note.isHidden()
    window.ranges.buttons[ChartRange.THREE_MONTHS].click()
    rig.until(lambda: loaded(cell)[1] == "1h")
    assert cell.view.visible_places() == (0, len(cell.series))
    assert "1h candles since" in window.note.text
    window.ranges.buttons[ChartRange.DAY].click()
    cell.switch("ES=F", "30m")  # before its candles of 1m are there
    rig.until(lambda: loaded(cell)[1] == "30m")
    assert cell.view.visible_places()[1] - cell.view.visible_places()[0] > 60
    assert window.note.isHidden(), "it was about 1h"
