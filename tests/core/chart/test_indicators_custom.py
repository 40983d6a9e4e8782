"""Indicators of plug-ins: what they may declare, and that whatever their functions do costs their own lines only."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import empty
from ohlc_desktop.core.chart.indicators import (
    Computed,
    IndicatorSpec,
    compute,
    extend,
    find_kind,
    indicator,
    kind_of,
    kinds,
    label,
    lines_of,
    refuse,
    register,
    registry,
    spec_from_json,
    spec_to_json,
)
from ohlc_desktop.core.chart.line_look import LineLook
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, options_from_json
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import Unfit, problem_of
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.indicators import CandleColumns, CustomIndicator, Line, LineStyle, Parameter, ParameterKind, Place
from ohlc_desktop.services.chart_data.indicator_declarations import declared
from tests.core.chart.indicator_making import column, oldest, only, same, series_of, walk

NAME = "some-plug-in/one"
PERIOD = Parameter("period", "Period", ParameterKind.INT, 3, 1, 100)
TWO = (Line("fast", "Fast"), Line("slow", "Slow"))


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is registered here is gone afterwards."""
    monkeypatch.setattr(registry, "_custom", {})
    monkeypatch.setattr(registry, "_refused", {})


def offered(function: Callable[..., object], lines: tuple[Line, ...] = (Line("one", "One"),), **more: object) -> IndicatorSpec:
    """A spec of a plug-in's indicator with this function."""
    custom = CustomIndicator(title="Of a plug-in", short="One", function=function, lines=lines, **more)  # type: ignore[arg-type]
    register(declared(NAME, custom))
    return indicator(NAME)


def failing(function: Callable[..., object], lines: tuple[Line, ...] = (Line("one", "One"),), count: int = 5) -> str:
    """What is told when a chart has such an indicator; its lines are there, and undefined."""
    spec = offered(function, lines)
    computed = compute(spec, walk(count))
    assert list(computed.lines) == [line.key for line in lines_of(spec)]
    for line in computed.lines.values():
        assert (line.dtype, line.shape) == (np.float32, (count,))
        assert np.isnan(line).all()
    assert computed.trace.startswith("Traceback")
    assert "\n" not in str(computed.problem)
    return str(computed.problem)


# -- computing -------------------------------------------------------------------------------------------


