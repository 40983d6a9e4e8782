"""Examines a file of candles: whose it is, what its stamps mean, which rows would be refused, what would be new.

It is read once to learn what it is, with its newest candles kept, by which the meaning of its stamps is proven; a second time,
where it is larger than those, to judge each row. Memory is bounded however large it is, and nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.files.file_candles import FileCandles, Stamp, equal_prices, opens, spacing
from ohlc_desktop.core.files.judging import RowFlaw, RowRules, judge
from ohlc_desktop.core.files.naming import instrument_named
from ohlc_desktop.core.files.proof import Proof, prove
from ohlc_desktop.core.market.catalogue import Catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import CME_ZONE, FIVE_DAY_ANCHOR, Calendar, day_calendar
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.files.finding import FileFinding, RefusedRows, StoredComparison
from ohlc_desktop.importer.files.sample import FileSample, Watching, look_at
from ohlc_desktop.importer.run_setup import LoadSessions, library_sessions
from ohlc_desktop.sources.files.opening import open_candle_file
from ohlc_desktop.sources.files.parts import CandleFile, FileFault, FilePart
from ohlc_desktop.sources.files.refusals import FileRefused

#: The newest candles of a file, so many, prove what all of its stamps mean: more would take long and prove no more.
PROVING = 200_000
#: Stored candles of a symbol and timeframe with ``start <= ts < end``; none where there are none.
ReadStored = Callable[[str, Timeframe, int, int], Candles]
#: Days before and after the time of a file whose sessions are loaded too: its zone is not known yet.
_AROUND = 7
#: How rows that cannot be read are counted.
_UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True)
class ExaminingTools:
    """What an examination is made with.

    Attributes:
        catalogue: The known futures.
        stored: Reads what is stored.
        now: UTC epoch seconds.
        load_sessions: The calendars.
    """

    catalogue: Catalogue
    stored: ReadStored
    now: float
    load_sessions: LoadSessions = library_sessions


def examine(path: Path, symbol: Instrument | None, tools: ExaminingTools, watching: Watching) -> FileFinding:
    """Say what is in a file.

    Args:
        path: The file.
        symbol: The instrument that a person says it is of; None to find it out.
        tools: Calendars, store and clock.
        watching: Who watches.

    Raises:
        FileRefused: it cannot be read.
        Cancelled: it is not to go on.
    """
    file = open_candle_file(path)
    sample = look_at(file, watching)
    return _Examination(file, sample, symbol, _instrument(file, sample, tools.catalogue), tools, watching).finding()


def _instrument(file: CandleFile, sample: FileSample, catalogue: Catalogue) -> Instrument | None:
    """The instrument that the rows name, else the name of the file."""
    if len(sample.tickers) > 1:
        raise FileRefused(
            "{path} holds several instruments: {tickers}.", "Nothing of it can be used; what is stored is as it was.",
            "Export a file for each.", path=str(file.path), tickers=", ".join(sorted(sample.tickers)[:5]),
        )  # fmt: skip
    names = [*sample.tickers, file.path.name]
    return next((found for name in names if (found := instrument_named(name, catalogue))), None)


def _dated(candles: FileCandles) -> FileCandles:
    """The candles, with stamps as dates where all are the begin of a day of the file's own clock."""
    midnights = not candles.absolute and not (candles.stamp % DAY).any() and spacing(candles) >= DAY
    return replace(candles, dated=True) if midnights else candles


def _timeframe(candles: FileCandles) -> tuple[Timeframe | None, int]:
    """The timeframe of candles, and the seconds from one to the next."""
    seconds = spacing(candles)
    if candles.dated:
        steps = np.diff(np.unique(candles.stamp))
        usual = int(np.median(steps)) // DAY if len(steps) else 1
        names = ((range(1, 5), "1d"), (range(7, 8), "1wk"), (range(28, 32), "1mo"))
        return next((TIMEFRAMES[name] for days, name in names if usual in days), None), usual * DAY
    intraday = (frame for frame in TIMEFRAMES.values() if not frame.daily and frame.seconds == seconds)
    return next(intraday, None), seconds


