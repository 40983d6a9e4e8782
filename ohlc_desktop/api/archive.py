"""An archive as Python reads it: a profile, or a copy of its database. Nothing is ever written to the file from here."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ohlc_desktop.api import reading, telling
from ohlc_desktop.api.answers import (
    ContractRoll,
    ImportOutcome,
    MissingStretch,
    PastRun,
    StoredSeries,
    TradingSession,
)
from ohlc_desktop.api.candle_data import CandleData
from ohlc_desktop.api.choosing import Symbols, listed, meant, product_of, rolling_of, shown, text, timeframe_of
from ohlc_desktop.api.importing import run_import
from ohlc_desktop.api.moments import Moment, end_stamp, first_stamp, seconds
from ohlc_desktop.api.watching import CommitWatch
from ohlc_desktop.core.clock import Clock, SystemClock
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.catalogue import Catalogue, load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.profile import locate, read_settings
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.registry import ActiveFeeds, active_feeds
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.outside.read_only import open_unchanged

if TYPE_CHECKING:
    import pandas


class Archive:
    """The candles of one profile, or of a copy of its database.

    Each call reads one moment of the file with a connection of its own, so an archive may be used by several threads, and
    while the app imports.

    Attributes:
        path: The database file.
    """

    def __init__(
        self, place: str | os.PathLike[str] | None = None, *, demo: bool = False, clock: Clock | None = None
    ) -> None:
        """Nothing is opened yet.

        Args:
            place: The folder of a profile, or a database file, such as a backup; None for the usual profile, or the one that
                ``OHLC_DESKTOP_HOME`` names.
            demo: The simulated market of that profile.
            clock: Tells what is due by now; this machine's without.

        Raises:
            OhlcError: the folder cannot be found, or what was given is none.
        """
        given = None if place is None else _path(place)
        self._copy = given is not None and given.is_file()
        self._profile = locate(None if given is None or self._copy else str(given), demo)
        self._clock = SystemClock() if clock is None else clock
        if not callable(getattr(self._clock, "now", None)):
            raise UsageError(
                "{clock} is no clock.", "Nothing was read.", "Leave clock= out for this machine's.", clock=shown(clock)
            )
        self.path: Path = given.absolute() if given is not None and self._copy else self._profile.database

    def __repr__(self) -> str:
        return f"Archive({str(self.path)!r})"

    def candles(
        self, symbols: Symbols, timeframe: str, *, start: Moment | None = None, end: Moment | None = None,
        adjust: str | None = None, estimated: bool = False, as_of: Moment | None = None,
    ) -> CandleData:  # fmt: skip
        """Candles in whatever form is wanted: ``.numpy()``, ``.arrow()``, ``.pandas()``. Arguments and errors are those of :func:`read`."""
        frame, moment = timeframe_of(timeframe), None if as_of is None else seconds(as_of)
        wanted = [meant(self._catalogue, name, adjust, self._today) for name in listed(symbols)]
        window = reading.ReadWindow(first_stamp(start), end_stamp(end))
        with self._look() as connection:
            found = {
                reading.symbol_of(each): reading.candles_of(
                    connection, self._catalogue, each, frame, window, estimated, moment
                )
                for each in wanted
            }
        held = {name: candles for name, (candles, _) in found.items()}
        guessed = {name: rolls for name, (_, rolls) in found.items() if rolls}
        return CandleData(frame.name, held, not isinstance(symbols, str), guessed)

    def read(
        self, symbols: Symbols, timeframe: str, *, start: Moment | None = None, end: Moment | None = None,
        adjust: str | None = None, estimated: bool = False, as_of: Moment | None = None,
    ) -> pandas.DataFrame:  # fmt: skip
        """See :func:`ohlc_desktop.read`."""
        found = self.candles(symbols, timeframe, start=start, end=end, adjust=adjust, estimated=estimated, as_of=as_of)
        return found.pandas()

    def series(self, symbols: Symbols | None = None) -> list[StoredSeries]:
        """See :func:`ohlc_desktop.series`."""
        chosen = None if symbols is None else [self._instrument(name) for name in listed(symbols)]
        with self._look() as connection:
            return list(telling.stored_series(connection, self._catalogue, self._feeds, chosen, self._clock.now()))

    def missing(self, symbol: str, timeframe: str) -> list[MissingStretch]:
        """See :func:`ohlc_desktop.missing`."""
        instrument, frame = self._instrument(symbol), timeframe_of(timeframe)
        with self._look() as connection:
            return telling.missing(connection, instrument, frame, self._feeds.of(instrument), self._clock.now())

    def sessions(self, symbol: str, start: Moment | None = None, end: Moment | None = None) -> list[TradingSession]:
        """See :func:`ohlc_desktop.sessions`."""
        instrument, window = self._instrument(symbol), reading.ReadWindow(first_stamp(start), end_stamp(end))
        with self._look() as connection:
            return telling.sessions(connection, instrument, window, self._clock.now())

    def rolls(
        self, root: str, rule: str = "volume", timeframe: str = "1d", *, as_of: Moment | None = None
    ) -> list[ContractRoll]:
        """See :func:`ohlc_desktop.rolls`."""
        product, rolling, frame = product_of(self._catalogue, root), rolling_of(rule), timeframe_of(timeframe)
        moment = None if as_of is None else seconds(as_of)
        with self._look() as connection:
            return telling.rolls(connection, product, rolling, frame, moment)

    def runs(self, count: int = 20) -> list[PastRun]:
        """See :func:`ohlc_desktop.runs`."""
        if not isinstance(count, Integral) or count < 0:
            raise UsageError(
                "{count} is no number of runs.",
                "Nothing was read.",
                "Use a whole number such as 20.",
                count=shown(count),
            )
        with self._look() as connection:
            return telling.runs(connection, min(int(count), sys.maxsize))

    def watch(self, symbols: Symbols | None = None, timeframe: str | None = None, *, every: float = 1.0) -> CommitWatch:
        """See :func:`ohlc_desktop.watch`."""
        chosen = None if symbols is None else {self._instrument(name).symbol for name in listed(symbols)}
        frame = None if timeframe is None else timeframe_of(timeframe).name
        if not isinstance(every, Real) or not 0 < every < math.inf:
            raise UsageError(
                "{every} is no time between two looks.", "Nothing is watched.", "Use a number of seconds such as 1.0.",
                every=shown(every),
            )  # fmt: skip
        return CommitWatch(self.path, chosen, frame, float(every), self._clock)

    def import_now(
        self, symbols: Symbols | None = None, timeframes: Iterable[str] = (),
        progress: Callable[[Mapping[str, Any]], object] | None = None,
    ) -> ImportOutcome:  # fmt: skip
        """See :func:`ohlc_desktop.import_now`."""
        if self._copy:
            raise UsageError(
                "{path} is a database file, not a profile.", "Nothing was imported: a copy stays as it is.",
                "Use Archive(FOLDER) with the folder of a profile.", path=str(self.path),
            )  # fmt: skip
        chosen = [] if symbols is None else [self._instrument(name).symbol for name in listed(symbols)]
        if symbols is not None and not chosen:
            raise UsageError(
                "No instrument was named.",
                "Nothing was imported.",
                "Name some, or leave symbols= out for the watchlist.",
            )
        frames = [timeframe_of(name).name for name in listed(timeframes)]
        if progress is not None and not callable(progress):
            raise UsageError(
                "{progress} is nothing that can be called.", "Nothing was imported.",
                "Give a function of one event, or leave progress= out.", progress=shown(progress),
            )  # fmt: skip
        return run_import(self._profile, chosen, frames, progress)

    @contextmanager
    def _look(self) -> Iterator[Connection]:
        """Several reads of one moment of the file."""
        demo = None if self._copy else self._profile.demo
        with closing(open_unchanged(self.path, demo)) as store, store.look() as connection:
            yield connection

    def _instrument(self, name: str) -> Instrument:
        return self._catalogue.resolve(text(name), self._today)

    @property
    def _catalogue(self) -> Catalogue:
        return load_catalogue(resource("instruments.toml"))

    @property
    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock.now(), UTC).date()

    @property
    def _feeds(self) -> ActiveFeeds:
        names = () if self._copy else read_settings(self._profile).feeds
        return active_feeds(self._profile.demo, names)


def _path(place: str | os.PathLike[str]) -> Path:
    """Where a caller wants to read.

    Raises:
        UsageError: it is no path, or none that this system can have.
    """
    try:
        found = Path(place).expanduser()
        found.is_file()
    except (TypeError, ValueError, RuntimeError, OSError) as error:
        raise UsageError(
            "{place} is no folder and no file.", "Nothing was read.",
            "Name the folder of a profile, or a database file: Archive('/backups/ohlc.sqlite3').", place=shown(place),
        ) from error  # fmt: skip
    return found
