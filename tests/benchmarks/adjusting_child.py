"""Switching the adjustment of a continuous series on a chart, in a process of its own: ``python -m
tests.benchmarks.adjusting_child COUNT`` prints a JSON object with the milliseconds of each switch with its frame and, beside it, of
frames while panning, by how many candles are in sight.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ohlc_desktop.app import make_application
from ohlc_desktop.core.chart.annotations.days import with_levels
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import ChartSeries, TradedSeries
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.continuous.readjusting import readjusted, readjusted_model
from ohlc_desktop.core.continuous.stitching import ContinuousCandles
from ohlc_desktop.core.continuous.views import settled
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.benchmarks.chart_child import FEW, SIZE, Frames, show, timed
from tests.benchmarks.chart_series import OPTIONS, series_of
from tests.paints import Paints

SYMBOLS = ("NQ@volume", "NQ@volume:difference", "NQ@volume:ratio")
#: Rolls of sixteen years.
ROLLS = 64
SWITCHES = 30


def continuous(count: int) -> ChartSeries:
    """Minutes of so many candles with rolls at opens, as they were traded."""
    series = series_of(count)
    starts = series.days.first[np.linspace(0, len(series.days), ROLLS + 2)[:-1].astype(np.int64)]
    candles = ContinuousCandles(series.candles, starts, ("",) * (ROLLS + 1), tuple(map(_roll, range(ROLLS))))
    days = with_levels(series.days, series.candles)
    traded = TradedSeries(candles, days, float(series.candles.low.min()))
    return replace(series, instrument=replace(series.instrument, symbol=SYMBOLS[0]), traded=traded)


def _roll(number: int) -> LedgerRoll:
    step = 50.25 + number
    return LedgerRoll(
        Family.INTRADAY, "volume", "NQZ26.CME", "NQH27.CME", number, number, "volume", RollProof.PROVEN, number,
        20_000.0, 20_000.0 + step, points=step,
    )  # fmt: skip


class Chart:
    """A chart of a continuous series, and the model that it shows."""

    def __init__(self, count: int, options: ChartOptions) -> None:
        self.view, self._options = ChartView(), options
        self.view.resize(*SIZE)
        self.view.set_options(options)
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)
        self.model = build_model(continuous(count), options)
        self.view.show_model(self.model, keep_view=False)

    def switches(self) -> Iterator[Callable[[], object]]:
        """From one adjustment to the next, each from a chart as the worker leaves it, which is not timed."""
        for symbol in islice(cycle(SYMBOLS[1:] + SYMBOLS[:1]), SWITCHES):
            yield partial(self._switch, symbol)
            source = self.model.source
            self.model = build_model(replace(source, candles=settled(source.candles)), self._options)
            self.view.show_model(self.model)
            del source
            for _ in range(3):
                QApplication.processEvents()

    def _switch(self, symbol: str) -> None:
        """All that the GUI thread does before it paints."""
        found = readjusted(self.model.source, symbol)
        assert found is not None
        self.model = readjusted_model(self.model, found)
        self.view.show_model(self.model)

    def pans(self) -> Iterator[Callable[[], object]]:
        """To and fro."""
        for key in islice(cycle((Qt.Key.Key_Left, Qt.Key.Key_Right)), SWITCHES):
            yield partial(QTest.keyClick, self.view, key)


def measured(count: int, options: ChartOptions) -> Iterator[tuple[str, Frames]]:
    """Switches, and frames without."""
    chart = Chart(count, options)
    paints = Paints(chart.view.viewport())
    gc.collect()
    gc.freeze()  # as the tray app does once it is up
    for name, candles in (("few", FEW), ("all", count)):
        show(chart.view, candles)
        yield f"pan with {name} in sight", timed(paints, chart.pans())
        yield f"switch with {name} in sight", timed(paints, chart.switches())


def main() -> None:
    """Measure and print."""
    application = make_application()
    application.setStyle("Fusion")
    apply_theme(application, "LIGHT")
    print(json.dumps(dict(measured(int(sys.argv[1]), replace(OPTIONS, profile=ChartOptions().profile)))))


if __name__ == "__main__":
    main()
