"""Instruments: what can be imported, and how its prices are rounded and written.

A symbol is the key of an instrument everywhere, in database, settings and command line. Its notation is that of the
first feed, which the catalogue names: ``NQ=F`` for a front month, ``MNQZ26.CME`` for a contract, ``AAPL`` for a share. A
source whose feed writes them otherwise makes its own from root, month and exchange of the instrument.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64
from ohlc_desktop.core.market.contract_rules import ContractRules

#: Codes of the delivery months January to December, as all futures exchanges use them.
MONTH_CODES = "FGHJKMNQUVXZ"

#: Feed delay in seconds that is assumed for what the catalogue does not know (the usual 15 minutes of feeds without a
#: licence, and five to spare).
GENERIC_DELAY = 1200

#: The calendar of what is not in the catalogue, until the feed has told its market: any day, and nothing is expected.
GENERIC = "generic"

# Prices further from zero than this many ticks have no room left for a fraction in a float64.
_LARGEST_COUNT = 2.0**52
#: What a float32, which is all that some feeds send, may be off, as a share of the price.
FLOAT32_NOISE = 2.0**-22
#: A trade at the edge of a candle, which feeds count to one or to its neighbour, changes a price by so many ticks.
EDGE_TICKS = 4
# Of a price without a known tick, what counts as one.
_GRAIN = 1e-5


@dataclass(frozen=True, slots=True)
class Instrument:
    """What can be imported, and the rules of its prices.

    Attributes:
        symbol: The key everywhere: ``NQ=F``, ``MNQZ26.CME``, ``AAPL``.
        name: For people: ``E-mini Nasdaq-100``, ``Micro E-mini Nasdaq-100 Dec 2026``; else the symbol.
        root: Root of the future, ``NQ``; empty for what the catalogue does not know.
        exchange: ``CME``, ``CBOT``, ``NYMEX`` or ``COMEX``; empty for what the catalogue does not know.
        tick: Smallest step of the price, exact; None when unknown.
        multiplier: Dollars for a move of 1 in the quoted price; None when unknown.
        calendar: Name of the trading hours; ``generic`` for what the catalogue does not know.
        feed_delay: Seconds by which the feed trails the exchange.
        month: (year, month) of a dated contract, else None.
        display: ``decimal``, or ``32nds`` for Treasuries.
        rules: How its contracts end; None for what the catalogue does not know. They follow from the root, so that
            instruments are compared without them.
    """

    symbol: str
    name: str
    root: str = ""
    exchange: str = ""
    tick: Fraction | None = None
    multiplier: float | None = None
    calendar: str = GENERIC
    feed_delay: int = GENERIC_DELAY
    month: tuple[int, int] | None = None
    display: str = "decimal"
    rules: ContractRules | None = field(default=None, compare=False, repr=False)

    @property
    def continuous(self) -> bool:
        """True for the front month of a future (``NQ=F``), whose candles can mix contracts at a roll."""
        return bool(self.root) and self.month is None

    @property
    def decimals(self) -> int | None:
        """Digits after the point that show every price exactly: 5 for 1/32, 2 for 0.25, 0 for 1."""
        return None if self.tick is None else decimals_of(self.tick.denominator)

    def round_prices(self, prices: Float64) -> Float64:
        """The prices on the nearest tick, each the float64 nearest to the exact decimal.

        Feeds send float32 widened to float64 (45.34000015258789). The number of ticks and the fraction are
        whole numbers, so one division at the end is correctly rounded and no noise remains. NaN, infinities
        and prices too large to have a fraction pass through; without a tick the same array comes back.
        """
        if self.tick is None:
            return prices
        prices = np.asarray(prices, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            count = np.rint(prices * self.tick.denominator / self.tick.numerator)
            # Adding zero turns -0.0 into 0.0.
            rounded = count * self.tick.numerator / self.tick.denominator + 0.0
            if np.abs(count).max(initial=0.0) * self.tick.numerator < _LARGEST_COUNT:  # not so where there is a NaN
                return rounded
            return np.where(np.abs(count) * self.tick.numerator < _LARGEST_COUNT, rounded, prices)

    def format_price(self, price: float) -> str:
        """The price as text without float noise and without an exponent.

        With a tick: always its number of decimals (``118.03125``), or all that it has where it has more, as a final
        settlement can. Without one: the fewest digits that
        identify the value, as a float32 when it is one (45.34000015258789 is written ``45.34``).
        """
        return self.format_prices(np.array([price], dtype=np.float64))[0]

    def format_prices(self, prices: Float64, exact: bool = False) -> list[str]:
        """What ``format_price`` writes for each price, fast for whole columns.

        Args:
            prices: float64.
            exact: They were computed and have no noise of a feed's float32: each text reads back as the same float64.
        """
        decimals = self.decimals
        if decimals is None:
            return list(map(_plain, map(repr, prices.tolist()))) if exact else _shortest(prices)
        texts = list(map(f"%.{decimals}f".__mod__, prices.tolist()))
        if exact:
            whole = zip(texts, prices.tolist(), strict=True)
            texts = [text if float(text) == price else _plain(repr(price)) for text, price in whole]
        else:
            for place in np.flatnonzero(_has_more(prices, decimals)).tolist():
                texts[place] = _shortest(prices[place : place + 1])[0]
        zero = f"{0.0:.{decimals}f}"
        if f"-{zero}" in texts:
            texts = [zero if text == f"-{zero}" else text for text in texts]
        return texts


@lru_cache(maxsize=256)
def decimals_of(denominator: int) -> int:
    """Digits after the point of a fraction in lowest terms.

    A denominator of 2^a * 5^b needs max(a, b) of them; any other has no end.

    Raises:
        ValueError: the fraction has no finite decimal.
    """
    for digits in range(denominator.bit_length()):
        if 10**digits % denominator == 0:
            return digits
    raise ValueError(f"a tick of 1/{denominator} has no finite decimal")


def _has_more(prices: Float64, decimals: int) -> Bools:
    """Which prices have more digits after the point than those that count, noise of float32 left out."""
    with np.errstate(invalid="ignore", over="ignore"):
        more = np.abs(prices - np.round(prices, decimals)) > FLOAT32_NOISE * np.abs(prices)
    return np.asarray(more & (np.abs(prices) >= 10.0**-decimals), dtype=np.bool_)


def _shortest(prices: Float64) -> list[str]:
    """The fewest digits that identify each price, as a float32 where the price is one."""
    with np.errstate(over="ignore", invalid="ignore"):
        narrow = prices.astype(np.float32)
    short = narrow.astype(np.str_).tolist()
    if (mask := narrow == prices).all():
        return [_plain(text) for text in short]
    wide = map(repr, prices.tolist())
    return [_plain(s if is32 else w) for s, w, is32 in zip(short, wide, mask.tolist(), strict=True)]


def _plain(text: str) -> str:
    """A number as Python or numpy writes it, without an exponent, a bare ``.0`` and a negative zero."""
    if "e" in text:
        text = np.format_float_positional(float(text), trim="-")
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def tick_sizes(prices: Float64, tick: float | None) -> Float64:
    """The smallest step at each price; a share of the price where the tick is not known."""
    return np.full(len(prices), tick) if tick is not None else np.maximum(np.abs(prices), 1) * _GRAIN
