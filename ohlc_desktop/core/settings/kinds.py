"""What a setting may hold, and how it is read: the types of settings."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import time
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.feed_spec import SOURCE_NAME
from ohlc_desktop.core.messages import Value, message_of
from ohlc_desktop.core.numbers import NoNumber, read_number
from ohlc_desktop.core.timeframes import NAMES, timeframe

#: What ``settings.toml`` may hold.
Stored = bool | int | float | str | list[str]

_ON, _OFF = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
_SWITCH_WORDS = {**dict.fromkeys(_ON, True), **dict.fromkeys(_OFF, False)}


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
class WebAddress(SettingKind):
    """An address of https without a login, and so without a password."""

    def parse(self, value: object) -> str:
        """Without blanks around it."""
        text = value.strip() if isinstance(value, str) else ""
        if not re.fullmatch(r"https://[\w.-]+(:\d{1,5})?(/[!-~]*)?", text, re.ASCII):
            raise Unusable("use an address that begins with https:// and names no user")
        return text
