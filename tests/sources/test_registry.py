"""The feeds that there are: what each states of itself, and that nobody else knows one by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from pkgutil import resolve_name

import pytest

import ohlc_desktop
from ohlc_desktop.core.market.feed_habits import load_habits
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.registry import FEEDS, feed_of
from tests.core.helpers import CATALOGUE

PACKAGE = Path(ohlc_desktop.__file__).parent
#: Modules outside of a feed's package that may name it, and why.
NAMING = {
    "sources/registry.py": "the list of feeds",
    "sources/demo/spec.py": "the feed that the demo imitates",
    "core/market/feed_spec.py": "the example in the docstrings",
    "core/arbitration/precedence.py": "the example in a docstring",
    "arguments/sources.py": "examples of commands that name a source",
    "core/continuous/spec.py": "a word that people write for the feed's own rolls",
    "core/following/names.py": "the names of contracts that it reads",
}


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
    assert not (feed.simulated and feed.shared)


def test_no_feed_is_named_outside_of_its_package() -> None:
    """A sentence about a feed takes its name from the spec, a limit its days."""
    naming = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "yahoo" in path.read_text(encoding="utf-8").lower()
    }
    assert {path for path in naming if not path.startswith("sources/yahoo/")} == set(NAMING)
