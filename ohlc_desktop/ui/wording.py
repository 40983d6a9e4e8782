"""Times, ages and numbers as a person reads them. Pure functions of their arguments; texts are translatable."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from ohlc_desktop.core.schedule import pacific

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def _tr(text: str) -> str:
    return QCoreApplication.translate("Wording", text)


def count(number: int) -> str:
    """A number with the locale's group separators."""
    return QLocale().toString(number)


def when_pacific(seconds: float) -> str:
    """A moment (UTC epoch seconds) in Los Angeles: ``Tue 2026-11-24 14:05 PST``."""
    return datetime.fromtimestamp(seconds, pacific()).strftime("%a %Y-%m-%d %H:%M %Z")


def when_local(seconds: float) -> str:
    """A moment (UTC epoch seconds) in the machine's zone: ``Tue 2026-11-24 23:05``."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%a %Y-%m-%d %H:%M")


def span(seconds: float) -> str:
    """A length of time in its two largest units: ``2 h 5 min``."""
    left = max(int(seconds), 0)
    if left < _MINUTE:
        return _tr("{seconds} s").format(seconds=left)
    if left < _HOUR:
        return _tr("{minutes} min {seconds} s").format(minutes=left // _MINUTE, seconds=left % _MINUTE)
    if left < _DAY:
        return _tr("{hours} h {minutes} min").format(hours=left // _HOUR, minutes=left % _HOUR // _MINUTE)
    return _tr("{days} d {hours} h").format(days=left // _DAY, hours=left % _DAY // _HOUR)


def age(seconds: float) -> str:
    """How long ago, in one unit, for narrow places: ``5 min``, ``3 h``, ``2 d``."""
    past = max(int(seconds), 0)
    if past < _MINUTE:
        return _tr("now")
    if past < _HOUR:
        return _tr("{minutes} min").format(minutes=past // _MINUTE)
    if past < _DAY:
        return _tr("{hours} h").format(hours=past // _HOUR)
    return _tr("{days} d").format(days=past // _DAY)


def size(number: int) -> str:
    """Bytes in the locale's units: ``12.3 MB``."""
    return QLocale().formattedDataSize(number, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
