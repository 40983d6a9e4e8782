"""Single questions to Yahoo outside a run: does it know a symbol, does it answer at all."""

from __future__ import annotations

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.sources.source import Answer, Fault, FetchError

#: A single question may not keep a person waiting longer.
PATIENCE = 8.0


def ask(instrument: Instrument, start: int, end: int, timeout: float, clock: Clock) -> Answer:
    """Ask for daily candles between two moments (UTC epoch seconds); nothing is stored.

    Raises:
        FetchError: Yahoo did not answer, or has nothing of the kind.
    """
    from ohlc_desktop.sources.yahoo.source import YahooSource

    source = YahooSource(lambda: None, min(timeout, PATIENCE), clock)
    return source.fetch(FetchRequest(instrument, "1d", start, end, Interval(start, end), Purpose.REFRESH))


def knows(instrument: Instrument, start: int, end: int, timeout: float, clock: Clock) -> bool | None:
    """Whether Yahoo has the symbol; None when it cannot be asked now."""
    try:
        ask(instrument, start, end, timeout, clock)
    except FetchError as error:
        return False if error.fault is Fault.UNKNOWN_SYMBOL else None
    return True
