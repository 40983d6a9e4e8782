"""Volume profiles of a chart on a real store: switched on, kept up with what is in sight, set up, and gone again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import Anchor, DrawingKind
from ohlc_desktop.core.chart.profile.profiling import ChartProfiles
from ohlc_desktop.core.chart.profile.settings import ProfileSettings, ProfileSide, RowLayout
from ohlc_desktop.core.chart.replay import replayed
from ohlc_desktop.ui.chart.dialogs.profile_dialog import ProfileDialog
from ohlc_desktop.ui.chart.items.paint_profile import profile_note
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import blended
from tests.ui.chart.rig import Rig, choose
from tests.ui.chart.test_paint_candles import frame_of, pixels, value


def shown(view: ChartView) -> ChartProfiles:
    assert view.profiles is not None
    return view.profiles


def tones(view: ChartView) -> np.ndarray:
    """Where the price pane shows a row of the value area, without what the legend covers."""
    frame = frame_of(view)
    colours, rect = frame.look.colours, frame.price.rect
    wanted = [value(blended(colour, colours.base, 0.46)) for colour in (colours.up, colours.down)]
    return np.isin(pixels(view.picture())[60 : rect.height(), : frame.look.plot_width], wanted)


def test_profiles_follow_what_is_in_sight(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    cell, view, menu = window.active, window.active.view, window.toolbar.menus.indicators
    assert not tones(view).any()
    choose(menu, "Volume profile", "Of what is in sight")
    rig.until(lambda: view.profiles)
    first = shown(view)
    assert profile_note(first) == "Volume profile from 1m candles"
    assert first.visible is not None
    low, high = view.visible_candles().low.min(), view.visible_candles().high.max()
    assert first.visible.rows.edges[0] <= low <= first.visible.value_low < first.visible.value_high <= high
    width = frame_of(view).look.plot_width
    columns = np.flatnonzero(tones(view).any(axis=0))
    assert columns.max() == width - 1
    assert abs((width - columns.min()) - 0.3 * width) <= 2  # the point of control is the longest

    view.pan(-400)
    rig.until(lambda: shown(view) is not first)
    assert shown(view).request.end == view.visible_range()[1] + 300

    assert view.model is not None
    whole, moment = view.model, int(view.series.candles.ts[-40])
    view.show_model(replayed(whole, moment))  # in a replay nothing of the future is seen, not for a moment
    assert view.profiles is None
    rig.until(lambda: view.profiles)
    assert shown(view).request.until == moment
    view.show_model(whole)
    rig.until(lambda: shown(view).request.until > moment)

    choose(menu, "Volume profile", "Settings…")
    dialog = window.findChild(ProfileDialog)
    assert isinstance(dialog, ProfileDialog)
    dialog.numbers["rows"].lineEdit().setText("many")
    assert not dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.numbers["rows"].setValue(40)
    dialog.sides.setCurrentIndex(dialog.sides.findData(ProfileSide.LEFT))
    dialog.sessions.setChecked(True)
    dialog.accept()
    wanted = ProfileSettings(visible=True, sessions=True, rows=40, side=ProfileSide.LEFT)
    assert cell.options.profile == wanted
    rig.until(lambda: shown(view).request.settings == wanted)
    assert len(shown(view).sessions) >= 1
    assert tones(view)[:, 0].any()

    cell.switch("CL=F", "5m")
    rig.until(lambda: cell.series is not None and cell.series.instrument.symbol == "CL=F" and view.profiles is not None)
    other = shown(view).visible
    assert other is not None
    assert abs(other.poc_price - float(view.visible_candles().close[-1])) < 20  # of crude oil, not of the index
    cell.switch("CL=F", "1d")
    rig.until(lambda: view.profiles is not None and shown(view).request.daily)
    assert "1d" in shown(view).shares
    assert profile_note(shown(view)).startswith("Volume profile from candles of 1m (")
    cell.set_options(replace(cell.options, profile=ProfileSettings()))
    assert view.profiles is None
    assert not tones(view).any()

    cell.switch("ES=F", "5m")
    rig.until(lambda: cell.series is not None and cell.series.instrument.symbol == "ES=F" and cell.series.whole)
    first, last = view.visible_places()
    start, end = first + (last - first) // 4, first + (last - first) // 2  # as a drawing has them
    stamps = view.series.candles.ts
    prices = view.visible_candles().close
    view.tool.draw(DrawingKind.VOLUME_PROFILE, *(Anchor(int(stamps[at]), float(prices[0])) for at in (end, start)))
    rig.until(lambda: view.profiles)
    assert shown(view).fixed[0].candles >= (end - start + 1) * 4  # of 1m in one of 5m
    frame, columns = frame_of(view), np.flatnonzero(tones(view).any(axis=0))
    assert abs(columns.min() - frame.x(start - 0.5)) <= 2
    assert abs(columns.max() - frame.x(start - 0.5) - 0.3 * (end + 1 - start) * frame.time.pitch) <= 3
    view.tool.set_drawings("ES=F", [])
    assert view.profiles is None


def test_the_form_keeps_everything(qtbot: QtBot) -> None:
    for settings in (ProfileSettings(), ProfileSettings(True, True, RowLayout.TICKS, 9, 8, 68, 40, ProfileSide.LEFT, False)):
        dialog = ProfileDialog(settings)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.settings == settings
        assert dialog.numbers["ticks"].isVisible() == (settings.layout is RowLayout.TICKS)
        assert dialog.numbers["rows"].isVisible() != dialog.numbers["ticks"].isVisible()
