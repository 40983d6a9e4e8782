"""The legend under the mouse and keys: studies are hidden, opened, removed, selected and folded where they are named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.indicators import PALETTE_SIZE, indicator, with_free_colour
from ohlc_desktop.core.chart.line_look import LineLook, Stroke
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.option_edits import with_study, without_compared
from ohlc_desktop.core.chart.options import ChartOptions, Scale
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine, LegendRow, left_out
from ohlc_desktop.ui.chart.menus.places import Spot, place_at
from ohlc_desktop.ui.chart.menus.study_items import subject_items
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT
from tests.core.chart.making import make_series
from tests.ui.chart.charting import double_click, make_view, point
from tests.ui.chart.test_paint_candles import BARE, frame_of, pixels, value

SMA, EMA, RSI = indicator("SMA"), replace(indicator("EMA", period=50), first_colour=1), indicator("RSI")
OPTIONS = ChartOptions(indicators=(SMA, EMA, RSI))


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    """A chart with two studies over its prices and one below, which computes what is wanted in it."""
    view = make_view(qtbot, make_series(500), OPTIONS)
    view.options_changed.connect(lambda options: view.show_model(build_model(view.series, options)))
    return view


def lines_of(view: ChartView, row: LegendRow = LegendRow.STUDY) -> list[LegendLine]:
    """The lines of a kind that stand on the screen."""
    view.viewport().repaint()
    return [line for line in view.legend_lines if line.row is row]


def text(line: LegendLine) -> str:
    return " ".join(part.text for _, part in line.parts)


def on(view: ChartView, line: LegendLine) -> QPoint:
    """A logical pixel on the name of a line."""
    ratio = view.devicePixelRatioF()
    return (QPointF(line.parts[0][0] + 4, line.ground.center().y()) / ratio).toPoint()


def click(view: ChartView, at: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(view: ChartView, name: str, number: int = 0) -> None:
    """Point at the name of a study, and press one of the buttons that come."""
    point(view, on(view, lines_of(view)[number]))
    assert view.legend.buttons is not None
    assert view.legend.buttons.isVisible()
    QTest.mouseClick(getattr(view.legend.buttons, name), Qt.MouseButton.LeftButton)


def drawn(view: ChartView, number: int) -> bool:
    """Whether the colour of a study's line is seen below the legend, in the price pane."""
    frame = frame_of(view)
    area = pixels(view.picture())[150 : frame.price.rect.bottom(), : frame.look.plot_width]
    return bool((area == value(frame.look.colours.studies[number])).any())


def test_buttons_beside_the_name_hide_open_and_remove_a_study(qtbot: QtBot, view: ChartView) -> None:
    assert drawn(view, 1)
    press(view, "eye", 1)
    assert view.options.indicators[1].hidden
    assert not drawn(view, 1)
    assert text(lines_of(view)[1]) == "EMA 50 hidden"
    press(view, "eye", 1)
    assert view.options.indicators == OPTIONS.indicators
    with qtbot.waitSignal(view.legend.settings_wanted) as asked:
        press(view, "gear", 2)
    assert asked.args == [2]
    press(view, "cross", 0)
    assert view.options.indicators == (EMA, RSI)
    assert drawn(view, 1), "it keeps its colour"
    point(view, QPoint(400, 300))
    assert view.legend.buttons is not None
    assert not view.legend.buttons.isVisible()
    point(view, on(view, lines_of(view, LegendRow.VOLUME)[0]))
    assert view.legend.buttons.isVisible()
    assert not view.legend.buttons.eye.isVisible()
    QTest.mouseClick(view.legend.buttons.cross, Qt.MouseButton.LeftButton)
    assert not view.options.volume


def test_a_click_on_a_line_or_a_name_selects_a_study_and_keys_remove_it(qtbot: QtBot, view: ChartView) -> None:
    frame = frame_of(view)
    place = frame.last - 30
    values = frame.model.studies[1].computed.lines["average"]
    on_line = QPoint(round(frame.x(place)), round(float(frame.price.scale.pixel(float(values[place])))))
    click(view, on_line)
    assert view.legend.selected == 1
    plain = view.picture()
    assert view.grab().toImage() != plain, "marked"
    click(view, QPoint(400, frame.price.rect.bottom() - 4))
    assert view.legend.selected is None
    click(view, on(view, lines_of(view)[2]))
    assert view.legend.selected == 2
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.legend.selected is None
    click(view, on_line)
    press(view, "eye", 1)
    assert view.legend.selected == 1, "the same study, drawn in another way"
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.options.indicators == (SMA, RSI)
    assert view.legend.selected is None
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [spec.kind for spec in view.options.indicators] == ["SMA", "EMA", "RSI"]
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(view.options.indicators) == 3, "once"
    with qtbot.waitSignal(view.legend.settings_wanted) as asked:
        double_click(view, on(view, lines_of(view)[2]))
    assert asked.args == [2]
    with qtbot.waitSignal(view.legend.settings_wanted) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [2]


