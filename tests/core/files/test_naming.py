"""The instrument that the name of a file tells."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.files.naming import instrument_named
from tests.core.helpers import CATALOGUE


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("NQ 12-26.Last.txt", "NQZ26.CME"),
        ("MNQ 03-26.Last (1).txt", "MNQH26.CME"),
        ("NQZ26.CME_5m.csv", "NQZ26.CME"),
        ("NQ=F_1d.csv", "NQ=F"),
        ("NQH26-CME_5m.scid_BarData.txt", "NQH26.CME"),
        ("CLM26_FUT_CME.scid", "CLM26.NYM"),
        ("CME_MINI_NQ1!, 5_e8128 (1).csv", "NQ=F"),
        ("2026-04-12 COMEX_GC1!, 60.csv", "GC=F"),
        ("CME_MINI_DL_NQZ2026, 5.csv", "NQZ26.CME"),
        ("ES_1min.txt", "ES=F"),
        ("ES_full_1min_continuous_UNadjusted.txt", "ES=F"),
        ("nq.csv", "NQ=F"),
        ("@ES#C.txt", "ES=F"),
        ("NQF26.txt", None),  # no contract of January
        ("NQ and ES.txt", None),
        ("NQ 13-26.txt", "NQ=F"),
        ("prices.csv", None),
        ("AAPL.csv", None),
    ],
)
def test_the_name_of_a_file(name: str, symbol: str | None) -> None:
    found = instrument_named(name, CATALOGUE)
    assert (found.symbol if found else None) == symbol
