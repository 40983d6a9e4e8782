"""Whether what a feed says of a future is on the scale of what is stored: futures do not split, so no other one is taken over."""

from __future__ import annotations

from ohlc_desktop.core.checking.scale import of_another_unit
from ohlc_desktop.core.checking.splits import can_split
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.checks.answers import CheckedAnswer
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import candles as rows

#: Stored candles of so many seconds around an answer tell its scale.
_AROUND = 30 * DAY


def other_scale(connection: Connection, number: int, answer: CheckedAnswer, feed: FeedSpec) -> Message:
    """Why nothing of an answer may be stored; nothing where it may. Shares are weighed by :mod:`.splits` instead.

    Args:
        connection: Of the store.
        number: The instrument's.
        answer: The answer.
        feed: Whose.
    """
    request, good = answer.request, answer.checked.good
    if can_split(request.instrument) or not len(good):
        return NOTHING
    window = int(good.ts[0]) - _AROUND, int(good.ts[-1]) + _AROUND
    for timeframe in (TIMEFRAMES[request.timeframe], TIMEFRAMES["1d"]):
        witness = rows.read_rows(connection, number, timeframe, *window)
        if len(witness):
            break
    if not of_another_unit(good, witness, _AROUND):
        return NOTHING
    return Message(
        "{feed}'s prices of {symbol} have another scale than those that are stored.",
        feed=feed.display_name, symbol=request.instrument.symbol,
    )  # fmt: skip
