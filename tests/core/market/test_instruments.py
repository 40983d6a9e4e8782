"""Names, prices and the catalogue of instruments."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop import resource_files
from ohlc_desktop.core.errors import SettingsError, UnknownInstrument
from ohlc_desktop.core.market.catalogue import CALENDARS, Catalogue, load_catalogue, ninjatrader_name
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.resource_files import MissingResource, resource

TODAY = date(2026, 11, 23)
CATALOGUE = load_catalogue(resource("instruments.toml"))

# Root: (Yahoo suffix, tick, multiplier), typed from the contract specifications, not from the file.
SPECIFICATIONS = {
    "ES": (".CME", "0.25", 50), "NQ": (".CME", "0.25", 20), "RTY": (".CME", "0.1", 50),
    "MES": (".CME", "0.25", 5), "MNQ": (".CME", "0.25", 2), "M2K": (".CME", "0.1", 5),
    "YM": (".CBT", "1", 5), "MYM": (".CBT", "1", 0.5),
    "CL": (".NYM", "0.01", 1000), "MCL": (".NYM", "0.01", 100), "NG": (".NYM", "0.001", 10000),
    "GC": (".CMX", "0.1", 100), "MGC": (".CMX", "0.1", 10),
    "SI": (".CMX", "0.005", 5000), "HG": (".CMX", "0.0005", 25000),
    "ZB": (".CBT", "1/32", 1000), "ZN": (".CBT", "1/64", 1000),
    "ZF": (".CBT", "1/128", 1000), "ZT": (".CBT", "1/256", 2000),
    "6E": (".CME", "0.00005", 125000), "6J": (".CME", "0.0000005", 12500000),
    "6B": (".CME", "0.0001", 62500), "6A": (".CME", "0.00005", 100000), "6C": (".CME", "0.00005", 100000),
    "ZC": (".CBT", "0.25", 50), "ZS": (".CBT", "0.25", 50), "ZW": (".CBT", "0.25", 50),
    "BTC": (".CME", "5", 5),
}  # fmt: skip

ticks = st.sampled_from(sorted({product.tick for product in CATALOGUE.products.values()}))


def resolve(text: str) -> Instrument:
    return CATALOGUE.resolve(text, TODAY)


def refusal(text: str) -> UnknownInstrument:
    with pytest.raises(UnknownInstrument) as caught:
        resolve(text)
    return caught.value


def outcome(text: str) -> Instrument | UnknownInstrument:
    try:
        return resolve(text)
    except UnknownInstrument as error:
        return error


def with_tick(tick: Fraction | None) -> Instrument:
    return Instrument(symbol="T", name="T", tick=tick)


# --- the catalogue -------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", SPECIFICATIONS)
def test_each_future_has_the_exchanges_tick_and_multiplier(root: str) -> None:
    suffix, tick, multiplier = SPECIFICATIONS[root]
    product = CATALOGUE.products[root]
    assert (product.suffix, product.tick, product.multiplier) == (suffix, Fraction(tick), multiplier)


def test_every_entry_is_complete() -> None:
    for root, product in CATALOGUE.products.items():
        assert product.root == root
        assert product.name
        assert product.calendar in CALENDARS
        assert product.feed_delay == (1800 if product.exchange == "COMEX" else 600)
        assert (product.display == "32nds") == (product.calendar == "cme_rates")
        # Fractions written as floats (0.1 instead of "0.1") would show as monstrous denominators.
        assert product.tick.denominator <= 2_000_000


def test_default_watchlist() -> None:
    assert CATALOGUE.default_watchlist == ("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F")


def test_catalogue_is_read_once_and_cannot_be_changed() -> None:
    path = resource("instruments.toml")
    assert load_catalogue(path) is load_catalogue(path)
    with pytest.raises(TypeError):
        CATALOGUE.products["XX"] = CATALOGUE.products["ES"]  # type: ignore[index]


ENTRY = (
    'instruments = [{{ root = "{root}", name = "N", exchange = "{exchange}", tick = {tick}, '
    'multiplier = {multiplier}, calendar = "{calendar}", months = "{months}", display = "{display}" }}]\n'
    'notation = "Yahoo"\n[exchanges]\nCME = {{ suffix = ".CME", delay = 600 }}\n'
)
GOOD = {
    "root": "ES", "exchange": "CME", "tick": '"0.25"', "multiplier": "50",
    "calendar": "cme_equity", "months": "HMUZ", "display": "decimal",
}  # fmt: skip


def test_a_small_catalogue_loads(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(ENTRY.format(**GOOD))
    small = load_catalogue(path)
    assert tuple(small.products) == ("ES",)
    assert small.default_watchlist == ()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("root", "es", "root"),
        ("exchange", "LSE", "LSE"),
        ("tick", '"0"', "tick"),
        ("tick", '"-0.25"', "tick"),
        ("tick", "0.1", "tick"),
        ("tick", '"1/0"', "Fraction"),
        ("tick", '"1/3"', "1/3"),
        ("tick", '"a"', "Fraction"),
        ("multiplier", "0", "multiplier"),
        ("multiplier", "nan", "multiplier"),
        ("multiplier", "inf", "multiplier"),
        ("calendar", "nyse", "calendar"),
        ("months", "", "months"),
        ("months", "ZH", "months"),
        ("months", "HA", "months"),
        ("display", "64ths", "display"),
    ],
)
def test_an_impossible_entry_is_named(tmp_path: Path, key: str, value: str, said: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(ENTRY.format(**GOOD | {key: value}))
    with pytest.raises(SettingsError) as caught:
        load_catalogue(path)
    assert said in str(caught.value.message)
    assert str(path) in str(caught.value.message)


@pytest.mark.parametrize("text", ["", "instruments = [", "instruments = 3\nexchanges = 4", "\x00"])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(SettingsError):
        load_catalogue(path)


def test_a_missing_file_and_a_repeated_root_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_catalogue(tmp_path / "none.toml")
    path = tmp_path / "c.toml"
    entry, rest = ENTRY.format(**GOOD).split("]\n", 1)
    path.write_text(f"{entry}, {entry.removeprefix('instruments = [')}]\n{rest}")
    with pytest.raises(SettingsError, match="twice"):
        load_catalogue(path)


# --- names that are understood -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["MNQ=F", "mnq=f", "MNQ", " mnq\t", "Mnq ##-##"])
def test_front_month(text: str) -> None:
    found = resolve(text)
    assert found == Instrument(
        symbol="MNQ=F", name="Micro E-mini Nasdaq-100", root="MNQ", exchange="CME", tick=Fraction(1, 4),
        multiplier=2.0, calendar="cme_equity", feed_delay=600, month=None, display="decimal",
    )  # fmt: skip
    assert found.continuous


@pytest.mark.parametrize(
    "text",
    ["MNQZ26.CME", " mnqz26.cme ", "MNQ 12-26", "mnq  12-26", "MNQ 12-2026", "MNQ DEC26", "mnq dec26",
     "MNQ Dec 26", "MNQ DEC2026"],
)  # fmt: skip
def test_contract(text: str) -> None:
    found = resolve(text)
    assert found.symbol == "MNQZ26.CME"
    assert found.name == "Micro E-mini Nasdaq-100 Dec 2026"
    assert (found.root, found.month, found.tick) == ("MNQ", (2026, 12), Fraction(1, 4))
    assert not found.continuous


@pytest.mark.parametrize(
    ("text", "symbol", "month"),
    [
        ("CLF27.NYM", "CLF27.NYM", (2027, 1)),
        ("CL 1-27", "CLF27.NYM", (2027, 1)),
        ("m2kh27.cme", "M2KH27.CME", (2027, 3)),
        ("6E 01-27", "6EF27.CME", (2027, 1)),
        ("ZB MAR27", "ZBH27.CBT", (2027, 3)),
        ("GCG27.CMX", "GCG27.CMX", (2027, 2)),
        ("ESH00.CME", "ESH00.CME", (2000, 3)),
        ("ES 09-99", "ESU99.CME", (2099, 9)),
    ],
)
def test_contracts_of_other_exchanges_and_years(text: str, symbol: str, month: tuple[int, int]) -> None:
    found = resolve(text)
    assert (found.symbol, found.month) == (symbol, month)


@pytest.mark.parametrize(
    "text",
    ["AAPL", "^VIX", "BTC-USD", "EURUSD=X", "7203.T", "BRK-B", "M&M.NS", "DX-Y.NYB", "000001.SS", "F",
     "SIX2.DE", "ESGV", "NQX", "KCZ26.NYB"],
)  # fmt: skip
def test_other_yahoo_symbols_are_taken_as_they_are(text: str) -> None:
    found = resolve(text.lower())
    assert found == Instrument(symbol=text, name=text)
    assert (found.calendar, found.feed_delay, found.tick, found.month) == ("generic", 1200, None, None)
    assert not found.continuous


@pytest.mark.parametrize(("text", "symbol"), [("ES", "ES=F"), ("cl", "CL=F"), ("BTC", "BTC=F")])
def test_a_bare_root_wins_over_a_share_of_that_name(text: str, symbol: str) -> None:
    assert resolve(text).symbol == symbol


def test_yahoo_and_ninjatrader_names_lead_to_each_other() -> None:
    for root, product in CATALOGUE.products.items():
        front = resolve(f"{root}=F")
        assert ninjatrader_name(front) == root
        assert resolve(ninjatrader_name(front)) == front
        for month, code in enumerate(MONTH_CODES, start=1):
            if code not in product.months:
                continue
            contract = resolve(f"{root}{code}27{product.suffix}")
            assert contract.month == (2027, month)
            assert ninjatrader_name(contract) == f"{root} {month:02d}-27"
            assert resolve(ninjatrader_name(contract)) == contract
            assert resolve(contract.symbol) == contract


def test_ninjatrader_name_of_a_share_is_its_symbol() -> None:
    assert ninjatrader_name(resolve("aapl")) == "AAPL"


@given(st.text(max_size=30))
def test_any_text_is_an_instrument_or_a_refusal_with_a_hint(text: str) -> None:
    found = outcome(text)
    if isinstance(found, UnknownInstrument):
        assert str(found.title).isprintable()
        assert found.message
        assert found.hint
    else:
        assert resolve(found.symbol) == found
        assert found.symbol.isascii()


@given(st.from_regex(r"[A-Za-z0-9]{1,3}[A-Z]?[0-9]{0,4}(\.(CME|CBT|NYM|CMX|DE))?(=F)?", fullmatch=True))
def test_near_contracts_resolve_to_a_fixed_point_or_are_refused(text: str) -> None:
    found = outcome(text)
    if isinstance(found, UnknownInstrument):
        assert text in str(found.title)
    else:
        assert resolve(found.symbol) == found


@pytest.mark.parametrize(
    "symbol",
    ["KC=F", "LE=F", "HE=F", "PA=F", "SB=F", "SR3=F", "NIFTY_FIN_SERVICE.NS", "BTC-JPY", "000001.SS", "BRK-B", "M&M.NS", "LEZ26.CME", "SBK27.NYB",
     "PAZ26.NYM"],
)
def test_what_the_catalogue_does_not_know_is_accepted_without_tick_and_hours(symbol: str) -> None:
    """Symbols of Yahoo Finance's own lists of futures, indices, coins and shares."""
    found = resolve(symbol.lower())
    assert (found.symbol, found.name, found.root, found.tick, found.calendar) == (symbol, symbol, "", None, "generic")
    assert not found.continuous


