"""Drawings: kept as JSON, cut to the pane, found under a point, moved, measured."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.chart.drawings.drawing_shapes import Shape, hit, reach, shape
from ohlc_desktop.core.chart.drawings.drawings import (
    BODY,
    FIBONACCI_LEVELS,
    INSIDE,
    WIDEST,
    Anchor,
    Drawing,
    DrawingKind,
    Handle,
    Stroke,
    level_prices,
)
from ohlc_desktop.core.chart.drawings.geometry import PixelRect, Point, Segment, clip, distance
from ohlc_desktop.core.chart.drawings.measuring import measure, on_tick, place_of, span_text
from ohlc_desktop.core.chart.drawings.moving import move, move_body, opposite
from ohlc_desktop.core.chart.drawings.positions import position_texts
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import TIMEFRAMES

PANE = PixelRect(0.0, 0.0, 1000.0, 600.0)
NQ = Instrument("NQ=F", "Nasdaq", root="NQ", tick=Fraction(1, 4), multiplier=20.0)
OPEN = 1_790_000_100

anchors = st.builds(Anchor, st.integers(-(10**10), 10**10), st.floats(-1e9, 1e9, allow_subnormal=False))
colours = st.just("") | st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    kind = draw(st.sampled_from(DrawingKind))
    points = tuple(draw(st.lists(anchors, min_size=kind.anchors, max_size=kind.anchors)))
    levels = tuple(sorted(draw(st.sets(st.floats(-5, 5), max_size=4))))
    return Drawing(
        draw(st.text("abc123", min_size=1)), kind, points, draw(colours), draw(st.integers(1, WIDEST)),
        draw(st.booleans()), levels, draw(st.booleans()), draw(st.sampled_from(Stroke)), draw(colours),
        draw(st.integers(0, 100)), draw(st.text(max_size=9)), draw(st.integers(8, 48)), draw(st.booleans()),
        draw(st.booleans()), tuple(draw(st.lists(st.text(max_size=5), max_size=2))),
        draw(st.sampled_from(("{}", '{"glow": [1, 2]}'))),
    )  # fmt: skip


def drawn(kind: DrawingKind, *points: tuple[int, float], **options: object) -> Drawing:
    return Drawing("one", kind, tuple(Anchor(*point) for point in points), **options)  # type: ignore[arg-type]


def as_pixels(ts: float, price: float) -> Point:
    """Stamps and prices that are pixels already."""
    return float(ts), float(price)


def logarithmic(ts: float, price: float) -> Point:
    """A pane of three decades, from 1000 at the top to 1 at the bottom."""
    return float(ts), 600 - 200 * math.log10(price) if price > 0 else math.nan


# -- JSON ---------------------------------------------------------------------------------------------------


@given(drawings())
def test_a_drawing_survives_being_stored(drawing: Drawing) -> None:
    assert Drawing.from_json(json.loads(json.dumps(drawing.to_json()))) == drawing


def test_defaults_are_not_stored() -> None:
    assert drawn(DrawingKind.HORIZONTAL, (60, 1.5)).to_json() == {"id": "one", "kind": "horizontal", "points": [[60, 1.5]]}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"colour": "red", "width": 99, "locked": "yes", "levels": 3, "new": [1]}, {"width": WIDEST}),
        ({"colour": "#12345", "width": "3", "locked": 1, "extended": None}, {}),
        ({"width": -5, "levels": ["a", 0.5, None, math.inf, 1e300, 0.5, -0.5]}, {"levels": (-0.5, 0.5)}),
        ({"width": math.nan, "levels": [math.nan]}, {}),
        ({"width": 10**400}, {}),
        ({"colour": "#AbCdEf", "width": 2.9}, {"colour": "#AbCdEf", "width": 2}),
        ({"stroke": "wavy", "fill": 7, "opacity": 400, "text": 5, "text_size": 1, "middle": 0, "hidden": "no"},
         {"opacity": 100, "text_size": 8}),
        ({"stroke": ["solid"], "opacity": -3}, {"opacity": 0}),
        ({"followed": "NQU26"}, {}),
        ({"followed": [7, "NQU26", None]}, {"followed": ("NQU26",)}),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_fall_back(options: dict[str, object], expected: dict[str, object]) -> None:
    data = {"id": "one", "kind": "horizontal", "points": [[60, 1.5]], **options}
    read = Drawing.from_json(data)
    assert replace(read, rest="{}") == drawn(DrawingKind.HORIZONTAL, (60, 1.5), **expected)


def test_what_a_newer_version_stored_with_a_drawing_is_kept() -> None:
    data = {"id": "one", "kind": "horizontal", "points": [[60, 1.5]], "glow": {"radius": [3, None]}, "stroke": "wavy"}
    read = Drawing.from_json(data)
    assert read.stroke is Stroke.SOLID
    assert replace(read, width=3).to_json() == data | {"width": 3}
    assert replace(read, stroke=Stroke.DASHED).to_json() == data | {"stroke": "dashed"}


@pytest.mark.parametrize(
    "data",
    [
        None, [], "trend", {}, {"kind": "spiral", "points": [[1, 1], [2, 2]]}, {"kind": ["trend"], "points": []},
        {"kind": "trend"}, {"kind": "trend", "points": [[1, 2]]}, {"kind": "trend", "points": [[1, 2], [3]]},
        {"kind": "trend", "points": [[1, 2], [3, None]]}, {"kind": "trend", "points": [[1, 2], [3, math.nan]]},
        {"kind": "trend", "points": [[1, 2], ["3", 4]]}, {"kind": "horizontal", "points": [[1e300, 2]]},
        {"kind": "horizontal", "points": [[1, 1e300]]}, {"kind": "horizontal", "points": [[True, 2]]}, {"kind": "horizontal", "points": [[1, 10**400]]},
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"drawing|anchor|Kind"):
        Drawing.from_json(data)


def test_a_missing_id_is_made_up() -> None:
    data = {"kind": "horizontal", "points": [[60, 1.5]]}
    assert Drawing.from_json(data).id != Drawing.from_json(data).id


# -- cutting ------------------------------------------------------------------------------------------------

coordinates = st.floats(-1e6, 1e6) | st.floats(-50, 1100)


@given(coordinates, coordinates, coordinates, coordinates)
def test_a_cut_line_is_the_part_in_the_pane(x1: float, y1: float, x2: float, y2: float) -> None:
    found = clip((x1, y1), (x2, y2), PANE)
    whole = Segment(x1, y1, x2, y2)
    if found is not None:
        for end in ((found.x1, found.y1), (found.x2, found.y2)):
            assert PANE.holds(end)
            assert distance(end, whole) < 1e-4
    for part in np.linspace(0, 1, 41):
        point = (x1 + part * (x2 - x1), y1 + part * (y2 - y1))
        if PANE.grown(-1e-3).holds(point):
            assert found is not None
            assert distance(point, found) < 1e-4


@given(coordinates, coordinates, coordinates, coordinates)
def test_a_ray_runs_to_an_edge(x1: float, y1: float, x2: float, y2: float) -> None:
    found = clip((x1, y1), (x2, y2), PANE, math.inf)
    if found is not None and math.dist((x1, y1), (x2, y2)) > 1e-3:
        assert not PANE.grown(-1e-3).holds((found.x2, found.y2))


@pytest.mark.parametrize("far", [1e6, 1e9, 1e12, 1e300, 1.7e308])
@pytest.mark.parametrize("kind", [kind for kind in DrawingKind if kind.anchors > 1])
def test_far_anchors_neither_overflow_nor_leave_the_pane(kind: DrawingKind, far: float) -> None:
    for ends in (((-far, -far), (far, far)), ((-far, 300.0), (far, 300.0)), ((500.0, far), (500.0, -far))):
        points = iter((*ends, ends[0]))
        drawing = Drawing("one", kind, tuple(Anchor(number, float(number)) for number in range(kind.anchors)))
        mapped = {anchor: next(points) for anchor in drawing.points}
        found = shape(drawing, lambda ts, price, at=mapped: at.get((ts, price), (0.0, 300.0)), PANE)  # type: ignore[misc]
        for line in (*found.lines, *found.guides, *(level.line for level in found.levels)):
            assert PANE.holds((line.x1, line.y1))
            assert PANE.holds((line.x2, line.y2))
        for box in filter(None, (found.box, found.gain, found.loss)):
            assert PANE.holds(box[:2])
            assert PANE.holds(box[2:])
        assert all(map(PANE.grown(1e-6).holds, found.area))


@pytest.mark.parametrize("kind", [kind for kind in DrawingKind if kind is not DrawingKind.VERTICAL])
@pytest.mark.parametrize("nowhere", [math.nan, math.inf, -math.inf])
def test_what_has_no_pixel_is_not_drawn(kind: DrawingKind, nowhere: float) -> None:
    drawing = Drawing("one", kind, (Anchor(0, 1.0),) * kind.anchors)
    assert shape(drawing, lambda *_: (5.0, nowhere), PANE) == Shape()
    assert hit(drawing, lambda *_: (5.0, nowhere), (5.0, 5.0), 6.0) is None
    assert reach(drawing, lambda *_: (5.0, nowhere)) is None


# -- shapes -------------------------------------------------------------------------------------------------


def test_a_horizontal_line_spans_the_pane() -> None:
    found = shape(drawn(DrawingKind.HORIZONTAL, (-10**6, 250.0)), as_pixels, PANE)
    assert found.lines == (Segment(0.0, 250.0, 1000.0, 250.0),)
    assert not shape(drawn(DrawingKind.HORIZONTAL, (5, 601.0)), as_pixels, PANE).visible


def test_a_trend_line_ends_at_its_anchors_and_a_ray_does_not() -> None:
    ends = (100, 100.0), (200, 150.0)
    assert shape(drawn(DrawingKind.TREND, *ends), as_pixels, PANE).lines == (Segment(100, 100, 200, 150),)
    assert shape(drawn(DrawingKind.RAY, *ends), as_pixels, PANE).lines == (Segment(100, 100, 1000, 550),)
    assert shape(drawn(DrawingKind.RAY, *reversed(ends)), as_pixels, PANE).lines == (Segment(200, 150, 0, 50),)
    assert shape(drawn(DrawingKind.RAY, ends[0], ends[0]), as_pixels, PANE).lines == (Segment(100, 100, 100, 100),)


def test_an_extended_line_has_no_end_and_a_horizontal_ray_one() -> None:
    assert shape(drawn(DrawingKind.EXTENDED, (100, 100.0), (200, 150.0)), as_pixels, PANE).lines == (Segment(0, 50, 1000, 550),)
    ray = drawn(DrawingKind.HORIZONTAL_RAY, (300, 80.0))
    assert shape(ray, as_pixels, PANE).lines == (Segment(300, 80, 1000, 80),)
    assert (hit(ray, as_pixels, (900.0, 82.0), 6.0), hit(ray, as_pixels, (200.0, 80.0), 6.0)) == (BODY, None)


def test_a_vertical_line_spans_all_panes_whatever_its_price() -> None:
    line = drawn(DrawingKind.VERTICAL, (300, -5.0))
    assert shape(line, logarithmic, PANE).lines == (Segment(300, 0, 300, 600),)
    assert hit(line, logarithmic, (302.0, 599.0), 6.0) == BODY
    assert not shape(line, lambda *_: (math.nan, 1.0), PANE).visible


def test_a_channel_has_two_parallels_and_a_middle() -> None:
    channel = drawn(DrawingKind.CHANNEL, (100, 100.0), (300, 200.0), (100, 160.0))
    found = shape(channel, as_pixels, PANE)
    assert found.lines == (Segment(100, 100, 300, 200), Segment(100, 160, 300, 260))
    assert found.guides == (Segment(100, 130, 300, 230),)
    assert (found.area, found.handles[2]) == (((100, 100), (300, 200), (300, 260), (100, 160)), (200, 210))
    assert shape(replace(channel, middle=False), as_pixels, PANE).guides == ()
    longer = shape(replace(channel, extended=True), as_pixels, PANE)
    assert longer.lines == (Segment(100, 100, 1000, 550), Segment(100, 160, 980, 600))
    assert (hit(channel, as_pixels, (150.0, 140.0), 6.0), hit(channel, as_pixels, (250.0, 300.0), 6.0)) == (INSIDE, None)


def test_a_position_shows_what_is_won_and_what_is_lost() -> None:
    found = shape(drawn(DrawingKind.SHORT, (100, 300.0), (400, 500.0), (400, 200.0)), as_pixels, PANE)
    assert (found.gain, found.loss) == (PixelRect(100, 300, 400, 500), PixelRect(100, 200, 400, 300))
    assert found.lines[0] == Segment(100, 300, 400, 300)


def test_ranges_have_an_arrow_and_bounds() -> None:
    up = shape(drawn(DrawingKind.PRICE_RANGE, (100, 300.0), (200, 100.0)), as_pixels, PANE).lines
    assert up == (Segment(150, 100, 150, 300), Segment(100, 100, 200, 100), Segment(100, 300, 200, 300))
    long = shape(drawn(DrawingKind.DATE_RANGE, (100, 300.0), (200, 100.0)), as_pixels, PANE).lines
    assert long == (Segment(100, 200, 200, 200), Segment(100, 100, 100, 300), Segment(200, 100, 200, 300))


def test_a_text_is_as_large_as_it_is_written() -> None:
    text = drawn(DrawingKind.TEXT, (100, 50.0), text="Here")
    extent = lambda _: (40.0, 20.0)  # noqa: E731  # one line
    assert shape(text, as_pixels, PANE, extent).box == PixelRect(100, 50, 140, 70)
    assert hit(text, as_pixels, (139.0, 69.0), 2.0, extent) == BODY
    assert hit(text, as_pixels, (150.0, 69.0), 2.0, extent) is None


def test_lines_are_straight_in_pixels_on_a_logarithmic_scale() -> None:
    line = shape(drawn(DrawingKind.TREND, (0, 1.0), (600, 1000.0)), logarithmic, PANE).lines[0]
    assert distance(logarithmic(200, 10.0), line) < 1e-9
    assert distance(logarithmic(300, 500.5), line) > 50  # where it would be if it were straight in prices
    assert not shape(drawn(DrawingKind.TREND, (0, -1.0), (600, 1000.0)), logarithmic, PANE).visible


def test_a_rectangle_shows_the_sides_in_sight_and_fills_what_is_in_the_pane() -> None:
    found = shape(drawn(DrawingKind.RECTANGLE, (900, 500.0), (5000, 100.0)), as_pixels, PANE)
    assert set(found.lines) == {Segment(900, 100, 1000, 100), Segment(900, 500, 1000, 500), Segment(900, 100, 900, 500)}
    assert found.box == PixelRect(900, 100, 1000, 500)
    assert found.handles == ((900, 500), (5000, 100), (900, 100), (5000, 500))
    around = shape(drawn(DrawingKind.RECTANGLE, (-9, -9.0), (5000, 5000.0)), as_pixels, PANE)
    assert (around.lines, around.box) == ((), PANE)


def test_fibonacci_counts_back_from_where_the_move_ended() -> None:
    drawing = drawn(DrawingKind.FIBONACCI, (100, 200.0), (300, 100.0))
    found = dict(level_prices(drawing))
    assert tuple(found) == FIBONACCI_LEVELS
    assert (found[0.0], found[0.382], found[1.0]) == (100.0, pytest.approx(138.2), 200.0)
    assert [level.line[::2] for level in shape(drawing, as_pixels, PANE).levels] == [(100, 300)] * 7


def test_fibonacci_can_have_more_levels_and_run_on() -> None:
    drawing = drawn(DrawingKind.FIBONACCI, (100, 200.0), (300, 100.0), levels=(0.0, 1.618, 9.0), extended=True)
    levels = shape(drawing, as_pixels, PANE).levels
    assert [(level.ratio, level.price) for level in levels] == [(0.0, 100.0), (1.618, pytest.approx(261.8))]
    assert {level.line.x2 for level in levels} == {1000}


def test_fibonacci_levels_without_a_logarithm_are_left_out() -> None:
    drawing = drawn(DrawingKind.FIBONACCI, (0, 10.0), (100, 100.0), levels=(0.0, 1.0, 1.5))
    assert [level.ratio for level in shape(drawing, logarithmic, PANE).levels] == [0.0, 1.0]


# -- hits ---------------------------------------------------------------------------------------------------


def test_the_nearest_handle_wins_over_the_other_and_over_the_body() -> None:
    trend = drawn(DrawingKind.TREND, (100, 100.0), (106, 100.0))
    assert hit(trend, as_pixels, (102.0, 100.0), 6.0) == 0
    assert hit(trend, as_pixels, (104.0, 100.0), 6.0) == 1
    longer = drawn(DrawingKind.TREND, (100, 100.0), (300, 100.0))
    assert hit(longer, as_pixels, (200.0, 105.0), 6.0) == BODY
    assert hit(longer, as_pixels, (200.0, 107.0), 6.0) is None
    assert hit(longer, as_pixels, (307.0, 100.0), 6.0) is None


def test_rectangles_are_taken_inside_unless_they_are_hollow_and_have_four_corners() -> None:
    box = drawn(DrawingKind.RECTANGLE, (100, 100.0), (300, 300.0))
    assert hit(box, as_pixels, (200.0, 200.0), 6.0) == INSIDE
    assert hit(replace(box, opacity=0), as_pixels, (200.0, 200.0), 6.0) is None
    assert hit(box, as_pixels, (200.0, 104.0), 6.0) == BODY
    corners = [hit(box, as_pixels, corner, 6.0) for corner in ((99.0, 101.0), (300.0, 300.0), (100.0, 301.0))]
    assert [*corners, hit(box, as_pixels, (300.0, 100.0), 6.0)] == [0, 1, 2, 3]


def test_horizontal_lines_are_moved_as_a_whole() -> None:
    line = drawn(DrawingKind.HORIZONTAL, (500, 250.0))
    assert {hit(line, as_pixels, (x, 252.0), 6.0) for x in (0.0, 500.0, 999.0)} == {BODY}


def test_a_ray_is_hit_far_from_its_anchors() -> None:
    ray = drawn(DrawingKind.RAY, (-(10**6), -1e6), (-(10**6) + 1, -1e6 + 1))
    assert hit(ray, as_pixels, (300.0, 301.0), 6.0) == BODY
    assert hit(ray, as_pixels, (300.0, 340.0), 6.0) is None


def test_levels_and_the_guide_of_fibonacci_are_hit() -> None:
    drawing = drawn(DrawingKind.FIBONACCI, (100, 200.0), (300, 100.0))
    assert hit(drawing, as_pixels, (150.0, 151.0), 4.0) == BODY  # 50 %
    assert hit(drawing, as_pixels, (120.0, 190.0), 4.0) == BODY  # the move
    assert hit(drawing, as_pixels, (310.0, 150.0), 4.0) is None


@given(drawings(), st.floats(-100, 1100), st.floats(-100, 700))
def test_a_hit_lies_on_what_is_drawn(drawing: Drawing, x: float, y: float) -> None:
    found = hit(drawing, as_pixels, (x, y), 6.0)
    seen = shape(drawing, as_pixels, PANE.grown(1000))
    lines = [distance((x, y), line) for line in (*seen.lines, *seen.guides, *(level.line for level in seen.levels))]
    around = reach(drawing, as_pixels)
    assert around is not None
    if drawing.kind is DrawingKind.TEXT:
        return
    if found is not None:
        assert around.grown(6.01).holds((x, y))
    if found == BODY:
        assert min(lines) < 6.01
    elif found in (None, INSIDE):
        assert min(lines, default=math.inf) > 5.99


# -- moving -------------------------------------------------------------------------------------------------


def test_a_handle_is_moved_and_the_opposite_corner_stays() -> None:
    box = drawn(DrawingKind.RECTANGLE, (1, 10.0), (3, 30.0))
    expected = {0: ((5, 5), (3, 30)), 1: ((1, 10), (5, 5)), 2: ((5, 10), (3, 5)), 3: ((1, 5), (5, 30))}
    for handle, points in expected.items():
        moved = move(box, Handle(handle), Anchor(5, 5.0))
        assert moved.points == points
        assert opposite(moved, Handle(handle)) == opposite(box, Handle(handle))


def test_moving_makes_a_new_drawing_unless_it_is_locked() -> None:
    line = drawn(DrawingKind.HORIZONTAL, (1, 10.0), colour="#123456", width=2)
    assert move(line, Handle(0), Anchor(2, 11.0)) == drawn(DrawingKind.HORIZONTAL, (2, 11.0), colour="#123456", width=2)
    assert line.points == ((1, 10.0),)
    locked = drawn(DrawingKind.HORIZONTAL, (1, 10.0), locked=True)
    assert move(locked, Handle(0), Anchor(2, 11.0)) is locked
    assert move_body(locked, lambda anchor: Anchor(anchor.ts + 1, 0.0)) is locked
    assert move_body(line, lambda anchor: Anchor(anchor.ts + 1, 0.0)).points == ((2, 0.0),)


def test_a_channel_keeps_its_width_while_an_end_is_moved() -> None:
    channel = drawn(DrawingKind.CHANNEL, (1, 10.0), (3, 30.0), (1, 15.0))
    assert move(channel, Handle(0), Anchor(2, 20.0)).points == ((2, 20.0), (3, 30.0), (2, 25.0))
    assert move(channel, Handle(1), Anchor(5, 50.0)).points == ((1, 10.0), (5, 50.0), (1, 15.0))
    assert move(channel, Handle(2), Anchor(4, 7.0)).points == ((1, 10.0), (3, 30.0), (1, 7.0))
    assert [opposite(channel, Handle(handle)) for handle in range(3)] == [(3, 30.0), (1, 10.0), None]


def test_target_and_stop_stay_on_their_sides_of_the_entry() -> None:
    long = drawn(DrawingKind.LONG, (1, 10.0), (5, 14.0), (5, 8.0))
    assert move(long, Handle(1), Anchor(7, 9.0)).points == ((1, 10.0), (7, 10.0), (7, 8.0))
    assert move(long, Handle(2), Anchor(7, 12.0)).points == ((1, 10.0), (7, 14.0), (7, 10.0))
    assert move(long, Handle(0), Anchor(2, 20.0)).points == ((2, 14.0), (5, 14.0), (5, 8.0))
    short = drawn(DrawingKind.SHORT, (1, 10.0), (5, 8.0), (5, 14.0))
    assert move(short, Handle(1), Anchor(5, 12.0)).points == ((1, 10.0), (5, 10.0), (5, 14.0))
    assert opposite(short, Handle(0)) is None


# -- measuring ----------------------------------------------------------------------------------------------


def series(instrument: Instrument = NQ, timeframe: str = "5m", count: int = 100) -> ChartSeries:
    frame = TIMEFRAMES[timeframe]
    stamps = OPEN + frame.seconds * np.arange(count)
    prices = np.full(count, 100.0)
    return ChartSeries(instrument, frame, make(stamps, prices, prices, prices, prices, np.ones(count)))


def test_a_measure_tells_everything_that_is_known() -> None:
    found = measure(Anchor(OPEN, 5952.0), Anchor(OPEN + 3600, 5964.5), series())
    assert tuple(map(str, found)) == ("+12.50  50 ticks  $250.00  0.21 %", "12 bars  1 h")
    back = measure(Anchor(OPEN + 3600, 5964.5), Anchor(OPEN, 5952.0), series())
    assert tuple(map(str, back)) == ("-12.50  -50 ticks  -$250.00  -0.21 %", "12 bars  1 h")


def test_one_is_singular_and_nothing_has_no_sign() -> None:
    assert tuple(map(str, measure(Anchor(OPEN, 100.0), Anchor(OPEN + 300, 100.25), series()))) == (
        "+0.25  1 tick  $5.00  0.25 %", "1 bar  5 min",
    )  # fmt: skip
    assert tuple(map(str, measure(Anchor(OPEN, 100.0), Anchor(OPEN, 100.0), series()))) == (
        "0.00  0 ticks  $0.00  0.00 %", "0 bars  0 min",
    )  # fmt: skip
    assert " 0.00 %" in str(measure(Anchor(OPEN, 5e5), Anchor(OPEN, 5e5 - 0.25), series())[0])


@pytest.mark.parametrize(
    ("instrument", "prices", "text"),
    [
        (Instrument("AAPL", "AAPL"), (187.348731, 190.0), "+2.65  1.42 %"),
        (Instrument("EURUSD=X", ""), (1.08341, 1.0812), "-0.0022  -0.20 %"),
        (Instrument("X", "", multiplier=2.0), (100.0, 101.5), "+1.50  $3.00  1.50 %"),
        (Instrument("6E=F", "", tick=Fraction(1, 20000)), (1.08345, 1.0835), "+0.00005  1 tick  0.00 %"),
        (Instrument("ZB=F", "", tick=Fraction(1, 32), multiplier=1000.0), (118.0, 119.03125),
         "+1.03125  33 ticks  $1,031.25  0.87 %"),
        (Instrument("CL=F", "", tick=Fraction(1, 100), multiplier=1000.0), (-37.63, -30.0),
         "+7.63  763 ticks  $7,630.00  20.28 %"),
        (Instrument("CL=F", "", tick=Fraction(1, 100), multiplier=1000.0), (0.0, 10.0), "+10.00  1,000 ticks  $10,000.00"),
    ],
)  # fmt: skip
def test_what_an_instrument_does_not_have_is_left_out(
    instrument: Instrument, prices: tuple[float, float], text: str
) -> None:
    found = measure(Anchor(OPEN, prices[0]), Anchor(OPEN, prices[1]), series(instrument))
    assert str(found[0]) == text


@given(st.floats(-1e6, 1e6))
def test_prices_are_rounded_as_the_instrument_does(price: float) -> None:
    assert on_tick(price, NQ) == NQ.round_prices(np.array([price]))[0]


def test_bars_are_counted_in_candles_and_go_on_beyond_them() -> None:
    stamps = OPEN + 300 * np.array([0, 1, 2, 50, 51])  # a night between the third and the fourth
    places = [place_of(stamps, 300, OPEN + 300 * at) for at in (-2, -1, 0, 1, 2, 3, 49, 50, 51, 52, 60)]
    assert places == [-2, -1, 0, 1, 2, 2, 2, 3, 4, 5, 13]
    assert place_of(stamps, 300, OPEN + 301) == 1  # set in a finer timeframe
    assert place_of(np.empty(0, np.int64), 300, 600) == 2


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 min"), (45, "45 s"), (60, "1 min"), (3600, "1 h"), (5400, "1 h 30 min"), (86400, "1 d"),
     (2 * 86400 + 3 * 3600 + 59, "2 d 3 h"), (86400 + 59, "1 d"), (86400 * 1500, "1,500 d")],
)  # fmt: skip
def test_spans_have_two_units_at_most(seconds: int, text: str) -> None:
    assert span_text(seconds) == text


def test_a_position_tells_what_is_won_for_what_is_risked() -> None:
    long = drawn(DrawingKind.LONG, (OPEN, 6000.0), (OPEN, 6012.5), (OPEN, 5995.0))
    told = position_texts(*(anchor.price for anchor in long.points), NQ)
    assert str(told.target) == "Target +12.50  50 ticks  $250.00  0.21 %"
    assert str(told.stop) == "Stop -5.00  -20 ticks  -$100.00  -0.08 %"
    assert str(told.entry) == "Risk/reward 1 : 2.50"
    short = position_texts(6000.0, 5987.5, 6005.0, NQ)
    assert (short.target, short.stop, short.entry) == (told.target, told.stop, told.entry)
    risked = move(long, Handle(2), Anchor(OPEN, 7000.0))
    assert str(position_texts(*(anchor.price for anchor in risked.points), NQ).entry) == "No risk"
