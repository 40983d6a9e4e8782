"""PostgreSQL for the tests: a real server in a folder of its own, on a Unix socket, and lines to it that can be cut.

The programs are those of Debian's package ``postgresql``, or on the PATH. The server refuses to run as root, so root runs
it as another user. Nothing is written through to a disk: a test's server need not survive a power cut.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.sql import SQL, Identifier

from tests.standins.redis_server import PretendServer, hang_up

#: The user of the server who may do everything, and who needs no password.
OWNER = "owner"
#: Whom root lets the server run as: the user that Debian's package makes.
_USER = "postgres"
#: Part of the name of a socket.
_PORT = 5432
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB", "autovacuum=off")
#: Whoever is not the owner needs a password, also on the socket.
_ACCESS = f"local all {OWNER} trust\nlocal all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


def find_program(name: str) -> str:
    """The path of a program of PostgreSQL's; a missing one is an error, never a skipped test."""
    found = shutil.which(name)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise RuntimeError(f"No {name}: install PostgreSQL, on Debian: apt-get install postgresql.")
    return str(versions[-1])


class PostgresServer:
    """A real PostgreSQL, as a context manager.

    Attributes:
        folder: Where its socket is, for the parameter ``host`` of an address.
        port: 0, or the loopback port on which it speaks TLS.
    """

    def __init__(self, options: tuple[str, ...] = (), port: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ohlc-pg-", dir="/tmp"))
        self.port = port
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._names = itertools.count(1)

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            shutil.chown(self.folder, _USER, _USER)
        self.run("initdb", "-D", str(self.data), "-U", OWNER, "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync",
                 "--wal-segsize=1")  # fmt: skip
        (self.data / "pg_hba.conf").write_text(_ACCESS)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    @property
    def data(self) -> Path:
        """The folder of the cluster."""
        return self.folder / "data"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the user of the server."""
        subprocess.run([find_program(program), *arguments], check=True, capture_output=True, **_as_user())

    def put_file(self, name: str, content: bytes) -> None:
        """Put a file into the folder of the cluster that only the server can read."""
        path = self.data / name
        path.write_bytes(content)
        path.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(path, _USER, _USER)

    def restart(self, *options: str, largest: int | None = None) -> None:
        """End the server and start it with more options; where it is told, no file may grow beyond so many bytes."""
        self.kill()
        self._options = (*self._options, *options)
        self.start(largest)

    def start(self, largest: int | None = None) -> None:
        """Start the server; returns when it accepts connections."""
        settings = [*_FAST, f"unix_socket_directories={self.folder}", f"port={self.port or _PORT}",
                    f"listen_addresses={'127.0.0.1' if self.port else ''}", *self._options]  # fmt: skip
        command = [find_program("postgres"), "-D", str(self.data), *(word for each in settings for word in ("-c", each))]
        if largest is not None:  # POSIX: in units of 512 bytes
            command = ["/bin/sh", "-c", f'ulimit -f {largest // 512} && exec "$0" "$@"', *command]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, **_as_user())
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            if b"database system is ready to accept" in line:
                # What it says from now on goes to nobody, but it must not wait for a reader.
                self._drain = threading.Thread(target=self._process.stderr.read, name="postgres-stderr", daemon=True)
                self._drain.start()
                return
        raise RuntimeError(b"".join(said)[-500:].decode())

    def kill(self) -> None:
        """End the server and all its sessions at once, in the middle of whatever they do, as a crash does."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait()
            self._drain.join()
            assert process.stderr is not None
            process.stderr.close()

    def address(self, database: str, user: str = OWNER, password: str = "", host: str = "") -> str:
        """The address of a database; by default over the socket, as its owner."""
        login = f"{user}:{password}" if password else user
        return f"postgresql://{login}@/{database}?host={host or self.folder}&port={self.port or _PORT}"

    def connect(self, database: str = "postgres", **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
        """A plain connection to look into a database with, as its owner, in autocommit mode."""
        return psycopg.connect(self.address(database), autocommit=True, **options)

    def make_database(self, template: str = "template0") -> str:
        """A new database; returns its name."""
        name = f"hub{next(self._names)}"
        with self.connect() as connection:
            made = SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(made.format(Identifier(name), Identifier(template)))
        return name


def _as_user() -> dict[str, Any]:
    """How a program is started that refuses to run as root."""
    return {"user": _USER, "group": _USER, "extra_groups": [], "cwd": "/"} if os.geteuid() == 0 else {}


class Line(PretendServer):
    """A line to a server's socket that a test cuts: at once, or after so many bytes of what is sent.

    Attributes:
        sent: Bytes that went to the server.
    """

    def __init__(self, behind: PostgresServer, cut_after: int | None = None) -> None:
        super().__init__()
        self._behind, self._cut_after = behind, cut_after
        self.sent = 0

    def address(self, database: str, user: str = OWNER, password: str = "") -> str:
        """The address of a database behind the line."""
        login = f"{user}:{password}" if password else user
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def cut(self) -> None:
        """Cut all that is connected; new connections are taken."""
        for connection in list(self._open):
            hang_up(connection)

    def talk(self, connection: socket.socket) -> None:
        """Hands bytes on, up to the cut."""
        upstream = self.keep(self._behind_socket())
        self._spawn(self._answers, upstream, connection)
        while said := connection.recv(65536):
            self.sent += len(said)
            if self._cut_after is not None and self.sent > self._cut_after:
                break
            upstream.sendall(said)
        hang_up(upstream)

    def _answers(self, upstream: socket.socket, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while answer := upstream.recv(65536):
                connection.sendall(answer)
        hang_up(connection)

    def _behind_socket(self) -> socket.socket:
        upstream = socket.socket(socket.AF_UNIX)
        upstream.connect(str(self._behind.folder / f".s.PGSQL.{_PORT}"))
        return upstream
