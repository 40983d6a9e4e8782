"""When another feed fills in for one that fails: after some days of trading on which it was asked in vain."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ohlc_desktop.core.importing.attempts import Attempt
from ohlc_desktop.core.market.sessions import Calendar, new_york_day
from ohlc_desktop.core.messages import Message

#: So many days of trading in a row a feed fails before another one fills in. One evening is common, and the next import
#: makes up for it; on the second the newest day would be missing for a day already.
FAILING_DAYS = 2


def failed_days(attempts: Iterable[Attempt], calendar: Calendar) -> int:
    """On how many days of trading in a row, counted back from the newest, a feed was asked in vain and never answered.

    A day counts by the session that had opened last when the feed was asked, so that the weekend belongs to Friday and the
    morning and the evening of a day are one. Days on which nobody asked do not count, and end nothing.

    Args:
        attempts: In any order.
        calendar: The sessions of the instrument.
    """
    days: dict[int, bool] = {}
    for attempt in attempts:
        day = _day_of(attempt.when, calendar)
        days[day] = days.get(day, True) and attempt.failed
    ordered = [days[day] for day in sorted(days, reverse=True)]
    return ordered.index(False) if False in ordered else len(ordered)


def _day_of(when: float, calendar: Calendar) -> int:
    """Day number of the trade date whose session had opened last; of the day in New York before the calendar begins."""
    place = int(np.searchsorted(calendar.open, when, side="right")) - 1
    return int(calendar.trade_date[place]) if place >= 0 else new_york_day(when)


def filled_message(first: str, other: str, days: int, why: Message) -> Message:
    """Says that one feed filled in for another, which has failed on so many days of trading in a row."""
    return Message(
        "{other} filled in for {first}, which has failed on {days} days of trading in a row. {why}",
        other=other, first=first, days=days, why=why,
    )  # fmt: skip
