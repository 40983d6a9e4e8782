"""What equal prices of a part of the year prove of the rest of it: clocks change, and not those of all zones alike.

The clock of a zone that no reading knows may show the same as that of a known one for half a year, and an hour less or more
for the other half. So what is proven by prices holds until a clock changes anywhere; beyond that the sessions must tell that
no hour is amiss.
"""

from __future__ import annotations

import numpy as np
import pytz

from ohlc_desktop.core.candles import Bools, Candles, Int64
from ohlc_desktop.core.chart.axes.time_texts import offset_pieces
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, equal_prices, opens
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, HOUR

#: Zones that files of futures are written in, the most common ones first; ``Etc/GMT+5`` is New York without summer time.
ZONES = (
    "UTC", "America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London", "Europe/Berlin",
    "Asia/Tokyo", "Australia/Sydney", "America/Denver", "Europe/Athens", "Asia/Hong_Kong", "Asia/Kolkata", "Etc/GMT+5",
)  # fmt: skip
#: Other zones whose clocks change at times of their own.
_CHANGING = ("America/Sao_Paulo", "Africa/Cairo", "Asia/Jerusalem", "Pacific/Auckland", "America/Santiago")
#: Candles of a season that must be compared, and the share of them that must be equal.
_LEAST, _RIGHT = 10, 0.5
#: So many more candles a session stand outside an hour earlier or later.
_APART = 0.5


def holds_all_year(
    candles: FileCandles, reading: Reading, seconds: int, calendar: Calendar, stored: Candles, tick: float
) -> bool:  # fmt: skip
    """Whether a reading that equal prices prove holds for all of a file: where none are compared the sessions must tell.

    Args:
        candles: Of the file.
        reading: What is proven by the prices that are stored too.
        seconds: Length of a candle.
        calendar: The sessions of the instrument.
        stored: Sorted stored candles.
        tick: Smallest step of prices; 0 where it is not known.
    """
    moments = opens(candles, reading, seconds)
    season = np.searchsorted(_changes(int(moments.min()), int(moments.max())), moments)
    at = np.minimum(np.searchsorted(stored.ts, moments), len(stored) - 1)
    compared = stored.ts[at] == moments
    equal = compared & equal_prices(candles, stored.take(at), tick)
    return all(_season_holds(moments, season == number, compared, equal, calendar) for number in np.unique(season))


def _season_holds(moments: Int64, season: Bools, compared: Bools, equal: Bools, calendar: Calendar) -> bool:
    """Whether the candles of a season are those that are stored; where too few are, whether the sessions tell the hour."""
    count = int(np.count_nonzero(compared & season))
    if count >= _LEAST:
        return int(np.count_nonzero(equal & season)) >= _RIGHT * count
    return fits_no_other_hour(moments[season], calendar, 2)


def clocks_change(start: int, end: int) -> bool:
    """Whether clocks change anywhere between two moments, UTC epoch seconds."""
    changes = _changes(start, end)
    return bool(((changes > start) & (changes <= end)).any())


def _changes(start: int, end: int) -> Int64:
    """When clocks change anywhere, sorted."""
    pieces = (
        piece
        for zone in (*ZONES, *_CHANGING)
        for piece in offset_pieces(start - DAY, end + DAY, pytz.timezone(zone))[1:]
    )
    return np.unique(np.array([begin for begin, *_ in pieces], dtype=np.int64))


def fits_no_other_hour(moments: Int64, calendar: Calendar, hours: int = 12) -> bool:
    """Whether candles would not fit the sessions so many hours, or fewer, earlier or later.

    Readings are few, zones many: of a file with a part of the hours a wrong reading may be the only one that fits.
    """
    at = calendar.session_at(moments)
    sessions, outside = len(np.unique(at[at >= 0])), int(np.count_nonzero(at < 0))
    shifts = (sign * hour * HOUR for hour in range(1, hours + 1) for sign in (-1, 1))
    others = (int(np.count_nonzero(calendar.session_at(moments + shift) < 0)) for shift in shifts)
    return all(other - outside >= max(_APART * sessions, 1) for other in others)
