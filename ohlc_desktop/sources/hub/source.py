"""The hub as a source: asked for what has changed, and for the candles of a window as they stand there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.hub_plan import ChangedSeries
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub.failures import HubError, HubUnreachable
from ohlc_desktop.hub.reading import HubCandles, HubReader, HubSeries
from ohlc_desktop.sources.source import Answer, Fault, FetchError, Holdings, Relayed, SourceTools

#: What the hub's archive has of derived candles is not taken: the same is made here of what is.
_MADE = "derived"


class HubSource:
    """A hub. It has one connection, which is opened with the first question, and again after it was lost."""

    def __init__(self, tools: SourceTools) -> None:
        self._address, self._cancel = tools.address, tools.cancel
        self._lock = threading.Lock()
        self._reader: HubReader | None = None

    def leader(self) -> str:
        """The other machine that fills it; see :class:`~ohlc_desktop.sources.source.RelayingSource`."""
        with self._asking() as reader:
            return reader.state().leader

    def holdings(self, hub: str, taken: Mapping[SeriesKey, int]) -> Holdings:
        """What it has now; see :class:`~ohlc_desktop.sources.source.RelayingSource`."""
        with self._asking() as reader:
            state = reader.state()
            known = taken if hub == state.name else {}
            every, instruments = reader.series(), reader.instruments()
            changed = {key: found for one in every if (found := _changed(reader, one, known.get(key := _key(one))))}
        markets = {each.symbol: each.market for each in instruments if each.market is not None}
        symbols = tuple(dict.fromkeys(one.symbol for one in every if one.count))
        return Holdings(state.name, symbols, changed, state.demo, markets, state.push, state.pushed)

    def fetch(self, request: FetchRequest) -> Answer:
        """The candles of a window; of a timeframe that is derived those that were given.

        Raises:
            FetchError: the hub cannot be read.
        """
        with self._asking() as reader:
            found = reader.candles(request.instrument.symbol, request.timeframe, *request.window)
        return _answer(found if not TIMEFRAMES[request.timeframe].derived else _given(found))

    def close(self) -> None:
        """Hang up, once what is asked was answered."""
        with self._lock:
            self._hang_up()

    @contextmanager
    def _asking(self) -> Iterator[HubReader]:
        with self._lock:
            try:
                if self._reader is None:
                    self._reader = HubReader(self._address, self._cancel)
                yield self._reader
            except HubError as error:
                self._hang_up()
                fault = Fault.OFFLINE if isinstance(error, HubUnreachable) else Fault.REFUSED
                raise FetchError(fault, sentences(error.title, error.hint)) from error
            except BaseException:
                self._hang_up()
                raise

    def _hang_up(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


def _key(series: HubSeries) -> SeriesKey:
    return series.symbol, series.timeframe


def _changed(reader: HubReader, series: HubSeries, taken: int | None) -> ChangedSeries | None:
    """What has changed of a series since a push; None where nothing has, or all of it is made of others."""
    timeframe = TIMEFRAMES.get(series.timeframe)
    if series.push == taken or timeframe is None or (timeframe.derived and not series.given):
        return None
    known = None if taken is None else reader.changes(series.symbol, series.timeframe, taken)
    held = None
    if series.first is not None and series.last is not None:
        held = Interval(series.first, series.last + timeframe.seconds)
    whole = [held] if held else []
    stretches = tuple(Interval(*ends) for ends in (whole if known is None else known))
    return ChangedSeries(series.push, stretches, held) if stretches else None


def _given(found: HubCandles) -> HubCandles:
    """What somebody gave, without what is made of it."""
    made = np.array([origin.origin == _MADE for origin in found.origins], dtype=np.bool_)
    keep = ~made[found.whose] if len(made) else np.zeros(len(found.candles), dtype=np.bool_)
    return HubCandles(found.candles.take(keep), found.known[keep], found.whose[keep], found.origins)


def _answer(found: HubCandles) -> Answer:
    """A volume of 0 stands for one that is not known, here as there."""
    candles = found.candles
    rows = RawRows(*candles.columns[:5], candles.volume.astype(np.float64))
    givers = tuple(origin.source for origin in found.origins)
    return Answer(rows, None, relayed=Relayed(candles.ts, found.known, found.whose, givers))
