"""The settings, declared once: name, type, default, limits and what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.languages import LANGUAGES
from ohlc_desktop.core.schedule.time_zones import ZONE_NAMES
from ohlc_desktop.core.settings.kinds import (
    ClockTime,
    FeedNames,
    FolderSetting,
    Number,
    Secret,
    SettingKind,
    Switch,
    Timeframes,
    WebAddress,
    Whole,
    WordSetting,
)  # fmt: skip
from ohlc_desktop.core.timeframes import NAMES, timeframe


class Origin(StrEnum):
    """Where a value came from, strongest first."""

    ENVIRONMENT = "environment"
    DOTENV = ".env"
    FILE = "settings.toml"
    DEFAULT = "default"


class Group(StrEnum):
    """Where a setting stands on the settings page, in the page's order."""

    SCHEDULE = "schedule"
    DATA = "data"
    FEED = "feed"
    REDIS = "redis"
    HUB = "hub"
    NOTIFICATIONS = "notifications"
    APPEARANCE = "appearance"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting.

    Attributes:
        key: Attribute of :class:`Settings` and key in ``settings.toml``.
        variable: Name in the environment and in ``.env``.
        kind: What it holds.
        group: Where it stands on the settings page.
        label: Its name there.
        help: One sentence for the settings page; ``{feed}`` stands for the feed's name.
    """

    key: str
    variable: str
    kind: SettingKind
    group: Group
    label: str
    help: str

    @property
    def secret(self) -> bool:
        """True when the value may hold a password and is shown masked."""
        return isinstance(self.kind, Secret)

    @property
    def default(self) -> Any:
        """The value when nothing is written anywhere."""
        return getattr(Settings(), self.key)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force, and where each came from."""

    schedule_enabled: bool = True
    import_time: time = time(14, 5)
    timeframes: tuple[str, ...] = tuple(dict.fromkeys(timeframe(name).name for name in NAMES))
    contracts: bool = True
    watched_folder: str = ""
    feeds: tuple[str, ...] = ()
    requests_per_second: float = 2.0
    concurrency: int = 2
    daily_quota: int = 2000
    request_timeout: float = 20.0
    monthly_limit: float = 5.0
    cache_enabled: bool = False
    redis_url: str = field(default="redis://localhost:6379/0", repr=False)  # may hold a password
    redis_required: bool = False
    hub_url: str = field(default="", repr=False)  # may hold a password
    hub_role: str = "IMPORT"
    quiet: bool = False
    theme: str = "SYSTEM"
    language: str = "SYSTEM"
    time_zone: str = "LOCAL"
    log_level: str = "INFO"
    update_check: bool = False
    releases_url: str = "https://api.github.com/repos/ohlc-desktop/ohlc-desktop/releases/latest"
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)

    @property
    def redis_wanted(self) -> bool:
        """Whether anybody has ever said anything of Redis; else nobody is told of it either."""
        return any(key in self.origins for key in ("cache_enabled", "redis_url", "redis_required"))

    @property
    def pushes(self) -> bool:
        """Whether this machine fills a hub."""
        return bool(self.hub_url) and self.hub_role == "IMPORT"

    @property
    def follows(self) -> bool:
        """Whether this machine takes its candles from a hub."""
        return bool(self.hub_url) and self.hub_role == "FOLLOW"


#: No machine may send more requests a day to one feed.
LARGEST_QUOTA = 1_000_000

_LANGUAGES = WordSetting(
    ("SYSTEM", *(language.word for language in LANGUAGES)),
    ("Like the system", *(language.name for language in LANGUAGES)),
)
_THEMES = WordSetting(("SYSTEM", "LIGHT", "DARK"), ("Like the system", "Light", "Dark"))
_ZONES = WordSetting(("LOCAL", *ZONE_NAMES), ("Like the system", "Los Angeles (Pacific)", "Chicago", "New York", "UTC"))
_ROLES = WordSetting(("IMPORT", "FOLLOW"), ("Imports and fills the hub", "Follows the hub"))
_LEVELS = WordSetting(
    ("DEBUG", "INFO", "WARNING", "ERROR"), ("Everything (debug)", "Information", "Warnings", "Errors only")
)

