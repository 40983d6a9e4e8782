"""Which contract the candles of a continuous symbol are of, and where each family changed."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Candles, concat, make
from ohlc_desktop.core.following.proven_rolls import ProvenRoll, proven_rolls
from ohlc_desktop.core.following.stretches import ContractStretch, proven_stretches, with_told
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.helpers import CATALOGUE, ny, utc

TICK, NQ = 0.25, CATALOGUE.products["NQ"]
OLD, NEW = "NQM26.CME", "NQU26.CME"
#: NQ=F 1d as Yahoo gave it in June 2026; the last day of the June contract closes at the final settlement, off the tick.
DAYS = {
    "2026-06-12": (29456.75, 29760.0, 29230.0, 29662.0), "2026-06-15": (29907.0, 30612.5, 29907.0, 30559.25),
    "2026-06-16": (30539.75, 30664.5, 29956.75, 29995.0), "2026-06-17": (30006.75, 30268.5, 29616.0, 29687.5),
    "2026-06-18": (29758.5, 30285.75, 29758.5, 30263.349609375), "2026-06-22": (30577.0, 30968.0, 30337.5, 30653.5),
    "2026-06-23": (30662.75, 30701.25, 29577.25, 29666.0),
}  # fmt: skip
#: By so much the September contract was higher at the end of that week, at least.
APART = 273.0


def days(of: dict[str, tuple[float, float, float, float]], raised: float = 0.0) -> Candles:
    prices = zip(*((value + raised for value in row) for row in of.values()), strict=True)
    return make([utc(f"{day} 00:00") for day in of], *prices, np.full(len(of), 100))


def minutes(start: str, count: int, step: int = 300, raised: float = 0.0, seed: int = 5) -> Candles:
    """A market that moves by ticks; the same for the same seed, wherever it is raised to."""
    rng = np.random.default_rng(seed)
    close = 29900.0 + raised + TICK * np.cumsum(rng.integers(-20, 21, count))
    opens = np.concatenate((close[:1], close[:-1]))
    high, low = np.maximum(opens, close) + TICK * 3, np.minimum(opens, close) - TICK * 2
    return make(ny(start) + step * np.arange(count), opens, high, low, close, np.full(count, 10))


def proven(own: Candles, name: str, contracts: dict[str, Candles], seconds: int) -> tuple[ContractStretch, ...]:
    return proven_stretches(own, TIMEFRAMES[name], contracts, seconds, TICK)


def test_the_days_of_june_2026_stay_with_the_old_contract_to_its_end() -> None:
    """The rule's mark stands on the 22nd as well, for the 19th was a holiday."""
    old = {day: row for day, row in DAYS.items() if day <= "2026-06-18"}
    new = {day: row for day, row in DAYS.items() if day >= "2026-06-22"}
    contracts = {OLD: days(old), NEW: concat((days(old, APART), days(new)))}
    found = proven(days(DAYS), "1d", contracts, 86400)
    assert found == (
        ContractStretch(OLD, utc("2026-06-12 00:00"), utc("2026-06-18 00:00"), 5),
        ContractStretch(NEW, utc("2026-06-22 00:00"), utc("2026-06-23 00:00"), 2),
    )
    ended, began = utc("2026-06-18 00:00"), utc("2026-06-22 00:00")
    assert proven_rolls(found, "1d", NQ) == (ProvenRoll(OLD, NEW, "1d", began, ended, 5, 2, 0),)


def test_the_minutes_change_when_they_change() -> None:
    """Intraday the same symbol changed on Monday the 15th at its open, four sessions before its days."""
    old, new = (minutes("2026-06-14 12:00", 300, raised=up) for up in (0.0, APART))
    opened = ny("2026-06-14 18:00")
    own = concat((old.take(old.ts < opened), new.take(new.ts >= opened)))
    found = proven(own, "5m", {OLD: old, NEW: new}, 300)
    assert proven_rolls(found, "5m", NQ) == (ProvenRoll(OLD, NEW, "5m", opened, opened - 300, 72, 228, 0),)


