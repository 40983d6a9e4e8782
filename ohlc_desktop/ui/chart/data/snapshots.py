"""A chart as it stands, taken elsewhere: as a picture, or its visible candles as CSV."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice

from ohlc_desktop.core.candle_text import csv_lines
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.axes.time_texts import moment
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.checking.daily import on_tick_or_exact
from ohlc_desktop.core.continuous.spec import by_ratio
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.ui.chart.engine.pictures import write_whole
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.chart.toolbar.menus import Snap

translate = QCoreApplication.translate

#: Pictures that are saved have so many pixels to one of the screen's, to be sharp in print.
_SCALE = 2.0
ENDINGS = {Snap.SAVE_PNG: "png", Snap.SAVE_SVG: "svg", Snap.SAVE_DATA: "csv"}


def suggested_name(view: ChartView, snap: Snap) -> str:
    """A name for the file: ``ES=F 5m 2026-11-23.png``, with the day (UTC) of the newest visible candle."""
    series, newest = view.series, moment(view.visible_range()[1], UTC)
    symbol = "".join(c if c.isalnum() or c in "=-._" else "_" for c in series.instrument.symbol)
    return f"{symbol} {series.timeframe.name} {newest.date().isoformat()}.{ENDINGS[snap]}"


def visible_csv(view: ChartView) -> str:
    """The visible candles, as ``ohlc-desktop export`` writes them: stored prices, times in UTC.

    Prices of a ratio, which are on no tick, have the seven digits that a chart holds.
    """
    series, candles = view.series, view.visible_candles()
    if not by_ratio(series.instrument.symbol):
        candles = _stored(series, candles)
    return "".join(csv_lines(candles, series.instrument, series.timeframe))


def _stored(series: ChartSeries, candles: Candles) -> Candles:
    """Candles of a chart, which keeps prices as float32: the tick, or the fewest digits, makes them the stored ones."""
    prices = np.stack([column.astype(np.float64) for column in candles.columns[1:5]])
    rounded = series.instrument.round_prices(prices)
    settled = series.timeframe.daily and series.instrument.tick is not None
    open_, high, low, close = on_tick_or_exact(prices, rounded) if settled else rounded
    return Candles(candles.ts, open_, high, low, close, candles.volume)


def save(view: ChartView, snap: Snap, path: Path) -> None:
    """Write a file, whole or not at all.

    Raises:
        OhlcError: it cannot be written.
    """
    try:
        if snap is Snap.SAVE_SVG:
            view.write_svg(path)
        else:
            write_whole(path, visible_csv(view).encode() if snap is Snap.SAVE_DATA else _png(view))
    except OSError as error:
        title = translate("ChartSnapshots", "{path} cannot be written: {reason}.")
        hint = translate("ChartSnapshots", "Choose another folder, or free some space.")
        raise OhlcError(title.format(path=path, reason=bare(error.strerror or error)), hint=hint) from error


def _png(view: ChartView) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    view.picture(_SCALE).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())
