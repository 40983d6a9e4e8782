"""Candles on their way into the hub: through COPY into a table of the session, then one merge, all in one transaction.

What stood in the stretches that are pushed goes, and what was sent is put in; so the stretches hold afterwards exactly what
the archive has, nobody sees them without, and candles that were taken out there go here as well. Where another archive takes
over, only those go that came again: what only the hub has stays.
"""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub import wire
from ohlc_desktop.hub.connection import open_archive, watched

if TYPE_CHECKING:
    from ohlc_desktop.hub.connection import HubConnection, HubWatch, Row

_COLUMNS = "ts, open, high, low, close, volume, series_id, origin_id, known"
_STAGE = f"COPY hub_staged ({_COLUMNS}) FROM STDIN (FORMAT binary)"
#: Candles that a server puts in at least in a second, while it says nothing.
_SLOWEST = 5000
#: Candles in the stretches, or with the stamps, of what is pushed.
_GONE = (
    "WITH gone AS (DELETE FROM ohlc.candle AS c USING {} WHERE c.series_id = s.series_id AND {}"
    " AND c.ts >= %s AND c.ts < %s RETURNING c.series_id) SELECT series_id, count(*) FROM gone GROUP BY 1"
)
_REPLACED = _GONE.format("hub_stretch AS s", "c.ts >= s.start AND c.ts < s.until")
_SENT_AGAIN = _GONE.format("hub_staged AS s", "c.ts = s.ts")
_SUMMARY = (
    "UPDATE ohlc.series AS s SET count = s.count + t.more, first = to_timestamp(t.first), last = to_timestamp(t.last),"
    " revision = t.revision, given = s.given OR t.given, push = %s"
    " FROM unnest(%s::integer[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::boolean[])"
    " AS t(id, more, first, last, revision, given) WHERE s.id = t.id"
)
#: The first and the last candle of a series, looked up.
_ENDS = (
    "UPDATE ohlc.series SET first = (SELECT min(ts) FROM ohlc.candle WHERE series_id = %(series)s),"
    " last = (SELECT max(ts) FROM ohlc.candle WHERE series_id = %(series)s) WHERE id = %(series)s"
)


@dataclass(frozen=True, slots=True)
class PushedSeries:
    """A series of a push: its revision in the archive, and the stretches of stamps of which all is sent that is there.

    Stretches are whole days in UTC, sorted and disjoint.
    """

    symbol: str
    timeframe: str
    revision: int
    stretches: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class PushedRows:
    """Candles of a push, of one series or several.

    Attributes:
        series: int64, one a candle: the place of its series in the push.
        candles: In any order.
        known: int8, one a candle: how well it is known.
        whose: int64, one a candle: its place in ``origins``.
        origins: Where candles come from, and who gave them; some may be of none of these.
    """

    series: Int64
    candles: Candles
    known: NDArray[np.int8]
    whose: Int64
    origins: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Place:
    """A series at the hub: its number, and what it had and has been sent."""

    number: int
    first: int | None
    last: int | None
    stretches: tuple[Interval, ...]
    revision: int
    sent: int = 0
    earliest: int | None = None
    latest: int | None = None
    gone: int = 0

    @property
    def overlaps(self) -> bool:
        """Whether the hub may have candles in a stretch."""
        if self.first is None or self.last is None:
            return False
        return self.stretches[0].start <= self.last and self.stretches[-1].end > self.first

    @property
    def lost_an_end(self) -> bool:
        """Whether its first or last candle may have gone without another one beyond it in its place."""
        if not self.gone or self.first is None or self.last is None:
            return False
        kept_first = self.earliest is not None and self.earliest <= self.first
        kept_last = self.latest is not None and self.latest >= self.last
        touches = [any(start <= ts < end for start, end in self.stretches) for ts in (self.first, self.last)]
        return (touches[0] and not kept_first) or (touches[1] and not kept_last)

    def summary(self) -> tuple[int, int | None, int | None]:
        """Candles more than before, and the stamps of the first and the last one."""
        firsts = [ts for ts in (self.first, self.earliest) if ts is not None]
        lasts = [ts for ts in (self.last, self.latest) if ts is not None]
        return self.sent - self.gone, min(firsts, default=None), max(lasts, default=None)


