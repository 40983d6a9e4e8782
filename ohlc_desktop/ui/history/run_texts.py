"""How runs are called where a person reads of them: triggers, results and their marks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.events import RunState
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.states.severity import Severity

translate = QCoreApplication.translate


def trigger_word(trigger: Trigger) -> str:
    """What caused a run."""
    words = {
        Trigger.MANUAL: translate("Runs", "by hand"),
        Trigger.SCHEDULE: translate("Runs", "schedule"),
        Trigger.FOLLOW_UP: translate("Runs", "follow-up"),
        Trigger.REPAIR: translate("Runs", "repair"),
    }
    return words[trigger]


def result_word(state: RunState) -> str:
    """What became of a run."""
    words = {
        RunState.RUNNING: translate("Runs", "running"),
        RunState.DONE: translate("Runs", "done"),
        RunState.PARTIAL: translate("Runs", "partly done"),
        RunState.FAILED: translate("Runs", "failed"),
        RunState.CANCELLED: translate("Runs", "cancelled"),
        RunState.INTERRUPTED: translate("Runs", "interrupted"),
        RunState.SKIPPED: translate("Runs", "skipped"),
    }
    return words[state]


def result_mark(state: RunState) -> Severity:
    """The mark of what became of a run."""
    marks = {
        RunState.RUNNING: Severity.BUSY,
        RunState.DONE: Severity.OK,
        RunState.PARTIAL: Severity.ATTENTION,
        RunState.FAILED: Severity.FAILING,
        RunState.CANCELLED: Severity.UNKNOWN,
        RunState.INTERRUPTED: Severity.ATTENTION,
        RunState.SKIPPED: Severity.OFF,
    }
    return marks[state]
