"""The time zone of all times that windows, tray and notifications tell; only the schedule is told in Los Angeles too."""

from __future__ import annotations

from datetime import datetime, tzinfo

from ohlc_desktop.core.schedule.time_zones import zone_named

#: Longer names of a zone, as Windows has them, are told by their distance to UTC.
_LONGEST = 5

_chosen: list[tzinfo | None] = [None]


def choose(word: str) -> None:
    """Tell times in the zone of the setting ``time_zone`` from now on; LOCAL is the machine's."""
    _chosen[0] = zone_named(word)


def at(seconds: float) -> datetime:
    """A moment (UTC epoch seconds) on the clock of the chosen zone, aware."""
    zone = _chosen[0]
    return datetime.fromtimestamp(seconds).astimezone() if zone is None else datetime.fromtimestamp(seconds, zone)


def name_at(seconds: float) -> str:
    """What the chosen zone is called at a moment (UTC epoch seconds): ``CST``, or ``UTC-03:00`` where it has no short name."""
    moment = at(seconds)
    name = moment.tzname() or ""
    if name.isalpha() and len(name) <= _LONGEST:
        return name
    offset = moment.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
