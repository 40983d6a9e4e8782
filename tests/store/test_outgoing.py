"""What the hub is told are the rows, whatever the packed blocks hold, with how well each is known and whose it is."""

from __future__ import annotations

from collections import Counter

import pytest

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.hub.outgoing import outgoing, source_of
from ohlc_desktop.store.series import candles as rows
from tests.core.helpers import utc

START = utc("2026-06-01 22:00")
#: Long enough that its blocks are used, and too short.
COUNTS = {"1m": 1300, "5m": 240, "1h": 20}
CHANGED = START + 600 * 60
EDITS = {
    "nothing": "",
    "a price": "UPDATE candle SET high=high+1 WHERE timeframe='1m' AND ts={changed}",
    "a small price": "UPDATE candle SET close=close+0.0001 WHERE timeframe='1m' AND ts={changed}",
    "two volumes": "UPDATE candle SET volume=CASE ts WHEN {changed} THEN 661 ELSE 601 END"
    " WHERE timeframe='1m' AND ts IN ({changed}, {changed} + 3600)",
    "a row that is gone": "DELETE FROM candle WHERE timeframe='1m' AND ts={changed}",
    "all rows that are gone": "DELETE FROM candle WHERE timeframe='1m'",
    "a row by hand": "UPDATE candle SET ts=ts+30 WHERE timeframe='1m' AND ts={changed}",
    "blocks that are gone": "DELETE FROM block",
    "a damaged block": "UPDATE block SET data=substr(data, 1, length(data) - 5)",
    "a block with other numbers": "UPDATE block SET data=zeroblob(length(data))",
    "one that is known better": "UPDATE candle SET known=0 WHERE timeframe='1m' AND ts={changed}",
    "all known better": "UPDATE candle SET known=0 WHERE timeframe='1m'",
    "one of another source": "UPDATE candle SET origin='ninjatrader' WHERE timeframe='1m' AND ts={changed}",
    "all of another source": "UPDATE candle SET origin='ninjatrader' WHERE timeframe='1m'",
    "some that are made": "UPDATE candle SET origin='derived' WHERE timeframe='5m' AND ts>={changed}",
    "all made of another source": "UPDATE candle SET origin='derived', made_of='ninjatrader' WHERE timeframe='5m'",
}


def stocked(connection: Connection) -> int:
    """An instrument with a session of three series; its number."""
    number = watchlist.instrument_id(connection, "ES=F")
    connection.execute("UPDATE instrument SET feed='yahoo' WHERE id=?", (number,))
    for name, count in COUNTS.items():
        ts = [START + place * TIMEFRAMES[name].seconds for place in range(count)]
        close = [6000 + place % 37 / 4 for place in range(count)]
        candles = make(ts, close, [each + 1 for each in close], [each - 1 for each in close], close, range(1, count + 1))
        rows.write(connection, number, TIMEFRAMES[name], candles, "derived" if name == "1h" else "yahoo", 1)
    return number


def told(connection: Connection, number: int, stretches: list[Interval]) -> Counter[tuple[object, ...]]:
    """What the hub is told of the series, row by row."""
    wanted = [(TIMEFRAMES[name], stretches) for name in COUNTS]
    found: Counter[tuple[object, ...]] = Counter()
    for part in outgoing(connection, number, wanted):
        columns = (part.series, *part.candles.columns, part.known)
        for whose, values in zip(part.whose.tolist(), zip(*(each.tolist() for each in columns), strict=True), strict=True):
            found[(*values, *part.origins[whose])] += 1
    return found


def stored(connection: Connection, number: int, stretches: list[Interval]) -> Counter[tuple[object, ...]]:
    """What the rows say."""
    found: Counter[tuple[object, ...]] = Counter()
    for place, name in enumerate(COUNTS):
        for start, end in stretches:
            for *values, origin, made_of in connection.execute(
                "SELECT ts, open, high, low, close, volume, known, origin, made_of FROM candle"
                " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?",
                (number, name, start, end),
            ):
                found[(place, *values, origin, source_of(origin, made_of, "yahoo"))] += 1
    return found


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("parts", [1, 3])
def test_the_hub_is_told_the_rows(store: Store, edit: str, parts: int) -> None:
    length = 23 * 3600 // parts
    stretches = [Interval(START + place * length, START + (place + 1) * length) for place in range(parts)]
    with store.transaction() as connection:
        number = stocked(connection)
        connection.execute(EDITS[edit].format(changed=CHANGED))
        found = told(connection, number, stretches)
        assert found == stored(connection, number, stretches)
        assert sum(found.values()) >= COUNTS["5m"]


def test_one_tick_is_told_among_thousands_of_candles(store: Store) -> None:
    """Two neighbours at the begin of a long stretch exchange their closes by hand: the least that sums have to tell."""
    count, ts = 10_000, [START + place * 60 for place in range(10_000)]
    stretch = [Interval(START, START + count * 60)]
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "NQ=F")
        connection.execute("UPDATE instrument SET feed='yahoo' WHERE id=?", (number,))
        close = [26_000 + place % 2 / 4 for place in range(count)]
        candles = make(ts, close, [30_000.0] * count, [20_000.0] * count, close, [3000] * count)
        rows.write(connection, number, TIMEFRAMES["1m"], candles, "yahoo", 1)
        connection.execute("UPDATE candle SET close=52000.25-close WHERE ts IN (?, ?)", ts[:2])
        assert told(connection, number, stretch) == stored(connection, number, stretch)
