"""A stand-in of a server that tells the newest release, on loopback over HTTPS with a throw-away certificate."""

from __future__ import annotations

import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType

import trustme

#: What GitHub answers, by its documentation; most is of no interest here.
PATH = "/repos/ohlc-desktop/ohlc-desktop/releases/latest"


@dataclass
class StandInReleases:
    """The server; use it as a context.

    Attributes:
        tag: Of the newest release.
        status: Of HTTP.
        body: What it answers instead of a release.
        moved: Where it sends whoever asks for :data:`PATH`.
        silent: It takes a question and never answers.
        slow: It answers a byte at a time, with a pause of so many seconds after each.
        requests: Path and headers of every question.
    """

    tag: str = "v0.1.0"
    status: int = 200
    body: bytes | None = None
    moved: str = ""
    silent: bool = False
    slow: float = 0.0
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> StandInReleases:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self._authority = Path(mkdtemp(prefix="standin-releases")) / "authority.pem"
        authority.cert_pem.write_to_path(str(self._authority))
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, self._over))
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._authority.unlink()
        self._authority.parent.rmdir()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """What is asked for the newest release."""
        return f"https://localhost:{self.port}{PATH}"

    def env(self) -> dict[str, str]:
        """The environment in which a program finds it, trusts it, and goes to it by no proxy."""
        free = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "")
        return {**free, "SSL_CERT_FILE": str(self._authority), "OHLC_DESKTOP_RELEASES_URL": self.address}

    def answer(self) -> bytes:
        """What it tells."""
        page = f"https://localhost:{self.port}/releases/tag/{self.tag}"
        told = {"url": self.address, "id": 1, "tag_name": self.tag, "html_url": page, "draft": False, "assets": []}
        return json.dumps(told).encode() if self.body is None else self.body


def _handler(server: StandInReleases, over: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append((self.path, dict(self.headers)))
            if server.silent:
                over.wait()
                return
            if server.moved and self.path == PATH:
                self.send_response(301)
                self.send_header("Location", server.moved)
                self.end_headers()
                return
            body = server.answer()
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for place in range(0, len(body), 1 if server.slow else max(len(body), 1)):
                self.wfile.write(body[place : place + 1] if server.slow else body)
                over.wait(server.slow)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
