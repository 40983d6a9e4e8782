"""Candles that are not to be relied on: their marks, what the legend says, and what is shown of them when pressed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.arbitration.witnesses import Dissent, SourceWitnesses
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.appearance import Appearance, Precision
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, Scale, Style
from ohlc_desktop.core.chart.series import ChartSeries, Hole
from ohlc_desktop.core.importing.request import repair_request
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.voices import Series
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.alternatives import Alternatives
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.ui.chart.data.snapshots import visible_csv
from ohlc_desktop.ui.chart.inspection.candle_card import KnownCard
from ohlc_desktop.ui.chart.inspection.candle_inspector import Inspector
from ohlc_desktop.ui.chart.items.paint_doubts import difference_marks, doubt_marks
from ohlc_desktop.ui.chart.legend.candle_words import known_text
from ohlc_desktop.ui.chart.legend.legend_lines import legend_of
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import apply_theme, colours
from tests.core.chart.making import make_series
from tests.ui.chart.charting import drag, make_view, point
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import NOW, Rig, choose, instrument, press

COUNT = 2000
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
M5 = TIMEFRAMES["5m"]


def told(series: ChartSeries, told: dict[int, Confidence]) -> ChartSeries:
    """The series with some candles known otherwise than by one voice."""
    known = np.full(len(series), Confidence.SINGLE, dtype=np.int8)
    for place, level in told.items():
        known[place] = level
    return series.with_known(known)


DOUBTS = {1950: Confidence.SUSPECT, 1970: Confidence.DISPUTED, 1980: Confidence.CHOSEN, 1985: Confidence.AGREED, 10: Confidence.SUSPECT}


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    return make_view(qtbot, told(make_series(COUNT), DOUBTS))


def frame_of(view: ChartView) -> Frame:
    assert view.frame is not None
    return view.frame


class ShownDoubt(NamedTuple):
    """A mark: of which candle, whether it is filled, and where it and the candle are."""

    place: int
    suspect: bool
    box: QRectF
    body: QRectF


def marks(view: ChartView) -> list[ShownDoubt]:
    found = doubt_marks(frame_of(view))
    return [ShownDoubt(int(found.place[row]), bool(found.suspect[row]), found.box(row), found.body(row)) for row in range(len(found))]


def logical(view: ChartView, doubt: ShownDoubt) -> QPoint:
    """The middle of a mark."""
    return (doubt.box.center() / frame_of(view).look.ratio).toPoint()


def painted(view: ChartView, doubt: ShownDoubt) -> QColor:
    """What is painted in the middle of a mark."""
    return view.picture().pixelColor(doubt.box.center().toPoint())


# -- marks -------------------------------------------------------------------------------------------


def test_suspect_and_disputed_candles_in_sight_are_marked_and_no_others(view: ChartView) -> None:
    found = marks(view)
    assert [(doubt.place, doubt.suspect) for doubt in found] == [(1950, True), (1970, False)]
    frame = frame_of(view)
    for doubt in found:
        assert abs(doubt.box.center().x() - frame.x(doubt.place)) <= 1
        assert doubt.box.bottom() <= float(frame.price.scale.pixel(view.series.candles.high[doubt.place]))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert [doubt.place for doubt in marks(view)] == [10]
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert marks(view) == []


@pytest.mark.parametrize("theme", ["LIGHT", "DARK"])
def test_the_two_marks_differ_in_shape_not_in_colour_alone(qapp: QApplication, view: ChartView, theme: str) -> None:
    apply_theme(qapp, theme)
    suspect, disputed = marks(view)
    assert painted(view, suspect) == colours(view).attention
    assert painted(view, disputed) == view.ground


def test_candles_of_which_sources_differ_are_marked_below_while_they_are_wide(qtbot: QtBot) -> None:
    """Of a candle that is doubtful, too, what the feed said comes first."""
    series = told(make_series(COUNT), {1970: Confidence.DISPUTED})
    ts = series.candles.ts[[1960, 1970, 1980]]
    spoken = {name: (Interval(int(ts[0]), int(ts[-1]) + 1),) for name in ("kibot", "yahoo")}
    dissent = {"yahoo": Dissent(ts[:2], np.array([0.5, 0.25]), ts[2:])}
    witnesses = SourceWitnesses(series.timeframe.name, ("kibot", "yahoo"), spoken, dissent)
    view = make_view(qtbot, series.with_witnesses(witnesses))
    found = difference_marks(frame_of(view))
    assert found.place.tolist() == [1960, 1970], "a candle that a source lacks is no other price"
    for row, place in enumerate(found.place.tolist()):
        assert found.box(row).top() >= float(frame_of(view).price.scale.pixel(series.candles.low[place]))
    assert [doubt.place for doubt in marks(view)] == [1970]
    pressed: list[int] = []
    view.candle_pressed.connect(pressed.append)
    for row in range(2):
        QTest.mouseClick(view.viewport(), LEFT, pos=(found.box(row).center() / frame_of(view).look.ratio).toPoint())
    assert pressed == ts[:2].tolist()
    inspected: list[int] = []
    inspector = Inspector(view, lambda *asked: inspected.append(asked[2]))
    compared: list[int] = []
    inspector.compare_wanted.connect(compared.append)
    for stamp in ts.tolist():
        inspector.press_candle(stamp)
    assert (compared, inspected) == ([ts[0]], ts[1:].tolist())
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    while frame_of(view).time.pitch >= frame_of(view).look.px(4):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert len(difference_marks(frame_of(view))) == 0


def test_each_style_and_axis_has_them(view: ChartView) -> None:
    for style, real_time in product(Style, (False, True)):
        view.set_options(ChartOptions(style, real_time=real_time))
        assert [doubt.place for doubt in marks(view)][-2:] == [1950, 1970], (style, real_time)
        rect = frame_of(view).price.rect
        assert all(rect.top() <= doubt.box.top() and doubt.box.bottom() <= rect.bottom() + 1 for doubt in marks(view))


def test_marks_stay_few_however_much_is_in_sight(qtbot: QtBot) -> None:
    """A suspect one is not hidden by disputed ones; panning changes none of them."""
    levels = dict.fromkeys(range(60_000), Confidence.DISPUTED) | {30_000: Confidence.SUSPECT}
    view = make_view(qtbot, told(make_series(60_000), levels))
    QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
    found = marks(view)
    assert 20 < len(found) <= frame_of(view).look.plot_width / 12 + 1
    assert [doubt.place for doubt in found if doubt.suspect] == [30_000]
    view.zoom(4)
    before = {doubt.place for doubt in marks(view)}
    view.pan(-7)
    after = {doubt.place for doubt in marks(view)}
    assert len(before ^ after) <= 3


def test_a_candle_beyond_the_range_of_prices_is_marked_at_the_edge(view: ChartView) -> None:
    scale = view.price_scale
    assert scale is not None
    view.show_prices(replace(scale, low=scale.high + 100, high=scale.high + 200))
    rect = frame_of(view).price.rect
    assert [doubt.box.bottom() for doubt in marks(view)] == [rect.bottom(), rect.bottom()]


def test_prices_that_a_logarithm_does_not_have_are_nowhere(qtbot: QtBot) -> None:
    series = make_series(COUNT)
    prices = [column - np.float32(2 * series.candles.high.max()) for column in series.candles.columns[1:5]]
    negative = replace(series, candles=Candles(series.candles.ts, *prices, series.candles.volume))
    view = make_view(qtbot, told(negative, DOUBTS), ChartOptions(scale=Scale.LOG))
    assert all(np.isfinite([doubt.box.top(), doubt.box.left()]).all() for doubt in marks(view))


def test_regular_hours_keep_the_marks_of_their_candles(qtbot: QtBot) -> None:
    every = told(make_series(COUNT), dict.fromkeys(range(COUNT), Confidence.SUSPECT))
    view = make_view(qtbot, every, ChartOptions(rth_only=True))
    assert len(view.series.doubtful) == len(view.series) < COUNT


# -- pressing ----------------------------------------------------------------------------------------


def test_a_mark_and_its_candle_can_be_pressed(view: ChartView) -> None:
    pressed: list[object] = []
    view.candle_pressed.connect(pressed.append)
    ratio = frame_of(view).look.ratio
    stamps = view.series.candles.ts[[1950, 1970]].tolist()
    for doubt in marks(view):
        for at in (logical(view, doubt), (doubt.body.center() / ratio).toPoint()):
            QTest.mouseClick(view.viewport(), LEFT, pos=at)
    assert pressed == [stamps[0]] * 2 + [stamps[1]] * 2
    drag(view, logical(view, marks(view)[0]), QPoint(300, 200))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(20, 120))
    assert len(pressed) == 4


def test_the_pointer_tells_what_can_be_pressed(view: ChartView) -> None:
    point(view, logical(view, marks(view)[1]))
    assert view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    point(view, QPoint(20, 120))
    assert view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_mark_over_a_hole_comes_first(qtbot: QtBot) -> None:
    series = make_series(COUNT)
    ts = series.candles.ts
    hole = Hole(int(ts[1949]), int(ts[1950]), 1949.6, 1, Message("never asked"), True)
    view = make_view(qtbot, told(replace(series, holes=(hole,)), {1950: Confidence.SUSPECT}))
    pressed: list[object] = []
    view.candle_pressed.connect(pressed.append)
    view.hole_pressed.connect(pressed.append)
    (doubt,) = marks(view)
    QTest.mouseClick(view.viewport(), LEFT, pos=logical(view, doubt))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(logical(view, doubt).x() - 3, view.height() - 60))
    assert pressed == [int(ts[1950]), hole]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_asks_for_the_candle_of_the_legend(view: ChartView, key: Qt.Key) -> None:
    pressed: list[object] = []
    view.candle_pressed.connect(pressed.append)
    QTest.keyClick(view, key)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Left, CONTROL)
    QTest.keyClick(view, key)
    assert pressed == view.series.candles.ts[[1999, 1997]].tolist()


# -- the legend --------------------------------------------------------------------------------------


def legend(view: ChartView, place: int) -> list[tuple[str, QColor]]:
    """The parts of the line that tells of a candle."""
    return [(part.text, part.colour) for _, part in legend_of(frame_of(view), place, "")[1].parts]


@pytest.mark.parametrize(
    ("place", "words", "loud"),
    [
        (1950, "suspect: not credible", True),
        (1970, "disputed: rows differ", True),
        (1980, "chosen: rows differ", False),
        (1985, "agreed: two voices", False),
        (1990, "single: one row", False),
    ],
)
def test_the_legend_says_how_well_a_candle_is_known(view: ChartView, place: int, words: str, loud: bool) -> None:
    theme = colours(view)
    assert (words, theme.attention if loud else theme.muted) in legend(view, place)


def test_a_candle_is_known_from_one_row_of_each_source_that_has_it() -> None:
    """A file is no voice of a feed, and its one row is no voice's."""
    series = told(make_series(COUNT), {})
    ts = series.candles.ts
    spoken = {"kibot": (Interval(int(ts[1960]), int(ts[1980])),), "yahoo": (Interval(int(ts[1965]), int(ts[1990])),)}
    dissent = {"yahoo": Dissent(ts[:0], np.empty(0), ts[1970:1971])}
    known = series.with_witnesses(SourceWitnesses(series.timeframe.name, ("kibot", "yahoo"), spoken, dissent))
    for place, words in {
        1962: "single: one row", 1966: "single: one row of each source", 1970: "single: one row", 1985: "single: one row",
        1995: "single: one row",
    }.items():  # fmt: skip
        assert known_text(known, place) == words, place


