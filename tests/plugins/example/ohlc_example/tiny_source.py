"""Asks Tiny for candles: one JSON document a request, ``{"now": …, "candles": [[time, open, high, low, close, volume], …]}``."""

import json
import os
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import numpy as np

from ohlc_desktop.feeds import Answer, Fault, FetchError, FetchRequest, Message, RawRows, SourceTools
from ohlc_example.tiny_spec import symbol_of

FAULTS = {401: Fault.NO_ACCESS, 403: Fault.NO_ACCESS, 404: Fault.UNKNOWN_SYMBOL, 429: Fault.RATE_LIMITED}


class TinySource:
    """The feed. It keeps nothing between requests, so several threads may ask at once."""

    def __init__(self, tools: SourceTools) -> None:
        self._tools = tools

    def fetch(self, request: FetchRequest) -> Answer:
        """The candles of one window."""
        asked = {"symbol": symbol_of(request.instrument), "timeframe": request.timeframe, "start": request.start, "end": request.end}
        self._tools.turn()  # waits until the request may be sent, and counts it
        try:
            with urlopen(f"{address()}/candles?{urlencode(asked)}", timeout=self._tools.timeout) as answer:
                told = json.load(answer)
        except HTTPError as error:
            why = Message("Tiny answered {code} for {symbol}.", code=error.code, symbol=request.instrument.symbol)
            raise FetchError(FAULTS.get(error.code, Fault.SERVER), why) from error
        except URLError as error:
            raise FetchError(Fault.OFFLINE, Message("Tiny cannot be reached.")) from error
        rows = np.array(told["candles"], dtype=np.float64).reshape(-1, 6).T
        return Answer(RawRows(rows[0].astype(np.int64), *rows[1:]), feed_time=told["now"], server_time=told["now"])


def address() -> str:
    """Where Tiny is; a test has it elsewhere."""
    return os.environ.get("TINY_ADDRESS", "https://candles.example")
