"""Money in whole millionths, and the month that it counts in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ohlc_desktop.core.importing.spending import Budget, dollars, micros, month_of, months_of


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_dollars_become_millionths_that_are_never_too_few() -> None:
    asked = {0.0: 0, 0.1 + 0.2: 300_000, 0.0000001: 1, 1.23: 1_230_000, 12.3456789: 12_345_679, 0.07 * 100: 7_000_000}
    assert {price: micros(price) for price in asked} == asked
    for price in (-0.01, float("nan"), float("inf"), 1e12):
        with pytest.raises(ValueError, match="no price"):
            micros(price)


def test_amounts_are_shown_as_no_less_than_they_are() -> None:
    asked = {0: "$0.00", 146: "$0.000146", 9_990: "$0.00999", 10_000: "$0.01", 12_341_000: "$12.35", 1_234_560_000: "$1,234.56"}
    assert {amount: dollars(amount) for amount in asked} == asked


def test_a_month_is_one_of_utc_and_counts_what_is_spent_an_hour_around_it() -> None:
    for moment, name, start in (
        ("2026-11-01T00:00:00", "2026-11", "2026-11-01"),
        ("2026-11-30T23:59:59", "2026-11", "2026-11-01"),
        ("2026-12-31T23:30:00", "2026-12", "2026-12-01"),
        ("2028-02-29T12:00:00", "2028-02", "2028-02-01"),
    ):
        month = month_of(at(moment))
        assert (month.name, month.counts_from) == (name, at(start) - 3600)
    asked = {"2026-11-30T22:59:59": 1, "2026-11-30T23:00": 2, "2026-12-01T00:59:59": 2, "2026-12-01T01:00": 1}
    assert {text: len(months_of(at(text))) for text in asked} == asked


def test_what_is_reserved_is_not_left() -> None:
    assert Budget("2026-11", 5_000_000, 1_000_000, 3_500_000).left == 500_000
    assert Budget("2026-11", 1_000_000, 1_000_000, 3_500_000).left == 0  # the limit was lowered