def test_a_function_gets_the_whole_series_and_its_parameters() -> None:
    got: list[tuple[CandleColumns, object]] = []

    def function(candles: CandleColumns, period: int) -> np.ndarray:
        got.append((candles, period))
        return candles.close * period

    spec = replace(offered(function, parameters=(PERIOD,)), parameters=(("period", 7),))
    series = walk(40_000)
    computed = compute(spec, series)
    ((candles, period),) = got
    assert (len(candles), period, computed.problem, computed.trace) == (40_000, 7, NOTHING, "")
    assert candles.ts.dtype == np.int64
    np.testing.assert_array_equal(candles.ts, series.candles.ts)
    for name in ("open", "high", "low", "close", "volume"):
        assert getattr(candles, name).dtype == np.float64
        np.testing.assert_array_equal(getattr(candles, name), column(series, name))
    assert only(computed).dtype == np.float32
    np.testing.assert_allclose(only(computed), column(series, "close") * 7, rtol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_candles_are_no_fault(count: int) -> None:
    spec = offered(lambda candles: {"fast": candles.close, "slow": candles.high - candles.low}, TWO)
    computed = compute(spec, oldest(walk(5), count) if count else series_of(empty()))
    assert (len(computed), computed.problem) == (count, NOTHING)
    assert [len(line) for line in computed.lines.values()] == [count, count]


@pytest.mark.parametrize(
    "returned",
    [[1, 2, 3], np.array([1, 2, 3], np.int8), np.array([1, 2, 3], np.uint64), np.array([1, 2, 3], np.float16),
     np.array([1, 0, 1], bool), {"one": (1.0, 2.0, 3.0), "more": None}],
    ids=repr,
)  # fmt: skip
def test_numbers_of_any_kind_are_taken(returned: object) -> None:
    computed = compute(offered(lambda _: returned), walk(3))
    assert not computed.problem
    assert only(computed).dtype == np.float32
    assert np.isfinite(only(computed)).all()


def test_what_is_not_finite_is_undefined() -> None:
    line = only(compute(offered(lambda _: [1.0, math.inf, -math.inf, math.nan, 1e300]), walk(5)))
    np.testing.assert_array_equal(line, np.array([1, np.nan, np.nan, np.nan, np.nan], np.float32))


def test_what_is_masked_is_undefined() -> None:
    """numpy.ma, which pandas and others give."""
    found = np.ma.masked_array([1.0, 2.0, 3.0], mask=[True, False, False])
    np.testing.assert_array_equal(only(compute(offered(lambda _: found), walk(3))), np.array([np.nan, 2, 3], np.float32))


def test_what_numpy_warns_of_is_no_fault() -> None:
    computed = compute(offered(lambda candles: np.log(candles.close * 0 - 1) + 1 / (candles.close * 0)), walk(5))
    assert not computed.problem
    assert np.isnan(only(computed)).all()


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        ([1.0, 2.0], "It gave 2 values for the line 'one' of 5 candles."),
        ([], "It gave 0 values for the line 'one' of 5 candles."),
        (None, "It gave no column of numbers for the line 'one'."),
        (1.0, "It gave no column of numbers for the line 'one'."),
        (np.zeros((5, 1)), "It gave no column of numbers for the line 'one'."),
        (np.array([1, 2, None, 4, 5], object), "It gave no column of numbers for the line 'one'."),
        (np.zeros(5, complex), "It gave no column of numbers for the line 'one'."),
        (["a"] * 5, "It gave no column of numbers for the line 'one'."),
        (np.zeros(5, "datetime64[s]"), "It gave no column of numbers for the line 'one'."),
        ({}, "It gave no line 'one'."),
        ({"two": [1] * 5}, "It gave no line 'one'."),
        ({"one": None}, "It gave no column of numbers for the line 'one'."),
    ],
    ids=repr,
)
def test_what_is_no_line_is_told(returned: object, problem: str) -> None:
    assert failing(lambda _: returned) == problem


def test_several_lines_are_told_apart_by_their_keys() -> None:
    assert failing(lambda candles: candles.close, TWO) == "It gave no mapping of its lines."
    assert failing(lambda candles: {"fast": candles.close}, TWO) == "It gave no line 'slow'."
    assert failing(lambda _: [[1, 2], [3]]).startswith("It failed with ValueError: ")


class Mute(Exception):
    def __str__(self) -> str:
        raise SystemExit("not even this")


