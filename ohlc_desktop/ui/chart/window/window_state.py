"""What is remembered of chart windows, as JSON in the settings file of the windows.

Whatever is damaged there, or was written by another version, is left out or as by default: a chart always opens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from PySide6.QtCore import QSettings

from ohlc_desktop.core.chart.options import ChartOptions, Scale, choice_of, list_of, options_from_json
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.symbol_reading import LONGEST_NAME
from ohlc_desktop.core.timeframes import NAMES, timeframe
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, link_from_json

#: Timeframes with buttons of their own, until the user chooses others.
FAVOURITES = ("1m", "5m", "15m", "1h", "1d")
#: More windows are not restored.
MOST_WINDOWS = 12
_WINDOWS, _FAVOURITES, _LOOK = "charts/windows", "charts/favourites", "charts/look"


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
    """

    cells: tuple[CellState, ...]
    layout: ChartLayout = ChartLayout.ONE
    active: int = 0
    sizes: tuple[tuple[int, ...], ...] = ()
    geometry: str = ""


class Memory:
    """What is remembered, in a settings file."""

    def __init__(self, file: QSettings) -> None:
        self._file = file

    def windows(self) -> list[WindowState]:
        """The windows to be restored."""
        found = (_window(plain) for plain in list_of(self._read(_WINDOWS)))
        return [window for window in found if window is not None][:MOST_WINDOWS]

    def keep_windows(self, windows: Sequence[WindowState]) -> None:
        """Remember these windows, and no others."""
        self._write(_WINDOWS, [_plain(window) for window in windows[:MOST_WINDOWS]])

    def favourites(self) -> tuple[str, ...]:
        """Timeframes with buttons of their own, shortest first."""
        stored = self._read(_FAVOURITES)
        if not isinstance(stored, list):
            return FAVOURITES
        return tuple(name for name in NAMES if name in stored)

    def keep_favourites(self, names: Sequence[str]) -> None:
        """Remember which timeframes have buttons."""
        self._write(_FAVOURITES, list(names))

    def look(self) -> ChartOptions:
        """How a new chart is drawn: as the last one was, without its indicators and other instruments."""
        return options_from_json(self._read(_LOOK))

    def keep_look(self, options: ChartOptions) -> None:
        """Remember how charts are drawn; percent only where they were not there for the sake of other instruments."""
        scale = Scale.LINEAR if options.compare and options.scale is Scale.PERCENT else options.scale
        self._write(_LOOK, replace(options, indicators=(), compare=(), auto_scale=True, scale=scale).to_json())

    def flush(self) -> None:
        """Have it in the file now: the program may end without further ado."""
        self._file.sync()

    def _read(self, key: str) -> object:
        try:
            return json.loads(str(self._file.value(key)))
        except (ValueError, RecursionError):
            return None

    def _write(self, key: str, plain: object) -> None:
        text = json.dumps(plain, separators=(",", ":"))
        if text != self._file.value(key):
            self._file.setValue(key, text)


def _plain(window: WindowState) -> dict[str, Any]:
    cells = [
        {"symbol": c.symbol, "timeframe": c.timeframe, "options": c.options.to_json(), "link": asdict(c.link)}
        for c in window.cells
    ]
    return {
        "layout": window.layout.value, "cells": cells, "active": window.active,
        "sizes": [list(lengths) for lengths in window.sizes], "geometry": window.geometry,
    }  # fmt: skip


def _window(plain: object) -> WindowState | None:
    """One window; None where not even a chart of it can be read."""
    given: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
    cells = [cell for cell in map(_cell, list_of(given.get("cells"))) if cell is not None]
    if not cells:
        return None
    chosen = choice_of(ChartLayout, given.get("layout"), ChartLayout.ONE)
    active, geometry = given.get("active"), given.get("geometry")
    cells += [cells[-1]] * (chosen.charts - len(cells))
    return WindowState(
        tuple(cells[: chosen.charts]), chosen,
        active if type(active) is int and 0 <= active < chosen.charts else 0,
        tuple(tuple(lengths) for lengths in map(_lengths, list_of(given.get("sizes"))) if lengths),
        geometry if isinstance(geometry, str) else "",
    )  # fmt: skip


def _cell(plain: object) -> CellState | None:
    given: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
    symbol, name = given.get("symbol"), given.get("timeframe")
    if not isinstance(symbol, str) or not isinstance(name, str) or not 0 < len(symbol) <= LONGEST_NAME:
        return None
    try:
        chosen = timeframe(name)
    except UsageError:
        return None
    return CellState(symbol, chosen.name, options_from_json(given.get("options")), link_from_json(given.get("link")))


def _lengths(value: object) -> list[int]:
    lengths = [length for length in list_of(value) if type(length) is int and 0 < length < 100_000]
    return lengths if len(lengths) == len(list_of(value)) else []
