"""The contracts that feeds name, as they were recorded by others (2021 to 2026, Yahoo)."""

from __future__ import annotations

from datetime import date

import pytest

from ohlc_desktop.core.following.names import named_month
from tests.core.helpers import CATALOGUE

DAY = date(2026, 9, 8)


@pytest.mark.parametrize(
    ("root", "text", "expected"),
    [
        ("GC", "Gold Dec 26", (2026, 12)),
        ("CL", "Crude Oil Oct 26", (2026, 10)),
        ("ES", "E-Mini S&P 500 Sep 26", (2026, 9)),
        ("ZC", "Corn Futures,Dec-2026", (2026, 12)),
        ("ZN", "10-Year T-Note Futures,Dec-2026", (2026, 12)),
        ("ZW", "Chicago SRW Wheat Futures,Sep-2", (2026, 9)),  # cut
        ("ZB", "U.S. Treasury Bond Futures,Dec-", (2026, 12)),
        ("BZ", "Brent Crude Oil Last Day Financ", None),
        ("ZF", "Five-Year US Treasury Note Futu", None),
        ("ES", "E-mini S&P 500 Dec 2026", (2026, 12)),  # the simulated market
        ("GC", "Gold", None),
        ("GC", "Gold Continuous Front Month", None),
        ("ES", "E-Mini S&P 500 Oct 26", None),  # not listed
        ("ZC", "Corn,Dec-20", None),  # neither cut nor whole
        ("ES", "", None),
    ],
)
def test_the_month_that_a_name_means(root: str, text: str, expected: tuple[int, int] | None) -> None:
    assert named_month(text, CATALOGUE.products[root], DAY) == expected


def test_a_year_that_is_cut_is_the_next_in_which_the_contract_can_be_in_front() -> None:
    wheat, text = CATALOGUE.products["ZW"], "Chicago SRW Wheat Futures,Mar-2"
    assert named_month(text, wheat, date(2026, 12, 1)) == (2027, 3)
    assert named_month(text, wheat, date(2026, 4, 1)) == (2026, 3)  # the name lags
    bond = "U.S. Treasury Bond Futures,Dec-"
    assert named_month(bond, CATALOGUE.products["ZB"], date(2027, 1, 4)) == (2027, 12)
