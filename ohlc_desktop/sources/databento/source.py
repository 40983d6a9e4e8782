"""Databento through its own client, the only room that knows it.

Only minutes are bought; with the first of a symbol comes its definition, which proves that its prices have our scale and that
it is the contract that was meant.
"""

from __future__ import annotations

import logging
import threading
from functools import partial

from ohlc_desktop.core.checking.scale import off_scale
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.sources.databento.client import Client, answered
from ohlc_desktop.sources.databento.decoding import ContractDefinition, definition_of, rows_of
from ohlc_desktop.sources.databento.followed import named_months
from ohlc_desktop.sources.databento.purchase import bought
from ohlc_desktop.sources.databento.query import definition_query, minutes_query
from ohlc_desktop.sources.databento.symbols import name_of, time_of
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

_log = logging.getLogger(__name__)


class DatabentoSource:
    """The feed. :meth:`fetch` may be called from several threads."""

    #: Which contract a continuous series follows: c by expiry, v by volume, n by open interest.
    rule = "c"

    def __init__(self, tools: SourceTools) -> None:
        """Prepare the client; nothing is sent.

        Raises:
            UsageError: there is no key.
            KeyringFailed: the keyring does not answer.
        """
        self._client, self._purse = Client(tools), tools.purse
        self._proven: set[str] = set()
        self._proving = threading.Lock()

    def serves(self, instrument: Instrument) -> Interval:
        """The time in which it has minutes of an instrument that this account may ask for.

        Raises:
            FetchError: no answer that can be used, or the instrument is no future of the catalogue.
        """
        if not instrument.root:
            why = Message("Databento is asked for futures of CME only, and not for {symbol}.", symbol=instrument.symbol)
            raise FetchError(Fault.UNKNOWN_SYMBOL, why)
        has, means = self._client.available(), time_of(instrument)
        return Interval(max(has.start, means.start), min(has.end, means.end))

    def cost(self, request: FetchRequest) -> int:
        """What a request will cost, in millionths of a US dollar."""
        queries = [minutes_query(request, self.rule)]
        if request.instrument.symbol not in self._proven:
            queries.append(definition_query(request, self.rule))
        return sum(self._client.cost(query) for query in queries)

    def fetch(self, request: FetchRequest) -> Answer:
        """The rows of one window; they are paid.

        Raises:
            FetchError: no answer that can be used, with the cause.
            Interruption: cancelled or deferred while waiting for a turn.
        """
        self._prove(request)
        months = self._months(request)  # first: what is paid must not be lost by a cancel
        query = minutes_query(request, self.rule)
        store, symbol = bought(self._client, self._purse, query), query.name.symbol
        if store.metadata.not_found:
            raise FetchError(Fault.UNKNOWN_SYMBOL, Message("Databento has no {symbol} in this time.", symbol=symbol))
        return Answer(answered(lambda: rows_of(store), symbol), request.end, months=months)

    def _prove(self, request: FetchRequest) -> None:
        """Once for a symbol, look whether its definition is that of our instrument; one that has none is not refused.

        Raises:
            FetchError: it is another contract, or its prices have another scale.
        """
        symbol = request.instrument.symbol
        with self._proving:
            if symbol in self._proven:
                return
            found = self._definition(request)
            if found is not None:
                _refuse_other(found, request.instrument)
            self._proven.add(symbol)

    def _definition(self, request: FetchRequest) -> ContractDefinition | None:
        query = definition_query(request, self.rule)
        try:
            store = bought(self._client, self._purse, query)
        except FetchError as error:
            if error.fault is not Fault.UNKNOWN_SYMBOL:
                raise
            return None
        return answered(lambda: definition_of(store), query.name.symbol)

    def _months(self, request: FetchRequest) -> tuple[NamedMonth, ...]:
        """The contracts that the rows of a continuous symbol are of; none where that is not told, which is no fault."""
        if request.instrument.month is not None:
            return ()
        name = name_of(request.instrument, self.rule).symbol
        days = iso(request.start)[:10], iso(request.end + DAY - 1)[:10]
        try:
            return named_months(name, request.start, request.end, partial(self._client.resolved, days))
        except FetchError as error:
            _log.warning("%s: which contracts it is of is not known: %s", name, error.message)
            return ()


class VolumeSource(DatabentoSource):
    """The feed, with continuous series that follow the volume of the day before."""

    rule = "v"


class InterestSource(DatabentoSource):
    """The feed, with continuous series that follow the open interest of the day before."""

    rule = "n"


def _refuse_other(found: ContractDefinition, instrument: Instrument) -> None:
    tick = float(instrument.tick or 0)
    if tick and off_scale(found.increment, tick):
        why = Message(
            "Databento's prices of {symbol} have another scale: their step is {step:g} instead of {tick:g}.",
            symbol=found.raw_symbol, step=found.increment, tick=tick,
        )  # fmt: skip
        raise FetchError(Fault.REFUSED, why)
    if instrument.month is not None and found.month not in (None, instrument.month):
        year, month = found.month or (0, 0)
        why = Message(
            "Databento's {symbol} is the contract of {month:02d}/{year} in this time, and not {wanted}.",
            symbol=found.raw_symbol, month=month, year=year, wanted=instrument.symbol,
        )  # fmt: skip
        raise FetchError(Fault.REFUSED, why)
