"""Examines a file of candles: whose it is, what its stamps mean, which rows would be refused, what would be new.

Some of its candles prove what its stamps mean; then it is read once, and each row is judged. Memory is bounded however large it
is. Sound rows are handed on to whoever wants to keep them; nothing else is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ohlc_desktop.core.arbitration.precedence import COPY
from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, Stamp, opens, spacing
from ohlc_desktop.core.files.judging import RowRules
from ohlc_desktop.core.files.naming import instrument_of
from ohlc_desktop.core.files.price_level import adjusted
from ohlc_desktop.core.files.proof import Proof, prove
from ohlc_desktop.core.files.seasons import ZONES
from ohlc_desktop.core.files.stated import NOTHING_STATED, Stated, chosen, read_as_beside, settled
from ohlc_desktop.core.market.catalogue import Catalogue
from ohlc_desktop.core.market.exchanges import computed
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import FIVE_DAY_ANCHOR, Calendar
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.ahead import ahead
from ohlc_desktop.importer.files.checking import CheckRules, FileCheck, ReadStored, Sink
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.sample import FileSample, Watching, look_at
from ohlc_desktop.importer.run_setup import LoadSessions, library_sessions
from ohlc_desktop.sources.files.opening import open_candle_file
from ohlc_desktop.sources.files.parts import CandleFile, FilePart
from ohlc_desktop.sources.files.refusals import became_shorter, still_to_come

#: Days before and after the time of a file whose sessions are loaded too: its zone is not known yet.
_AROUND = 7
#: Parts of a file that are read ahead: about as many as can be while its newest candles prove what its stamps mean.
_AHEAD = 24
#: Chooses one of the readings of a file that nothing proves; None where nobody does.
Ask = Callable[[Path, Proof], Reading | None]


@dataclass(frozen=True, slots=True)
class ExaminingTools:
    """What an examination is made with.

    Attributes:
        catalogue: The known futures.
        stored: Reads what is stored.
        now: UTC epoch seconds.
        load_sessions: The calendars.
        ask: A person is asked for what cannot be proven.
        at_home: The instrument with the hours of its market, where a feed told these.
        is_own: Whether this archive wrote a file, whatever its format says.
    """

    catalogue: Catalogue
    stored: ReadStored
    now: float
    load_sessions: LoadSessions = library_sessions
    ask: Ask = lambda _path, _proof: None
    at_home: Callable[[Instrument], Instrument] = lambda instrument: instrument
    is_own: Callable[[Path], bool] = lambda _path: False


@dataclass(frozen=True, slots=True)
class FileWishes:
    """What a person says of a file.

    Attributes:
        symbol: The instrument that it is of; None to find it out.
        else_symbol: The one that it is of where neither its rows nor its name tell it.
        columns: What stands in its columns; empty where the file tells it.
        stated: What its stamps and prices are.
        sink: Takes its sound rows where it is known what its stamps mean.
    """

    symbol: Instrument | None = None
    else_symbol: Instrument | None = None
    columns: tuple[str, ...] = ()
    stated: Stated = NOTHING_STATED
    sink: Sink | None = None


def examine(path: Path, wishes: FileWishes, tools: ExaminingTools, watching: Watching) -> FileFinding:
    """Say what is in a file.

    Args:
        path: The file.
        wishes: What a person says of it.
        tools: Calendars, store and clock.
        watching: Who watches.

    Raises:
        FileRefused: it cannot be read, holds what does not belong together, or became shorter meanwhile.
        Cancelled: it is not to go on.
    """
    file = open_candle_file(path, wishes.columns)
    sample = look_at(file, watching)
    if sample.first > tools.now + DAY:  # whatever its zone is
        raise still_to_come(str(path), iso(sample.first)[:10])
    return _Examination(file, sample, wishes, tools, watching).finding()


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
        self, file: CandleFile, sample: FileSample, wishes: FileWishes, tools: ExaminingTools, watching: Watching
    ) -> None:  # fmt: skip
        self._file, self._sample, self._wishes = file, sample, wishes
        self._tools, self._watching = tools, watching
        self._named, self._naming = instrument_of(sample.tickers, file.path.name, tools.catalogue)
        else_symbol = None if self._naming else wishes.else_symbol
        found = wishes.symbol or self._named or else_symbol
        self._instrument = None if found is None else tools.at_home(found)
        self._newest = _dated(sample.candles)
        self._timeframe, self._seconds = (TIMEFRAMES["1m"], 60) if file.ticks else _timeframe(self._newest)
        self._proof: Proof | None = None
        self._calendar: Calendar | None = None
        self._held = self._instrument.symbol if self._instrument else ""

    def finding(self) -> FileFinding:
        """Prove, judge, compare; the first parts of a large file are read while it is proven."""
        if self._sample.parts is not None:
            return self._found(self._sample.parts)
        with ahead(self._file.parts(), _AHEAD) as parts:
            return self._found(self._watching.parts(parts))

    def _found(self, parts: Iterable[FilePart]) -> FileFinding:
        if self._instrument is not None and self._timeframe is not None:
            self._calendar = self._sessions(self._instrument)
            self._proof = self._proven(self._instrument, self._timeframe, self._calendar)
        check = self._checked(parts)
        proven, file = check.rules.reading is not None, self._file
        own, size = self._tools.is_own(file.path), _size(file)
        if size < file.size:
            raise became_shorter(str(file.path))
        return FileFinding(
            path=file.path, format=file.name, source=COPY if own else file.source, stamp=file.stamp, ticks=file.ticks,
            instrument=self._instrument, named=self._named, naming=self._naming,
            timeframe=self._timeframe, seconds=self._seconds, rows=check.rows, first=check.first, last=check.last,
            absolute=self._newest.absolute, proof=self._proof, proof_rows=len(self._newest), opens=check.opens if proven and check.sound else None,
            adjusted=self._adjusted(check), levels=tuple(check.levels), sound=check.sound if proven else 0, refused=check.refused,
            compared=check.compared if proven else None, step=check.steps.found() if check.steps else None, cut=file.cut,
            grew=size > file.size,
        )  # fmt: skip

    # -- proof ----------------------------------------------------------------------------------------------

    def _sessions(self, instrument: Instrument) -> Calendar:
        """The sessions over the time of the file, and some days more."""
        first = max(self._sample.first // DAY - _AROUND, FIVE_DAY_ANCHOR)
        last = max(min(self._sample.last, int(self._tools.now)) // DAY + _AROUND, first)
        known = computed(instrument.calendar, first, last)
        return self._tools.load_sessions(instrument.calendar, first, last) if known is None else known

    def _proven(self, instrument: Instrument, timeframe: Timeframe, calendar: Calendar) -> Proof:
        """By its own stored candles; of a contract else by those of the front month, where they prove something."""
        for symbol in (instrument.symbol, *([f"{instrument.root}=F"] if instrument.month else [])):
            stored = self._stored(symbol, timeframe)
            if not len(stored):
                continue
            proof = self._prove(calendar, stored)
            if symbol == instrument.symbol or (proof.reading is not None and not proof.adjusted):
                self._held = symbol
                return self._settled(proof, calendar, stored)
        return self._settled(self._prove(calendar, empty()), calendar, empty())

    def _prove(self, calendar: Calendar, stored: Candles, stated: Stated = NOTHING_STATED) -> Proof:
        """By all readings, or those that are left by what a person says."""
        stamps = (Stamp.OPEN,) if self._file.ticks else (self._file.stamp, *(set(Stamp) - {self._file.stamp}))
        if stated.stamp is not None:
            stamps = (stated.stamp,)
        zones = ZONES if stated.zone is None else (stated.zone,)
        tick = float(self._instrument.tick or 0) if self._instrument else 0.0
        return prove(self._newest, self._seconds, calendar, stored, tick, stamps, zones)

    def _settled(self, proof: Proof, calendar: Calendar, stored: Candles) -> Proof:
        """With what a person said, or says when asked."""
        stated = self._wishes.stated
        if stated.says_reading and not self._newest.dated:
            told = self._prove(calendar, stored, stated)
            if stated.beside:
                return read_as_beside(proof, told, stated.beside)
            agree = self._agree(proof.reading, told.evidence[0].reading)
            proof = settled(proof, told, agree, stated.remembered)
        elif proof.reading is None:
            reading = self._tools.ask(self._file.path, proof)
            proof = proof if reading is None else chosen(proof, reading)
        return proof

    def _agree(self, one: Reading | None, other: Reading) -> bool:
        """Whether two readings give the same moments."""
        if one is None:
            return True
        mine, theirs = (opens(self._newest, each, self._seconds) for each in (one, other))
        return bool(np.array_equal(mine, theirs))

    def _stored(self, symbol: str, timeframe: Timeframe) -> Candles:
        """What is stored over the time of the newest candles, whatever their zone is."""
        stamps = self._newest.stamp
        return self._tools.stored(symbol, timeframe, int(stamps.min()) - DAY, int(stamps.max()) + DAY)

    # -- rows -----------------------------------------------------------------------------------------------

    def _checked(self, parts: Iterable[FilePart]) -> FileCheck:
        """Every row judged, and the sound ones compared and handed on."""
        reading = self._proof.reading if self._proof else None
        instrument = self._instrument or Instrument("", "")
        rows = RowRules(instrument, self._timeframe, self._calendar if reading else None, self._tools.now)
        own = self._held == instrument.symbol
        path, ticks = str(self._file.path), self._file.ticks
        check = FileCheck(CheckRules(path, rows, reading, self._seconds, self._held, self._tools.stored, own, ticks))
        check.run(parts, self._newest.dated, self._wishes.sink)
        return check

    def _adjusted(self, check: FileCheck) -> bool | None:
        if self._proof is None or self._instrument is None:
            return None
        contract = self._instrument.month is not None
        return True if self._proof.adjusted else adjusted(check.levels, *check.opens, contract)


def _size(file: CandleFile) -> int:
    """Bytes of a file now; where it is gone those that it had."""
    try:
        return file.path.stat().st_size
    except OSError:
        return file.size
