"""The timeframes: how long each is, which family it belongs to and how its candles are obtained.

Four are asked of a feed (1m, 2m, 5m, 1d), as far as its limits name them; the others are derived from them. ``60m`` is
another name for ``1h``: one series. A new timeframe is one row in ``TIMEFRAMES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ohlc_desktop.core.errors import UsageError

MINUTE, HOUR, DAY = 60, 3600, 86400
#: Later than every stamp; its negative is earlier.
EVER = 2**62


@dataclass(frozen=True, slots=True)
class Timeframe:
    """One timeframe.

    Attributes:
        name: As files, settings and the command line write it.
        seconds: Length of a candle; nominal for 5d and longer.
        source: The timeframe it is derived from; its own name when it is asked of the feed.
    """

    name: str
    seconds: int
    source: str

    @property
    def daily(self) -> bool:
        """True for 1d and longer: candles are keyed by trade date, not by time."""
        return self.seconds >= DAY

    @property
    def derived(self) -> bool:
        """True when no request is made for it."""
        return self.source != self.name


TIMEFRAMES: dict[str, Timeframe] = {
    tf.name: tf
    for tf in (
        Timeframe("1m", MINUTE, "1m"),
        Timeframe("2m", 2 * MINUTE, "2m"),
        Timeframe("5m", 5 * MINUTE, "5m"),
        Timeframe("15m", 15 * MINUTE, "5m"),
        Timeframe("30m", 30 * MINUTE, "5m"),
        Timeframe("1h", HOUR, "5m"),
        Timeframe("90m", 90 * MINUTE, "5m"),
        Timeframe("2h", 2 * HOUR, "5m"),
        Timeframe("4h", 4 * HOUR, "5m"),
        Timeframe("6h", 6 * HOUR, "5m"),
        Timeframe("8h", 8 * HOUR, "5m"),
        Timeframe("12h", 12 * HOUR, "5m"),
        Timeframe("1d", DAY, "1d"),
        Timeframe("5d", 5 * DAY, "1d"),
        Timeframe("1wk", 7 * DAY, "1d"),
        Timeframe("1mo", 30 * DAY, "1d"),
        Timeframe("3mo", 91 * DAY, "1d"),
    )
}

#: Other names of a timeframe that is stored once.
ALIASES = {"60m": "1h"}

#: Series that longer intraday candles and days are made of where nothing finer is known, the finest first.
_BETWEEN = tuple(TIMEFRAMES[name] for name in ("5m", "15m", "30m", "1h"))

#: All names as the user knows them, shortest first.
NAMES = tuple(name for own in TIMEFRAMES for name in (*(other for other, same in ALIASES.items() if same == own), own))

#: The timeframes that requests are made for, in the order of asking: the short daily answer first, because
#: it also tells the feed's clock.
SOURCES = ("1d", "1m", "2m", "5m")


def timeframe(name: str) -> Timeframe:
    """The timeframe with this name or alias.

    Raises:
        UsageError: no such timeframe; the hint lists all names.
    """
    key = name.strip()
    found = TIMEFRAMES.get(ALIASES.get(key, key))
    if found is None:
        raise UsageError("'{name}' is not a timeframe.", hint="Use one of: {names}.", name=name, names=" ".join(NAMES))
    return found


def sources_of(names: Iterable[str]) -> tuple[str, ...]:
    """The source timeframes that bring these, in the order of asking; the recent part of 2m comes from 1m.

    Raises:
        UsageError: a name is no timeframe.
    """
    needed = {timeframe(name).source for name in names}
    if "2m" in needed:
        needed.add("1m")
    return tuple(name for name in SOURCES if name in needed)


def fed_by(source: str) -> tuple[Timeframe, ...]:
    """The timeframes that an answer for ``source`` brings candles for, itself first.

    1m also feeds the recent part of 2m.
    """
    own = tuple(tf for tf in TIMEFRAMES.values() if tf.source == source)
    return (*own, TIMEFRAMES["2m"]) if source == "1m" else own


def finer_than(timeframe: Timeframe) -> tuple[Timeframe, ...]:
    """The series that a timeframe may be made of, the finest first."""
    minute, five, daily = (TIMEFRAMES[name] for name in ("1m", "5m", "1d"))
    if timeframe is minute:
        return ()
    if timeframe.seconds <= five.seconds:
        return (minute,)
    if timeframe is daily:
        return (minute, *_BETWEEN)
    if timeframe.daily:
        return (daily,)
    return tuple(fine for fine in _BETWEEN if fine.seconds < timeframe.seconds and not timeframe.seconds % fine.seconds)


def followers(timeframe: Timeframe) -> Sequence[Timeframe]:
    """The timeframes that may be made of one, directly or over others, each after what it is made of."""
    found = [timeframe]
    for coarser in TIMEFRAMES.values():
        if any(fine in found for fine in finer_than(coarser)):
            found.append(coarser)
    return found[1:]
