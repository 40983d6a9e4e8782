"""Who speaks of the candles of a series and who says otherwise, without reading what the sources gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ohlc_desktop.core.arbitration.claims import within
from ohlc_desktop.core.arbitration.precedence import PERSON, Precedence
from ohlc_desktop.core.arbitration.witnesses import Dissent, SourceWitnesses
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, inside, subtract, union
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe, finer_than
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, precedence
from ohlc_desktop.store.sources.wholeness import whole_by_source

#: What may be made of one source's own candles, in a series that others are asked for.
_MADE = ("2m", "5m", "1d")


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
    spoken = {
        name: tuple(said) for name, said in speaking(connection, number, given, calendar, Interval(start, end)).items()
    }
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


def speaking(
    connection: Connection, number: int, timeframe: Timeframe, calendar: Calendar | None, window: Interval
) -> heard.Heard:
    """What each source speaks of in a window, be it by whole sessions of finer candles of which its own are made.

    It is as if it gave these where they stand, and where its finer candles are just those of which they were made. Where
    these differ nothing is known of what the weaker one would make: the finer series tells of it.
    """
    spoken = heard.read(connection, number, timeframe, window)
    if timeframe.name not in _MADE or calendar is None:
        return spoken
    starts = calendar.trade_date * DAY if timeframe.daily else calendar.open
    ends = starts + DAY if timeframe.daily else calendar.close
    near = (ends > window.start) & (starts < window.end)
    given = {name: list(said) for name, said in spoken.items()}
    order = precedence.read(connection)
    for name, which in _making(connection, number, timeframe, calendar.take(near), order).items():
        made = zip(starts[near][which].tolist(), ends[near][which].tolist(), strict=True)
        over = (said for other, said in given.items() if timeframe.daily or order.place(other) < order.place(name))
        own = subtract(made, [stretch for said in over for stretch in said])
        if own:
            spoken[name] = union([*spoken.get(name, []), *own])
    return spoken


def _making(
    connection: Connection, number: int, timeframe: Timeframe, near: Calendar, order: Precedence
) -> dict[str, Bools]:
    """Of which sessions the finer candles of each source are whole, and those of the strongest that has it."""
    found: dict[str, Bools] = {}
    taken = np.zeros(len(near), dtype=np.int64)
    for place, fine in enumerate(finer_than(timeframe) if len(near) else (), start=1):
        told = heard.read(connection, number, fine, Interval(int(near.open[0]), int(near.close[-1])))
        names = [name for name in order.ordered(told) if not order.kind(name).asked or timeframe.name == "2m"]
        apart = _apart(connection, number, fine, near, names) if len(names) > 1 else taken < 0
        whole = whole_by_source(connection, number, order, fine, timeframe, near)
        for name in names:
            which = whole[name] if name in whole else inside(near.open, near.close, told[name])
            which &= (taken == 0) | ((taken == place) & ~apart)
            taken[which] = place
            found[name] = found.get(name, which) | which
    return found


def _apart(connection: Connection, number: int, fine: Timeframe, near: Calendar, names: Sequence[str]) -> Bools:
    """In which sessions one of some sources has a candle that another has not just so, and nobody chose one."""
    rows = connection.execute(
        "SELECT source, ts FROM contradiction WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
        " AND (apart>0 OR open IS NULL)",
        (number, fine.name, int(near.open[0]), int(near.close[-1])),
    )
    stamps = np.array([ts for name, ts in rows if name in names], dtype=np.int64)
    chosen = heard.read(connection, number, fine).get(PERSON, [])
    place = near.session_at(stamps[~within(stamps, chosen)])
    found = np.zeros(len(near), dtype=np.bool_)
    found[place[place >= 0]] = True
    return found


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
