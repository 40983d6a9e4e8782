"""The contracts of the simulated market: they start, overlap, expire and hand over their volume, and the ledger tells how."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest

from ohlc_desktop.core.candles import concat
from ohlc_desktop.core.continuous.ledger import ContractDays, Family, RollProof
from ohlc_desktop.core.continuous.making import StoredRoot, made_ledger
from ohlc_desktop.core.continuous.spec import parse_rolling
from ohlc_desktop.core.following.proven_rolls import proven_rolls
from ohlc_desktop.core.following.stretches import proven_stretches
from ohlc_desktop.core.market.contract_days import contracts_from, last_trading_days
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.timeframes import DAY, MINUTE, TIMEFRAMES
from ohlc_desktop.sources.demo.curve import LISTED, front, left_on, ticks_above
from ohlc_desktop.sources.demo.source import DemoSource, level_of
from ohlc_desktop.sources.source import SourceTools
from tests.core.helpers import CATALOGUE, calendar, day, instrument, session_of, utc
from tests.sources.test_demo import demo, same
from tests.standins.clock import FakeClock

#: The ledger is judged from here on, of monthly contracts for a year: to make minutes takes time.
FIRST = day("2024-06-01")
UNTIL = {"NQ": "2027-06-01", "CL": "2025-06-20"}


@pytest.mark.parametrize("root", tuple(UNTIL))
def test_every_offset_is_true_to_the_tick(root: str) -> None:
    latest = day(UNTIL[root])
    product, known = CATALOGUE.products[root], calendar(CATALOGUE.products[root].calendar)
    contracts = [product.contract(*month) for month in islice(contracts_from(product, (2024, 1)), 60)]
    contracts = [each for each in contracts if FIRST <= left_on(each) <= latest + 120]
    trade_dates = known.trade_date.tolist()
    stretches = {}
    for each in contracts:  # of each contract the days around its roll, and those around the roll before
        at = trade_dates.index(max(d for d in trade_dates if d <= left_on(each)))
        stretches[each.symbol] = trade_dates[at] * DAY, trade_dates[at + 1] * DAY + DAY
    days = {}
    for before, each in pairwise([None, *contracts]):
        spans = [stretches[one.symbol] for one in (before, each) if one is not None]
        parts = [demo(each.symbol, "1d", start, end - DAY // 4) for start, end in spans]
        found = concat(part for part in parts if len(part))
        _, unique = np.unique(found.ts, return_index=True)
        found = found.take(unique)
        days[each.symbol] = ContractDays(found, np.ones(len(found), np.bool_), np.full(len(found), "demo"))
    stored = StoredRoot(product, known, contracts, days, {}, latest)
    found_rolls = [roll for roll in made_ledger(stored, parse_rolling("volume"), Family.DAILY)[1:] if roll.until < latest]
    assert len(found_rolls) > 10
    for roll, (old, new) in zip(found_rolls, pairwise(contracts), strict=False):
        assert (roll.old, roll.new, roll.proof, roll.decided) == (old.symbol, new.symbol, RollProof.PROVEN, "volume")
        assert roll.until == min(d for d in trade_dates if d > left_on(old))  # the first day of more volume
        level = level_of(root)
        assert roll.ticks(product.tick) == ticks_above(new, level, roll.until) - ticks_above(old, level, roll.until)
        assert (roll.new_volume or 0) > (roll.old_volume or 0)


def test_a_contract_is_traded_from_its_listing_to_its_end() -> None:
    (last,) = last_trading_days(CATALOGUE.products["NQ"], [(2026, 6)], None)
    days = demo("NQM26.CME", "1d", (last - LISTED - 9) * DAY, (last + 9) * DAY).ts // DAY
    assert (days[0] >= last - LISTED, days[-1]) == (True, last)
    minutes = demo("NQM26.CME", "1m", utc("2026-06-18 13:00"), utc("2026-06-19 13:00"))
    assert int(minutes.ts[-1]) + MINUTE == utc("2026-06-18 13:30")  # half past eight in Chicago
    assert len(demo("NQM26.CME", "1m", utc("2024-06-03"), utc("2024-06-04"))) == 0


def test_the_continuous_symbol_is_the_contract_in_front() -> None:
    for trade_date in ("2026-06-09", "2026-06-18"):
        start = utc(f"{trade_date} 00:00")
        contract = front("NQ", day(trade_date))
        assert same(demo("NQ", "5m", start, start + 3600 * 12), demo(contract.symbol, "5m", start, start + 3600 * 12))
    assert (front("NQ", day("2026-06-09")).symbol, front("NQ", day("2026-06-18")).symbol) == ("NQM26.CME", "NQU26.CME")
    assert front("CL", day("2026-12-31")) == instrument("CLG27.NYM")


def test_the_day_on_which_the_front_changes_is_proven_by_the_contracts() -> None:
    trade_dates = calendar("cme_equity").trade_date.tolist()
    changed = next(at for at in trade_dates if at > left_on(instrument("NQM26.CME")))
    start, end = (changed - 2) * DAY, (changed + 1) * DAY
    own, *contracts = (demo(symbol, "5m", start, end) for symbol in ("NQ", "NQM26.CME", "NQU26.CME"))
    theirs = dict(zip(("NQM26.CME", "NQU26.CME"), contracts, strict=True))
    found = proven_stretches(own, TIMEFRAMES["5m"], theirs, 300, 0.25)
    assert sum(stretch.candles for stretch in found) == len(own)
    (roll,) = proven_rolls(found, "5m", CATALOGUE.products["NQ"])
    assert roll.ts == session_of("cme_equity", day_of(changed).isoformat())[0]
    answers = {at: DemoSource(SourceTools(FakeClock(at), calendar_of=calendar)) for at in (roll.ts - 3600 * 12, roll.ts + 60)}
    request = FetchRequest(instrument("NQ"), "1d", roll.ts - DAY, roll.ts, Interval(0, 1), Purpose.SYNC)
    assert [source.fetch(request).follows for source in answers.values()] == [
        "E-mini Nasdaq-100 Jun 2026", "E-mini Nasdaq-100 Sep 2026",
    ]  # fmt: skip
