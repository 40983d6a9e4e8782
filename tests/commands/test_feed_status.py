"""What ``status`` tells of several feeds; of the one that a profile has by itself it says nothing."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.commands.status.feeds import feeds_json, lines
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.registry import ActiveFeeds, active_feeds
from ohlc_desktop.sources.yahoo.spec import YAHOO


def test_several_feeds_are_told_in_their_order_and_what_is_lacking_with_its_reason() -> None:
    assert lines(active_feeds(False, ())) == lines(active_feeds(False, ("yahoo",))) == []
    feeds = ActiveFeeds((replace(YAHOO, name="tiny", title="Tiny Candles"), YAHOO), {"gone": Message("It is gone.")})
    assert lines(feeds) == ["Feeds      Tiny Candles, then Yahoo Finance", "Feeds      It is gone."]
    told = [tuple(each.values()) for each in feeds_json(feeds, {"yahoo": 7})]
    assert told == [
        ("tiny", "Tiny Candles", True, 0, ""), ("yahoo", "Yahoo Finance", True, 7, ""), ("gone", "", False, 0, "It is gone."),
    ]  # fmt: skip
