"""The probe tells what is wrong with a Redis, quickly and without its password."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from ohlc_desktop.redis_share.causes import advise
from ohlc_desktop.redis_share.status import RedisState, RedisStatus, failing, off_status, probe
from tests.standins.redis_server import (
    DripServer,
    HangingServer,
    RedisServer,
    SlowServer,
    TlsServer,
    WordServer,
    free_port,
)

#: A busy machine needs some of it, and nobody who waits for a silent server comes back within it.
LIMIT = 10.0


def timed_probe(url: str, timeout: float = 1.0) -> RedisStatus:
    """The probe's answer, which must come soon."""
    probe("redis://localhost:0")  # redis-py is imported now
    started = time.perf_counter()
    status = probe(url, timeout)
    assert time.perf_counter() - started < LIMIT
    return status


def check_failing(status: RedisStatus, cause: str) -> None:
    """A failure has its cause, a sentence and a remedy."""
    assert (status.state, status.cause) == (RedisState.FAILING, cause), status
    assert str(status.detail).endswith(".") or status.cause == "other"
    assert str(status.fix).endswith(".")


def test_a_working_redis_is_ok_and_tells_its_version(server: RedisServer) -> None:
    status = timed_probe(server.url)
    assert (status.state, status.cause, str(status.fix)) == (RedisState.OK, "", "")
    assert status.version
    assert status.version in str(status.detail)
    assert status.latency_ms is not None
    assert 0 < status.latency_ms < 1000
    assert status.url == server.url


def test_the_probe_leaves_nothing_behind(server: RedisServer) -> None:
    probe(server.url)
    with server.client() as client:
        assert client.dbsize() == 0


def test_a_password_that_fits_is_masked() -> None:
    with RedisServer(password="s3cret") as server:
        status = timed_probe(server.url)
    assert status.state is RedisState.OK
    assert status.url == f"redis://:***@127.0.0.1:{server.port}/0"


def test_nobody_listens() -> None:
    status = timed_probe(f"redis://localhost:{free_port()}/0")
    check_failing(status, "refused")
    assert "Start Redis there" in str(status.fix)
    assert "CACHE_ENABLED=false" in str(status.fix)


def test_a_missing_socket_file(tmp_path: Path) -> None:
    check_failing(timed_probe(f"unix://{tmp_path}/none.sock"), "refused")


def test_an_unknown_host_gets_the_compose_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    status = timed_probe("redis://nobody.invalid:6379/0")
    check_failing(status, "unknown_host")
    assert "nobody.invalid" in str(status.detail)
    assert "redis inside Docker Compose and localhost outside" in str(status.fix)


def test_a_name_look_up_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10) and [])
    check_failing(timed_probe("redis://slow-name.invalid/0", 0.2), "timeout")
    released.set()


@pytest.mark.parametrize(("login", "words"), [
    (":wrong@", "does not accept"), ("user:wrong@", "does not accept"), ("", "asks for a password"),
])  # fmt: skip
def test_a_wrong_or_missing_password(login: str, words: str) -> None:
    with RedisServer(password="s3cret") as server:
        status = timed_probe(f"redis://{login}127.0.0.1:{server.port}/0")
    check_failing(status, "wrong_password")
    assert words in str(status.detail)


def test_a_password_for_a_server_without_one(server: RedisServer) -> None:
    status = timed_probe(f"redis://:s3cret@127.0.0.1:{server.port}/0")
    check_failing(status, "wrong_password")
    assert "none set" in str(status.detail)
    assert "Remove the password" in str(status.fix)


def test_tls_spoken_to_a_plain_server(server: RedisServer) -> None:
    status = timed_probe(server.url.replace("redis://", "rediss://"), 0.2)
    check_failing(status, "tls")
    assert "redis:// if the server does not speak TLS" in str(status.fix)


def test_plain_words_to_a_tls_server(server: RedisServer) -> None:
    with TlsServer(server) as secure:
        status = timed_probe(secure.url)
    check_failing(status, "lost")
    assert "rediss:// if the server speaks TLS" in str(status.fix)


def test_a_certificate_of_an_unknown_authority(server: RedisServer) -> None:
    with TlsServer(server) as secure:
        status = timed_probe(secure.url.replace("redis://", "rediss://"))
    check_failing(status, "tls")
    assert "ssl_ca_certs" in str(status.fix)


def test_a_trusted_certificate_is_accepted(server: RedisServer, tmp_path: Path) -> None:
    with TlsServer(server) as secure:
        pem = tmp_path / "ca.pem"
        secure.authority.cert_pem.write_to_path(str(pem))
        status = timed_probe(f"rediss://localhost:{secure.port}/0?ssl_ca_certs={pem}")
    assert status.state is RedisState.OK, status


@pytest.mark.parametrize("query", ["ssl_cert_reqs=none", "ssl_cert_reqs=none&ssl_check_hostname=false"])
def test_a_certificate_nobody_wants_to_check(server: RedisServer, query: str) -> None:
    with TlsServer(server) as secure:
        status = timed_probe(f"rediss://localhost:{secure.port}/0?{query}")
    assert status.state is RedisState.OK, status


def test_an_authority_file_that_is_missing(server: RedisServer, tmp_path: Path) -> None:
    with TlsServer(server) as secure:
        status = timed_probe(f"rediss://127.0.0.1:{secure.port}/0?ssl_ca_certs={tmp_path}/none.pem")
    check_failing(status, "tls")
    assert "ssl_" in str(status.fix)