# --- names that are refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("MNNQZ26.CME", "MNQ=F"),
        ("MMNQ 12-26", "MNQ=F"),
        ("MMNQ DEC26", "MNQ=F"),
        ("NQQ ##-##", "NQ=F"),
        ("gold futures", "GC=F"),
        ("Nasdaq-100 E-mini", "NQ=F"),
        ("\uff2e\uff31", "ES=F"),
        ("FOO 12-26", "ES=F"),
        ("MNQQ 13-26", "MNQ=F"),
        ("MNQQ FOO26", "MNQ=F"),
    ],
)
def test_unknown_names_get_the_nearest_known_ones(text: str, hinted: str) -> None:
    error = refusal(text)
    assert f"'{text}'" in str(error.title)
    assert hinted in str(error.hint)


def test_hint_reads_as_a_question() -> None:
    assert str(refusal("MNQQ ##-##").hint) == "Did you mean MNQ=F or NQ=F?"
    assert "or" in str(refusal("crude oil").hint)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("MNQZ26.NYM", "MNQZ26.CME"),
        ("MNQZ26.CMX", "MNQZ26.CME"),
        ("YMZ26.CME", "YMZ26.CBT"),
        ("CLF27.CME", "CLF27.NYM"),
        ("GCG27.NYM", "GCG27.CMX"),
        ("MNQZ26", "MNQZ26.CME"),
        ("MNQZ26.FOO", "MNQZ26.CME"),
        ("MNQZ6", "MNQZ26.CME"),
        ("MNQH7.CME", "MNQH27.CME"),
        ("MNQZ5.CME", "MNQZ25.CME"),
        ("MNQZ4.CME", "MNQZ34.CME"),
        ("MNQZ2026.CME", "MNQZ26.CME"),
        ("MNQX26.CBT", "MNQZ26.CME"),
    ],
)
def test_a_contract_in_the_wrong_dress_is_told_the_right_one(text: str, right: str) -> None:
    error = refusal(text)
    assert right in str(error.hint)
    assert resolve(right).symbol == right


