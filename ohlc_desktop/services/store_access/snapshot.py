"""What the window shows of the store at a moment: plain data, read off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.times import TradeDates

if TYPE_CHECKING:
    from ohlc_desktop.core.following.followed import QuietContract
    from ohlc_desktop.core.market.contracts import EndedContract
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.core.market.quotes import Quote
    from ohlc_desktop.store.ledger import Run
    from ohlc_desktop.store.reader import SeriesView


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The file: where, how large (with its log), when last written (UTC epoch seconds), and its health.

    ``problem`` is empty while the file can be used; ``fix`` says what to do.
    """

    path: Path
    bytes: int = 0
    written: float | None = None
    schema: int | None = None
    problem: Message = NOTHING
    fix: Message = NOTHING


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent look at the store.

    Attributes:
        taken: When, UTC epoch seconds.
        watched: The watchlist, in its order; the default one while none is stored.
        first_start: Nothing was ever imported into this profile.
        series: Every watched instrument in every timeframe, stored or not, by (symbol, timeframe).
        runs: The newest runs, newest first, at most 400; skipped occurrences among them.
        last_run: The newest run that is over and was not skipped; the one under way where it is the first.
        trade_dates: The stored trade dates; None before the first import.
        requests_today: Requests counted on the UTC day of ``taken``.
        database: The file.
        clock_offset: Seconds that the feed's clock was ahead of this machine's when last heard; None before.
        ended: The contracts on the watchlist that trade no more, by symbol.
        quotes: The newest prices of the watched instruments that have candles, by symbol.
        known: Something of the store was read, now or at an earlier look; else what is empty here is not known.
        store: Names what is stored: another name means that a backup was put back. Empty where nothing was read.
    """

    taken: float
    watched: tuple[Instrument, ...]
    first_start: bool
    database: DatabaseState
    series: Mapping[SeriesKey, SeriesView] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    last_run: Run | None = None
    trade_dates: TradeDates | None = None
    requests_today: int = 0
    clock_offset: float | None = None
    known: bool = True
    store: str = ""
    ended: Mapping[str, EndedContract] = field(default_factory=dict)
    quotes: Mapping[str, Quote] = field(default_factory=dict)

    @property
    def quiet(self) -> tuple[QuietContract, ...]:
        """The watched continuous symbols whose days follow a contract that hardly trades, in the watchlist's order."""
        views = (self.series.get((instrument.symbol, "1d")) for instrument in self.watched)
        found = (view.follows.quiet for view in views if view is not None and view.follows is not None)
        return tuple(quiet for quiet in found if quiet is not None)
