"""How the triggers of runs are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.request import Trigger

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
