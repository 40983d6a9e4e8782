"""Series of the coverage page in words: tooltips, details, moments and missing windows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.services.i18n import wording, zones
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.coverage.cells import Cell, percent
from ohlc_desktop.ui.widgets.known_texts import doubts_text

if TYPE_CHECKING:
    from ohlc_desktop.store.reader import SeriesView

translate = QCoreApplication.translate


def stamp_text(stamp: int, timeframe: Timeframe) -> str:
    """The stamp of a candle: its trade date from 1d on, else its open."""
    return datetime.fromtimestamp(stamp, UTC).date().isoformat() if timeframe.daily else wording.when(stamp)


def sentence(cell: Cell, view: SeriesView, feed: FeedSpec) -> str:
    """What the state of a series means for its candles."""
    found = view.assessment
    numbers = {
        "missing": wording.count(cell.missing or 0),
        "expected": wording.count(cell.expected or 0),
        "newer": wording.count(found.newer if found else 0),
        "percent": percent(cell.expected, cell.missing, 2),
    }
    told = shown(_meaning(cell, found is not None and found.missing is not None)).format(**numbers)
    follows = shown(view.follows.told_by(feed.display_name)) if view.follows else ""
    doubts = doubts_text(cell.doubts), differences_text(cell.differing)
    parts = (told, *explanations(feed, cell.unserved, cell.silent), shown(view.end), *doubts, follows)
    return " ".join(part for part in parts if part)


def _meaning(cell: Cell, counted: bool) -> Message:
    if cell.stored_state is CoverageState.OFF and cell.expected == 0:
        return Message("No candle of this length has closed within the reach yet.")
    return cell.stored_state.meaning if counted else cell.stored_state.uncounted


def explanations(feed: FeedSpec, unserved: int, silent: int) -> list[str]:
    """Why expected candles are absent that are not missing, in a sentence each; empty where there are none."""
    told = []
    if unserved:
        text = translate("Coverage", "Not served: {count} expected candles. {reason}")
        told.append(text.format(count=wording.count(unserved), reason=shown(feed.habits)))
    if silent:
        text = translate("Coverage", "Not traded or not served: {count} expected candles. {reason}")
        told.append(text.format(count=wording.count(silent), reason=shown(feed.silence)))
    return told


def spoken(cell: Cell) -> str:
    """A cell for screen readers."""
    text = translate("Coverage", "{symbol} {timeframe}: {state}, {complete}, {age}")
    told = text.format(
        symbol=cell.symbol, timeframe=cell.timeframe, state=shown(cell.state.word), complete=cell.main, age=cell.age
    ).rstrip(", ")
    doubts = " ".join(filter(None, (doubts_text(cell.doubts), differences_text(cell.differing))))
    return f"{told}. {doubts}" if doubts else told


def differences_text(count: int) -> str:
    """That sources differ, as a sentence; empty where they do not."""
    if not count:
        return ""
    told = translate("Coverage", "Candles of which sources have different prices: {count}. Its witnesses tell which.")
    return told.format(count=wording.count(count))


def tooltip(cell: Cell, view: SeriesView, title: str, feed: FeedSpec) -> str:
    """A series in a few lines."""
    head = translate("Coverage", "{symbol} {timeframe}: {state}")
    lines = [
        head.format(symbol=title, timeframe=cell.timeframe, state=shown(cell.stored_state.word)),
        sentence(cell, view, feed),
    ]
    if cell.state is CoverageState.IMPORTING:
        lines.append(translate("Coverage", "A request for it is on its way."))
    if cell.ended is not None:
        when, age = wording.when(cell.ended), cell.age
        text = (
            translate("Coverage", "Trade dates up to {day}")
            if TIMEFRAMES[cell.timeframe].daily
            else translate("Coverage", "Newest candle ended {when}")
        )
        day = datetime.fromtimestamp(cell.ended, UTC).date().isoformat()
        lines.append(text.format(when=when, day=day, age=age))
    if view.summary and view.summary.message and cell.stored_state is CoverageState.FAILED:
        lines.append(shown(view.summary.message))
    return "\n".join(lines)


def window_text(start: int, end: int, timeframe: Timeframe) -> tuple[str, str]:
    """A missing window and its length; from 1d on just its trade dates, which have no zone and no length that counts."""
    if timeframe.daily:
        first, last = (datetime.fromtimestamp(s, UTC).date() for s in (start, end - DAY))
        return _range(*(wording.on_day(day, "%Y-%m-%d") for day in (first, last))), ""
    return _stretch(zones.at(start), zones.at(end)), wording.span(end - start)


def _stretch(start: datetime, end: datetime) -> str:
    """``Wed 2026-10-14 23:25 – Thu 01:20``; of the end only as much of the date as is needed."""
    days = (end.date() - start.date()).days
    later = "%H:%M" if days < 7 else "%Y-%m-%d %H:%M"
    until = wording.on_day(end, later) if days else end.strftime("%H:%M")
    return _range(wording.on_day(start, "%Y-%m-%d %H:%M"), until)


def _range(first: str, last: str) -> str:
    return first if first == last else translate("Coverage", "{start} – {end}").format(start=first, end=last)
