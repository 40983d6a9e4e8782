"""Times, ages and numbers as a person reads them. Pure functions of their arguments; texts are translatable."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from ohlc_desktop.core.numbers import write_number
from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.i18n.day_names import NUMBERS, names

_MINUTE, _HOUR, _DAY = 60, 3600, 86400

translate = QCoreApplication.translate


def count(number: int) -> str:
    """A whole number with commas between thousands."""
    return write_number(number)


def percent(number: float, decimals: int = 0, signed: bool = False) -> str:
    """``97 %``; ``signed`` as changes are told, ``+0.21 %``. The space is narrow and never broken."""
    text = write_number(number, decimals)
    sign = "+" if signed and number > 0 and text.strip("0.,") else ""
    return f"{sign}{text}\u202f%"


def on_day(moment: date, form: str) -> str:
    """A date or moment in a form of ``strftime``, with the weekday's short word before it."""
    weekday = names().standaloneDayName(moment.isoweekday(), QLocale.FormatType.ShortFormat)
    return translate("Wording", "{weekday} {date}").format(weekday=weekday, date=moment.strftime(form))


def when_pacific(seconds: float) -> str:
    """A moment (UTC epoch seconds) in Los Angeles: ``Tue 2026-11-24 14:05 PST``."""
    return on_day(datetime.fromtimestamp(seconds, pacific()), "%Y-%m-%d %H:%M %Z")


def when(seconds: float) -> str:
    """A moment (UTC epoch seconds) in the zone that the user chose, which is told elsewhere: ``Tue 2026-11-24 23:05``."""
    return on_day(zones.at(seconds), "%Y-%m-%d %H:%M")


def beside_pacific(seconds: float) -> str:
    """The time of day of a moment (UTC epoch seconds) in the chosen zone, to be told beside that in Los Angeles.

    ``23:05 CET``, on another date ``Wed 00:05 CET``; empty where the clocks show the same.
    """
    here, there = zones.at(seconds), datetime.fromtimestamp(seconds, pacific())
    if here.utcoffset() == there.utcoffset():
        return ""
    time = here.strftime("%H:%M") if here.date() == there.date() else on_day(here, "%H:%M")
    return translate("Wording", "{time} {zone}").format(time=time, zone=zones.name_at(seconds))


def span(seconds: float) -> str:
    """A length of time in its two largest units: ``2 h 5 min``."""
    left = max(int(seconds), 0)
    if left < _MINUTE:
        return translate("Wording", "{seconds} s").format(seconds=left)
    if left < _HOUR:
        return translate("Wording", "{minutes} min {seconds} s").format(minutes=left // _MINUTE, seconds=left % _MINUTE)
    if left < _DAY:
        return translate("Wording", "{hours} h {minutes} min").format(
            hours=left // _HOUR, minutes=left % _HOUR // _MINUTE
        )
    return translate("Wording", "{days} d {hours} h").format(days=left // _DAY, hours=left % _DAY // _HOUR)


def age(seconds: float) -> str:
    """How long ago, in one unit, for narrow places: ``5 min``, ``3 h``, ``2 d``."""
    past = max(int(seconds), 0)
    if past < _MINUTE:
        return translate("Wording", "now")
    if past < _HOUR:
        return translate("Wording", "{minutes} min").format(minutes=past // _MINUTE)
    if past < _DAY:
        return translate("Wording", "{hours} h").format(hours=past // _HOUR)
    return translate("Wording", "{days} d").format(days=past // _DAY)


def size(number: int) -> str:
    """Bytes in their largest unit: ``12.3 MB``."""
    return NUMBERS.formattedDataSize(number, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
