"""Fixtures of the store tests: an open store, and candles made of whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ohlc_desktop.store.database import Store, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test is, in a folder whose name needs care in a URI."""
    folder = tmp_path / "50% of #1?"
    folder.mkdir()
    return folder / "ohlc.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open, empty store of real candles."""
    opened = open_store(path, demo=False)
    yield opened
    opened.close()
