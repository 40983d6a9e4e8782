"""Settings, declared once: name, type, default, limits and what each is for.

The command line, the settings page and the table in ``resources/docs/settings.md`` all come from ``DECLARATIONS``. Sources,
strongest first: the environment, ``.env`` in the profile, ``settings.toml``, defaults. Reading the files is
the caller's business; this room only decides.
"""

from ohlc_desktop.core.settings.declarations import DECLARATIONS, Declaration, Group, Origin, Settings
from ohlc_desktop.core.settings.kinds import (
    ClockTime,
    FeedNames,
    FolderSetting,
    Number,
    Secret,
    SettingKind,
    Stored,
    Switch,
    Timeframes,
    Unusable,
    WebAddress,
    Whole,
    WordSetting,
)  # fmt: skip
from ohlc_desktop.core.settings.resolving import declaration_of, resolve

__all__ = [
    "DECLARATIONS", "ClockTime", "Declaration", "FeedNames", "FolderSetting", "Group", "Number", "Origin", "Secret",
    "SettingKind", "Settings", "Stored", "Switch", "Timeframes", "Unusable", "WebAddress", "Whole", "WordSetting", "declaration_of", "resolve",
]  # fmt: skip
