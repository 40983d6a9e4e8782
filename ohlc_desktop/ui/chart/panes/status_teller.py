"""Says over the picture of a chart, or in its place, what is wrong, and does what helps when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ohlc_desktop.core.importing.request import ImportRequest, repair_request
from ohlc_desktop.ui.chart.panes.chart_status import (
    ChartFacts,
    ChartStatus,
    Help,
    banner_problems,
    error_status,
    series_status,
)

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell


class StatusTeller(QObject):
    """Tells it in the banner of a chart with candles, in the place of the picture of one without."""

    def __init__(
        self, cell: ChartCell, known: Callable[[str], ChartFacts], start_import: Callable[[ImportRequest], object],
        watch: Callable[[str], None],
    ) -> None:  # fmt: skip
        """
        Args:
            cell: The chart.
            known: What is known of an instrument beyond its candles.
            start_import: Starts an import unless one runs.
            watch: Puts an instrument on the watchlist, and imports.
        """
        super().__init__(cell)
        self._cell, self._known, self._start_import, self._watch = cell, known, start_import, watch
        cell.banner.pressed.connect(self._help)
        cell.empty.pressed.connect(self._help)

    def show(self) -> None:
        """Say what is wrong as far as it is known now."""
        status, series = self._status(), self._cell.series
        drawn = series is not None and len(series) > 0
        self._show_instead(None if drawn else status)
        self._cell.banner.show_problems(banner_problems(series, status) if drawn and series is not None else [])

    def repair(self) -> None:
        """Ask for what is missing in the series."""
        self._start_import(repair_request([(self._cell.symbol, self._cell.timeframe)]))

    def _status(self) -> ChartStatus | None:
        cell = self._cell
        known, model = self._known(cell.symbol), cell.view.model
        if cell.error is not None:
            return error_status(cell.error, cell.symbol, replace(known, no_file=known.no_file and cell.series is None))
        return None if cell.series is None or model is None else series_status(model.source, known)

    def _show_instead(self, status: ChartStatus | None) -> None:
        """Say something in the place of the picture; None where there is one."""
        cell = self._cell
        if status is not None:
            cell.empty.tell(status.severity, status.title, status.text, status.help or "", status.button)
            return
        if cell.empty.button.hasFocus():
            cell.view.setFocus()
        cell.empty.hide()

    def _help(self, action: str) -> None:
        """Do what the button says."""
        match action:
            case Help.IMPORT:
                self._start_import(ImportRequest())
            case Help.REPAIR:
                self.repair()
            case Help.WATCH:
                self._watch(self._cell.symbol)
            case Help.AGAIN:
                self._cell.load()
            case Help.ACTIVE:
                self._show_active()

    def _show_active(self) -> None:
        """Show the contract that is traded, in the same timeframe."""
        follows = self._cell.series.follows if self._cell.series is not None else None
        if follows is not None and follows.quiet is not None:
            self._cell.switch(follows.quiet.active, self._cell.timeframe)