class Panic(BaseException):
    """As extensions written in Rust raise it."""


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ZeroDivisionError("division by zero"), "It failed with ZeroDivisionError: division by zero."),
        (ValueError(), "It failed with ValueError."),
        (ValueError("Two\n lines."), "It failed with ValueError: Two lines."),
        (KeyError("period"), "It failed with KeyError: 'period'."),
        (ValueError("\ud800"), "It failed with ValueError: ?."),
        (ValueError("x" * 999), f"It failed with ValueError: {'x' * 200}…."),
        (Mute(), "It failed with Mute."),
        (SystemExit(3), "It failed with SystemExit: 3."),
        (KeyboardInterrupt(), "It failed with KeyboardInterrupt."),
        (Panic("index out of bounds"), "It failed with Panic: index out of bounds."),
        (MemoryError(), "It failed with MemoryError."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_what_is_raised_is_told(error: BaseException, problem: str) -> None:
    def function(_: CandleColumns) -> object:
        raise error

    assert failing(function) == problem


def test_parameters_that_the_function_does_not_take_are_told() -> None:
    computed = compute(offered(lambda candles: candles.close, parameters=(PERIOD,)), walk(5))
    assert str(computed.problem).startswith("It failed with TypeError: ")
    assert "period" in str(computed.problem)


def test_endless_recursion_ends() -> None:
    def function(candles: CandleColumns) -> object:
        return function(candles)

    assert failing(function).startswith("It failed with RecursionError: ")


class Odd(Mapping[str, object]):
    """A mapping that says yes, and then raises."""

    def __contains__(self, _: object) -> bool:
        return True

    def __getitem__(self, _: str) -> object:
        raise RuntimeError("odd")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("odd")

    def __len__(self) -> int:
        return 1


def test_a_mapping_that_fails_is_told() -> None:
    assert failing(lambda _: Odd()) == "It failed with RuntimeError: odd."


@pytest.mark.parametrize("name", ["ts", "open", "high", "low", "close", "volume"])
def test_a_function_cannot_write_to_what_it_gets(name: str) -> None:
    series = walk(5)
    before = [values.copy() for values in series.candles.columns]

    def careless(candles: CandleColumns) -> object:
        getattr(candles, name)[0] = 0
        return candles.close

    def insisting(candles: CandleColumns) -> object:
        values = getattr(candles, name)
        values.flags.writeable = True
        values[0] = 0
        return candles.close

    assert str(compute(offered(careless), series).problem).startswith("It failed with ValueError: ")
    compute(offered(insisting), series)
    for one, other in zip(series.candles.columns, before, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_function_cannot_change_what_it_returned() -> None:
    kept = np.zeros(5, np.float32)
    line = only(compute(offered(lambda _: kept), walk(5)))
    kept[:] = 7
    assert not line.any()


def mean(candles: CandleColumns, period: int) -> np.ndarray:
    """Moving averages by differences of sums: each value depends on all before."""
    sums = np.cumsum(candles.close)
    found = np.full(len(candles), np.nan)
    found[period:] = (sums[period:] - sums[:-period]) / period
    return found


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(-5, 70), st.integers(1, 100), st.booleans())
def test_extending_equals_computing(old: int, new: int, unchanged: int, period: int, fails: bool) -> None:
    spec = offered((lambda _: [1.0]) if fails else mean, parameters=() if fails else (PERIOD,))
    spec = replace(spec, parameters=(("period", period),))
    series = walk(60)
    computed = extend(compute(spec, oldest(series, old)), spec, oldest(series, new), unchanged)
    same(computed, compute(spec, oldest(series, new)))
    assert computed.problem == compute(spec, oldest(series, new)).problem


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_parameters_are_within_their_limits(value: object) -> None:
    width = Parameter("width", "Width", ParameterKind.FLOAT, 2, 0.5, 9)
    choice = Parameter("of", "Of", ParameterKind.CHOICE, "a", choices=("a", "b"))
    got: list[dict[str, object]] = []
    offered(lambda candles, **given: got.append(given) or candles.close, parameters=(PERIOD, width, choice))
    compute(IndicatorSpec(NAME, (("period", value), ("width", value), ("of", value))), walk(3))  # type: ignore[arg-type]
    (values,) = got
    assert type(values["period"]) is int
    assert 1 <= values["period"] <= 100
    assert type(values["width"]) is float
    assert 0.5 <= values["width"] <= 9
    assert values["of"] in ("a", "b")


# -- declaring -------------------------------------------------------------------------------------------


def good() -> CustomIndicator:
    return CustomIndicator(
        title="Mean", short="Mean", function=mean, parameters=(PERIOD,), lines=(Line("mean", "Mean"),),
        place=Place.OWN, levels=(0, 1.5),
    )  # fmt: skip


def test_a_declared_kind_is_offered_beside_ours() -> None:
    kind = declared(NAME, good())
    assert NAME not in kinds()
    register(kind)
    assert list(kinds())[-1] == NAME
    assert find_kind(NAME) is kind
    assert (kind.place, kind.levels, kind.title, label(indicator(NAME))) == (Place.OWN, (0, 1.5), "Mean", "Mean 3")


def test_bands_are_there_when_they_are_asked_for() -> None:
    bands = Parameter("bands", "Bands", ParameterKind.INT, 0, 0, 1, quiet=True)
    lines = (Line("mean", "Mean"), Line("upper", "Upper", LineStyle.BAND_EDGE, 1))
    offered(lambda candles, bands: {"mean": candles.close, "upper": candles.high}, lines, parameters=(bands,))
    for count, keys in ((0, ["mean"]), (1, ["mean", "upper"])):
        computed = compute(indicator(NAME, bands=count), walk(3))
        assert (list(computed.lines), computed.problem) == (keys, NOTHING)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": ""}, "Its title and its label must be texts."),
        ({"short": None}, "Its title and its label must be texts."),
        ({"function": "mean"}, "Its function cannot be called."),
        ({"place": "own"}, "Its place must be a Place."),
        ({"parameters": PERIOD}, "Its parameters must be Parameters, and its lines Lines."),
        ({"parameters": ("period",)}, "Its parameters must be Parameters, and its lines Lines."),
        ({"lines": None}, "Its parameters must be Parameters, and its lines Lines."),
        ({"levels": ("high",)}, "Its levels must be numbers."),
        ({"levels": (math.nan,)}, "Its levels must be numbers."),
        ({"levels": 3}, "Its levels must be numbers."),
        ({"lines": ()}, "It must have a line that is always drawn."),
        ({"lines": (Line("a", "A", pair=1),)}, "It must have a line that is always drawn."),
        ({"lines": (Line("a", "A"), Line("b", "B", pair=1))}, "Lines in pairs need a parameter 'bands' of whole numbers."),
        ({"lines": (Line("a b", "A"),)}, "The key 'a b' is no name in Python."),
        ({"lines": (Line("a", "A"), Line("a", "B"))}, "The key 'a' is there twice."),
        ({"lines": (Line("a", ""),)}, "The line 'a' must have a title, a LineStyle and a whole number as its pair."),
        ({"lines": (Line("a", "A", "dots"),)}, "The line 'a' must have a title, a LineStyle and a whole number as its pair."),
        ({"parameters": (PERIOD, PERIOD)}, "The key 'period' is there twice."),
        ({"parameters": (replace(PERIOD, key="for"),)}, "The key 'for' is no name in Python."),
        ({"parameters": (replace(PERIOD, key=3),)}, "The key '3' is no name in Python."),
        ({"parameters": (replace(PERIOD, title=""),)}, "The parameter 'period' must have a title and a ParameterKind."),
        ({"parameters": (replace(PERIOD, kind="int"),)}, "The parameter 'period' must have a title and a ParameterKind."),
        ({"parameters": (replace(PERIOD, default=101),)}, "The default of 'period' must be within its limits."),
        ({"parameters": (replace(PERIOD, largest=0),)}, "The default of 'period' must be within its limits."),
        ({"parameters": (replace(PERIOD, default=2.5),)}, "The default and the limits of 'period' must be numbers of its kind."),
        ({"parameters": (replace(PERIOD, default=True),)}, "The default and the limits of 'period' must be numbers of its kind."),
        ({"parameters": (replace(PERIOD, largest=2**31),)}, "The default and the limits of 'period' must be numbers of its kind."),
        ({"parameters": (replace(PERIOD, kind=ParameterKind.FLOAT, largest=math.inf),)},
         "The default and the limits of 'period' must be numbers of its kind."),
        ({"parameters": (replace(PERIOD, kind=ParameterKind.TIME, smallest=-1),)},
         "The default and the limits of 'period' must be numbers of its kind."),
        ({"parameters": (replace(PERIOD, kind=ParameterKind.CHOICE),)},
         "The choices of 'period' must be texts, and its default one of them."),
        ({"parameters": (replace(PERIOD, kind=ParameterKind.CHOICE, default="a", choices=("a", 1)),)},
         "The choices of 'period' must be texts, and its default one of them."),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(Unfit) as told:
        declared(NAME, replace(good(), **changes))  # type: ignore[arg-type]
    assert str(problem_of(told.value)) == problem


@pytest.mark.parametrize("given", [None, mean, SimpleNamespace(title="Mean"), CustomIndicator])
def test_anything_else_is_refused(given: object) -> None:
    with pytest.raises(Unfit, match=r"^It is no CustomIndicator\.$"):
        declared(NAME, given)


# -- not installed ---------------------------------------------------------------------------------------

STORED = {"kind": NAME, "parameters": {"period": 9, "of": "close", "width": 1.5, "on": True}, "colours": ["#FF0000", "x", "#00ff00"]}


def test_what_is_not_installed_is_kept_and_comes_back() -> None:
    spec = spec_from_json(json.loads(json.dumps(STORED)))
    plain = {**STORED, "colours": ["#ff0000", "", "#00ff00"]}
    assert plain.items() <= spec_to_json(spec).items()
    assert spec_from_json(json.loads(json.dumps(spec_to_json(spec)))) == spec
    assert hash(spec) == hash(spec_from_json(plain))
    options = options_from_json({"indicators": [STORED, {"kind": "SMA"}]})
    assert options_from_json(json.loads(json.dumps(options.to_json()))) == options
    offered(mean, parameters=(PERIOD,))
    back = options_from_json(json.loads(json.dumps(options.to_json()))).indicators[0]
    assert (back.parameters, back.looks, label(back)) == ((("period", 9),), (LineLook("#ff0000"),), "One 9")


@given(st.dictionaries(st.text(max_size=5), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)))  # fmt: skip
def test_whatever_is_stored_of_it_survives_or_is_left_out(parameters: dict[str, object]) -> None:
    spec = spec_from_json({"kind": NAME, "parameters": parameters, "colours": None})
    assert {key: value for key, value in parameters.items() if isinstance(value, str | int)}.items() <= spec.values.items()
    assert spec_from_json(json.loads(json.dumps(spec_to_json(spec)))) == spec
    assert isinstance(hash(spec), int)
    assert (label(spec), lines_of(spec), kind_of(spec).parameters) == (NAME, (), ())


