"""How complete a series is, in a word."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def state_word(state: str) -> str:
    """The state of a series in the user's language."""
    return {
        "complete": translate("Coverage", "complete"),
        "partial": translate("Coverage", "partial"),
        "stale": translate("Coverage", "stale"),
        "empty": translate("Coverage", "empty"),
        "failed": translate("Coverage", "failed"),
        "importing": translate("Coverage", "importing"),
    }.get(state) or translate("Coverage", "off")
