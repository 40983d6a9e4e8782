"""What was found in a file of candles."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.files.file_candles import FileCandles, Stamp
from ohlc_desktop.core.files.judging import RowFlaw, RowRules
from ohlc_desktop.core.files.price_level import PriceLevel
from ohlc_desktop.core.files.price_steps import PriceStep
from ohlc_desktop.core.files.proof import Proof
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.sources.files.parts import FileFault, FilePart

#: So many refused rows are kept with their lines, and so many for the quarantine; all are counted.
KEPT_ROWS, MOST_QUARANTINED = 100, 100_000
#: How rows that cannot be read are counted.
UNREADABLE = Message("cannot be read")
#: Share of rows that may be refused, of all that lie within known hours; more are no stray rows, but a fault of the file.
MOST_REFUSED = 0.01
#: What is no fault of a row: it is left out, and not kept in quarantine.
_LEFT_OUT = (RowFlaw.NOT_ENDED, RowFlaw.BEFORE_HOURS)


class RefusedRow(NamedTuple):
    """A row for the quarantine: its open (of one that cannot be read that of the row before), why, and the row as JSON."""

    ts: int
    reason: str
    raw: str


@dataclass(slots=True)
class RefusedRows:
    """Rows that are not stored.

    Attributes:
        rows: The first of them.
        reasons: How many there are, by reason.
        outside: Those of them that stand outside of the sessions.
        faulty: Those that are at fault; the others have not ended yet, or are older than known hours.
        quarantine: Those that are at fault, ``MOST_QUARANTINED`` at most.
    """

    rows: list[FileFault] = field(default_factory=list)
    reasons: Counter[Message] = field(default_factory=Counter)
    outside: int = 0
    faulty: int = 0
    quarantine: list[RefusedRow] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All of them."""
        return self.reasons.total()

    def add_part(self, part: FilePart, stamps: Int64, flaws: NDArray[np.int8], rules: RowRules) -> None:
        """Count the rows of a part that are refused, and keep the first ones in the order of the file."""
        bad = np.flatnonzero(flaws)
        if not (len(bad) or part.faults):
            return
        self.outside += int(np.count_nonzero(flaws == RowFlaw.OUT_OF_SESSION))
        found: list[tuple[FileFault, Message, RefusedRow | None]] = []
        found += [(fault, UNREADABLE, _unread(fault, part, stamps)) for fault in part.faults]
        for place in bad[: MOST_QUARANTINED - len(found)].tolist():
            flaw = RowFlaw(int(flaws[place]))
            why, line = rules.told(flaw), int(part.candles.line[place])
            row = (
                None
                if flaw in _LEFT_OUT
                else RefusedRow(int(stamps[place]), flaw.name.lower(), _raw(part.candles, place))
            )
            found.append((FileFault(line, why, ""), why, row))
        for fault, reason, row in sorted(found, key=lambda each: each[0].line):
            self._add(fault, reason, row)

    def _add(self, fault: FileFault, reason: Message, row: RefusedRow | None) -> None:
        self.reasons[reason] += 1
        if len(self.rows) < KEPT_ROWS:
            self.rows.append(fault)
        if row is not None:
            self.faulty += 1
            if len(self.quarantine) < MOST_QUARANTINED:
                self.quarantine.append(row)


def _unread(fault: FileFault, part: FilePart, stamps: Int64) -> RefusedRow:
    before = int(np.searchsorted(part.candles.line, fault.line)) - 1
    ts = int(stamps[max(before, 0)]) if len(stamps) else 0
    return RefusedRow(ts, "unreadable", json.dumps({"line": fault.line, "text": fault.text}))


def _raw(candles: FileCandles, place: int) -> str:
    """One row as JSON, its stamp as the file writes it."""
    prices = {name: float(getattr(candles, name)[place]) for name in ("open", "high", "low", "close")}
    volume = int(candles.volume[place])
    return json.dumps(
        {"line": int(candles.line[place]), "stamp": int(candles.stamp[place]), **prices, "volume": volume}
    )


