"""Candles on their way into the hub: through COPY into a table of the session, then one merge, all in one transaction.

What stood in the stretches that are pushed goes, and what was sent is put in; so the stretches hold afterwards exactly what
the archive has, nobody sees them without, and candles that were taken out there go here as well. Where another archive takes
over, only those go that came again: what only the hub has stays.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
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

if TYPE_CHECKING:
    from psycopg import Copy

    from ohlc_desktop.hub.connection import HubConnection, HubWatch, Row

_COLUMNS = "ts, open, high, low, close, volume, series_id, origin_id, known"
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
    " revision = t.revision, push = %s FROM unnest(%s::integer[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"
    " AS t(id, more, first, last, revision) WHERE s.id = t.id"
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

    def note_in(self, places: Sequence[_Place]) -> None:
        """Note with each series what was sent of it."""
        found = zip(places, self._counts.tolist(), self._first.tolist(), self._last.tolist(), strict=True)
        for place, place.sent, first, last in found:
            if place.sent:
                place.earliest, place.latest = first, last


def months_of(series: Iterable[PushedSeries]) -> set[date]:
    """The first days of the months (UTC) in which stretches lie."""
    days = {day // DAY for each in series for start, end in each.stretches for day in range(start, end, DAY)}
    return {date(each.year, each.month, 1) for each in map(_moment, (day * DAY for day in days))}


class Merge:
    """One batch, inside an open transaction.

    Attributes:
        count: Candles that were sent.
    """

    def __init__(
        self, connection: HubConnection, series: Sequence[PushedSeries], watch: HubWatch, cancel: threading.Event
    ) -> None:
        self._connection, self._watch, self._cancel = connection, watch, cancel
        # What is pushed is to be looked up, though new tables have no statistics: never is all of the hub to be read.
        connection.execute("SET LOCAL enable_hashjoin = off")
        connection.execute("SET LOCAL enable_mergejoin = off")
        self._months = sorted(months_of(series))
        origins = self._rows("SELECT id, origin, source FROM ohlc.origin")
        self._origins = {(origin, source): int(number) for number, origin, source in origins}
        self._places = self._located(series)
        self._numbers = np.array([place.number for place in self._places], dtype=np.int32)
        self._sent = _Sent(len(self._places))
        self.count = 0

    def merge(self, rows: Iterable[PushedRows], keeping: bool) -> int:
        """Let the stretches hold exactly these candles; how many went.

        With ``keeping`` only those go that came again: what else is there stays.

        Raises:
            Cancelled: it was cancelled meanwhile.
        """
        self._connection.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS hub_staged ON COMMIT DELETE ROWS AS SELECT {_COLUMNS} FROM ohlc.candle LIMIT 0"
        )
        self._stage(rows)
        self._sent.note_in(self._places)
        touched = [place for place in self._places if place.overlaps]
        if touched:
            self._stretch(touched)
            self._take_out(_SENT_AGAIN if keeping else _REPLACED)
        self._watch.alive(self.count / _SLOWEST)
        self._connection.execute(f"INSERT INTO ohlc.candle ({_COLUMNS}) SELECT {_COLUMNS} FROM hub_staged")
        return sum(place.gone for place in self._places)

    def sum_up(self, push: int) -> None:
        """Bring the summaries of the series up to date."""
        found = zip(*((place.number, *place.summary(), place.revision) for place in self._places), strict=True)
        self._connection.execute(_SUMMARY, (push, *map(list, found)))
        for place in self._places:
            if place.lost_an_end:
                self._connection.execute(_ENDS, {"series": place.number})

    # -- sending -----------------------------------------------------------------------------------

    def _stage(self, rows: Iterable[PushedRows]) -> None:
        with ExitStack() as copying:
            copy = self._begin(copying)
            for part in rows:
                if self._cancel.is_set():
                    raise Cancelled
                self._watch.alive()
                if news := self._unknown(part):
                    self._end(copying, copy)
                    self._learn(news)
                    copy = self._begin(copying)
                copy.write(self._records(part))
            self._end(copying, copy)

    def _begin(self, copying: ExitStack) -> Copy:
        cursor = copying.enter_context(self._connection.cursor())
        copy = copying.enter_context(cursor.copy(f"COPY hub_staged ({_COLUMNS}) FROM STDIN (FORMAT binary)"))
        copy.write(wire.HEADER)
        return copy

    def _end(self, copying: ExitStack, copy: Copy) -> None:
        copy.write(wire.TRAILER)
        copying.pop_all().close()

    def _records(self, part: PushedRows) -> bytes:
        self._sent.add(part.series, part.candles.ts)
        self.count += len(part.candles)
        records = wire.SENT.records(len(part.candles))
        wire.fill(records, part.candles)
        origins = np.array([self._origins.get(origin, 0) for origin in part.origins], dtype=np.int16)
        records["series"], records["origin"], records["known"] = (
            self._numbers[part.series],
            origins[part.whose],
            part.known,
        )
        return records.tobytes()

    def _unknown(self, part: PushedRows) -> list[tuple[str, str]]:
        """The origins of some candles that have no number yet."""
        if self._origins.keys() >= set(part.origins):
            return []
        counts = np.bincount(part.whose, minlength=len(part.origins)).tolist()
        return [
            origin for origin, count in zip(part.origins, counts, strict=True) if count and origin not in self._origins
        ]

    def _learn(self, origins: Iterable[tuple[str, str]]) -> None:
        for origin, source in origins:
            row = self._connection.execute(
                "INSERT INTO ohlc.origin(origin, source) VALUES (%s, %s)"
                " ON CONFLICT (origin, source) DO UPDATE SET origin = excluded.origin RETURNING id",
                (origin, source),
            ).fetchone()
            assert row is not None
            self._origins[origin, source] = int(row[0])

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

    def _take_out(self, statement: str) -> None:
        """Delete, month by month."""
        numbers = {place.number: place for place in self._places}
        for month in self._months:
            following = (month + timedelta(days=31)).replace(day=1)
            self._watch.alive(self.count / _SLOWEST)
            for number, count in self._rows(statement, (_midnight(month), _midnight(following))):
                numbers[number].gone += count

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()


def _moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
