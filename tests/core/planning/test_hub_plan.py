"""A hub is asked for what has changed, in pieces that can be stored within a second."""

from __future__ import annotations

import itertools

from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.hub_plan import AT_ONCE, ChangedSeries, hub_plan, pieces_of
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES

ES = Instrument("ES=F", "E-mini S&P 500", root="ES")
NQ = Instrument("NQ=F", "E-mini Nasdaq-100", root="NQ")
MONDAY = 20_780 * DAY


def test_only_what_has_changed_of_what_is_wanted_is_asked_for() -> None:
    day, later = Interval(MONDAY, MONDAY + DAY), Interval(MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    changed = {
        ("ES=F", "5m"): ChangedSeries(7, (day, later)), ("ES=F", "1h"): ChangedSeries(7, (day,)),
        ("NQ=F", "1m"): ChangedSeries(7, (day,)), ("GC=F", "5m"): ChangedSeries(7, (day,)),
    }  # fmt: skip
    plan = hub_plan([ES, NQ], changed, lambda symbol: ("1d", "5m"))
    assert [(r.instrument.symbol, r.timeframe, r.window) for r in plan.requests] == [
        ("ES=F", "5m", day), ("ES=F", "5m", later), ("ES=F", "1h", day),
    ]  # fmt: skip
    assert plan.complete == (("ES=F", "1d"), ("NQ=F", "1d"), ("NQ=F", "5m"))


def test_years_come_in_pieces_of_whole_days_that_lie_side_by_side() -> None:
    stretch = Interval(MONDAY + 777, MONDAY + 400 * DAY + 5)
    pieces = pieces_of(stretch, TIMEFRAMES["1m"])
    assert (pieces[0].start, pieces[-1].end) == stretch
    assert all(one.end == other.start and one.end % DAY == 0 for one, other in itertools.pairwise(pieces))
    assert max(end - start for start, end in pieces) <= AT_ONCE * 60
    assert pieces_of(stretch, TIMEFRAMES["1d"]) == [stretch]
