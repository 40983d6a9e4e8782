"""The top of the window: always of the same height, whatever it says; what does not fit is told by the tooltip."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import verbatim
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.ui.shell.header import Header
from tests.standins.clock import FakeClock
from tests.ui.shell.test_problems import EMPTY, NOW, resting

WHY = "CL=F 5m: Yahoo did not answer within 20 s, four times; " * 4
FAILED = Run(2, Trigger.MANUAL, None, NOW - 60, NOW - 30, RunState.FAILED, verbatim(WHY), 1, 1234, 5, 6)


def test_the_header_is_always_of_the_same_height(qtbot: QtBot) -> None:
    header = Header(FakeClock(NOW), demo=True)
    qtbot.addWidget(header)
    header.resize(720, header.sizeHint().height())
    header.show()
    heights, lines = [], []

    def look() -> None:
        heights.append((header.sizeHint().height(), header.minimumSizeHint().height(), header.heightForWidth(720)))
        lines.append([label.accessibleName() for label in header.findChildren(QLabel) if label.isVisible()])

    look()
    header.show_schedule(resting(ScheduleWaitReason.NOT_DUE))
    header.show_snapshot(replace(EMPTY, last_run=FAILED))
    look()
    for phase in (Phase.STARTING, Phase.RUNNING, Phase.CANCELLING, Phase.ENDED):
        header.show_import(ImportState(phase, total=21, done=9, started=NOW))
        look()
    assert len(set(heights)) == 1
    told = next(name for name in lines[-1] if name.startswith("Last import: "))
    assert "1,234 candles written · 5 revised · 6 rows quarantined" in told
    assert WHY.strip() in told
    assert any(label.toolTip() and label.toolTip() in told for label in header.findChildren(QLabel))
    assert any(name.startswith("Import progress: 9 of 21 requests") for name in lines[3])
    assert not any(name.startswith("Next import") for name in lines[3])