@pytest.mark.parametrize("text", ["MNQX26.CME", "MNQ 11-26", "MNQ NOV26"])
def test_a_month_that_is_not_listed(text: str) -> None:
    error = refusal(text)
    assert str(error.message) == (
        "MNQ has no Nov contract. MNQ is listed for Mar (H), Jun (M), Sep (U) and Dec (Z)."
    )
    assert str(error.hint) == "Did you mean MNQZ26.CME?"


def test_the_next_listed_month_may_be_in_the_next_year() -> None:
    assert str(refusal("ZCX26.CBT").hint) == "Did you mean ZCZ26.CBT?"
    assert str(refusal("ZSZ26.CBT").hint) == "Did you mean ZSF27.CBT?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MNQ 13-26", "no month 13"),
        ("MNQ 00-26", "no month 00"),
        ("MNQ FOO26", "FOO is no month"),
        ("MNQA26.CME", "A is no month code"),
        ("MNQ 12-1999", "2000 to 2099"),
        ("MNQ 12-2126", "2000 to 2099"),
    ],
)
def test_months_and_years_that_do_not_exist(text: str, said: str) -> None:
    error = refusal(text)
    assert said in str(error.message)
    assert str(error.hint) == "Did you mean MNQZ26.CME?"


@pytest.mark.parametrize(
    "text",
    ["ES.CME", "NQ/ES", "A B", "AAPL!", "^", "=X", "=F", ".T", "-", "a\nb", "AAPL;DROP", "ES=F=X", "NQ=Q",
     "straße", "ß", "\u017fi", "naïve", "ⅷ", "١٢", "../etc", "_A", "MNQ 12-26 x", "MNQ 12-026"],
)  # fmt: skip
def test_what_no_yahoo_symbol_looks_like(text: str) -> None:
    error = refusal(text)
    assert str(error.title).isprintable()
    assert str(error.hint)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing(text: str) -> None:
    error = refusal(text)
    assert str(error.message) == "Nothing was written."
    assert str(error.hint) == "Write a Yahoo symbol such as ES=F, ESZ26.CME or AAPL."


