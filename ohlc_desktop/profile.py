"""The profile: the data folder with the database, settings, lock and logs of one user.

``--profile DIR`` or ``OHLC_DESKTOP_HOME`` picks the folder; the demo always has one of its own, so that
simulated candles never meet real ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import time
from io import StringIO
from pathlib import Path

from ohlc_desktop.core.clock import Clock, iso
from ohlc_desktop.core.errors import ImportRunning, ProfileError, SettingsError, bare
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.messages import Clause, Message, message_of
from ohlc_desktop.core.settings import Settings, Unusable, declaration_of, resolve

# Libraries are imported where they are used: the idle tray keeps what it imports for weeks.

HOME_VARIABLE = "OHLC_DESKTOP_HOME"
LOG_NAME = "ohlc-desktop.log"
#: How long an import waits for the lock: ``importing_now`` of another process holds it for a moment.
LOCK_SECONDS = 0.3
_TRIGGERS = {
    Trigger.MANUAL: Message("manual"), Trigger.SCHEDULE: Message("schedule"),
    Trigger.FOLLOW_UP: Message("follow-up"), Trigger.REPAIR: Message("repair"), Trigger.INGEST: Message("files"),
    Trigger.NEIGHBOUR: Message("another machine"),
    Trigger.HUB: Message("hub"),
}  # fmt: skip


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
    def log(self) -> Path:
        """The log file that is written at the moment."""
        return self.logs / LOG_NAME

    @property
    def reports(self) -> Path:
        """The folder of reports of faults; it is made for the first one."""
        return self.logs / "reports"

    @property
    def backups(self) -> Path:
        """The folder of the backups of the database that were given no other place."""
        return self.folder / "backups"

    @property
    def settings(self) -> Path:
        """What the settings page writes, as TOML."""
        return self.folder / "settings.toml"

    @property
    def dotenv(self) -> Path:
        """Variables that win over ``settings``."""
        return self.folder / ".env"

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
        base = Path(named).expanduser() if named else _usual_folder()
    except RuntimeError as error:
        raise ProfileError(
            "The data folder {named} cannot be found: {reason}.", "Nothing was changed.",
            "Write the folder out in full after --profile or in OHLC_DESKTOP_HOME.", named=str(named), reason=bare(error),
        ) from error  # fmt: skip
    return Profile((base / "demo" if demo else base).absolute(), demo)


def _usual_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("ohlc-desktop", False))


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
        "The data folder {folder} cannot be used: {reason}.",
        "Nothing was imported; stored candles are as they were.",
        "Make the folder writable, free some space, or choose another one with --profile DIR.",
        folder=str(profile.folder),
        reason=bare(error.strerror or error),
    )


def read_settings(profile: Profile, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force for a profile.

    Raises:
        SettingsError: a file cannot be read or a value cannot be used.
    """
    try:
        dotenv = _variables(_text_of(profile.dotenv))
        file = _values(_text_of(profile.settings))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(profile, error) from error
    return resolve(environment, dotenv, file)


def write_settings(profile: Profile, changes: Mapping[str, object | None]) -> None:
    """Put values into ``settings.toml``; None removes one, so that its default rules again.

    Comments, order and line ends of the file stay as they are. It is replaced in one step, or not at all.

    Raises:
        SettingsError: a value cannot be used, the file is damaged or would not be usable afterwards, or it
            cannot be written; it is as it was.
        ProfileError: the folder cannot be made or written.
    """
    plain = {key: _plain(key, value) for key, value in changes.items()}
    create(profile)
    try:
        before = _text_of(profile.settings)
        _values(before)  # the stricter reader, with the same complaints as everywhere
        text = _changed(before, plain)
        resolve({}, {}, _values(text))
    except (OSError, ValueError) as error:
        raise _unreadable(profile, error) from error
    _replace(profile.settings, text)


