"""How continuous series are written."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.continuous.spec import Adjusting, Rolling, RollRule, is_spec, parse_rolling, parse_spec
from ohlc_desktop.core.errors import UsageError
from tests.core.helpers import CATALOGUE


@pytest.mark.parametrize(
    ("text", "written", "rule", "ahead", "adjusting"),
    [
        ("NQ@volume:difference", "NQ@volume:difference", "volume", 0, "difference"),
        (" nq=f@VOLUME:None ", "NQ@volume", "volume", 0, "none"),
        ("CL@expiry-5:ratio", "CL@expiry-5:ratio", "expiry", 5, "ratio"),
        ("gc@notice", "GC@notice", "notice", 0, "none"),
        ("6E@notice-2", "6E@notice-2", "notice", 2, "none"),
        ("ES@yahoo:difference", "ES@feed:difference", "feed", 0, "difference"),
        ("ES@expiry-0", "ES@expiry", "expiry", 0, "none"),
    ],
)
def test_what_is_understood(text: str, written: str, rule: str, ahead: int, adjusting: str) -> None:
    found = parse_spec(text, CATALOGUE.products)
    assert (str(found), found.rolling, found.adjusting) == (
        written, Rolling(RollRule(rule), ahead), Adjusting(adjusting),
    )  # fmt: skip
    assert parse_spec(str(found), CATALOGUE.products) == found
    assert is_spec(text)
    assert parse_rolling(str(found.rolling)) == found.rolling


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("NQ@", "Write it as"),
        ("@volume", "Write it as"),
        ("NQ@volume:", "Write it as"),
        ("NQ@volume:difference:ratio", "Write it as"),
        ("NQ@volume difference", "Write it as"),
        ("MNQZ26.CME@volume", "Write it as"),
        ("KC@volume", "the root KC"),
        ("NQ@open", "expiry notice volume feed"),
        ("NQ@volume-3", "Only expiry and notice count"),
        ("NQ@expiry-61", "Only expiry and notice count"),
        ("NQ@volume:back", "none difference ratio"),
        ("NQ@\u00bd", "Write it as"),
    ],
)
def test_what_is_refused(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_spec(text, CATALOGUE.products)
    assert hint in str(refused.value.hint)
    assert "Nothing was done." in str(refused.value)


def test_a_symbol_is_no_continuous_series() -> None:
    assert not any(is_spec(text) for text in ("NQ=F", "MNQ 12-26", "^VIX", "AAPL"))
    with pytest.raises(UsageError):
        parse_rolling("5")
