"""What a choice between sources does, as steps of the command line, and how it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ohlc_desktop.core.candles import Candles
    from ohlc_desktop.services.sources.source_reading import Comparison


class ChoiceStep(NamedTuple):
    """One command.

    Attributes:
        source: The source that is to stand; empty to take a choice back.
        when: The candles or the session, as the command line names them.
    """

    source: str
    when: str


class ChoiceChange(NamedTuple):
    """A change of what stands.

    Attributes:
        steps: What is done, in this order.
        undo: What makes it as it was; empty where that cannot be told any more.
    """

    steps: tuple[ChoiceStep, ...]
    undo: tuple[ChoiceStep, ...]


def choose_candle(shown: Comparison, place: int, source: str) -> ChoiceChange:
    """Let a source stand for one candle of those that are shown."""
    when = shown.stamp_text(int(shown.ts[place]))
    return ChoiceChange((ChoiceStep(source, when),), _undo(shown, *_span(shown, place), when, taken=False))


def choose_session(shown: Comparison, source: str) -> ChoiceChange:
    """Let a source stand for the whole session."""
    when = shown.when
    if shown.timeframe.daily:
        when = ",".join(map(shown.stamp_text, shown.rows[source].ts.tolist()))
    return ChoiceChange((ChoiceStep(source, when),), _undo(shown, *shown.stretch, when, taken=False))


def take_back_candle(shown: Comparison, place: int) -> ChoiceChange:
    """Take the choice of one candle back."""
    when = shown.stamp_text(int(shown.ts[place]))
    return ChoiceChange((ChoiceStep("", when),), _undo(shown, *_span(shown, place), when, taken=True))


def take_back_session(shown: Comparison) -> ChoiceChange:
    """Take all choices of the session back."""
    when = shown.when
    if shown.timeframe.daily:
        when = ",".join(shown.stamp_text(int(shown.ts[place])) for place in chosen_places(shown))
    return ChoiceChange((ChoiceStep("", when),), _undo(shown, *shown.stretch, when, taken=True))


def _span(shown: Comparison, place: int) -> tuple[int, int]:
    """The stamps of one candle."""
    ts = int(shown.ts[place])
    return ts, ts + shown.timeframe.seconds


def chosen_places(shown: Comparison) -> list[int]:
    """Places of the candles in which a choice by hand stands."""
    stamps = shown.ts.tolist()
    return [n for n, ts in enumerate(stamps) if any(start <= ts < end for start, end in shown.chosen)]


def _undo(shown: Comparison, first: int, end: int, when: str, taken: bool) -> tuple[ChoiceStep, ...]:
    """Steps that bring the choices back that stand now at some stamps; ``taken``: they were just taken back."""
    back = () if taken else (ChoiceStep("", when),)
    if not any(start < end and over > first for start, over in shown.chosen):
        return back
    if shown.former is None:
        return ()
    whole = shown.chosen == (shown.stretch,) == ((first, end),) and not shown.timeframe.daily
    steps = [ChoiceStep(shown.former[0].source, shown.when)] if whole and shown.former else []
    for each in shown.former[whole:]:
        stamps = [ts for ts in each.stamps.tolist() if first <= ts < end]
        steps += [ChoiceStep(each.source, ",".join(map(shown.stamp_text, stamps)))] if stamps else []
    return (*back, *steps)


def row_of(rows: Candles | None, ts: int) -> tuple[float, ...] | None:
    """Open, high, low, close and volume of a candle; None where there is none."""
    if rows is None:
        return None
    place = int(rows.ts.searchsorted(ts))
    if place >= len(rows.ts) or int(rows.ts[place]) != ts:
        return None
    return tuple(float(column[place]) for column in rows.columns[1:])
