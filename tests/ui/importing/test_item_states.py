"""One word and one mark for each state of an item, wherever it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.ui.history.nodes import Node, NodeKind, severity_of
from ohlc_desktop.ui.importing.page import InstrumentRows, ProgressPage


def test_every_state_has_a_word_of_its_own_and_a_mark() -> None:
    assert len({shown(state.word) for state in ItemState}) == len(ItemState)
    assert {state.severity for state in ItemState} == set(Severity)


def test_progress_and_history_say_the_same(qtbot: QtBot) -> None:
    page = ProgressPage()
    qtbot.addWidget(page)
    rows = page.findChild(InstrumentRows)
    assert rows is not None
    for state in ItemState:
        item = ItemView("ES=F", "5m", state)
        page.show_import(ImportState(phase=Phase.RUNNING, symbols=("ES=F",), items={("ES=F", "5m"): item}))
        assert rows.index(0, 1).data() == shown(state.word)
        assert rows.index(0, 1).data(Qt.ItemDataRole.DecorationRole) is not None
        assert severity_of(Node(1, NodeKind.ITEM, item=Item("ES=F", "5m", state))) is state.severity
    assert severity_of(Node(1, NodeKind.UNCHANGED)) is ItemState.UNCHANGED.severity