def test_candles_of_one_minute_lie_within_those_of_five() -> None:
    old, new = (minutes("2026-06-14 12:00", 600, 60, raised=up) for up in (0.0, APART))
    opened = ny("2026-06-14 18:00")
    own = concat((old.take(old.ts < opened), new.take(new.ts >= opened)))
    found = proven(own, "1m", {OLD: fives(old), NEW: fives(new)}, 300)
    assert [(stretch.contract, stretch.first, stretch.candles) for stretch in found] == [
        (OLD, int(old.ts[0]), 360), (NEW, opened, 240),
    ]  # fmt: skip


def fives(candles: Candles) -> Candles:
    """Candles of five minutes."""
    at = np.flatnonzero(np.diff(candles.ts // 300, prepend=-1))
    last = np.append(at[1:], len(candles)) - 1
    return Candles(
        candles.ts[at], candles.open[at], np.maximum.reduceat(candles.high, at), np.minimum.reduceat(candles.low, at),
        candles.close[last], np.add.reduceat(candles.volume, at),
    )  # fmt: skip


def test_a_feed_that_flips_rolls_at_its_last_change() -> None:
    old, new = (minutes("2026-06-14 18:00", 200, raised=up) for up in (0.0, APART))
    flips = concat(
        (old.take(slice(0, 50)), new.take(slice(50, 70)), old.take(slice(70, 100)), new.take(slice(100, None)))
    )
    found = proven_rolls(proven(flips, "5m", {OLD: old, NEW: new}, 300), "5m", NQ)
    assert found == (ProvenRoll(OLD, NEW, "5m", int(new.ts[100]), int(old.ts[99]), 80, 120, 1),)


def test_candles_that_mix_both_prove_nothing() -> None:
    old, new = (minutes("2026-06-14 18:00", 200, raised=up) for up in (0.0, APART))
    mixed = Candles(old.ts, old.open, new.high, old.low, new.close, old.volume)
    own = concat((old.take(slice(0, 100)), mixed.take(slice(100, 120)), new.take(slice(120, None))))
    (roll,) = proven_rolls(proven(own, "5m", {OLD: old, NEW: new}, 300), "5m", NQ)
    assert (roll.after, roll.ts) == (int(old.ts[99]), int(new.ts[120]))


def test_nothing_is_proven_where_nothing_tells() -> None:
    old, new = (minutes("2026-06-14 18:00", 200, raised=up) for up in (0.0, APART))
    third = minutes("2026-06-14 18:00", 200, raised=1.5 * APART)
    assert proven(third, "5m", {OLD: old, NEW: new}, 300) == ()
    assert proven(old, "5m", {OLD: old, NEW: old}, 300) == ()  # the same prices in both
    assert proven(old, "5m", {}, 300) == ()
    apart = proven(concat((old.take(slice(0, 50)),)), "5m", {OLD: old, NEW: new}, 300)
    late = minutes("2026-06-28 18:00", 50, raised=APART)
    later = proven(late, "5m", {NEW: late}, 300)
    assert proven_rolls((*apart, *later), "5m", NQ) == ()  # two weeks in which nobody knows
    assert proven(old.take(slice(0)), "5m", {OLD: old}, 300) == ()


def test_a_contract_that_trades_now_and_then_proves_what_it_has() -> None:
    """Few candles are equal; in between nothing is guessed, and a stray price is no change."""
    old, new = (minutes("2026-06-14 18:00", 200, raised=up) for up in (0.0, APART))
    own = concat((old.take(slice(0, 60)), new.take(slice(60, 62)), old.take(slice(62, None))))
    found = proven(own, "5m", {OLD: old.take(np.arange(200) % 7 == 0), NEW: new}, 300)
    assert [(stretch.contract, stretch.candles) for stretch in found] == [(OLD, 29)]


def test_what_a_feed_tells_stands_beside_what_contracts_prove_and_never_in_its_place() -> None:
    proven = [ContractStretch("Z", 500, 900, 5)]
    told = [ContractStretch("U", 0, 400, 4), ContractStretch("U", 450, 500, 1), ContractStretch("H", 1000, 1200, 3)]
    assert with_told(proven, told) == (told[0], proven[0], told[2])
    assert with_told((), told) == tuple(told)
