"""What a person means by what was typed into a chart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.chart.symbol_input import (
    MOST,
    Suggestion,
    strange_names,
    timeframe_title,
    timeframes_meant,
    understand,
)
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import NAMES, TIMEFRAMES
from tests.core.helpers import CATALOGUE, instrument

WATCHED = [
    instrument(name)
    for name in ("ES", "NQ", "YM", "RTY", "MNQ", "CL", "GC", "6E", "MGC", "MNQZ26.CME", "AAPL", "D", "BRK-B", "EURUSD=X")
]
SHOWN = ("ES=F", "5m")


def meant(text: str, watched: list[Instrument] = WATCHED) -> list[tuple[str, str]]:
    return [(choice.symbol, choice.timeframe) for choice in understand(text, watched, SHOWN).choices]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1", "1m"), ("2", "2m"), ("5", "5m"), ("15", "15m"), ("30", "30m"), ("60", "1h"), ("90", "90m"), ("120", "2h"),
        ("240", "4h"), ("360", "6h"), ("480", "8h"), ("720", "12h"), ("1440", "1d"), ("D", "1d"), ("d", "1d"), ("W", "1wk"),
        ("w", "1wk"), ("M", "1mo"), ("m", "1mo"), ("Q", "3mo"), ("h", "1h"), ("1h", "1h"), ("4H", "4h"), ("1D", "1d"), ("5d", "5d"),
        ("1w", "1wk"), ("1wk", "1wk"), ("7d", "1wk"), ("1mo", "1mo"), ("3mo", "3mo"), ("3m", "3mo"), ("3M", "3mo"), ("15M", "15m"),
        ("60m", "1h"), ("60min", "1h"), ("5 min", "5m"), ("1 hour", "1h"), ("2 hours", "2h"), ("daily", "1d"), ("weekly", "1wk"),
        ("monthly", "1mo"), (",5", "5m"), ("5,", "5m"), (" 15 ", "15m"), ("05", "5m"), ("24h", "1d"),
    ],
)  # fmt: skip
def test_a_timeframe_of_the_instrument_shown(text: str, name: str) -> None:
    assert meant(text)[0] == ("ES=F", name)


def test_m_after_a_number_is_a_minute_and_a_capital_a_month() -> None:
    assert meant("1m") == [("ES=F", "1m"), ("ES=F", "1mo")]
    assert meant("1M") == [("ES=F", "1mo"), ("ES=F", "1m")]
    assert meant("NQ 1M") == [("NQ=F", "1mo"), ("NQ=F", "1m")]


@pytest.mark.parametrize("name", NAMES)
def test_every_timeframe_can_be_typed_by_its_name(name: str) -> None:
    expected = {"60m": "1h"}.get(name, name)
    assert meant(name)[0] == ("ES=F", expected)
    assert meant(f"nq,{name}")[0] == ("NQ=F", expected)
    assert str(timeframe_title(name)) != name


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("NQ", "NQ=F"), ("nq", "NQ=F"), ("nq=f", "NQ=F"), ("NQ=", "NQ=F"), ("MNQ", "MNQ=F"), ("MNQ ##-##", "MNQ=F"),
        ("MNQ 12-26", "MNQZ26.CME"), ("mnq 12-2026", "MNQZ26.CME"), ("MNQ DEC26", "MNQZ26.CME"), ("mnq dec 2026", "MNQZ26.CME"),
        ("MNQZ26", "MNQZ26.CME"), ("MNQZ26.CME", "MNQZ26.CME"), ("mnqz", "MNQZ26.CME"), ("AAPL", "AAPL"), ("aa", "AAPL"),
        ("BRK-B", "BRK-B"), ("eurusd", "EURUSD=X"), ("6", "6E=F"), ("6e", "6E=F"), ("N", "NQ=F"), ("R", "RTY=F"),
        ("nas", "NQ=F"), ("S&P 500", "ES=F"), ("s&p", "ES=F"), ("russell 2000", "RTY=F"), ("gold", "GC=F"), ("micro gold", "MGC=F"),
        ("crude", "CL=F"), ("euro", "6E=F"), ("dow", "YM=F"),
    ],
)  # fmt: skip
def test_an_instrument_in_the_timeframe_shown(text: str, symbol: str) -> None:
    assert meant(text)[0] == (symbol, "5m")


@pytest.mark.parametrize(
    ("text", "symbol", "name"),
    [
        ("ES 15", "ES=F", "15m"), ("es,15m", "ES=F", "15m"), ("ES, 15", "ES=F", "15m"), ("NQ D", "NQ=F", "1d"), ("es 1 hour", "ES=F", "1h"),
        ("MNQ 12-26 5", "MNQZ26.CME", "5m"), ("MNQ DEC26,W", "MNQZ26.CME", "1wk"), ("gold 60", "GC=F", "1h"), ("6e 1m", "6E=F", "1m"),
        ("S&P 500 30", "ES=F", "30m"), ("D D", "D", "1d"), ("D 5", "D", "5m"), ("M 5", "MNQ=F", "5m"),
    ],
)  # fmt: skip
def test_an_instrument_and_a_timeframe(text: str, symbol: str, name: str) -> None:
    assert meant(text)[0] == (symbol, name)


def test_a_timeframe_comes_before_a_symbol_that_is_spelled_like_it() -> None:
    assert meant("D") == [("ES=F", "1d"), ("D", "5m")]
    assert meant("M") == [("ES=F", "1mo"), ("MNQ=F", "5m"), ("MGC=F", "5m"), ("MNQZ26.CME", "5m")]


def test_whole_symbols_come_before_starts_and_these_before_names() -> None:
    watched = [instrument(name) for name in ("MES", "ES", "ESTX", "6E", "EURUSD=X")]
    assert [symbol for symbol, _ in meant("es", watched)] == ["ES=F", "ESTX"]
    assert [symbol for symbol, _ in meant("eur", watched)] == ["EURUSD=X", "6E=F"]
    assert [symbol for symbol, _ in meant("e-mini", watched)] == ["ES=F", "MES=F"]
    assert [symbol for symbol, _ in meant("mnq")] == ["MNQ=F", "MNQZ26.CME"]
    assert [symbol for symbol, _ in meant("mnq", [instrument("MNQZ26.CME")])] == ["MNQZ26.CME"]


def test_the_order_of_the_watchlist_is_kept_among_equals() -> None:
    assert [symbol for symbol, _ in meant("nasdaq", WATCHED[::-1])] == ["MNQZ26.CME", "MNQ=F", "NQ=F"]


def test_choices_are_explained() -> None:
    typed = understand("nq 15", WATCHED, SHOWN)
    assert typed.choices[0] == Suggestion("NQ=F", "15m", "E-mini Nasdaq-100")
    assert not typed.problem
    assert understand("1h", WATCHED, ("ZZZ", "1d")).choices == (Suggestion("ZZZ", "1h", "ZZZ"),)
    assert [str(timeframe_title(name)) for name in ("15m", "1h", "1wk", "3mo", "?")] == ["15 minutes", "1 hour", "1 week", "3 months", "?"]


LISTED = ", ".join(NAMES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Type a symbol, a timeframe or both: NQ, 5, 1h, ES 15."),
        (" , ", "Type a symbol, a timeframe or both: NQ, 5, 1h, ES 15."),
        ("7", f"There is no timeframe 7. There are {LISTED}."),
        ("ES 7", f"There is no timeframe 7. There are {LISTED}."),
        ("3h", f"There is no timeframe 3h. There are {LISTED}."),
        ("es 2 weeks", f"There is no timeframe 2 weeks. There are {LISTED}."),
        ("1y", f"There is no timeframe 1y. There are {LISTED}."),
        ("0", f"There is no timeframe 0. There are {LISTED}."),
        ("XYZ", "Nothing on the watchlist is called XYZ."),
        ("XYZ 5", "Nothing on the watchlist is called XYZ 5."),
        ("MNQ 3-27", "Nothing on the watchlist is called MNQ 3-27."),
        ("a\x00b", "Nothing on the watchlist is called a?b."),
        ("x" * 30, f"Nothing on the watchlist is called {'x' * 23}…."),
        ("x" * 60, "No symbol is longer than 48 characters."),
    ],
)
def test_nothing_meant_is_told_in_a_sentence(text: str, problem: str) -> None:
    typed = understand(text, WATCHED, SHOWN)
    assert typed.choices == ()
    assert str(typed.problem) == problem


def test_an_empty_watchlist_is_told() -> None:
    assert understand("NQ", [], SHOWN).problem.template == "No instrument is on the watchlist."
    assert meant("15", []) == [("ES=F", "15m")]


def test_many_instruments_are_cut() -> None:
    watched = [product.continuous() for product in CATALOGUE.products.values()]
    watched += [replace(watched[0], symbol=f"M{number}", root="") for number in range(50)]
    assert len(understand("m", watched, SHOWN).choices) == MOST


def test_no_timeframe_is_meant_by_nothing() -> None:
    assert timeframes_meant("") == []
    assert timeframes_meant("  ") == []
    assert timeframes_meant("000m") == []


@given(known=st.sampled_from(WATCHED), name=st.sampled_from(sorted(TIMEFRAMES)), upper=st.booleans(), mark=st.sampled_from(" ,"))
def test_every_symbol_with_every_timeframe_is_understood_in_any_case(known: Instrument, name: str, upper: bool, mark: str) -> None:
    symbol = known.symbol.upper() if upper else known.symbol.lower()
    best = understand(f"{symbol}{mark}{name}", WATCHED, SHOWN).choices[0]
    assert (best.symbol, best.timeframe) == (known.symbol, name)


@given(text=st.text(max_size=60))
def test_any_text_has_choices_or_a_problem(text: str) -> None:
    typed = understand(text, WATCHED, SHOWN)
    assert bool(typed.choices) != bool(typed.problem)
    assert not typed.problem or str(typed.problem).endswith(".")
    assert len({(choice.symbol, choice.timeframe) for choice in typed.choices}) == len(typed.choices)
    assert all(choice.timeframe in TIMEFRAMES for choice in typed.choices)


def test_a_contract_of_the_watchlist_comes_before_a_continuous_symbol_that_is_not_on_it() -> None:
    watched, others = [instrument("MNQZ26.CME"), instrument("ES")], [instrument("MNQ"), instrument("GC")]
    for text in ("MNQ", "mnq", "mnq 15"):
        found = [choice.symbol for choice in understand(text, watched, SHOWN, others).choices]
        assert list(dict.fromkeys(found)) == ["MNQZ26.CME", "MNQ=F"], text
    assert understand("MNQ=F", watched, SHOWN, others).choices[0].symbol == "MNQ=F"
    assert understand("gc", watched, SHOWN, others).choices[0].symbol == "GC=F"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AAPL", [("AAPL", "5m")]), ("AAPL 1d", [("AAPL 1d", "5m"), ("AAPL", "1d")]),
        ("MNQ 12-26", [("MNQ 12-26", "5m")]), ("MNQ 12-26 15", [("MNQ 12-26 15", "5m"), ("MNQ 12-26", "15m")]), ("", []),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_taken_from_the_text(text: str, found: list[tuple[str, str]]) -> None:
    assert strange_names(text, ("ES=F", "5m")) == found
