"""The profile: the data folder with the database, settings, lock and logs of one user.

``--profile DIR`` or ``OHLC_DESKTOP_HOME`` picks the folder; the demo always has one of its own, so that
simulated candles never meet real ones.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import platformdirs
from dotenv.parser import parse_stream
from filelock import FileLock, Timeout

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import ImportRunning, ProfileError, SettingsError
from ohlc_desktop.core.settings import Settings, resolve

HOME_VARIABLE = "OHLC_DESKTOP_HOME"
#: How long an import waits for the lock: ``importing_now`` of another process holds it for a moment.
LOCK_SECONDS = 0.3


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

    Raises:
        ProfileError: the folder begins with the home of a user that does not exist.
    """
    named = chosen or environment.get(HOME_VARIABLE)
    try:
        base = Path(named).expanduser() if named else Path(platformdirs.user_data_dir("ohlc-desktop", False))
    except RuntimeError as error:
        raise ProfileError(
            f"The data folder {named} cannot be found: {error}", "Nothing was changed.",
            "Write the folder out in full after --profile or in OHLC_DESKTOP_HOME.",
        ) from error  # fmt: skip
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
        raise _unusable(profile, error) from error


def _unusable(profile: Profile, error: OSError) -> ProfileError:
    return ProfileError(
        f"The data folder {profile.folder} cannot be used: {error.strerror or error}.",
        "Nothing was imported; stored candles are as they were.",
        "Make the folder writable, free some space, or choose another one with --profile DIR.",
    )


def read_settings(profile: Profile, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force for a profile.

    Raises:
        SettingsError: a file cannot be read or a value cannot be used.
    """
    dotenv_path, toml_path = profile.folder / ".env", profile.folder / "settings.toml"
    try:
        dotenv = _variables(dotenv_path.read_text("utf-8-sig")) if dotenv_path.is_file() else {}
        file = tomllib.loads(toml_path.read_text("utf-8-sig")) if toml_path.is_file() else {}
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The settings in {profile.folder} cannot be read: {error}.",
            "Nothing was imported; stored candles are as they were.",
            "Correct settings.toml or .env, or move the file away to use the defaults.",
        ) from error
    return resolve(environment, dotenv, file)


def _variables(text: str) -> dict[str, str | None]:
    """The variables of a ``.env`` file.

    Raises:
        ValueError: a line is no variable; the line is not repeated, for it may hold a password.
    """
    bindings = list(parse_stream(StringIO(text)))
    wrong = [str(binding.original.line) for binding in bindings if binding.error]
    if wrong:
        raise ValueError(f"line {', '.join(wrong)} of .env is not of the form NAME=value")
    return {binding.key: binding.value for binding in bindings if binding.key is not None}


@contextmanager
def import_lock(profile: Profile, clock: Clock, trigger: str) -> Iterator[None]:
    """Hold the profile's import lock. The system frees it when the process dies, however it dies.

    Raises:
        ImportRunning: another process holds it; says which and since when.
        ProfileError: the lock cannot be written.
    """
    lock = FileLock(profile.lock, timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise _running(profile) from None
    except OSError as error:
        raise _unusable(profile, error) from error
    try:
        _sign(profile, clock, trigger)
        yield
    finally:
        with suppress(OSError):
            profile.lock_holder.unlink(missing_ok=True)
        lock.release()


def _sign(profile: Profile, clock: Clock, trigger: str) -> None:
    """Write beside the lock who holds it."""
    since = datetime.fromtimestamp(clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    holder = {"pid": os.getpid(), "since": since, "trigger": trigger}
    try:
        profile.lock_holder.write_text(json.dumps(holder), encoding="utf-8")
    except OSError as error:
        raise _unusable(profile, error) from error


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
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process that has just started"
    return ImportRunning(
        f"An import is already running: {who}.",
        "Nothing was started; that import goes on.",
        "Wait until it has finished, or cancel it there.",
    )