class _Sent:
    """How many candles of each series were sent, and the stamps of the first and the last, by the place of the series."""

    def __init__(self, series: int) -> None:
        bounds = np.iinfo(np.int64)
        self._counts = np.zeros(series, dtype=np.int64)
        self._first, self._last = np.full(series, bounds.max), np.full(series, bounds.min)

    def add(self, series: Int64, stamps: Int64) -> None:
        """Candles were sent."""
        self._counts += np.bincount(series, minlength=len(self._counts))
        np.minimum.at(self._first, series, stamps)
        np.maximum.at(self._last, series, stamps)

    def note_in(self, places: Sequence[_Place]) -> int:
        """Note with each series what was sent of it; how many candles in all."""
        found = zip(places, self._counts.tolist(), self._first.tolist(), self._last.tolist(), strict=True)
        for place, count, first, last in found:
            if count:
                place.sent, place.earliest, place.latest = count, first, last
        return int(self._counts.sum())


def months_of(series: Iterable[PushedSeries]) -> set[date]:
    """The first days of the months (UTC) in which stretches lie."""
    days = {day // DAY for each in series for start, end in each.stretches for day in range(start, end, DAY)}
    return {date(each.year, each.month, 1) for each in map(_moment, (day * DAY for day in days))}


class Origins:
    """The numbers of origins at the hub, used by one thread.

    New ones are committed at once, by a connection of their own: made in the transaction of a batch, the next batch would wait
    for its end.
    """

    def __init__(self, connection: HubConnection, url: str, cancel: threading.Event) -> None:
        self._url, self._cancel = url, cancel
        with watched(connection, url, cancel):
            self._known = _known_origins(connection)

    def numbers(self, part: PushedRows) -> NDArray[np.int16]:
        """The number of each candle's origin."""
        counts = np.bincount(part.whose, minlength=len(part.origins)).tolist()
        used = [origin for origin, count in zip(part.origins, counts, strict=True) if count]
        if not self._known.keys() >= set(used):
            self._learn(used)
        return np.array([self._known.get(origin, 0) for origin in part.origins], dtype=np.int16)[part.whose]

    def _learn(self, origins: Sequence[tuple[str, str]]) -> None:
        with (
            closing(open_archive(self._url, self._cancel)) as connection, watched(connection, self._url, self._cancel),
            connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.executemany(
                "INSERT INTO ohlc.origin(origin, source) VALUES (%s, %s) ON CONFLICT DO NOTHING", origins
            )
            self._known = _known_origins(connection)


def _known_origins(connection: HubConnection) -> dict[tuple[str, str], int]:
    return {
        (origin, source): number
        for number, origin, source in connection.execute("SELECT id, origin, source FROM ohlc.origin")
    }


class Merge:
    """One batch, inside an open transaction: :meth:`stage`, :meth:`merge` and :meth:`sum_up`, in this order.

    Attributes:
        count: Candles that were sent.
        numbers: The numbers of the series at the hub.
    """

    def __init__(self, connection: HubConnection, series: Sequence[PushedSeries]) -> None:
        self._connection = connection
        self._months = sorted(months_of(series))
        self._places = self._located(series)
        self.numbers = [place.number for place in self._places]
        self.count = 0

    @staticmethod
    def prepare(connection: HubConnection) -> None:
        """Make a connection ready for batches, before its first one."""
        # What is pushed is to be looked up, though new tables have no statistics: never is all of the hub to be read.
        # And what was sent may wait for the batch before it, however long that takes.
        connection.execute(
            "SET enable_hashjoin = off; SET enable_mergejoin = off; SET idle_in_transaction_session_timeout = 0;"
            "CREATE TEMPORARY TABLE IF NOT EXISTS hub_staged ON COMMIT DELETE ROWS"
            f" AS SELECT {_COLUMNS} FROM ohlc.candle LIMIT 0"
        )

    def stage(self, rows: Iterable[PushedRows], origins: Origins, watch: HubWatch, cancel: threading.Event) -> None:
        """Send the candles into a table of the session.

        Raises:
            Cancelled: it was cancelled meanwhile.
        """
        numbers, sent = np.array(self.numbers, dtype=np.int32), _Sent(len(self.numbers))
        with self._connection.cursor() as cursor, cursor.copy(_STAGE) as copy:
            copy.write(wire.HEADER)
            for part in rows:
                if cancel.is_set():
                    raise Cancelled
                watch.alive()
                sent.add(part.series, part.candles.ts)
                copy.write(_records(part, numbers, origins.numbers(part)))
            copy.write(wire.TRAILER)
        self.count = sent.note_in(self._places)

    def merge(self, keeping: bool, watch: HubWatch) -> int:
        """Let the stretches hold exactly the candles that were sent; how many went.

        With ``keeping`` only those go that came again: what else is there stays.
        """
        touched = [place for place in self._places if place.overlaps]
        if touched:
            self._stretch(touched)
            self._take_out(_SENT_AGAIN if keeping else _REPLACED, watch)
        watch.alive(self.count / _SLOWEST)
        self._connection.execute(f"INSERT INTO ohlc.candle ({_COLUMNS}) SELECT {_COLUMNS} FROM hub_staged")
        return sum(place.gone for place in self._places)

    def sum_up(self, push: int, given: Container[int]) -> None:
        """Bring the summaries of the series up to date; of those at the places ``given`` somebody gave a candle."""
        summaries = (
            (place.number, *place.summary(), place.revision, which in given) for which, place in enumerate(self._places)
        )
        found = zip(*summaries, strict=True)
        self._connection.execute(_SUMMARY, (push, *map(list, found)))
        for place in self._places:
            if place.lost_an_end:
                self._connection.execute(_ENDS, {"series": place.number})

    # -- what stood there --------------------------------------------------------------------------

    def _located(self, series: Sequence[PushedSeries]) -> list[_Place]:
        """The numbers of the series at the hub, made where they are new, and what it has of them."""
        keys = ([each.symbol for each in series], [each.timeframe for each in series])
        named = "unnest(%s::text[], %s::text[]) AS t(symbol, timeframe) JOIN ohlc.instrument AS i USING (symbol)"
        self._connection.execute(
            f"INSERT INTO ohlc.series(instrument_id, timeframe) SELECT i.id, t.timeframe FROM {named} ON CONFLICT DO NOTHING",
            keys,
        )
        found = {
            (symbol, timeframe): (number, first, last)
            for symbol, timeframe, number, first, last in self._rows(
                "SELECT t.symbol, t.timeframe, s.id, extract(epoch FROM s.first)::bigint, extract(epoch FROM s.last)::bigint"
                f" FROM {named} JOIN ohlc.series AS s ON s.instrument_id = i.id AND s.timeframe = t.timeframe",
                keys,
            )
        }
        return [_Place(*found[each.symbol, each.timeframe], each.stretches, each.revision) for each in series]

    def _stretch(self, places: Iterable[_Place]) -> None:
        self._connection.execute(
            "CREATE TEMPORARY TABLE hub_stretch(series_id integer, start timestamptz, until timestamptz) ON COMMIT DROP"
        )
        with self._connection.cursor() as cursor, cursor.copy("COPY hub_stretch FROM STDIN") as copy:
            for place in places:
                for start, end in place.stretches:
                    copy.write_row((place.number, _moment(start), _moment(end)))

    def _take_out(self, statement: str, watch: HubWatch) -> None:
        """Delete, month by month."""
        numbers = {place.number: place for place in self._places}
        for month in self._months:
            following = (month + timedelta(days=31)).replace(day=1)
            watch.alive(self.count / _SLOWEST)
            for number, count in self._rows(statement, (_midnight(month), _midnight(following))):
                numbers[number].gone += count

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()


def _records(part: PushedRows, series: NDArray[np.int32], origins: NDArray[np.int16]) -> bytes:
    records = wire.SENT.records(len(part.candles))
    wire.fill(records, part.candles)
    records["series"], records["origin"], records["known"] = series[part.series], origins, part.known
    return records.tobytes()


def _moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
