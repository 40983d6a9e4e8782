"""Business days, last trading days as they really were, and where the front month changes in a series."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.annotations.days import build_days, traded_sessions
from ohlc_desktop.core.chart.annotations.rolls import rolls
from ohlc_desktop.core.chart.series import Roll, no_days
from ohlc_desktop.core.following.proven_rolls import ProvenRoll
from ohlc_desktop.core.market.contract_days import last_trading_days
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.holidays import BusinessDays, london_holidays, month_end, nth_weekday, us_holidays
from ohlc_desktop.core.market.sessions import buckets, day_of
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.chart.test_days import candles_at
from tests.core.helpers import CATALOGUE, calendar, day, session_of, utc


def dates(days: frozenset[int]) -> list[str]:
    return [day_of(found).strftime("%m-%d") for found in sorted(days)]


# -- business days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24"),
        (2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26"),  # New Year's Day was a Saturday
        (2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25"),
        (2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25"),
        (2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24"),
    ],
)
def test_the_holidays_of_us_exchanges(year: int, expected: str) -> None:
    assert dates(us_holidays(year)) == expected.split()


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"),  # New Year's Day was a Saturday
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_the_bank_holidays_of_london(year: int, expected: str) -> None:
    assert dates(london_holidays(year)) == expected.split()


def test_every_session_is_a_business_day_unless_it_is_on_a_holiday() -> None:
    whole = calendar("cme_grains")  # the floor's calendar has no sessions on holidays
    known = whole.take(whole.trade_date > day("2025-01-09"))  # a day of mourning, which no rule foretells
    span = range(int(known.trade_date[0]), int(known.trade_date[-1]) + 1)
    assert [at for at in span if BusinessDays().has(at)] == [at for at in span if BusinessDays(known).has(at)]
    assert [at for at in span if BusinessDays(known).has(at)] == known.trade_date.tolist()
    assert not BusinessDays(calendar("cme_energy")).has(day("2026-05-25"))  # a short session on Memorial Day


def test_a_day_that_the_calendar_does_not_know_is_no_business_day_within_its_reach() -> None:
    known = calendar("cme_energy")
    mourned = day("2026-11-17")
    days = BusinessDays(known.take(known.trade_date != mourned))
    assert not days.has(mourned)
    assert days.before(day("2026-11-18")) == day("2026-11-16")
    assert days.upto(mourned) == day("2026-11-16")


def test_parts_of_months() -> None:
    assert day_of(nth_weekday(2026, 11, 3, 4)) == date(2026, 11, 26)
    assert day_of(nth_weekday(2026, 5, 0, -1)) == date(2026, 5, 25)
    assert day_of(nth_weekday(2026, 5, 4, -2)) == date(2026, 5, 22)
    assert [day_of(month_end(2026, month)) for month in (-1, 0, 1, 2, 12, 13)] == [
        date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 31),
    ]  # fmt: skip


# -- last trading days -------------------------------------------------------------------------------

#: As the exchanges published them.
KNOWN = {
    "ES 2025-03": "2025-03-21", "ES 2025-12": "2025-12-19", "ES 2026-06": "2026-06-18",  # Juneteenth on the Friday
    "MNQ 2026-12": "2026-12-18", "YM 2024-09": "2024-09-20",
    "CL 2020-05": "2020-04-21",  # the day after the price went below zero
    "CL 2025-02": "2025-01-21", "CL 2025-06": "2025-05-20", "CL 2025-12": "2025-11-20", "CL 2026-01": "2025-12-19",
    "CL 2026-06": "2026-05-19", "MCL 2026-01": "2025-12-18", "QM 2025-12": "2025-11-19",
    "NG 2025-02": "2025-01-29", "NG 2025-12": "2025-11-25", "NG 2026-01": "2025-12-29",
    "HO 2025-02": "2025-01-31", "RB 2026-01": "2025-12-31",
    "BZ 2024-05": "2024-03-28", "BZ 2025-02": "2024-12-30", "BZ 2025-03": "2025-01-31",
    "GC 2025-04": "2025-04-28", "GC 2025-12": "2025-12-29", "SI 2025-12": "2025-12-29", "PL 2026-01": "2026-01-28",
    "MHG 2022-12": "2022-11-28", "MHG 2023-01": "2022-12-28", "MHG 2023-03": "2023-02-24", "MHG 2023-06": "2023-05-26",
    "ZB 2025-12": "2025-12-19", "UB 2025-12": "2025-12-19", "ZN 2025-03": "2025-03-20", "TN 2025-03": "2025-03-20",
    "ZF 2025-03": "2025-03-31", "ZT 2025-12": "2025-12-31",
    "6E 2025-06": "2025-06-16", "6E 2025-12": "2025-12-15", "6J 2024-06": "2024-06-17", "6C 2025-03": "2025-03-18",
    "ZC 2025-03": "2025-03-14", "ZC 2025-12": "2025-12-12", "ZS 2025-01": "2025-01-14", "ZW 2026-03": "2026-03-13",
    "BTC 2025-01": "2025-01-31", "MBT 2025-11": "2025-11-28", "ETH 2026-12": "2026-12-24",
    "BTC 2025-12": "2025-12-26",  # Boxing Day: a holiday in London, a business day in the United States
}  # fmt: skip


@pytest.mark.parametrize(("contract", "expected"), KNOWN.items())
def test_contracts_end_when_they_did(contract: str, expected: str) -> None:
    root, month = contract.split()
    product = CATALOGUE.products[root]
    for stored in (None, calendar(product.calendar)):
        (found,) = last_trading_days(product, [(int(month[:4]), int(month[5:]))], stored)
        assert day_of(found).isoformat() == expected


@pytest.mark.parametrize("root", tuple(CATALOGUE.products))
def test_every_contract_of_the_catalogue_has_a_last_trading_day(root: str) -> None:
    product = CATALOGUE.products[root]
    contracts = [(year, month) for year in (2025, 2026) for month in range(1, 13) if product.lists(month)]
    ends = last_trading_days(product, contracts, None)
    assert len(ends) == len(contracts) > 0
    assert ends == sorted(set(ends))


# -- rolls in a series -------------------------------------------------------------------------------


def rolls_of(
    root: str, timeframe: str, start: str, end: str, *seen: ContractChange, proven: tuple[ProvenRoll, ...] = ()
) -> tuple[Int64, tuple[Roll, ...]]:
    """Stamps of all candles in some time, and the rolls among them."""
    product, tf = CATALOGUE.products[root], TIMEFRAMES[timeframe]
    known = calendar(product.calendar)
    ts = buckets(known, tf, utc(start), utc(end)).key
    days = no_days() if tf.daily else build_days(candles_at(ts), traded_sessions(ts, product.calendar, known))
    return ts, rolls(product, tf, ts, days, known, seen, proven)


@pytest.mark.parametrize("timeframe", ["1m", "1h"])
def test_the_front_month_changes_with_the_session_after_the_last_trading_day(timeframe: str) -> None:
    ts, (roll,) = rolls_of("MNQ", timeframe, "2026-12-10 00:00", "2026-12-31 00:00")
    opened, _ = session_of("cme_equity", "2026-12-21")
    assert (roll.ts, roll.old, roll.new) == (opened, "MNQZ26", "MNQH27")
    assert roll.place == int(np.searchsorted(ts, opened)) - 0.5


def test_a_change_that_was_seen_is_where_it_was_seen() -> None:
    change = ContractChange(utc("2026-12-15 14:05"), 56.25)
    ts, (roll,) = rolls_of("ES", "5m", "2026-12-10 00:00", "2026-12-31 00:00", change)
    assert (roll.ts, roll.place) == (change.ts, int(np.searchsorted(ts, change.ts)) - 0.5)
    _, (hourly,) = rolls_of("ES", "1h", "2026-12-10 00:00", "2026-12-31 00:00", change)
    assert hourly.ts == utc("2026-12-15 15:00")  # the hour before holds both
    _, (daily,) = rolls_of("ES", "1d", "2026-12-10 00:00", "2026-12-31 00:00", change)
    assert day_of(daily.ts // DAY) == date(2026, 12, 21)  # days are of the old contract to its end
    _, (early,) = rolls_of("ES", "5m", "2026-12-10 00:00", "2026-12-17 00:00", change)
    assert early.ts == change.ts  # told while the old contract still trades


def test_each_family_is_marked_where_its_own_candles_prove_the_change() -> None:
    """NQ=F in June 2026: minutes changed on Monday the 15th, days with the 22nd; the rule names the session of a holiday."""
    start, end, pair = "2026-06-08 00:00", "2026-06-30 00:00", ("NQM26.CME", "NQU26.CME")
    opened, _ = session_of("cme_equity", "2026-06-15")
    minutes = ProvenRoll(*pair, "5m", opened, opened - 300, 2000, 3000, 0)
    ts, (roll,) = rolls_of("NQ", "15m", start, end, proven=(minutes,))
    assert roll == Roll(opened, int(np.searchsorted(ts, opened)) - 0.5, "NQM26", "NQU26")
    days = ProvenRoll(*pair, "1d", utc("2026-06-22 00:00"), utc("2026-06-18 00:00"), 60, 10, 0)
    _, (daily,) = rolls_of("NQ", "1d", start, end, proven=(days,))
    assert (day_of(daily.ts // DAY), daily.estimated) == (date(2026, 6, 22), False)
    _, (guessed,) = rolls_of("NQ", "15m", start, end)
    assert guessed == Roll(session_of("cme_equity", "2026-06-19")[0], guessed.place, "NQM26", "NQU26", estimated=True)
    assert str(guessed.label) == "NQM26 → NQU26 (est.)"
    assert str(roll.label) == "NQM26 → NQU26"


def test_months_that_the_rule_does_not_know_are_marked_where_they_are_proven() -> None:
    """Gold's continuous symbol went through the dead month of July; what the rule says of the same contracts is no more."""
    through = [("GCM25.CMX", "GCN25.CMX", "2025-05-29"), ("GCN25.CMX", "GCQ25.CMX", "2025-07-30")]
    proven = tuple(ProvenRoll(old, new, "1d", utc(f"{at} 00:00"), 0, 9, 9, 0) for old, new, at in through)
    _, found = rolls_of("GC", "1d", "2025-05-01 00:00", "2026-01-20 00:00", proven=proven)
    assert [(day_of(roll.ts // DAY).isoformat(), roll.old, roll.new, roll.estimated) for roll in found] == [
        ("2025-05-29", "GCM25", "GCN25", False), ("2025-07-30", "GCN25", "GCQ25", False),
        ("2025-08-28", "GCQ25", "GCZ25", True), ("2025-12-30", "GCZ25", "GCG26", True),
    ]  # fmt: skip


def test_a_change_belongs_to_the_contract_that_ends_next() -> None:
    change = ContractChange(utc("2025-12-18 15:00"), -0.4)  # crude oil changes month by month
    _, found = rolls_of("CL", "1h", "2025-11-03 00:00", "2026-02-10 00:00", change)
    assert [(roll.old, roll.ts == change.ts) for roll in found] == [
        ("CLZ25", False), ("CLF26", True), ("CLG26", False),
    ]  # fmt: skip


def test_rolls_in_daily_and_weekly_candles() -> None:
    ts, found = rolls_of("CL", "1d", "2025-11-03 00:00", "2026-03-01 00:00")
    assert [(day_of(roll.ts // DAY).isoformat(), roll.old, roll.new) for roll in found] == [
        ("2025-11-21", "CLZ25", "CLF26"), ("2025-12-22", "CLF26", "CLG26"), ("2026-01-21", "CLG26", "CLH26"),
        ("2026-02-23", "CLH26", "CLJ26"),
    ]  # fmt: skip
    assert all(ts[int(roll.place + 0.5)] == roll.ts for roll in found)
    _, (weekly,) = rolls_of("ES", "1wk", "2025-12-01 00:00", "2026-02-01 00:00")
    assert day_of(weekly.ts // DAY) == date(2025, 12, 22)


def test_only_active_months_are_in_front() -> None:
    _, found = rolls_of("GC", "1d", "2025-06-02 00:00", "2026-06-30 00:00")
    assert [roll.old for roll in found] == ["GCM25", "GCQ25", "GCZ25", "GCG26", "GCJ26", "GCM26"]
    _, found = rolls_of("6E", "1d", "2025-06-02 00:00", "2026-06-30 00:00")
    assert [(roll.old, roll.new) for roll in found[:2]] == [("6EM25", "6EU25"), ("6EU25", "6EZ25")]


def test_no_rolls_where_none_can_be_told() -> None:
    for timeframe in ("1mo", "3mo"):
        assert rolls_of("ES", timeframe, "2024-01-01 00:00", "2027-01-01 00:00")[1] == ()
    assert rolls_of("ES", "1h", "2026-11-10 00:00", "2026-12-05 00:00")[1] == ()
    product, one = CATALOGUE.products["ES"], np.array([day("2026-12-18") * DAY])
    assert rolls(product, TIMEFRAMES["1d"], one, no_days(), None) == ()
    assert rolls(product, TIMEFRAMES["1d"], one[:0], no_days(), None) == ()


def test_without_a_stored_calendar_rolls_are_the_same() -> None:
    ts, found = rolls_of("CL", "1d", "2025-01-02 00:00", "2026-12-01 00:00")
    assert rolls(CATALOGUE.products["CL"], TIMEFRAMES["1d"], ts, no_days(), None) == found
    assert len(found) == 23


def test_a_roll_within_a_gap_is_where_the_candles_go_on() -> None:
    product = CATALOGUE.products["ES"]
    ts = np.array([day("2025-11-20"), day("2025-12-01"), day("2026-04-01"), day("2026-04-02")]) * DAY
    (roll,) = rolls(product, TIMEFRAMES["1d"], ts, no_days(), None)
    assert (roll.ts, roll.place, roll.new) == (ts[2], 1.5, "ESM26")
