"""``databento``: the key of the account, and what was spent on it."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.paid.spent import spent
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.sources.databento.api_key import SERVICE, VARIABLE, find_key, forget_key, keep_key
from ohlc_desktop.sources.databento.spec import DATABENTO


def login(context: Context, as_json: bool) -> int:
    """Read a key without showing it, and keep it in the keyring; returns the exit code.

    Raises:
        UsageError: what was read is no key.
        KeyringFailed: there is no keyring, or it refuses.
    """
    keep_key(_read_key())
    return _say(context, as_json, {"key": "kept"}, f"The key is kept in the system's keyring, as {SERVICE}.\n")


def logout(context: Context, as_json: bool) -> int:
    """Take the key out of the keyring; returns the exit code.

    Raises:
        KeyringFailed: the keyring refuses.
    """
    gone = forget_key()
    text = "The key was taken out of the system's keyring.\n" if gone else "There was no key in the system's keyring.\n"
    return _say(context, as_json, {"key": "removed" if gone else "none"}, text)


def status(context: Context, as_json: bool) -> int:
    """Where the key is, and where the month stands; returns the exit code.

    Raises:
        UsageError: what the environment holds is no key.
        KeyringFailed: the keyring does not answer.
    """
    key = find_key()
    (month,) = spent(context, DATABENTO.name)
    shown = (
        f"{key.masked}, from {key.place}" if key else f"none. Keep one: ohlc-desktop databento login, or set {VARIABLE}"
    )
    lines = [f"Key:       {shown}", *month.lines]
    document = {"key": {"masked": key.masked, "place": key.place} if key else None, **month.document}
    return _say(context, as_json, document, "\n".join(lines) + "\n")


def _read_key() -> str:
    """From a person at the terminal, who does not see it, or from stdin."""
    if sys.stdin is None:
        raise UsageError("There is nobody to ask for the key.", "Nothing was changed.", "Write it to stdin.")
    if sys.stdin.isatty():
        return getpass.getpass("Key of Databento (it is not shown): ")
    return sys.stdin.readline()


def _say(context: Context, as_json: bool, document: dict[str, Any], text: str) -> int:
    if as_json:
        documents.write(context, document)
    elif context.verbosity >= 0:
        sys.stdout.write(text)
    return 0
