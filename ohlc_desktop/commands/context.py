"""What every command needs: profile, settings, clock, catalogue; and the checks made at every start."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytz

from ohlc_desktop.core.clock import Clock, SystemClock
from ohlc_desktop.core.errors import SettingsError
from ohlc_desktop.core.market.catalogue import Catalogue, load_catalogue
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.schedule.times import PACIFIC_NAME, TradeDates, next_occurrence, pacific, zone_at
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.diagnostics.redaction import hide, secrets_of
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.status import RedisStatus, off_status, probe
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.hub.spec import HUB
from ohlc_desktop.sources.registry import ActiveFeeds, active_feeds, counted_as
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store

if TYPE_CHECKING:
    from ohlc_desktop.redis_share.share import RedisShare

_log = logging.getLogger(__name__)

#: A clock outside these dates is wrong, as after a dead battery.
EARLIEST, LATEST = date(2025, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Context:
    """One start of the program.

    Attributes:
        profile: Where everything is.
        settings: In force for this profile.
        verbosity: -1 quiet, 0 normal, 1 verbose.
        clock: The one clock.
    """

    profile: Profile
    settings: Settings
    verbosity: int = 0
    clock: Clock = field(default_factory=SystemClock)

    @property
    def today(self) -> date:
        """Today's date in UTC."""
        return datetime.fromtimestamp(self.clock.now(), UTC).date()

    @property
    def feeds(self) -> ActiveFeeds:
        """Where candles come from."""
        return active_feeds(self.profile.demo, self.settings.feeds)

    @property
    def feed(self) -> FeedSpec:
        """The feed that is asked first."""
        return self.feeds.order[0]

    @property
    def hub(self) -> FeedSpec | None:
        """The hub that may be followed; None where none is set."""
        return HUB if self.settings.hub_url else None

    @property
    def catalogue(self) -> Catalogue:
        """The instruments we know."""
        return load_catalogue(resource("instruments.toml"))

    def instrument(self, name: str) -> Instrument:
        """The instrument meant by a name, in any of the accepted spellings.

        Raises:
            UnknownInstrument: with the nearest known names.
        """
        return self.catalogue.resolve(name, self.today)

    def mask(self, text: str) -> str:
        """The text without secrets."""
        return hide(text, *secrets_of(self.settings))


def watched(context: Context, store: Store) -> list[str]:
    """The watchlist; a store that never had one gets the default list.

    Raises:
        StoreError: the database cannot be written.
    """
    if not watchlist.is_set(store.connection):
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, context.catalogue.default_watchlist)
    return watchlist.watchlist(store.connection)


def check_time_zone(context: Context, dates: TradeDates | None) -> datetime:
    """Prove that Pacific time is known and log the next import in Pacific and UTC; returns it (UTC).

    Raises:
        SettingsError: the time zone data is missing.
    """
    _refuse_wrong_clock(context)
    try:
        zone = zone_at(context.clock.now())
    except pytz.UnknownTimeZoneError:
        raise SettingsError(
            f"The time zone data for {PACIFIC_NAME} is missing.",
            "The daily import cannot be scheduled; stored candles are as they were.",
            "Install the packages pytz and tzdata again: pip install --force-reinstall pytz tzdata.",
        ) from None
    upcoming = next_occurrence(context.clock.now(), dates, context.settings.import_time)
    local = upcoming.astimezone(pacific())
    _log.info("Time zone %s is present: now %s, UTC%s", zone.name, zone.abbreviation, zone.utc_offset)
    _log.info("Next daily import: %s = %s UTC", local.strftime("%a %Y-%m-%d %H:%M %Z"), upcoming.strftime("%H:%M"))
    return upcoming


def _refuse_wrong_clock(context: Context) -> None:
    now = datetime.fromtimestamp(context.clock.now(), UTC)
    if not EARLIEST <= now.date() < LATEST:
        raise SettingsError(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC.",
            "Nothing was imported: with a wrong date candles cannot be judged.",
            "Set the clock right, best by network time, then import again.",
        )


def redis_status(context: Context) -> RedisStatus:
    """How Redis is, and what is shared through it today; off where it is switched off."""
    if not context.settings.cache_enabled:
        return off_status()
    return probe(context.settings.redis_url, day=context.today.isoformat(), feed=counted_as(context.feed))


def connect_share(context: Context) -> RedisShare | None:
    """What is shared through Redis, as the settings want it; what is found is logged, unless they never speak of it.

    Raises:
        RedisRequired: REDIS_REQUIRED is set and Redis cannot be used.
    """
    settings = context.settings
    if not settings.redis_wanted:
        return None
    from ohlc_desktop.redis_share.share import connect

    clock = context.clock.monotonic
    return connect(settings.cache_enabled, settings.redis_required, settings.redis_url, clock)[1]
