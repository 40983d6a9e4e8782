"""The key: from the environment or the real keyring library, and nowhere in clear."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as Nothing
from keyring.errors import KeyringLocked

from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.diagnostics.redaction import hide
from ohlc_desktop.sources.databento.api_key import (
    KeyringFailed,
    checked,
    find_key,
    forget_key,
    keep_key,
    needed_key,
)
from tests.standins.databento import KEY


class MemoryKeyring(KeyringBackend):
    """A keyring of the library's kind, in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.fault: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked(f"locked, with {KEY}")
        if self.fault:
            raise self.fault
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """The system's keyring, in memory; no key in the environment."""
    monkeypatch.delenv("DATABENTO_API_KEY", raising=False)
    before, memory = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def test_a_key_goes_to_the_keyring_and_comes_back(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_key() is None
    with pytest.raises(UsageError, match="no key"):
        needed_key()
    keep_key(f" {KEY}\n")
    assert ring.kept == {("ohlc-desktop", "databento"): KEY}
    found = needed_key()
    assert (found.value, found.masked, found.place) == (KEY, f"db-***{KEY[-4:]}", "the system's keyring")
    other = f"{KEY[:-1]}2"
    monkeypatch.setenv("DATABENTO_API_KEY", other)
    assert needed_key().value == other
    assert (forget_key(), ring.kept, forget_key()) == (True, {}, False)


def test_no_object_and_no_error_shows_a_key(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_key(KEY)
    assert KEY not in f"{find_key()!r} {find_key()}"
    ring.locked = True
    with pytest.raises(KeyringFailed) as failed:
        find_key()
    assert KEY not in f"{failed.value} {failed.value.__cause__!r}"
    for text in ("", "db-short", KEY + "x", f"key {KEY}", "a" * 32):
        with pytest.raises(UsageError) as refused:
            checked(text)
        assert not text or text not in str(refused.value)


def test_without_a_keyring_the_environment_is_named(ring: MemoryKeyring) -> None:
    keyring.set_keyring(NoKeyring())
    assert find_key() is None
    with pytest.raises(KeyringFailed, match="keyring cannot be used") as failed:
        keep_key(KEY)
    assert "DATABENTO_API_KEY" in str(failed.value)
    assert not forget_key()


def test_a_keyring_that_keeps_nothing_is_not_said_to_have_kept_the_key(ring: MemoryKeyring) -> None:
    keyring.set_keyring(Nothing())  # many set it where pip is to ask no keyring
    with pytest.raises(KeyringFailed, match="did not keep the key"):
        keep_key(KEY)


def test_whatever_a_keyring_raises_is_a_keyring_that_cannot_be_used(
    ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Windows and D-Bus raise errors of their own, and the library any of a backend that is set up and not there."""
    for fault in (OSError(1312, "A specified logon session does not exist"), RuntimeError(f"NoReply to {KEY}!")):
        ring.fault = fault
        for use in (find_key, forget_key):
            with pytest.raises(KeyringFailed, match=r"exist|NoReply") as failed:
                use()
            assert KEY not in str(failed.value)
    ring.fault = None

    def absent() -> KeyringBackend:
        raise ModuleNotFoundError("No module named 'gone'")

    monkeypatch.setattr(keyring, "get_keyring", absent)
    with pytest.raises(KeyringFailed, match="gone"):
        find_key()


def test_redaction_knows_a_key_by_its_looks(ring: MemoryKeyring) -> None:
    sent = base64.b64encode(f"{KEY}:".encode()).decode()
    for text in (f"key={KEY}", f"Authorization: Basic {sent}", f"{{'auth': ('{KEY}', '')}}", repr(KEY.encode())):
        hidden = hide(text)
        assert "***" in hidden
        assert KEY not in hidden
        assert sent not in hidden
    assert hide("db-1.sqlite3 and db-backup are no keys") == "db-1.sqlite3 and db-backup are no keys"
