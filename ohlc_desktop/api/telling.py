"""What is told beside candles: series, what is missing, sessions, rolls and runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ohlc_desktop.api.answers import ContractRoll, MissingStretch, PastRun, StoredSeries, TradingSession
from ohlc_desktop.api.moments import aware, time_of
from ohlc_desktop.api.reading import ReadWindow
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll
from ohlc_desktop.core.continuous.spec import Rolling
from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.sources.registry import ActiveFeeds
from ohlc_desktop.store import ledger, markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.roll_ledger import read_ledger
from ohlc_desktop.store.reader import SeriesView, StoredCalendars, stored_calendar, views
from ohlc_desktop.store.series import arrivals


def stored_series(
    connection: Connection, catalogue: Catalogue, feeds: ActiveFeeds, chosen: Sequence[Instrument] | None, now: float
) -> Iterator[StoredSeries]:
    """The series of some instruments, or all that have candles; ``now`` in UTC epoch seconds."""
    watched = set(watchlist.watchlist(connection))
    today = time_of(now).date()
    every = chosen or [catalogue.resolve(symbol, today) for symbol in watchlist.stored_symbols(connection)]
    calendars = StoredCalendars(connection, now)
    for instrument in every:
        number = watchlist.find_instrument(connection, instrument.symbol)
        since = arrivals.known_since(connection, number) if number is not None else {}
        for view in views(connection, instrument, feeds.of(instrument), now, calendars=calendars):
            if view.count or chosen:
                yield _series(view, instrument.symbol in watched, aware(since.get(view.timeframe.name)))


def _series(view: SeriesView, watched: bool, since: datetime | None) -> StoredSeries:
    summary, found = view.summary, view.assessment
    return StoredSeries(
        view.instrument.symbol, view.timeframe.name, view.count,
        aware(summary.first if summary else None), aware(summary.last if summary else None),
        found.expected if found else None, found.missing if found else None,
        str(view.state.value), watched, since,
    )  # fmt: skip


def missing(
    connection: Connection, instrument: Instrument, frame: Timeframe, feed: FeedSpec, now: float
) -> list[MissingStretch]:
    """Where expected candles of a series are missing, oldest first."""
    (view,) = [view for view in views(connection, instrument, feed, now) if view.timeframe is frame]
    windows = view.assessment.windows if view.assessment else ()
    return [MissingStretch(instrument.symbol, frame.name, time_of(start), time_of(end)) for start, end in windows]


def sessions(connection: Connection, instrument: Instrument, window: ReadWindow, now: float) -> list[TradingSession]:
    """The sessions whose close is after the beginning of a window and whose open is before its end, oldest first."""
    calendar = stored_calendar(connection, markets.at_home(connection, instrument).calendar, now)
    if calendar is None:
        return []
    low, high = -EVER if window.start is None else window.start, EVER if window.end is None else window.end
    found = calendar.take((calendar.close > low) & (calendar.open < high))
    columns = (
        found.trade_date,
        found.open,
        found.close,
        found.early,
        found.break_start,
        found.break_end,
    )
    return [
        TradingSession(day_of(day), time_of(opens), time_of(closes), early, *_pause(opens, begins, ends))
        for day, opens, closes, early, begins, ends in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _pause(opens: int, begins: int, ends: int) -> tuple[datetime | None, datetime | None]:
    """Where a session pauses; one whose pause begins with it opens later than usual, and is told so as well."""
    return (None, None) if begins == ends else (time_of(max(begins, opens)), time_of(ends))


def rolls(
    connection: Connection, product: Product, rolling: Rolling, frame: Timeframe, moment: float | None
) -> list[ContractRoll]:
    """The ledger of a root by a rule, oldest first, as it is or as it was at a moment (UTC epoch seconds)."""
    family = Family.DAILY if frame.daily else Family.INTRADAY
    return [_roll(product, roll) for roll in read_ledger(connection, product, rolling, family, moment)]


def _roll(product: Product, roll: LedgerRoll) -> ContractRoll:
    return ContractRoll(
        product.root, roll.old, roll.new, day_of(roll.until), time_of(roll.ts), roll.points, roll.ratio,
        str(roll.proof.value), roll.old_close, roll.new_close, roll.old_volume, roll.new_volume, roll.source,
    )  # fmt: skip


def runs(connection: Connection, count: int) -> list[PastRun]:
    """The newest imports and skipped import times, newest first."""
    return [
        PastRun(
            run.id, str(run.trigger.value), None if run.planned is None else datetime.fromisoformat(run.planned),
            time_of(run.started), aware(run.ended), str(run.state.value), str(run.reason), run.written, run.revised,
            run.quarantined,
        )
        for run in ledger.newest_runs(connection, count)
    ]  # fmt: skip