def test_a_server_that_never_answers_whatever_time_outs_are_asked_for() -> None:
    with HangingServer() as server:
        check_failing(timed_probe(server.url + "?socket_timeout=30&retry_on_timeout=yes", 60.0), "timeout")


def test_a_server_that_drips() -> None:
    with DripServer() as server:
        check_failing(timed_probe(server.url, 0.2), "timeout")


def test_a_server_whose_answers_add_up(server: RedisServer) -> None:
    with SlowServer(server, 0.1) as slow:
        check_failing(timed_probe(slow.url, 0.25), "timeout")


def test_a_stopped_process(server: RedisServer) -> None:
    server.pause()
    check_failing(timed_probe(server.url, 0.2), "timeout")
    server.resume()
    assert timed_probe(server.url).state is RedisState.OK


def test_a_full_server_still_tells_its_version() -> None:
    with RedisServer(maxmemory="1") as server:
        status = timed_probe(server.url)
    check_failing(status, "full")
    assert "maxmemory" in str(status.fix)
    assert status.version


def test_a_read_only_replica() -> None:
    with RedisServer(options=("--replicaof", "127.0.0.1", str(free_port()))) as server:
        check_failing(timed_probe(server.url), "read_only")


def test_a_database_that_does_not_exist(server: RedisServer) -> None:
    check_failing(timed_probe(server.url[:-1] + "99"), "no_such_database")


def test_a_user_that_may_not_write(server: RedisServer) -> None:
    with server.client() as client:
        client.acl_setuser("reader", enabled=True, passwords=["+s3cret"], categories=["+@connection"])
    status = timed_probe(f"redis://reader:s3cret@127.0.0.1:{server.port}/0")
    check_failing(status, "other")
    assert "permissions" in str(status.detail)


def test_a_user_that_may_run_no_scripts(server: RedisServer) -> None:
    with server.client() as client:
        client.acl_setuser(
            "plain", enabled=True, passwords=["+s3cret"], categories=["+@all", "-@scripting"], keys=["*"]
        )
    status = timed_probe(f"redis://plain:s3cret@127.0.0.1:{server.port}/0")
    check_failing(status, "other")
    assert "eval" in str(status.detail)


def test_a_server_that_hides_its_version() -> None:
    with RedisServer(options=("--rename-command", "INFO", "")) as server:
        status = timed_probe(server.url)
    assert (status.state, status.version) == (RedisState.OK, None)


@pytest.mark.parametrize(("words", "cause"), [
    (b"HTTP/1.1 400 Bad Request\r\n\r\n", "other"), (b"", "lost"), (b"\x15\x03\x03\x00\x02\x02\x46\r\n", "tls"),
    (b"-LOADING Redis is loading the dataset in memory\r\n", "other"),
    (b"-ERR SELECT is not allowed in cluster mode\r\n", "no_such_database"),
])  # fmt: skip
def test_other_answers(words: bytes, cause: str) -> None:
    with WordServer(words) as server:
        check_failing(timed_probe(f"redis://127.0.0.1:{server.port}/0?client_name=s3cret"), cause)


def test_what_a_server_says_is_quoted_without_the_password() -> None:
    with WordServer(b"-ERR s3cret is no good here\r\n") as server:
        status = timed_probe(f"redis://:s3cret@127.0.0.1:{server.port}/0")
    assert "*** is no good here" in str(status.detail)


@pytest.mark.parametrize("url", ["", "redis://localhost:99999", "redis://:p@ss/w#rd@host", "redis://a..b"])
def test_a_wrong_address(url: str) -> None:
    check_failing(timed_probe(url), "wrong_url")


@pytest.mark.parametrize("url", [
    "redis://:Zq9 /xK7@127.0.0.1:1/0", "redis://user:Zq9%2FxK7@127.0.0.1:1", "redis://127.0.0.1:1?password=Zq9xK7",
    "127.0.0.1:Zq9xK7", "rediss://:Zq9@xK7@127.0.0.1:1/0?ssl_cert_reqs=none",
])  # fmt: skip
def test_no_field_and_no_log_line_holds_the_password(caplog: pytest.LogCaptureFixture, url: str) -> None:
    caplog.set_level(logging.DEBUG)
    assert "Zq9" not in repr(probe(url)) + caplog.text


def test_an_exception_with_the_password_in_it_is_masked() -> None:
    for error in (RedisError("no redis://:Zq9xK7@h"), OSError("Zq9xK7"), ValueError("'Zq9xK7'")):
        assert "Zq9" not in repr(failing(error, "redis://:Zq9xK7@127.0.0.1"))


def test_an_error_inside_a_reconnect_counts_for_itself() -> None:
    error = ConnectionRefusedError(111, "Connection refused")
    error.__context__ = ConnectionError("Connection has data")
    assert advise(error, "redis://far").cause == "refused"
    assert advise(OSError(113, "No route to host"), "redis://far").cause == "refused"


def test_switched_off_says_what_is_missing_and_how_to_get_it() -> None:
    status = off_status()
    assert (status.state, status.cause) == (RedisState.OFF, "off")
    assert "answers of feeds and the request quota are not shared" in str(status.detail)
    assert "CACHE_ENABLED=true" in str(status.fix)
    assert "REDIS_URL=redis://localhost:6379/0" in str(status.fix)


def test_the_states_have_their_public_values() -> None:
    assert [str(state) for state in RedisState] == ["off", "ok", "failing"]


def test_importing_the_room_does_not_import_redis_or_numpy() -> None:
    code = (
        "import sys, ohlc_desktop.redis_share.status, ohlc_desktop.redis_share.share as c;"
        "c.connect(False, False, ''); print({'redis', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
