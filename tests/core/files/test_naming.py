"""The instrument that the name of a file tells."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.files.naming import instrument_named, instrument_of
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


@pytest.mark.parametrize(
    ("ticker", "name", "symbol", "said"),
    [
        ("NQ", "NQZ26.txt", "NQZ26.CME", "The contract is the one that the file's name tells; its rows say NQ."),
        ("NQZ26", "NQZ26.txt", "NQZ26.CME", ""),
        ("NQZ26", "NQ.txt", "NQZ26.CME", ""),
        ("NQZ26", "prices.txt", "NQZ26.CME", ""),
        ("NQ", "ES.txt", "NQ=F", ""),  # a word of a name tells less than rows
        ("odd", "NQZ26.txt", "NQZ26.CME", ""),
        ("NQH27", "NQZ26.txt", None, "Its rows say NQH27, its name says NQZ26.CME."),
        ("ES", "NQZ26.txt", None, "Its rows say ES, its name says NQZ26.CME."),
    ],
)
def test_rows_and_name_together(ticker: str, name: str, symbol: str | None, said: str) -> None:
    found, told = instrument_of([ticker], name, CATALOGUE)
    assert (found.symbol if found else None, str(told)) == (symbol, said)
