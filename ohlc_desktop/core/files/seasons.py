"""What equal prices of a part of the year prove of the rest of it: clocks change, and not those of all zones alike.

The clock of a zone that no reading knows may show the same as that of a known one for half a year, and an hour less or more
for the other half. So what is proven by prices holds until a clock changes anywhere; beyond that the sessions must tell that
no hour is amiss.
"""

from __future__ import annotations

import numpy as np
import pytz

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.chart.axes.time_texts import offset_pieces
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, opens
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, HOUR

#: Zones that files of futures are written in, the most common ones first; ``Etc/GMT+5`` is New York without summer time.
ZONES = (
    "UTC", "America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London", "Europe/Berlin",
    "Asia/Tokyo", "Australia/Sydney", "America/Denver", "Europe/Athens", "Asia/Hong_Kong", "Asia/Kolkata", "Etc/GMT+5",
)  # fmt: skip
#: Other zones whose clocks change at times of their own.
_CHANGING = ("America/Sao_Paulo", "Africa/Cairo", "Asia/Jerusalem", "Pacific/Auckland", "America/Santiago")
#: Candles of a season that must be compared.
_LEAST = 10
#: So many more candles a session stand outside an hour earlier or later.
_APART = 0.5


def holds_all_year(
    candles: FileCandles, reading: Reading, seconds: int, calendar: Calendar, stored: Candles
) -> bool:  # fmt: skip
    """Whether a reading that equal prices prove holds for all of a file: where none are compared the sessions must tell.

    Args:
        candles: Of the file.
        reading: What is proven by the prices that are stored too.
        seconds: Length of a candle.
        calendar: The sessions of the instrument.
        stored: Sorted stored candles.
    """
    moments = opens(candles, reading, seconds)
    season = np.searchsorted(_changes(int(moments.min()), int(moments.max())), moments)
    compared = np.bincount(season[np.isin(moments, stored.ts)], minlength=int(season.max()) + 1)
    return all(
        compared[number] >= _LEAST or _hour_is_right(moments[season == number], calendar)
        for number in np.unique(season)
    )


def _changes(start: int, end: int) -> Int64:
    """When clocks change anywhere, sorted."""
    pieces = (
        piece
        for zone in (*ZONES, *_CHANGING)
        for piece in offset_pieces(start - DAY, end + DAY, pytz.timezone(zone))[1:]
    )
    return np.unique(np.array([begin for begin, *_ in pieces], dtype=np.int64))


def _hour_is_right(moments: Int64, calendar: Calendar) -> bool:
    """Whether candles fit the sessions, and would not an hour earlier or later."""
    at = calendar.session_at(moments)
    sessions, outside = len(np.unique(at[at >= 0])), int(np.count_nonzero(at < 0))
    others = (int(np.count_nonzero(calendar.session_at(moments + shift) < 0)) for shift in (-HOUR, HOUR))
    return all(other - outside >= max(_APART * sessions, 1) for other in others)
