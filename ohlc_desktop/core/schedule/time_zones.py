"""The time zones that a user can choose for times that are read: the machine's, the market's, and UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import pytz

#: By the word of the setting. The machine's own, LOCAL, has no name.
ZONE_NAMES: Mapping[str, str] = {
    "PACIFIC": "America/Los_Angeles",
    "CHICAGO": "America/Chicago",
    "NEW_YORK": "America/New_York",
    "UTC": "UTC",
}


def zone_named(word: str) -> tzinfo | None:
    """The rules of a zone; None for the machine's own, as ``datetime.fromtimestamp`` and ``astimezone`` take it."""
    return pytz.timezone(ZONE_NAMES[word]) if word in ZONE_NAMES else None
