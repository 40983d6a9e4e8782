"""How far a series can be whole: what counts as closed, and what the feed should have by now."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.planning.reach import closed_until, due_until
from tests.core.helpers import calendar, instrument, ny


@pytest.mark.parametrize(
    ("now", "feed_time", "expected"),
    [
        ("15:00", "14:50", "14:50"),  # within the session the feed's last trade decides
        ("15:00", "15:30", "15:00"),  # a feed from the future is not believed
        ("17:05", "16:59", "16:59"),
        ("17:11", "16:59", "16:59"),
        ("17:12", "16:59", "17:00"),  # ten minutes of delay and two of grace after the bell
        ("18:20", "18:10", "18:10"),
    ],
)
def test_a_session_is_closed_by_its_last_trade_or_once_the_delay_has_passed(
    now: str, feed_time: str, expected: str
) -> None:
    moments = [ny(f"2026-11-23 {at}") for at in (now, feed_time, expected)]
    assert closed_until(instrument("ES"), calendar("cme_equity"), *moments[:2]) == moments[2]


def test_a_slower_feed_is_given_more_time() -> None:
    now = ny("2026-11-23 17:31")
    assert (now - due_until(instrument("ES"), now), now - due_until(instrument("GC"), now)) == (720, 1920)
    assert closed_until(instrument("GC"), calendar("cme_metals"), now, ny("2026-11-23 16:40")) == ny("2026-11-23 16:40")
    assert closed_until(instrument("ES"), calendar("cme_equity"), now, ny("2026-11-23 16:40")) == ny("2026-11-23 17:00")


def test_a_share_is_closed_for_the_day_when_its_regular_trading_is_over() -> None:
    bell, midnight = ny("2026-11-23 16:00"), ny("2026-11-24 00:00")

    def closed(now: int, feed_time: int) -> int:
        return closed_until(instrument("AAPL"), calendar(GENERIC), now, feed_time, bell)

    assert closed(bell + 1800, bell) == midnight
    assert closed(bell - 600, bell - 660) == bell - 660
    assert closed(bell + 1800, bell - 60) == bell - 60  # the feed has not seen the bell yet
