"""Candles of a table as text for a spreadsheet: values separated by tabs, titles first."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ohlc_desktop.core.candle_text import price_columns, time_columns
from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.axes.time_texts import zone_text
from ohlc_desktop.core.chart.options import zone_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.layouts import LAYOUTS
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.ui.chart.data.table_model import CandleColumn, CandleTableModel

#: More rows are not copied at a time: that is what files are for.
MOST_COPIED = 50_000
#: Excel and LibreOffice take these times for times.
_SHEET = LAYOUTS["spreadsheet"]
_WORDS = (CandleColumn.NOTES, CandleColumn.ORIGIN, CandleColumn.KNOWN)


def as_table(model: CandleTableModel, places: Int64) -> str:
    """Some candles, in the order of their places, as lines of tab separated values.

    Prices are those that are stored, with the decimals of the instrument: a sheet cannot count in 32nds. Times are in
    the chart's zone, which the title names; a volume that is not known is empty.

    Args:
        model: The table.
        places: int64, sorted, not empty, ``MOST_COPIED`` at most.
    """
    series = model.series
    assert series is not None
    candles = series.candles.take(places)
    titles, columns = list(model.titles), _columns(model, series, candles, places)
    zone = zone_of(model.options.zone)
    titles[CandleColumn.TIME] += f" ({zone_text(int(candles.ts[-1]), zone)})"
    if series.timeframe.daily:
        titles, columns = titles[1:], columns[1:]
    rows = zip(*columns, strict=True)
    return "\n".join(["\t".join(titles), *("\t".join(row) for row in rows)]) + "\n"


def _columns(model: CandleTableModel, series: ChartSeries, candles: Candles, places: Int64) -> list[Sequence[str]]:
    instrument, closes = series.instrument, series.candles.close
    before = closes[np.maximum(places - 1, 0)].astype(np.float64)
    change = instrument.round_prices(candles.close.astype(np.float64) - before)
    return [
        _times(model, series, candles), _days(model, series, places),
        *price_columns(candles, instrument),
        [str(volume) if volume else "" for volume in candles.volume.tolist()],
        *_changes(instrument, change, before, places), *(_words(model, series, places, column) for column in _WORDS),
    ]  # fmt: skip


def _words(model: CandleTableModel, series: ChartSeries, places: Int64, column: CandleColumn) -> list[str]:
    """What a column says; candles that are alike in all that it tells are put into words once."""
    flags = series.flags[places] if len(series.flags) else np.zeros(len(places), dtype=np.uint8)
    known = series.known[places] if len(series.known) else np.zeros(len(places), dtype=np.int8)
    alike = flags.astype(np.int64) * 512 + known.astype(np.int64) * 2 + (series.candles.volume[places] > 0)
    _, first, kinds = np.unique(alike, return_index=True, return_inverse=True)
    texts = [model.text(int(places[row]), column) for row in first.tolist()]
    return [texts[kind] for kind in kinds.tolist()]


def _days(model: CandleTableModel, series: ChartSeries, places: Int64) -> list[str]:
    """Trade dates: those of a session are put into words once."""
    if series.timeframe.daily:
        return [model.text(place, CandleColumn.DAY) for place in places.tolist()]
    _, first, kinds = np.unique(
        np.searchsorted(series.days.first, places, side="right"), return_index=True, return_inverse=True
    )
    texts = [model.text(int(places[row]), CandleColumn.DAY) for row in first.tolist()]
    return [texts[kind] for kind in kinds.tolist()]


def _times(model: CandleTableModel, series: ChartSeries, candles: Candles) -> list[str]:
    (times,) = time_columns(candles, series.timeframe, _SHEET, zone_of(model.options.zone))
    return times


def _changes(instrument: Instrument, change: Float64, before: Float64, places: Int64) -> list[list[str]]:
    """Changes from the close before, and the same in percent; empty where there is nothing to measure from."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (change / np.abs(before) * 100).tolist()
    measured = zip(instrument.format_prices(change), shares, places.tolist(), strict=True)
    rows = [
        (text, f"{share:.4f}" if math.isfinite(share) else "") if place else ("", "") for text, share, place in measured
    ]
    return [list(column) for column in zip(*rows, strict=True)]
