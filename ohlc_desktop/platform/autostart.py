"""Start at login: what the systems share."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCryptographicHash

from ohlc_desktop.core.errors import bare
from ohlc_desktop.platform.protocol import AutostartError
from ohlc_desktop.profile import Profile, locate

#: The program in entries that a person sees, and in names of files.
NAME, ID = "OHLC Desktop", "ohlc-desktop"


def start_command(profile: Profile, program: Sequence[str]) -> list[str]:
    """The command that starts the tray for a profile without opening the window; ``program`` is its beginning."""
    command = list(program)
    if profile != locate(None, profile.demo, {}):  # at login no variable of this session is set
        command += ["--profile", str(profile.folder.parent if profile.demo else profile.folder)]
    return [*command, *(["--demo"] if profile.demo else []), "--hidden"]


def program() -> list[str]:
    """This program on Unix: itself where packaged, its script where one is installed, else the interpreter."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [str(here)]
    script = here.with_name(ID)
    return [str(script)] if script.exists() else [str(here), "-m", "ohlc_desktop"]


def suffix(profile: Profile) -> str:
    """What the name of a profile's entry ends in; empty for the usual profile."""
    if profile == locate(None, False, {}):
        return ""
    name = os.fsencode(profile.folder)
    digest = QCryptographicHash.hash(name, QCryptographicHash.Algorithm.Sha256)  # hashlib would cost the tray 3 MB
    return "-" + bytes(digest.data()).hex()[:8]


class EntryFile:
    """An entry that is a file, written whole or not at all.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def where(self) -> str:
        """Path of the file."""
        return str(self.path)

    def write(self, content: bytes) -> None:
        """Put the file in place.

        Raises:
            AutostartError: it cannot be written.
        """
        draft = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
            draft.replace(self.path)
        except OSError as error:
            raise refused(self.where, error) from error

    def disable(self) -> None:
        """Remove the file."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise refused(self.where, error) from error


def refused(where: str, error: OSError) -> AutostartError:
    """The error for a place that the system does not let us change."""
    return AutostartError(
        "Start at login cannot be switched: {reason}.",
        "Nothing was changed; imports go on as before.",
        "Make {place} writable, then try again.",
        reason=bare(error),
        place=where,
    )
