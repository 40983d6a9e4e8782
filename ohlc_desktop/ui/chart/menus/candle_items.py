"""What a candle and a price offer: to be copied, marked and explained."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from ohlc_desktop.core.candle_text import price_columns
from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.drawings.drawings import Anchor, DrawingKind
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.ui.chart.legend.candle_words import flags_of
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem
from ohlc_desktop.ui.chart.menus.places import MenuPlace
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
    from ohlc_desktop.ui.chart.window.chart_actions import ChartActions

translate = QCoreApplication.translate


def candle_items(cell: ChartCell, place: MenuPlace, actions: ChartActions, feed: str) -> list[MenuItem]:
    """What is offered at a price over a candle.

    Args:
        cell: The chart.
        place: Of kind ``CANDLE``.
        actions: What is done through dialogs.
        feed: Name of the feed.
    """
    frame = cell.view.frame
    if frame is None or place.candle >= len(frame.model):
        return []
    stamp, price = int(frame.model.series.candles.ts[place.candle]), on_tick(place.price, frame.model.series.instrument)
    return [
        *_copies(frame, place.candle, price),
        MenuItem(),
        *_lines(cell, Anchor(stamp, price)),
        MenuItem(translate("ChartMenus", "&Anchor VWAP here"), partial(actions.anchor, stamp)),
        MenuItem(translate("ChartMenus", "Replay &from here"), partial(cell.replay.player.start, stamp)),
        MenuItem(),
        MenuItem(_asked(frame.model.series, place.candle, feed), partial(cell.inspector.show_candle, stamp)),
        *_compared(cell, frame.model.series, stamp),
    ]


def _compared(cell: ChartCell, series: ChartSeries, stamp: int) -> list[MenuItem]:
    """The way to what other sources say, where there are any."""
    if not series.witnesses.several:
        return []
    return [MenuItem(translate("ChartMenus", "Compare &sources…"), partial(cell.compare_sources, stamp))]


def _copies(frame: Frame, candle: int, price: float) -> list[MenuItem]:
    """The price at the pointer, and time and prices of the candle, for the clipboard."""
    series, text = frame.model.series, frame.price_text(price)
    row = series.candles.take(slice(candle, candle + 1))
    when = describe_time(int(row.ts[0]), series.timeframe, frame.zone, chart_names())
    time = when if series.timeframe.daily else f"{when} {zone_text(int(row.ts[0]), frame.zone)}"
    prices = [text for (text,) in price_columns(row, series.instrument)]
    volume = str(int(row.volume[0])) if row.volume[0] else ""
    return [
        MenuItem(translate("ChartMenus", "Copy &price {price}").format(price=text), partial(_copy, text)),
        MenuItem(translate("ChartMenus", "Copy &time {time}").format(time=time), partial(_copy, time)),
        MenuItem(
            translate("ChartMenus", "&Copy candle (O H L C V)"), partial(_copy, "\t".join((time, *prices, volume)))
        ),
    ]


def _lines(cell: ChartCell, anchor: Anchor) -> list[MenuItem]:
    draw = cell.view.tool.draw
    return [
        MenuItem(translate("ChartMenus", "&Horizontal line here"), partial(draw, DrawingKind.HORIZONTAL, anchor)),
        MenuItem(translate("ChartMenus", "&Vertical line here"), partial(draw, DrawingKind.VERTICAL, anchor)),
    ]


def _asked(series: ChartSeries, candle: int, feed: str) -> str:
    """What is asked of a candle: the most remarkable that the chart tells of it."""
    flags = flags_of(series, candle)
    if flags & Flag.REVISED:
        return translate("ChartMenus", "&Why this candle was revised")
    if flags & Flag.SHORT:
        return translate("ChartMenus", "&Why this candle is short")
    if flags & Flag.DERIVED:
        return translate("ChartMenus", "&Why this candle is derived")
    return translate("ChartMenus", "&What {feed} said of this candle").format(feed=feed)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
