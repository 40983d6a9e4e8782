"""Specs of indicators: complete and within limits whatever they are made from, and readable labels."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.indicators import (
    KINDS,
    PALETTE_SIZE,
    IndicatorKind,
    IndicatorSpec,
    LineStyle,
    ParameterKind,
    Place,
    colour_number,
    drawn_lines,
    indicator,
    kind_of,
    label,
    lines_of,
    look_of,
    mark_of,
    spec_from_json,
    spec_to_json,
    with_free_colour,
)
from ohlc_desktop.core.chart.line_look import LineLook, Stroke
from ohlc_desktop.core.chart.options import options_from_json
from tests.core.chart.indicator_making import SPECS, spec_id

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PARAMETERS = sorted({parameter.key for kind in KINDS.values() for parameter in kind.parameters})


def test_the_kinds_that_traders_expect_are_there() -> None:
    expected = ["SMA", "EMA", "WMA", "BB", "KC", "VWAP", "AVWAP", "VOLMA", "OBV", "RSI", "MACD", "ATR", "STOCH"]
    assert [name for name in KINDS if name in expected] == expected
    with pytest.raises(TypeError):
        KINDS["SMA"] = KINDS["EMA"]  # type: ignore[index]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_kind_describes_itself(kind: IndicatorKind) -> None:
    assert kind.title
    for named in (kind.parameters, kind.lines):
        keys = [item.key for item in named]
        assert len(set(keys)) == len(keys)
        assert all(item.title for item in named)
    for parameter in kind.parameters:
        if parameter.kind is ParameterKind.CHOICE:
            assert parameter.default in parameter.choices
        else:
            assert parameter.smallest <= parameter.default <= parameter.largest
    assert re.search(r"Sources?: .*\(\d{4}\)", kind.step.__doc__ or "", re.DOTALL)


def test_kinds_say_where_they_are_drawn() -> None:
    own = {"RSI", "MACD", "ATR", "STOCH", "OBV", "ADX", "CCI", "ROC"}
    assert {name for name, kind in KINDS.items() if kind.place is Place.OWN} == own
    assert [name for name, kind in KINDS.items() if kind.place is Place.VOLUME] == ["VOLMA"]
    assert [name for name, kind in KINDS.items() if kind.intraday_only] == ["VWAP", "OR", "IB"]
    assert KINDS["RSI"].levels == (30, 70)
    assert KINDS["STOCH"].bounds == (0, 100)
    assert [line.style for line in KINDS["MACD"].lines] == [LineStyle.LINE, LineStyle.LINE, LineStyle.HISTOGRAM]


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (indicator("SMA"), "SMA 20"),
        (indicator("EMA", period=9, source="hl2"), "EMA 9 hl2"),
        (indicator("BB"), "BB 20 2"),
        (indicator("BB", deviations=2.5), "BB 20 2.5"),
        (indicator("KC"), "KC 20 2"),
        (indicator("KC", atr_period=14), "KC 20 2 14"),
        (indicator("VWAP"), "VWAP"),
        (indicator("VWAP", bands=2, source="close"), "VWAP 2 close"),
        (indicator("AVWAP"), "AVWAP"),
        (indicator("AVWAP", anchor=1_795_444_200), "AVWAP 2026-11-23 14:30 UTC"),
        (indicator("VOLMA"), "Vol MA 20"),
        (indicator("RSI"), "RSI 14"),
        (indicator("MACD"), "MACD 12 26 9"),
        (indicator("ATR"), "ATR 14"),
        (indicator("STOCH"), "Stoch 14 1 3"),
        (indicator("ADX"), "ADX 14"),
        (indicator("ST"), "Supertrend 10 3"),
        (indicator("ICHIMOKU"), "Ichimoku 9 26 52 26"),
        (indicator("CCI"), "CCI 20"),
        (indicator("PIVOTS"), "Pivots traditional"),
        (indicator("PIVOTS", method="camarilla", unit="week"), "Pivots camarilla week"),
        (indicator("PRIOR", unit="week"), "Prior week"),
        (indicator("OR"), "OR 30"),
        (indicator("OBV"), "OBV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_labels_are_short(spec: IndicatorSpec, text: str) -> None:
    assert label(spec) == text


def test_levels_say_which_they_are() -> None:
    marks = {spec: [mark_of(spec, line) for line in lines_of(spec)] for spec in SPECS}
    assert marks[indicator("PRIOR")] == ["PDH", "PDL", "PDC"]
    weekly = indicator("PRIOR", unit="week")
    assert [mark_of(weekly, line) for line in lines_of(weekly)] == ["PWH", "PWL", "PWC"]
    assert marks[indicator("PIVOTS")] == ["P", "R1", "S1", "R2", "S2", "R3", "S3"]
    assert (marks[indicator("OR")], marks[indicator("IB")]) == (["ORH", "ORL", "ORM"], ["IBH", "IBL", "IBM"])
    assert not any(marks[indicator("MACD")])


def test_equal_indicators_are_equal_specs() -> None:
    assert indicator("SMA") == indicator("SMA", period=20, source="close")
    assert IndicatorSpec("MACD", (("slow", 26), ("fast", 12))) == indicator("MACD")
    assert len({indicator("SMA"), indicator("SMA", period=20.0), indicator("SMA", period=21)}) == 2
    assert indicator("SMA", colours=("#FF0000",)) != indicator("SMA")
    assert replace(indicator("SMA", period=50), looks=(LineLook("#00ff00"),)).values["period"] == 50


def test_a_spec_holds_usable_values_only() -> None:
    assert indicator("SMA", period=-3).values["period"] == 1
    assert indicator("SMA", period=10**400).values["period"] == 5000
    assert indicator("SMA", period=float("inf")).values["period"] == 5000
    assert indicator("SMA", period=float("nan")).values["period"] == 20
    assert indicator("SMA", period=True).values["period"] == 20
    assert indicator("SMA", period="50").values["period"] == 20
    assert indicator("RSI", period=1).values["period"] == 2
    assert indicator("SMA", source="median").values["source"] == "close"
    assert indicator("SMA", length=7).values == {"period": 20, "source": "close"}
    period, deviations = indicator("BB", period=9.9, deviations=3).values["period"], indicator("BB", deviations=3)
    assert (period, type(period), type(deviations.values["deviations"])) == (9, int, float)


def test_looks_belong_to_lines() -> None:
    assert indicator("SMA", colours=("#FF8000", "#000000")).looks == (LineLook("#ff8000"),)
    assert indicator("MACD", colours=("red", "#123456", "")).looks == (LineLook(), LineLook("#123456"))
    assert indicator("MACD", colours=("", "")).looks == ()
    wide = [LineLook(width=width).width for width in (99, 10**400, float("nan"), float("inf"), -1)]
    assert wide == [4, 4, 0, 0, 0]
    spec = indicator("MACD", colours=("", "#123456"))
    keys = [line.key for line in kind_of(spec).lines]
    assert [look_of(spec, key).colour for key in (*keys, "no such line")] == ["", "#123456", "", ""]


def test_lines_are_drawn_unless_they_or_the_indicator_are_hidden() -> None:
    spec = replace(indicator("BB"), looks=(LineLook(visible=False),))
    assert [line.key for line in drawn_lines(spec)] == ["upper", "lower"]
    assert drawn_lines(replace(spec, hidden=True)) == ()


def test_a_file_of_an_older_version_gives_its_colours_and_free_ones_to_the_others() -> None:
    older = [{"kind": "BB"}, {"kind": "SMA", "colours": ["#FF8000"]}, {"kind": "MACD"}, {"kind": "EMA"}]
    found = options_from_json({"indicators": older}).indicators
    assert found[1].looks == (LineLook("#ff8000"),)
    assert [spec.first_colour for spec in found] == [0, 1, 1, 4]
    assert [spec_to_json(spec)["colours"] for spec in found] == [[], ["#ff8000"], [], []]
    wrong = {"kind": "SMA", "looks": [{"width": "2", "dash": 3, "visible": 0}, 7], "first_colour": True, "hidden": 1}
    assert spec_from_json(wrong) == indicator("SMA")


def test_each_indicator_gets_the_next_free_colour_and_keeps_it() -> None:
    chosen: list[IndicatorSpec] = []
    for period in range(1, PALETTE_SIZE + 2):
        chosen.append(with_free_colour(indicator("SMA", period=period), chosen))
    assert [colour_number(spec, "average") for spec in chosen] == [*range(PALETTE_SIZE), 0]
    del chosen[2]
    assert with_free_colour(indicator("SMA"), chosen).first_colour == 2
    assert {colour_number(indicator("BB"), line.key) for line in kind_of(indicator("BB")).lines} == {0}


def test_bands_of_a_vwap_are_lines_only_when_asked_for() -> None:
    assert [line.key for line in lines_of(indicator("VWAP"))] == ["vwap"]
    keys = [line.key for line in lines_of(indicator("VWAP", bands=2))]
    assert keys == ["vwap", "upper1", "lower1", "upper2", "lower2"]
    assert lines_of(indicator("BB")) == kind_of(indicator("BB")).lines


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_a_spec_survives_json(spec: IndicatorSpec) -> None:
    coloured = replace(spec, looks=(LineLook("#102030", 3, Stroke.DOTTED, visible=False),), first_colour=4, hidden=True)
    assert spec_from_json(json.loads(json.dumps(spec_to_json(coloured)))) == coloured
    assert hash(spec_from_json(spec_to_json(spec))) == hash(spec)


def test_a_stochastic_that_an_older_version_stored_stays_as_it_was() -> None:
    stored = {"kind": "STOCH", "parameters": {"k": 14, "smoothing": 3, "d": 3}, "colours": []}
    assert label(spec_from_json(stored)) == "Stoch 14 3 3"


@pytest.mark.parametrize("plain", [None, [], "SMA", {}, {"kind": 3}, {"kind": ["SMA"]}, {"kind": ""}])
def test_what_is_no_indicator_is_refused_with_a_sentence(plain: object) -> None:
    with pytest.raises(ValueError, match=r"^An indicator must have a kind"):
        spec_from_json(plain)


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(PARAMETERS), JSON) | JSON, JSON)
def test_nonsense_in_a_file_becomes_something_usable(kind: str, parameters: object, colours: object) -> None:
    spec = spec_from_json({"kind": kind, "parameters": parameters, "colours": colours, "more": 1})
    for parameter, (key, value) in zip(KINDS[kind].parameters, spec.parameters, strict=True):
        assert key == parameter.key
        if parameter.kind is ParameterKind.CHOICE:
            assert value in parameter.choices
        else:
            assert parameter.smallest <= value <= parameter.largest
            assert type(value) is (float if parameter.kind is ParameterKind.FLOAT else int)
    assert label(spec)
    assert spec_from_json(json.loads(json.dumps(spec_to_json(spec)))) == spec
