"""What a release is, and which of two comes after the other."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.states.updates import Release, release_of


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.0", True), ("0.1.0", "0.1.0", False), ("0.1.0", "0.2.0", False), ("0.10.0", "0.9.9", True),
        ("1.0", "0.99", True), ("1.0.0", "1", False), ("1", "1.0.0", False), ("1.0.1", "1.0", True), ("2026.1", "0.1.0", True),
        ("0.1.0", "", True), ("0.2.0", "0.2.0rc1", False), ("0.2.0", "0.1.0.dev3+local", True),
    ],
)  # fmt: skip
def test_versions_are_compared_number_by_number(version: str, than: str, newer: bool) -> None:
    assert Release(version).newer_than(than) is newer


def test_the_form_is_that_of_github() -> None:
    told = {"tag_name": "v1.2.0", "html_url": "https://github.com/a/b/releases/tag/v1.2.0", "draft": False}
    assert release_of(told) == Release("1.2.0", "https://github.com/a/b/releases/tag/v1.2.0")
    assert release_of({"tag_name": "1.2"}) == Release("1.2")


@pytest.mark.parametrize("page", ["http://example.org", "javascript:alert(1)", "file:///etc/passwd", "https://a b", 5])
def test_only_a_page_of_https_is_ever_opened(page: object) -> None:
    assert release_of({"tag_name": "v2", "html_url": page}).page == ""


@pytest.mark.parametrize("document", [None, [], "v1", {}, {"tag_name": None}, {"tag_name": "nightly"}, {"tag_name": "v1.0-rc1"}])
def test_what_names_no_version_is_no_release(document: object) -> None:
    with pytest.raises(ValueError, match="no version"):
        release_of(document)
