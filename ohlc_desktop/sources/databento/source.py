"""Databento through its own client, the only room that knows it.

Whatever costs money is priced first, reserved in the purse, and only then sent: each attempt anew, for an answer that was cut
may be billed all the same. Only minutes are bought; with the first of a symbol comes its definition, which proves that its
prices have our scale and that it is the contract that was meant.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import databento
import numpy as np

from ohlc_desktop.core.checking.scale import off_scale
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Interruption
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.importing.spending import micros
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY, MINUTE
from ohlc_desktop.sources.databento.api_key import needed_key
from ohlc_desktop.sources.databento.decoding import (
    DEFINITION,
    SCHEMA,
    ContractDefinition,
    definition_of,
    rows_of,
)
from ohlc_desktop.sources.databento.failures import classify, cost_nothing, unreadable
from ohlc_desktop.sources.databento.followed import named_months
from ohlc_desktop.sources.databento.symbols import DatabentoName, name_of, time_of
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

_log = logging.getLogger(__name__)
_Told = TypeVar("_Told")

DATASET = "GLBX.MDP3"


class DatabentoSource:
    """The feed. :meth:`fetch` may be called from several threads; the client keeps nothing between requests."""

    #: Which contract a continuous series follows: c by expiry, v by volume, n by open interest.
    rule = "c"

    def __init__(self, tools: SourceTools) -> None:
        """Prepare the client; nothing is sent.

        Raises:
            UsageError: there is no key.
            KeyringFailed: the keyring does not answer.
        """
        _trust_what_others_trust()
        self._client = databento.Historical(needed_key().value)
        # What is paid keeps the client's own patience: given up for being slow, it would be billed all the same.
        self._client.metadata.TIMEOUT = tools.timeout
        self._turn, self._purse = tools.turn, tools.purse
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
        told = self._asked(lambda: self._client.metadata.get_dataset_range(DATASET), DATASET)
        try:
            schema = told.get("schema", {}).get(SCHEMA, told)
            start, end = _minute(schema["start"]), _minute(schema["end"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise unreadable("it tells no begin and end of the data") from None
        means = time_of(instrument)
        return Interval(max(start, means.start), min(end, means.end))

    def cost(self, request: FetchRequest) -> int:
        """What a request will cost, in millionths of a US dollar."""
        parts = [_minutes(request)]
        if request.instrument.symbol not in self._proven:
            parts.append(_definition(request))
        return sum(self._cost(request, part) for part in parts)

    def fetch(self, request: FetchRequest) -> Answer:
        """The rows of one window; they are paid.

        Raises:
            FetchError: no answer that can be used, with the cause.
            Interruption: cancelled or deferred while waiting for a turn.
        """
        self._prove(request)
        months = self._months(request)  # first: what is paid must not be lost by a cancel
        store = self._bought(request, _minutes(request))
        name = name_of(request.instrument, self.rule)
        if store.metadata.not_found:
            raise FetchError(
                Fault.UNKNOWN_SYMBOL, Message("Databento has no {symbol} in this time.", symbol=name.symbol)
            )
        return Answer(_asked(lambda: rows_of(store), name.symbol), request.end, months=months)

    # -- money ---------------------------------------------------------------------------------------------

    def _cost(self, request: FetchRequest, part: dict[str, Any]) -> int:
        name = name_of(request.instrument, self.rule)
        told = self._asked(lambda: self._client.metadata.get_cost(DATASET, **_named(name), **part), name.symbol)
        try:
            return micros(float(told))
        except (TypeError, ValueError):
            raise unreadable("it tells no price") from None

    def _bought(self, request: FetchRequest, part: dict[str, Any]) -> databento.DBNStore:
        """What is asked for, within the purse."""
        name = name_of(request.instrument, self.rule)
        try:
            cost = self._cost(request, part)
        except FetchError as error:
            error.unpriced = True
            raise
        number = self._reserved(cost, f"{name.symbol} {part['schema']} {part['start'][:10]} {part['end'][:10]}")
        try:
            self._turn()
        except Interruption:
            self._release(number)
            raise
        try:
            store = _quietly(lambda: self._client.timeseries.get_range(DATASET, **_named(name), **part))
        except Exception as error:  # noqa: BLE001  # whatever the client raises becomes a typed outcome
            failure = _typed(error, name.symbol)
            if cost_nothing(failure, error):
                self._release(number)
            raise failure from None
        self._settle(number)
        return store

    def _reserved(self, cost: int, what: str) -> int:
        if self._purse is None:
            raise FetchError(Fault.OVER_LIMIT, Message("Nothing may be spent on Databento here."))
        return self._purse.reserve(cost, what)

    def _settle(self, number: int) -> None:
        assert self._purse is not None
        self._purse.settle(number)

    def _release(self, number: int) -> None:
        assert self._purse is not None
        self._purse.release(number)

    # -- proof ---------------------------------------------------------------------------------------------

    def _prove(self, request: FetchRequest) -> None:
        """Once for a symbol, look whether its definition is that of our instrument; one that has none is not refused.

        Raises:
            FetchError: it is another contract, or its prices have another scale.
        """
        symbol = request.instrument.symbol
        with self._proving:
            if symbol in self._proven:
                return
            try:
                found = definition_of(self._bought(request, _definition(request)))
            except FetchError as error:
                if error.fault is not Fault.UNKNOWN_SYMBOL:
                    raise
                found = None
            if found is not None:
                _refuse_other(found, request)
            self._proven.add(symbol)

    def _months(self, request: FetchRequest) -> tuple[NamedMonth, ...]:
        """The contracts that the rows of a continuous symbol are of; none where that is not told, which is no fault."""
        if request.instrument.month is not None:
            return ()
        name = name_of(request.instrument, self.rule).symbol
        days = [iso(at)[:10] for at in (request.start, request.end + DAY - 1)]
        try:
            return named_months(name, request.start, request.end, partial(self._resolved, days, name))
        except FetchError as error:
            _log.warning("%s: which contracts it is of is not known: %s", name, error.message)
            return ()

    def _resolved(self, days: list[str], name: str, symbols: str, kind: str, wanted: str) -> Any:
        """What some symbols are called otherwise, for days of UTC; costs nothing."""
        return self._asked(
            lambda: self._client.symbology.resolve(DATASET, symbols, kind, wanted, days[0], days[1]), name
        )

    def _asked(self, ask: Callable[[], _Told], symbol: str) -> _Told:
        """The answer to a question that costs nothing."""
        self._turn()
        return _asked(ask, symbol)


class VolumeSource(DatabentoSource):
    """The feed, with continuous series that follow the volume of the day before."""

    rule = "v"


class InterestSource(DatabentoSource):
    """The feed, with continuous series that follow the open interest of the day before."""

    rule = "n"


def _minute(text: str) -> int:
    """The last whole minute of a moment as Databento writes it, to the nanosecond."""
    return int(np.datetime64(text.rstrip("Z"), "m").astype(np.int64)) * MINUTE


def _minutes(request: FetchRequest) -> dict[str, Any]:
    return {"schema": SCHEMA, "start": iso(request.start), "end": iso(request.end)}


def _definition(request: FetchRequest) -> dict[str, Any]:
    """The definitions of the day on which most of the first session lies; on days without trading there are none.

    Not beyond what is bought: of the evening after it there may be no data yet, and to ask for it is refused.
    """
    day = (request.start + DAY // 2) // DAY * DAY
    return {"schema": DEFINITION, "start": iso(day), "end": iso(min(day + DAY, request.end)), "limit": 1}


def _named(name: DatabentoName) -> dict[str, Any]:
    return {"symbols": name.symbol, "stype_in": name.kind}


def _refuse_other(found: ContractDefinition, request: FetchRequest) -> None:
    instrument = request.instrument
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


def _asked(ask: Callable[[], _Told], symbol: str) -> _Told:
    try:
        return _quietly(ask)
    except FetchError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever the client raises becomes a typed outcome
        raise _typed(error, symbol) from None


def _typed(error: Exception, symbol: str) -> FetchError:
    """The typed failure. The error itself goes no further than to the log, which masks keys: its text may hold one."""
    failure = classify(error, symbol)
    _log.debug("%s: %s (%r)", symbol, failure.message, error)
    return failure


def _quietly(ask: Callable[[], _Told]) -> _Told:
    """The answer; what the client and the server warn of goes to the log, such as days of reduced quality."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        answer = ask()
    for warning in told:
        _log.warning("Databento: %s", warning.message)
    return answer


def _trust_what_others_trust() -> None:
    """The client trusts its own list of authorities, or this variable; a company's own is named in the other."""
    trusted = os.environ.get("SSL_CERT_FILE")
    if trusted and not os.environ.get("REQUESTS_CA_BUNDLE"):
        os.environ["REQUESTS_CA_BUNDLE"] = trusted
