"""Asks the source of a plug-in, which is not trusted: whatever it does is a failed request, and ends nothing else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from pkgutil import resolve_name
from typing import Any, TypeVar

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, Interruption, problem_of
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.sources.plugin_answers import proper, sound
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

_log = logging.getLogger(__name__)
_Told = TypeVar("_Told")

#: A source that has not come back after so many times what one request may take is given up.
_PATIENCE = 3.0
#: How often it is looked whether it has, or whether nobody waits any more.
_LOOK = 0.1


class GuardedSource:
    """The source of a plug-in's feed, opened with the first request."""

    def __init__(self, feed: FeedSpec, tools: SourceTools) -> None:
        self._turns = SourceTurns(tools.turn, tools.clock)
        self._feed, self._tools = feed, replace(tools, turn=self._turns)
        self._opened: Any = None
        self._opening = threading.Lock()

    def fetch(self, request: FetchRequest) -> Answer:
        """What the source answers, in arrays of the right kinds.

        Raises:
            FetchError: no answer that can be used; for whatever the source raised beside it as well.
            Interruption: cancelled or deferred while waiting for its turn.
        """
        return self._guarded(request.instrument, lambda: self._in_time(lambda: self._answer(request)))

    def _answer(self, request: FetchRequest) -> Answer:
        return sound(self._source().fetch(request), request)

    def _guarded(self, instrument: Instrument, ask: Callable[[], _Told]) -> _Told:
        """What the source tells of an instrument; whatever it raises is a failed request."""
        if not self._feed.has(instrument):
            why = Message("{feed} does not have {symbol}.", feed=self._feed.display_name, symbol=instrument.symbol)
            raise FetchError(Fault.UNKNOWN_SYMBOL, why)
        try:
            try:
                return ask()
            except FetchError as error:
                raise proper(error) from error
        except (FetchError, Interruption):
            raise
        except BaseException as error:
            _log.warning("The source of %s failed", self._feed.name, exc_info=True)
            why = Message("{feed} cannot be asked. {problem}", feed=self._feed.display_name, problem=problem_of(error))
            raise FetchError(Fault.PLUGIN, why) from error

    def _in_time(self, ask: Callable[[], _Told]) -> _Told:
        """What a call returns, made in a thread that is left to itself when it does not come back."""
        done: Future[_Told] = Future()
        watch = CallWatch(self._tools.clock.monotonic())

        def work() -> None:
            self._turns.watches[threading.get_ident()] = watch
            try:
                done.set_result(ask())
            except BaseException as error:  # noqa: BLE001  # handed to the thread that waits, which raises it
                done.set_exception(error)
            finally:
                del self._turns.watches[threading.get_ident()]

        # A daemon, unlike the threads of an executor: the program can end while a plug-in hangs.
        threading.Thread(target=work, name=f"ask {self._feed.name}", daemon=True).start()
        while not wait((done,), _LOOK).done:
            self._give_up(watch)
        return done.result()

    def _give_up(self, watch: CallWatch) -> None:
        """See that a call that has not come back is waited for on.

        Raises:
            FetchError: it takes too long.
            Cancelled: nobody waits for it any more.
        """
        if self._tools.cancel.is_set():
            raise Cancelled
        if not watch.waits and self._tools.clock.monotonic() - watch.since > _PATIENCE * self._tools.timeout:
            raise FetchError(Fault.TIMEOUT, Message("{feed} did not answer in time.", feed=self._feed.display_name))

    def _source(self) -> Any:
        """What the plug-in's class made; it need not be a source."""
        with self._opening:
            if self._opened is None:
                self._opened = resolve_name(self._feed.source)(self._tools)
            return self._opened


@dataclass(slots=True)
class CallWatch:
    """Since when (monotonic seconds) a call is in the plug-in's hands, and whether it waits for its turn."""

    since: float
    waits: bool = False


class SourceTurns:
    """The turns of a source: how many were taken, and who waits for one.

    Attributes:
        taken: Granted in all.
        watches: Of calls that are watched, by the thread that makes them.
    """

    def __init__(self, turn: Callable[[], None], clock: Clock) -> None:
        self._turn, self._clock = turn, clock
        self.taken = 0
        self.watches: dict[int, CallWatch] = {}

    def __call__(self) -> None:
        """Return when a request may be sent.

        Raises:
            Interruption: cancelled or deferred while waiting.
        """
        watch = self.watches.get(threading.get_ident(), CallWatch(0.0))
        watch.waits = True
        self._turn()
        self.taken += 1
        watch.since, watch.waits = self._clock.monotonic(), False