def test_an_unknown_volume_is_never_0(qtbot: QtBot) -> None:
    series = make_series(COUNT)
    volume = series.candles.volume.copy()
    volume[1990] = 0
    view = make_view(qtbot, replace(series, candles=replace(series.candles, volume=volume)))
    lines = [[part.text for _, part in line.parts] for line in legend_of(frame_of(view), 1990, "")]
    assert lines[1][lines[1].index("V") + 1] == "unknown"
    assert lines[-1] == ["Volume", "unknown"]
    assert "0" not in lines[1]
    bars = frame_of(view).bars
    assert bars.volume[int(np.searchsorted(bars.last, 1990))] == 0  # and nothing is drawn


def test_visible_candles_are_copied_without_a_volume_that_is_not_known(qtbot: QtBot) -> None:
    series = make_series(COUNT)
    volume = series.candles.volume.copy()
    volume[-1] = 0
    view = make_view(qtbot, replace(series, candles=replace(series.candles, volume=volume)))
    *_, before, last = visible_csv(view).splitlines()
    assert last.endswith(",")
    assert before.rpartition(",")[2] == str(volume[-2])


def test_screen_readers_hear_how_many_candles_are_doubtful(view: ChartView) -> None:
    assert view.accessibleDescription() == "ES=F 5m, 2000 candles, complete, disputed or suspect: 3"


