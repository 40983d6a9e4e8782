"""The ledger in the file: what is kept is what the candles make, and a change of candles is never missed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.continuous.adjustment import UnprovenRoll
from ohlc_desktop.core.continuous.ledger import CloseKind, Family, RollProof
from ohlc_desktop.core.continuous.making import made_ledger
from ohlc_desktop.core.continuous.receipts import roll_receipt
from ohlc_desktop.core.continuous.spec import parse_rolling, parse_spec
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.sessions import day_of, period_key
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.contracts.continuous_candles import made_of, read_candles, read_table
from ohlc_desktop.store.contracts.day_sources import day_sources
from ohlc_desktop.store.contracts.roll_ledger import KEPT, keep_ledger, keep_ledgers, read_ledger
from ohlc_desktop.store.contracts.stored_root import read_root, stored_contracts
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.evidence.followed import save_stretches
from ohlc_desktop.store.sources import heard, precedence
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import CATALOGUE, day
from tests.store.contracts.paper_store import fill, put

NQ = CATALOGUE.products["NQ"]
D1 = TIMEFRAMES["1d"]
VOLUME = parse_rolling("volume")


@cache
def market() -> PaperMarket:
    return PaperMarket("NQ")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "ohlc.sqlite3"
    fill(path, market())
    store = open_store(path, demo=False)
    yield store
    store.close()


def feed_days() -> Candles:
    """The feed's daily candles: each contract to its end."""
    ends = [0, *((each.ends + 1) * DAY for each in market().active)]
    return concat(market().daily(each).between(ends[n], ends[n + 1]) for n, each in enumerate(market().active))


def test_what_is_kept_is_what_the_candles_make(store: Store) -> None:
    with store.transaction() as connection:
        put(connection, "NQ=F", "1d", feed_days())
        assert keep_ledger(connection, NQ)
        assert not keep_ledger(connection, NQ)
        root = read_root(connection, NQ)
        for rolling in KEPT:
            for family in Family:
                kept = read_ledger(connection, NQ, rolling, family)
                assert kept == made_ledger(root, rolling, family), rolling
                assert len(kept) > 10 or (str(rolling), family) == ("feed", Family.INTRADAY)
        assert connection.execute("SELECT count(DISTINCT rolling) FROM roll WHERE root='NQ'").fetchone()[0] == 4
        daily = {roll.old: roll for roll in read_ledger(connection, NQ, parse_rolling("feed"), Family.DAILY)}
    truth = {roll.old: roll for roll in market().rolls("expiry")}
    assert {name: daily[name].until for name in truth} == {name: roll.until for name, roll in truth.items()}
    assert {daily[name].decided for name in truth} == {"seen"}


def test_a_change_of_candles_is_noticed_and_rolls_by_any_number_are_made(store: Store) -> None:
    with store.transaction() as connection:
        keep_ledgers(connection, CATALOGUE.products)
        before = read_ledger(connection, NQ, VOLUME, Family.DAILY)
        june = next(each for each in market().contracts if each.symbol == "NQM26.CME")
        roll = next(each for each in before if each.old == june.symbol)
        days = market().daily(june)
        at = days.ts == roll.until * DAY
        put(connection, june.symbol, "1d", shifted(days.take(at), -0.25))
        after = next(each for each in read_ledger(connection, NQ, VOLUME, Family.DAILY) if each.old == june.symbol)
        assert (after.points or 0) == (roll.points or 0) + 0.25  # not what is kept
        assert keep_ledger(connection, NQ)
        assert read_ledger(connection, NQ, VOLUME, Family.DAILY) != before
        found = read_ledger(connection, NQ, parse_rolling("expiry-4"), Family.DAILY)[1:]
    assert [each.until for each in found] == [each.until for each in market().rolls("expiry", 4)]


def shifted(candles: Candles, points: float) -> Candles:
    return Candles(candles.ts, *(column + points for column in candles.columns[1:5]), candles.volume)  # type: ignore[arg-type, call-arg]


