"""Which feeds a profile asks, chosen and put in order on the settings page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Unusable
from ohlc_desktop.sources.registry import FEEDS
from ohlc_desktop.ui.settings.feeds_editor import FeedsEditor, FoundFeeds

OURS = FEEDS[0]
TINY = replace(OURS, name="tiny", title="Tiny Candles", protocol=1)
FOUND = FoundFeeds({OURS.name: OURS, "tiny": TINY}, {"bad/one": Message("It is no FeedSpec.")})


@pytest.fixture
def editor(qtbot: QtBot) -> FeedsEditor:
    """The editor of a profile that has never set its feeds, before plug-ins were found."""
    made = FeedsEditor("Feeds")
    qtbot.addWidget(made)
    made.show()
    return made


def rows(editor: FeedsEditor) -> list[tuple[str, bool]]:
    """The titles from the top, and whether each is asked."""
    items = [editor.feeds.item(row) for row in range(editor.feeds.count())]
    return [(item.text(), item.checkState() is Qt.CheckState.Checked) for item in items]


def test_feeds_of_plug_ins_are_offered_once_they_are_found(editor: FeedsEditor) -> None:
    assert (rows(editor), editor.raw(), editor.note.isVisible()) == ([(OURS.title, True)], [], False)
    editor.show_found(FOUND)
    assert rows(editor) == [(OURS.title, True), ("Tiny Candles", False)]
    assert editor.note.text == "bad/one cannot be used. It is no FeedSpec."
    assert editor.raw() == []


def test_they_are_chosen_with_ticks_and_put_in_order_with_buttons(editor: FeedsEditor) -> None:
    editor.show_found(FOUND)
    heard: list[object] = []
    editor.committed.connect(lambda: heard.append(editor.raw()))
    editor.feeds.item(1).setCheckState(Qt.CheckState.Checked)
    editor.feeds.setCurrentRow(1)
    assert (editor.up.isEnabled(), editor.down.isEnabled()) == (True, False)
    editor.up.click()
    assert heard == [[OURS.name, "tiny"], ["tiny", OURS.name]]
    assert (editor.up.isEnabled(), editor.down.isEnabled()) == (False, True)
    editor.show_value(("tiny", OURS.name))
    assert rows(editor) == [("Tiny Candles", True), (OURS.title, True)]


def test_none_is_refused_and_one_that_is_gone_stays_until_it_is_taken_out(editor: FeedsEditor) -> None:
    editor.show_value(("gone",))
    editor.show_found(FOUND)
    assert rows(editor) == [("gone (not installed)", True), (OURS.title, False), ("Tiny Candles", False)]
    assert editor.raw() == ["gone"]
    editor.feeds.item(0).setCheckState(Qt.CheckState.Unchecked)
    with pytest.raises(Unusable, match="choose at least one feed"):
        editor.raw()
