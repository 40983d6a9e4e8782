"""A click on a roll mark shows its receipt; a continuous series without contracts says so and offers no import; its
adjustment is switched at once."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.edits import add
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data import continuous_reading
from ohlc_desktop.store.database import open_store
from ohlc_desktop.ui.chart.data.snapshots import visible_csv
from ohlc_desktop.ui.chart.dialogs.rolls_dialog import RollsDialog
from ohlc_desktop.ui.chart.menus.continuous_items import continuous_items
from tests.core.continuous.paper_market import PaperMarket
from tests.store.contracts.paper_store import fill, put
from tests.ui.chart.rig import DEADLINE, Rig


def test_a_roll_mark_that_is_clicked_shows_the_arithmetic_of_the_roll(qtbot: QtBot, tmp_path: Path) -> None:
    market, profile = PaperMarket("NQ"), Profile(tmp_path, demo=True)
    create(profile)
    fill(profile.database, market, demo=True)
    rig = Rig(qtbot, profile)
    window = rig.open("NQ@volume:difference", "1d")
    pane = window.active
    assert pane.series is not None
    roll, truth = pane.series.rolls[-1], market.rolls("volume")[-1]
    view = pane.view
    assert view.time is not None
    older = Anchor(int(pane.series.candles.ts[-60]), 10_000.0), Anchor(int(pane.series.candles.ts[-50]), 10_010.25)
    newer = Anchor(int(pane.series.candles.ts[-1]), 10_000.0)
    assert view.tool.do(add, Drawing("old", DrawingKind.TREND, older))  # drawn before the roll came
    assert view.tool.draw(DrawingKind.HORIZONTAL, newer)
    assert view.tool.draw(DrawingKind.TREND, *older)  # drawn since, on prices that are adjusted by it
    line = QPointF(float(view.time.pixel(roll.place)) / view.devicePixelRatioF() + 3, 200)
    assert view.roll_under(line) is roll
    assert view.roll_under(line + QPointF(20, 0)) is None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=line.toPoint())
    card = pane.rolls.card
    rig.until(lambda: not card.isHidden())
    shown = f"{truth.ticks / 4:+.2f}"
    assert card.text.startswith(f"{roll.old} → {roll.new} Last day of {roll.old}: ")
    assert f"= {shown}. Volumes: " in card.text
    assert card.text.endswith("Proven by both contracts' own candles (yahoo).")
    assert card.follow.text() == f"&Move older drawings by {shown}"
    card.follow.click()
    assert card.isHidden()
    moved = [anchor.price for drawing in view.tool.drawings for anchor in drawing.points]
    assert moved == [10_000 + truth.ticks / 4, 10_010.25 + truth.ticks / 4, 10_000.0, 10_000.0, 10_010.25]
    rig.settle()
    pane.rolls.show(roll)
    assert card.follow.isHidden(), "all is where it belongs"
    assert view.tool.undo()
    assert view.tool.drawings[0].points == older
    pane.rolls.show(roll)
    assert not card.follow.isHidden(), "it was taken back"

    items = {item.text: item for item in continuous_items(pane.series.instrument, "Yahoo", lambda symbol: pane.switch(symbol, "1d"), list)}
    assert [text for text, item in items.items() if item.checked] == [
        "Contracts, rolled by &volume", "Older prices moved by the &difference",
    ]  # fmt: skip
    dialog = RollsDialog(pane.series, window)
    qtbot.addWidget(dialog)
    assert dialog.rows.rowCount() == len(market.rolls("volume"))
    row = [dialog.rows.index(0, column).data() for column in range(9)]
    assert (row[1], row[2], row[5], row[8]) == (roll.old, roll.new, shown, "proven")
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.table.clicked.emit(dialog.rows.index(0, 0))
    assert told.args == [roll.ts]
    moved = float(pane.series.candles.close[0])
    choose = items["Prices as &traded"].run
    assert choose is not None
    choose()
    rig.until(lambda: pane.series is not None and pane.series.instrument.symbol == "NQ@volume")
    rig.settle()
    assert float(pane.series.candles.close[0]) == moved - sum(each.ticks for each in market.rolls("volume")) / 4

    pane.switch("NQ@volume:ratio", "1d")
    rig.settle()
    written = [list(map(float, line.split(",")[1:5])) for line in visible_csv(view).splitlines()[1:]]
    shown_now = list(map(np.float64, view.visible_candles().columns[1:5]))
    assert np.abs(np.array(written).T - shown_now).max() < 1e-3
    assert any(round(4 * price) != 4 * price for row in written for price in row), "prices of a ratio lie between ticks"

    pane.switch("CL@volume", "1d")
    rig.until(lambda: "Import its contracts" in pane.empty.text)
    assert pane.empty.button.isHidden()
    assert rig.failures == []
    rig.close()


def test_another_adjustment_is_seen_at_once_and_nothing_is_read_for_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    market, profile = PaperMarket("NQ"), Profile(tmp_path, demo=True)
    create(profile)
    fill(profile.database, market, demo=True)
    rig = Rig(qtbot, profile)
    pane = rig.open("NQ@volume:difference", "1d").active
    view, moved = pane.view, sum(each.ticks for each in market.rolls("volume")) / 4
    assert pane.series is not None
    moved_close = float(pane.series.candles.close[0])
    view.zoom(0.01)  # out, to all of them
    before = view.picture()
    monkeypatch.setattr(continuous_reading, "read_candles", lambda *_: pytest.fail("candles were read"))
    free = threading.Event()
    for work in rig.charts.findChildren(BackgroundWorker):
        work.run(lambda: free.wait(DEADLINE / 1000))
    pane.switch("NQ@volume", "1d")
    traded, at_once = pane.series, view.picture()
    assert (traded.instrument.symbol, float(traded.candles.close[0])) == ("NQ@volume", moved_close - moved)
    assert at_once != before
    pane.switch("NQ@volume:ratio", "1d")  # while the first is not made yet
    free.set()
    rig.settle()
    assert (pane.series.instrument.symbol, type(pane.series.candles.close)) == ("NQ@volume:ratio", np.ndarray)
    pane.switch("NQ@volume", "1d")
    assert view.picture() == at_once
    rig.settle()
    assert view.picture() == at_once, "candles, axis and legend are what they were before all was computed"
    monkeypatch.undo()

    newest = next(each for each in market.contracts if each.symbol == "NQM27.CME")
    days = market.daily(newest)
    higher = replace(days, high=days.high + 100)
    with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
        put(connection, newest.symbol, "1d", higher.take(slice(-1, None)))
    pane.switch("NQ@volume:difference", "1d")
    rig.settle()
    assert float(pane.series.candles.high[-1]) == higher.high[-1], "an import that came meanwhile is looked for"
    assert rig.failures == []
    rig.close()
