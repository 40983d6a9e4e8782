"""What a chart and the dialogs tell of sources, against the verdicts of the archive; and choices that are undone exactly."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.arbitration.verdict import Witnessed
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.replay import replayed
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.merging import choosing
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.chart_reading import read_whole
from ohlc_desktop.services.sources import source_reading
from ohlc_desktop.services.sources.source_reading import Comparison, read_comparison, read_sessions, read_witness
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.ui.chart.legend.source_words import session_at
from ohlc_desktop.ui.coverage.page import CoveragePage
from ohlc_desktop.ui.sources.choice_steps import (
    ChoiceStep,
    choose_candle,
    choose_session,
    chosen_places,
    take_back_candle,
    take_back_session,
)
from ohlc_desktop.ui.sources.compare_model import compared_candles
from tests.importer.bench import future
from tests.standins.clock import FakeClock
from tests.ui.chart.rig import NOW
from tests.ui.coverage.test_coverage import read
from tests.ui.sources.conftest import M5, OFF, Archive, opened

ES = future("ES")


def test_a_chart_says_of_each_session_what_the_archive_says(untouched: Profile) -> None:
    """The chart works it out without reading what sources gave."""
    series = read_whole(untouched, "ES=F", M5, NOW)
    told = {int(day): session_at(series, int(first)) for day, first in zip(series.days.trade_date, series.days.first, strict=True)}
    found = read_sessions(untouched, ES, M5, NOW)
    kinds = set()
    for verdict in found.sessions:
        mine = told[verdict.day]
        kinds |= {verdict.witnessed, "back" if verdict.taken_back else ""}
        assert (mine.witnessed, mine.different, mine.apart / 0.25, mine.taken_back) == (
            verdict.witnessed, verdict.different, verdict.ticks, verdict.taken_back,
        )  # fmt: skip
        assert mine.sources == verdict.sources
    assert kinds >= {Witnessed.DIFFERENT, Witnessed.EQUAL, Witnessed.NOT, "back"}
    whole = read_witness(untouched, ES, M5, NOW)
    assert whole.taken_back == tuple(v.day for v in reversed(found.sessions) if v.taken_back)
    assert (whole.verdict.sessions, whole.verdict.equal, whole.verdict.candles) == (3, 2, len(OFF))


def test_the_matrix_marks_the_series_that_sources_gave_and_no_derived_one(qtbot: QtBot, untouched: Profile) -> None:
    page = CoveragePage(FakeClock(NOW), Settings, DEMO)
    qtbot.addWidget(page)
    page.show_snapshot(read(untouched.database))
    cells = page.model.every_cell()
    assert {(cell.symbol, cell.timeframe): cell.differing for cell in cells if cell.differing} == {("ES=F", "5m"): len(OFF)}
    assert page.model.totals.differing_series == 1
    spoken = page.model.place(("ES=F", "5m")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Candles of which sources have different prices: 2. Its witnesses tell which.")
    assert page.legend._differing.text() == "differing 1"


def test_differing_candles_are_marked_in_their_series_and_in_those_made_of_it(profile: Profile) -> None:
    with opened(profile) as archive:
        start = archive.session(2).start
        stamps = [start + place * M5.seconds for place in OFF]
        choosing.choose(archive.connection, archive.number, archive.state, M5, "demo", Interval(stamps[1], stamps[1] + 1), NOW)
    for name in ("5m", "15m", "1h"):
        series = read_whole(profile, "ES=F", TIMEFRAMES[name], NOW)
        held = TIMEFRAMES[name].seconds
        assert series.candles.ts[series.differing].tolist() == [start + (stamps[0] - start) // held * held], name
        assert session_at(series, int(series.differing[0])).different == len(OFF)  # one that was chosen differs still
        before = replayed(build_model(series, ChartOptions()), start).series
        assert len(before) <= series.differing[0], "the moment is before it"
        assert not len(before.differing)


def compared(profile: Profile) -> Comparison:
    with opened(profile) as archive:
        start = archive.session(2).start
    found = read_comparison(profile, ES, M5, start, NOW)
    assert found is not None
    return found


def test_values_stand_side_by_side_with_what_differs(untouched: Profile) -> None:
    shown = compared(untouched)
    assert shown.verdict is not None
    assert (shown.verdict.different, list(shown.rows)) == (len(OFF), ["ninjatrader", "demo"])
    asked, *differing = compared_candles(shown)
    assert (asked.difference, [row.difference for row in differing]) == ("", ["2 ticks", "1 tick"])
    assert all(row.stands == "ninjatrader" and row.said[0] != row.said[1] for row in differing)
    assert all("C " in text for row in differing for text in row.said)


def carry_out(archive: Archive, steps: tuple[ChoiceStep, ...], session: Interval) -> None:
    """As the command does it."""
    place = (archive.connection, archive.number, archive.state, M5)
    for source, when in steps:
        for each in when.split(","):
            start = session.start if len(each) == len("2026-11-20") else int(np.datetime64(each.rstrip("Z"), "s").astype(int))
            stretch = session if len(each) == len("2026-11-20") else Interval(start, start + M5.seconds)
            if source:
                choosing.choose(*place, source, stretch, NOW)
            else:
                choosing.take_back(*place, stretch, NOW)


def test_every_choice_can_be_undone(profile: Profile) -> None:
    """Whatever was chosen before: the same rows stand again, by the same choices."""
    dice, undone = random.Random(15), 0
    for _ in range(12):
        shown = compared(profile)
        chosen, place = chosen_places(shown), dice.randrange(1, len(shown.ts))
        source = dice.choice(["ninjatrader", "demo"])
        changes = [choose_candle(shown, place, source), choose_session(shown, source)]
        changes += [take_back_candle(shown, place)] if place in chosen else []
        changes += [take_back_session(shown)] if chosen else []
        change = dice.choice(changes)
        with opened(profile) as archive:
            before = archive.stored().columns
            carry_out(archive, change.steps, Interval(*shown.stretch))
        if dice.random() < 0.5:
            with opened(profile) as archive:
                carry_out(archive, change.undo, Interval(*shown.stretch))
                assert all(map(np.array_equal, archive.stored().columns, before)), change
            again = compared(profile)
            assert (again.ts.tolist(), again.chosen) == (shown.ts.tolist(), shown.chosen), change
            undone += 1
    assert undone >= 3


def test_older_sessions_follow_on_the_newest(untouched: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_sessions(untouched, ES, M5, NOW)
    monkeypatch.setattr(source_reading, "SESSIONS", 4)
    newest = read_sessions(untouched, ES, M5, NOW)
    older = read_sessions(untouched, ES, M5, NOW, newest.sessions[-1].day)
    assert (newest.older, older.older, len(newest.sessions)) == (True, True, 4)
    assert (*newest.sessions, *older.sessions) == whole.sessions[:8]


def test_sessions_of_days_are_days(untouched: Profile) -> None:
    found = read_sessions(untouched, ES, TIMEFRAMES["1wk"], NOW)
    assert found.timeframe.name == "1d"
    day = found.sessions[0].day
    shown = read_comparison(untouched, ES, TIMEFRAMES["1d"], day * DAY, NOW)
    assert shown is not None
    assert (len(shown.ts), list(shown.rows)) == (1, ["demo"])
