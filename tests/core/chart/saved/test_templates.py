"""Templates: what goes with them, what a chart keeps, and what a damaged file leaves of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ohlc_desktop.core.chart.appearance import Appearance
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions, Scale, Style
from ohlc_desktop.core.chart.saved.names import LONGEST, next_name, same_name, tidy_name
from ohlc_desktop.core.chart.saved.templates import (
    applied,
    make_template,
    templates_from_json,
    templates_to_json,
    with_template,
)

DRAWN = ChartOptions(
    Style.BARS, Scale.PERCENT, auto_scale=False, grid=False, indicators=(indicator("SMA", period=9),),
    compare=("NQ=F",), appearance=Appearance(up_body="#00aa00"),
)  # fmt: skip
OTHER = ChartOptions(auto_scale=False, indicators=(indicator("RSI"),), compare=("GC=F",), scale=Scale.PERCENT)


def test_a_chart_keeps_its_studies_unless_others_come_with_the_template() -> None:
    plain, full = make_template("plain", DRAWN, studies=False), make_template("full", DRAWN, studies=True)
    assert applied(plain, OTHER).indicators == OTHER.indicators
    assert applied(full, OTHER).indicators == DRAWN.indicators
    upside_down = replace(OTHER, panes=tuple(reversed(OTHER.panes)))
    assert applied(plain, upside_down).panes == upside_down.panes  # as the user put them, for they are of its studies
    assert applied(full, upside_down).panes == DRAWN.panes
    for template in (plain, full):
        found = applied(template, OTHER)
        assert (found.style, found.grid, found.appearance) == (DRAWN.style, DRAWN.grid, DRAWN.appearance)
        assert (found.compare, found.scale, found.auto_scale) == (OTHER.compare, Scale.PERCENT, False)
    # percent were there for the sake of another instrument
    assert applied(plain, ChartOptions()).scale is Scale.LINEAR


def test_templates_come_back_by_name_and_one_of_the_same_name_is_replaced() -> None:
    first, second = make_template("Night", DRAWN, studies=True), make_template("day", OTHER, studies=False)
    kept = with_template(with_template((), first), second)
    assert [template.name for template in kept] == ["day", "Night"]
    again = make_template("DAY", DRAWN, studies=False)
    assert with_template(kept, again) == (again, first)
    assert templates_from_json(json.loads(json.dumps(templates_to_json(kept)))) == kept


@pytest.mark.parametrize("damaged", [None, 5, {"name": "x"}, [None, 3, {}, {"name": 5}, {"name": " \n"}, {"name": "x" * 99}]])
def test_what_has_no_name_is_left_out(damaged: object) -> None:
    assert templates_from_json(damaged) == ()
    (found,) = templates_from_json([{"name": " a \t b ", "options": "?", "studies": "yes"}, [damaged]])
    assert found == make_template("a b", ChartOptions(), studies=False)


def test_names_are_told_apart_as_people_do() -> None:
    assert tidy_name("  ES \n scalping ") == "ES scalping"
    assert tidy_name("x" * LONGEST)
    assert not tidy_name("x" * (LONGEST + 1))
    assert same_name("straße", ["Desk", "STRASSE"]) == "STRASSE"
    assert next_name("Workspace {number}", ["workspace 1", "Workspace 3"]) == "Workspace 2"
