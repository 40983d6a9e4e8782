"""How new studies begin: as the user said, whatever else is in the file."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.chart.indicators import IndicatorSpec, indicator, spec_to_json
from ohlc_desktop.core.chart.line_look import LineLook
from ohlc_desktop.core.chart.saved.study_defaults import new_study, set_back, with_default


def test_a_new_study_begins_like_the_one_that_was_made_the_default() -> None:
    mine = replace(indicator("SMA", period=50), looks=(LineLook("#123456", 2),), first_colour=3, hidden=True)
    stored = with_default([{"kind": "gone/one"}, spec_to_json(indicator("SMA", period=9))], mine)
    assert new_study("SMA", stored) == replace(mine, first_colour=0, hidden=False)
    assert new_study("EMA", stored) == indicator("EMA")
    assert stored[0] == {"kind": "gone/one"}, "what is not installed stays"
    assert with_default(stored, indicator("SMA")) == [{"kind": "gone/one"}], "what the kind declares need not be kept"
    for damaged in (None, 7, ["SMA"], [{"kind": ["SMA"]}], [{"kind": "SMA", "parameters": 3, "looks": {}}]):
        assert new_study("SMA", damaged) == indicator("SMA")


def test_moments_are_no_part_of_a_default() -> None:
    anchored = indicator("AVWAP", anchor=1_795_444_200)
    assert new_study("AVWAP", with_default(None, anchored)) == IndicatorSpec("AVWAP")
    styled = replace(anchored, looks=(LineLook("#123456"),), first_colour=2)
    assert set_back(styled) == replace(anchored, first_colour=2)
