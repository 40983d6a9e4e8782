"""Numbers are written by one rule, whatever the language."""

from __future__ import annotations

import pytest

from ohlc_desktop.services.i18n import wording


@pytest.mark.parametrize(
    ("number", "decimals", "signed", "text"),
    [(97, 0, False, "97 %"), (99.99, 2, False, "99.99 %"), (1234.5, 1, True, "+1,234.5 %"), (-0.214, 2, True, "-0.21 %"), (-0.001, 2, True, "0.00 %")],
)
def test_percent(number: float, decimals: int, signed: bool, text: str) -> None:
    assert wording.percent(number, decimals, signed) == text.replace(" ", "\N{NARROW NO-BREAK SPACE}")