# -- what is said of a candle ------------------------------------------------------------------------


def contradict(profile: Profile, higher: float, raised: float = 0.0) -> int:
    """Let the store hear another answer for ES 5m that has another high and low of one candle; returns its stamp."""
    store = open_store(profile.database, demo=True)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        series = Series(connection, number, instrument("ES"), M5, "demo")
        stored = rows.read_rows(connection, number, M5, int(NOW) - 12 * 86400, 2**62, given=True)
        answer = Candles(*(column.copy() for column in stored.columns))
        answer.high[-20] += higher
        answer.low[-20] += raised
        derived = series.hear(answer)
        rows.write(connection, number, M5, derived.candles, "demo", 1000)
        levels.write(connection, number, M5, derived.candles.ts, derived.levels)
        series.save(derived)
    store.close()
    return int(stored.ts[-20])


def mark(profile: Profile, level: Confidence, *places: int, timeframe: str = "5m") -> list[int]:
    """Say how well candles of ES are known; returns their stamps."""
    store = open_store(profile.database, demo=True)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        ts = rows.read_rows(connection, number, TIMEFRAMES[timeframe], 0, 2**62).ts[list(places)]
        told_levels = CandleConfidence(ts, np.full(len(ts), level, dtype=np.int8))
        levels.write(connection, number, TIMEFRAMES[timeframe], ts, told_levels)
    store.close()
    return ts.tolist()


