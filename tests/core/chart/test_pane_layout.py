"""The panes of a chart: what they keep when studies change, how tall they are, and what a user does with them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions, options_from_json
from ohlc_desktop.core.chart.pane_layout import pane_edits
from ohlc_desktop.core.chart.pane_layout.pane_heights import (
    COLLAPSED,
    LOWEST,
    LOWEST_PRICES,
    never_all_collapsed,
    pane_heights,
    resized,
)
from ohlc_desktop.core.chart.pane_layout.pane_state import PaneState, pairing

RSI, FAST, MACD = indicator("RSI"), indicator("RSI", period=5), indicator("MACD")
#: Prices, volume, RSI 14, MACD, RSI 5; the average has no pane of its own.
OPTIONS = ChartOptions(indicators=(RSI, indicator("SMA"), MACD, FAST))


def names(options: ChartOptions) -> list[str]:
    """What the panes show."""
    return [pane.key if isinstance(pane.key, str) else f"{pane.key.kind} {pane.key.values.get('period', '')}".strip() for pane in options.panes]  # fmt: skip


def test_a_chart_has_a_pane_for_all_that_needs_one() -> None:
    assert names(ChartOptions()) == ["price", "volume"]
    assert names(OPTIONS) == ["price", "volume", "RSI 14", "MACD", "RSI 5"]
    assert names(replace(OPTIONS, volume=False)) == ["price", "RSI 14", "MACD", "RSI 5"]


def test_panes_keep_place_and_height_when_studies_are_edited_added_and_removed() -> None:
    sized = pane_edits.moved(OPTIONS, 4, 0)  # RSI 5 to the top
    sized = replace(sized, panes=tuple(replace(pane, share=(at + 1) / 100) for at, pane in enumerate(sized.panes)))
    shares = {pane.key: pane.share for pane in sized.panes}
    assert names(sized) == ["RSI 5", "price", "volume", "RSI 14", "MACD"]

    edited = replace(sized, indicators=(indicator("RSI", period=21), *sized.indicators[1:]))
    assert names(edited) == ["RSI 5", "price", "volume", "RSI 21", "MACD"]
    assert edited.panes[3].share == shares[RSI]

    without = replace(sized, indicators=sized.indicators[1:])  # the first of two of one kind
    assert names(without) == ["RSI 5", "price", "volume", "MACD"]
    assert [pane.share for pane in without.panes] == [shares[key] for key in (FAST, "price", "volume", MACD)]

    more = replace(pane_edits.maximised(sized, 1, on=True), indicators=(*sized.indicators, indicator("ATR")))
    assert names(more)[-1] == "ATR 14"
    assert not any(pane.maximised for pane in more.panes), "what was added must be seen"


def test_volume_that_is_shown_again_comes_below_the_prices() -> None:
    top = pane_edits.moved(OPTIONS, 4, 0)
    assert names(replace(replace(top, volume=False), volume=True))[:3] == ["RSI 5", "price", "volume"]


def test_pairing_prefers_what_is_equal() -> None:
    assert pairing([RSI, FAST, "price", MACD], [FAST, indicator("RSI", period=9), "price"]) == [1, 0, 2, None]
    assert pairing([RSI, RSI], [RSI]) == [0, None]


def test_panes_come_back_from_a_file() -> None:
    options = pane_edits.collapsed(pane_edits.moved(OPTIONS, 4, 0), 2, on=True)
    options = replace(options, panes=(replace(options.panes[0], share=0.25), *options.panes[1:]))
    assert options_from_json(json.loads(json.dumps(options.to_json()))) == options
    alone = pane_edits.maximised(options, 3, on=True)
    assert options_from_json(json.loads(json.dumps(alone.to_json()))) == alone


@pytest.mark.parametrize(
    "damaged",
    [
        None, 5, {}, [None, 7], [{"pane": 99}, {"pane": -1}, {"pane": True}, {"pane": [1]}, {"pane": "depth"}],
        [{"pane": "price", "share": "wide", "collapsed": 1}, {"pane": "price", "maximised": True, "share": 0.4}],
        [{"pane": "price", "share": float("inf")}, {"pane": "volume", "share": -1.0, "maximised": "yes"}],
    ],
)  # fmt: skip
def test_damaged_panes_are_as_by_default(damaged: object) -> None:
    assert options_from_json({**OPTIONS.to_json(), "panes": damaged}) == OPTIONS


# -- heights -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [1, 40, 100, 194, 416, 676, 1416])
@pytest.mark.parametrize("count", [0, 1, 3, 8])
def test_heights_fill_the_room_and_none_is_too_low(room: int, count: int) -> None:
    kinds = ("RSI", "MACD", "ATR", "OBV", "STOCH", "RSI", "RSI", "RSI")[:count]
    panes = ChartOptions(indicators=tuple(map(indicator, kinds))).panes
    heights = pane_heights(panes, room)
    assert sum(heights) == room
    shown = [height for height in heights[1:] if height]
    assert heights[1:] == [*shown, *[0] * (len(heights) - 1 - len(shown))], "the lowest are left out"
    if room >= LOWEST_PRICES:
        assert heights[0] >= LOWEST_PRICES
        assert all(height >= LOWEST for height in shown)
    if room >= 676:
        assert heights[0] >= room * 0.39
        assert len(shown) == count + 1


def test_collapsed_and_maximised_panes() -> None:
    folded = pane_edits.collapsed(OPTIONS, 1, on=True)
    heights = pane_heights(folded.panes, 600)
    assert heights[1] == COLLAPSED
    assert sum(heights) == 600
    assert pane_heights(pane_edits.maximised(folded, 1, on=True).panes, 600) == [0, 600, 0, 0, 0]
    assert pane_heights(pane_edits.maximised(folded, 1, on=False).panes, 600) == heights
    every = [replace(pane, collapsed=True) for pane in OPTIONS.panes]
    assert [pane.collapsed for pane in never_all_collapsed(every)] == [False, True, True, True, True]
    assert never_all_collapsed(OPTIONS.panes) == list(OPTIONS.panes)


def test_a_border_moves_two_panes_only_and_survives_another_size() -> None:
    before = pane_heights(OPTIONS.panes, 1000)
    panes = resized(OPTIONS.panes, before, 0, 1, -100)
    after = pane_heights(panes, 1000)
    assert after == [before[0] - 100, before[1] + 100, *before[2:]]
    assert pane_heights(panes, 500) == pytest.approx([height / 2 for height in after], abs=1)
    assert pane_heights(resized(panes, after, 0, 1, 100), 1000) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("pixels", [-5000, 5000])
def test_a_border_stops_at_the_lowest_pane(pixels: int) -> None:
    before = pane_heights(OPTIONS.panes, 1000)
    after = pane_heights(resized(OPTIONS.panes, before, 1, 2, pixels), 1000)
    assert LOWEST in (after[1], after[2])
    assert sum(after) == 1000
    assert after[3:] == before[3:]


# -- what a user does --------------------------------------------------------------------------------


def test_closing_a_pane_takes_away_what_it_shows() -> None:
    assert not pane_edits.closed(OPTIONS, 1).volume
    left = pane_edits.closed(OPTIONS, 4)
    assert left.indicators == OPTIONS.indicators[:3]
    assert names(left) == ["price", "volume", "RSI 14", "MACD"]
    assert not pane_edits.can_close(OPTIONS, 0)
    assert pane_edits.closed(OPTIONS, 0) == OPTIONS


def test_the_closed_one_of_two_equal_studies_is_the_one_that_is_meant() -> None:
    panes = (PaneState("price"), PaneState(RSI, 0.1), PaneState(RSI, 0.3))
    twice = ChartOptions(indicators=(RSI, RSI), volume=False, panes=panes)
    assert [pane.share for pane in pane_edits.closed(twice, 1).panes if pane.key == RSI] == [0.3]


def test_as_by_default_keeps_the_order() -> None:
    options = pane_edits.collapsed(pane_edits.moved(OPTIONS, 4, 0), 2, on=True)
    plain = pane_edits.as_by_default(options)
    assert names(plain) == names(options)
    assert plain.panes == tuple(PaneState(pane.key) for pane in options.panes)
