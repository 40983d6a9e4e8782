"""What the axes offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem
from ohlc_desktop.ui.chart.texts import zone_line

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

translate = QCoreApplication.translate

#: Keys that change how prices are laid out.
SCALE_KEYS = {"invert": "Alt+I", "log": "Alt+L", "percent": "Alt+P", "reset": "Alt+R"}


def price_axis_items(view: ChartView) -> list[MenuItem]:
    """How prices are laid out."""
    options = view.options
    return [
        MenuItem(translate("ChartMenus", "&Auto"), partial(toggle_auto, view), options.auto_scale),
        _switch(view, translate("ChartMenus", "&Scale prices only"), "scale_price_only"),
        MenuItem(),
        *(_scale(view, scale, text, keys) for scale, text, keys in _scales()),
        MenuItem(),
        _switch(view, translate("ChartMenus", "&Invert"), "invert", SCALE_KEYS["invert"]),
        _switch(
            view, translate("ChartMenus", "Loc&k price to candle ratio"), "lock_ratio", enabled=not options.auto_scale
        ),
        MenuItem(),
        _switch(view, translate("ChartMenus", "Last p&rice"), "last_price"),
        _switch(view, translate("ChartMenus", "&Highest and lowest in sight"), "extremes"),
        MenuItem(),
        MenuItem(translate("ChartMenus", "R&eset the chart"), view.reset, keys=SCALE_KEYS["reset"]),
    ]


def time_axis_items(view: ChartView, go_to_date: Callable[[], object]) -> list[MenuItem]:
    """In which zone times are written, and how they are laid out."""
    zones = (
        MenuItem(zone_line(zone), _change(view, zone=zone), view.options.zone is zone, single=True)
        for zone in ChartZone
    )
    return [
        *zones,
        MenuItem(),
        _switch(view, translate("ChartMenus", "Real &time axis (nights and weekends at their length)"), "real_time"),
        _switch(view, translate("ChartMenus", "&Regular trading hours only"), "rth_only"),
        MenuItem(),
        MenuItem(translate("ChartMenus", "&Go to a date…"), go_to_date, keys="Ctrl+G"),
        MenuItem(translate("ChartMenus", "R&eset the chart"), view.reset, keys=SCALE_KEYS["reset"]),
    ]


def toggle_auto(view: ChartView) -> None:
    """Let prices follow the candles again, or stay as they are."""
    view.show_prices(view.price_scale if view.options.auto_scale else None)


def toggle_invert(view: ChartView) -> None:
    """Turn the axis of prices over."""
    view.edit(replace(view.options, invert=not view.options.invert))


def toggle_scale(view: ChartView, scale: Scale) -> None:
    """Lay prices out in this way, or linear again."""
    view.edit(replace(view.options, scale=Scale.LINEAR if view.options.scale is scale else scale))


def _scales() -> list[tuple[Scale, str, str]]:
    return [
        (Scale.LINEAR, translate("ChartMenus", "Li&near"), ""),
        (Scale.LOG, translate("ChartMenus", "&Logarithmic"), SCALE_KEYS["log"]),
        (Scale.PERCENT, translate("ChartMenus", "&Percent"), SCALE_KEYS["percent"]),
    ]


def _scale(view: ChartView, scale: Scale, text: str, keys: str) -> MenuItem:
    return MenuItem(text, _change(view, scale=scale), view.options.scale is scale, single=True, keys=keys)


def _switch(view: ChartView, text: str, name: str, keys: str = "", enabled: bool = True) -> MenuItem:
    on = bool(getattr(view.options, name))
    return MenuItem(text, _change(view, **{name: not on}), on, enabled, keys=keys)


def _change(view: ChartView, **changes: object) -> Callable[[], object]:
    changed: ChartOptions = replace(view.options, **changes)  # type: ignore[arg-type]
    return partial(view.edit, changed)
