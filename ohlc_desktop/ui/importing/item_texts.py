"""What became of an instrument, or of one of its timeframes, in a run: the word and the mark that people see."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.events import ItemState
from ohlc_desktop.services.health.severity import Mark

translate = QCoreApplication.translate

_MARKS = {
    ItemState.WAITING: Mark.UNKNOWN,
    ItemState.FETCHING: Mark.BUSY,
    ItemState.WRITTEN: Mark.OK,
    ItemState.UNCHANGED: Mark.OK,
    ItemState.DEFERRED: Mark.ATTENTION,
    ItemState.FAILED: Mark.FAILING,
    ItemState.CANCELLED: Mark.UNKNOWN,
    ItemState.SKIPPED: Mark.OFF,
}


def item_word(state: ItemState) -> str:
    """What became of an instrument and timeframe."""
    words = {
        ItemState.WAITING: translate("Items", "waiting"),
        ItemState.FETCHING: translate("Items", "fetching"),
        ItemState.WRITTEN: translate("Items", "written"),
        ItemState.UNCHANGED: translate("Items", "unchanged"),
        ItemState.DEFERRED: translate("Items", "put off"),
        ItemState.FAILED: translate("Items", "failed"),
        ItemState.CANCELLED: translate("Items", "cancelled"),
        ItemState.SKIPPED: translate("Items", "not asked"),
    }
    return words[state]


def item_mark(state: ItemState) -> Mark:
    """The mark of what became of an instrument and timeframe."""
    return _MARKS[state]
