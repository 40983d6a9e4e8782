"""The ledger of every root against a market on paper: each offset to the tick, over three years."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.continuous.adjustment import adjusted, adjustment
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.continuous.making import StoredRoot, followed, made_ledger
from ohlc_desktop.core.continuous.spec import Adjusting, parse_rolling
from ohlc_desktop.core.continuous.stitching import ContinuousCandles, stitched
from ohlc_desktop.core.continuous.terms import ContractTerm, successions
from ohlc_desktop.core.timeframes import DAY
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import CATALOGUE

RULES = {"expiry": ("expiry", 0), "expiry-3": ("expiry", 3), "notice": ("notice", 0), "volume": ("volume", 0)}


@cache
def market(root: str) -> PaperMarket:
    return PaperMarket(root)


@cache
def stored(root: str) -> StoredRoot:
    return market(root).stored()


def rolls_of(root: str, rule: str, family: Family = Family.DAILY) -> tuple[LedgerRoll, ...]:
    return made_ledger(stored(root), parse_rolling(rule), family)


def series_of(root: str, rule: str) -> ContinuousCandles:
    held, rolling = stored(root), parse_rolling(rule)
    wanted, between = followed(rolling, made_ledger(held, rolling, Family.DAILY), ())
    return stitched(wanted, between, {symbol: each.candles for symbol, each in held.days.items()}, empty(), ())


@pytest.mark.parametrize("root", tuple(CATALOGUE.products))
def test_every_roll_of_every_root_is_where_it_was_and_its_offset_is_true_to_the_tick(root: str) -> None:
    for rule, (word, ahead) in RULES.items():
        truth = market(root).rolls(word, ahead)
        found = rolls_of(root, rule)[1:]  # the first one leads to the first contract that is stored
        assert [(each.old, each.new, each.until) for each in found] == [(each.old, each.new, each.until) for each in truth]
        assert [each.ticks(market(root).product.tick) for each in found] == [each.ticks for each in truth]
        assert {each.proof for each in found} == {RollProof.PROVEN}
        assert [each.priced for each in found] == [each.priced for each in truth]
        assert all(each.settled and each.source == "paper" for each in found)
        assert len(found) >= 11, rule


@pytest.mark.parametrize("root", ["NQ", "CL", "GC", "ZB", "6J", "ZC", "BTC"])
def test_adjusted_less_raw_steps_by_the_ledger_at_its_rolls_and_nowhere_else(root: str) -> None:
    tick = market(root).product.tick
    for rule in RULES:
        series = series_of(root, rule)
        instrument = market(root).product.continuous()
        moved = adjusted(
            series.candles, adjustment(Adjusting.DIFFERENCE, series.starts, series.rolls, instrument), instrument
        )
        for raw, other in zip(series.candles.columns[1:5], moved.columns[1:5], strict=True):
            steps = np.diff(np.rint(other * tick.denominator / tick.numerator) - np.rint(raw * tick.denominator / tick.numerator))
            at = np.flatnonzero(steps)
            expected = {int(start): -int(roll.ticks(tick) or 0) for start, roll in zip(series.starts[1:], series.rolls, strict=True)}
            assert dict(zip((at + 1).tolist(), steps[at].tolist(), strict=True)) == {k: v for k, v in expected.items() if v}
            assert np.array_equal(other, instrument.round_prices(other))  # not a trace of float noise
            assert other[-1] == raw[-1]
        assert moved.volume is series.candles.volume
        assert np.all(np.diff(series.candles.ts) > 0)


def test_returns_inside_a_contract_stay_what_they_were() -> None:
    series = series_of("CL", "volume")
    instrument = market("CL").product.continuous()
    inside = np.ones(len(series) - 1, np.bool_)
    inside[series.starts[1:] - 1] = False
    moved = adjusted(series.candles, adjustment(Adjusting.DIFFERENCE, series.starts, series.rolls, instrument), instrument)
    assert np.allclose(np.diff(moved.close)[inside], np.diff(series.candles.close)[inside], rtol=0, atol=1e-9)
    scaled = adjusted(series.candles, adjustment(Adjusting.RATIO, series.starts, series.rolls, instrument), instrument)
    ratio, raw = np.diff(np.log(scaled.close)), np.diff(np.log(series.candles.close))
    assert np.allclose(ratio[inside], raw[inside], rtol=0, atol=1e-7)
    at_rolls = [np.log(roll.ratio or 0) for roll in series.rolls]
    assert np.allclose((raw - ratio)[~inside], at_rolls, atol=1e-7)


def test_each_candle_is_of_the_contract_that_traded_so() -> None:
    series = series_of("GC", "volume")
    held = {each.symbol: each for each in market("GC").contracts}
    names = [series.contracts[number] for number in series.contract_numbers().tolist()]
    for name, ts, close in zip(names, series.candles.ts.tolist(), series.candles.close.tolist(), strict=True):
        assert close == market("GC").prices(np.array([held[name].settles[ts // DAY]]))[0]
    assert {name[2] for name in names} <= set("GJMQZ")


def test_volume_may_pass_over_a_contract_and_never_goes_back() -> None:
    """Corn goes from July to December while September is listed, as its volumes have it."""
    terms = [ContractTerm(symbol, 100 + 30 * place, None) for place, symbol in enumerate("NUZH")]
    table = {"N": [9, 9, 5, 1, 1, 1], "U": [2, 2, 2, 9, 9, 2], "Z": [3, 3, 6, 6, 6, 6], "H": [1, 1, 1, 1, 1, 1]}
    stamps = (np.arange(6) + 90) * DAY
    flat = np.ones(6)
    daily = {name: Candles(stamps, flat, flat, flat, flat, np.array(volume)) for name, volume in table.items()}
    found = list(successions(market("ZC").product, terms, parse_rolling("volume"), None, daily))
    assert [(each.old.symbol, each.new.symbol, each.until, str(each.decided)) for each in found] == [
        ("N", "Z", 92, "volume"), ("Z", "H", 160, "expiry"),
    ]  # fmt: skip
    unknown = {**daily, "N": replace(daily["N"], volume=np.array([9, 9, 0, 0, 0, 0]))}
    (first, *_) = successions(market("ZC").product, terms, parse_rolling("volume"), None, unknown)
    assert (first.new.symbol, first.until, str(first.decided)) == ("U", 100, "expiry")


def test_volume_passes_over_no_contract_of_which_nothing_is_stored() -> None:
    """The months behind it are traded more than the one in front a few days before its end; it may be traded more still."""
    whole, rolling = rolls_of("CL", "volume"), parse_rolling("volume")
    held, lost = stored("CL"), whole[5].new
    less = replace(held, days={symbol: each for symbol, each in held.days.items() if symbol != lost})
    found = made_ledger(less, rolling, Family.DAILY)
    assert [(each.old, each.new) for each in found] == [(each.old, each.new) for each in whole]
    assert [each.proof for each in found[5:7]] == [RollProof.UNKNOWN] * 2
    assert found[8:] == whole[8:]