DECLARATIONS: tuple[Declaration, ...] = (
    Declaration("schedule_enabled", "OHLC_DESKTOP_SCHEDULE", Switch(), Group.SCHEDULE,
                "Daily import", "Import every trading day by itself."),
    Declaration("import_time", "OHLC_DESKTOP_IMPORT_TIME", ClockTime(), Group.SCHEDULE,
                "Import time", "Time of the daily import in Los Angeles."),
    Declaration("timeframes", "OHLC_DESKTOP_TIMEFRAMES", Timeframes(), Group.DATA,
                "Timeframes", "Timeframes that are wanted; what the same answers bring is kept as well."),
    Declaration("contracts", "OHLC_DESKTOP_CONTRACTS", Switch(), Group.DATA,
                "Contracts around rolls",
                "Import the contracts before and after each roll of futures, at most ten requests a day for seven of them."),
    Declaration("watched_folder", "OHLC_DESKTOP_WATCHED_FOLDER", FolderSetting(), Group.DATA,
                "Watched folder", "Files of candles that appear in it are taken in; they stay where they are."),
    Declaration("feeds", "OHLC_DESKTOP_FEEDS", FeedNames(), Group.DATA,
                "Feeds", "Where candles come from: the first that has an instrument is asked; another fills in when that one"
                " fails for days."),
    Declaration("requests_per_second", "OHLC_DESKTOP_REQUESTS_PER_SECOND", Number(0, 100, 0.5, "a second"),
                Group.FEED, "Pace", "Most requests a second to each feed; 0 switches the limit off."),
    Declaration("concurrency", "OHLC_DESKTOP_CONCURRENCY", Whole(1, 8, 1, "requests"), Group.FEED,
                "Parallel requests", "Requests on their way at the same time."),
    Declaration("daily_quota", "OHLC_DESKTOP_DAILY_QUOTA", Whole(1, LARGEST_QUOTA, 100, "a day"), Group.FEED,
                "Daily quota", "Most requests a day to each feed, counted from 00:00 UTC."),
    Declaration("request_timeout", "OHLC_DESKTOP_REQUEST_TIMEOUT", Number(1, 300, 5, "seconds"), Group.FEED,
                "Request time limit", "Seconds that one request may take."),
    Declaration("monthly_limit", "OHLC_DESKTOP_MONTHLY_LIMIT", Number(0, 100_000, 1, "dollars a month"), Group.FEED,
                "Spending limit", "Most US dollars that candles of each paid feed may cost in a calendar month (UTC)."),
    Declaration("cache_enabled", "CACHE_ENABLED", Switch(), Group.REDIS,
                "Use Redis", "Share answers of feeds and the request quota with other machines through Redis."),
    Declaration("redis_url", "REDIS_URL", Secret(), Group.REDIS,
                "Redis address", "Where Redis is: redis://[:password@]host:port/database."),
    Declaration("redis_required", "REDIS_REQUIRED", Switch(), Group.REDIS,
                "Redis is required", "Refuse to import while Redis cannot be used."),
    Declaration("hub_url", "OHLC_DESKTOP_HUB", Secret(), Group.HUB,
                "Hub address", "The desk's shared archive on PostgreSQL: postgresql://user@host:port/database; empty for none."),
    Declaration("hub_role", "OHLC_DESKTOP_HUB_ROLE", _ROLES, Group.HUB,
                "Role", "One machine of a desk imports and fills the hub; the others follow it."),
    Declaration("quiet", "OHLC_DESKTOP_QUIET", Switch(), Group.NOTIFICATIONS,
                "Quiet", "Show no notifications; the tray icon still tells when something needs you."),
    Declaration("theme", "OHLC_DESKTOP_THEME", _THEMES, Group.APPEARANCE,
                "Theme", "Colours of the window."),
    Declaration("language", "OHLC_DESKTOP_LANGUAGE", _LANGUAGES, Group.APPEARANCE,
                "Language", "Language of window, tray and charts; the command line and the logs are English."),
    Declaration("time_zone", "OHLC_DESKTOP_TIME_ZONE", _ZONES, Group.APPEARANCE,
                "Time zone", "Of all times in window, tray and notifications; each chart has a zone of its own."),
    Declaration("log_level", "LOG_LEVEL", _LEVELS, Group.ADVANCED,
                "Log level", "Least important lines that are logged."),
    Declaration("update_check", "OHLC_DESKTOP_UPDATE_CHECK", Switch(), Group.ADVANCED,
                "New versions", "Ask the address below once a day whether there is a newer version; else nobody is asked."),
    Declaration("releases_url", "OHLC_DESKTOP_RELEASES_URL", WebAddress(), Group.ADVANCED,
                "Address of the releases", "What is asked for the newest version."),
)  # fmt: skip
