"""Asks for the newest release of this program, when somebody wants to know; nothing asks by itself.

The server learns the address of this computer and the name of this program, nothing else.
"""

from __future__ import annotations

import json
import ssl
from functools import partial
from http.client import HTTPException, HTTPMessage
from socket import gaierror
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

import certifi

from ohlc_desktop.core.deadline import within
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.updates import Release, release_of

#: Seconds that a question may take, however slowly it is answered.
LIMIT = 10.0
#: A release is told of in some thousand bytes; more are not read.
_MOST_BYTES = 1_000_000
_HEADERS = {"User-Agent": "ohlc-desktop", "Accept": "application/json"}


class ReleaseUnknown(OhlcError):
    """The newest release could not be found out."""


def newest_release(address: str, limit: float = LIMIT) -> Release:
    """The newest release, as an address of the setting ``releases_url`` tells it.

    Proxies and certificates are those of the environment (``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE``).

    Raises:
        ReleaseUnknown: it was not told.
    """
    try:
        return within(limit, partial(_ask, address, limit), "release-call")
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        host = urlsplit(address).hostname or ""
        raise ReleaseUnknown(
            "{host} did not tell the newest version: {reason}.", "Nothing else is affected.",
            "Try again later, or look at {address} yourself.",
            host=host, reason=_reason(error, host, limit), address=address,
        ) from error  # fmt: skip


def _ask(address: str, limit: float) -> Release:
    with _opener().open(Request(address, headers=_HEADERS), timeout=limit) as reply:  # noqa: S310  # https, see the setting
        return release_of(json.loads(reply.read(_MOST_BYTES)))


class _SafeRedirects(HTTPRedirectHandler):
    """Follows to addresses that are as safe as the first."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request for another address.

        Raises:
            HTTPError: it is no https address.
        """
        if not newurl.lower().startswith("https://"):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    """Trusts what the system trusts, and what imports trust: some systems keep their list where Python does not look."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return build_opener(HTTPSHandler(context=context), _SafeRedirects())


def _reason(error: Exception, host: str, limit: float) -> Message:
    """Why there is no answer; never with words of the environment, in which a password may stand."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, HTTPError):
        return Message("HTTP {status}", status=error.code)
    if isinstance(cause, gaierror):
        return Message("the name {host} cannot be looked up", host=host)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Message("its certificate is not trusted")
    if isinstance(cause, TimeoutError):
        return Message("no answer within {seconds} seconds", seconds=f"{limit:g}")
    if isinstance(cause, OSError):
        return Message("{reason}", reason=bare(cause))
    if isinstance(cause, ValueError) and not isinstance(cause, HTTPException):
        return Message("its answer names no release")
    return Message("the connection failed")
