"""Settings, declared once: name, type, default, limits and what each is for.

The command line, the settings page and the table in ``resources/docs/settings.md`` all come from ``DECLARATIONS``. Sources,
strongest first: the environment, ``.env`` in the profile, ``settings.toml``, defaults. Reading the files is
the caller's business; this module only decides.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from ohlc_desktop.core.errors import OhlcError, SettingsError
from ohlc_desktop.core.languages import LANGUAGES
from ohlc_desktop.core.market.feed_spec import SOURCE_NAME
from ohlc_desktop.core.messages import Clause, Message, Value, message_of
from ohlc_desktop.core.numbers import NoNumber, read_number
from ohlc_desktop.core.schedule.time_zones import ZONE_NAMES
from ohlc_desktop.core.timeframes import NAMES, timeframe

#: What ``settings.toml`` may hold.
Stored = bool | int | float | str | list[str]

_ON, _OFF = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
_SWITCH_WORDS = {**dict.fromkeys(_ON, True), **dict.fromkeys(_OFF, False)}


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
    NOTIFICATIONS = "notifications"
    APPEARANCE = "appearance"
    ADVANCED = "advanced"


class Unusable(ValueError):
    """A value cannot be used.

    Attributes:
        message: What to write instead.
    """

    def __init__(self, template: str, **values: Value) -> None:
        self.message = message_of(template, values)
        super().__init__(str(self.message))


class SettingKind(ABC):
    """What a setting holds: how it is read, and how it is written in ``settings.toml``."""

    __slots__ = ()

    @abstractmethod
    def parse(self, value: object) -> Any:
        """Text or TOML value to the typed value.

        Raises:
            Unusable: says what to write instead.
        """

    def plain(self, value: Any) -> Stored:
        """A typed value as ``settings.toml`` holds it."""
        return value  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Switch(SettingKind):
    """On or off."""

    def parse(self, value: object) -> bool:
        """``true``, ``1``, ``yes`` and ``on`` are on."""
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word not in _SWITCH_WORDS:
            raise Unusable("use true or false")
        return _SWITCH_WORDS[word]


@dataclass(frozen=True, slots=True)
class Number(SettingKind):
    """A number from ``low`` to ``high`` in some unit; ``step`` is what an arrow key adds."""

    low: float
    high: float
    step: float
    unit: str = ""

    def parse(self, value: object) -> float:
        """A number with a decimal point or comma; see :mod:`~ohlc_desktop.core.numbers`."""
        try:
            number = read_number(str(value))
        except NoNumber:
            raise self._unusable() from None
        if not self.low <= number <= self.high:
            raise self._unusable()
        return number

    def plain(self, value: float) -> Stored:
        """A TOML number, whole where the value is."""
        return int(value) if value == int(value) else value

    def _unusable(self) -> Unusable:
        return Unusable("use a number from {low} to {high}", low=f"{self.low:g}", high=f"{self.high:g}")


@dataclass(frozen=True, slots=True)
class Whole(SettingKind):
    """A whole number from ``low`` to ``high`` in some unit; ``step`` is what an arrow key adds."""

    low: int
    high: int
    step: int = 1
    unit: str = ""

    def parse(self, value: object) -> int:
        """Digits only."""
        text = str(value).strip()
        # Nine digits are more than any setting needs, and int() has limits of its own.
        if not re.fullmatch("[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            raise Unusable("use a whole number from {low} to {high}", low=self.low, high=self.high)
        return int(text)


@dataclass(frozen=True, slots=True)
class WordSetting(SettingKind):
    """One of some words; ``labels`` are the same for people."""

    words: tuple[str, ...]
    labels: tuple[str, ...]

    def parse(self, value: object) -> str:
        """In any case."""
        word = str(value).strip().upper()
        if word not in self.words:
            raise Unusable("use one of {words}", words=", ".join(self.words))
        return word


@dataclass(frozen=True, slots=True)
class ClockTime(SettingKind):
    """Hours and minutes."""

    def parse(self, value: object) -> time:
        """Such as ``14:05``."""
        try:
            hour, minute = str(value).strip().split(":")
            return time(int(hour), int(minute))
        except ValueError:
            raise Unusable("use hours and minutes such as 14:05") from None

    def plain(self, value: time) -> Stored:
        """Text, for a TOML time has seconds."""
        return value.strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Timeframes(SettingKind):
    """At least one timeframe."""

    def parse(self, value: object) -> tuple[str, ...]:
        """A list, or names separated by commas or blanks; 60m is 1h."""
        names = value if isinstance(value, list | tuple) else str(value).replace(",", " ").split()
        try:
            wanted = tuple(dict.fromkeys(timeframe(str(name)).name for name in names))
        except OhlcError as error:
            raise Unusable("{title} {hint}", title=error.title, hint=error.hint) from None
        if not wanted:
            raise Unusable("name at least one of {names}", names=" ".join(NAMES))
        return wanted

    def plain(self, value: tuple[str, ...]) -> Stored:
        """A TOML array."""
        return list(value)


@dataclass(frozen=True, slots=True)
class FeedNames(SettingKind):
    """Names of feeds in the order in which they are asked; whether they are installed is another matter."""

    def parse(self, value: object) -> tuple[str, ...]:
        """A list, or names separated by commas or blanks."""
        names = value if isinstance(value, list | tuple) else str(value).replace(",", " ").split()
        found = tuple(dict.fromkeys(str(name).strip().lower() for name in names))
        if not all(SOURCE_NAME.fullmatch(name) for name in found):
            raise Unusable("use names of feeds such as those that ohlc-desktop doctor lists")
        return found

    def plain(self, value: tuple[str, ...]) -> Stored:
        """A TOML array."""
        return list(value)


@dataclass(frozen=True, slots=True)
class Secret(SettingKind):
    """Text that may hold a password and is shown masked."""

    def parse(self, value: object) -> str:
        """Without blanks around it."""
        if not isinstance(value, str):
            raise Unusable("use text in quotation marks")
        return value.strip()


@dataclass(frozen=True, slots=True)
class FolderSetting(SettingKind):
    """The whole path of a folder; whether it is there is found out when it is used. Empty for none."""

    def parse(self, value: object) -> str:
        """Without blanks around it."""
        text = value.strip() if isinstance(value, str) else ""
        if not isinstance(value, str) or (
            text and not (PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute())
        ):
            raise Unusable("use the whole path of a folder")
        return text


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
    quiet: bool = False
    theme: str = "SYSTEM"
    language: str = "SYSTEM"
    time_zone: str = "LOCAL"
    log_level: str = "INFO"
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)

    @property
    def redis_wanted(self) -> bool:
        """Whether anybody has ever said anything of Redis; else nobody is told of it either."""
        return any(key in self.origins for key in ("cache_enabled", "redis_url", "redis_required"))


_LANGUAGES = WordSetting(
    ("SYSTEM", *(language.word for language in LANGUAGES)),
    ("Like the system", *(language.name for language in LANGUAGES)),
)
_THEMES = WordSetting(("SYSTEM", "LIGHT", "DARK"), ("Like the system", "Light", "Dark"))
_ZONES = WordSetting(("LOCAL", *ZONE_NAMES), ("Like the system", "Los Angeles (Pacific)", "Chicago", "New York", "UTC"))
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
    Declaration("daily_quota", "OHLC_DESKTOP_DAILY_QUOTA", Whole(1, 1_000_000, 100, "a day"), Group.FEED,
                "Daily quota", "Most requests a day to each feed, counted from 00:00 UTC."),
    Declaration("request_timeout", "OHLC_DESKTOP_REQUEST_TIMEOUT", Number(1, 300, 5, "seconds"), Group.FEED,
                "Request time limit", "Seconds that one request may take."),
    Declaration("monthly_limit", "OHLC_DESKTOP_MONTHLY_LIMIT", Number(0, 100_000, 1, "dollars a month"), Group.FEED,
                "Spending limit", "Most US dollars that candles of a paid feed may cost in a calendar month (UTC)."),
    Declaration("cache_enabled", "CACHE_ENABLED", Switch(), Group.REDIS,
                "Use Redis", "Use Redis as a cache of candles."),
    Declaration("redis_url", "REDIS_URL", Secret(), Group.REDIS,
                "Redis address", "Where Redis is: redis://[:password@]host:port/database."),
    Declaration("redis_required", "REDIS_REQUIRED", Switch(), Group.REDIS,
                "Redis is required", "Refuse to import while Redis cannot be used."),
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
)  # fmt: skip


def declaration_of(key: str) -> Declaration:
    """The declaration of a setting.

    Raises:
        SettingsError: there is no such setting.
    """
    for declaration in DECLARATIONS:
        if declaration.key == key:
            return declaration
    raise _unknown(key)


def resolve(environment: Mapping[str, str], dotenv: Mapping[str, str | None], file: Mapping[str, object]) -> Settings:
    """The settings in force.

    Args:
        environment: Environment variables.
        dotenv: Variables of the profile's ``.env``.
        file: Top level of ``settings.toml``.

    Raises:
        SettingsError: a value cannot be used, or ``settings.toml`` has a key that is no setting.
    """
    _refuse_unknown(file)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for declaration in DECLARATIONS:
        for origin, source, name in (
            (Origin.ENVIRONMENT, environment, declaration.variable),
            (Origin.DOTENV, dotenv, declaration.variable),
            (Origin.FILE, file, declaration.key),
        ):
            raw = source.get(name)
            if raw not in (None, ""):
                values[declaration.key] = _parsed(declaration, raw, name, origin)
                origins[declaration.key] = origin
                break
    return Settings(**values, origins=origins)


def _parsed(declaration: Declaration, raw: object, name: str, origin: Origin) -> Any:
    try:
        return declaration.kind.parse(raw)
    except Unusable as error:
        shown = "***" if declaration.secret else str(raw)
        raise SettingsError(
            "{name}={shown} (from {origin}) cannot be used: {reason}.",
            "Nothing was changed.",
            "Correct or remove {name} in {origin}.",
            name=name,
            shown=shown,
            origin=Message("environment") if origin is Origin.ENVIRONMENT else origin.value,
            reason=Clause(error.message),
        ) from None


def _refuse_unknown(file: Mapping[str, object]) -> None:
    unknown = sorted(set(file) - _known())
    if unknown:
        raise _unknown(unknown[0])


def _known() -> set[str]:
    return {f.name for f in fields(Settings)} - {"origins"}


def _unknown(key: str) -> SettingsError:
    return SettingsError(
        "settings.toml has no setting called {key}.",
        "Nothing was changed.",
        "Remove the line, or use one of: {names}.",
        key=key,
        names=", ".join(sorted(_known())),
    )
