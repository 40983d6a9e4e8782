"""The editor of the feeds of a profile: which are asked, and in what order; and what is wrong with others.

Feeds of plug-ins are looked for on a worker thread, for their modules are loaded; until then ours alone are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Unusable
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.sources.registry import FEEDS, installed_feeds, refused_feeds
from ohlc_desktop.ui.settings.editors import Editor
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.form import FormNote

_NAME = Qt.ItemDataRole.UserRole
#: Rows that are seen at least and at most, and their height.
_FEWEST, _MOST, _ROW = 3, 6, 26


@dataclass(frozen=True, slots=True)
class FoundFeeds:
    """The feeds that can be chosen, by name, and why others cannot be used, by plug-in."""

    feeds: Mapping[str, FeedSpec]
    refused: Mapping[str, Message]


#: Looks for feeds, and calls back on the same thread.
FindFeeds = Callable[[Callable[[FoundFeeds], None]], None]


def find_feeds() -> FoundFeeds:
    """Load what plug-ins say of their feeds; for a worker thread."""
    return FoundFeeds(installed_feeds(), refused_feeds())


class FeedsEditor(Editor):
    """A list of feeds: those with a tick are asked, the uppermost first.

    Attributes:
        feeds: The list.
        note: Which plug-ins cannot be used, and why.
    """

    wide = True

    def __init__(self, name: str) -> None:
        self.feeds = QListWidget()
        super().__init__(name, self.feeds)
        self._found = FoundFeeds({feed.name: feed for feed in FEEDS if not feed.simulated}, {})
        self._value: tuple[str, ...] = ()
        self.up, self.down = QPushButton(self.tr("Move &up")), QPushButton(self.tr("Move &down"))
        for button in (self.up, self.down):
            button.setAccessibleName(f"{name}: {button.text().replace('&', '')}")
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.note = FormNote(small=True)
        self.feeds.itemChanged.connect(lambda _: self.committed.emit())
        self.feeds.currentRowChanged.connect(self._allow)
        vbox(hbox(self.feeds, vbox(self.up, self.down, 1)), self.note, parent=self)
        self._fill()

    def show_found(self, found: FoundFeeds) -> None:
        """Offer the feeds that were found, and tell of those that cannot be used."""
        self._found = found
        self._fill()
        told = [
            self.tr("{plugin} cannot be used. {why}").format(plugin=name, why=shown(why))
            for name, why in found.refused.items()
        ]
        if told:
            self.note.tell(Severity.ATTENTION, "\n".join(told))
        else:
            self.note.clear()

    def show_value(self, value: Any) -> None:
        """Show which are asked, in their order; without any the one that a profile has by itself."""
        if tuple(value) != self._value:
            self._value = tuple(value)
            self._fill()

    def raw(self) -> object:
        """The names of those with a tick, from the top."""
        items = [self.feeds.item(row) for row in range(self.feeds.count())]
        chosen = [str(item.data(_NAME)) for item in items if item.checkState() is Qt.CheckState.Checked]
        if not chosen:
            raise Unusable("choose at least one feed")
        return chosen if chosen != [FEEDS[0].name] or self._value else []

    def _fill(self) -> None:
        """First those that are asked, then those that could be."""
        asked = self._value or (FEEDS[0].name,)
        with QSignalBlocker(self.feeds):
            self.feeds.clear()
            for name in [*asked, *(name for name in self._found.feeds if name not in asked)]:
                self.feeds.addItem(self._item(name, name in asked))
            self.feeds.setCurrentRow(0)
        rows = min(max(self.feeds.count(), _FEWEST), _MOST)
        self.feeds.setFixedHeight(rows * _ROW + 2 * self.feeds.frameWidth())
        self._allow()

    def _item(self, name: str, asked: bool) -> QListWidgetItem:
        feed = self._found.feeds.get(name)
        item = QListWidgetItem(feed.title if feed else self.tr("{name} (not installed)").format(name=name))
        item.setData(_NAME, name)
        item.setSizeHint(QSize(0, _ROW))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if asked else Qt.CheckState.Unchecked)
        item.setToolTip(feed.rights if feed else "")
        return item

    def _move(self, step: int) -> None:
        row = self.feeds.currentRow()
        with QSignalBlocker(self.feeds):
            item = self.feeds.takeItem(row)
            self.feeds.insertItem(row + step, item)
            self.feeds.setCurrentItem(item)
        self._allow()
        if item.checkState() is Qt.CheckState.Checked:
            self.committed.emit()

    def _allow(self, _row: int = 0) -> None:
        row = self.feeds.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.feeds.count() - 1)
