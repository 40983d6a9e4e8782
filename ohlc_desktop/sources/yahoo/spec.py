"""Yahoo Finance as a feed: its name, limits and habits. Imports nothing heavy."""

from __future__ import annotations

from types import MappingProxyType

from ohlc_desktop.core.market.feed_spec import FeedLimits, FeedSpec
from ohlc_desktop.core.messages import Message

# A request for 1m reaches 30 days back and covers 8 days, other minutes reach 60 days back, days have no limit. Of 30
# days the last one is left out, for requests that wait; of 1m a week is enough to begin with.
_MINUTES, _INTRADAY, _DAYS = FeedLimits(7, 29, 8, 30), FeedLimits(60, 60, 60, 60), FeedLimits(365, 365, 3650)

YAHOO = FeedSpec(
    name="yahoo",
    display_name="Yahoo",
    title="Yahoo Finance",
    rights="Yahoo's data is provided by Yahoo Finance for personal use; see its terms.",
    source="ohlc_desktop.sources.yahoo.source:YahooSource",
    limits=MappingProxyType({"1m": _MINUTES, "2m": _INTRADAY, "5m": _INTRADAY, "1d": _DAYS}),
    symbols=("NQ=F", "MNQZ26.CME", "AAPL"),
    host=("query2.finance.yahoo.com", 443),
    habits_file="feeds/yahoo.toml",
    habits=Message(
        "Yahoo does not serve them: it leaves out holidays of the New York Stock Exchange, most of its half days, minutes"
        " around midnight, and openings on Sundays."
    ),
    shared=True,
    library="yfinance",
)
