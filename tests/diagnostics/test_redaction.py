"""No secret passes, whatever it is the secret of and however it is spelled."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.settings import DECLARATIONS, Settings
from ohlc_desktop.diagnostics.redaction import hide, secrets_of

#: Every password has this in it, and nothing else does.
MARK = "Zq9"
passwords = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), max_size=8).map(
    lambda text: f"{text}{MARK}"
)
schemes = st.sampled_from(["http", "https", "socks5", "socks5h", "redis", "rediss", "postgresql", "ftp"])
quick = settings(max_examples=60, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(scheme=schemes, password=passwords)
def test_a_login_in_any_address_is_hidden_though_nobody_declared_it(scheme: str, password: str) -> None:
    coded = quote(password, safe="")
    for login in (f"trader:{coded}", coded, f":{coded}"):
        said = hide(f"Failed to connect to {scheme}://{login}@proxy.example:3128/ after 3 s: refused.")
        assert MARK not in said
        assert f"{scheme}://***@proxy.example:3128/ after 3 s: refused." in said


@quick
@given(password=passwords)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "http_proxy", "REDIS_URL"])
def test_what_the_environment_declares_is_hidden_in_every_spelling(
    monkeypatch: pytest.MonkeyPatch, variable: str, password: str
) -> None:
    coded = quote(password, safe="")
    for address in (f"http://trader:{coded}@proxy:80", f"trader:{coded}@proxy:80"):
        monkeypatch.setenv(variable, address)
        for said in (address, coded, password, repr(password)):
            assert MARK not in hide(f"It said: {said} is wrong.")
    monkeypatch.setenv(variable, f"http://trader:{coded}@proxy:80")
    for login in (f"trader:{coded}", f"trader:{password}"):
        sent = b64encode(login.encode()).decode()
        assert sent not in hide(f"> Proxy-Authorization: Basic {sent}")


@pytest.mark.parametrize("declaration", [d for d in DECLARATIONS if d.secret], ids=lambda d: d.key)
def test_every_setting_that_is_declared_secret_is_hidden(declaration) -> None:
    values = secrets_of(Settings(**{declaration.key: f"redis://:{MARK}@there"}))
    assert MARK not in hide(f"AUTH {MARK} failed", *values)


@pytest.mark.parametrize(
    "text",
    [
        "Syncing ES=F 5m: window 2026-11-16T22:05:05Z to 2026-11-23T22:05:05Z",
        "GET https://query1.finance.yahoo.com/v8/finance/chart/ES=F?interval=1d",
        "Redis at redis:6379 answers.", "The file is in ~/.local/share/ohlc-desktop.",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1,::1,.example")
    monkeypatch.setenv("REDIS_URL", "redis://redis:6379/0")
    assert hide(text, "redis://localhost:6379/0") == text