def press_mark(view: ChartView) -> None:
    """Click on the newest mark."""
    view.repaint()
    QTest.mouseClick(view.viewport(), LEFT, pos=logical(view, marks(view)[-1]))


def test_a_pressed_candle_shows_what_was_said_of_it(start: Start, profile: Profile) -> None:
    contradict(profile, 6.0, 1.5)  # neither row holds the other, and both join their neighbours alike
    rig = start()
    window = rig.open("ES=F", "5m")
    view, card = window.active.view, window.active.inspector.card
    press_mark(view)
    rig.settle()
    assert card.isVisible()
    assert view.rect().contains(card.geometry())
    assert card.close_button.hasFocus()
    assert card.text.startswith("This candle is disputed ES=F 5m, ")
    assert "Nothing tells which row is true: the one that claims less stands." in card.text
    assert "stands" in card.text
    assert "said too" in card.text
    series = view.series
    high = float(series.candles.high[-20])
    assert f"{high:,.2f}".replace(",", "") in card.text.replace(",", "")
    assert f"{high + 6:,.2f}".replace(",", "") in card.text.replace(",", "")
    assert card.accessibleName() == card.text
    press(window, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert view.hasFocus()


def test_a_chosen_candle_is_not_marked_and_shows_its_rows_by_key(start: Start, profile: Profile) -> None:
    stamp = contradict(profile, 300.0)
    rig = start()
    window = rig.open("ES=F", "5m")
    view, card = window.active.view, window.active.inspector.card
    place = int(np.searchsorted(view.series.candles.ts, stamp))
    assert (view.series.known[place], marks(view)) == (Confidence.CHOSEN, [])
    view.point(Cursor(place))
    press(window, Qt.Key.Key_Return)
    rig.settle()
    assert card.text.startswith("This candle was chosen among several rows")
    assert "Another row is not credible" in card.text
    press(window, Qt.Key.Key_Return)  # Close has the keyboard
    assert not card.isVisible()
    assert view.hasFocus()
    rig.settle()
    assert not card.isVisible()


def test_one_goes_from_mark_to_mark(start: Start, profile: Profile) -> None:
    stamps = mark(profile, Confidence.SUSPECT, -4000, -900, -20)
    rig = start()
    window = rig.open("ES=F", "5m")
    card, shown = window.active.inspector.card, []
    for _ in range(4):
        choose(window.toolbar.menus.view, "Go to disputed or suspect candles")
        rig.settle()
        assert card.isVisible()
        shown.append(card.stamp)
        first, last = window.active.view.visible_range()
        assert first <= card.stamp <= last
    assert shown == [stamps[2], stamps[1], stamps[0], stamps[2]]


def test_without_marks_there_is_nowhere_to_go(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    menu = window.toolbar.menus.view
    menu.aboutToShow.emit()
    (line,) = [action for action in menu.actions() if "suspect" in action.text()]
    assert not line.isEnabled()
    window.active.inspector.go_on()
    rig.settle()
    assert not window.active.inspector.card.isVisible()


def test_one_card_at_a_time(start: Start) -> None:
    rig = start()
    window = rig.open("CL=F", "5m")
    cell = window.active
    cell.holes.go_on()
    assert cell.holes.card.isVisible()
    cell.view.press_candle()
    rig.settle()
    assert (cell.holes.card.isVisible(), cell.inspector.card.isVisible()) == (False, True)
    cell.holes.show(cell.view.series.holes[0])
    assert (cell.holes.card.isVisible(), cell.inspector.card.isVisible()) == (True, False)
    press(window, Qt.Key.Key_Return)  # Repair has the keyboard: it is pressed, and no candle is asked for
    rig.settle()
    assert rig.requests == [repair_request([("CL=F", "5m")])]
    assert not cell.inspector.card.isVisible()


def test_what_was_moved_away_from_is_not_shown(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    cell = window.active
    cell.view.press_candle()
    cell.view.pan(-5)
    rig.settle()
    assert not cell.inspector.card.isVisible()
    cell.view.press_candle()
    cell.switch("CL=F", "5m")
    rig.settle()
    assert not cell.inspector.card.isVisible()


def test_a_coarse_candle_names_its_parts(start: Start, profile: Profile) -> None:
    (stamp,) = mark(profile, Confidence.SUSPECT, -20)
    store = open_store(profile.database, demo=True)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        hours = rows.read_rows(connection, number, TIMEFRAMES["1h"], 0, 2**62).ts
        hour = hours[np.searchsorted(hours, stamp, side="right") - 1 :][:1]
        levels.write(connection, number, TIMEFRAMES["1h"], hour, CandleConfidence(hour, np.array([4], dtype=np.int8)))
    store.close()
    rig = start()
    window = rig.open("ES=F", "1h")
    press_mark(window.active.view)
    rig.settle()
    card = window.active.inspector.card
    assert card.text.startswith("This candle is suspect ES=F 1h")
    assert "It is made of 5m candles" in card.text
    assert "1 of them are like that" in card.text


@pytest.mark.parametrize("finer", ["", "1m"])
def test_nothing_in_the_card_is_cut(view: ChartView, finer: str) -> None:
    """However long numbers and sentences are."""
    rows_of = view.series.candles
    stands, others = rows_of.take(slice(1990, 1991)), replace(rows_of.take(slice(0, 3)), volume=np.array([0, 3, 12_045_678]))
    none, why = rows_of.take(slice(0)), "A sentence that goes on for a while. " * 12
    found = Alternatives(int(stands.ts[0]), Confidence.SINGLE, Message(why), stands, *((none, others) if finer else (others, none)), finer)
    card = KnownCard(view)
    card.tell(found, view.series, ChartOptions())
    card.open_at(QPoint(300, 300))
    labels = [label for label in card.findChildren(QLabel) if label.isVisible()]
    assert len(labels) == 3 + 5 * 6
    for label in labels:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed, label.text()
        assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
        assert card.rect().contains(label.geometry())
    assert view.rect().contains(card.geometry())
    assert ("unknown" in card.text, "12,045,678" in card.text) == (True, True)
    view.resize(300, 400)
    card.tell(found, view.series, ChartOptions(appearance=Appearance(precision=Precision.DECIMALS_1)))
    assert f" {float(stands.open[0]):.1f} " in card.text, "prices as the chart writes them"
    card.open_at(QPoint(100, 100))
    assert view.rect().contains(card.geometry().center())
    assert card.rect().contains(card.close_button.geometry())
    assert card.width() < 300


def test_a_mark_appears_when_an_import_learns_of_it(start: Start, profile: Profile) -> None:
    rig = start()
    window = rig.open("ES=F", "5m")
    view = window.active.view
    assert marks(view) == []
    mark(profile, Confidence.DISPUTED, -20)
    window.active.refresh()
    rig.settle()
    assert [doubt.suspect for doubt in marks(view)] == [False]


def test_a_database_that_cannot_be_read_is_told(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    told_of: list[str] = []
    window.active.inspector.failed.connect(told_of.append)
    rig.profile.database.write_bytes(b"no database at all" * 100)
    window.active.view.press_candle()
    rig.settle()
    assert len(told_of) == 1
    assert not window.active.inspector.card.isVisible()


def test_other_candles_have_marks_of_their_own(qtbot: QtBot) -> None:
    view = make_view(qtbot, told(make_series(COUNT), DOUBTS))
    view.show_model(build_model(told(make_series(100), {99: Confidence.SUSPECT}), view.options))
    view.repaint()
    assert [doubt.place for doubt in marks(view)] == [99]
