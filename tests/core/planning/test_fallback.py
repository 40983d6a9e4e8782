"""On how many days of trading in a row a feed has failed."""

from __future__ import annotations

from ohlc_desktop.core.importing.attempts import Attempt
from ohlc_desktop.core.planning.fallback import failed_days
from tests.core.helpers import calendar, ny


def days(*attempts: str) -> int:
    """Of attempts such as ``2026-11-24 17:05``, those that were answered with a + behind."""
    found = [Attempt(ny(text.removesuffix("+")), not text.endswith("+")) for text in attempts]
    return failed_days(found, calendar("cme_equity"))


def test_days_are_counted_back_to_the_last_answer() -> None:
    cases = {
        (): 0,
        ("2026-11-24 17:05+",): 0,
        ("2026-11-24 17:05",): 1,
        ("2026-11-23 17:05+", "2026-11-24 17:05"): 1,
        ("2026-11-24 17:05", "2026-11-23 17:05"): 2,
        ("2026-11-20 17:05", "2026-11-23 17:05+", "2026-11-24 17:05", "2026-11-25 17:05"): 2,
        # one day, whatever the hour and however often
        ("2026-11-24 09:00", "2026-11-24 12:00", "2026-11-24 17:05", "2026-11-24 17:45"): 1,
        ("2026-11-24 09:00+", "2026-11-24 17:05"): 0,
        # the weekend belongs to Friday, the evening of Sunday to Monday
        ("2026-11-20 17:05", "2026-11-21 12:00", "2026-11-22 12:00"): 1,
        ("2026-11-20 17:05", "2026-11-22 19:00", "2026-11-23 12:00"): 2,
        # days on which nobody asked end nothing
        ("2026-11-10 17:05", "2026-11-24 17:05"): 2,
    }
    assert {attempts: days(*attempts) for attempts in cases} == cases
