"""Two contracts inside single candles, found from the rows of one answer alone.

In the week of a roll a continuous series can take its prices from both months. Such a candle reaches from one contract
to the other: its range is the spread between them and a little more, the same for hours and days, and it opens and
closes near its high or near its low, because nothing trades in between. A crash has wide candles too, but theirs open
and close anywhere: in a recorded roll week (MNQ, September 2025) 0.3 % of the opens and closes of mixed candles lay in
the middle half of the range, of all other candles 44 %.

Where the spread is less than some five candles' range nothing is found; what two voices contradict is decided all the
same.
"""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.candidates import Candidates
from ohlc_desktop.core.voices.evidence import Evidence

#: Seconds on each side in which wide rows keep one another company.
COMPANY = DAY // 2
#: So many wide rows make a roll; fewer are stray prices or news.
_ENOUGH = 12
#: A row is wide that has so many times the range expected there, and so many times that of all candles.
_WIDE, _WIDE_OF_DAY = 2.5, 3.0
#: Of the opens and closes of wide rows so many may lie in the middle half of the range: in recorded and invented rolls 5 %
#: at most, on wild days 12 % at least.
_INSIDE = 0.07
#: The narrowest tenth of the wide rows has the spread; a row of nearly that range holds both contracts.
_NARROWEST, _NEARLY = 0.1, 0.95
#: The gap between the contracts hardly moves from one wide row to the next: half their middles by less than this share
#: of the spread. In recorded rolls it is 0.02, on the calmest of wild days 0.09, on most more than 0.5.
_STILL = 0.15


def spreads(candidates: Candidates, evidence: Evidence) -> Float64:
    """For each row the distance of the two contracts that it mixes, in price; 0 for a row that mixes none.

    Positive where the contract that most opens and closes are of, the next one, is the higher of the two.

    Depends on rows within ``COMPANY`` seconds and on their evidence.
    """
    ranges, ts = candidates.ranges, candidates.rows.ts
    middle = (candidates.rows.high + candidates.rows.low) / 2
    inside = _inside(candidates, middle)
    at = candidates.candle
    expected = np.maximum(_WIDE * evidence.widest, _WIDE_OF_DAY * evidence.day)[at]
    wide = np.flatnonzero((ranges > expected) & (ranges == candidates.most(ranges)[at]))
    if len(wide) < _ENOUGH:
        return np.zeros_like(ranges)
    begin = np.searchsorted(ts[wide], ts - COMPANY)
    end = np.searchsorted(ts[wide], ts + COMPANY, side="right")
    above = (candidates.rows.open + candidates.rows.close) / 2 - middle
    found = _company(begin, end, ranges[wide], middle[wide], inside[wide], above[wide])
    return np.where((ranges >= _NEARLY * np.abs(found)) & (inside < 1), found, 0.0)


def _inside(candidates: Candidates, middle: Float64) -> Float64:
    """How many of a row's open and close lie in the middle half of its range, halved: 0, 0.5 or 1."""
    ends = np.stack((candidates.rows.open, candidates.rows.close))
    within = np.abs(ends - middle) < candidates.ranges / 4
    return np.asarray(within.mean(axis=0), dtype=np.float64)


def _company(begin: Int64, end: Int64, *wide: Float64) -> Float64:
    """The spread that the wide rows ``begin:end`` around each row tell; 0 where they are few or no mixture."""
    pairs, place = np.unique(np.stack((begin, end)), axis=1, return_inverse=True)
    told = [_spread(*(column[first:last] for column in wide)) for first, last in pairs.T]
    return np.array(told, dtype=np.float64)[place.reshape(-1)]


def _spread(ranges: Float64, middle: Float64, inside: Float64, above: Float64) -> float:
    if len(ranges) < _ENOUGH or inside.mean() > _INSIDE:
        return 0.0
    spread = float(np.quantile(ranges, _NARROWEST))
    still = np.median(np.abs(np.diff(middle))) <= _STILL * spread
    return float(np.copysign(spread, above.mean())) if still else 0.0
