"""No password is ever shown, whatever shape the address has."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.settings.masking import mask_secrets, mask_url
from ohlc_desktop.redis_share.address import place_of, wrong_with

SHAPES = (
    "redis://:{}@localhost:6379/0", "rediss://user:{}@[::1]:6379/0", "unix://:{}@/run/redis.sock?db=1",
    "redis://localhost/0?username=u&password={}&db=2", "user:{}@localhost", "redis:/:{}@localhost",
    '"redis://:{}@localhost"', "rediss://localhost?ssl_password={}", "redis://localhost?pasword={}",
    "redis://:{}@a,redis://:x@b",
)  # fmt: skip
#: Here a password with : or @ is told from a name or a host by nobody.
SHORTENED = ("redis://{}@localhost", "redis://localhost:{}", "redis://:{}", "redis://user:{}/0")

#: Passwords that cannot turn up in a sentence by chance, half of them of characters that addresses are made of.
passwords = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.text(st.sampled_from("/?#@:&=%[]+ ab1"), max_size=10)
).map(lambda middle: f"Zq9w{middle}xK7w")


@pytest.mark.parametrize(("url", "shown"), [
    ("redis://localhost:6379/0", "redis://localhost:6379/0"),
    ("redis://user:secret@localhost", "redis://user:***@localhost"),
    ("redis://secret@localhost", "redis://***@localhost"),
    ("redis://:p@ss/w#rd@host", "redis://:***@host"),
    ("rediss://u:p@[::1]:6379/0?ssl_cert_reqs=none", "rediss://u:***@[::1]:6379/0?ssl_cert_reqs=none"),
    ("redis://host/0?db=1&password=a&b#c", "redis://host/0?db=1&password=***"),
    ("redis://host/0?password=a@b", "redis://***"),
    ("redis://user:secret", "redis://***"),
    ("redis://:123456", "redis://***"),
    ("redis://:@host", "redis://:@host"),
    ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
    ("localhost:6379", "localhost:6379"),
    ("redis://", "redis://"), ("", ""),
])  # fmt: skip
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert mask_url(url) == shown


@settings(max_examples=200, database=None)
@given(shape=st.sampled_from(SHAPES + SHORTENED), password=passwords)
def test_no_address_and_no_text_shows_the_password(shape: str, password: str) -> None:
    """Neither end of it, written plainly or percent-encoded; and no text that repeats it in any spelling."""
    if shape in SHORTENED:
        password = password.replace(":", "").replace("@", "")
    for spelling in (password, quote(password, safe="")):
        url = shape.replace("{}", spelling)
        texts = [f"cannot use {said}, sorry" for said in (url, password, repr(password), quote(password, safe=""))]
        for shown in (mask_url(url), *(mask_secrets(text, url) for text in texts)):
            assert "Zq9w" not in shown
            assert "xK7w" not in shown


@given(st.text() | st.text(st.sampled_from("redis:/@?#[]%&=1a")).map("redis://{}".format))
def test_any_text_can_be_asked_about(text: str) -> None:
    mask_url(text)
    mask_secrets("nothing", text)
    if not wrong_with(text):
        assert place_of(text)


def test_a_text_without_the_secret_is_left_as_it_is() -> None:
    assert mask_secrets("Redis is full", "redis://:Zq9@localhost") == "Redis is full"
    assert mask_secrets("Redis is full", "redis://localhost") == "Redis is full"


@pytest.mark.parametrize(("word", "urls"), [
    ("begin", ["", "  ", "http://x", "localhost:6379"]),
    ("database", ["redis://localhost/abc", "redis://localhost/-1"]),
    ("cannot be read", [
        "redis://localhost:abc", "redis://localhost:99999", "redis://localhost:0", "redis://[::1", "redis://ho st",
        "redis://:p@ss/w#rd@host", "redis://:a/b@host", "redis://host/0#x", "redis://ho\x00st",
        "redis://host?pasword=x", "redis://host?ssl_cert_reqs=none", "redis://host?db=x",
        "rediss://host?ssl_cert_reqs=maybe", "redis://host?redis_connect_func=x", "redis://host?connection_class=x",
    ]),
    ("socket", ["unix://"]),
])  # fmt: skip
def test_what_is_wrong_is_said(word: str, urls: list[str]) -> None:
    for url in urls:
        assert word in str(wrong_with(url)), url


def test_a_good_address_is_good_and_has_a_place() -> None:
    for url, place in {
        "redis://": "localhost:6379", " redis://localhost ": "localhost:6379", "redis://[::1]:6380": "::1:6380",
        "redis://u:p%40@h:1/2?socket_timeout=5": "h:1", "redis://:p@ss@redis": "redis:6379",
        "rediss://h?ssl_ca_certs=/a/b.pem": "h:6379", "unix:///run/redis.sock?db=1": "/run/redis.sock",
    }.items():  # fmt: skip
        assert (str(wrong_with(url)), place_of(url)) == ("", place)
