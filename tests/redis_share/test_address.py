"""No password is ever shown, whatever shape the address has."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.messages import Message
from ohlc_desktop.redis_share.address import mask_secrets, mask_url, place_of, wrong_with

#: Passwords that cannot turn up in a sentence by chance.
passwords = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    lambda tail: f"Zq9{tail}xK7"
)
awkward = st.text(st.sampled_from("/?#@:&=%[]+ ab1"), max_size=10).map(lambda tail: "Zq9" + tail + "xK7")

SHAPES = (
    "redis://:{}@localhost:6379/0", "redis://user:{}@localhost:6379/0", "rediss://user:{}@[::1]:6379/0",
    "unix://:{}@/run/redis.sock?db=1", "redis://localhost?password={}",
    "redis://localhost:6379/0?db=1&password={}", "redis://localhost/0?username=u&password={}&db=2",
    ":{}@localhost:6379", "user:{}@localhost", "redis:/:{}@localhost", "http://u:{}@localhost",
    " redis://:{}@localhost", '"redis://:{}@localhost"',
    "rediss://localhost?ssl_password={}", "redis://localhost?pasword={}", "redis://:{}@a,redis://:x@b",
)  # fmt: skip
#: Here a password with : or @ is told from a name or a host by nobody.
SHORTENED = ("redis://{}@localhost", "redis://localhost:{}", "redis://:{}", "redis://user:{}/0")


def check_mask(shape: str, password: str) -> None:
    """Neither end of the password is shown, written plainly or percent-encoded."""
    for spelling in (password, quote(password, safe="")):
        shown = mask_url(shape.replace("{}", spelling))
        assert "Zq9" not in shown
        assert "xK7" not in shown


@pytest.mark.parametrize(("url", "shown"), [
    ("redis://localhost:6379/0", "redis://localhost:6379/0"),
    ("redis://:secret@localhost:6379/0", "redis://:***@localhost:6379/0"),
    ("redis://user:secret@localhost", "redis://user:***@localhost"),
    ("redis://secret@localhost", "redis://***@localhost"),
    ("redis://:p@ss/w#rd@host", "redis://:***@host"),
    ("redis://:a:b@host:1/2", "redis://:***@host:1/2"),
    ("rediss://u:p@[::1]:6379/0?ssl_cert_reqs=none", "rediss://u:***@[::1]:6379/0?ssl_cert_reqs=none"),
    ("redis://host/0?password=secret", "redis://host/0?password=***"),
    ("redis://host/0?db=1&password=a&b#c", "redis://host/0?db=1&password=***"),
    ("redis://host/0?password=a@b", "redis://***"),
    ("redis://user:secret", "redis://user:***"),
    ("redis://:123456", "redis://:***"),
    ("redis://:@host", "redis://:@host"),
    ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
    ("localhost:6379", "localhost:6379"),
    ("redis://", "redis://"),
    ("", ""),
])  # fmt: skip
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert mask_url(url) == shown


@settings(max_examples=25, database=None)
@pytest.mark.parametrize("shape", SHAPES)
@given(password=passwords | awkward)
def test_no_shape_shows_the_password(shape: str, password: str) -> None:
    check_mask(shape, password)


@settings(max_examples=25, database=None)
@pytest.mark.parametrize("shape", SHORTENED)
@given(password=(passwords | awkward).filter(lambda password: not set(":@") & set(password)))
def test_a_forgotten_colon_or_host_shows_no_password(shape: str, password: str) -> None:
    check_mask(shape, password)


@settings(max_examples=25, database=None)
@pytest.mark.parametrize("shape", SHAPES)
@given(password=passwords | awkward)
def test_a_text_loses_the_password_in_every_spelling(shape: str, password: str) -> None:
    url = shape.replace("{}", password)
    for said in (url, password, repr(password), quote(password, safe="")):
        assert "Zq9" not in mask_secrets(f"cannot use {said}, sorry", url)
    coded = shape.replace("{}", quote(password, safe=""))
    assert "Zq9" not in mask_secrets(f"cannot use {password} or {coded}", coded)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    mask_url(text)
    mask_secrets("nothing", text)
    assert place_of(text)
    assert isinstance(wrong_with(text), Message)


@given(st.text(st.sampled_from("redis:/@?#[]%&=1a")))
def test_any_address_like_text_can_be_asked_about(text: str) -> None:
    mask_url("redis://" + text)
    assert place_of("redis://" + text)


def test_a_text_without_the_secret_is_left_as_it_is() -> None:
    assert mask_secrets("Redis is full", "redis://:Zq9@localhost") == "Redis is full"
    assert mask_secrets("Redis is full", "redis://localhost") == "Redis is full"


@pytest.mark.parametrize(("url", "word"), [
    ("", "empty"), ("  ", "empty"), ("http://x", "begin"), ("localhost:6379", "begin"),
    ("redis://localhost:abc", "port"), ("redis://localhost:99999", "port"), ("redis://[::1", "read"),
    ("redis://localhost:0", "port"),
    ("redis://localhost/abc", "database"), ("redis://localhost/-1", "database"),
    ("redis://:p@ss/w#rd@host", "percent"), ("redis://:a/b@host", "percent"), ("redis://host/0#x", "percent"),
    ("redis://ho st", "space"), ("redis://ho\x00st", "control"), ("redis://host?pasword=x", "parameter"),
    ("redis://host?ssl_cert_reqs=none", "TLS"), ("unix://", "socket"),
])  # fmt: skip
def test_what_is_wrong_is_said(url: str, word: str) -> None:
    assert word in str(wrong_with(url))


@pytest.mark.parametrize("url", [
    "redis://localhost:6379/0", "redis://", "redis://u:p%40@h:1/2?socket_timeout=5", " redis://localhost ",
    "rediss://h?ssl_ca_certs=/a/b.pem", "unix:///run/redis.sock?db=1", "redis://[::1]:6379", "redis://:p@ss@h",
])  # fmt: skip
def test_a_good_address_is_good(url: str) -> None:
    assert not wrong_with(url)


def test_where_the_server_is() -> None:
    assert place_of("redis://:p@redis") == "redis:6379"
    assert place_of("unix:///run/r.sock") == "/run/r.sock"
    assert str(place_of("redis://:p@ss/w#rd@host")) == "the address in REDIS_URL"
