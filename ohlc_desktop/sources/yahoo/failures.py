"""What went wrong when Yahoo gave no candles: a typed cause, and a sentence for a person.

The names of exceptions stay out of the sentences: they say nothing to whoever reads them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from curl_cffi.requests import exceptions as curl_errors
from yfinance.exceptions import YFRateLimitError

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.proxies import Proxy, named_proxy
from ohlc_desktop.sources.source import Fault, FetchError

#: What is left after the place where a cut text cannot be read on: the beginning of a name, a number or an escape.
_BEGUN = re.compile(r"[-+\w.\\]*")

#: What curl says of a proxy's 407.
_LOGIN_WANTED = re.compile(r"CONNECT tunnel failed, response 407|\b407 Proxy Authentication")


def classify(error: Exception, status: int, body: bytes, symbol: str) -> FetchError:
    """What an exception from yfinance means.

    Args:
        error: As it was raised.
        status: HTTP status of the last chart response, 0 if there was none.
        body: Of that response.
        symbol: What was asked for.
    """
    reason = bare(reason_of(chart_of(body)))
    told = "" if "delisted" in reason.lower() else reason  # a guess of Yahoo's
    if isinstance(error, YFRateLimitError) or status == 429:
        return FetchError(Fault.RATE_LIMITED, Message("Yahoo asks for a pause: too many requests."))
    if isinstance(error, OSError) and not isinstance(error, ValueError):
        return _network(error)
    if status == 404 or (status in (200, 400) and "no data found" in reason.lower()):
        return FetchError(Fault.UNKNOWN_SYMBOL, _unknown(symbol, told))
    if status in (401, 403):
        return _no_access(status)
    if status in (400, 422):
        return FetchError(Fault.REFUSED, Message("Yahoo refuses this request: {why}.", why=told or f"HTTP {status}"))
    if status >= 400:
        return FetchError(Fault.SERVER, _faulty(status, told))
    if told:
        return FetchError(Fault.SERVER, Message("Yahoo sent no candles. It says: {told}.", told=told))
    return _unreadable(body)


def _faulty(status: int, told: str) -> Message:
    if told:
        return Message("Yahoo's server has a fault (HTTP {status}: {told}).", status=status, told=told)
    return Message("Yahoo's server has a fault (HTTP {status}).", status=status)


def _unknown(symbol: str, told: str) -> Message:
    if told:
        return Message("Yahoo knows no {symbol}. It says: {told}.", symbol=symbol, told=told)
    return Message("Yahoo knows no {symbol}.", symbol=symbol)


def is_cut(body: bytes) -> bool:
    """Whether a body is the beginning of a JSON object whose end never came."""
    text = body.decode("utf-8", errors="ignore").strip()
    if not text.startswith("{"):
        return False
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.msg.startswith("Unterminated string") or _BEGUN.fullmatch(text, error.pos) is not None
    return False


def chart_of(body: bytes) -> Mapping[str, Any]:
    """The ``chart`` object of a body; empty when there is none."""
    try:
        chart = json.loads(body).get("chart")
    except (ValueError, AttributeError):
        return {}
    return chart if isinstance(chart, dict) else {}


def reason_of(chart: Mapping[str, Any]) -> str:
    """Yahoo's own explanation; empty when it gives none."""
    error = chart.get("error")
    return str(error.get("description") or error.get("code") or "") if isinstance(error, dict) else ""


def _no_access(status: int) -> FetchError:
    """401 and 403: Yahoo's server is well and knows the symbol, but does not let this program in."""
    if status == 401:
        why = Message("Yahoo refused access (HTTP 401): it does not accept the cookie or crumb that it gave.")
    else:
        why = Message(
            "Yahoo refused access (HTTP 403): it blocks this network, or bans this machine's address for a while."
        )
    return FetchError(Fault.NO_ACCESS, why)


def _unreadable(body: bytes) -> FetchError:
    """A response that says that all is well, of which nothing can be made."""
    start = body.lstrip()[:1]
    if is_cut(body):
        return _cut()
    if not start:
        lack = Message("it is empty")
    elif start == b"<":
        lack = Message("it is a web page")
    elif chart_of(body):
        lack = Message("something that belongs to it is missing")
    else:
        lack = Message("it holds no chart")
    return FetchError(Fault.BROKEN, Message("Yahoo's answer cannot be read: {lack}.", lack=lack))


def _cut() -> FetchError:
    return FetchError(Fault.BROKEN, Message("Yahoo's answer was cut off."))


def _network(error: OSError) -> FetchError:
    """Failures before, instead of or within an HTTP answer, by what curl says."""
    if _LOGIN_WANTED.search(str(error)):
        return _no_login(named_proxy(os.environ))
    if isinstance(error, curl_errors.Timeout):
        return FetchError(Fault.TIMEOUT, Message("Yahoo did not answer in time."))
    if isinstance(error, (curl_errors.CertificateVerifyError, curl_errors.SSLError)):
        return FetchError(
            Fault.CERTIFICATE,
            Message(
                "The certificate shown for Yahoo is not trusted: a proxy or a program between this machine and Yahoo opens"
                " the connection, or the clock is wrong. Where a company does so on purpose, name the file with its"
                " certificate in SSL_CERT_FILE."
            ),
        )
    if isinstance(error, curl_errors.DNSError):
        why = Message("Yahoo's address cannot be looked up: there is no network or no DNS.")
        return FetchError(Fault.OFFLINE, why)
    if isinstance(error, curl_errors.ProxyError):
        return FetchError(Fault.OFFLINE, Message("The proxy does not let the connection to Yahoo through."))
    if isinstance(error, curl_errors.IncompleteRead) or _had_begun(error):
        return _cut()
    return FetchError(Fault.OFFLINE, Message("The connection to Yahoo failed or was cut."))


def _no_login(proxy: Proxy | None) -> FetchError:
    """407: the proxy wants to know who asks."""
    if proxy is None:
        why = Message("The proxy refused the login (HTTP 407): check the proxy's user name and password.")
    else:
        why = Message(
            "The proxy {host}:{port} refused the login (HTTP 407): check the proxy's user name and password in {variable}.",
            host=proxy.host, port=proxy.port, variable=proxy.variable,
        )  # fmt: skip
    return FetchError(Fault.PROXY_LOGIN, why)


def _had_begun(error: OSError) -> bool:
    """Whether the head of an answer had come before the connection ended; curl has several codes for what follows."""
    return bool(getattr(getattr(error, "response", None), "status_code", 0))
