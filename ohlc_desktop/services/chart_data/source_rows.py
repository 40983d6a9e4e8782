"""What the sources of a series say of one candle, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ohlc_desktop.core.arbitration.precedence import HUB, JOINT, PERSON
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.services.store_access.source_names import shown_name
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.hub import relayed
from ohlc_desktop.store.sources import heard, precedence
from ohlc_desktop.store.sources.source_rows import claims, stored_rows
from ohlc_desktop.store.sources.verdicts import taken_back


class SourceRow(NamedTuple):
    """What one source says of a candle.

    Attributes:
        source: Its name as people know it.
        row: One row; none where it lacks the candle.
        name: Its name in the archive.
    """

    source: str
    row: Candles
    name: str = ""


class Told(NamedTuple):
    """Where a candle comes from, and what the other sources say.

    Attributes:
        source: Name of its source for people; of a derived candle those of its parts.
        others: What the other sources that speak of its time say, strongest first.
        verdict: How they agree, a sentence; nothing where one source alone speaks.
    """

    source: str = ""
    others: tuple[SourceRow, ...] = ()
    verdict: Message = NOTHING


def told_of(connection: Connection, number: int, timeframe: Timeframe, stamp: int) -> Told:
    """What the sources of a series say of the stored candle with a stamp."""
    end = stamp + timeframe.seconds
    stored = stored_rows(connection, number, timeframe, stamp, end)
    names = [name for provenance in stored.provenances for name in provenance.sources]
    source = JOINT.join(_named(name, connection, number, timeframe, stamp) for name in names)
    back = timeframe.name == "1d" and bool(taken_back(connection, number, stamp, end))
    gone = Message("The feed leaves it out now; it stays stored.") if back else NOTHING
    if not heard.several(connection, number):
        return Told(source, verdict=gone)
    found = claims(connection, number, timeframe, stamp, end, stored)
    near = heard.read(connection, number, timeframe, Interval(stamp, end))
    speaking = {name for name, spoken in near.items() if _within(stamp, spoken)}
    order = precedence.read(connection).ordered({*speaking, *(name for name, own in found.items() if len(own.candles))})
    given = {p.sources[0] for p in stored.provenances if not p.made}
    others = [
        SourceRow(shown_name(name), found[name].candles, name) for name in order if name in found and name not in given
    ]
    verdict = _verdict(source, stored.candles, others, PERSON in given)
    return Told(source, tuple(others), sentences(verdict, gone))


def _named(name: str, connection: Connection, number: int, timeframe: Timeframe, stamp: int) -> str:
    """A source for people; of the hub with who gave it the candle, where that is known."""
    givers = relayed.giver_at(connection, number, timeframe, stamp) if name == HUB else ""
    given = f" ({JOINT.join(shown_name(giver) for giver in givers.split(JOINT))})" if givers else ""
    return shown_name(name) + given


def _within(stamp: int, spoken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= stamp < end for start, end in spoken)


def _verdict(source: str, stands: Candles, others: list[SourceRow], chosen: bool) -> Message:
    if chosen:
        return Message("It was chosen by hand.")
    same = [other.source for other in others if len(other.row) and _equal(stands, other.row)]
    differ = [other.source for other in others if len(other.row) and not _equal(stands, other.row)]
    lack = [other.source for other in others if not len(other.row)]
    if differ:
        return Message("{other} gives other prices; {source} counts more.", other=JOINT.join(differ), source=source)
    if same:
        return Message("{other} gives the same prices.", other=JOINT.join(same))
    return Message("{other} does not have it.", other=JOINT.join(lack)) if lack else NOTHING


def _equal(one: Candles, other: Candles) -> bool:
    return all(mine[0] == theirs[0] for mine, theirs in zip(one.columns[1:5], other.columns[1:5], strict=True))