def test_longest_name() -> None:
    assert resolve("A" * 24).symbol == "A" * 24
    error = refusal("A" * 25)
    assert "A" * 25 in str(error.title)
    assert "24" in str(error.message)
    assert len(str(refusal("A" * 10_000).title)) < 100


def test_a_catalogue_without_futures_still_reads_shares() -> None:
    empty = Catalogue({}, "Yahoo")
    assert empty.resolve("AAPL", TODAY).symbol == "AAPL"
    assert empty.nearest("gold") == []
    with pytest.raises(UnknownInstrument, match="such as AAPL"):
        empty.resolve("NQ ##-##", TODAY)


# --- likeness ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nasdaq", ["NQ=F", "MNQ=F"]),
        ("NASDQ", ["NQ=F", "MNQ=F"]),
        ("gold", ["GC=F", "MGC=F"]),
        ("crude", ["CL=F", "MCL=F"]),
        ("silver", ["SI=F", "SIL=F"]),
        ("euro", ["6E=F"]),
        ("MNQZ26.NYM", ["MNQ=F", "NQ=F"]),
        ("E-mini Nasdaq-100", ["NQ=F"]),
    ],
)
def test_nearest(text: str, first: list[str]) -> None:
    assert CATALOGUE.nearest(text)[: len(first)] == first


def test_nearest_is_limited() -> None:
    assert len(CATALOGUE.nearest("e-mini", n=5)) == 5
    assert CATALOGUE.nearest("nasdaq", n=1) == ["NQ=F"]
    assert CATALOGUE.nearest("") == []


