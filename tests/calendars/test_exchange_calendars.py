"""The library's sessions for each calendar of ours, against hours and holidays typed by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.market.catalogue import CALENDARS
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import FIVE_DAY_ANCHOR, day_of
from tests.core.helpers import STRICT_CALENDARS, calendar, dates, day, session_of

GLOBEX = sorted(set(STRICT_CALENDARS) - {"cme_grains"})

# Trade date: New York time of the close of each calendar, "-" where there is no session.
HOLIDAYS = {
    "2026-04-02": dict.fromkeys(GLOBEX, "17:00"),
    "2026-04-03": {"cme_equity": "09:15", "cme_energy": "-", "cme_metals": "-", "cme_rates": "11:15",
                   "cme_fx": "11:15", "cme_grains": "-", "cme_crypto": "11:15"},
    "2026-11-26": {"cme_equity": "13:00", "cme_energy": "14:30", "cme_metals": "14:30", "cme_rates": "13:00",
                   "cme_grains": "-"},
    "2026-11-27": {"cme_equity": "13:15", "cme_rates": "13:15", "cme_fx": "14:45", "cme_grains": "13:05"},
    "2026-12-24": {"cme_equity": "13:15", "cme_energy": "13:45", "cme_metals": "13:45", "cme_rates": "13:15",
                   "cme_fx": "13:45", "cme_grains": "13:05"},
    "2026-12-25": dict.fromkeys(STRICT_CALENDARS, "-"),
    "2026-12-28": dict.fromkeys(GLOBEX, "17:00"),
    "2027-01-01": dict.fromkeys(STRICT_CALENDARS, "-"),
}  # fmt: skip
CASES = [(name, date, close) for date, closes in HOLIDAYS.items() for name, close in closes.items()]


def new_york(ts: int) -> str:
    return datetime.fromtimestamp(ts, ZoneInfo("America/New_York")).strftime("%Y-%m-%d %H:%M")


def test_every_calendar_of_the_catalogue_is_known() -> None:
    assert all(len(calendar(name)) for name in CALENDARS)
    with pytest.raises(KeyError):
        sessions("cme_eggs", 0, 1)


@pytest.mark.parametrize("name", STRICT_CALENDARS)
def test_sessions_follow_each_other_without_overlap(name: str) -> None:
    found = calendar(name)
    assert found.strict
    assert (np.diff(found.trade_date) > 0).all()
    assert (found.close > found.open).all()
    assert (found.open[1:] > found.close[:-1]).all()
    paused = found.break_end > found.break_start
    assert (found.break_start[paused] >= found.open[paused]).all()
    assert (found.break_end[paused] < found.close[paused]).all()


@pytest.mark.parametrize("name", STRICT_CALENDARS)
def test_a_session_closes_on_its_trade_date_which_is_a_weekday(name: str) -> None:
    found = calendar(name)
    for number, closed in zip(found.trade_date.tolist(), found.close.tolist(), strict=True):
        assert new_york(closed)[:10] == day_of(number).isoformat()
        assert day_of(number).weekday() < 5
    # 250 to 262 trade dates a year
    per_year = np.bincount([day_of(d).year for d in found.trade_date.tolist()])[2024:2028]
    assert ((per_year >= 248) & (per_year <= 262)).all()


@pytest.mark.parametrize("name", GLOBEX)
def test_globex_opens_at_six_in_the_evening_of_the_day_before_all_year(name: str) -> None:
    found = calendar(name)
    assert {new_york(ts)[-5:] for ts in found.open.tolist()} == {"18:00"}
    usual = found.close[~found.early]
    assert {new_york(ts)[-5:] for ts in usual.tolist()} == {"17:00"}
    assert {datetime.fromtimestamp(ts, UTC).hour for ts in found.open.tolist()} == {22, 23}
    assert not (found.break_end > found.break_start).any()


def test_monday_opens_on_sunday_evening_also_when_the_clock_changes_that_morning() -> None:
    for name in GLOBEX:
        assert new_york(session_of(name, "2026-03-09")[0]) == "2026-03-08 18:00"
        assert new_york(session_of(name, "2026-11-02")[0]) == "2026-11-01 18:00"
    opened = [session_of("cme_equity", date)[0] for date in ("2026-03-06", "2026-03-09", "2026-10-30", "2026-11-02")]
    assert [datetime.fromtimestamp(ts, UTC).hour for ts in opened] == [23, 22, 22, 23]


def test_grains_trade_from_eight_in_the_evening_with_a_pause_in_the_morning() -> None:
    found = calendar("cme_grains")
    columns = (found.open, found.break_start, found.break_end, found.close)
    for date in ("2026-03-06", "2026-03-09", "2026-11-02"):
        place = int(np.flatnonzero(found.trade_date == day(date))[0])
        assert [new_york(int(c[place]))[-5:] for c in columns] == ["20:00", "08:45", "09:30", "14:20"]


@pytest.mark.parametrize(("name", "date", "close"), CASES, ids=lambda value: str(value))
def test_holidays_and_early_closes(name: str, date: str, close: str) -> None:
    if close == "-":
        assert day(date) not in dates(name)
        return
    found = calendar(name)
    place = int(np.flatnonzero(found.trade_date == day(date))[0])
    assert new_york(int(found.close[place])) == f"{date} {close}"
    assert bool(found.early[place]) == (close != "17:00")


def test_a_shorter_window_gives_the_same_sessions_with_the_same_numbers() -> None:
    whole = calendar("cme_rates")
    part = sessions("cme_rates", day("2026-03-01"), day("2026-03-31"))
    assert len(part) == 22
    inside = np.isin(whole.trade_date, part.trade_date)
    for column in ("trade_date", "open", "close", "break_start", "break_end", "ordinal"):
        assert getattr(part, column).tolist() == getattr(whole, column)[inside].tolist()


def test_trade_dates_are_numbered_from_the_day_that_five_day_candles_count_from() -> None:
    part = sessions("cme_equity", FIVE_DAY_ANCHOR, FIVE_DAY_ANCHOR + 30)
    assert part.trade_date[0] == FIVE_DAY_ANCHOR
    assert part.ordinal.tolist() == list(range(len(part)))


def test_a_window_without_sessions_is_empty() -> None:
    assert len(sessions("cme_equity", day("2026-11-21"), day("2026-11-22"))) == 0


def test_the_generic_calendar_has_every_day() -> None:
    found = sessions(GENERIC, day("2026-11-20"), day("2026-11-23"))
    assert [day_of(d).isoformat()[-2:] for d in found.trade_date.tolist()] == ["20", "21", "22", "23"]
    assert not found.strict
