"""What Databento calls our instruments, and when it means them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.databento.spec import BY_RULE
from ohlc_desktop.sources.databento.symbols import name_of, read_continuous, time_of
from ohlc_desktop.sources.registry import PAID_FEEDS


def test_names() -> None:
    catalogue, today = load_catalogue(resource("instruments.toml")), date(2026, 11, 23)
    asked = {
        "NQ": ("NQ.v.0", "continuous"), "6E": ("6E.v.0", "continuous"), "MNQZ26.CME": ("MNQZ6", "raw_symbol"),
        "ESH21.CME": ("ESH1", "raw_symbol"), "CL 01-30": ("CLF0", "raw_symbol"),
    }  # fmt: skip
    assert {name: name_of(catalogue.resolve(name, today), "v") for name in asked} == asked
    shares = catalogue.resolve("AAPL", today)
    assert [feed.symbol_of(catalogue.resolve("NQ", today)) for feed in PAID_FEEDS] == ["NQ.c.0", "NQ.v.0", "NQ.n.0"]
    assert not any(feed.has(shares) for feed in PAID_FEEDS)


def test_a_contract_is_meant_in_the_ten_years_up_to_its_month() -> None:
    contract = load_catalogue(resource("instruments.toml")).resolve("NQZ26.CME", date(2026, 11, 23))
    days = [datetime.fromtimestamp(moment, UTC).date() for moment in time_of(contract)]
    assert days == [date(2017, 1, 1), date(2027, 1, 1)]


def test_continuous_symbols_name_their_rule() -> None:
    assert [read_continuous(text) for text in ("NQ.c.0", " nq.V.0 ", "6E.n.0")] == [("NQ", "c"), ("NQ", "v"), ("6E", "n")]
    assert [read_continuous(text) for text in ("NQ.c.1", "NQ", "NQZ26.CME", "NQ.x.0")] == [None] * 4
    assert tuple(BY_RULE.values()) == PAID_FEEDS
