"""The real client against a stand-in of Databento's server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standins.databento import StandInDatabento


@pytest.fixture
def databento(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInDatabento]:
    """A stand-in that the client finds by the environment alone."""
    with StandInDatabento() as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server
    assert server.refused_hosts == []
