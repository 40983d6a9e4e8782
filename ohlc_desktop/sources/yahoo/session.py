"""The HTTP session that yfinance is given."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from curl_cffi import requests
from curl_cffi.requests import exceptions as curl_errors

from ohlc_desktop.core.clock import Clock

#: A helper host (cookies, consent) that failed is not asked again for this long; charts work without them.
HELPER_PAUSE = 300.0
_CHART_PATH = "/v8/finance/chart/"


class Seen(threading.local):
    """The last chart response; each thread has its own.

    Attributes:
        status: The HTTP status; 0 where no response came.
        server_time: What the server's clock said, in epoch seconds.
        body: The response as it came.
    """

    status: int = 0
    server_time: float | None = None
    body: bytes = b""


class Session(requests.Session):  # type: ignore[misc]  # curl_cffi ships no complete types
    """A browser-like session whose every request waits for its turn and leaves a trace.

    Attributes:
        seen: What this thread's last chart request brought.
    """

    def __init__(self, turn: Callable[[], None], timeout: float, clock: Clock) -> None:
        trusted = os.environ.get("SSL_CERT_FILE")  # curl itself reads it, its Python binding only others
        super().__init__(impersonate="chrome", verify=trusted or True)
        self._turn = turn
        self._limit = timeout
        self._clock = clock
        self._down: dict[str, float] = {}
        self.seen = Seen()

    def forget(self) -> None:
        """Start a new attempt."""
        self._note(0, None, b"")

    def _note(self, status: int, server_time: float | None, body: bytes) -> None:
        self.seen.status, self.seen.server_time, self.seen.body = status, server_time, body

    def request(self, method: Any, url: str, *args: Any, **kwargs: Any) -> Any:
        """Send one request when it is its turn.

        Raises:
            OSError: no response, of whatever kind curl_cffi tells.
            Interruption: cancelled or deferred while waiting for the turn.
        """
        parts = urlsplit(url)
        chart = parts.path.startswith(_CHART_PATH)
        if not chart and self._clock.monotonic() < self._down.get(parts.netloc, 0.0):
            raise curl_errors.ConnectionError(f"{parts.netloc} did not answer a moment ago")
        self._turn()
        kwargs["timeout"] = min(kwargs.get("timeout") or self._limit, self._limit)
        try:
            response = super().request(method, url, *args, **kwargs)
        except OSError:
            if not chart:
                self._down[parts.netloc] = self._clock.monotonic() + HELPER_PAUSE
            raise
        if chart:
            self._note(response.status_code, _date(response.headers), response.content)
        return response


def _date(headers: Any) -> float | None:
    try:
        return parsedate_to_datetime(headers.get("Date")).timestamp()
    except (TypeError, ValueError, AttributeError):
        return None
