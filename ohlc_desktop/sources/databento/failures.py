"""What it means when Databento gives no candles: a typed cause, and a sentence for a person.

Codes: https://databento.com/docs/api-historical/basics/errors. What its server writes is quoted without anything that looks
like a key. The names of exceptions stay out of the sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from databento.common.error import BentoError, BentoHttpError
from requests import exceptions as web

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.databento.api_key import mask_keys
from ohlc_desktop.sources.source import Fault, FetchError

#: Its names of two ways to say that an account may not see the newest data.
_TOO_NEW = ("dataset_unavailable_range", "data_end_after_available_end")
#: And that it has none of the symbols in the time that was asked for.
_UNRESOLVED = "symbology_invalid_request"
_LONGEST = 300


def classify(error: Exception, symbol: str) -> FetchError:
    """What an exception of the client means; ``symbol`` is what was asked for, as Databento writes it."""
    if isinstance(error, BentoHttpError):
        return _answered(error, symbol)
    if isinstance(error, OSError):
        return _network(error)
    if isinstance(error, BentoError) and "streaming" in str(error):
        return FetchError(Fault.BROKEN, Message("Databento's answer was cut off."))
    return unreadable(mask_keys(bare(error)))


def unreadable(reason: str) -> FetchError:
    """An answer that came and is none."""
    return FetchError(Fault.BROKEN, Message("Databento's answer cannot be read: {reason}.", reason=reason[:_LONGEST]))


def cost_nothing(failure: FetchError, error: Exception) -> bool:
    """Whether it is certain that a request that failed is not billed: it was refused, or never arrived."""
    refused = isinstance(error, BentoHttpError) and error.http_status < 500 and error.http_status != 408
    never_arrived = isinstance(error, web.ConnectTimeout | web.ProxyError) or _untrusted(error) or _unconnected(error)
    return refused or never_arrived or failure.fault is Fault.OVER_LIMIT


def _answered(error: BentoHttpError, symbol: str) -> FetchError:
    status, told = error.http_status, _told(error)
    if status == 401:
        return FetchError(
            Fault.NO_ACCESS,
            Message("Databento does not accept the key. Keep the right one: ohlc-desktop databento login"),
        )
    if status == 402:
        return FetchError(
            Fault.NO_ACCESS,
            Message("Databento asks for payment: {told}. See https://databento.com/portal/billing", told=told),
        )
    if status == 404 or _case(error) == _UNRESOLVED:
        return FetchError(Fault.UNKNOWN_SYMBOL, Message("Databento has no {symbol} in this time.", symbol=symbol))
    if status == 403 or _case(error) in _TOO_NEW:
        return FetchError(Fault.NO_ACCESS, Message("The account has no licence for this: {told}.", told=told))
    if status == 429:
        return FetchError(Fault.RATE_LIMITED, Message("Databento asks for a pause: too many requests."))
    if status in (408, 504):
        return FetchError(Fault.TIMEOUT, Message("Databento did not answer in time."))
    if status >= 500:
        return FetchError(
            Fault.SERVER, Message("Databento's server has a fault (HTTP {status}: {told}).", status=status, told=told)
        )
    return FetchError(Fault.REFUSED, Message("Databento refuses this request: {told}.", told=told))


def _detail(error: BentoHttpError) -> Any:
    return error.json_body.get("detail") if isinstance(error.json_body, Mapping) else None


def _case(error: BentoHttpError) -> str:
    detail = _detail(error)
    return str(detail.get("case", "")) if isinstance(detail, Mapping) else ""


def _told(error: BentoHttpError) -> str:
    """The server's own words."""
    detail = _detail(error)
    words = detail.get("message") if isinstance(detail, Mapping) else detail
    told = mask_keys(bare(words)) if words else ""
    return told[:_LONGEST] or f"HTTP {error.http_status}"


def _network(error: OSError) -> FetchError:
    """Failures before, instead of or within an HTTP answer."""
    if isinstance(error, web.ProxyError):
        if "407" in str(error):
            why = Message("The proxy refused the login (HTTP 407): check the proxy's user name and password.")
            return FetchError(Fault.PROXY_LOGIN, why)
        return FetchError(Fault.OFFLINE, Message("The proxy does not let the connection to Databento through."))
    if _untrusted(error):
        why = Message(
            "The certificate shown for Databento is not trusted: a proxy or a program between this machine and Databento opens"
            " the connection, or the clock is wrong. Where a company does so on purpose, name the file with its certificate in"
            " SSL_CERT_FILE."
        )
        return FetchError(Fault.CERTIFICATE, why)
    if isinstance(error, web.Timeout):
        return FetchError(Fault.TIMEOUT, Message("Databento did not answer in time."))
    if _unconnected(error):
        return FetchError(
            Fault.OFFLINE, Message("Databento cannot be reached: there is no network, or its server is down.")
        )
    return FetchError(Fault.BROKEN, Message("Databento's answer was cut off."))


def _unconnected(error: Exception) -> bool:
    """Whether no connection was made at all, so that nothing was sent."""
    return isinstance(error, web.ConnectionError) and "NewConnectionError" in repr(error) + repr(error.__context__)


def _untrusted(error: Exception) -> bool:
    """Whether the connection was given up for a certificate; other errors of TLS come in the middle of an answer too."""
    return isinstance(error, web.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
