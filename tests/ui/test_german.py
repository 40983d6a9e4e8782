"""Lists have room for the words of the language, and these words are those of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeView
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.ui.coverage import cells as coverage_cells
from ohlc_desktop.ui.coverage.cells import percent
from ohlc_desktop.ui.coverage.matrix import MatrixView
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.history.model import HistoryModel
from ohlc_desktop.ui.history.texts import HistoryColumn, headings, sentence_case
from ohlc_desktop.ui.history.tree import HistoryTree
from ohlc_desktop.ui.importing.page import ProgressPage
from ohlc_desktop.ui.widgets.tables import ICON
from ohlc_desktop.ui.widgets.theme import GAP

#: What the style puts around icon and text of a cell.
AROUND = 3 * 3
#: In a cell of the matrix: what is left free, and the mark with its distance to the text.
EDGE, MARK = 6, 14


@pytest.fixture(params=["GERMAN", "ENGLISH"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    languages = Languages()
    languages.speak(request.param)
    coverage_cells.forget_texts()
    yield str(request.param)
    languages.silence()
    coverage_cells.forget_texts()


def titles(header: QHeaderView) -> list[tuple[str, int]]:
    """The titles of a list, and the widths of their columns."""
    model, across = header.model(), Qt.Orientation.Horizontal
    return [(str(model.headerData(at, across) or ""), header.sectionSize(at)) for at in range(header.count())]


def wide(view: QTreeView, text: str) -> int:
    return view.fontMetrics().horizontalAdvance(text)


def test_the_words_are_those_of_the_language(language: str) -> None:
    german = language == "GERMAN"
    assert shown(ItemState.FAILED.word) == ("Fehler" if german else "failed")
    assert percent(1, 0) == "100\N{NARROW NO-BREAK SPACE}%"


def test_the_import_page_has_room_for_every_state(language: str, qtbot: QtBot) -> None:
    page = ProgressPage()
    qtbot.addWidget(page)
    state = ItemState.FAILED
    item = ItemView("ES=F", "5m", state)
    page.show_import(ImportState(phase=Phase.RUNNING, symbols=("ES=F",), items={("ES=F", "5m"): item}))
    header = page.table.header()
    assert [text for text, width in titles(header)[:-1] if wide(page.table, text) + 2 * GAP > width] == []
    room = header.sectionSize(1) - 2 * GAP - ICON - GAP
    words = [shown(state.word) for state in ItemState]
    elide = page.table.fontMetrics().elidedText
    assert [elide(word, Qt.TextElideMode.ElideRight, room) for word in words] == words


def test_the_history_has_room_for_every_result_and_trigger(language: str, qtbot: QtBot) -> None:
    tree = HistoryTree(HistoryModel())
    qtbot.addWidget(tree)
    header = tree.header()
    assert [text for text, width in titles(header)[:-1] if wide(tree, text) + 6 > width] == []
    assert [title.strip() for title, _ in titles(header)] == list(headings())
    results = [sentence_case(shown(state.word)) for state in RunState]
    taken = tree.indentation() + ICON + AROUND
    assert [word for word in results if wide(tree, word) + taken > header.sectionSize(HistoryColumn.RESULT)] == []
    triggers = [f"{sentence_case(shown(trigger.word))} ×4" for trigger in Trigger]
    assert [word for word in triggers if wide(tree, word) + 6 > header.sectionSize(HistoryColumn.TRIGGER)] == []


def test_the_matrix_has_room_for_every_state_in_the_smallest_window(language: str, qtbot: QtBot) -> None:
    view = MatrixView(CoverageModel(YAHOO))
    qtbot.addWidget(view)
    view.resize(688, 200)
    view.show()
    lines, width = view.text_lines, view.columnWidth(0)
    told = [shown(state.word) for state in CoverageState if state is not CoverageState.COMPLETE]
    assert [word for word in told if QFontMetrics(lines.second).horizontalAdvance(word) + EDGE > width] == []
    assert EDGE + MARK + QFontMetrics(lines.first).horizontalAdvance(percent(1, 0)) <= width
