"""The password of a hub in the system's keyring, for those who want it in no file; the library is loaded when it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ohlc_desktop.core.errors import bare
from ohlc_desktop.hub.address import parameters, place_of
from ohlc_desktop.hub.failures import HubMissing

#: Under this name the keyring holds passwords; the account is the user, ``@``, and the place of the hub.
SERVICE = "ohlc-desktop hub"


def account_of(url: str) -> str:
    """The account under which the keyring has the password of an address."""
    return f"{parameters(url).get('user', '')}@{place_of(url)}"


def kept_password(url: str) -> str | None:
    """The password that the keyring has for an address; None where there is none, or no keyring."""
    try:
        with _keyring() as keyring:
            return str(found) if (found := keyring.get_password(SERVICE, account_of(url))) else None
    except HubMissing:
        return None


def keep_password(url: str, password: str) -> None:
    """Put the password of an address into the keyring, in the place of an earlier one.

    Raises:
        HubMissing: there is no keyring, or it refuses.
    """
    with _keyring() as keyring:
        keyring.set_password(SERVICE, account_of(url), password)


def forget_password(url: str) -> bool:
    """Take the password of an address out of the keyring; whether there was one.

    Raises:
        HubMissing: there is no keyring, or it refuses.
    """
    with _keyring() as keyring:
        if not keyring.get_password(SERVICE, account_of(url)):
            return False
        keyring.delete_password(SERVICE, account_of(url))
    return True


@contextmanager
def _keyring() -> Iterator[Any]:
    """The system's keyring."""
    try:
        import keyring
    except ImportError:
        raise _failed("the package keyring is not installed") from None
    try:
        yield keyring
    except Exception as error:  # noqa: BLE001 - what a backend raises is often no KeyringError: of the bus, or a timeout
        raise _failed(bare(error) or type(error).__name__) from None


def _failed(reason: str) -> HubMissing:
    return HubMissing(
        "The system's keyring cannot be used: {reason}.", "Nothing was changed.",
        "Unlock it and try again, or give the password in PGPASSWORD or .pgpass.", reason=reason,
    )  # fmt: skip
