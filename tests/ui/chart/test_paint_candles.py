"""Candles, pixel by pixel: sharp, none missing at any zoom, none shorter than it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from tests.core.chart.making import make_series
from tests.ui.chart.charting import make_view

#: Nothing but candles.
BARE = ChartOptions(volume=False, sessions=False, extremes=False, last_price=False, grid=False, rolls=False, holes=False)


def pixels(image: QImage) -> np.ndarray:
    """uint32 of shape (height, width)."""
    found = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), -1)
    return found[:, : image.width()] & 0xFFFFFF


def value(colour: QColor) -> int:
    return colour.rgb() & 0xFFFFFF


def frame_of(view: ChartView) -> Frame:
    frame = view.frame
    assert frame is not None
    return frame


def candle_mask(view: ChartView) -> np.ndarray:
    """Where the price pane shows a candle's colour; without what the legend covers."""
    frame = frame_of(view)
    rect, colours = frame.price.rect, frame.look.colours
    image = pixels(view.picture())[: rect.height(), : rect.width()]
    mask: np.ndarray = (image == value(colours.up)) | (image == value(colours.down))
    mask[: legend_end(view)] = False
    return mask


def legend_end(view: ChartView) -> int:
    """Below this row no legend covers candles."""
    look = frame_of(view).look
    return round(3 * (look.metrics.height() + look.px(2)) + look.px(6))


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, make_series(60_000, name="1m"), BARE)


@pytest.mark.parametrize("style", [Style.CANDLES, Style.BARS])
def test_there_is_no_blur(view: ChartView, style: Style) -> None:
    view.set_options(replace(BARE, style=style))
    for pitch in (3.0, 4.3, 7.0, 11.9, 40.0):
        view.zoom(pitch / frame_of(view).time.pitch)
        frame = frame_of(view)
        rect, colours = frame.price.rect, frame.look.colours
        image = pixels(view.picture())[legend_end(view) : rect.height() - 1, : rect.width() - 1]
        allowed = {value(colours.up), value(colours.down), value(colours.base), value(colours.separator)}
        assert set(np.unique(image).tolist()) <= allowed, pitch


@pytest.mark.parametrize("real", [False, True])
def test_no_bar_is_missing_at_any_zoom(view: ChartView, real: bool) -> None:
    """Each bar has a column of its own colour, and no bar's column lies outside of its prices."""
    view.set_options(replace(BARE, real_time=real))
    for zoom in (1.0, 0.5, 0.3, 0.143, 0.1, 0.03, 0.011, 0.004, 0.0021):
        view.reset()
        view.zoom(zoom)
        check_bars(view)


