"""What was found in a file of candles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.proof import LEAST_COMPARED, Proof
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.sources.files.parts import FileFault

#: So many refused rows are kept with their lines; all are counted.
KEPT_ROWS = 100


@dataclass(slots=True)
class RefusedRows:
    """Rows that would not be stored.

    Attributes:
        rows: The first of them.
        reasons: How many there are, by reason.
        outside: Those of them that stand outside of the sessions.
    """

    rows: list[FileFault] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    outside: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.reasons.total()

    def add(self, fault: FileFault, reason: str) -> None:
        """One more; ``reason`` is the reason without what differs from row to row."""
        self.reasons[reason] += 1
        if len(self.rows) < KEPT_ROWS:
            self.rows.append(fault)


@dataclass(slots=True)
class StoredComparison:
    """Candles of a file against the stored ones of the same instrument and timeframe.

    Attributes:
        symbol: Whose candles they are held against.
        new: Candles that are not stored.
        equal: Candles that are stored with the same four prices.
        different: Candles that are stored with others.
    """

    symbol: str
    new: int = 0
    equal: int = 0
    different: int = 0


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What is in a file.

    Attributes:
        path: The file.
        format: Its format, for people.
        stamp: Which end of a candle the maker of the format says that stamps name.
        ticks: It holds trades, of which 1m candles were made.
        instrument: The one that a person named, else ``named``.
        named: The one that its rows or its name tell; None where they tell none.
        timeframe: None where the spacing of the rows is none of ours.
        seconds: The spacing; 0 for fewer than two rows.
        rows: Candles that can be read.
        first: The first stamp as the file writes it, seconds of its clock counted as if it were UTC.
        last: The newest one.
        absolute: Stamps are moments: those are UTC.
        proof: What the stamps mean; None where there is no instrument or timeframe to prove it by.
        proof_rows: Candles that it is proven by, the newest ones.
        opens: First and last open, UTC epoch seconds; None where it is not proven.
        refused: Rows that would not be stored.
        compared: Against the store; None where it is not proven.
        cut: The file ends in the middle of a row.
        grew: It became longer while it was read, by others.
    """

    path: Path
    format: str
    stamp: Stamp
    ticks: bool
    instrument: Instrument | None
    named: Instrument | None
    timeframe: Timeframe | None
    seconds: int
    rows: int
    first: int
    last: int
    absolute: bool
    proof: Proof | None
    proof_rows: int
    opens: tuple[int, int] | None
    refused: RefusedRows
    compared: StoredComparison | None
    cut: bool
    grew: bool

    @property
    def proven(self) -> bool:
        """Whether it is known what its stamps mean."""
        return self.proof is not None and self.proof.reading is not None

    @property
    def adjusted(self) -> bool | None:
        """Whether the prices were adjusted; None where too few candles are stored to tell."""
        if self.proof is None:
            return None
        compared = max((each.compared for each in self.proof.evidence), default=0)
        return self.proof.adjusted if compared >= LEAST_COMPARED else None

    @property
    def problem(self) -> Message | None:
        """What has to be known before anything of it could be stored; None where all is known."""
        if self.instrument is None:
            return Message(
                "Neither its name nor its rows tell whose candles they are. Name the instrument: --symbol NQ."
            )
        if self.timeframe is None and self.seconds >= DAY:
            return Message("Its days are written with a time of day. Export it with dates alone, such as 2026-11-23.")
        if self.timeframe is None:
            return Message(
                "Its rows are {seconds} seconds apart, which is no timeframe. Export it as 1m candles.",
                seconds=self.seconds,
            )
        return None
