"""What studies have besides lines, pixel by pixel: a cloud ahead of prices, levels, and colours that mean something."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.indicators import IndicatorSpec, indicator
from ohlc_desktop.core.chart.line_look import LineLook, Stroke
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.ui.widgets.theme import blended
from tests.core.chart.making import make_series
from tests.ui.chart.charting import make_view
from tests.ui.chart.test_paint_candles import BARE, frame_of, pixels, value


def test_clouds_and_levels(qtbot: QtBot) -> None:
    series = make_series(3000)
    view = make_view(qtbot, series, BARE)

    def image(spec: IndicatorSpec) -> np.ndarray:
        options = replace(BARE, indicators=(spec,))
        view.set_options(options)
        view.show_model(build_model(series, options))
        return pixels(view.picture())[: frame_of(view).price.rect.height(), : frame_of(view).look.plot_width]

    view.pan(20)
    found, frame = image(indicator("ICHIMOKU")), frame_of(view)
    colours, newest = frame.look.colours, round(frame.x(len(series) - 1))
    clouds = [value(blended(colour, colours.base, 0.16)) for colour in (colours.up, colours.down)]
    cloud = np.flatnonzero(np.isin(found, clouds).any(axis=0))
    assert abs(cloud.max() - frame.x(len(series) - 1 + 25)) <= 2  # to where TradingView draws it
    assert (cloud > newest).sum() > 50  # of some 170: where the spans meet there is nothing between them

    low, high = frame_of(make_view(qtbot, series, BARE)).price.scale.bounds
    image(indicator("PIVOTS", bands=4))
    assert frame_of(view).price.scale.bounds[1] - frame_of(view).price.scale.bounds[0] < 1.5 * (high - low)  # levels are no prices

    spec = indicator("OR")
    found, frame = image(spec), frame_of(view)
    assert view.painted is not None
    assert {"ORH", "ORM", "ORL"} <= {spot.text for _, spot in view.painted.labels}
    high = float(frame.model.studies[0].computed.lines["high"][-1])
    row = found[int(frame.price.scale.pixel(high)) - 1 :][:3] == value(colours.study(0))
    assert row[:, newest - 100 : newest].any(axis=0).all()
    dashed = image(replace(spec, looks=(LineLook(stroke=Stroke.DASHED),)))[int(frame.price.scale.pixel(high)) - 1 :][:3]
    part = (dashed == value(colours.study(0)))[:, newest - 100 : newest].any(axis=0)
    assert 40 <= part.sum() <= 80
    below = image(replace(spec, hidden=True))[120:]  # the legend is above
    assert not (below == value(colours.study(0))).any()
    red = image(replace(spec, looks=(LineLook(colour="#123456", width=3.0),)))
    assert (red == value(QColor("#123456"))).any(axis=1).sum() >= 3
