"""Chart windows as data, to and from JSON.

Whatever is damaged there, or was written by another version, is left out or as by default: a chart always opens.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ohlc_desktop.core.chart.options import ChartOptions, options_from_json
from ohlc_desktop.core.chart.plain_values import choice_in, list_in, mapping_in
from ohlc_desktop.core.chart.saved.screens import WindowPlace, place_from_json
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.symbol_reading import LONGEST_NAME
from ohlc_desktop.core.timeframes import timeframe
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, link_from_json

#: More windows are not restored.
MOST_WINDOWS = 12


@dataclass(frozen=True, slots=True)
class CellState:
    """One chart: instrument, timeframe, how it is drawn and what it is linked with."""

    symbol: str
    timeframe: str
    options: ChartOptions = field(default_factory=ChartOptions)
    link: Link = field(default_factory=Link)


@dataclass(frozen=True, slots=True)
class WindowState:
    """One window.

    Attributes:
        cells: Its charts, as many as the layout has.
        layout: How they are laid out.
        active: Number of the chart that the toolbar acts on.
        sizes: Where the borders between them are.
        geometry: As ``QWidget.saveGeometry`` tells it, in base 64; empty for a window of the usual size.
        place: Where it is, and on which screen; None where only an older version's geometry tells it.
        data: The data window is shown.
    """

    cells: tuple[CellState, ...]
    layout: ChartLayout = ChartLayout.ONE
    active: int = 0
    sizes: tuple[tuple[int, ...], ...] = ()
    geometry: str = ""
    place: WindowPlace | None = None
    data: bool = False


def window_to_json(window: WindowState) -> dict[str, Any]:
    """Plain values, for a file."""
    cells = [
        {"symbol": c.symbol, "timeframe": c.timeframe, "options": c.options.to_json(), "link": asdict(c.link)}
        for c in window.cells
    ]
    return {
        "layout": window.layout.value, "cells": cells, "active": window.active,
        "sizes": [list(lengths) for lengths in window.sizes], "geometry": window.geometry,
        "place": None if window.place is None else window.place.to_json(), "data": window.data,
    }  # fmt: skip


def window_from_json(plain: object) -> WindowState | None:
    """What :func:`window_to_json` wrote; None where not even a chart of it can be read. Nothing is raised."""
    given = mapping_in(plain)
    cells = [cell for cell in map(_cell, list_in(given.get("cells"))) if cell is not None]
    if not cells:
        return None
    chosen = choice_in(ChartLayout, given.get("layout"), ChartLayout.ONE)
    active, geometry = given.get("active"), given.get("geometry")
    cells += [cells[-1]] * (chosen.charts - len(cells))
    return WindowState(
        tuple(cells[: chosen.charts]), chosen,
        active if type(active) is int and 0 <= active < chosen.charts else 0,
        tuple(tuple(lengths) for lengths in map(_lengths, list_in(given.get("sizes"))) if lengths),
        geometry if isinstance(geometry, str) else "", place_from_json(given.get("place")), given.get("data") is True,
    )  # fmt: skip


def _cell(plain: object) -> CellState | None:
    given = mapping_in(plain)
    symbol, name = given.get("symbol"), given.get("timeframe")
    if not isinstance(symbol, str) or not isinstance(name, str) or not 0 < len(symbol) <= LONGEST_NAME:
        return None
    try:
        chosen = timeframe(name)
    except UsageError:
        return None
    return CellState(symbol, chosen.name, options_from_json(given.get("options")), link_from_json(given.get("link")))


def _lengths(value: object) -> list[int]:
    lengths = [length for length in list_in(value) if type(length) is int and 0 < length < 100_000]
    return lengths if len(lengths) == len(list_in(value)) else []
