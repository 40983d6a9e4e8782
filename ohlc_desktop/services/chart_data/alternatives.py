"""What the feed said of one candle, which of it stands, and why. Imports numpy: for a worker thread only.

Why a row stands is not stored: it is worked out anew from what was said of the candle and around it (``core.voices``), as
the importer does, of which the stored candle is a pure function.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import pytz

from ohlc_desktop.core.arbitration.precedence import PERSON, RESERVED
from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.checking.objections import Objection, Reason, suspects
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import NEW_YORK
from ohlc_desktop.core.messages import NOTHING, Message, Value, message_of, sentences
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.candidates import Grid, gather
from ohlc_desktop.core.voices.choice import around, choose
from ohlc_desktop.core.voices.levels import Confidence, Why
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.source_rows import SourceRow, Told, told_of
from ohlc_desktop.services.store_access.feeds_in_use import feed_for
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import levels, objections, statements
from ohlc_desktop.store.reader import stored_calendar
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions
from ohlc_desktop.store.series.revisions import Replaced
from ohlc_desktop.store.sources import precedence

#: Of the parts of a coarse candle so many are shown.
MOST = 6


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One candle, and what is known of it beside itself.

    Attributes:
        stamp: Its stamp.
        known: How well it is known.
        why: Why it is what it is.
        stands: The candle as it is stored: one row.
        others: Other rows that the feed gave for it, by value.
        parts: Of a candle that was made of others: those of them that are as badly known as it is, ``MOST`` at most.
        finer: Name of the timeframe of ``parts``; empty where there are none.
        origin: The name of the source that gave it, or ``derived``.
        replaced: What it was before each of its corrections, oldest first.
        source: Its source for people; of a derived candle those of its parts.
        sources: What other sources say of it, strongest first.
    """

    stamp: int
    known: Confidence
    why: Message
    stands: Candles
    others: Candles
    parts: Candles
    finer: str = ""
    origin: str = ""
    replaced: tuple[Replaced, ...] = ()
    source: str = ""
    sources: tuple[SourceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reason:
    """What decided for a row; ``spread`` is by how much two contracts in one candle differ, in price."""

    why: Why
    spread: float


@dataclass(frozen=True, slots=True)
class _Series:
    """A series in a store that is open."""

    connection: Connection
    number: int
    instrument: Instrument
    timeframe: Timeframe
    feed: FeedSpec

    @property
    def place(self) -> tuple[Connection, int, Timeframe]:
        """As the store's functions want it."""
        return self.connection, self.number, self.timeframe

    def known(self, ts: int) -> Confidence:
        """How well a candle is known."""
        return Confidence(int(levels.read(*self.place, ts, ts + 1).of(np.array([ts], dtype=np.int64))[0]))


def alternatives(profile: Profile, instrument: Instrument, timeframe: Timeframe, stamp: int) -> Alternatives | None:
    """What was said of a stored candle; None where it is not stored any more.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        number = watchlist.find_instrument(connection, instrument.symbol)
        if number is None:
            return None
        series = _Series(connection, number, instrument, timeframe, feed_for(connection, profile.demo, instrument))
        stands = rows.read_rows(*series.place, stamp, stamp + 1)
        if not len(stands):
            return None
        origin, told = rows.origin_of(*series.place, stamp), told_of(*series.place, stamp)
        found = _found(series, stands, origin, told)
        before = tuple(revisions.replaced(*series.place, stamp))
        why = sentences(found.why, told.verdict)
        return replace(found, why=why, origin=origin, replaced=before, source=told.source, sources=told.others)


def _found(series: _Series, stands: Candles, origin: str, told: Told) -> Alternatives:
    if origin in RESERVED:
        return _derived(series, stands)
    if origin in (series.feed.name, precedence.feed_of(series.connection, series.number)):
        return _given(series, stands)
    stamp, none = int(stands.ts[0]), stands.take(slice(0))
    why = NOTHING if origin == PERSON else Message("{source} gives it.", source=told.source)
    return Alternatives(stamp, series.known(stamp), why, stands, none, none)


def _given(series: _Series, stands: Candles) -> Alternatives:
    """Of a candle that the feed gave."""
    stamp = int(stands.ts[0])
    known, every = series.known(stamp), statements.alternatives(*series.place, stamp)
    against = objections.read(*series.place, stamp, stamp + 1)
    same = np.logical_and.reduce([a == b for a, b in zip(every.columns, stands.columns, strict=True)])
    reason = _reason(series, stands) if len(every) else None
    why = _explained(series, known, reason, against)
    return Alternatives(stamp, known, why, stands, every.take(~same), every.take(slice(0)))


def _derived(series: _Series, stands: Candles) -> Alternatives:
    """Of a candle that was made of others."""
    stamp = int(stands.ts[0])
    known, finer = series.known(stamp), TIMEFRAMES[_source(series.timeframe)]
    end = min(stamp + series.timeframe.seconds, _following(series, stamp))
    made = rows.read_rows(series.connection, series.number, finer, stamp, end)
    told = levels.read(series.connection, series.number, finer, stamp, end).of(made.ts)
    alike = made.take(told == known) if known >= Confidence.CHOSEN else made.take(slice(0))
    made_of = Message(
        "It is made of {timeframe} candles, and as well known as the least known of them.", timeframe=finer.name
    )
    more = Message("{count:,} of them are like that; their own chart shows what was said of each.", count=len(alike))
    why = sentences(made_of, more if len(alike) else NOTHING)
    nothing = stands.take(slice(0))
    return Alternatives(stamp, known, why, stands, nothing, alike.take(slice(MOST)), finer.name)


def _source(timeframe: Timeframe) -> str:
    """What a candle that no feed gave was made of; of those that are asked for too, 2m is made of 1m."""
    return "1m" if timeframe.name == timeframe.source else timeframe.source


def _following(series: _Series, stamp: int) -> int:
    """Stamp of the stored candle after this one; far away where there is none."""
    after = rows.read_rows(*series.place, stamp + 1, stamp + 2 * series.timeframe.seconds)
    return int(after.ts[0]) if len(after) else EVER


def _reason(series: _Series, stands: Candles) -> _Reason | None:
    """What decides for the stored row; None where it was not chosen by the rules of ``core.voices``."""
    stamp = int(stands.ts[0])
    calendar = stored_calendar(series.connection, series.instrument.calendar, stamp)
    zone = pytz.timezone(calendar.zone) if calendar is not None else NEW_YORK
    grid = Grid.of(series.instrument, series.timeframe, zone)
    reach = around(stamp, stamp + 1, grid)
    stored, kept = rows.read_rows(*series.place, *reach, given=True), statements.read(*series.place, *reach).rows
    choice = choose(gather([concat([stored.take(~np.isin(stored.ts, kept.ts)), kept])]), grid)
    at = int(np.searchsorted(choice.candles.ts, stamp))
    prices = zip(choice.candles.columns[1:5], stands.columns[1:5], strict=True)
    if any(mine[at] != stored_price[0] for mine, stored_price in prices):
        return None
    why = Why(int(choice.why[at])) & ~Why.VOLUME
    if stands.volume[0] != _kept_volume(kept, stands):
        why |= Why.VOLUME
    return _Reason(why, float(choice.spread[at]))


def _kept_volume(kept: Candles, stands: Candles) -> int:
    """The largest volume among the rows that have the prices of the candle that stands; its own where none has."""
    same = np.logical_and.reduce([a == b for a, b in zip(kept.columns[:5], stands.columns[:5], strict=True)])
    return int(kept.volume[same].max()) if same.any() else int(stands.volume[0])


# -- in words ----------------------------------------------------------------------------------------


def _explained(series: _Series, known: Confidence, reason: _Reason | None, against: Sequence[Objection]) -> Message:
    """Why a candle that the feed gave is what it is, and what speaks against it."""
    why, told = reason.why if reason is not None else Why.NOTHING, list[Message]()
    explained = known is Confidence.SUSPECT and suspects(against) and not why & (Why.MIXED | Why.BROAD)
    if not explained:
        told.append(_sentence(known, reason, series.feed.display_name))
    told += [_objection(series, objection) for objection in against]
    if why & Why.VOLUME:
        told.append(Message("Its volume was taken from another row or from finer candles."))
    return sentences(*told)


def _objection(series: _Series, objection: Objection) -> Message:
    """What speaks against a candle, with what the witness has instead."""
    said = {
        Reason.SETTLEMENT: Message("The day's settlement, which was not traded in it, is part of it. Without it the candle reaches from {low} to {high}; the one before closed at {close}."),
        Reason.SPARED: Message("{feed} now gives it with the day's settlement, from {low} to {high}, close {close}; that was not traded in it, and is left out."),
        Reason.BEYOND: Message("It goes beyond the longer candle that it is a part of, which reaches from {low} to {high}."),
        Reason.UNSEEN: Message("None of the shorter candles in it came near its high or low: they reach from {low} to {high}."),
        Reason.APART: Message("The shorter candles of its session lie elsewhere, from {low} to {high}, as two contracts do in the week of a roll; neither is judged by the other."),
    }[objection.reason]  # fmt: skip
    low, high, close = (
        format_axis(series.instrument, value) for value in (objection.low, objection.high, objection.close)
    )
    values: dict[str, Value] = {"low": low, "high": high, "close": close, "feed": series.feed.display_name}
    return message_of(said.template, values)


def _sentence(known: Confidence, reason: _Reason | None, feed: str) -> Message:
    match known:
        case Confidence.AGREED:
            return Message("Two of {feed}'s voices said the same prices.", feed=feed)
        case Confidence.SINGLE:
            return Message("One of {feed}'s voices alone is known; nothing contradicts it.", feed=feed)
        case Confidence.CHOSEN:
            return _chosen(reason, feed)
        case Confidence.DISPUTED:
            return Message("Nothing tells which row is true: the one that claims less stands.")
    return _suspect(reason)


def _chosen(reason: _Reason | None, feed: str) -> Message:
    why = reason.why if reason is not None else Why.NOTHING
    if why & Why.REFUTED:
        return Message("Another row is not credible: its range is far beyond the usual, or it holds two contracts.")  # fmt: skip
    if why & Why.FULLER:
        return Message("The row that stands holds all others, which lost trades.")
    if why & Why.JOINS:
        return Message("The row that stands joins the candles before and after it better.")
    if why & Why.EDGE:
        return Message("The rows differ by a few ticks, as trades at the edge of two candles make them; the wider one stands.")  # fmt: skip
    return Message("{feed}'s rows differ; other candles decided for the one that stands.", feed=feed)


def _suspect(reason: _Reason | None) -> Message:
    if reason is not None and reason.why & Why.MIXED and reason.spread:
        return Message(
            "No row is credible: two contracts, {spread:,.10g} apart, are mixed in it. The narrowest row stands.",
            spread=abs(reason.spread),
        )
    if reason is not None and reason.why & Why.BROAD:
        return Message("No row is credible: the range is far beyond the usual. The narrowest row stands.")  # fmt: skip
    return Message("No row is credible; the most modest one stands.")