@pytest.mark.parametrize("text", ["NQQ", "MNQQ", "ESX", "mnqq", "QN", "MQN", "MNZ", "N", "M2KK", " RTYY ", "MNQQ=F", "xnq=f"])
def test_one_letter_beside_a_root_looks_like_a_typo(text: str) -> None:
    assert CATALOGUE.looks_like_typo(text)


@pytest.mark.parametrize(
    "text", ["NQ", "MNQ", "mnq", "AAPL", "MSFT", "BRK-B", "^VIX", "NQ=F", "EURUSD=X", "", "KC=F", "SB=F", "FOO=F"]
)
def test_roots_and_other_names_do_not_look_like_typos(text: str) -> None:
    assert not CATALOGUE.looks_like_typo(text)


# --- prices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("root", "decimals"),
    [("ES", 2), ("YM", 0), ("RTY", 1), ("BTC", 0), ("SI", 3), ("QM", 3), ("HG", 4), ("6E", 5), ("6J", 7),
     ("ZB", 5), ("ZN", 6), ("ZF", 7), ("ZT", 8)],
)  # fmt: skip
def test_decimals_show_a_tick_exactly(root: str, decimals: int) -> None:
    instrument = resolve(root)
    assert instrument.decimals == decimals
    assert instrument.tick is not None
    assert Fraction(instrument.format_price(float(instrument.tick))) == instrument.tick


def test_decimals_without_a_tick() -> None:
    assert resolve("AAPL").decimals is None


def test_a_tick_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="1/3"):
        _ = with_tick(Fraction(1, 3)).decimals


@pytest.mark.parametrize(
    ("root", "raw", "rounded"),
    [
        ("NQ", 20000.13, 20000.25),
        ("NQ", 20000.12, 20000.0),
        ("RTY", 2290.300048828125, 2290.3),
        ("CL", 45.34000015258789, 45.34),
        ("CL", -37.630001068115234, -37.63),
        ("YM", 44000.4, 44000.0),
        ("BTC", 110002.6, 110005.0),
        ("ZB", 118.03125, 118.03125),
        ("6J", 0.006712500005960464, 0.0067125),
        ("6E", 1.1584500074386597, 1.15845),
        ("HG", 4.51450014, 4.5145),
        ("QM", 58.12500001, 58.125),
    ],
)
def test_feed_prices_come_back_as_the_exchange_wrote_them(root: str, raw: float, rounded: float) -> None:
    assert resolve(root).round_prices(np.array([raw])).tolist() == [rounded]


@given(ticks, st.lists(st.floats(-1e5, 1e5), max_size=20))
def test_rounding_gives_the_float_of_the_nearest_tick(tick: Fraction, prices: list[float]) -> None:
    for price, result in zip(prices, with_tick(tick).round_prices(np.array(prices)).tolist(), strict=True):
        count = round(Fraction(result) / tick)
        assert result == float(count * tick)
        # Half a tick, and the last bit of the quotient where a price lies in the middle of two ticks.
        assert abs(count * tick - Fraction(price)) <= tick / 2 + abs(Fraction(price)) / 2**51


@given(ticks, st.lists(st.floats(allow_nan=False), max_size=20))
def test_rounding_twice_changes_nothing(tick: Fraction, prices: list[float]) -> None:
    instrument = with_tick(tick)
    once = instrument.round_prices(np.array(prices))
    np.testing.assert_array_equal(instrument.round_prices(once), once)


@given(st.sampled_from(tuple(CATALOGUE.products)), st.integers(1, 400_000))
def test_a_tick_survives_yahoos_float32(root: str, count: int) -> None:
    instrument = resolve(root)
    assert instrument.tick is not None
    exact = count * instrument.tick
    widened = np.array([float(exact)], dtype=np.float32).astype(np.float64)
    rounded = instrument.round_prices(widened)
    assert rounded.tolist() == [float(exact)]
    assert Fraction(instrument.format_prices(rounded)[0]) == exact


def test_what_is_no_price_passes_through() -> None:
    odd = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 2.0**60])
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(resolve("NQ").round_prices(odd), odd)