def test_a_difference_is_proven_by_two_settlements_or_by_two_last_trades(store: Store) -> None:
    """Days that were made of minutes close at the last trade, as TradingView's do; the settlement lies points off it."""
    with store.transaction() as connection:
        march, june = (next(e for e in market().contracts if e.symbol == f"NQ{month}26.CME") for month in "HM")
        put(connection, march.symbol, "1d", shifted(market().daily(march), 1.0), "derived")
        connection.execute("UPDATE candle SET made_of='ninjatrader' WHERE origin='derived'")
        found = {roll.old: roll for roll in read_ledger(connection, NQ, VOLUME, Family.DAILY)}
        put(connection, june.symbol, "1d", shifted(market().daily(june), 1.0), "tradingview")
        alike = {roll.old: roll for roll in read_ledger(connection, NQ, VOLUME, Family.DAILY)}[march.symbol]
    roll = found[march.symbol]
    assert (roll.settled, roll.source, roll.proof) == (False, "ninjatrader, yahoo", RollProof.ESTIMATED)
    assert (found["NQM26.CME"].settled, found["NQM26.CME"].source) == (True, "yahoo")
    assert (alike.settled, alike.source, alike.proof) == (False, "ninjatrader, tradingview", RollProof.PROVEN)


def test_closes_of_which_nobody_knows_what_they_are_prove_a_difference_of_one_source_only(store: Store) -> None:
    with store.transaction() as connection:
        march, june = (next(e for e in market().contracts if e.symbol == f"NQ{month}26.CME") for month in "HM")

        def rolled() -> tuple[bool, str, RollProof]:
            (roll,) = (each for each in read_ledger(connection, NQ, VOLUME, Family.DAILY) if each.old == march.symbol)
            return roll.settled, roll.source, roll.proof

        put(connection, march.symbol, "1d", shifted(market().daily(march), 1.0), "kibot")
        assert rolled() == (False, "kibot, yahoo", RollProof.ESTIMATED)
        put(connection, june.symbol, "1d", shifted(market().daily(june), 1.0), "firstrate")
        assert rolled() == (False, "kibot, firstrate", RollProof.ESTIMATED)
        put(connection, june.symbol, "1d", shifted(market().daily(june), 1.25), "kibot")
        assert rolled() == (False, "kibot", RollProof.PROVEN)
        keep_ledgers(connection, CATALOGUE.products)
        precedence.note_settlements(connection, "kibot", True)  # which the kept ledger notices
        assert rolled() == (True, "kibot", RollProof.PROVEN)
        precedence.note_last_trades(connection, "kibot")
        assert rolled() == (False, "kibot", RollProof.PROVEN)
        precedence.forget(connection, "kibot")
        put(connection, march.symbol, "1d", market().daily(march), "sierra")
        put(connection, june.symbol, "1d", market().daily(june), "yahoo")
        assert rolled() == (True, "sierra, yahoo", RollProof.PROVEN)


def test_a_day_that_was_chosen_by_hand_is_what_the_chosen_row_is(store: Store) -> None:
    with store.transaction() as connection:
        june = next(e for e in market().contracts if e.symbol == "NQM26.CME")
        days = shifted(market().daily(june).take(slice(-4, None)), 1.0)
        put(connection, june.symbol, "1d", days, "person")
        number = watchlist.instrument_id(connection, june.symbol)
        heard.save(connection, number, TIMEFRAMES["1d"], "yahoo", [Interval(int(ts), int(ts) + DAY) for ts in days.ts[1:]])
        said = "INSERT INTO contradiction VALUES (?,'1d','yahoo',?,?,?,?,?,9,1,0)"
        other, volume = (next(zip(*(column.tolist()[at : at + 1] for column in days.columns[:5]), strict=True)) for at in (2, 3))
        connection.execute(said, (number, *other[:4], other[4] + 0.25))
        connection.execute(said, (number, *volume))
        told = [day_sources(connection, number)[ts] for ts in days.ts.tolist()]
    kinds = (CloseKind.UNKNOWN, CloseKind.SETTLEMENT, CloseKind.UNKNOWN, CloseKind.SETTLEMENT)
    assert told == [("person", kind) for kind in kinds]


def test_an_empty_file_has_no_rolls(tmp_path: Path) -> None:
    store = open_store(tmp_path / "empty.sqlite3", demo=False)
    with store.transaction() as connection:
        keep_ledgers(connection, CATALOGUE.products)
        assert stored_contracts(connection, NQ, "1d") == {}
        for rolling in (*KEPT, parse_rolling("expiry-5")):
            assert read_ledger(connection, NQ, rolling, Family.DAILY) == ()
    store.close()


