"""The key of an account at Databento: in the environment, or in the system's keyring; in no file of ours.

The keyring library is loaded when it is wanted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ohlc_desktop.core.errors import OhlcError, UsageError, bare

VARIABLE = "DATABENTO_API_KEY"
#: Under these names the keyring holds it.
SERVICE, ACCOUNT = "ohlc-desktop", "databento"
MASK = "***"

# 32 characters (https://databento.com/docs/quickstart). In HTTP it travels in Base64, where its beginning is always the same.
_SHAPE = re.compile(r"db-[A-Za-z0-9]{29}")
_TRACES = re.compile(r"db-[A-Za-z0-9]{16,}|ZGIt[A-Za-z0-9+/]{24,}=*")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, which no text of this object shows.

    Attributes:
        value: The key.
        place: Where it was found, for people.
    """

    value: str = field(repr=False)
    place: str

    @property
    def masked(self) -> str:
        """What may be shown: the end of it, by which its owner knows it."""
        return f"db-{MASK}{self.value[-4:]}"


class KeyringFailed(OhlcError):
    """The system's keyring cannot be used."""


def mask_keys(text: str) -> str:
    """A text without anything that looks like a key of Databento's."""
    return _TRACES.sub(MASK, text)


def find_key() -> ApiKey | None:
    """The key to use, from the environment or else from the keyring; None where there is none.

    Raises:
        UsageError: what the environment holds is no key.
        KeyringFailed: the keyring is there, but does not answer.
    """
    value = os.environ.get(VARIABLE, "").strip()
    if value:
        return ApiKey(checked(value), VARIABLE)
    with _keyring() as keyring:
        stored = keyring.get_password(SERVICE, ACCOUNT) if keyring else None
    return ApiKey(stored, "the system's keyring") if stored else None


def needed_key() -> ApiKey:
    """The key to use.

    Raises:
        UsageError: there is none.
        KeyringFailed: the keyring is there, but does not answer.
    """
    found = find_key()
    if found is None:
        raise UsageError(
            "There is no key for Databento.", "Nothing was bought.",
            "Keep one in the system's keyring: ohlc-desktop databento login. Or set DATABENTO_API_KEY.",
        )  # fmt: skip
    return found


def checked(value: str) -> str:
    """A key as it was typed, without blanks around it.

    Raises:
        UsageError: it has not the shape of one. What was typed is not repeated.
    """
    value = value.strip()
    if not _SHAPE.fullmatch(value):
        raise UsageError(
            "That is no key of Databento's: those begin with db- and have 32 characters.", "Nothing was changed.",
            "Copy it from https://databento.com/portal/keys",
        )  # fmt: skip
    return value


def keep_key(value: str) -> None:
    """Put a key into the keyring, in the place of an earlier one.

    Raises:
        UsageError: it has not the shape of one.
        KeyringFailed: there is no keyring, or it refuses.
    """
    with _keyring() as keyring:
        if keyring is None:
            raise _failed("no keyring is running, or the package keyring is not installed")
        keyring.set_password(SERVICE, ACCOUNT, value := checked(value))
        if keyring.get_password(SERVICE, ACCOUNT) != value:  # some are set up to keep nothing, and say nothing
            raise _failed("it did not keep the key")


def forget_key() -> bool:
    """Take the key out of the keyring; whether there was one.

    Raises:
        KeyringFailed: the keyring refuses.
    """
    with _keyring() as keyring:
        if keyring is None or not keyring.get_password(SERVICE, ACCOUNT):
            return False
        keyring.delete_password(SERVICE, ACCOUNT)
    return True


@contextmanager
def _keyring() -> Iterator[Any]:
    """The system's keyring; None where the library or a keyring is missing."""
    try:
        import keyring
        from keyring.errors import NoKeyringError
    except ImportError:
        yield None
        return
    try:
        found = None if type(keyring.get_keyring()).__module__ == "keyring.backends.fail" else keyring
        yield found
    except OhlcError:
        raise
    except NoKeyringError as error:
        raise _failed("no keyring is running") from error
    except Exception as error:  # noqa: BLE001  # many pass on whatever the system's own library raises
        raise _failed(mask_keys(bare(error)).rstrip(".!") or type(error).__name__) from None


def _failed(reason: str) -> KeyringFailed:
    return KeyringFailed(
        "The system's keyring cannot be used: {reason}.", "Nothing was changed.",
        "Unlock it and try again, or set DATABENTO_API_KEY in the environment instead.", reason=reason,
    )  # fmt: skip