def test_rounding_leaves_its_input_alone_and_writes_no_negative_zero() -> None:
    prices = np.array([-0.1, 0.1])
    rounded = resolve("NQ").round_prices(prices)
    assert prices.tolist() == [-0.1, 0.1]
    assert not np.signbit(rounded).any()


def test_rounding_calculates_in_float64() -> None:
    prices = np.array([45.34, 0.1], dtype=np.float32)
    rounded = resolve("CL").round_prices(prices)  # type: ignore[arg-type]
    assert rounded.dtype == np.float64
    assert rounded.tolist() == [45.34, 0.1]


def test_rounding_keeps_the_shape() -> None:
    nq = resolve("NQ")
    assert nq.round_prices(np.array([])).shape == (0,)
    assert nq.round_prices(np.full((2, 3), 1.1)).shape == (2, 3)


def test_without_a_tick_the_same_array_comes_back() -> None:
    prices = np.array([1.23456])
    assert resolve("AAPL").round_prices(prices) is prices


@pytest.mark.parametrize(
    ("symbol", "price", "text"),
    [
        ("ZB", 118.03125, "118.03125"),
        ("ZT", 103.25390625, "103.25390625"),
        ("6J", 0.0067125, "0.0067125"),
        ("NQ", 20000.0, "20000.00"),
        ("NQ", -0.001, "0.00"),
        ("YM", 44000.0, "44000"),
        ("CL", -37.63, "-37.63"),
        ("NQ", float("nan"), "nan"),
        ("AAPL", 45.34000015258789, "45.34"),
        ("AAPL", 45.34, "45.34"),
        ("AAPL", 0.1, "0.1"),
        ("AAPL", 150.0, "150"),
        ("AAPL", 123456789.0, "123456789"),
        ("AAPL", 20636.961687321455, "20636.961687321455"),
        ("AAPL", -0.0, "0"),
        ("AAPL", float("nan"), "nan"),
        ("SHIB-USD", 0.00000845, "0.00000845"),
        ("SHIB-USD", float(np.float32(0.00000845)), "0.00000845"),
    ],
)
def test_prices_as_text(symbol: str, price: float, text: str) -> None:
    assert resolve(symbol).format_price(price) == text


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_share_price_from_the_feed_can_be_read_back(price: float) -> None:
    text = resolve("AAPL").format_price(price)
    assert "e" not in text
    assert np.float32(float(text)) == np.float32(price)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_share_price_can_be_read_back(price: float) -> None:
    back = float(resolve("AAPL").format_price(price))
    assert back == price or np.float32(back) == price


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["AAPL", "ZB", "NQ", "YM"]))
def test_a_computed_price_is_read_back_exactly(price: float, symbol: str) -> None:
    (text,) = resolve(symbol).format_prices(np.array([price]), exact=True)
    assert "e" not in text
    assert float(text) == price


def test_a_computed_price_on_the_tick_is_written_as_a_traded_one() -> None:
    prices = np.array([25000.0, 25000.25, 25000.003906, -0.0])
    assert resolve("NQ").format_prices(prices, exact=True) == ["25000.00", "25000.25", "25000.003906", "0.00"]


@given(st.lists(st.floats(-1e6, 1e6)), st.sampled_from(["AAPL", "ZB", "CL", "YM"]))
def test_a_column_is_written_as_its_prices_are(prices: list[float], symbol: str) -> None:
    instrument = resolve(symbol)
    assert instrument.format_prices(np.array(prices)) == [instrument.format_price(p) for p in prices]


def test_instruments_travel_between_processes() -> None:
    for text in ("ZB", "MNQZ26.CME", "AAPL"):
        instrument = resolve(text)
        assert pickle.loads(pickle.dumps(instrument)) == instrument
        assert len({instrument, resolve(text)}) == 1


# --- shipped files -------------------------------------------------------------------------------------


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(MissingResource, match="no-such-file"):
        resource("no-such-file.toml")


def test_an_installed_package_reads_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "ohlc_desktop"
    shipped, strange = package / "_resources", tmp_path / "resources"
    for folder in (shipped, strange):
        folder.mkdir(parents=True)
    (strange / "a.toml").touch()
    (shipped / "b.toml").touch()
    monkeypatch.setattr(resource_files, "_PACKAGE", package)
    assert resource("b.toml") == shipped / "b.toml"
    with pytest.raises(MissingResource):
        resource("a.toml")
