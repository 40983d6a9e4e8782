"""What the exchange trades around its holidays, from its notices and from recorded minutes, held against the calendars.

The table is written apart from ``resources/sessions.toml``: each line says until when a product trades on a date and
when it opens again, in Chicago time. Nothing may be expected in between, everything around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.helpers import STRICT_CALENDARS, calendar

CHICAGO = ZoneInfo("America/Chicago")

#: The columns of the table.
PRODUCTS = ("equity", "energy", "metals", "rates", "fx", "grains", "crypto")

#: By date: the end of trading of each product. "-" nothing is traded, "=" a regular day, "?" not known; a time with
#: a "+" behind it begins at 08:30, without an evening before. A single word is said of all.
TABLE = """
2024-03-29  -
2024-07-03  12:15 =     ?     ?     ?     ?      ?
2024-11-29  12:15 13:45 ?     ?     ?     ?      ?
2024-12-24  12:15 12:45 12:45 12:15 12:15 12:05  12:45
2025-01-09  08:30 =     =     12:15 =     12:15  =
2024-01-15  12:00 13:30 13:30 12:00 =     -      =
2024-02-19  12:00 13:30 13:30 12:00 =     -      =
2024-05-27  12:00 13:30 13:30 12:00 =     -      =
2024-09-02  12:00 13:30 13:30 12:00 =     -      =
2024-11-28  12:00 13:30 13:30 12:00 =     -      =
2025-01-20  12:00 13:30 13:30 12:00 =     -      =
2025-02-17  12:00 13:30 13:30 12:00 =     -      =
2025-05-26  12:00 13:30 13:30 12:00 =     -      =
2025-09-01  12:00 13:30 13:30 12:00 =     -      =
2025-11-27  12:00 13:30 13:30 12:00 =     -      =
2026-01-19  12:00 13:30 13:30 12:00 =     -      =
2026-02-16  12:00 13:30 13:30 12:00 =     -      =
2026-05-25  12:00 13:30 13:30 12:00 =     -      =
2026-09-07  12:00 13:30 13:30 12:00 =     -      =
2026-11-26  12:00 13:30 13:30 12:00 =     -      =
2024-06-19  12:00 13:30 13:30 12:00 =     -      =
2025-06-19  12:00 13:30 13:30 12:00 =     -      =
2024-07-04  12:00 13:30 13:30 12:00 =     -      =
2025-04-18  -
2025-07-03  12:15 =     =     =     =     12:05  =
2025-07-04  12:00 12:00 12:00 12:00 12:00 -      12:00
2025-11-28  12:15 13:45 13:45 12:15 13:45 12:05+ 13:45
2025-12-24  12:15 12:45 12:45 12:15 12:45 12:05  12:45
2026-01-02  =     =     =     =     =     13:20+ =
2026-04-03  08:15 -     -     10:15 10:15 -      10:15
2026-06-19  12:00 12:00 12:00 12:00 12:00 -      12:00
2026-07-03  12:00 12:00 12:00 12:00 12:00 -      12:00
2026-11-27  12:15 13:45 13:45 12:15 13:45 12:05+ 13:45
2026-12-24  12:15 12:45 12:45 12:15 12:45 12:05  12:45
2026-12-25  -
2027-01-01  -
2027-03-26  -
2027-06-18  12:00 12:00 12:00 12:00 12:00 -      12:00
"""

#: Grains open at 19:00 on the evening of a holiday, but in the morning after these.
MORNINGS = {"2024-07-04", "2024-11-28", "2025-11-27", "2026-11-26", "2025-01-01", "2026-01-01", "2024-12-25", "2025-12-25"}
#: Days on whose evening nothing opens because the next one is closed; of grains the eve of every holiday is one.
SHUT = {"2024-03-29", "2024-12-25", "2025-01-01", "2025-04-18", "2025-12-25", "2026-01-01", "2026-12-25", "2027-01-01", "2027-03-26"}
#: The minutes of Chicago's day in which grains do not trade.
PAUSE = (7 * 60 + 45, 8 * 60 + 30)
REGULAR_END = {"grains": "13:20"}
EVENING = {"grains": "19:00"}


class HaltCase(NamedTuple):
    """One date of one product."""

    product: str
    day: date
    end: str


def _cases() -> Iterator[HaltCase]:
    for line in TABLE.split("\n")[1:-1]:
        day, *ends = line.split()
        for product, end in zip(PRODUCTS, ends * 7 if len(ends) == 1 else ends, strict=True):
            if end != "?":
                yield HaltCase(product, date.fromisoformat(day), end)


CASES = list(_cases())
ENDS = {(case.product, case.day): case.end for case in CASES}
CLOSED = {(case.product, case.day) for case in CASES if case.end == "-"} | {
    (product, date.fromisoformat(day)) for product in PRODUCTS for day in SHUT
}


def chicago(day: date, at: str) -> int:
    """UTC epoch seconds of a time in Chicago."""
    return int(datetime.fromisoformat(f"{day} {at}").replace(tzinfo=CHICAGO).timestamp())


def closed(product: str, day: date) -> bool:
    """Whether nothing of a trade date trades."""
    return day.weekday() >= 5 or (product, day) in CLOSED


def next_open(product: str, day: date) -> int:
    """When trading opens again after it ended on a date: on the evening before the next date that trades."""
    after = day + timedelta(days=1)
    while closed(product, after):
        after += timedelta(days=1)
    before = after - timedelta(days=1)
    if product == "grains" and before.isoformat() in MORNINGS:
        return chicago(after, "08:30")
    return chicago(before, EVENING.get(product, "17:00"))


def end_on(product: str, day: date) -> int:
    """When trading ends on a date that trades."""
    end = ENDS.get((product, day), "=").rstrip("+")
    return chicago(day, REGULAR_END.get(product, "16:00") if end == "=" else end)


def last_end(product: str, day: date) -> int:
    """When trading ended before a date on which there is none."""
    before = day - timedelta(days=1)
    while closed(product, before):
        before -= timedelta(days=1)
    return end_on(product, before)


def expected(product: str, name: str, start: int, end: int) -> list[int]:
    """Stamps of the candles that touch a stretch of time."""
    return buckets(calendar(f"cme_{product}"), TIMEFRAMES[name], start, end).key.tolist()


def grid(product: str, start: int, end: int, step: int) -> list[int]:
    """Every stamp of a stretch of trading; grains pause in the morning."""
    stamps = range(start, end, step)
    if product != "grains":
        return list(stamps)
    clocks = [datetime.fromtimestamp(ts, CHICAGO) for ts in stamps]
    return [ts for ts, at in zip(stamps, clocks, strict=True) if not PAUSE[0] <= at.hour * 60 + at.minute < PAUSE[1]]


@pytest.mark.parametrize("name", ["1m", "5m"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_minute_around_a_halt(product: str, name: str) -> None:
    for case in (case for case in CASES if case.product == product):
        check_halt(case, name)


def check_halt(case: HaltCase, name: str) -> None:
    """Nothing is expected within the halt, everything around it."""
    product, day, end = case
    step = TIMEFRAMES[name].seconds
    opens = next_open(product, day)
    if end == "-":
        halt = last_end(product, day)
    else:
        halt = end_on(product, day)
        morning = end.endswith("+")
        begun = chicago(day, "08:30") if morning else chicago(day - timedelta(days=1), EVENING.get(product, "17:00"))
        assert expected(product, name, begun, halt) == grid(product, begun, halt, step), case
        if morning:
            assert expected(product, name, chicago(day - timedelta(days=1), "14:00"), begun) == [], case
    assert expected(product, name, halt - step, halt) == [halt - step], case
    assert expected(product, name, halt, opens) == [], case
    assert expected(product, name, opens, opens + step) == [opens], case


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize(
    ("first", "last"), [("2026-03-05", "2026-03-10"), ("2026-10-29", "2026-11-03"), ("2025-03-06", "2025-03-11"), ("2025-10-30", "2025-11-04")]
)  # fmt: skip
def test_ordinary_days_around_both_clock_changes(product: str, first: str, last: str) -> None:
    """Four trade dates, a weekend with the change among them: whole, at Chicago's hours before and after it."""
    days = [date.fromisoformat(first) + timedelta(days=n) for n in range(6)]
    assert days[-1] == date.fromisoformat(last)
    traded = [day for day in days if day.weekday() < 5]
    evening, end = EVENING.get(product, "17:00"), REGULAR_END.get(product, "16:00")
    spans = [(chicago(day - timedelta(days=1), evening), chicago(day, end)) for day in traded]
    whole = [ts for begin, finish in spans for ts in grid(product, begin, finish, 300)]
    assert expected(product, "5m", spans[0][0], spans[-1][1]) == whole
    assert len(whole) == len(traded) * (276 if product != "grains" else 153 + 58)


