"""What a format cannot hold of candles: told, never passed over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportLosses:
    """Counts of candles that were not written as they are.

    Attributes:
        no_volume: Their volume is not known, and 0 stands there.
        large_volume: Their volume is larger than the format can hold, and its largest number stands there.
        inexact: A price is not on its tick any more.
        example: The first of these prices, as it is and as it was written.
        negative: A price is not above zero, which not every version of the program takes.
    """

    no_volume: int = 0
    large_volume: int = 0
    inexact: int = 0
    example: tuple[str, str] | None = None
    negative: int = 0

    def __add__(self, later: ExportLosses) -> ExportLosses:
        return ExportLosses(
            self.no_volume + later.no_volume, self.large_volume + later.large_volume, self.inexact + later.inexact,
            self.example or later.example, self.negative + later.negative,
        )  # fmt: skip

    def sentences(self) -> list[str]:
        """Each of them as a sentence; none where nothing was lost."""
        told = []
        if self.no_volume:
            told.append(f"{_candles(self.no_volume)} without a known volume: 0 stands there.")
        if self.large_volume:
            told.append(f"{_candles(self.large_volume)} with more volume than 32 bits hold: 4294967295 stands there.")
        if self.inexact and self.example:
            true, written = self.example
            told.append(
                f"{_candles(self.inexact)} with a price that the float32 of .scid does not hold to the tick,"
                f" the first {true}: {written} stands there."
            )
        if self.negative:
            told.append(f"{_candles(self.negative)} with a price that is not above zero: older versions refuse them.")
        return told


def _candles(count: int) -> str:
    return f"{count:,} candle{'s' if count > 1 else ''}"
