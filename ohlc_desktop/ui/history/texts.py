"""The history in words: the cells of a run and of its items, and the text that is copied.

Pure functions of ledger rows. Moments are shown as the headings say; copied numbers have no separators, so that a
spreadsheet takes them as numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.services.i18n import wording, zones
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.store.ledger import Item, Run

translate = QCoreApplication.translate

#: Stands where there is nothing to tell.
NOTHING = "–"
_LATE = 60


class HistoryColumn(IntEnum):
    """The columns of the history."""

    RESULT = 0
    PLANNED = 1
    STARTED = 2
    TRIGGER = 3
    TOOK = 4
    WRITTEN = 5
    REVISED = 6
    QUARANTINED = 7
    REASON = 8


#: Columns of numbers, aligned to the right.
NUMBERS = (HistoryColumn.WRITTEN, HistoryColumn.REVISED, HistoryColumn.QUARANTINED)


def headings() -> tuple[str, ...]:
    """The headings, by column."""
    return (
        translate("History", "Result"),
        translate("History", "Planned (Pacific)"),
        translate("History", "Started"),
        translate("History", "Trigger"),
        translate("History", "Took"),
        translate("History", "Written"),
        translate("History", "Revised"),
        translate("History", "Quarantined"),
        translate("History", "Reason"),
    )


def sentence_case(word: str) -> str:
    """A word with a capital, as a cell begins."""
    return word[:1].upper() + word[1:]


# -- runs ------------------------------------------------------------------------------------------------


def planned_at(run: Run) -> float | None:
    """The occurrence of a run, UTC epoch seconds; None for one that nobody planned."""
    return None if run.planned is None else datetime.fromisoformat(run.planned).timestamp()


def day_of_run(run: Run) -> date:
    """The date in Los Angeles that a run belongs to: of its occurrence, else of its start."""
    planned = planned_at(run)
    return datetime.fromtimestamp(run.started if planned is None else planned, pacific()).date()


def took(run: Run, now: float) -> float | None:
    """How long a run took, or has taken until ``now``; None for an occurrence that was skipped."""
    if run.state is RunState.SKIPPED:
        return None
    return max((now if run.ended is None else run.ended) - run.started, 0.0)


def run_cells(run: Run, now: float) -> tuple[str, ...]:
    """A run's texts, by column; ``now`` counts the seconds of one that is under way."""
    planned, seconds = planned_at(run), took(run, now)
    skipped = run.state is RunState.SKIPPED
    counts = (NOTHING,) * 3 if skipped else tuple(map(wording.count, (run.written, run.revised, run.quarantined)))
    return (
        sentence_case(shown(run.state.word)),
        NOTHING if planned is None else wording.when_pacific(planned),
        NOTHING if skipped else wording.when(run.started),
        _trigger(run),
        NOTHING if seconds is None else wording.span(seconds),
        *counts,
        shown(run.reason),
    )


def _trigger(run: Run) -> str:
    word = sentence_case(shown(run.trigger.word))
    if run.attempts < 2:
        return word
    return translate("History", "{trigger} ×{number}").format(trigger=word, number=run.attempts)


def run_facts(run: Run) -> list[str]:
    """When a run was started, how late, at which attempt, and how much was asked."""
    if run.state is RunState.SKIPPED:
        return []
    facts = [translate("History", "Started {moment}").format(moment=_to_the_second(run.started))]
    planned = planned_at(run)
    if planned is not None and run.started - planned >= _LATE:
        facts.append(
            translate("History", "{length} after the planned time").format(length=wording.span(run.started - planned))
        )
    if run.attempts > 1:
        facts.append(translate("History", "attempt {number}").format(number=run.attempts))
    return [*facts, translate("History", "{count} requests").format(count=wording.count(run.requests))]


def _to_the_second(seconds: float) -> str:
    return zones.at(seconds).strftime("%Y-%m-%d %H:%M:%S")


def matches(run: Run, words: str, now: float) -> bool:
    """Whether every word occurs in a run's texts, whatever its case."""
    wanted = words.casefold().split()
    text = " ".join(run_cells(run, now)).casefold() if wanted else ""
    return all(word in text for word in wanted)


# -- items -----------------------------------------------------------------------------------------------

_TIMEFRAMES = {name: place for place, name in enumerate(TIMEFRAMES)}


def in_order(items: Iterable[Item]) -> list[Item]:
    """The most urgent first."""

    def place(item: Item) -> tuple[int, str, int]:
        return -item.state.urgency, item.symbol, _TIMEFRAMES.get(item.timeframe, len(_TIMEFRAMES))

    return sorted(items, key=place)


def item_cells(item: Item) -> tuple[str, ...]:
    """An item's texts, by column."""
    return (
        sentence_case(shown(item.state.word)),
        translate("History", "{symbol}  {timeframe}").format(symbol=item.symbol, timeframe=item.timeframe),
        "",
        translate("History", "{count} fetched").format(count=wording.count(item.fetched)) if item.fetched else "",
        "",
        wording.count(item.added),
        wording.count(item.revised),
        wording.count(item.quarantined),
        shown(item.message),
    )


def item_facts(item: Item) -> list[str]:
    """What was asked for and what came, in full."""
    facts = []
    if item.start is not None and item.end is not None:
        window = translate("History", "Asked for {start} to {end}")
        facts.append(window.format(start=wording.when(item.start), end=wording.when(item.end)))
    counts = translate(
        "History", "{fetched} candles fetched, {added} written, {revised} revised, {quarantined} quarantined"
    )
    numbers = {"fetched": item.fetched, "added": item.added, "revised": item.revised, "quarantined": item.quarantined}
    return [*facts, counts.format(**{name: wording.count(number) for name, number in numbers.items()})]


# -- copying ---------------------------------------------------------------------------------------------


def copied_run(run: Run, now: float) -> tuple[str, ...]:
    """A run as a line of copied text."""
    cells = run_cells(run, now)
    return (*cells[:5], "", "", str(run.written), str(run.revised), str(run.quarantined), shown(run.reason))


def copied_item(item: Item) -> tuple[str, ...]:
    """An item as a line of copied text."""
    result, counts = item_cells(item)[0], (item.added, item.revised, item.quarantined)
    return (result, "", "", "", "", item.symbol, item.timeframe, *map(str, counts), shown(item.message))


def tab_separated(lines: Iterable[Sequence[str]]) -> str:
    """Lines of cells as text, below headings; a tab or line end inside a cell becomes a blank."""
    head = headings()
    copied = (*head[:5], translate("History", "Instrument"), translate("History", "Timeframe"), *head[5:])
    return "\n".join("\t".join(" ".join(cell.split()) for cell in cells) for cells in (copied, *lines))
