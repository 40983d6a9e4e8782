"""Fixtures for all tests: isolation from the machine's own settings, and a guard against leftovers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

_OURS = ("OHLC_DESKTOP_", "REDIS_", "CACHE_", "LOG_LEVEL")


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of the machine reaches a test, and nothing is written to the real home."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    yield
