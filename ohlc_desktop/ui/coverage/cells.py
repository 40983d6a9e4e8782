"""The cells of the coverage matrix, their totals and their repair: a snapshot, the running import and the time as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.numbers import write_number
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.counts import NO_DOUBTS, DoubtCounts
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown

if TYPE_CHECKING:
    from ohlc_desktop.store.reader import SeriesView

translate = QCoreApplication.translate

#: The columns.
COLUMNS: tuple[Timeframe, ...] = tuple(TIMEFRAMES.values())

_CLOSES_UTC = 22 * 3600  # a trade date is over at 17:00 New York; an hour more or less is no matter here


class Cell(NamedTuple):
    """One series as the matrix shows it.

    Attributes:
        state: ``IMPORTING`` while a request for it is on its way.
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
        differing: Its candles of which a source has other prices.
    """

    symbol: str
    timeframe: str
    state: CoverageState
    stored_state: CoverageState
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
    differing: int = 0

    @property
    def key(self) -> SeriesKey:
        """Instrument and timeframe."""
        return self.symbol, self.timeframe

    @property
    def repairable(self) -> bool:
        """Whether asking for it can bring anything."""
        return self.stored_state.repairable

    @property
    def below(self) -> tuple[str, ...]:
        """What may stand below ``main``, the longest first: the word of a state that needs a look, and the age."""
        if self.state is CoverageState.COMPLETE:
            return (translate("Coverage", "ended") if self.over else self.age,)
        short = shown(self.state.word)
        return (f"{short} · {self.age}", short) if self.age and self.state.repairable else (short,)


@dataclass(frozen=True, slots=True)
class Totals:
    """All series that are wanted, whatever is filtered.

    Attributes:
        states: How many series are in each state, the running import left aside.
        importing: For how many a request is on its way.
        missing: Missing candles of all.
        candles: Stored candles of all.
        doubtful: How many of those are disputed or suspect; ``doubtful_series`` in how many series.
        differing_series: Series with candles of which a source has other prices.
        symbols: Instruments with a series that is not complete, in the order of the watchlist.
        newest: When the newest candle of all was over, UTC epoch seconds.
    """

    states: Mapping[CoverageState, int]
    importing: int
    missing: int
    candles: int
    doubtful: int
    doubtful_series: int
    differing_series: int
    symbols: tuple[str, ...]
    newest: float | None

    @property
    def series(self) -> int:
        """How many series are wanted."""
        return sum(self.states.values())

    @property
    def incomplete(self) -> int:
        """How many of them are not complete."""
        return self.series - self.states.get(CoverageState.COMPLETE, 0)


@lru_cache(maxsize=4096)  # a full refresh of 50 instruments must not be felt
def percent(expected: int | None, missing: int | None, digits: int = 0) -> str:
    """How much of what is expected is there, rounded down; a dash where nothing can be said."""
    if not expected or missing is None:
        return "–"
    scale = 10**digits
    return wording.percent((expected - missing) * 100 * scale // expected / scale, digits)


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


def ended(view: SeriesView, source: SeriesView) -> float | None:
    """When the newest candle of a series was over, UTC epoch seconds.

    A derived candle was made of candles of its source, so it ended with the newest of them at the latest: the last
    one of a session is short.
    """
    own, other = _nominal_end(view), _nominal_end(source)
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


def cell_of(view: SeriesView, source: SeriesView, importing: bool, wanted: bool, now: float) -> Cell:
    """One series as it is shown at ``now`` (UTC epoch seconds)."""
    found = view.assessment
    expected, missing = (found.expected, found.missing) if found else (None, None)
    over = ended(view, source)
    count = view.count
    stored = view.state if wanted and (count or expected != 0) else CoverageState.OFF
    return Cell(
        view.instrument.symbol, view.timeframe.name, CoverageState.IMPORTING if importing else stored, stored, count,
        expected, missing, over, _main_text(count, expected, missing),
        _age(int(now - over) // 60) if over is not None else "", view.ended is not None, view.doubts,
        found.unserved if found else 0, found.silent if found else 0, view.differing,
    )  # fmt: skip


def _main_text(count: int, expected: int | None, missing: int | None) -> str:
    """Where no calendar rules, the number of candles says more than nothing."""
    if not count and expected != 0:
        return percent(1, 1)
    return short_count(count) if expected is None else percent(expected, missing)


def totals_of(rows: Iterable[Sequence[Cell]]) -> Totals:
    """The totals of a matrix."""
    cells = [cell for row in rows for cell in row if cell.stored_state is not CoverageState.OFF]
    return Totals(
        Counter(cell.stored_state for cell in cells),
        sum(cell.state is CoverageState.IMPORTING for cell in cells),
        sum(cell.missing or 0 for cell in cells),
        sum(cell.candles for cell in cells),
        sum(cell.doubts.total for cell in cells),
        sum(cell.doubts.total > 0 for cell in cells),
        sum(cell.differing > 0 for cell in cells),
        tuple(dict.fromkeys(cell.symbol for cell in cells if cell.stored_state is not CoverageState.COMPLETE)),
        max((cell.ended for cell in cells if cell.ended is not None), default=None),
    )


def repairable(cells: Iterable[Cell]) -> tuple[SeriesKey, ...]:
    """The series of those of the cells for which asking can bring anything."""
    return tuple(cell.key for cell in cells if cell.repairable)
