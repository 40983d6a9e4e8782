"""The question for the newest release, over HTTPS: what it sends, what it makes of answers, and what it never tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
import trustme

from ohlc_desktop.core.states.updates import Release
from ohlc_desktop.diagnostics.newest_release import ReleaseUnknown, newest_release
from tests.standins.redis_server import free_port
from tests.standins.releases import PATH, StandInReleases


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInReleases]:
    with StandInReleases(tag="v0.2.0") as releases:
        for name, value in releases.env().items():
            monkeypatch.setenv(name, value)
        yield releases


def refusal(address: str, limit: float = 10) -> str:
    with pytest.raises(ReleaseUnknown) as caught:
        newest_release(address, limit)
    assert str(caught.value.hint) == f"Try again later, or look at {address} yourself."
    return str(caught.value.title)


def test_the_newest_release_is_told(server: StandInReleases) -> None:
    assert newest_release(server.address) == Release("0.2.0", f"https://localhost:{server.port}/releases/tag/v0.2.0")


def test_nothing_of_the_user_is_sent(server: StandInReleases) -> None:
    newest_release(server.address)
    ((path, headers),) = server.requests
    assert path == PATH
    assert headers == {
        "Accept-Encoding": "identity", "Host": f"localhost:{server.port}", "User-Agent": "ohlc-desktop",
        "Accept": "application/json", "Connection": "close",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (None, 404, "HTTP 404"), (None, 503, "HTTP 503"), (b"", 200, "its answer names no release"),
        (b"<html>sign in here</html>", 200, "its answer names no release"), (b"\xff\xfe\x00", 200, "its answer names no release"),
        (b'{"tag_name": "' + b"9" * 5000 + b'"}', 200, "its answer names no release"),
        (b'{"message": "Not Found"}', 200, "its answer names no release"),
        (b'{"tag_name": "v9"' + b" " * 1_000_000 + b"}", 200, "its answer names no release"),
    ],
)  # fmt: skip
def test_an_answer_that_tells_no_release_is_told(
    server: StandInReleases, body: bytes | None, status: int, reason: str
) -> None:
    server.body, server.status = body, status
    assert refusal(server.address) == f"localhost did not tell the newest version: {reason}."


def test_a_server_that_nobody_vouches_for_is_not_believed(
    server: StandInReleases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    assert "its certificate is not trusted" in refusal(server.address)
    assert server.requests == []


def test_a_list_of_authorities_is_brought_along(server: StandInReleases, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems keep theirs where Python does not look."""
    listed = server.env()["SSL_CERT_FILE"]
    monkeypatch.setattr(certifi, "where", lambda: listed)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert newest_release(server.address).version == "0.2.0"


def test_a_server_that_is_not_there_or_silent_is_told(server: StandInReleases) -> None:
    assert "Connection refused" in refusal(f"https://localhost:{free_port()}{PATH}")
    assert "the name nowhere.invalid cannot be looked up" in refusal(f"https://nowhere.invalid{PATH}")
    server.silent = True
    assert "no answer within 0.1 seconds" in refusal(server.address, 0.1)


def test_an_answer_that_trickles_in_is_not_awaited_for_ever(server: StandInReleases) -> None:
    server.slow = 0.05
    assert "no answer within 0.3 seconds" in refusal(server.address, 0.3)


def test_it_is_followed_where_it_moved_but_never_off_https(server: StandInReleases) -> None:
    server.moved = f"https://localhost:{server.port}/repositories/1/releases/latest"
    assert newest_release(server.address).version == "0.2.0"
    server.moved = f"http://localhost:{server.port}/releases"
    assert "HTTP 301" in refusal(server.address)


@pytest.mark.parametrize("proxy", ["http://user:s3cret@localhost:{port}", "http://user:s3cret@localhost:s3cret"])
def test_the_password_of_a_proxy_is_never_told(
    server: StandInReleases, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("https_proxy", proxy.format(port=free_port()))
    with pytest.raises(ReleaseUnknown) as caught:
        newest_release("https://releases.invalid/latest")
    assert "s3cret" not in str(caught.value)
    assert server.requests == []
