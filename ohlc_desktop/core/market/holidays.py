"""Days on which exchanges do business, for what their rules count in business days.

CME trades a short session on most holidays of the United States, and the session calendar has a trade date for them,
but they are no business days: crude oil of June 2026 ends four business days before Memorial Day, not three
(https://www.cmegroup.com/tools-information/holiday-calendar.html). So the holidays are known here by their rules.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from ohlc_desktop.core.market.sessions import Calendar, day_number, day_of

MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 2, 3, 4


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday, of a day number."""
    return (day + 3) % 7


def nth_weekday(year: int, month: int, which: int, nth: int) -> int:
    """Day number of the nth Monday (0) to Sunday (6) of a month, counted from 1; from the end when negative."""
    if nth > 0:
        first = day_number(date(year, month, 1))
        return first + (which - weekday(first)) % 7 + 7 * (nth - 1)
    last = month_end(year, month)
    return last - (weekday(last) - which) % 7 + 7 * (nth + 1)


def month_end(year: int, month: int) -> int:
    """Day number of the last calendar day of a month; months beyond 1 to 12 belong to the years around."""
    months = year * 12 + month  # of the month after it, counted from year 0
    return day_number(date(months // 12, months % 12 + 1, 1)) - 1


@lru_cache(maxsize=256)
def us_holidays(year: int) -> frozenset[int]:
    """Day numbers of the holidays of US exchanges in a year, as they are observed."""
    fixed = [(7, 4), (12, 25), *([(6, 19)] if year >= 2022 else [])]
    found = [_observed(date(year, month, day)) for month, day in fixed]
    new_year = date(year, 1, 1)
    if new_year.weekday() != 5:  # one on a Saturday is not observed
        found.append(_observed(new_year))
    found += [
        nth_weekday(year, 1, MONDAY, 3), nth_weekday(year, 2, MONDAY, 3), _easter(year) - 2,
        nth_weekday(year, 5, MONDAY, -1), nth_weekday(year, 9, MONDAY, 1), nth_weekday(year, 11, THURSDAY, 4),
    ]  # fmt: skip
    return frozenset(found)


@lru_cache(maxsize=256)
def us_half_days(year: int) -> frozenset[int]:
    """Day numbers on which the New York Stock Exchange closes at 13:00: the day after Thanksgiving, and those before
    Independence Day and Christmas unless a weekend lies between (https://www.nyse.com/markets/hours-calendars).
    """
    eves = (day_number(date(year, 7, 3)), day_number(date(year, 12, 24)))
    after_thanksgiving = nth_weekday(year, 11, THURSDAY, 4) + 1
    return frozenset({after_thanksgiving, *(day for day in eves if weekday(day) < FRIDAY)})


@lru_cache(maxsize=256)
def london_holidays(year: int) -> frozenset[int]:
    """Day numbers of the bank holidays of London in a year that recur."""
    christmas = day_number(date(year, 12, 25))
    days = [christmas, christmas + 1, day_number(date(year, 1, 1))]
    found = {_easter(year) - 2, _easter(year) + 1, nth_weekday(year, 5, MONDAY, 1)}
    found |= {nth_weekday(year, 5, MONDAY, -1), nth_weekday(year, 8, MONDAY, -1)}
    for day in days:  # one on a weekend moves to the next working day that is free
        while weekday(day) > FRIDAY or day in found:
            day += 1
        found.add(day)
    return frozenset(found)


def _observed(day: date) -> int:
    """A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after."""
    return day_number(day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0)))


def _easter(year: int) -> int:
    """Day number of Easter Sunday, by the Gregorian computus of Butcher (1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (2 * e + 2 * (c // 4) - h - c % 4 + 32) % 7
    n = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    return day_number(date(year, n // 31, n % 31 + 1))


class BusinessDays:
    """The business days of an exchange: the trade dates of its calendar, weekdays where that does not reach, and no
    holidays. All days are day numbers.
    """

    def __init__(self, calendar: Calendar | None = None, london: bool = False) -> None:
        """``london`` leaves out the bank holidays of London too."""
        self._known = frozenset() if calendar is None else frozenset(calendar.trade_date.tolist())
        self._reach = (min(self._known), max(self._known)) if self._known else (0, -1)
        self._london = london

    def has(self, day: int) -> bool:
        """Whether a day is one of them."""
        year = day_of(day).year
        if weekday(day) > FRIDAY or day in us_holidays(year) or (self._london and day in london_holidays(year)):
            return False
        first, last = self._reach
        return day in self._known if first <= day <= last else True

    def before(self, day: int, count: int = 1) -> int:
        """The one that comes ``count`` business days before a day."""
        while count:
            day -= 1
            count -= self.has(day)
        return day

    def after(self, day: int, count: int = 1) -> int:
        """The one that comes ``count`` business days after a day."""
        while count:
            day += 1
            count -= self.has(day)
        return day

    def upto(self, day: int) -> int:
        """The day itself, or the last business day before it."""
        return self.before(day + 1)

    def last(self, year: int, month: int, nth: int = 1) -> int:
        """The nth last one of a month; months beyond 1 to 12 belong to the years around."""
        return self.before(month_end(year, month) + 1, nth)
