"""What is said of settings, in the user's language; their labels and help are translated as they are declared."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.settings import Group, Unusable
from ohlc_desktop.services.i18n.messages import shown

translate = QCoreApplication.translate


def refusal(error: ValueError) -> str:
    """Why a value is refused, in the user's language."""
    return shown(error.message) if isinstance(error, Unusable) else str(error)


def group_title(group: Group) -> str:
    """The heading of a group."""
    titles = {
        Group.SCHEDULE: translate("Settings", "Schedule"),
        Group.DATA: translate("Settings", "Data"),
        Group.FEED: translate("Settings", "Pace and quota"),
        Group.REDIS: translate("Settings", "Redis"),
        Group.NOTIFICATIONS: translate("Settings", "Notifications"),
        Group.APPEARANCE: translate("Settings", "Appearance"),
        Group.ADVANCED: translate("Settings", "Advanced"),
    }
    return titles[group]
