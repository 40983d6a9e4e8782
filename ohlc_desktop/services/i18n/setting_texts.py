"""What the settings are called, in the user's language.

They are declared in ``core``, which knows no Qt; here their texts stand once more, only so that lupdate lists them.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ohlc_desktop.core.settings import Group, Unusable
from ohlc_desktop.services.i18n.messages import shown

# Labels, help, units and choices of the declarations.
TEXTS = (
    QT_TRANSLATE_NOOP("Settings", "Daily import"),
    QT_TRANSLATE_NOOP("Settings", "Import every trading day by itself."),
    QT_TRANSLATE_NOOP("Settings", "Import time"),
    QT_TRANSLATE_NOOP("Settings", "Time of the daily import in Los Angeles."),
    QT_TRANSLATE_NOOP("Settings", "Timeframes"),
    QT_TRANSLATE_NOOP("Settings", "Timeframes that are wanted; what the same answers bring is kept as well."),
    QT_TRANSLATE_NOOP("Settings", "Pace"),
    QT_TRANSLATE_NOOP("Settings", "Most requests a second to {feed}; 0 switches the limit off."),
    QT_TRANSLATE_NOOP("Settings", "a second"),
    QT_TRANSLATE_NOOP("Settings", "Parallel requests"),
    QT_TRANSLATE_NOOP("Settings", "Requests on their way at the same time."),
    QT_TRANSLATE_NOOP("Settings", "requests"),
    QT_TRANSLATE_NOOP("Settings", "Daily quota"),
    QT_TRANSLATE_NOOP("Settings", "Most requests a day to {feed}, counted from 00:00 UTC."),
    QT_TRANSLATE_NOOP("Settings", "a day"),
    QT_TRANSLATE_NOOP("Settings", "Request time limit"),
    QT_TRANSLATE_NOOP("Settings", "Seconds that one request may take."),
    QT_TRANSLATE_NOOP("Settings", "seconds"),
    QT_TRANSLATE_NOOP("Settings", "Use Redis"),
    QT_TRANSLATE_NOOP("Settings", "Use Redis as a cache of candles."),
    QT_TRANSLATE_NOOP("Settings", "Redis address"),
    QT_TRANSLATE_NOOP("Settings", "Where Redis is: redis://[:password@]host:port/database."),
    QT_TRANSLATE_NOOP("Settings", "Redis is required"),
    QT_TRANSLATE_NOOP("Settings", "Refuse to import while Redis cannot be used."),
    QT_TRANSLATE_NOOP("Settings", "Quiet"),
    QT_TRANSLATE_NOOP("Settings", "Show no notifications; the tray icon still tells when something needs you."),
    QT_TRANSLATE_NOOP("Settings", "Theme"),
    QT_TRANSLATE_NOOP("Settings", "Colours of the window."),
    QT_TRANSLATE_NOOP("Settings", "Like the system"),
    QT_TRANSLATE_NOOP("Settings", "Light"),
    QT_TRANSLATE_NOOP("Settings", "Dark"),
    QT_TRANSLATE_NOOP("Settings", "Language"),
    QT_TRANSLATE_NOOP("Settings", "Language of window, tray and charts; the command line and the logs are English."),
    QT_TRANSLATE_NOOP("Settings", "English"),
    QT_TRANSLATE_NOOP("Settings", "Deutsch"),
    QT_TRANSLATE_NOOP("Settings", "Log level"),
    QT_TRANSLATE_NOOP("Settings", "Least important lines that are logged."),
    QT_TRANSLATE_NOOP("Settings", "Everything (debug)"),
    QT_TRANSLATE_NOOP("Settings", "Information"),
    QT_TRANSLATE_NOOP("Settings", "Warnings"),
    QT_TRANSLATE_NOOP("Settings", "Errors only"),
)

translate = QCoreApplication.translate


def translated(text: str) -> str:
    """One of the texts in the user's language."""
    return translate("Settings", text)


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
