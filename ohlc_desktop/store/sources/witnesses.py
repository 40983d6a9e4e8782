"""Who speaks of the candles of a series and who says otherwise, without reading what the sources gave."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ohlc_desktop.core.arbitration.witnesses import Dissent, SourceWitnesses
from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, inside, union
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, precedence

_MINUTE, _FIVE = TIMEFRAMES["1m"], TIMEFRAMES["5m"]


def basis(connection: Connection, number: int, timeframe: Timeframe) -> Timeframe:
    """The series whose sources witness a timeframe: itself, or what it is made of while no source contradicts it itself."""
    found = connection.execute(
        "SELECT EXISTS(SELECT 1 FROM contradiction WHERE instrument_id=? AND timeframe=?)", (number, timeframe.name)
    ).fetchone()
    return timeframe if found[0] else TIMEFRAMES[timeframe.source]


def read(
    connection: Connection, number: int, timeframe: Timeframe, calendar: Calendar | None, start: int, end: int
) -> SourceWitnesses:
    """What is known of the candles with ``start <= ts < end`` of a series; ``calendar`` has its sessions."""
    given = basis(connection, number, timeframe)
    lacked = lacked_between(connection, number, given, start, end)
    feed, order = precedence.feed_of(connection, number), precedence.read(connection)
    if not heard.several(connection, number):
        return SourceWitnesses(given.name, (feed,) if feed else (), lacked=lacked)
    spoken = _speaking(connection, number, given, calendar, Interval(start, end))
    names = order.ordered({*spoken, *([feed] if feed else [])})
    dissent = _dissent(connection, number, given, start, end, names)
    return SourceWitnesses(given.name, names, spoken, dissent, lacked)


def lacked_between(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int) -> Int64:
    """Stamps of candles with ``start <= ts < end`` that an answer of the feed left out; int64, sorted."""
    rows = connection.execute(
        "SELECT ts FROM lacked WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? ORDER BY ts",
        (number, timeframe.name, start, end),
    )
    return np.fromiter((ts for (ts,) in rows), dtype=np.int64)


def taken_back(connection: Connection, number: int, timeframe: Timeframe, calendar: Calendar) -> tuple[int, ...]:
    """Trade dates (day numbers) of the sessions of which an answer of the feed leaves out every stored candle."""
    lacked = lacked_between(connection, number, timeframe, -EVER, EVER)
    starts = calendar.trade_date * DAY if timeframe.daily else calendar.open
    ends = starts + DAY if timeframe.daily else calendar.close
    begun, over = np.searchsorted(lacked, starts), np.searchsorted(lacked, ends)
    found = []
    for place in np.flatnonzero(over > begun).tolist():
        (count,) = connection.execute(
            "SELECT count(*) FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
            " AND NOT EXISTS(SELECT 1 FROM lacked WHERE lacked.instrument_id=candle.instrument_id"
            " AND lacked.timeframe=candle.timeframe AND lacked.ts=candle.ts)",
            (number, timeframe.name, int(starts[place]), int(ends[place])),
        ).fetchone()
        if not count and _stored(connection, number, timeframe, int(starts[place]), int(ends[place])):
            found.append(int(calendar.trade_date[place]))
    return tuple(found)


def _stored(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int) -> bool:
    found = connection.execute(
        "SELECT EXISTS(SELECT 1 FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?)",
        (number, timeframe.name, start, end),
    ).fetchone()
    return bool(found[0])


def _speaking(
    connection: Connection, number: int, timeframe: Timeframe, calendar: Calendar | None, window: Interval
) -> dict[str, tuple[Interval, ...]]:
    """What each source speaks of; of 5m also the sessions of which one gave all minutes."""
    spoken: dict[str, list[Interval]] = heard.read(connection, number, timeframe, window)
    if timeframe is _FIVE and calendar is not None:
        order = precedence.read(connection)
        for name, stretches in heard.read(connection, number, _MINUTE, window).items():
            if not order.kind(name).asked:
                whole = inside(calendar.open, calendar.close, stretches)
                made = zip(calendar.open[whole].tolist(), calendar.close[whole].tolist(), strict=True)
                spoken[name] = union([*spoken.get(name, []), *made])
    return {name: tuple(stretches) for name, stretches in spoken.items()}


def _dissent(
    connection: Connection, number: int, timeframe: Timeframe, start: int, end: int, names: Iterable[str]
) -> dict[str, Dissent]:
    """What each source says otherwise; other volumes, which are many, are passed over."""
    place = (number, timeframe.name, start, end)
    where = " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
    differing: dict[str, list[tuple[int, float]]] = {}
    rows = connection.execute(
        f"SELECT source, ts, apart FROM contradiction INDEXED BY contradiction_apart {where} AND apart>0 ORDER BY ts",
        place,
    )
    for name, ts, apart in rows:
        differing.setdefault(name, []).append((ts, apart))
    found = {}
    for name in names:
        absent = connection.execute(
            f"SELECT ts FROM contradiction {where} AND source=? AND open IS NULL ORDER BY ts", (*place, name)
        )
        stamps = np.fromiter((ts for (ts,) in absent), dtype=np.int64)
        if name in differing or len(stamps):
            table = np.array(differing.get(name, []), dtype=np.dtype([("ts", "i8"), ("apart", "f8")]))
            found[name] = Dissent(table["ts"].copy(), table["apart"].copy(), stamps)
    return found