@dataclass(slots=True)
class StoredComparison:
    """Candles of a file against the stored ones of the same instrument and timeframe.

    Attributes:
        symbol: Whose candles they are held against.
        new: Candles that are not stored.
        equal: Candles that are stored with the same prices.
        different: Candles that are stored with others.
    """

    symbol: str
    new: int = 0
    equal: int = 0
    different: int = 0

    def count(self, known: Bools, same: Bools) -> None:
        """Count some: which are stored, and which of these with the same prices."""
        self.new += int(np.count_nonzero(~known))
        self.equal += int(np.count_nonzero(same))
        self.different += int(np.count_nonzero(known & ~same))


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What is in a file.

    Attributes:
        path: The file.
        format: Its format, for people.
        source: What its candles are said to come from; ``ohlc-desktop`` where they were exported from an archive.
        stamp: Which end of a candle the maker of the format says that stamps name.
        ticks: It holds trades, of which 1m candles were made.
        instrument: The one that a person named, else ``named``.
        named: The one that its rows or its name tell; None where they tell none, or contradict each other.
        naming: What is to be said of that; empty where nothing is.
        timeframe: None where the spacing of the rows is none of ours.
        seconds: The spacing; 0 for fewer than two rows.
        rows: Candles that can be read.
        first: The first stamp as the file writes it, seconds of its clock counted as if it were UTC.
        last: The newest one.
        absolute: Stamps are moments: those are UTC.
        proof: What the stamps mean; None where there is no instrument or timeframe to prove it by.
        proof_rows: Candles that it is proven by, the newest ones.
        opens: First and last open, UTC epoch seconds; None where it is not proven.
        adjusted: Whether the prices were adjusted; None where too little of the time is stored to tell.
        levels: At which level they lie, by stretches of the file.
        sound: Rows that would be stored.
        refused: Rows that would not be stored.
        compared: Against the store; None where it is not proven.
        step: Where its prices look as if they went over to another contract; None where they do not, or nothing tells.
        cut: The file ends in the middle of a row.
        grew: It became longer while it was read, by others.
    """

    path: Path
    format: str
    source: str
    stamp: Stamp
    ticks: bool
    instrument: Instrument | None
    named: Instrument | None
    naming: Message
    timeframe: Timeframe | None
    seconds: int
    rows: int
    first: int
    last: int
    absolute: bool
    proof: Proof | None
    proof_rows: int
    opens: tuple[int, int] | None
    adjusted: bool | None
    levels: tuple[PriceLevel, ...]
    sound: int
    refused: RefusedRows
    compared: StoredComparison | None
    step: PriceStep | None
    cut: bool
    grew: bool

    @property
    def proven(self) -> bool:
        """Whether it is known what its stamps mean."""
        return self.proof is not None and self.proof.reading is not None

    @property
    def problem(self) -> Message | None:
        """What has to be known before anything of it could be stored; None where all is known."""
        if self.instrument is None and self.naming:
            return Message("{naming} Name the instrument: --symbol 'NQ 12-26'.", naming=self.naming)
        if self.instrument is None:
            return Message(
                "Neither its name nor its rows tell whose candles they are. Name the instrument: --symbol NQ."
            )
        if self.timeframe is None and self.seconds >= DAY:
            return Message("Its days are written with a time of day. Export it with dates alone, such as 2026-11-23.")
        if self.timeframe is None and not self.seconds:
            return Message("Candles of one moment do not tell their timeframe. Export a longer time.")
        if self.timeframe is None:
            return Message(
                "Its rows are {seconds} seconds apart, which is no timeframe. Export it as 1m candles.",
                seconds=self.seconds,
            )
        return None

    @property
    def too_many_refused(self) -> bool:
        """Whether more rows are at fault than stray ones explain."""
        return self.refused.faulty > MOST_REFUSED * (self.sound + self.refused.faulty)

    @property
    def first_fault(self) -> tuple[int, Message]:
        """Line of, and reason for, the first row that was refused for what most were; line 0 where there is none."""
        usual = max(self.refused.reasons, key=self.refused.reasons.__getitem__, default=NOTHING)
        rows = self.refused.rows
        found = [row for row in rows if row.why == usual] or rows
        return (found[0].line, found[0].why) if found else (0, NOTHING)

    @property
    def why_adjusted(self) -> Message:
        """By what one sees that the prices were adjusted."""
        if self.proof is not None and self.proof.adjusted:
            return self.proof.why
        level = next((level for level in self.levels if level.off), None)
        if level is None:
            return NOTHING
        if level.scaled > level.shifted:
            return Message(
                "Around line {line} {scaled:,} of {compared:,} are {ratio} times what is stored.",
                line=level.line, scaled=level.scaled, compared=level.compared, ratio=f"{level.ratio:.6g}",
            )  # fmt: skip
        return Message(
            "Around line {line} {shifted:,} of {compared:,} lie {offset} off what is stored.",
            line=level.line, shifted=level.shifted, compared=level.compared, offset=f"{level.offset:+g}",
        )  # fmt: skip
