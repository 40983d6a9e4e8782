"""Settings, declared once: name, type, default, limits and what each is for.

The command line, the settings page and the README's table all come from ``DECLARATIONS``. Sources,
strongest first: the environment, ``.env`` in the profile, ``settings.toml``, defaults. Reading the files is
the caller's business; this module only decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.errors import OhlcError, SettingsError
from ohlc_desktop.core.timeframes import NAMES, timeframe


class Origin(StrEnum):
    """Where a value came from, strongest first."""

    ENVIRONMENT = "environment"
    DOTENV = ".env"
    FILE = "settings.toml"
    DEFAULT = "default"


def _boolean(value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in words:
        raise ValueError("use true or false")
    return words[word]


def _number(low: float, high: float) -> Callable[[object], float]:
    def parse(value: object) -> float:
        try:
            number = float(str(value))
        except ValueError:
            raise ValueError(f"use a number from {low:g} to {high:g}") from None
        if not low <= number <= high:
            raise ValueError(f"use a number from {low:g} to {high:g}")
        return number

    return parse


def _whole(low: int, high: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        text = str(value).strip()
        # Nine digits are more than any setting needs, and int() has limits of its own.
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(text)

    return parse


def _choice(*words: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        word = str(value).strip().upper()
        if word not in words:
            raise ValueError(f"use one of {', '.join(words)}")
        return word

    return parse


def _clock_time(value: object) -> time:
    try:
        hour, minute = str(value).strip().split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError("use hours and minutes such as 14:05") from None


def _timeframes(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else str(value).replace(",", " ").split()
    try:
        wanted = tuple(dict.fromkeys(timeframe(str(name)).name for name in names))
    except OhlcError as error:
        raise ValueError(f"{error.title} {error.hint}") from None
    if not wanted:
        raise ValueError(f"name at least one of {' '.join(NAMES)}")
    return wanted


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("use text in quotation marks")
    return value.strip()


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting.

    Attributes:
        key: Attribute of :class:`Settings` and key in ``settings.toml``.
        variable: Name in the environment and in ``.env``.
        parse: Text or TOML value to the typed value; raises ValueError with what to write instead.
        help: One sentence for the settings page and the README.
        secret: True when the value may hold a password and is shown masked.
    """

    key: str
    variable: str
    parse: Callable[[object], Any]
    help: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force, and where each came from."""

    import_time: time = time(14, 5)
    timeframes: tuple[str, ...] = tuple(dict.fromkeys(timeframe(name).name for name in NAMES))
    requests_per_second: float = 2.0
    concurrency: int = 2
    daily_quota: int = 2000
    request_timeout: float = 20.0
    cache_enabled: bool = False
    redis_url: str = field(default="redis://localhost:6379/0", repr=False)  # may hold a password
    redis_required: bool = False
    log_level: str = "INFO"
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)


DECLARATIONS: tuple[Declaration, ...] = (
    Declaration("import_time", "OHLC_DESKTOP_IMPORT_TIME", _clock_time,
                "Time of the daily import in Los Angeles."),
    Declaration("timeframes", "OHLC_DESKTOP_TIMEFRAMES", _timeframes,
                "Timeframes that are wanted, separated by commas; what the same answers bring is kept as well."),
    Declaration("requests_per_second", "OHLC_DESKTOP_REQUESTS_PER_SECOND", _number(0, 100),
                "Most requests a second to Yahoo; 0 switches the limit off."),
    Declaration("concurrency", "OHLC_DESKTOP_CONCURRENCY", _whole(1, 8),
                "Requests on their way at the same time."),
    Declaration("daily_quota", "OHLC_DESKTOP_DAILY_QUOTA", _whole(1, 1_000_000),
                "Most requests a day to Yahoo, counted from 00:00 UTC."),
    Declaration("request_timeout", "OHLC_DESKTOP_REQUEST_TIMEOUT", _number(1, 300),
                "Seconds that one request may take."),
    Declaration("cache_enabled", "CACHE_ENABLED", _boolean, "Use Redis as a cache of candles."),
    Declaration("redis_url", "REDIS_URL", _text,
                "Where Redis is: redis://[:password@]host:port/database.", secret=True),
    Declaration("redis_required", "REDIS_REQUIRED", _boolean, "Refuse to import while Redis cannot be used."),
    Declaration("log_level", "LOG_LEVEL", _choice("DEBUG", "INFO", "WARNING", "ERROR"),
                "Least important lines that are logged."),
)  # fmt: skip


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
            if raw is None or raw == "":
                continue
            values[declaration.key] = _parsed(declaration, raw, name, origin)
            origins[declaration.key] = origin
            break
    return Settings(**values, origins=origins)


def _parsed(declaration: Declaration, raw: object, name: str, origin: Origin) -> Any:
    try:
        return declaration.parse(raw)
    except ValueError as error:
        shown = "***" if declaration.secret else raw
        raise SettingsError(
            f"{name}={shown} (from {origin.value}) cannot be used: {error}.",
            "Nothing was changed.",
            f"Correct or remove {name} in {origin.value}.",
        ) from None


def _refuse_unknown(file: Mapping[str, object]) -> None:
    known = {f.name for f in fields(Settings)} - {"origins"}
    unknown = sorted(set(file) - known)
    if unknown:
        raise SettingsError(
            f"settings.toml has no setting called {unknown[0]}.",
            "Nothing was changed.",
            f"Remove the line, or use one of: {', '.join(sorted(known))}.",
        )
