"""Which contract continuous symbols follow, from what is stored of names, proofs and volumes."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.following.followed import FollowedContract, NamedContract, QuietContract
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.following import followed_contracts
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.core.helpers import CATALOGUE, instrument

TODAY = 20_780
NOW, GOLD = TODAY * DAY + 80_000, CATALOGUE.products["GC"]
#: What the continuous symbol followed, and what was traded (days of a feed in October 2026).
FOLLOWED, ACTIVE = "GCV26.CMX", "GCZ26.CMX"


def days(connection: Connection, symbol: str, volume: int, today: int = TODAY) -> int:
    """Store ten daily candles of an instrument up to a day number, all of the same volume; returns its number."""
    number, timeframe = watchlist.instrument_id(connection, symbol), TIMEFRAMES["1d"]
    ts = (today - np.arange(10)[::-1]) * DAY
    price = np.full(10, 4000.0)
    candles = Candles(ts, price, price, price, price, np.full(10, volume, dtype=np.int64))
    change = rows.write(connection, number, timeframe, candles, "yahoo", 1, NOW)
    series_summary.note_change(connection, number, "1d", change, 1, int(ts[0]), int(ts[-1]))
    return number


def told(connection: Connection) -> dict[str, FollowedContract]:
    instruments = [instrument(symbol) for symbol in ("GC=F", "GCZ26.CMX", "AAPL")]
    return {name: found for (_, name), found in followed_contracts(connection, CATALOGUE, instruments, NOW).items()}


def test_a_name_then_a_proof_then_volumes(store: Store) -> None:
    with store.transaction() as connection:
        number = days(connection, "GC=F", 1_100)
        assert told(connection) == {}
        followed.note_named(connection, number, "5m", NamedContract(TODAY, "Gold Dec 26", ACTIVE))
        followed.note_named(connection, number, "5m", NamedContract(TODAY, "Gold Oct 26", FOLLOWED))  # the last one counts
        followed.note_named(connection, number, "1d", NamedContract(TODAY - 1, "Gold Dec 26", ACTIVE))
        assert told(connection) == {"1d": FollowedContract(FOLLOWED, False)}
        stretch = ContractStretch(FOLLOWED, (TODAY - 5) * DAY, TODAY * DAY, 6)
        followed.save_stretches(connection, number, "1d", 0, [stretch])
        assert told(connection) == {"1d": FollowedContract(FOLLOWED, True)}
        days(connection, ACTIVE, 160_000)  # its own days are not stored: those of the continuous symbol tell its volume
        quiet = QuietContract("GC=F", FOLLOWED, ACTIVE, (1_100, 160_000), 5)
        assert told(connection) == {"1d": FollowedContract(FOLLOWED, True, quiet=quiet)}
        days(connection, FOLLOWED, 900)
        assert told(connection)["1d"].quiet == QuietContract("GC=F", FOLLOWED, ACTIVE, (900, 160_000), 5)


def test_proofs_are_replaced_from_a_stamp_on(store: Store) -> None:
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "GC=F")
        first, second, third = (ContractStretch(FOLLOWED, at, at + 60, 3) for at in (0, 600, 1200))
        followed.save_stretches(connection, number, "5m", 0, [first, second])
        followed.save_stretches(connection, number, "5m", 300, [third])
        followed.save_stretches(connection, number, "1d", 0, [second])
        assert followed.stretches(connection, number, "5m") == (first, third)


def test_the_contracts_of_a_root_are_no_others(store: Store) -> None:
    with store.transaction() as connection:
        numbers = {symbol: days(connection, symbol, 10) for symbol in ("GCZ26.CMX", "GCG27.CMX", "MGCZ26.CMX", "GC=F")}
        found = followed.stored_contracts(connection, GOLD, "1d", (TODAY - 3) * DAY)
        assert found == {symbol: numbers[symbol] for symbol in ("GCG27.CMX", "GCZ26.CMX")}
        assert followed.stored_contracts(connection, GOLD, "5m", 0) == {}
        assert followed.stored_contracts(connection, GOLD, "1d", (TODAY + 1) * DAY) == {}
