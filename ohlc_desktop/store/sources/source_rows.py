"""The rows of each source of a series: told from what is stored, what contradicts it, and the stretches that it speaks of.

A source has the candle that is stored where it gave it, and where it speaks of its time and nothing else is kept of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim, Levels, claim, within
from ohlc_desktop.core.arbitration.precedence import JOINT, RESERVED, Provenance
from ohlc_desktop.core.candles import Bools, Candles, Int64, concat, empty
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series.candles import RESCALED, block_of
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
    """The stored candles with ``start <= ts < end`` and where they come from; from the rows themselves."""
    rows = connection.execute(
        "SELECT ts, open, high, low, close, volume, known, origin, made_of FROM candle"
        " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? ORDER BY ts",
        (number, timeframe.name, start, end),
    ).fetchall()
    places: dict[tuple[str, str | None], int] = {}
    origins = [places.setdefault(row[7:], len(places)) for row in rows]
    feed = precedence.feed_of(connection, number) or ""
    scaled = [row[0] for row in rows if row[7] == RESCALED] if any(o == RESCALED for o, _ in places) else []
    return StoredRows(
        block_of(row[:6] for row in rows),
        np.array([row[6] for row in rows], dtype=np.int8),
        np.array(origins, dtype=np.int64),
        tuple(_provenance(origin, made_of or feed) for origin, made_of in places),
        np.array(scaled, dtype=np.int64),
    )


def _provenance(origin: str, made_of: str) -> Provenance:
    if origin in RESERVED:
        return Provenance(tuple(made_of.split(JOINT)), origin == _DERIVED)
    return Provenance((origin,))


def claims(
    connection: Connection, number: int, timeframe: Timeframe, start: int, end: int, stored: StoredRows | None = None
) -> dict[str, Claim]:
    """What each source gave of ``start <= ts < end``, by name; ``stored`` are the rows there, if they are at hand."""
    stored = stored or stored_rows(connection, number, timeframe, start, end)
    spoken = heard.read(connection, number, timeframe)
    given = {p.sources[0] for p in stored.provenances if not p.made}
    found = {}
    for name in sorted({*spoken, *given}):
        told = contradictions.of(connection, number, timeframe, name, start, end)
        other = np.concatenate((told.candles.ts, told.absent))
        stays = stored.given_by(name) | within(stored.candles.ts, spoken.get(name, []))
        stays &= ~np.isin(stored.candles.ts, other)
        mine = stored.candles.take(stays)
        own = np.where(stored.given_by(name)[stays], stored.known[stays], Confidence.SINGLE).astype(np.int8)
        both, levels = concat((mine, told.candles)), np.concatenate((own, told.known))
        order = np.argsort(both.ts, kind="stable")
        found[name] = claim(Provenance((name,)), both.take(order), levels[order])
    return found


def rows_of(connection: Connection, number: int, timeframe: Timeframe, source: str, start: int, end: int) -> Candles:
    """The rows that a source gave with ``start <= ts < end``, sorted; whether they stand or not."""
    found = claims(connection, number, timeframe, start, end).get(source)
    return found.candles if found else empty()
