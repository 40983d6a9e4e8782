"""What an import is asked to do: from a click, the timer or the command line to the importing process, and back.

:meth:`ImportRequest.to_argv` writes the words that follow ``import`` on the command line; ``commands.importing`` makes an
equal request of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.timeframes import TIMEFRAMES

#: Instrument and timeframe, such as ``("ES=F", "5m")``.
SeriesKey = tuple[str, str]


class Trigger(StrEnum):
    """What caused an import, as the ledger keeps it. A repair insists: it asks again for what was answered as empty.

    One that another machine's import caused takes what that one shares, and asks no feed.
    """

    _value_: str
    word: Message

    MANUAL = "manual", Message("by hand")
    SCHEDULE = "schedule", Message("schedule")
    FOLLOW_UP = "follow-up", Message("follow-up")
    REPAIR = "repair", Message("repair")
    INGEST = "ingest", Message("files")
    NEIGHBOUR = "neighbour", Message("another machine")
    HUB = "hub", Message("the hub")

    def __new__(cls, value: str, word: Message = NOTHING) -> Trigger:
        """A trigger and its word; by its value alone one is looked up."""
        trigger = str.__new__(cls, value)
        trigger._value_, trigger.word = value, word
        return trigger


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One import; names are as the user or a view gave them, and are resolved by the importing process.

    Attributes:
        trigger: What caused it.
        symbols: Instruments; without these and without ``series`` it is for the watchlist.
        timeframes: Timeframes of ``symbols`` or the watchlist; none means those of the settings.
        series: Instruments of which these timeframes alone are asked for.
        planned: The occurrence (ISO 8601 UTC) of a scheduled import of the whole watchlist.
    """

    trigger: Trigger = Trigger.MANUAL
    symbols: tuple[str, ...] = ()
    timeframes: tuple[str, ...] = ()
    series: tuple[SeriesKey, ...] = ()
    planned: str | None = None

    def to_argv(self) -> list[str]:
        """The words after ``import`` on the command line."""
        words = ["--trigger", self.trigger.value]
        words += ["--planned", self.planned] if self.planned else []
        words += ["--timeframes", ",".join(self.timeframes)] if self.timeframes else []
        words += ["--series", write_series(self.series)] if self.series else []
        return [*words, *self.symbols]


def repair_request(series: Iterable[SeriesKey]) -> ImportRequest:
    """A request for what is missing in exactly these series.

    It names the timeframes that they are derived from: Windows takes 32,767 characters on a command line.
    """
    asked = dict.fromkeys((symbol, TIMEFRAMES[name].source) for symbol, name in series)
    return ImportRequest(Trigger.REPAIR, series=tuple(asked))


def write_series(series: Iterable[SeriesKey]) -> str:
    """Series as the command line passes them: ``ES=F:1m,5m NQ=F:1d``."""
    groups = groupby(series, key=itemgetter(0))
    return " ".join(f"{symbol}:{','.join(name for _, name in group)}" for symbol, group in groups)


def read_series(text: str) -> tuple[SeriesKey, ...]:
    """The series of a text of :func:`write_series`; a word without colon is a timeframe of the instrument ``""``."""
    words = (word.rpartition(":") for word in text.split())
    return tuple((symbol, name) for symbol, _, names in words for name in names.split(","))
