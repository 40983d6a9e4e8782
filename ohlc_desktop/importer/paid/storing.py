"""What was bought becomes candles: checked like every answer, and written through the arbitration of sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.quality import Checked
from ohlc_desktop.core.checking.scale import contradicts, off_tick
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.checks.answers import check_answer
from ohlc_desktop.importer.paid.offer import BOUGHT, Lot
from ohlc_desktop.sources.source import Answer, Fault, FetchError
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.reader import stored_state
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.sources import heard, precedence

M1 = TIMEFRAMES[BOUGHT]
#: What is bought, and the source timeframes that are made of it: their candles are of the same contract as their minutes.
_SHORT = (BOUGHT, "2m", "5m")
#: Stored candles of the days around an answer tell its scale.
_WITNESS_DAYS = 30


@dataclass(frozen=True, slots=True)
class StoredPiece:
    """What a piece brought: candles that were bought, and of them added and changed; rows that were refused."""

    fetched: int
    added: int
    revised: int
    quarantined: int


def bought_before(connection: Connection, number: int | None, source: str) -> list[Interval]:
    """The stretches that a source was asked for; they are not bought again. None of an instrument that is not stored."""
    if number is None:
        return []
    return heard.read(connection, number, M1).get(source, [])


def judged(connection: Connection, number: int, request: FetchRequest, answer: Answer, lot: Lot, now: float) -> Checked:
    """The rows of an answer, each good or refused.

    Raises:
        FetchError: its prices cannot be ours, and none of it may be stored.
    """
    if stray := off_tick(answer.rows, request.instrument):
        why = Message(
            "{count:,} of its prices are off the tick of {symbol}; none of it was stored.",
            count=stray, symbol=request.instrument.symbol,
        )  # fmt: skip
        raise FetchError(Fault.REFUSED, why)
    if len(answer.rows) and contradicts(answer.rows, _witness(connection, number, request)):
        why = Message(
            "Its prices have another scale than the stored ones of {symbol}; none of it was stored.",
            symbol=request.instrument.symbol,
        )  # fmt: skip
        raise FetchError(Fault.REFUSED, why)
    return check_answer(request, answer, lot.calendar, now).checked


def store(
    connection: Connection, run: int, request: FetchRequest, checked: Checked, lot: Lot, source: FeedSpec, feed: FeedSpec,
    now: float,
) -> StoredPiece:  # fmt: skip
    """Write a piece; must run inside a transaction.

    Args:
        connection: The open transaction.
        run: Number of the run.
        request: What was bought.
        checked: What came.
        lot: Whose piece it is.
        source: The paid feed.
        feed: The feed that the profile is kept up to date with.
        now: UTC epoch seconds.
    """
    number = watchlist.instrument_id(connection, request.instrument.symbol)
    precedence.enrol(connection, source.name, SourceKind.PAID, now)
    known = series_summary.states(connection, number)
    state = stored_state(connection, request.instrument, lot.calendar, feed, known)
    quarantine.keep(connection, run, number, BOUGHT, checked.quarantined)
    done = put(connection, number, state, M1, source.name, checked.good, request.window, now)
    return StoredPiece(len(checked.good), done.added, done.revised, len(checked.quarantined))


def note_months(
    connection: Connection, number: int, product: Product, source: FeedSpec, months: Iterable[NamedMonth],
    now: float,
) -> None:  # fmt: skip
    """Keep which contracts the rows of a continuous symbol are of, by the feed's own word; must run inside a transaction."""
    for each in months:
        contract = product.contract_symbol(*each.month)
        for name in _SHORT:
            followed.save_told(connection, number, name, source.name, contract, each.start, each.end, now)


def _witness(connection: Connection, number: int, request: FetchRequest) -> Candles:
    """Stored candles of the instrument around a piece: of minutes, else of the finest timeframe that has some."""
    around = request.start - _WITNESS_DAYS * DAY, request.end + _WITNESS_DAYS * DAY
    for timeframe in (M1, TIMEFRAMES["1h"], TIMEFRAMES["1d"]):
        found = rows.read_series(connection, number, timeframe, *around)
        if len(found):
            return found
    return _newest(connection, number, TIMEFRAMES["1d"])


def _newest(connection: Connection, number: int, timeframe: Timeframe) -> Candles:
    return rows.read_series(connection, number, timeframe, 0, 1 << 40)
