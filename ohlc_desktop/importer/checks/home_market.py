"""An instrument that is not in the catalogue goes by the hours of its market as soon as an answer tells which it is.

What was derived by other hours before is on another grid: it is taken out, kept as revisions, and made anew from the
stored candles that it came from, which are right by any hours. Nothing is asked for again for that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Int64
from ohlc_desktop.core.derive import derive
from ohlc_desktop.core.market.exchanges import Market, placed, settled
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, buckets, candle_key
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Answered, Interval, record_answer, runs, sound
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, EVER, SOURCES, TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.core.voices.levels import CandleConfidence, least_known
from ohlc_desktop.importer.arbitration import rebuild
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store import markets
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import heard


def news_of_market(connection: Connection, instrument: Instrument, answer: Answer) -> Market | None:
    """The market that an answer tells of an instrument if it is another than the one that is kept; else None."""
    if instrument.root or answer.market is None:
        return None
    known = markets.market_of(connection, instrument.symbol)
    told = settled(known, answer.market)
    return None if told == known else told


def move(connection: Connection, instrument: Instrument, market: Market) -> Instrument:
    """Keep the market of an instrument; returns the instrument with its hours. Must run inside a transaction."""
    markets.keep_market(connection, instrument.symbol, market)
    return placed(instrument, market)


def moved_message(instrument: Instrument, market: Market, count: int, feed: FeedSpec) -> Message:
    """Tells that so many candles of an instrument were made anew by the hours of its market."""
    return Message(
        "{symbol} trades by the hours of {place}, as {feed} now tells; {count} candles that were made by others were made"
        " anew. What they were is kept.",
        symbol=instrument.symbol, place=instrument.exchange or market.zone, feed=feed.display_name,
        count=count,
    )  # fmt: skip


def made_anew(connection: Connection, number: int, state: InstrumentState, now: float) -> int:
    """Bring everything that is stored of an instrument to the hours that it has now; returns how many candles changed.

    Derived candles on another grid are taken out, the right ones made, and what the hours expect and is not stored is
    noted as absent, to be asked for once more. What the feed itself sent stays. Must run inside a transaction.
    """
    changed = 0
    for source in (TIMEFRAMES[name] for name in SOURCES if state.of(name).count):
        stored, known = rows.read_rows(connection, number, source, -EVER, EVER), state.of(source.name).coverage
        pieces = _judged_again(state.calendar, source, known, stored.ts, now)
        if pieces != known:
            series_summary.save_coverage(connection, number, source.name, pieces)
        told = levels.read(connection, number, source).of(stored.ts)
        for timeframe in fed_by(source.name)[1:]:
            made = derive(stored, state.calendar, timeframe, sound(pieces), now)
            well = least_known(candle_key(stored.ts, state.calendar, timeframe), told)
            changed += _replace(connection, number, state.calendar, timeframe, made, well, now)
    if heard.several(connection, number):  # others have spoken, too: what is made of which is theirs to settle
        rebuild(connection, number, state, now)
    return changed


def _judged_again(
    calendar: Calendar, timeframe: Timeframe, pieces: Sequence[Answered], present: Int64, now: float
) -> tuple[Answered, ...]:
    """The coverage of a series with the holes that its hours show."""
    if not calendar.strict:
        return tuple(pieces)
    answer: tuple[Answered, ...] = ()
    for piece in pieces:
        window = Interval(piece.start, piece.end)
        expected = buckets(calendar, timeframe, *window).within(*window, now)
        answer = record_answer(answer, window, piece.day, runs(expected.key, present, timeframe.seconds))
    return answer


def _replace(
    connection: Connection, number: int, calendar: Calendar, timeframe: Timeframe, made: Candles, known: CandleConfidence, now: float
) -> int:  # fmt: skip
    """Put the derived candles of a timeframe in the place of those by other hours; returns how many changed."""
    stored = rows.read_rows(connection, number, timeframe, -EVER, EVER)
    wrong = stored.ts[_off_grid(stored.ts, calendar, timeframe)]
    revision = series_summary.next_revision(connection, number, timeframe.name)
    rows.take_out(connection, number, timeframe, wrong, revision, now)
    if not timeframe.derived:  # 2m, which the feed is asked for itself further back
        made = rows.without_given(connection, number, timeframe, made)
    change = rows.write(connection, number, timeframe, made, "derived", revision, now)
    levels.write(connection, number, timeframe, made.ts, known)
    if len(wrong) or change.added or change.revised:
        series_summary.recount(connection, number, timeframe.name, revision)
    return len(wrong) + change.revised


def _off_grid(ts: Int64, calendar: Calendar, timeframe: Timeframe) -> Bools:
    """Which stamps are those of no candle by these hours, where they reach."""
    if not len(ts) or not len(calendar):
        return np.zeros(len(ts), dtype=np.bool_)
    first, last = (calendar.trade_date[[0, -1]] * DAY) if timeframe.daily else (calendar.open[0], calendar.close[-1])
    keys = buckets(calendar, timeframe, int(ts[0]), int(ts[-1]) + 1).key
    lost: Bools = (ts >= first) & (ts <= last) & ~np.isin(ts, keys)
    return lost
