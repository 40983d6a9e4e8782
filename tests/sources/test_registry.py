"""The feeds that there are, and what each states of itself."""

from __future__ import annotations

from datetime import date
from pkgutil import resolve_name

import pytest

from ohlc_desktop.core.market.feed_habits import load_habits
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.registry import FEEDS, feed_of
from tests.core.helpers import CATALOGUE


def test_a_profile_has_one_feed() -> None:
    assert [feed_of(demo).name for demo in (False, True)] == ["yahoo", "demo"]
    assert len({feed.name for feed in FEEDS}) == len(FEEDS)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_what_a_feed_states_can_be(feed: FeedSpec) -> None:
    assert callable(resolve_name(feed.source).fetch)
    assert feed.limits.keys() <= set(SOURCES)
    for limits in feed.limits.values():
        assert 0 < limits.backfill <= limits.reach <= (limits.kept or limits.reach)
        assert limits.span > 0
    assert {tf.source for tf in TIMEFRAMES.values()} <= feed.limits.keys()
    assert not feed.habits_file or load_habits(resource(feed.habits_file))
    assert [CATALOGUE.resolve(symbol, date(2026, 11, 23)).symbol for symbol in feed.symbols] == list(feed.symbols)
    assert feed.rights.endswith(".")
    assert (feed.host is None) == feed.simulated
