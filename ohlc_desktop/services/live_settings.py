"""The settings in force, kept up to date: changes made here are written, changes made elsewhere are noticed.

Files are watched, not polled. They are a few hundred bytes, so they are read where the event arrives.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ohlc_desktop.core.errors import OhlcError, SettingsError
from ohlc_desktop.core.messages import Message, message_of
from ohlc_desktop.core.settings import Declaration, Origin, Settings, declaration_of, resolve
from ohlc_desktop.hub.address import wrong_with as wrong_with_hub
from ohlc_desktop.profile import Profile, read_settings, write_settings
from ohlc_desktop.redis_share.address import wrong_with

#: Editors empty a file before they fill it: wait until they are done.
_SETTLING_MS = 100

_FORCING = (Origin.ENVIRONMENT, Origin.DOTENV)

_Signature = tuple[tuple[int, int, int] | None, ...]


class LiveSettings(QObject):
    """The settings of a profile.

    Attributes:
        changed: The new :class:`Settings`, whenever a value or where it comes from changed.
        error_changed: The :class:`OhlcError` that keeps the files from being used, or None when they are fine
            again. The last good settings stay in force meanwhile; without any, the environment and the defaults.
        current: The settings in force. To be read only.
        error: Why the files cannot be used; None when they can. To be read only.
    """

    changed = Signal(object)
    error_changed = Signal(object)

    def __init__(
        self, profile: Profile, environment: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self._environment = environment
        self.error: OhlcError | None = None
        self.current = self._without_files()
        self._seen = self._signature()
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLING_MS)
        self._settling.timeout.connect(self.reload)
        self._watcher.fileChanged.connect(self._on_file_event)
        self._watcher.directoryChanged.connect(self._on_file_event)
        self.reload()

    def forced_by(self, key: str) -> Origin | None:
        """The environment or ``.env`` when one of them decides this setting, so that it cannot be set here."""
        origin = self.current.origins.get(key)
        return origin if origin in _FORCING else None

    def set(self, key: str, value: object | None) -> None:
        """Write a setting to ``settings.toml`` and put it into force; None returns to the default.

        Raises:
            SettingsError: the value cannot be used, is decided elsewhere, or cannot be written.
            ProfileError: the folder cannot be written.
        """
        declaration = declaration_of(key)
        forced = self.forced_by(key)
        if forced is not None:
            raise _forced(declaration, forced)
        _check(declaration, value)
        write_settings(self._profile, {key: value})
        self.reload()

    def reload(self) -> None:
        """Read the files again and tell what is different."""
        self._settling.stop()
        self._watch()
        self._seen = self._signature()
        try:
            found = read_settings(self._profile, self._environment)
        except OhlcError as error:
            self._set_error(error)
            return
        self._set_error(None)
        if found != self.current or found.origins != self.current.origins:
            self.current = found
            self.changed.emit(found)

    def _without_files(self) -> Settings:
        try:
            return resolve(self._environment, {}, {})
        except SettingsError:
            return Settings()

    def _set_error(self, error: OhlcError | None) -> None:
        if str(error) != str(self.error):
            self.error = error
            self.error_changed.emit(error)

    def _on_file_event(self) -> None:
        """Something happened in the folder; only our two files matter."""
        if self._signature() != self._seen:
            self._settling.start()

    def _watch(self) -> None:
        """Watch the files and, for what is made or replaced, their folder."""
        profile = self._profile
        wanted = [str(path) for path in (profile.folder, profile.settings, profile.dotenv) if path.exists()]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        fresh = [path for path in wanted if path not in watched]
        if fresh:
            self._watcher.addPaths(fresh)

    def _signature(self) -> _Signature:
        return tuple(_signature(path) for path in (self._profile.settings, self._profile.dotenv))


def _signature(path: Path) -> tuple[int, int, int] | None:
    """What tells one version of a file from the next; None without a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _check(declaration: Declaration, value: object | None) -> None:
    """Refuse an address that can never work; from a file it is let through, and its indicator tells.

    Raises:
        SettingsError: says what is wrong with it, and quotes nothing of it.
    """
    if not declaration.secret or not value:
        return
    if declaration.key == "hub_url":
        wrong, form = wrong_with_hub(str(value)), Message("Write it as postgresql://user@host:5432/database.")
    else:
        wrong, form = wrong_with(str(value)), Message("Write it as redis://:password@host:port/database.")
    if wrong:
        raise SettingsError(wrong, "Nothing was changed.", form)


def _forced(declaration: Declaration, origin: Origin) -> SettingsError:
    return SettingsError(
        "{setting} is set by {variable} in .env."
        if origin is Origin.DOTENV
        else "{setting} is set by {variable} in the environment.",
        "Nothing was changed; that value wins over the settings page.",
        "Change or remove {variable} there.",
        setting=message_of(declaration.label, {}),
        variable=declaration.variable,
    )
