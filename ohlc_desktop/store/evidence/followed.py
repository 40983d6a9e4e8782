"""Which contract continuous symbols follow: what feeds named, and what the contracts' own candles prove.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.following.followed import DailyVolumes, NamedContract
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import superseded

_TOLD = "told {}"
#: Days of volumes that are read of a contract.
_DAYS = 20


def note_named(connection: Connection, instrument: int, timeframe: str, named: NamedContract) -> None:
    """Keep what a feed named on a day; of several answers on a day the last one counts."""
    connection.execute(
        "INSERT INTO named_contract VALUES (?,?,?,?,?) ON CONFLICT(instrument_id, timeframe, day)"
        " DO UPDATE SET text=excluded.text, contract=excluded.contract",
        (instrument, timeframe, named.day, named.text, named.contract),
    )


def last_named(connection: Connection, instrument: int) -> NamedContract | None:
    """What a feed named last, in an answer for any timeframe; None if it never did."""
    row = connection.execute(
        "SELECT day, text, contract FROM named_contract WHERE instrument_id=? ORDER BY day DESC, timeframe LIMIT 1",
        (instrument,),
    ).fetchone()
    return None if row is None else NamedContract(*row)


def save_stretches(
    connection: Connection, instrument: int, timeframe: str, start: int, found: Iterable[ContractStretch],
    at: float = 0.0,
) -> None:  # fmt: skip
    """Replace what is proven of a series from a stamp on; ``found`` begins there or later. ``at`` in UTC epoch seconds."""
    with keeping_told(connection, instrument, timeframe, at):
        connection.execute(
            "DELETE FROM contract_stretch WHERE instrument_id=? AND timeframe=? AND first>=?",
            (instrument, timeframe, start),
        )
        connection.executemany(
            "INSERT INTO contract_stretch VALUES (?,?,?,?,?,?)",
            ((instrument, timeframe, each.first, each.last, each.contract, each.candles) for each in found),
        )


def stretches(connection: Connection, instrument: int, timeframe: str) -> tuple[ContractStretch, ...]:
    """What is proven of a series, oldest first; ``timeframe`` is a source timeframe."""
    rows = connection.execute(
        "SELECT contract, first, last, candles FROM contract_stretch WHERE instrument_id=? AND timeframe=? ORDER BY first",
        (instrument, timeframe),
    )
    return tuple(ContractStretch(*row) for row in rows)


def save_told(
    connection: Connection, instrument: int, timeframe: str, source: str, contract: str, start: int, end: int,
    at: float = 0.0,
) -> None:  # fmt: skip
    """Keep that a source tells of its rows with ``start <= ts < end`` that they are of a contract, as far as they stand.

    Where contracts' own candles prove something already, that stays. ``at`` is when it told it, UTC epoch seconds.
    """
    (first, last, candles) = connection.execute(
        "SELECT min(c.ts), max(c.ts), count(*) FROM candle AS c JOIN instrument AS i ON i.id=c.instrument_id"
        " WHERE c.instrument_id=? AND c.timeframe=? AND c.ts>=? AND c.ts<?"
        " AND CASE c.origin WHEN 'derived' THEN coalesce(c.made_of, i.feed) ELSE c.origin END=?",
        (instrument, timeframe, start, end, source),
    ).fetchone()
    known = stretches(connection, instrument, timeframe)
    if candles and not any(first <= each.last and each.first <= last for each in known):
        row = (instrument, timeframe, first, last, contract, candles)
        with keeping_told(connection, instrument, timeframe, at):
            connection.execute("INSERT INTO contract_stretch VALUES (?,?,?,?,?,?)", row)


def told_stretches(
    connection: Connection, instrument: int, timeframe: str, moment: float | None = None
) -> tuple[ContractStretch, ...]:
    """The stretches of candles that a paid feed gave, oldest first: it tells of each row which contract it is of.

    With a moment (UTC epoch seconds) those that were known then.
    """
    now = _told(connection, instrument, timeframe)
    found = superseded.as_of(connection, _TOLD.format(timeframe), instrument, now, moment)
    return tuple(ContractStretch(contract, first, *rest) for first, (contract, *rest) in found.items())


@contextmanager
def keeping_told(connection: Connection, instrument: int, timeframe: str, at: float) -> Iterator[None]:
    """Keep what the stretches of paid feeds were, as far as what is done meanwhile changes it; ``at`` in UTC epoch seconds."""
    before = _told(connection, instrument, timeframe)
    yield
    after = _told(connection, instrument, timeframe)
    superseded.keep(connection, _TOLD.format(timeframe), instrument, before, after, at)


def _told(connection: Connection, instrument: int, timeframe: str) -> dict[int, list[str | int]]:
    """Contract, last stamp and number of candles of each stretch that a paid feed gave, by its first stamp."""
    rows = connection.execute(
        "SELECT s.first, s.contract, s.last, s.candles FROM contract_stretch AS s"
        " JOIN candle AS c ON c.instrument_id=s.instrument_id AND c.timeframe=s.timeframe AND c.ts=s.first"
        " JOIN instrument AS i ON i.id=s.instrument_id"
        " JOIN source AS o ON o.name=CASE c.origin WHEN 'derived' THEN coalesce(c.made_of, i.feed) ELSE c.origin END"
        " WHERE s.instrument_id=? AND s.timeframe=? AND o.kind=?",
        (instrument, timeframe, SourceKind.PAID),
    )
    return {first: list(rest) for first, *rest in rows}


def stored_contracts(connection: Connection, product: Product, timeframe: str, since: int) -> dict[str, int]:
    """The contracts of a product that have candles of a timeframe from a stamp on: numbers by symbol."""
    rows = connection.execute(
        "SELECT i.symbol, i.id FROM instrument AS i JOIN series AS s ON s.instrument_id=i.id"
        " WHERE i.symbol LIKE ? AND s.timeframe=? AND s.count>0 AND s.last>=? ORDER BY i.symbol",
        (f"{product.root}___{product.suffix}", timeframe, since),
    )
    return dict(rows.fetchall())


def daily_volumes(connection: Connection, instrument: int) -> DailyVolumes:
    """Volumes of the newest 1d candles of an instrument."""
    rows = connection.execute(
        "SELECT ts, volume FROM candle WHERE instrument_id=? AND timeframe='1d' ORDER BY ts DESC LIMIT ?",
        (instrument, _DAYS),
    ).fetchall()
    ts, volume = (np.array([row[column] for row in reversed(rows)], dtype=np.int64) for column in (0, 1))
    return DailyVolumes(ts, volume)
