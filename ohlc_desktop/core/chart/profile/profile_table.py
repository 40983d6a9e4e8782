"""The rows of several profiles in one table, so that they are drawn at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.chart.profile.volume_profile import VolumeProfile


@dataclass(frozen=True, slots=True, eq=False)
class ProfileTable:
    """Profiles whose volume is known, as columns. One is equal to itself alone, so that what is made of it can be kept.

    Attributes:
        low: float64, lower edge of each row, a price; ``high`` the upper one.
        rising: float64, volume of rising candles in it, as a share of the longest row of its profile; ``whole`` of all.
        within: bool, it is in the value area.
        of: int64, sorted: number of its profile.
        poc: float64, a price for each profile: the point of control.
        value_high: float64, likewise: highest price of the value area; ``value_low`` the lowest.
    """

    low: Float64
    high: Float64
    rising: Float64
    whole: Float64
    within: Bools
    of: Int64
    poc: Float64
    value_high: Float64
    value_low: Float64

    def __len__(self) -> int:
        return len(self.poc)

    @lru_cache(maxsize=8)  # noqa: B019  # tables are small, and a chart shows the same trade dates for many frames
    def between(self, begin: int, end: int) -> ProfileTable:
        """The profiles with these numbers, from ``begin`` up to the one before ``end``; nothing is copied but their numbers."""
        edges = np.searchsorted(self.of, (begin, end))
        rows, own = slice(int(edges[0]), int(edges[1])), slice(begin, end)
        return ProfileTable(
            self.low[rows], self.high[rows], self.rising[rows], self.whole[rows], self.within[rows], self.of[rows] - begin,
            self.poc[own], self.value_high[own], self.value_low[own],
        )  # fmt: skip


def table_of(profiles: Sequence[VolumeProfile]) -> ProfileTable:
    """The table of some profiles; of each the volume must be known."""
    edges, counts = [each.rows.edges for each in profiles], [each.rows.count for each in profiles]
    of = np.repeat(np.arange(len(profiles)), counts)
    within = [
        (np.arange(each.rows.count) >= each.first) & (np.arange(each.rows.count) <= each.last) for each in profiles
    ]
    return ProfileTable(
        _joined([each[:-1] for each in edges]), _joined([each[1:] for each in edges]),
        _joined([each.up / each.volume.max() for each in profiles]),
        _joined([each.volume / each.volume.max() for each in profiles]),
        np.concatenate([np.empty(0, dtype=np.bool_), *within]), of,
        np.array([each.poc_price for each in profiles], dtype=np.float64),
        np.array([each.value_high for each in profiles], dtype=np.float64),
        np.array([each.value_low for each in profiles], dtype=np.float64),
    )  # fmt: skip


def _joined(parts: Sequence[Float64]) -> Float64:
    return np.concatenate([np.empty(0, dtype=np.float64), *parts])
