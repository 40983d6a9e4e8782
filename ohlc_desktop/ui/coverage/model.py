"""The coverage matrix as data: one :class:`Cell` for each watched instrument and timeframe.

The flow: a snapshot, the running import and the time become cells (:func:`cell_of`); :class:`CoverageModel` keeps
them and tells its views of those that changed, and of nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.numbers import write_number
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.counts import NO_DOUBTS, DoubtCounts
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.sentences import localised
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.coverage.state_texts import state_word
from ohlc_desktop.ui.widgets.known_texts import doubts_text

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.store.reader import SeriesView

translate = QCoreApplication.translate

#: The columns.
COLUMNS: tuple[Timeframe, ...] = tuple(TIMEFRAMES.values())
#: What a series can be, worst first; as the legend shows them, and as ``theme.state_mark`` knows them.
STATES = ("failed", "partial", "stale", "empty", "importing", "complete")
#: No candles are asked for: the settings do not want them, or none of this length has closed yet.
OFF = "off"

_REPAIRABLE = frozenset(("failed", "partial", "stale", "empty"))
_CLOSES_UTC = 22 * 3600  # a trade date is over at 17:00 New York; an hour more or less is no matter here
_Index = QModelIndex | QPersistentModelIndex


class Cell(NamedTuple):
    """One series as the matrix shows it.

    Attributes:
        state: One of ``STATES`` or ``OFF``; ``importing`` while a request for it is on its way.
        stored_state: The same without regard to the running import.
        candles: How many are stored.
        expected: Candles that the calendar expects; None where no calendar rules or nothing is known yet.
        missing: How many of them are absent; None likewise.
        ended: When the newest stored candle was over, UTC epoch seconds; None without candles.
        main: How complete it is, such as ``97%``; never 100 % while a candle is missing.
        age: How long ago ``ended`` was, in one unit.
        over: It is a contract that trades no more.
        doubts: Its candles that are not to be relied on.
        unserved: Expected candles that are absent because the feed does not serve them; not among the missing.
        silent: Likewise where no instrument with its hours has any.
    """

    symbol: str
    timeframe: str
    state: str
    stored_state: str
    candles: int
    expected: int | None
    missing: int | None
    ended: float | None
    main: str
    age: str
    over: bool = False
    doubts: DoubtCounts = NO_DOUBTS
    unserved: int = 0
    silent: int = 0

    @property
    def key(self) -> SeriesKey:
        """Instrument and timeframe."""
        return self.symbol, self.timeframe

    @property
    def repairable(self) -> bool:
        """Whether asking for it can bring anything."""
        return self.stored_state in _REPAIRABLE

    @property
    def below(self) -> tuple[str, ...]:
        """What may stand below ``main``, the longest first: the word of a state that needs a look, and the age."""
        if self.state in ("complete", OFF):
            there = translate("Coverage", "ended") if self.over else self.age
            return (there if self.state == "complete" else state_word(OFF),)
        short = state_word(self.state)
        return (f"{short} · {self.age}", short) if self.age and self.state != "importing" else (short,)


@dataclass(frozen=True, slots=True)
class Totals:
    """All series that are wanted, whatever is filtered.

    Attributes:
        states: How many series are in each state of ``STATES``, the running import left aside.
        importing: For how many a request is on its way.
        missing: Missing candles of all.
        candles: Stored candles of all.
        doubtful: How many of those are disputed or suspect; ``doubtful_series`` in how many series.
        symbols: Instruments with a series that is not complete, in the order of the watchlist.
        newest: When the newest candle of all was over, UTC epoch seconds.
    """

    states: Mapping[str, int]
    importing: int
    missing: int
    candles: int
    doubtful: int
    doubtful_series: int
    symbols: tuple[str, ...]
    newest: float | None

    @property
    def series(self) -> int:
        """How many series are wanted."""
        return sum(self.states.values())

    @property
    def incomplete(self) -> int:
        """How many of them are not complete."""
        return self.series - self.states.get("complete", 0)


@lru_cache(maxsize=4096)  # a full refresh of 50 instruments must not be felt
def percent(expected: int | None, missing: int | None, digits: int = 0) -> str:
    """How much of what is expected is there, rounded down; a dash where nothing can be said."""
    if not expected or missing is None:
        return "–"
    scale = 10**digits
    share = (expected - missing) * 100 * scale // expected
    return translate("Coverage", "{number}%").format(number=write_number(share / scale, digits))


def short_count(number: int) -> str:
    """A number in four characters or fewer: ``931``, ``8k``, ``1.2M``."""
    if number < 1000:
        return str(number)
    if number < 1_000_000:
        return translate("Coverage", "{thousands}k").format(thousands=number // 1000)
    return translate("Coverage", "{millions}M").format(millions=write_number(number // 100_000 / 10, 1))


@lru_cache(maxsize=1024)
def _age(minutes: int) -> str:
    return wording.age(minutes * 60)


def forget_texts() -> None:
    """Forget texts that are kept because thousands of cells share them: another language is spoken."""
    percent.cache_clear()
    _age.cache_clear()


def last_date(stamp: int, timeframe: Timeframe) -> date:
    """The last day of the candle of 1d or longer with this stamp; of a 5d candle at the latest."""
    first = datetime.fromtimestamp(stamp, UTC).date()
    months = {"1mo": 1, "3mo": 3}.get(timeframe.name)
    if months is None:
        return first + timedelta(days={"1wk": 4, "5d": 6}.get(timeframe.name, 0))
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def ended(view: SeriesView, source: SeriesView | None) -> float | None:
    """When the newest candle of a series was over, UTC epoch seconds.

    A derived candle was made of candles of its source, so it ended with the newest of them at the latest: the last
    one of a session is short.
    """
    own = _nominal_end(view)
    other = _nominal_end(source) if source is not None and source is not view else None
    return min(own, other) if own is not None and other is not None else own


def _nominal_end(view: SeriesView) -> float | None:
    if view.summary is None or view.summary.last is None:
        return None
    return _end_of(view.summary.last, view.timeframe)


@lru_cache(maxsize=4096)
def _end_of(stamp: int, timeframe: Timeframe) -> float:
    if not timeframe.daily:
        return stamp + timeframe.seconds
    day = last_date(stamp, timeframe)
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + _CLOSES_UTC


def importing_now(state: ImportState) -> frozenset[SeriesKey]:
    """The series for which a request is on its way, those derived from it among them."""
    if not state.phase.active:
        return frozenset()
    return frozenset(
        (symbol, tf.name)
        for (symbol, name), item in state.items.items()
        if item.state is ItemState.FETCHING
        for tf in COLUMNS
        if tf.source == name
    )


def cell_of(view: SeriesView, source: SeriesView | None, importing: bool, wanted: bool, now: float) -> Cell:
    """One series as it is shown at ``now`` (UTC epoch seconds)."""
    found = view.assessment
    expected, missing = (found.expected, found.missing) if found else (None, None)
    over = ended(view, source)
    count = view.count
    stored = view.state if wanted and (count or expected != 0) else OFF
    return Cell(
        view.instrument.symbol, view.timeframe.name, "importing" if importing else stored, stored, count,
        expected, missing, over, _main(count, expected, missing),
        _age(int(now - over) // 60) if over is not None else "", view.ended is not None, view.doubts,
        found.unserved if found else 0, found.silent if found else 0,
    )  # fmt: skip


def _main(count: int, expected: int | None, missing: int | None) -> str:
    """Where no calendar rules, the number of candles says more than nothing."""
    if not count and expected != 0:
        return percent(1, 1)
    return short_count(count) if expected is None else percent(expected, missing)


def totals_of(rows: Iterable[Sequence[Cell]]) -> Totals:
    """The totals of a matrix."""
    cells = [cell for row in rows for cell in row if cell.stored_state != OFF]
    return Totals(
        Counter(cell.stored_state for cell in cells),
        sum(cell.state == "importing" for cell in cells),
        sum(cell.missing or 0 for cell in cells),
        sum(cell.candles for cell in cells),
        sum(cell.doubts.total for cell in cells),
        sum(cell.doubts.total > 0 for cell in cells),
        tuple(dict.fromkeys(cell.symbol for cell in cells if cell.stored_state != "complete")),
        max((cell.ended for cell in cells if cell.ended is not None), default=None),
    )


class CoverageModel(QAbstractTableModel):
    """Instruments down, timeframes across.

    Rows are added and removed by a reset; a change of cells is told as the smallest range of each row.
    """

    def __init__(self, feed: FeedSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._instruments: tuple[Instrument, ...] = ()
        self._series: Mapping[SeriesKey, SeriesView] = {}
        self._importing: frozenset[SeriesKey] = frozenset()
        self._sources = frozenset(tf.source for tf in COLUMNS)
        self._now = 0.0
        self._filter = ""
        self._all: dict[str, tuple[Cell, ...]] = {}
        self._shown: list[Instrument] = []
        self._rows: list[tuple[Cell, ...]] = []
        #: Of all instruments, whatever is filtered.
        self.totals = totals_of(())

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot, wanted: Iterable[str], now: float) -> None:
        """Show the store; ``wanted`` timeframes are those of the settings, ``now`` is UTC epoch seconds."""
        self._instruments, self._series, self._now = snapshot.watched, snapshot.series, now
        self._sources = frozenset(TIMEFRAMES[name].source for name in wanted)
        self._refresh()

    def show_importing(self, keys: frozenset[SeriesKey]) -> None:
        """Mark the series for which a request is on its way."""
        if keys != self._importing:
            self._importing = keys
            self._refresh()

    def show_time(self, now: float) -> None:
        """Bring the ages up to date; ``now`` is UTC epoch seconds."""
        self._now = now
        self._refresh()

    def set_filter(self, text: str) -> None:
        """Show only instruments whose symbol or name contains the text; empty shows all."""
        self._filter = text.strip().casefold()
        self._place_rows()

    def cell(self, row: int, column: int) -> Cell:
        """A cell by its place."""
        return self._rows[row][column]

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells of a shown instrument."""
        return self._rows[number]

    def column(self, number: int) -> list[Cell]:
        """The shown cells of a timeframe."""
        return [row[number] for row in self._rows]

    def every_cell(self) -> list[Cell]:
        """Every cell, whatever is filtered."""
        return [cell for row in self._all.values() for cell in row]

    def instrument(self, row: int) -> Instrument:
        """The instrument of a row."""
        return self._shown[row]

    def view_of(self, key: SeriesKey) -> SeriesView | None:
        """What the store says of a series."""
        return self._series.get(key)

    def place(self, key: SeriesKey) -> QModelIndex:
        """Where a series is; an invalid index when it is not shown."""
        rows = (n for n, instrument in enumerate(self._shown) if instrument.symbol == key[0])
        columns = (n for n, tf in enumerate(COLUMNS) if tf.name == key[1])
        return self.index(next(rows, -1), next(columns, -1))

    # -- changes -----------------------------------------------------------------------------------

    def _refresh(self) -> None:
        before = self._all
        self._all = {instrument.symbol: self._cells_of(instrument) for instrument in self._instruments}
        if self._all != before:
            self.totals = totals_of(self._all.values())
        self._place_rows()

    def _cells_of(self, instrument: Instrument) -> tuple[Cell, ...]:
        return tuple(self._cell(instrument, timeframe) for timeframe in COLUMNS)

    def _cell(self, instrument: Instrument, timeframe: Timeframe) -> Cell:
        key = (instrument.symbol, timeframe.name)
        wanted, importing = timeframe.source in self._sources, key in self._importing
        view = self._series.get(key)
        if view is None:
            stored = "empty" if wanted else OFF
            state = "importing" if importing else stored
            return Cell(*key, state, stored, 0, None, None, None, _main(0, None, None), "")
        return cell_of(view, self._series.get((key[0], timeframe.source)), importing, wanted, self._now)

    def _place_rows(self) -> None:
        shown = [instrument for instrument in self._instruments if self._matches(instrument)]
        if shown != self._shown:
            self.beginResetModel()
            self._shown, self._rows = shown, [self._all[instrument.symbol] for instrument in shown]
            self.endResetModel()
            return
        before, self._rows = self._rows, [self._all[instrument.symbol] for instrument in shown]
        for number, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:
                changed = [place for place, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
                self.dataChanged.emit(self.index(number, changed[0]), self.index(number, changed[-1]))

    def _matches(self, instrument: Instrument) -> bool:
        return self._filter in instrument.symbol.casefold() or self._filter in instrument.name.casefold()

    # -- for views ---------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Shown instruments."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Timeframes."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for tooltips and screen readers; the delegate paints from :meth:`cell`."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.main} {cell.below[0]}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cell, self.view_of(cell.key), cell.symbol, self._feed)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Symbols with the instruments' names as tooltips; timeframes."""
        if way == Qt.Orientation.Horizontal:
            return COLUMNS[section].name if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown[section].symbol
        return self._shown[section].name if role == Qt.ItemDataRole.ToolTipRole else None


# -- in words -----------------------------------------------------------------------------------------


def both_zones(seconds: float) -> str:
    """A moment (UTC epoch seconds) here and in UTC: ``Tue 2026-11-24 23:05 (22:05 UTC)``, ``(Mon 22:05 UTC)``."""
    local, utc = datetime.fromtimestamp(seconds).astimezone(), datetime.fromtimestamp(seconds, UTC)
    if zone_is_utc(seconds):
        return translate("Coverage", "{time} UTC").format(time=wording.when_local(seconds))
    there = utc.strftime("%H:%M") if utc.date() == local.date() else wording.on_day(utc, "%H:%M")
    return translate("Coverage", "{local} ({utc} UTC)").format(local=wording.when_local(seconds), utc=there)


def stamp_text(stamp: int, timeframe: Timeframe) -> str:
    """The stamp of a candle: its trade date from 1d on, else its open here and in UTC."""
    return datetime.fromtimestamp(stamp, UTC).date().isoformat() if timeframe.daily else both_zones(stamp)


def sentence(cell: Cell, view: SeriesView | None, feed: FeedSpec) -> str:
    """What the state of a series means for its candles."""
    found = view.assessment if view else None
    numbers = {
        "missing": wording.count(cell.missing or 0),
        "expected": wording.count(cell.expected or 0),
        "newer": wording.count(found.newer if found else 0),
        "percent": percent(cell.expected, cell.missing, 2),
    }
    told = _sentence(cell, found is not None and found.missing is not None).format(**numbers)
    end = localised(view.end) if view is not None and view.end else ""
    return " ".join(
        part for part in (told, *explanations(feed, cell.unserved, cell.silent), end, doubts_text(cell.doubts)) if part
    )


def explanations(feed: FeedSpec, unserved: int, silent: int) -> list[str]:
    """Why expected candles are absent that are not missing, in a sentence each; empty where there are none."""
    told = []
    if unserved:
        text = translate("Coverage", "Not served: {count} expected candles. {reason}")
        told.append(text.format(count=wording.count(unserved), reason=localised(feed.habits)))
    if silent:
        text = translate("Coverage", "Not traded or not served: {count} expected candles. {reason}")
        told.append(text.format(count=wording.count(silent), reason=localised(feed.silence)))
    return told


def _sentence(cell: Cell, counted: bool) -> str:
    if cell.stored_state == OFF:
        if cell.expected == 0:
            return translate("Coverage", "No candle of this length has closed within the reach yet.")
        return translate("Coverage", "The settings do not ask for this timeframe; what is stored stays.")
    if cell.stored_state == "empty":
        return translate("Coverage", "No candles are stored yet.")
    if cell.stored_state == "stale":
        if counted:
            return translate(
                "Coverage", "Behind: {newer} newer candles are not stored yet. Missing: {missing} of {expected}."
            )
        return translate("Coverage", "Behind: newer candles are not stored yet.")
    if cell.stored_state in ("partial", "failed"):
        return translate("Coverage", "{percent} complete. Missing: {missing} of {expected} expected candles.")
    if counted:
        return translate("Coverage", "All {expected} expected candles are stored, or were never traded.")
    return translate("Coverage", "Up to date. No trading calendar is known for it, so missing candles cannot be told.")


def spoken(cell: Cell) -> str:
    """A cell for screen readers."""
    text = translate("Coverage", "{symbol} {timeframe}: {state}, {complete}, {age}")
    told = text.format(
        symbol=cell.symbol, timeframe=cell.timeframe, state=state_word(cell.state), complete=cell.main, age=cell.age
    ).rstrip(", ")
    doubts = doubts_text(cell.doubts)
    return f"{told}. {doubts}" if doubts else told


def tooltip(cell: Cell, view: SeriesView | None, title: str, feed: FeedSpec) -> str:
    """A series in a few lines."""
    head = translate("Coverage", "{symbol} {timeframe}: {state}")
    lines = [
        head.format(symbol=title, timeframe=cell.timeframe, state=state_word(cell.stored_state)),
        sentence(cell, view, feed),
    ]
    if cell.state == "importing":
        lines.append(translate("Coverage", "A request for it is on its way."))
    if cell.ended is not None:
        when, age = both_zones(cell.ended), cell.age
        text = (
            translate("Coverage", "Trade dates up to {day}")
            if TIMEFRAMES[cell.timeframe].daily
            else translate("Coverage", "Newest candle ended {when}")
        )
        day = datetime.fromtimestamp(cell.ended, UTC).date().isoformat()
        lines.append(text.format(when=when, day=day, age=age))
    if view and view.summary and view.summary.message and cell.stored_state == "failed":
        lines.append(localised(view.summary.message))
    return "\n".join(lines)


def window_text(start: int, end: int, timeframe: Timeframe) -> tuple[str, str, str]:
    """A missing window in local time, in UTC, and its length; from 1d on just its trade dates, which have no zone."""
    if timeframe.daily:
        first, last = (datetime.fromtimestamp(s, UTC).date() for s in (start, end - DAY))
        return "", _range(*(wording.on_day(day, "%Y-%m-%d") for day in (first, last))), ""
    here = [datetime.fromtimestamp(s).astimezone() for s in (start, end)]
    there = [moment.astimezone(UTC) for moment in here]
    return _stretch(*here), _stretch(*there), wording.span(end - start)


def _stretch(start: datetime, end: datetime) -> str:
    """``Wed 2026-10-14 23:25 – Thu 01:20``; of the end only as much of the date as is needed."""
    days = (end.date() - start.date()).days
    later = "%H:%M" if days < 7 else "%Y-%m-%d %H:%M"
    until = wording.on_day(end, later) if days else end.strftime("%H:%M")
    return _range(wording.on_day(start, "%Y-%m-%d %H:%M"), until)


def _range(first: str, last: str) -> str:
    return first if first == last else translate("Coverage", "{start} – {end}").format(start=first, end=last)


def zone_is_utc(seconds: float) -> bool:
    """Whether this machine's clock shows UTC at a moment (UTC epoch seconds)."""
    return datetime.fromtimestamp(seconds).astimezone().utcoffset() == timedelta(0)
