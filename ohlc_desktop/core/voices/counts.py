"""How many candles of a series are known how well. Free of numpy: the tray's windows show it."""

from __future__ import annotations

from typing import NamedTuple


class KnownCounts(NamedTuple):
    """Candles of one series by how well they are known (``levels.Known``), best first."""

    agreed: int = 0
    single: int = 0
    chosen: int = 0
    disputed: int = 0
    suspect: int = 0


class DoubtCounts(NamedTuple):
    """Candles of one series that are not to be relied on (``levels.Known``)."""

    disputed: int = 0
    suspect: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.disputed + self.suspect


#: Every candle is to be relied on, as far as is known.
NO_DOUBTS = DoubtCounts()
