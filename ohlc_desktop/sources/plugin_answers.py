"""Looks over what the source of a plug-in gave: of the right kinds, and candles of the length that was asked for."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.scale import off_tick
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.errors import Unfit
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.messages import Message, verbatim
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.sources.source import Answer, Fault, FetchError

#: No time of a market is later: 2100-01-01, UTC epoch seconds. What counts in milliseconds is. And no clock is before 2020-01-01.
_LATEST, _CLOCKS_FROM = 4_102_444_800, 1_577_836_800
#: Candles at so many times of the day that all lie on a wider grid are longer than those that were asked for.
_ENOUGH = 32
#: Prices so much of a tick off it are no prices of trades; less is rounding.
_OFF = 0.1


def sound(answer: object, request: FetchRequest) -> Answer:
    """The answer to a request with its parts as the program wants them.

    Raises:
        Unfit: it cannot be used.
    """
    if not isinstance(answer, Answer):
        raise Unfit(Message("It gave no Answer."))
    rows, valueless, volumeless = _columns(answer)
    _refuse_longer(rows.ts, request)
    stray = 0 if TIMEFRAMES[request.timeframe].daily else off_tick(rows, request.instrument, _OFF)
    if stray:
        raise Unfit(Message("{count:,} of its prices are off the tick.", count=stray))
    _check_told(answer)
    feed_time, trading_end, moment = (
        None if told is None else int(_time(name, told))
        for name, told in (
            ("feed_time", answer.feed_time), ("trading_end", answer.trading_end), ("moment", answer.moment),
        )
    )  # fmt: skip
    server_time = _server_time(answer.server_time)
    return replace(
        answer, rows=rows, valueless=valueless, volumeless=volumeless, feed_time=feed_time, server_time=server_time,
        trading_end=trading_end, moment=moment,
    )  # fmt: skip


def proper(error: FetchError) -> FetchError:
    """A failure that a source told, with its parts as the program wants them.

    Raises:
        Unfit: its cause is none.
    """
    if not isinstance(error.fault, Fault):
        raise Unfit(Message("It raised a FetchError without a Fault."))
    message = error.message if isinstance(error.message, Message) else verbatim(str(error.message))
    return FetchError(error.fault, message, _server_time(error.server_time))


def _columns(answer: Answer) -> tuple[RawRows, Int64, Int64]:
    rows, stamps = answer.rows, [np.asarray(each) for each in (answer.rows.ts, answer.valueless, answer.volumeless)]
    prices: list[Float64] = [
        np.asarray(each, dtype=np.float64) for each in (rows.open, rows.high, rows.low, rows.close, rows.volume)
    ]
    if any(each.ndim != 1 for each in (*stamps, *prices)) or len({len(each) for each in (stamps[0], *prices)}) > 1:
        raise Unfit(Message("It gave columns that are not equally long."))
    if any(len(each) and each.dtype.kind not in "iu" for each in stamps):
        raise Unfit(Message("It gave times that are no whole seconds."))
    ts, valueless, volumeless = (each.astype(np.int64) for each in stamps)
    return RawRows(ts, *prices), valueless, volumeless


def _refuse_longer(ts: Int64, request: FetchRequest) -> None:
    """Longer candles would pass for shorter ones: their stamps are some of those that were asked for."""
    seconds, times = TIMEFRAMES[request.timeframe].seconds, np.unique(ts % DAY)
    if TIMEFRAMES[request.timeframe].daily or len(times) < _ENOUGH:
        return
    step = int(np.gcd.reduce(np.diff(times)))
    if step > seconds:
        raise Unfit(
            Message(
                "It gave candles of {given} minutes instead of {wanted}.", given=step // 60, wanted=seconds // 60,
            )
        )  # fmt: skip


def _check_told(answer: Answer) -> None:
    """Whether what is told beside candles is of the right kinds."""
    right = {
        "market": answer.market is None or isinstance(answer.market, Market),
        "splits": isinstance(answer.splits, tuple) and all(isinstance(each, Split) for each in answer.splits),
        "follows": isinstance(answer.follows, str),
        "months": isinstance(answer.months, tuple) and all(isinstance(each, NamedMonth) for each in answer.months),
        "settles_late": isinstance(answer.settles_late, bool),
        "relayed": answer.relayed is None,
    }
    for name, is_right in right.items():
        if not is_right:
            raise Unfit(Message("Its {name} is of another kind than in the page on feeds.", name=name))


def _server_time(told: object) -> float | None:
    return None if told is None else _time("server_time", told, _CLOCKS_FROM)


def _time(name: str, told: object, earliest: int = 0) -> float:
    """A moment that it told, UTC epoch seconds."""
    if isinstance(told, bool) or not isinstance(told, int | float | np.integer | np.floating):
        raise Unfit(Message("Its {name} is no time in UTC epoch seconds.", name=name))
    if not (math.isfinite(told) and earliest <= told < _LATEST):
        raise Unfit(Message("Its {name} is no time in UTC epoch seconds.", name=name))
    return float(told)
