"""Asks the source of a plug-in, which is not trusted: whatever it does is a failed request, and ends nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any, TypeVar

import numpy as np

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.errors import Interruption, Unfit, problem_of
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

_log = logging.getLogger(__name__)
_Told = TypeVar("_Told")


class GuardedSource:
    """The source of a plug-in's feed, opened with the first request."""

    def __init__(self, feed: FeedSpec, tools: SourceTools) -> None:
        self._feed, self._tools = feed, tools
        self._opened: Any = None

    def fetch(self, request: FetchRequest) -> Answer:
        """What the source answers, in arrays of the right kinds.

        Raises:
            FetchError: no answer that can be used; for whatever the source raised beside it as well.
            Interruption: cancelled or deferred while waiting for its turn.
        """
        return self._guarded(request.instrument, lambda: _sound(self._source().fetch(request)))

    def _guarded(self, instrument: Instrument, ask: Callable[[], _Told]) -> _Told:
        """What the source tells of an instrument; whatever it raises is a failed request."""
        if not self._feed.has(instrument):
            why = Message("{feed} does not have {symbol}.", feed=self._feed.display_name, symbol=instrument.symbol)
            raise FetchError(Fault.UNKNOWN_SYMBOL, why)
        try:
            return ask()
        except (FetchError, Interruption):
            raise
        except BaseException as error:
            _log.warning("The source of %s failed", self._feed.name, exc_info=True)
            why = Message("{feed} cannot be asked. {problem}", feed=self._feed.display_name, problem=problem_of(error))
            raise FetchError(Fault.PLUGIN, why) from error

    def _source(self) -> Any:
        """What the plug-in's class made; it need not be a source."""
        if self._opened is None:
            self._opened = resolve_name(self._feed.source)(self._tools)
        return self._opened


def _sound(answer: object) -> Answer:
    """The answer with its columns as the program wants them."""
    if not isinstance(answer, Answer):
        raise Unfit(Message("It gave no Answer."))
    rows, stamps = answer.rows, [np.asarray(each) for each in (answer.rows.ts, answer.valueless, answer.volumeless)]
    prices = [np.asarray(each, dtype=np.float64) for each in (rows.open, rows.high, rows.low, rows.close, rows.volume)]
    if any(each.ndim != 1 for each in (*stamps, *prices)) or len({len(each) for each in (stamps[0], *prices)}) > 1:
        raise Unfit(Message("It gave columns that are not equally long."))
    if any(len(each) and each.dtype.kind not in "iu" for each in stamps):
        raise Unfit(Message("It gave times that are no whole seconds."))
    ts, valueless, volumeless = (each.astype(np.int64) for each in stamps)
    return replace(answer, rows=RawRows(ts, *prices), valueless=valueless, volumeless=volumeless)
