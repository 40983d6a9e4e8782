"""Reading what a person types as a number: in both notations, and never by a guess."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.numbers import NoNumber, read_number, write_number

finite = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.25", 1.25), ("1,25", 1.25), ("0,5", 0.5), ("0.5", 0.5), (",5", 0.5), (".5", 0.5), ("12", 12), (" 7 ", 7),
        ("1.234", 1.234), ("0,125", 0.125), ("1,2345", 1.2345), ("1234,567", 1234.567), ("1,234.5", 1234.5),
        ("1.234,5", 1234.5), ("1,234,567", 1234567), ("1.234.567", 1234567), ("1 234,5", 1234.5),
        ("1\u202f234", 1234), ("1'234.5", 1234.5), ("-1,5", -1.5), ("−1.5", -1.5), ("+2", 2), ("1e-05", 1e-05),
        ("٢٫٥", 2.5), ("３", 3),
    ],
)  # fmt: skip
def test_both_notations_are_read(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["1,234", "-12,345", "999,999"])
def test_what_says_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(NoNumber) as caught:
        read_number(text)
    assert caught.value.readings == (text.replace(",", "."), text.replace(",", ""))


@pytest.mark.parametrize(
    "text", ["", " ", ".", ",", "-", "1..2", "1,2,3", "1.2.3", "12,34,567", "1,2345,678", "abc", "1x", "nan", "inf", "0x10", "1_000", "1,234.567.890"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NoNumber):
        read_number(text)


@given(finite, st.integers(0, 6))
def test_what_is_written_is_read_as_the_same(value: float, decimals: int) -> None:
    text = write_number(value, decimals)
    if not (decimals == 0 and text.count(",") == 1):
        assert math.isclose(read_number(text), round(value, decimals), rel_tol=1e-12, abs_tol=1e-12)


@given(finite, st.integers(1, 6).filter(lambda number: number != 3))
def test_a_decimal_comma_is_as_good_as_a_point(value: float, decimals: int) -> None:
    text = f"{value:.{decimals}f}"
    assert read_number(text.replace(".", ",")) == read_number(text) == float(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(NoNumber):
        assert math.isfinite(read_number(text))
