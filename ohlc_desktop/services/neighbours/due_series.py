"""Which series another machine has newer candles of than this one. Plain functions, for a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import HOUR
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.sources.edition import edition
from ohlc_desktop.sources.registry import active_feeds
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.series.last_answers import last_answers

#: An answer is newer than this machine's if it came so many seconds later: sooner nothing new is in a feed.
NEWER = 120


def due_series(profile: Profile, settings: Settings, told: Sequence[News], now: float) -> tuple[SeriesKey, ...]:
    """The series of the watchlist of which others were given a newer answer in this hour, as this machine would get it; sorted.

    Raises:
        StoreError: the database cannot be read.
    """
    editions = {feed.name: edition(feed) for feed in active_feeds(profile.demo, settings.feeds).order}
    news = [each for each in told if editions.get(each.feed) == each.edition]
    if not news or is_absent(profile.database):
        return ()
    with closing(open_reader(profile.database, profile.demo)) as store, store.errors():
        watched, answered = set(watchlist.watchlist(store.connection)), last_answers(store.connection)
    newer = (
        (symbol, timeframe)
        for each in news
        for symbol, timeframe, at in each.series
        if symbol in watched and at // HOUR == now // HOUR and at - answered.get((symbol, timeframe), 0.0) > NEWER
    )
    return tuple(sorted(set(newer)))