# -- candles ---------------------------------------------------------------------------------------------------------------


def test_the_table_of_a_continuous_series(store: Store) -> None:
    spec = parse_spec("NQ@volume:difference", CATALOGUE.products)
    with store.look() as connection:
        table = read_table(connection, NQ, spec, D1)
        raw = read_table(connection, NQ, parse_spec("NQ@volume", CATALOGUE.products), D1)
        part = read_table(connection, NQ, spec, D1, day("2026-01-02") * DAY, day("2026-06-01") * DAY)
        weeks = read_table(connection, NQ, spec, TIMEFRAMES["1wk"])
        months = read_table(connection, NQ, spec, TIMEFRAMES["1mo"])
    assert np.array_equal(table.candles.ts, raw.candles.ts)
    assert table.estimated == ()
    names = [table.contracts[number] for number in table.numbers.tolist()]
    held = {each.symbol: each for each in market().contracts}
    closes = [held[name].settles[ts // DAY] for name, ts in zip(names, raw.candles.ts.tolist(), strict=True)]
    assert np.array_equal(raw.candles.close, market().prices(np.array(closes)))
    # a part is adjusted to its own newest contract
    assert part.candles.close[-1] == raw.candles.close[np.searchsorted(raw.candles.ts, part.candles.ts[-1])]
    assert len(set(part.contracts)) == 2
    # weeks are made of adjusted days
    first = int(weeks.candles.ts[10])
    days = table.candles.between(first, first + 7 * DAY)
    assert (weeks.candles.high[10], weeks.candles.close[10]) == (days.high.max(), days.close[-1])
    assert weeks.contracts[int(weeks.numbers[10])] == names[int(np.searchsorted(table.candles.ts, days.ts[-1]))]
    assert int(months.candles.ts[-1]) == day("2027-03-01") * DAY  # April goes on after the fifteenth
    assert made_of(TIMEFRAMES["5d"]) is TIMEFRAMES["1d"]


@pytest.mark.parametrize("name", ["5d", "1wk", "1mo", "3mo"])
@pytest.mark.parametrize("without", ["", "NQZ25.CME"])
def test_a_longer_candle_is_made_of_all_of_its_days_or_not_at_all(store: Store, name: str, without: str) -> None:
    """Neither of a part of the first quarter, nor of one in which a contract is missing."""
    calendar, frame = market().calendar, TIMEFRAMES[name]
    with store.transaction() as connection:
        connection.execute("UPDATE series SET count=0 WHERE instrument_id=(SELECT id FROM instrument WHERE symbol=?)", (without,))
        days, made = (read_table(connection, NQ, parse_spec("NQ@expiry", CATALOGUE.products), each).candles for each in (D1, frame))
    dates = calendar.trade_date
    keys, there = period_key(dates, calendar, frame), np.isin(dates * DAY, days.ts)
    assert np.array_equal(made.ts, np.setdiff1d(keys[there], keys[~there]))


def test_the_feed_s_own_series_says_whose_its_candles_are(store: Store) -> None:
    days = feed_days()
    with store.transaction() as connection:
        put(connection, "NQ=F", "1d", days)
        table = read_table(connection, NQ, parse_spec("NQ@feed", CATALOGUE.products), D1)
        moved = read_table(connection, NQ, parse_spec("NQ@feed:difference", CATALOGUE.products), D1)
    assert np.array_equal(table.candles.close, days.close)
    names = [table.contracts[number] for number in table.numbers.tolist()]
    held = {each.symbol: each for each in market().contracts}
    assert all(held[name].ends >= ts // DAY for name, ts in zip(names, days.ts.tolist(), strict=True))
    assert moved.candles.close[-1] == days.close[-1]
    assert not np.array_equal(moved.candles.close, days.close)


def test_hours_of_the_feed_that_have_not_rolled_are_of_the_contract_that_proves_them(tmp_path: Path) -> None:
    newest = market().active[8]
    hours = market().hourly(newest, newest.ends - 30, newest.ends - 20)
    store = open_store(tmp_path / "front.sqlite3", demo=False)
    with store.transaction() as connection:
        put(connection, "NQ=F", "1h", hours)
        unknown = read_candles(connection, NQ, parse_rolling("feed"), TIMEFRAMES["1h"])
        stretch = ContractStretch(newest.symbol, int(hours.ts[0]), int(hours.ts[-1]), len(hours))
        save_stretches(connection, watchlist.find_instrument(connection, "NQ=F") or 0, "5m", 0, [stretch])
        known = read_candles(connection, NQ, parse_rolling("feed"), TIMEFRAMES["1h"])
    store.close()
    assert (unknown.contracts, known.contracts) == (("",), (newest.symbol,))
    assert np.array_equal(known.candles.close, hours.close)


def test_a_contract_that_is_not_stored_stops_an_adjustment_and_nothing_else(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute("UPDATE series SET count=0 WHERE instrument_id=(SELECT id FROM instrument WHERE symbol='NQZ25.CME')")
        raw = read_table(connection, NQ, parse_spec("NQ@expiry", CATALOGUE.products), D1)
        assert "NQZ25.CME" not in raw.contracts
        with pytest.raises(UnprovenRoll, match=r"between NQU25.CME and NQH26.CME is not known") as refused:
            read_table(connection, NQ, parse_spec("NQ@expiry:difference", CATALOGUE.products), D1)
        late = read_table(connection, NQ, parse_spec("NQ@expiry:difference", CATALOGUE.products), D1, day("2026-01-01") * DAY)
        rolls = {roll.old: roll for roll in read_ledger(connection, NQ, parse_rolling("expiry"), Family.DAILY)}
    assert late.contracts[0] == "NQH26.CME"
    assert str(refused.value.hint) == "Import NQZ25.CME, or take what is newer than 2025-12-19 only."
    for name in ("NQU25.CME", "NQZ25.CME"):
        assert (rolls[name].proof, rolls[name].missing) == (RollProof.UNKNOWN, ("NQZ25.CME",))
        receipt = roll_receipt(rolls[name], NQ.continuous())
        assert str(receipt.why) == "The difference is not known: import NQZ25."
    assert rolls["NQH26.CME"].missing == ()


def test_hours_are_adjusted_over_a_contract_of_which_days_only_are_stored(store: Store) -> None:
    before, between, after = (next(e for e in market().active if e.symbol == f"NQ{name}.CME") for name in ("U25", "Z25", "H26"))
    truth = {roll.old: roll for roll in market().rolls("volume")}
    until = truth[between.symbol].until
    with store.transaction() as connection:
        for each, first in ((before, truth[before.symbol].until - 5), (after, until - 3)):
            put(connection, each.symbol, "1h", market().hourly(each, first, first + 9))
        raw = read_candles(connection, NQ, VOLUME, TIMEFRAMES["1h"])
        tables = {
            kind: read_table(connection, NQ, parse_spec(f"NQ@volume:{kind}", CATALOGUE.products), TIMEFRAMES["1h"])
            for kind in ("none", "difference", "ratio")
        }
    assert raw.contracts == (before.symbol, after.symbol)
    steps = [truth[each.symbol] for each in (before, between)]
    moved = tables["difference"].candles.close - tables["none"].candles.close
    assert set(moved[: raw.starts[1]]) == {sum(each.ticks for each in steps) / 4}
    assert not moved[raw.starts[1] :].any()
    closes = [(before, between), (between, after)]
    ratio = math.prod(new.settles[each.priced] / old.settles[each.priced] for each, (old, new) in zip(steps, closes, strict=True))
    assert tables["ratio"].candles.close[0] == pytest.approx(tables["none"].candles.close[0] * ratio, abs=1e-6)
    (roll,) = raw.rolls
    receipt = roll_receipt(roll, NQ.continuous())
    assert str(receipt.when) == f"Last day of NQU25: {day_of(steps[0].until)}. On it NQZ25 was traded more."
    told = str(receipt.why)
    assert told.startswith("No candles of NQZ25 are there. Settlements of ")
    assert told.count("Settlements of ") == 2
    assert told.endswith("Proven by both contracts' own candles (yahoo).")