def check_bars(view: ChartView) -> None:
    frame = frame_of(view)
    mask = candle_mask(view)
    columns, bars = frame.columns, frame.bars
    scale = frame.price.scale
    if frame.size == 1 and frame.time.pitch >= 3:
        left = np.floor(frame.columns.middle - 0.5).astype(int)
    else:
        left = columns.left
    for n in range(0, len(bars), max(len(bars) // 150, 1)):
        x = int(left[n])
        if not 0 <= x < mask.shape[1]:
            continue
        rows = np.flatnonzero(mask[:, x])
        top, bottom = int(np.floor(scale.pixel(float(bars.high[n])))), int(np.floor(scale.pixel(float(bars.low[n]))))
        covered = top < legend_end(view)
        assert len(rows) or covered
        if not covered:
            assert rows[0] <= top
            assert rows[-1] >= bottom


def test_what_is_drawn_reaches_from_the_highest_high_to_the_lowest_low(view: ChartView) -> None:
    """However many candles share a pixel, the picture ends where the data does, to the pixel."""
    for zoom in (0.143, 0.06, 0.011, 0.0021):
        view.reset()
        view.zoom(zoom)
        frame = frame_of(view)
        first, last = int(frame.bars.first[0]), int(frame.bars.last[-1]) + 1
        candles = frame.model.shown.take(slice(first, last))
        rows = np.flatnonzero(candle_mask(view).any(axis=1))
        scale = frame.price.scale
        assert rows[-1] == int(np.floor(scale.pixel(float(candles.low.min()))))
        top = int(np.floor(scale.pixel(float(candles.high.max()))))
        assert rows[0] == top or top < legend_end(view)


@pytest.mark.parametrize("at", [5, 12_345, 59_000])
def test_a_single_spike_is_seen_among_sixty_thousand(qtbot: QtBot, at: int) -> None:
    series = make_series(60_000, name="1m")
    low = series.candles.low.copy()
    low[at] = series.candles.low.min() - 500
    spiked = replace(series, candles=replace(series.candles, low=low))
    view = make_view(qtbot, spiked, BARE)
    view.change_time(TimeScale.all)
    frame = frame_of(view)
    mask = candle_mask(view)
    x = round(frame.x(at))
    deepest = np.flatnonzero(mask[int(frame.price.scale.pixel(float(low[at]))) - 1])
    assert len(deepest)
    assert abs(deepest - x).min() <= 2


def test_panning_moves_the_picture_and_changes_nothing_else(view: ChartView) -> None:
    """Shimmering would show as columns that differ after they were shifted back."""
    view.set_options(replace(BARE, auto_scale=False))
    view.zoom(1 / 14.0)
    view.pan(-5000)
    frame = frame_of(view)
    step = 16 * frame.size
    before = candle_mask(view)
    view.pan(-step)
    after = candle_mask(view)
    moved = round(step * frame.time.per_unit)
    assert moved > 5
    rows = slice(legend_end(view), None)
    same = before[rows, 10:-moved - 10] == after[rows, 10 + moved : -10]
    assert same.mean() > 0.985


def test_hollow_candles_are_hollow_where_they_rose(qtbot: QtBot) -> None:
    series = make_series(40)
    view = make_view(qtbot, series, replace(BARE, style=Style.HOLLOW))
    view.zoom(0.3 * frame_of(view).time.width / 40 / frame_of(view).time.pitch * 3)
    frame = frame_of(view)
    image, scale = pixels(view.picture()), frame.price.scale
    checked = 0
    for n in range(len(frame.bars)):
        opened, closed = float(frame.bars.open[n]), float(frame.bars.close[n])
        y, x = float(scale.pixel((opened + closed) / 2)), int(frame.columns.middle[n])
        tall = abs(float(scale.pixel(opened) - scale.pixel(closed))) > 6
        if tall and y > legend_end(view) and 2 < x < frame.look.plot_width - 2:
            hollow = image[int(y), x + 2] == value(frame.look.colours.base)
            assert hollow == (closed >= opened)
            checked += 1
    assert checked > 5


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_scaled_screens_are_sharp_too(view: ChartView, ratio: float) -> None:
    frame = frame_of(view)
    image = pixels(view.picture(ratio))
    allowed = {value(c) for c in (frame.look.colours.up, frame.look.colours.down, frame.look.colours.base)}
    plot = image[round(legend_end(view) * ratio) : round(frame.price.rect.height() * ratio) - 4, 60 : round(400 * ratio)]
    assert set(np.unique(plot).tolist()) <= allowed | {value(frame.look.colours.separator)}


def test_volume_is_as_tall_as_it_was(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(500), replace(BARE, volume=True))
    frame = frame_of(view)
    pane = frame.panes[1]
    image = pixels(view.picture())
    colours = frame.look.colours
    for n in range(len(frame.bars) // 2, len(frame.bars)):
        x = int(frame.columns.left[n])
        if x >= frame.look.plot_width:
            continue
        column = image[pane.rect.top() : pane.rect.bottom() + 1, x]
        drawn = ((column == value(colours.up_soft)) | (column == value(colours.down_soft))).sum()
        wanted = pane.scale.bottom - float(pane.scale.pixel(float(frame.bars.volume[n])))
        assert abs(drawn - wanted) <= 1.5


def test_a_model_of_another_instrument_replaces_everything(view: ChartView) -> None:
    view.show_model(build_model(make_series(300, "CL=F", start=70.0), BARE), keep_view=False)
    assert 50 < frame_of(view).price.scale.low < 90


def test_a_session_vwap_does_not_run_from_one_trade_date_into_the_next(qtbot: QtBot) -> None:
    series = make_series(900)
    options = replace(BARE, indicators=(indicator("VWAP"),))
    view = make_view(qtbot, series, options)
    first = int(series.days.first[-2])
    view.zoom(40 / frame_of(view).time.pitch)
    view.go_to(int(series.candles.ts[first]))
    assert view.model is not None
    around = view.model.studies[0].computed.lines["vwap"][first - 2 : first + 2]
    room = float(np.ptp(around)) + 20.0
    scale = replace(frame_of(view).price.scale, low=float(around.min()) - room, high=float(around.max()) + room)
    view.show_prices(scale)  # both averages in the middle, below the legend
    frame = frame_of(view)
    image, base = pixels(view.picture())[legend_end(view) : frame.price.rect.height() - 1], value(frame.look.colours.base)
    between = {place: int(frame.x(place + 0.4)) for place in (first - 2, first - 1, first)}  # beside bodies and separators
    drawn = {place: bool((image[:, x] != base).any()) for place, x in between.items()}
    assert drawn == {first - 2: True, first - 1: False, first: True}