class _Examination:
    """One file, after the first look."""

    def __init__(
        self, file: CandleFile, sample: FileSample, symbol: Instrument | None, named: Instrument | None,
        tools: ExaminingTools, watching: Watching,
    ) -> None:  # fmt: skip
        instrument = symbol or named
        self._file, self._sample, self._instrument, self._named = file, sample, instrument, named
        self._tools, self._watching = tools, watching
        self._newest = _dated(sample.newest(PROVING))
        self._timeframe, self._seconds = _timeframe(self._newest)
        self._proof: Proof | None = None
        self._calendar: Calendar | None = None
        self._held = instrument.symbol if instrument else ""

    def finding(self) -> FileFinding:
        """Prove, judge, compare."""
        if self._instrument is not None and self._timeframe is not None:
            self._calendar = self._sessions(self._instrument)
            self._proof = self._proven(self._instrument, self._timeframe, self._calendar)
        refused, compared, ends = self._judged()
        proven = self._proof is not None and self._proof.reading is not None
        file, sample = self._file, self._sample
        return FileFinding(
            path=file.path, format=file.name, stamp=file.stamp, ticks=file.ticks, instrument=self._instrument, named=self._named,
            timeframe=self._timeframe, seconds=self._seconds, rows=sample.rows, first=sample.first, last=sample.last,
            absolute=self._newest.absolute, proof=self._proof, proof_rows=len(self._newest), opens=ends if proven else None,
            refused=refused, compared=compared if proven else None, cut=file.cut,
            grew=_size(file) > file.size,
        )  # fmt: skip

    # -- proof ----------------------------------------------------------------------------------------------

    def _sessions(self, instrument: Instrument) -> Calendar:
        """The sessions over the time of the file, and some days more."""
        first = max(self._sample.first // DAY - _AROUND, FIVE_DAY_ANCHOR)
        last = max(min(self._sample.last, int(self._tools.now)) // DAY + _AROUND, first)
        if not instrument.root:
            return day_calendar(instrument.calendar, first, last, CME_ZONE)
        return self._tools.load_sessions(instrument.calendar, first, last)

    def _proven(self, instrument: Instrument, timeframe: Timeframe, calendar: Calendar) -> Proof:
        """By its own stored candles; of a contract else by those of the front month, where they prove something."""
        tick = float(instrument.tick or 0)
        stamps = (Stamp.OPEN,) if self._file.ticks else (self._file.stamp, *(set(Stamp) - {self._file.stamp}))
        for symbol in (instrument.symbol, *([f"{instrument.root}=F"] if instrument.month else [])):
            stored = self._stored(symbol, timeframe)
            proof = prove(self._newest, timeframe.seconds, calendar, stored, tick, stamps)
            if len(stored) and (symbol == instrument.symbol or (proof.reading is not None and not proof.adjusted)):
                self._held = symbol
                return proof
        return prove(self._newest, timeframe.seconds, calendar, empty(), tick, stamps)

    def _stored(self, symbol: str, timeframe: Timeframe) -> Candles:
        """What is stored over the time of the newest candles, whatever their zone is."""
        stamps = self._newest.stamp
        return self._tools.stored(symbol, timeframe, int(stamps.min()) - DAY, int(stamps.max()) + DAY)

    # -- rows -----------------------------------------------------------------------------------------------

    def _judged(self) -> tuple[RefusedRows, StoredComparison, tuple[int, int]]:
        """Every row judged, and the sound ones compared."""
        reading = self._proof.reading if self._proof else None
        instrument = self._instrument or Instrument("", "")
        rules = RowRules(instrument, self._timeframe, self._calendar if reading else None, self._tools.now)
        refused, compared, newest, first = RefusedRows(), StoredComparison(self._held), -EVER, EVER
        for part in self._parts():
            candles = part.candles
            stamps = opens(candles, reading, self._seconds) if reading else candles.stamp
            flaws = judge(candles, stamps, newest, rules)
            _refuse(refused, part, flaws, rules)
            sound = flaws == RowFlaw.NONE
            if reading and sound.any():
                self._compare(compared, candles.take(sound), stamps[sound])
            newest = max(newest, int(stamps[sound].max(initial=-EVER)))
            first = min(first, int(stamps.min(initial=EVER)))
        return refused, compared, (first, newest if newest > -EVER else first)

    def _parts(self) -> Iterable[FilePart]:
        parts = self._sample.parts if self._sample.whole else self._watching.parts(self._file)
        return (replace(part, candles=replace(part.candles, dated=self._newest.dated)) for part in parts)

    def _compare(self, compared: StoredComparison, candles: FileCandles, stamps: Int64) -> None:
        """Count sound candles as new, equal or different."""
        assert self._timeframe is not None
        assert self._instrument is not None
        stored = self._tools.stored(self._held, self._timeframe, int(stamps[0]), int(stamps[-1]) + 1)
        if not len(stored):
            compared.new += len(stamps)
            return
        at = np.minimum(np.searchsorted(stored.ts, stamps), len(stored) - 1)
        known = stored.ts[at] == stamps
        same = known & equal_prices(candles, stored.take(at), float(self._instrument.tick or 0))
        compared.new += int(np.count_nonzero(~known))
        compared.equal += int(np.count_nonzero(same))
        compared.different += int(np.count_nonzero(known & ~same))


def _size(file: CandleFile) -> int:
    """Bytes of a file now; 0 where it is gone."""
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _refuse(refused: RefusedRows, part: FilePart, flaws: NDArray[np.int8], rules: RowRules) -> None:
    """Count the rows of a part that would be refused, and keep the first ones in the order of the file."""
    found = [(fault, _UNREADABLE) for fault in part.faults]
    for place in np.flatnonzero(flaws).tolist():
        why = rules.told(RowFlaw(int(flaws[place])))
        found.append((FileFault(int(part.candles.line[place]), why, ""), str(why)))
    refused.outside += int(np.count_nonzero(flaws == RowFlaw.OUT_OF_SESSION))
    for fault, reason in sorted(found, key=lambda each: each[0].line):
        refused.add(fault, reason)
