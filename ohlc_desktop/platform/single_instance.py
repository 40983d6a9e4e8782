"""One instance per profile. A later start asks the first one to show its window, and ends.

Who is first is decided by a file lock, which the system frees however the process dies; the local socket only
carries the message. So a crashed first instance never blocks, and two starts at once have one winner.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ohlc_desktop.core.errors import OhlcError, ProfileError, bare
from ohlc_desktop.core.messages import Message

_log = logging.getLogger(__name__)

#: Version of the messages.
PROTOCOL = 1
#: A message is far shorter; whoever sends more is cut off.
MOST_BYTES = 4096
#: How often, and at what distance, a first instance that has only just started is called.
TRIES, PAUSE_MS = 20, 50
#: How long the first instance may take to answer.
ANSWER_MS = 1_500


class AlreadyRunning(OhlcError):
    """Another process of ours keeps this profile."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Holder:
    """The instance that was first.

    Attributes:
        pid: Its process; 0 when it cannot be told.
        role: ``window`` for the tray app, ``run`` for the schedule without a screen; empty when unknown.
        answered: Whether it heard the call and shows its window.
    """

    pid: int = 0
    role: str = ""
    answered: bool = False

    @property
    def named(self) -> str:
        """Who it is, within a sentence: ``ohlc-desktop run (process 4711)``."""
        who = "ohlc-desktop run" if self.role == "run" else "the tray app"
        return f"{who} (process {self.pid})" if self.pid else "another process"


class SingleInstance(QObject):
    """The claim on one profile, by the tray app (role ``window``) or by the schedule without a screen (``run``).

    Attributes:
        show_wanted: A later start asks for the window.
        holder: Who was first, after a :meth:`claim` that failed.
    """

    show_wanted = Signal()

    def __init__(self, folder: Path, role: str = "window", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.holder: Holder | None = None
        self._folder, self._role = folder, role
        self._path = folder / "instance.lock"
        self._lock = QLockFile(str(self._path))
        self._sign = folder / "instance.lock.json"
        self._name = _server_name(folder)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the profile's instance; False when another one is.

        That one is then asked to show its window, if this one wanted to show one itself. A claim that fails may
        take some seconds when the first instance does not answer.

        Raises:
            ProfileError: the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(bare(error)) from error
        if not self._lock.tryLock(0) and not self._inherit():
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                raise self._unusable(Message("it cannot be written"))
            self.holder = self._call()
            return False
        self._note_holder()
        self._listen()
        return True

    def release(self) -> None:
        """Let another instance be first; idempotent."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._lock.isLocked():
            with suppress(OSError):
                self._sign.unlink(missing_ok=True)
            self._lock.unlock()

    def _inherit(self) -> bool:
        """Take over a lock whose holder is dead, though Qt takes another process of its number for it.

        A container that is started again after a kill is such a process: both have the number 1. Qt locks the open
        file as well, and that lock dies with its process.
        """
        if os.name != "posix":
            return False
        import fcntl

        try:
            with self._path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._path.stat().st_ino == os.fstat(file.fileno()).st_ino:  # nobody else was faster
                    self._path.unlink()
        except OSError:
            return False
        return self._lock.tryLock(0)

    def _unusable(self, why: str | Message) -> ProfileError:
        return ProfileError(
            "The data folder {folder} cannot be used: {reason}.",
            "Nothing was started; stored candles are as they were.",
            "Make the folder writable, or choose another one with --profile DIR.",
            folder=str(self._folder),
            reason=why,
        )

    # -- the first ---------------------------------------------------------------------------------

    def _note_holder(self) -> None:
        with suppress(OSError):  # only for the sentence that a later start prints
            self._sign.write_text(json.dumps({"pid": os.getpid(), "role": self._role}), "utf-8")

    def _listen(self) -> None:
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        QLocalServer.removeServer(self._name)  # holding the lock proves that one found here is stale
        if not self._server.listen(self._name):
            _log.warning("A later start cannot call this one: %s", self._server.errorString())

    def _called(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(self._read)
            caller.disconnected.connect(caller.deleteLater)
            if caller.bytesAvailable():
                self._hear(caller)

    def _read(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > MOST_BYTES:
                caller.abort()
            return
        can = _word(bytes(caller.readLine(MOST_BYTES).data()), "do") == "show" and self._role == "window"
        caller.write(json.dumps({"v": PROTOCOL, "ok": can}).encode() + b"\n")
        caller.flush()
        caller.disconnectFromServer()
        if can:
            self.show_wanted.emit()

    # -- a later one -------------------------------------------------------------------------------

    def _call(self) -> Holder:
        answered = self._role == "window" and self._send()
        try:
            found = json.loads(self._sign.read_text("utf-8"))
            return Holder(int(found["pid"]), str(found["role"]), answered)
        except (OSError, ValueError, KeyError, TypeError):
            return Holder(answered=answered)

    def _send(self) -> bool:
        for _ in range(TRIES):
            line = QLocalSocket()
            line.connectToServer(self._name)
            if line.waitForConnected(ANSWER_MS):
                line.write(json.dumps({"v": PROTOCOL, "do": "show"}).encode() + b"\n")
                heard = line.waitForBytesWritten(ANSWER_MS) and line.waitForReadyRead(ANSWER_MS)
                answer = bytes(line.readLine(MOST_BYTES).data()) if heard else b""
                line.abort()
                return _word(answer, "ok") == "True"
            QThread.msleep(PAUSE_MS)
        return False


def _word(line: bytes, key: str) -> str:
    """What a message says; empty when it is none of ours. Later versions only add to it."""
    try:
        message = json.loads(line)
        return str(message[key]) if int(message["v"]) >= 1 else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _server_name(folder: Path) -> str:
    """A short name that differs by user and by folder; socket paths may have 104 characters only."""
    user = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    digest = QCryptographicHash.hash(f"{user}\n{folder.resolve()}".encode(), QCryptographicHash.Algorithm.Sha256)
    return "ohlc-desktop-" + bytes(digest.toHex().data()).decode()[:16]
