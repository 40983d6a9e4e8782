"""Machines that would not get the same answer have editions of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ohlc_desktop.sources import edition as edition_module
from ohlc_desktop.sources.edition import edition
from ohlc_desktop.sources.yahoo.spec import YAHOO


def test_the_same_machine_has_the_same_edition() -> None:
    assert edition(YAHOO, {}) == edition(YAHOO, {})
    assert len(edition(YAHOO)) == 16


@pytest.mark.parametrize("other", [
    replace(YAHOO, name="mine"), replace(YAHOO, source="mine.feed:Mine"), replace(YAHOO, library="pandas"),
    replace(YAHOO, protocol=1),
])  # fmt: skip
def test_another_feed_is_another_edition(other: object) -> None:
    assert edition(other, {}) != edition(YAHOO, {})


def test_another_proxy_is_another_edition_but_not_another_login() -> None:
    first, second = ({"HTTPS_PROXY": f"http://{login}proxy.example:8080"} for login in ("", "me:secret@"))
    assert edition(YAHOO, first) == edition(YAHOO, second) != edition(YAHOO, {})
    assert edition(YAHOO, first) != edition(YAHOO, {"HTTPS_PROXY": "http://proxy.example:8081"})


@pytest.mark.parametrize("library", ["ohlc-desktop", "yfinance", "a-plug-in"])
def test_another_version_is_another_edition(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setattr(edition_module, "distribution_of", lambda _feed: "a-plug-in")
    versions = dict.fromkeys(("ohlc-desktop", "yfinance", "a-plug-in"), "1")
    monkeypatch.setattr(edition_module, "version", lambda name: versions[name])
    before = edition(YAHOO, {})
    versions[library] = "2"
    assert edition(YAHOO, {}) != before


def test_a_library_without_papers_is_no_fault() -> None:
    assert edition(replace(YAHOO, library="not-installed-anywhere"), {}) != edition(YAHOO, {})
