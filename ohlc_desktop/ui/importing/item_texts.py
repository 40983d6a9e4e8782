"""What became of an instrument, or of one of its timeframes, in a run: the word and the mark that people see."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.events import ItemState
from ohlc_desktop.core.states.severity import Severity

translate = QCoreApplication.translate

_MARKS = {
    ItemState.WAITING: Severity.UNKNOWN,
    ItemState.FETCHING: Severity.BUSY,
    ItemState.WRITTEN: Severity.OK,
    ItemState.UNCHANGED: Severity.OK,
    ItemState.DEFERRED: Severity.ATTENTION,
    ItemState.FAILED: Severity.FAILING,
    ItemState.CANCELLED: Severity.UNKNOWN,
    ItemState.SKIPPED: Severity.OFF,
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


def item_mark(state: ItemState) -> Severity:
    """The mark of what became of an instrument and timeframe."""
    return _MARKS[state]
