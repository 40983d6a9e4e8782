"""Shows what was said of a candle that was pressed, and goes from one candle that is not to be relied on to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.services.chart_data.alternatives import Alternatives
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.inspection.candle_card import KnownCard

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: Finds what was said of a candle; the answer is None where it is not stored any more.
Inspect = Callable[
    [Instrument, Timeframe, int, Callable[[Alternatives | None], None], Callable[[OhlcError], None]], None
]
#: Lets what a source says of a candle stand: its name in the archive, or nothing to take such a choice back.
Choose = Callable[[Instrument, Timeframe, int, str, Callable[[int], None], Callable[[OhlcError], None]], None]


class Inspector(QObject):
    """What is said of single candles of a chart.

    Attributes:
        card: Says it.
        opening: The card is about to be shown.
        failed: A sentence: it could not be read.
        compare_wanted: What sources say of the candle at a stamp is to be shown, side by side.
    """

    opening = Signal()
    failed = Signal(str)
    compare_wanted = Signal(object)

    def __init__(self, view: ChartView, inspect: Inspect) -> None:
        super().__init__(view)
        self._view, self._inspect = view, inspect
        self._asked: int | None = None
        self.card = KnownCard(view)
        self.card.compare.clicked.connect(self._compare)
        view.candle_pressed.connect(self.press_candle)
        view.range_changed.connect(self.put_away)

    def press_candle(self, stamp: int) -> None:
        """Show of a candle what there is most to say: what sources say of one that differs, else what the feed said."""
        series = self._series
        if series is None:
            return
        place = int(np.searchsorted(series.candles.ts, stamp))
        if np.isin(place, series.differing) and not np.isin(place, series.doubtful):
            self.compare_wanted.emit(stamp)
        else:
            self.show_candle(stamp)

    def show_candle(self, stamp: int) -> None:
        """Show what was said of the candle at a stamp, once that is read."""
        series = self._series
        if series is not None:
            self._asked = stamp
            done = partial(self._show, series)
            self._inspect(series.instrument, series.timeframe, stamp, done, self._tell)

    def put_away(self) -> None:
        """Close the card, and show none that is still being asked for."""
        self._asked = None
        self.card.put_away()

    def go_on(self) -> None:
        """Go to the disputed or suspect candle next to the left, from the newest again at the end."""
        series = self._series
        if series is None or not len(series.doubtful):
            return
        stamp, (first, last) = self.card.stamp, self._view.visible_places()
        at = int(np.searchsorted(series.candles.ts, stamp)) if stamp is not None else -1
        before = series.doubtful[series.doubtful < (at if first <= at < last else last)]
        stamp = int(series.candles.ts[before[-1] if len(before) else series.doubtful[-1]])
        self._view.go_to(stamp)
        self.show_candle(stamp)

    @property
    def _series(self) -> ChartSeries | None:
        """What is drawn."""
        return self._view.model.series if self._view.model is not None else None

    def _show(self, asked_of: ChartSeries, found: Alternatives | None) -> None:
        """Show it, unless something else was asked for, or is drawn, meanwhile."""
        series = self._series
        if series is None or found is None or found.stamp != self._asked:
            return
        if (series.instrument.symbol, series.timeframe) != (asked_of.instrument.symbol, asked_of.timeframe):
            return
        self.opening.emit()
        self.card.tell(found, series, self._view.options)
        self.card.open_at(self._view.point_of(int(np.searchsorted(series.candles.ts, found.stamp))))

    def _compare(self) -> None:
        stamp = self.card.stamp
        self.card.put_away()
        if stamp is not None:
            self.compare_wanted.emit(stamp)

    def _tell(self, error: OhlcError) -> None:
        if self._asked is not None:
            self.failed.emit(shown(error.text))
