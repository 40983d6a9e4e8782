"""Last trading days and first notice days as exchanges and brokers published them, by every root of the catalogue.

``last_trading_days.txt`` has dates that CME Group published, as they are collected in the test data of QuantConnect Lean
(Apache-2.0). Left out of it are four of December 2021, which take New Year's Eve for a holiday though the exchange traded,
and Brent's February contracts and those that end around London's summer bank holiday, which contradict the specification.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from ohlc_desktop.core.market.contract_days import contracts_from, first_notice_days, last_trading_days
from ohlc_desktop.core.market.contract_rules import contract_rules
from ohlc_desktop.core.market.instruments import MONTH_CODES
from ohlc_desktop.core.market.sessions import day_of
from tests.core.helpers import CATALOGUE, calendar, instrument

PUBLISHED = [line.split() for line in (Path(__file__).parent / "last_trading_days.txt").read_text("utf-8").splitlines()]

#: First notice days of the contracts of 2026, January to December, - where a month is not listed; those of a month after
#: October are of the year before (https://www.discounttrading.com/first-notice-dates.html).
NOTICES = {
    "CL": "12-23 01-22 02-24 03-24 04-23 05-21 06-24 07-23 08-24 09-24 10-22 11-24",
    "NG": "12-30 01-29 02-26 03-30 04-29 05-28 06-29 07-30 08-28 09-29 10-29 11-27",
    "RB HO": "01-05 02-03 03-03 04-02 05-04 06-02 07-02 08-04 09-02 10-02 11-03 12-02",
    "GC MGC": "- 01-30 - 03-31 - 05-29 - 07-31 - 09-30 - 11-30",
    "SI SIL": "12-31 - 02-27 - 04-30 - 06-30 - 08-31 - - 11-30",
    "HG": "- - 02-27 - 04-30 - 06-30 - 08-31 - - 11-30",
    "PL": "12-31 - - 03-31 - - 06-30 - - 09-30 - -",
    "ZC ZO": "- - 02-27 - 04-30 - 06-30 - 08-31 - - 11-30",
}
#: Others: Treasuries as the exchange told its members (June leads from the first notice day of March 2009 on), gold over
#: Good Friday, soybeans and wheat as the market reports of those mornings name them.
SINGLE = {
    "ZN 2009-03": "2009-02-27", "ZB 2009-03": "2009-02-27", "GC 2024-04": "2024-03-28", "ZS 2025-05": "2025-04-30",
    "KE 2025-05": "2025-04-30", "ZM 2023-12": "2023-11-30", "ZL 2025-05": "2025-04-30",
}  # fmt: skip
#: Settled in cash, or delivered without notices.
WITHOUT = ["ES", "NQ", "YM", "RTY", "MES", "MNQ", "MYM", "M2K", "MCL", "QM", "BZ", "MHG", "6E", "6J", "6B", "6A", "6C", "6S", "6N", "BTC", "MBT", "ETH", "MET"]


def month_of(text: str) -> tuple[int, int]:
    return int(text[:4]), int(text[5:])


@pytest.mark.parametrize(("root", "pairs"), [(line[0], line[1:]) for line in PUBLISHED])
def test_contracts_trade_last_on_the_published_days(root: str, pairs: list[str]) -> None:
    product = CATALOGUE.products[root]
    published = dict(pair.split(":") for pair in pairs)
    found = last_trading_days(product, map(month_of, published), None)
    assert [day_of(day).isoformat() for day in found] == list(published.values())


def test_enough_is_published_to_tell() -> None:
    assert sum(len(line) - 1 for line in PUBLISHED) > 700
    assert set(CATALOGUE.products) - {line[0] for line in PUBLISHED} == {"MNQ", "M2K", "QM", "MGC", "SIL", "MHG"}


@pytest.mark.parametrize("roots", tuple(NOTICES))
def test_notices_begin_on_the_published_days_of_2026(roots: str) -> None:
    for root in roots.split():
        product = CATALOGUE.products[root]
        days = [day for day in enumerate(NOTICES[roots].split(), 1) if day[1] != "-"]
        for stored in (None, calendar(product.calendar)):
            found = first_notice_days(product, ((2026, month) for month, _ in days), stored)
            assert [day_of(day or 0).isoformat()[5:] for day in found] == [day for _, day in days], root
            assert day_of(found[0] or 0).year == (2025 if days[0][1] > "11" else 2026)


def test_notices_begin_on_other_published_days() -> None:
    for contract, expected in SINGLE.items():
        root, month = contract.split()
        (found,) = first_notice_days(CATALOGUE.products[root], [month_of(month)], None)
        assert day_of(found or 0).isoformat() == expected, contract


def test_what_is_settled_in_cash_has_no_notices() -> None:
    assert {root for root, each in CATALOGUE.products.items() if not (each.rules and each.rules.first_notice)} == set(WITHOUT)
    assert first_notice_days(CATALOGUE.products["ES"], [(2026, 3), (2026, 6)], None) == [None, None]
    assert first_notice_days(instrument("AAPL"), [(2026, 3)], None) == [None]


def test_notices_of_what_is_delivered_from_stores_come_first_and_of_energy_last() -> None:
    """Energy is delivered when trading is over; metals, bonds and grains are while the contract still trades."""
    for root in set(CATALOGUE.products) - set(WITHOUT):
        product = CATALOGUE.products[root]
        months = list(islice(contracts_from(product, (2024, 1)), 30))
        pairs = zip(first_notice_days(product, months, None), last_trading_days(product, months, None), strict=True)
        assert {(notice or 0) > last for notice, last in pairs} == {product.calendar == "cme_energy"}, root


def test_every_root_has_rules_and_its_active_months_are_listed() -> None:
    for product in CATALOGUE.products.values():
        assert product.rules is not None
        assert set(product.rules.active) <= set(product.months)
        assert {MONTH_CODES[month - 1] for _, month in islice(contracts_from(product, (2026, 1)), 12)} <= set(product.months)


@pytest.mark.parametrize(
    "entry", [{"last_trading": []}, {"last_trading": ["friday"]}, {"last_trading": ["friday", "3"]},
              {"last_trading": ["friday", 3], "first": 1}, {"last_trading": ["friday", 3], "first_notice": ["friday", 3]}],
)  # fmt: skip
def test_rules_that_are_none_are_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="ES: "):
        contract_rules({"cme_equity": entry}, "ES", "cme_equity")
