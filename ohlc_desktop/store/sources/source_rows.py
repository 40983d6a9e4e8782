"""The rows of each source of a series: told from what is stored, what contradicts it, and the stretches that it speaks of.

A source has the candle that is stored where it gave it, and where it speaks of its time and nothing else is kept of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim, Levels, claim, within
from ohlc_desktop.core.arbitration.precedence import JOINT, RESERVED, Provenance
from ohlc_desktop.core.candles import Bools, Candles, Int64, concat, empty
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series.candles import RESCALED, read_rows, read_series
from ohlc_desktop.store.sources import contradictions, heard, precedence

_DERIVED = RESERVED[0]


@dataclass(frozen=True, slots=True)
class StoredRows:
    """What is stored of a stretch of a series, with where it comes from.

    Attributes:
        candles: Sorted.
        known: int8, one a candle.
        whose: int64, one a candle: its place in ``provenances``.
        provenances: Where candles come from.
        rescaled: int64, sorted: stamps of those that were brought to another scale since their source gave them.
    """

    candles: Candles
    known: Levels
    whose: Int64
    provenances: tuple[Provenance, ...]
    rescaled: Int64

    def given_by(self, source: str) -> Bools:
        """Which candles stand because a source gave them."""
        wanted = Provenance((source,))
        found = np.array([provenance == wanted for provenance in self.provenances], dtype=np.bool_)
        return found[self.whose] if len(found) else np.zeros(len(self.whose), dtype=np.bool_)


def stored_rows(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int) -> StoredRows:
    """The stored candles with ``start <= ts < end`` and where they come from."""
    which = " FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
    place = (number, timeframe.name, start, end)
    counts = _origins(connection, which, place)
    candles = _candles(connection, number, timeframe, start, end, sum(count for *_, count in counts))
    counts.sort(key=lambda row: -row[2])  # of the origin of most no stamps need be read
    whose, scaled = np.zeros(len(candles), dtype=np.int64), candles.ts[:0]
    for index, (origin, made_of, _) in enumerate(counts):
        rows = connection.execute(f"SELECT ts {which} AND origin=? AND made_of IS ?", (*place, origin, made_of))
        stamps = np.fromiter((ts for (ts,) in rows), dtype=np.int64) if index or origin == RESCALED else candles.ts[:0]
        whose[np.searchsorted(candles.ts, stamps)] = index
        scaled = np.union1d(scaled, stamps) if origin == RESCALED else scaled
    feed = precedence.feed_of(connection, number) or ""
    return StoredRows(
        candles,
        levels.read(connection, number, timeframe, start, end).of(candles.ts),
        whose,
        tuple(_provenance(origin, made_of or feed) for origin, made_of, _ in counts),
        scaled,
    )


def _origins(connection: Connection, which: str, place: tuple[object, ...]) -> list[tuple[str, str | None, int]]:
    """Where the rows come from, and how many of each; only where there are several does SQLite have to sort them."""
    count, *ends = connection.execute(
        "SELECT count(*), min(origin), max(origin), min(coalesce(made_of, '')), max(coalesce(made_of, ''))" + which,
        place,
    ).fetchone()
    if not count:
        return []
    if ends[0] == ends[1] and ends[2] == ends[3]:
        return [(ends[0], ends[2] or None, count)]
    return connection.execute(f"SELECT origin, made_of, count(*) {which} GROUP BY 1, 2", place).fetchall()


def _candles(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int, count: int) -> Candles:
    """The stored candles, from the packed blocks unless these have others than the rows: ten times as fast."""
    if not count:
        return empty()
    packed = read_series(connection, number, timeframe, start, end)
    return packed if len(packed) == count else read_rows(connection, number, timeframe, start, end)


def _provenance(origin: str, made_of: str) -> Provenance:
    if origin in RESERVED:
        return Provenance(tuple(made_of.split(JOINT)), origin == _DERIVED)
    return Provenance((origin,))


def claims(
    connection: Connection, number: int, timeframe: Timeframe, start: int, end: int, stored: StoredRows | None = None
) -> dict[str, Claim]:
    """What each source gave of ``start <= ts < end``, by name; ``stored`` are the rows there, if they are at hand."""
    stored = stored or stored_rows(connection, number, timeframe, start, end)
    spoken = heard.read(connection, number, timeframe, Interval(start, end))
    given = {p.sources[0] for p in stored.provenances if not p.made}
    found = {}
    for name in sorted({*spoken, *given}):
        told = contradictions.of(connection, number, timeframe, name, start, end)
        other = np.concatenate((told.candles.ts, told.absent))
        stays = stored.given_by(name) | within(stored.candles.ts, spoken.get(name, []))
        if len(other):
            stays &= ~np.isin(stored.candles.ts, other)
        mine = stored.candles.take(stays)
        own = np.where(stored.given_by(name)[stays], stored.known[stays], Confidence.SINGLE).astype(np.int8)
        both, known = concat((mine, told.candles)), np.concatenate((own, told.known))
        order = np.argsort(both.ts, kind="stable")
        found[name] = claim(Provenance((name,)), both.take(order), known[order])
    return found


def rows_of(connection: Connection, number: int, timeframe: Timeframe, source: str, start: int, end: int) -> Candles:
    """The rows that a source gave with ``start <= ts < end``, sorted; whether they stand or not."""
    found = claims(connection, number, timeframe, start, end).get(source)
    return found.candles if found else empty()