def test_a_double_click_on_a_line_opens_the_study_and_beside_it_the_pane(qtbot: QtBot, view: ChartView) -> None:
    frame = frame_of(view)
    pane = frame.panes[-1]
    values, place = frame.model.studies[2].computed.lines["rsi"], frame.last - 30
    at = QPoint(round(frame.x(place)), round(float(pane.scale.pixel(float(values[place])))))
    with qtbot.waitSignal(view.legend.settings_wanted) as asked:
        double_click(view, at)
    assert asked.args == [2]
    assert len(frame_of(view).panes) == 3
    far = pane.rect.bottom() - 3 if at.y() < pane.rect.center().y() else pane.rect.top() + 3
    with qtbot.assertNotEmitted(view.legend.settings_wanted):
        double_click(view, QPoint(at.x() + 200, far))
    assert len(frame_of(view).panes) == 1


def test_the_name_of_the_instrument_folds_the_list_and_gives_its_room_to_the_candles(view: ChartView) -> None:
    tall = frame_of(view).price.scale.per_unit
    (heading,) = lines_of(view, LegendRow.HEADING)
    click(view, on(view, heading))
    assert view.options.legend_folded
    assert [line.about for line in lines_of(view)] == [RSI]
    assert frame_of(view).price.scale.per_unit > tall
    click(view, on(view, lines_of(view, LegendRow.HEADING)[0]))
    assert [line.about for line in lines_of(view)] == [SMA, EMA, RSI]


def test_a_saved_picture_has_no_sign_to_fold_the_list_by(view: ChartView) -> None:
    (heading,) = lines_of(view, LegendRow.HEADING)
    assert heading.fold is not None
    sign = heading.fold.toRect()
    shown, saved = (
        {picture.pixel(x, y) for x in range(sign.left(), sign.right()) for y in range(sign.top(), sign.bottom())}
        for picture in (view.grab().toImage(), view.picture(1.0))
    )
    assert len(shown) > len(saved) == 1


def test_more_studies_than_there_is_room_for_leave_the_candles_alone(view: ChartView) -> None:
    many = tuple(indicator("SMA", period=period) for period in range(2, 40))
    view.edit(replace(BARE, indicators=many))
    frame = frame_of(view)
    (more,) = lines_of(view, LegendRow.MORE)
    shown = [line.about for line in lines_of(view)]
    assert text(more) == f"{len(many) - len(shown)} more"
    assert [*shown, *left_out(frame)] == list(many)
    below = float(np.min(frame.price.scale.pixel(frame.bars.high.astype(np.float64))))
    assert more.ground.bottom() <= below, "no candle is under the legend"


def test_volume_profiles_have_a_line_with_their_settings(qtbot: QtBot, view: ChartView) -> None:
    view.edit(replace(view.options, profile=replace(view.options.profile, visible=True)))
    (line,) = lines_of(view, LegendRow.PROFILE)
    assert text(line) == "Volume profile in sight"
    with qtbot.waitSignal(view.legend.profile_wanted):
        double_click(view, on(view, line))
    assert place_at(view, QPointF(on(view, line))).spot is Spot.PROFILE
    assert subject_items(view, view.options.profile)[0].text == "&Settings…"
    point(view, on(view, line))
    assert view.legend.buttons is not None
    QTest.mouseClick(view.legend.buttons.cross, Qt.MouseButton.LeftButton)
    assert not view.options.profile.shown


def test_what_is_chosen_for_a_line_is_drawn(view: ChartView) -> None:
    def share(look: LineLook) -> float:
        view.edit(replace(BARE, indicators=(replace(indicator("SMA", period=400), looks=(look,)),)))
        found = pixels(view.picture())[150:, : frame_of(view).look.plot_width]
        return float((found == 0xFF00FF).sum())

    thin, thick = share(LineLook("#ff00ff", 1)), share(LineLook("#ff00ff", 4))
    dashed, dotted = share(LineLook("#ff00ff", 4, Stroke.DASHED)), share(LineLook("#ff00ff", 4, Stroke.DOTTED))
    assert thick > 2 * thin
    assert 0 < dotted < dashed < thick
    assert share(LineLook("#ff00ff", visible=False)) == 0
    axis = pixels(view.picture())[:, frame_of(view).look.plot_width + 2 :]
    assert not (axis == 0xFF00FF).any()
    share(LineLook("#ff00ff"))
    axis = pixels(view.picture())[:, frame_of(view).look.plot_width + 2 :]
    assert (axis == 0xFF00FF).any(), "the newest value stands at the axis"
    share(LineLook("#ff00ff", value_label=False))
    axis = pixels(view.picture())[:, frame_of(view).look.plot_width + 2 :]
    assert not (axis == 0xFF00FF).any()


def test_options_are_edited_without_losing_anything() -> None:
    added = with_study(OPTIONS, 3, indicator("WMA"))
    assert added.indicators == (*OPTIONS.indicators, with_free_colour(indicator("WMA"), OPTIONS.indicators))
    assert with_study(added, 1, SMA).indicators[1:3] == (SMA, RSI)
    percent = replace(OPTIONS, compare=("NQ=F", "YM=F"), scale=Scale.PERCENT)
    one = without_compared(percent, "NQ=F")
    assert (one.compare, one.scale) == (("YM=F",), Scale.PERCENT)
    assert without_compared(one, "YM=F") == replace(OPTIONS)
    assert {len(chart_colours(theme).studies) for theme in (LIGHT, DARK)} == {PALETTE_SIZE}
