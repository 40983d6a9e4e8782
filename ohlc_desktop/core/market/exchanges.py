"""Where an instrument that is not in the catalogue trades: told by the feed, kept in the database, read by all rooms.

The flow: an answer brings a :class:`Market`; :func:`calendar_name` says by which hours it trades; :func:`placed` puts
the instrument there. Exchanges that the calendar library knows have its sessions, stored like those of futures. All
other hours follow from their name alone (:func:`computed`): coins, currencies, futures that are not in the catalogue,
and the local days of exchanges that no library knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pytz

from ohlc_desktop.core.market import sessions
from ohlc_desktop.core.market.catalogue import CALENDARS
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import CME_ZONE, Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE

#: Coins trade around the clock; the feed states their days in UTC.
COINS = "coins"
#: Currencies trade around the clock from Sunday evening to Friday evening; the feed states their days in London.
CURRENCIES = "currencies"
#: Futures that are not in the catalogue: their exchange's holidays and hours are not known.
FUTURES = "futures"

_LONDON = "Europe/London"
#: Rows of currencies end about 22:00 London on Fridays, when New York closes; half an hour is left for later ones.
_FRIDAY_CLOSE = 22 * HOUR + 30 * MINUTE
_FRIDAY, _SATURDAY = 4, 5
#: Currencies are told at once; whatever else, mostly a quarter of an hour late.
_DELAYS = {CURRENCIES: 120}


@dataclass(frozen=True, slots=True)
class Exchange:
    """The hours of an exchange whose sessions the calendar library knows.

    Attributes:
        zone: Its time zone.
        codes: Of it and of others that trade at the same hours, as :class:`Market` has them.
        parted: Whether candles end at a pause at noon.
    """

    zone: str
    codes: tuple[str, ...]
    parted: bool = False


#: By the name of the calendar; ``resources/sessions.toml`` has the library's name of each. Where a market maker or a
#: regional exchange trades longer than the library says, as Frankfurt and Stuttgart do, the code is left out.
EXCHANGES: Mapping[str, Exchange] = MappingProxyType(
    {
        "new_york": Exchange(
            "America/New_York",
            ("NMS", "NGM", "NCM", "NYQ", "ASE", "PCX", "BTS", "NIM", "SNP", "DJI", "PNK", "OQB", "OQX", "OEM"),
        ),
        "toronto": Exchange("America/Toronto", ("TOR", "VAN", "NEO", "CNQ")),
        "london": Exchange(_LONDON, ("LSE", "FGI")),
        "xetra": Exchange("Europe/Berlin", ("GER",)),
        "paris": Exchange("Europe/Paris", ("PAR", "ENX")),
        "amsterdam": Exchange("Europe/Amsterdam", ("AMS",)),
        "brussels": Exchange("Europe/Brussels", ("BRU",)),
        "lisbon": Exchange("Europe/Lisbon", ("LIS",)),
        "milan": Exchange("Europe/Rome", ("MIL",)),
        "madrid": Exchange("Europe/Madrid", ("MCE",)),
        "zurich": Exchange("Europe/Zurich", ("EBS",)),
        "stockholm": Exchange("Europe/Stockholm", ("STO",)),
        "copenhagen": Exchange("Europe/Copenhagen", ("CPH",)),
        "helsinki": Exchange("Europe/Helsinki", ("HEL",)),
        "oslo": Exchange("Europe/Oslo", ("OSL",)),
        "tokyo": Exchange("Asia/Tokyo", ("JPX", "OSA", "TYO"), parted=True),
        "hong_kong": Exchange("Asia/Hong_Kong", ("HKG",), parted=True),
        "sydney": Exchange("Australia/Sydney", ("ASX",)),
        "india": Exchange("Asia/Kolkata", ("NSI", "BSE")),
        "taipei": Exchange("Asia/Taipei", ("TAI", "TWO")),
    }
)
_BY_CODE = {code: name for name, exchange in EXCHANGES.items() for code in exchange.codes}
#: What trades by the sessions of its exchange, and all of whose candles are therefore expected.
_BY_SESSIONS = ("EQUITY", "ETF", "INDEX")
#: The name of hours that no calendar knows: the zone, and the times of day at which trading is stated to begin and end.
_OWN = re.compile(r"(?P<zone>\S+) (?P<begins>\d\d:\d\d)(?:-(?P<ends>\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Market:
    """What a feed tells of where an instrument trades.

    Attributes:
        zone: Name of the time zone of its exchange: ``Asia/Tokyo``.
        kind: ``EQUITY``, ``ETF``, ``INDEX``, ``FUTURE``, ``CURRENCY``, ``CRYPTOCURRENCY``, ``MUTUALFUND`` ...
        exchange: Code of the exchange: ``OSA``; empty when not told. A source whose feed has other codes translates them.
        name: Name of the exchange for people: ``Osaka``; empty when not told.
        begins: Time of day at which regular trading begins, seconds after 00:00 in the zone; None when not told.
        ends: Likewise its end.
    """

    zone: str
    kind: str
    exchange: str = ""
    name: str = ""
    begins: int | None = None
    ends: int | None = None


def calendar_name(market: Market) -> str:
    """The name of the hours by which a market trades; ``generic`` where its time zone is not known here."""
    if market.kind == "CRYPTOCURRENCY":
        return COINS
    if market.kind == "CURRENCY":
        return CURRENCIES
    if market.kind in _BY_SESSIONS and market.exchange in _BY_CODE:
        return _BY_CODE[market.exchange]
    if market.zone not in pytz.all_timezones_set:
        return GENERIC
    if market.kind == "FUTURE" and market.zone == CME_ZONE:
        return FUTURES
    begins, ends = market.begins or 0, market.ends or 0
    until = f"-{_clock(ends)}" if begins < ends < DAY - MINUTE else ""  # days that end at 23:59 end at midnight
    return f"{market.zone} {_clock(begins)}{until}"


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}"


def _seconds(clock: str) -> int:
    return int(clock[:2]) * HOUR + int(clock[3:]) * MINUTE


def placed(instrument: Instrument, market: Market | None) -> Instrument:
    """The instrument with the hours and the exchange of its market; those of the catalogue keep their own."""
    if market is None or instrument.root:
        return instrument
    name = calendar_name(market)
    delay = _DELAYS.get(name, instrument.feed_delay)
    return replace(instrument, calendar=name, exchange=market.name or market.exchange, feed_delay=delay)


def settled(before: Market | None, told: Market) -> Market:
    """The market that counts when one is told: of hours the widest that were ever told, for half days are told likewise."""
    if before is None or (before.zone, before.kind, before.exchange) != (told.zone, told.kind, told.exchange):
        return told
    begins = min((at for at in (before.begins, told.begins) if at is not None), default=None)
    ends = max((at for at in (before.ends, told.ends) if at is not None), default=None)
    return replace(told, begins=begins, ends=ends)


def zone_of(name: str) -> str:
    """The time zone in which days of a calendar begin and end."""
    if name in EXCHANGES:
        return EXCHANGES[name].zone
    own = _OWN.fullmatch(name)
    fixed = {COINS: "UTC", CURRENCIES: _LONDON}
    return own["zone"] if own else fixed.get(name, CME_ZONE)


def known_of(instrument: Instrument) -> Message:
    """What is known of the hours of an instrument that is not in the catalogue, and what is not."""
    name = instrument.calendar
    if name in EXCHANGES:
        return Message("Its sessions are those of its exchange; no tick is known.")
    if name == COINS:
        return Message("It trades around the clock, with days in UTC; no tick is known.")
    if name == CURRENCIES:
        return Message(
            "It trades from Sunday evening to Friday evening, with days in London; no tick and no holidays are known."
        )
    if _OWN.fullmatch(name) or name == FUTURES:
        return Message(
            "Its days are those of {zone}; no tick, no holidays and no trading hours are known.", zone=zone_of(name)
        )
    return Message("Not in the catalogue: no tick and no trading hours are known before the next import.")


def by_exchange(calendar: Calendar) -> Calendar:
    """A stored calendar with the zone and the manner of pauses of its exchange, which follow from its name."""
    exchange = EXCHANGES.get(calendar.name)
    return calendar if exchange is None else replace(calendar, zone=exchange.zone, parted=exchange.parted)


def computed(name: str, first: int, last: int) -> Calendar | None:
    """The sessions between two day numbers, both included, of hours that no library is asked for; None for others.

    Coins are expected to trade at all times. Of everything else nothing is expected: which days are holidays, and
    whether a minute without a row was one without a trade, cannot be known.
    """
    if name == GENERIC:
        return sessions.day_calendar(GENERIC, first, last, CME_ZONE)
    if name == COINS:
        return sessions.day_calendar(name, first, last, "UTC", strict=True)
    if name == CURRENCIES:
        return _currencies(first, last)
    if name == FUTURES:
        return _futures(first, last)
    own = _OWN.fullmatch(name)
    if own is None:
        return None
    begins = _seconds(own["begins"])
    length = _seconds(own["ends"]) - begins if own["ends"] else 0
    return replace(sessions.day_calendar(name, first, last, own["zone"], begins), length=length)


def around(name: str, now: float, back: int, ahead: int) -> Calendar | None:
    """:func:`computed` for so many days before and after a time (UTC epoch seconds)."""
    today = sessions.local_day(now, zone_of(name))
    return computed(name, today - back, today + ahead)


@lru_cache(maxsize=4096)
def trade_day(name: str, stamp: int) -> int:
    """Day number of the trade date that a moment belongs to; the stamp of a trade date, 00:00 UTC, belongs to that date.

    That of a future begins at 18:00 New York the evening before, everything else has days in its own zone.
    """
    if stamp % DAY == 0:
        return stamp // DAY
    return sessions.new_york_day(stamp + 6 * HOUR) if _future(name) else sessions.local_day(stamp, zone_of(name))


def trade_day_end(name: str, day: int) -> int:
    """The moment (UTC epoch seconds) at which the trade date of a day number is over, and the next one may begin."""
    if _future(name):
        return sessions.local_time(day, CME_ZONE, 18 * HOUR)
    return sessions.local_time(day + 1, zone_of(name))


def _future(name: str) -> bool:
    """Whether a trade date begins at 18:00 New York the evening before."""
    return name == FUTURES or name in CALENDARS


def _currencies(first: int, last: int) -> Calendar:
    """Days in London but Saturdays; the Sunday evening is a day of its own, for grids begin at midnight."""
    days = sessions.day_calendar(CURRENCIES, first, last, _LONDON)
    weekday = (days.trade_date + 3) % 7
    close = days.close.copy()
    for at in np.flatnonzero(weekday == _FRIDAY).tolist():
        close[at] = sessions.local_time(int(days.trade_date[at]), _LONDON, _FRIDAY_CLOSE)
    return replace(days, close=close).take(weekday != _SATURDAY)


def _futures(first: int, last: int) -> Calendar:
    """18:00 to 17:00 New York on every weekday, in which the sessions of all American futures lie."""
    days = np.arange(first, last + 1, dtype=np.int64)
    days = days[(days + 3) % 7 <= _FRIDAY]
    zone = CME_ZONE
    opened = np.array([sessions.local_time(day - 1, zone, 18 * HOUR) for day in days.tolist()], dtype=np.int64)
    closed = np.array([sessions.local_time(day, zone, 17 * HOUR) for day in days.tolist()], dtype=np.int64)
    none = np.zeros(len(days), dtype=np.int64)
    return Calendar(
        FUTURES, False, days, opened, closed, none, none, none.astype(np.bool_), sessions.working_days(days), zone
    )