def test_the_counts_that_were_wrong() -> None:
    """Corn on the Friday after Thanksgiving, notes on Juneteenth, and the minutes of ES that would be refused."""
    friday = expected("grains", "5m", chicago(date(2026, 11, 26), "00:00"), chicago(date(2026, 11, 28), "00:00"))
    assert len(friday) == 43
    assert friday[-1] == chicago(date(2026, 11, 27), "12:00")
    juneteenth = chicago(date(2025, 6, 19), "12:00"), chicago(date(2025, 6, 19), "17:00")
    assert expected("rates", "5m", *juneteenth) == []
    for day in (date(2026, 11, 27), date(2026, 12, 24)):
        assert len(expected("equity", "1m", chicago(day, "12:00"), chicago(day, "17:00"))) == 15


def test_a_morning_without_an_evening_keeps_the_places_of_coarser_candles() -> None:
    """Candles that were stored when an evening was thought to trade are not doubled by others beside them."""
    for name in ("1h", "4h", "12h"):
        seconds, days = TIMEFRAMES[name].seconds, (date(2026, 11, 25), date(2026, 11, 27))
        usual, short = ({(ts - chicago(day - timedelta(days=1), "19:00")) % seconds for ts in
                         expected("grains", name, chicago(day, "08:30"), chicago(day, "12:05"))} for day in days)  # fmt: skip
        assert usual == short == {0}


def test_the_table_speaks_of_every_calendar() -> None:
    assert {f"cme_{product}" for product in PRODUCTS} == set(STRICT_CALENDARS)
    assert {case.product for case in CASES} == set(PRODUCTS)
    early = {name: calendar(name).trade_date[calendar(name).early] for name in STRICT_CALENDARS}
    assert all(np.isin((date(2026, 12, 24) - date(1970, 1, 1)).days, found) for found in early.values())