def shown(series: ChartSeries) -> tuple[str, str, str]:
    """Label and problem of a chart's indicator that is not there, and the label of another beside it."""
    options = ChartOptions(indicators=(spec_from_json(STORED), indicator("SMA")))
    missing, other = build_model(series, options).studies
    assert (missing.kind.place, dict(missing.pyramids), missing.computed.lines) == (Place.PRICE, {}, {})
    assert not other.computed.problem
    assert np.isfinite(only(other.computed)[-1])
    return missing.label, str(missing.computed.problem), other.label


def test_a_chart_says_what_is_not_installed_or_why_it_cannot_be_used() -> None:
    assert shown(walk(50)) == (NAME, "This indicator is not installed.", "SMA 20")
    refuse(NAME, Message("It failed with ImportError."))
    assert shown(walk(50)) == (NAME, "It failed with ImportError.", "SMA 20")


def test_an_indicator_that_is_not_installed_goes_on_like_any_other() -> None:
    spec, series = spec_from_json(STORED), walk(50)
    options = ChartOptions(indicators=(spec,))
    before = build_model(oldest(series, 40), options)
    assert build_model(series, options, before=before).studies[0].computed == Computed(
        spec, {}, (), Message("This indicator is not installed.")
    )


def test_an_indicator_that_fails_leaves_the_others_alone() -> None:
    spec = offered(lambda candles: 1 / 0, place=Place.OWN)
    broken, other = build_model(walk(50), ChartOptions(indicators=(spec, indicator("SMA")))).studies
    assert (broken.kind.place, str(broken.computed.problem)) == (Place.OWN, "It failed with ZeroDivisionError: division by zero.")
    same(other.computed, compute(indicator("SMA"), walk(50)))
