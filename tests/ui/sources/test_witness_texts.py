"""What speaks for a session, with the names that people know sources by."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.arbitration.verdict import SessionVerdict
from ohlc_desktop.ui.sources.witness_texts import verdict_text


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (("hub", "yahoo"), "Yahoo has these candles, and the hub, which passes on what others gave: no second source."),
        (("ohlc-desktop", "yahoo"), "Only Yahoo has these candles; an export of OHLC Desktop is no second source."),
        (("kibot", "yahoo"), "Of most of these candles only one source speaks (kibot+Yahoo)."),
        (("yahoo",), "Only Yahoo has these candles, and it said them once."),
    ],
)
def test_a_session_that_nobody_witnesses_says_why(sources: tuple[str, ...], told: str) -> None:
    assert verdict_text(SessionVerdict(20_000, 10, sources)) == told
