"""Databento's own client: the only module that calls it."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import databento
import numpy as np

from ohlc_desktop.core.importing.spending import micros
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import MINUTE
from ohlc_desktop.sources.databento.api_key import needed_key
from ohlc_desktop.sources.databento.decoding import SCHEMA
from ohlc_desktop.sources.databento.failures import classify, unreadable
from ohlc_desktop.sources.databento.query import DATASET, Query
from ohlc_desktop.sources.source import FetchError, SourceTools

_log = logging.getLogger(__name__)
_Told = TypeVar("_Told")


class Client:
    """Every request waits for its turn, and whatever the client raises becomes a typed failure.

    Used from any thread: the client keeps nothing between requests.
    """

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
        self.turn = tools.turn

    def available(self) -> Interval:
        """The time of which this account may have minutes (UTC epoch seconds). Costs nothing.

        Raises:
            FetchError: no answer that can be used.
        """
        told = self._asked(lambda: self._client.metadata.get_dataset_range(DATASET), DATASET)
        try:
            schema = told.get("schema", {}).get(SCHEMA, told)
            return Interval(_minute(schema["start"]), _minute(schema["end"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise unreadable("it tells no begin and end of the data") from None

    def cost(self, query: Query) -> int:
        """What a query will cost, in millionths of a US dollar. Asking costs nothing.

        Raises:
            FetchError: no answer that can be used.
        """
        told = self._asked(lambda: self._client.metadata.get_cost(**query.arguments), query.name.symbol)
        try:
            return micros(float(told))
        except (TypeError, ValueError):
            raise unreadable("it tells no price") from None

    def resolved(self, days: tuple[str, str], symbols: str, kind: str, wanted: str) -> Any:
        """What some symbols are called otherwise on days of UTC (ISO; the last one not included). Costs nothing.

        Raises:
            FetchError: no answer that can be used.
        """
        return self._asked(lambda: self._client.symbology.resolve(DATASET, symbols, kind, wanted, *days), symbols)

    def download(self, query: Query) -> databento.DBNStore:
        """The records of a query, at once; they are billed.

        Raises:
            Exception: whatever the client raises; :func:`typed` tells what it means, and ``failures`` whether it was billed.
        """
        return _quietly(lambda: self._client.timeseries.get_range(**query.arguments))

    def _asked(self, ask: Callable[[], _Told], symbol: str) -> _Told:
        self.turn()
        return answered(lambda: _quietly(ask), symbol)


def answered(ask: Callable[[], _Told], symbol: str) -> _Told:
    """What a call of the client's code returns.

    Raises:
        FetchError: it failed.
    """
    try:
        return ask()
    except FetchError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever the client raises becomes a typed outcome
        raise typed(error, symbol) from None


def typed(error: Exception, symbol: str) -> FetchError:
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


def _minute(text: str) -> int:
    """The last whole minute of a moment as Databento writes it, to the nanosecond."""
    return int(np.datetime64(text.rstrip("Z"), "m").astype(np.int64)) * MINUTE


def _trust_what_others_trust() -> None:
    """The client trusts its own list of authorities, or this variable; a company's own is named in the other."""
    trusted = os.environ.get("SSL_CERT_FILE")
    if trusted and not os.environ.get("REQUESTS_CA_BUNDLE"):
        os.environ["REQUESTS_CA_BUNDLE"] = trusted
