"""A chart is drawn in the colours that were chosen, and in the theme's where none were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.appearance import Appearance, ColourBy, contrast
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.ui.chart.items.colours import chart_colours, told_apart
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT
from tests.core.chart.making import make_series
from tests.ui.chart.charting import make_view
from tests.ui.chart.test_paint_candles import BARE, frame_of, legend_end, pixels


def seen(view: ChartView) -> set[int]:
    """All colours below the legend."""
    return set(np.unique(pixels(view.picture())[legend_end(view) :]).tolist())


def test_what_was_not_chosen_goes_with_the_theme() -> None:
    red = Appearance(up_body="#aa0000")
    light, dark = chart_colours(LIGHT, red), chart_colours(DARK, red)
    assert light.up.name() == dark.up.name() == light.up_wick.name() == dark.up_border.name() == "#aa0000"
    assert (light.base, light.down) == (chart_colours(LIGHT).base, chart_colours(LIGHT).down)
    assert (dark.base, dark.down) == (chart_colours(DARK).base, chart_colours(DARK).down)
    assert chart_colours(LIGHT, red) is light


def test_texts_can_be_read_on_a_background_of_ones_own() -> None:
    black = chart_colours(LIGHT, Appearance(background="#0a0a10"))
    assert contrast(black.theme.text.name(), "#0a0a10") > 4.5
    assert black.base.name() == black.theme.base.name() == "#0a0a10"
    drawn = [value for name in black.__slots__ if hasattr(value := getattr(black, name), "alpha")]
    assert len(drawn) > 15
    assert {colour.alpha() for colour in drawn} == {255}


def test_white_bodies_are_told_by_their_borders() -> None:
    paper = chart_colours(LIGHT, Appearance("#ffffff", "#000000", "#202020", "#000000"))
    assert (paper.up_body.name(), paper.up.name(), paper.down.name()) == ("#ffffff", "#202020", "#000000")
    assert told_apart(paper)
    assert not told_apart(chart_colours(LIGHT, Appearance("#ffffff", up_border="#202020", border=False)))


def test_candles_that_cannot_be_seen_are_told() -> None:
    assert told_apart(chart_colours(LIGHT))
    assert told_apart(chart_colours(DARK))
    assert not told_apart(chart_colours(LIGHT, Appearance(down_body="#f0f0f0")))
    assert not told_apart(chart_colours(DARK, Appearance(background="#3fb98c")))


def test_bodies_borders_and_wicks_have_their_colours(qtbot: QtBot) -> None:
    chosen = Appearance("#00aa00", "#aa0000", "#0000ff", "#000080", "#ff00ff", "#800080")
    view = make_view(qtbot, make_series(400, name="5m"), replace(BARE, appearance=chosen))
    view.zoom(20 / frame_of(view).time.pitch)

    every = {0x00AA00, 0xAA0000, 0x0000FF, 0x000080, 0xFF00FF, 0x800080}
    assert every <= seen(view)
    view.set_options(replace(BARE, appearance=replace(chosen, wick=False)))
    assert every - seen(view) == {0xFF00FF, 0x800080}
    view.set_options(replace(BARE, appearance=replace(chosen, border=False)))
    assert every - seen(view) == {0x0000FF, 0x000080}
    view.set_options(replace(BARE, appearance=replace(chosen, body=False)))
    assert every - seen(view) == {0x00AA00, 0xAA0000}
    view.set_options(replace(BARE, appearance=replace(chosen, body=False, border=False, wick=False)))
    assert not every & seen(view)


def test_a_candle_rises_against_its_open_or_the_close_before(qtbot: QtBot) -> None:
    series = make_series(400, name="5m")
    candles = series.candles
    gapped = replace(candles, close=candles.open + np.float32(0.25), high=np.maximum(candles.high, candles.open + 1))
    options = replace(BARE, volume=True)
    view = make_view(qtbot, replace(series, candles=gapped), options)
    down = frame_of(view).look.colours.down.rgb() & 0xFFFFFF
    assert down not in seen(view)
    view.set_options(replace(options, appearance=Appearance(colour_by=ColourBy.PRIOR_CLOSE)))
    assert down in seen(view)
    view.set_options(replace(options, style=Style.HOLLOW))
    assert down in seen(view)