def _plain(key: str, value: object | None) -> object | None:
    declaration = declaration_of(key)
    if value is None or value == "":
        return None
    raw = value.strftime("%H:%M") if isinstance(value, time) else value
    try:
        return declaration.kind.plain(declaration.kind.parse(raw))
    except Unusable as error:
        shown = "***" if declaration.secret else str(raw)
        raise SettingsError(
            "{label}: {shown} cannot be used.",
            "Nothing was changed.",
            "Please {reason}.",
            label=message_of(declaration.label, {}),
            shown=shown,
            reason=Clause(error.message),
        ) from None


def _changed(text: str, changes: Mapping[str, object | None]) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    for key, value in changes.items():
        if value is not None:
            document[key] = value
        elif key in document:
            document.remove(key)
    return tomlkit.dumps(document)


def _replace(path: Path, text: str) -> None:
    """Write a file beside the old one, then put it in its place.

    Raises:
        SettingsError: it cannot be written; the old one stays.
    """
    import shutil
    import tempfile

    target = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=".settings-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _text_of(path: Path) -> str:
    """A file as text with its own line ends, without the mark that Windows editors put first."""
    if not path.is_file():
        return ""
    return path.read_bytes().decode("utf-8-sig")


def _unreadable(profile: Profile, error: Exception) -> SettingsError:
    return SettingsError(
        "The settings in {folder} cannot be read: {reason}.",
        "Nothing was imported; stored candles are as they were.",
        "Correct settings.toml or .env, or move the file away to use the defaults.",
        folder=str(profile.folder),
        reason=Clause(error.message) if isinstance(error, Unusable) else bare(error),
    )


def _unwritable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(
        "{file} cannot be written: {reason}.",
        "The setting was not changed.",
        "Make {path} writable or free some space, then try again.",
        file=path.name,
        reason=bare(error.strerror or error),
        path=str(path),
    )


def _variables(text: str) -> dict[str, str | None]:
    """The variables of a ``.env`` file.

    Raises:
        ValueError: a line is no variable; the line is not repeated, for it may hold a password.
    """
    if not text.strip():
        return {}
    from dotenv.parser import parse_stream

    bindings = list(parse_stream(StringIO(text)))
    wrong = [str(binding.original.line) for binding in bindings if binding.error]
    if wrong:
        raise Unusable("line {numbers} of .env is not of the form NAME=value", numbers=", ".join(wrong))
    return {binding.key: binding.value for binding in bindings if binding.key is not None}


def _values(text: str) -> dict[str, object]:
    """The values of a ``settings.toml``.

    Raises:
        ValueError: it is no TOML.
    """
    if not text.strip():
        return {}
    import tomllib

    return tomllib.loads(text)


@contextmanager
def import_lock(profile: Profile, clock: Clock, trigger: str) -> Iterator[None]:
    """Hold the profile's import lock. The system frees it when the process dies, however it dies.

    Raises:
        ImportRunning: another process holds it; says which and since when.
        ProfileError: the lock cannot be written.
    """
    from filelock import FileLock, Timeout

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
    since = iso(clock.now())
    holder = {"pid": os.getpid(), "since": since, "trigger": trigger}
    try:
        profile.lock_holder.write_text(json.dumps(holder), encoding="utf-8")
    except OSError as error:
        raise _unusable(profile, error) from error


def importing_now(profile: Profile) -> bool:
    """Whether another process imports into this profile at the moment."""
    if not profile.lock_holder.exists():  # it signs at once, and a dead one leaves its signature
        return False
    from filelock import FileLock, Timeout

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
        process, trigger, since = holder["pid"], _TRIGGERS[holder["trigger"]], str(holder["since"])
        title = Message(
            "An import is already running: process {process} ({trigger}) since {since}.",
            process=process,
            trigger=trigger,
            since=since,
        )
    except (OSError, ValueError, KeyError, TypeError):
        title = Message("An import is already running: another process that has just started.")
    return ImportRunning(
        title,
        "Nothing was started; that import goes on.",
        "Wait until it has finished, or cancel it there.",
    )
