"""The profile: the data folder with the database, settings, lock and logs of one user.

``--profile DIR`` or ``OHLC_DESKTOP_HOME`` picks the folder; the demo always has one of its own, so that
simulated candles never meet real ones.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from dotenv import dotenv_values
from filelock import FileLock, Timeout

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import ImportRunning, ProfileError, SettingsError
from ohlc_desktop.core.settings import Settings, resolve

HOME_VARIABLE = "OHLC_DESKTOP_HOME"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where everything of one user is. The demo's profile is marked."""

    folder: Path
    demo: bool = False

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "ohlc.sqlite3"

    @property
    def logs(self) -> Path:
        """The folder of the rotating log files."""
        return self.folder / "logs"

    @property
    def lock(self) -> Path:
        """Locked by the process that imports."""
        return self.folder / "import.lock"

    @property
    def lock_holder(self) -> Path:
        """Who holds the lock and since when, as JSON."""
        return self.folder / "import.lock.json"


def locate(chosen: str | None, demo: bool, environment: Mapping[str, str] = os.environ) -> Profile:
    """The profile to use; nothing is created.

    The demo lives in the ``demo`` folder inside the chosen or usual one.
    """
    named = chosen or environment.get(HOME_VARIABLE)
    base = Path(named).expanduser() if named else Path(platformdirs.user_data_dir("ohlc-desktop", False))
    return Profile((base / "demo" if demo else base).absolute(), demo)


def create(profile: Profile) -> None:
    """Make the folder and prove that it can be written.

    Raises:
        ProfileError: it cannot be made or written.
    """
    try:
        profile.logs.mkdir(parents=True, exist_ok=True)
        probe = profile.folder / f".write-test-{os.getpid()}"
        probe.write_text("ok", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise ProfileError(
            f"The data folder {profile.folder} cannot be used: {error.strerror or error}.",
            "Nothing was imported; stored candles are as they were.",
            "Make the folder writable, free some space, or choose another one with --profile DIR.",
        ) from error


def read_settings(profile: Profile, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force for a profile.

    Raises:
        SettingsError: a file cannot be read or a value cannot be used.
    """
    dotenv_path, toml_path = profile.folder / ".env", profile.folder / "settings.toml"
    try:
        dotenv = dotenv_values(dotenv_path, interpolate=False) if dotenv_path.is_file() else {}
        file = tomllib.loads(toml_path.read_text("utf-8")) if toml_path.is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The settings in {profile.folder} cannot be read: {error}.",
            "Nothing was imported; stored candles are as they were.",
            "Correct settings.toml or .env, or move the file away to use the defaults.",
        ) from error
    return resolve(environment, dotenv, file)


@contextmanager
def import_lock(profile: Profile, clock: Clock, trigger: str) -> Iterator[None]:
    """Hold the profile's import lock. The system frees it when the process dies, however it dies.

    Raises:
        ImportRunning: another process holds it; says which and since when.
    """
    lock = FileLock(profile.lock, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise _running(profile) from None
    try:
        since = datetime.fromtimestamp(clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        holder = {"pid": os.getpid(), "since": since, "trigger": trigger}
        profile.lock_holder.write_text(json.dumps(holder), encoding="utf-8")
        yield
    finally:
        profile.lock_holder.unlink(missing_ok=True)
        lock.release()


def importing_now(profile: Profile) -> bool:
    """Whether another process imports into this profile at the moment."""
    if not profile.lock.exists():
        return False
    lock = FileLock(profile.lock, timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _running(profile: Profile) -> ImportRunning:
    try:
        holder = json.loads(profile.lock_holder.read_text(encoding="utf-8"))
        who = f"process {holder['pid']} ({holder['trigger']}) since {holder['since']}"
    except (OSError, ValueError, KeyError):
        who = "another process that has just started"
    return ImportRunning(
        f"An import is already running: {who}.",
        "Nothing was started; that import goes on.",
        "Wait until it has finished, or cancel it there.",
    )
