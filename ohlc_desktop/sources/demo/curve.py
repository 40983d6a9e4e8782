"""The contracts of the simulated market: when each is listed, how far it is from the spot price, how much it is traded.

A contract is listed for some 16 months. Contracts of a root lie apart by carries that run out with their last trading days:
whole ticks that stay the same through a session, so that what one is above another on a day is known exactly. A root loses
its volume to the next active contract a few sessions before the old one ends, and its continuous symbol goes over then.

That symbol's candles are those of the first release, so that no stored candle of a demo profile changes: each contract is
as far above it as its carry is above that of the contract in front.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

import numpy as np

from ohlc_desktop.core.market.catalogue import Product, load_catalogue
from ohlc_desktop.core.market.contract_days import contracts_from, last_trading_days
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.resource_files import resource

#: Days before its last trading day from which a contract is listed.
LISTED = 480
#: Each later contract is traded so much less than the one before it; one that is left loses so much a day, down to so little.
_NEXT_SHARE, _LOSS, _LEFT_SHARE = 0.12, 0.55, 0.004
#: Yearly carry as a share of the price, by calendar; commodities may be cheaper later.
_CARRY = {
    "cme_equity": 0.042, "cme_energy": -0.05, "cme_metals": 0.046, "cme_rates": -0.012, "cme_fx": 0.018,
    "cme_grains": 0.06, "cme_crypto": 0.08,
}  # fmt: skip


def listed(instrument: Instrument, day: int) -> bool:
    """Whether a dated contract is traded on a trade date (a day number)."""
    last = _last_day(instrument)
    return last - LISTED <= day <= last


def front(root: str, day: int) -> Instrument:
    """The contract that the continuous symbol of a root follows on a trade date."""
    return next(contract for contract, left in _active(root, day_of(day).year) if day <= left)


def ticks_above(contract: Instrument, level: float, day: int) -> int:
    """By how many ticks a contract is above the continuous symbol of its root on a trade date."""
    return _carry(contract, level, day) - _carry(front(contract.root, day), level, day)


def _carry(contract: Instrument, level: float, day: int) -> int:
    years = (_last_day(contract) - day) / 365
    tick = contract.tick
    return 0 if tick is None else round(_CARRY.get(contract.calendar, 0.0) * level * years / tick)


def volume_share(contract: Instrument, day: int) -> float:
    """Which part of a root's volume a contract has on a trade date, about."""
    terms = _active(contract.root, day_of(day).year)
    ahead = [one.symbol for one, left in terms if left >= day]
    if contract.symbol in ahead:
        return float(np.power(_NEXT_SHARE, ahead.index(contract.symbol)))
    gone = [day - left for one, left in terms if one == contract]
    return max([_LEFT_SHARE, *(_LOSS**days for days in gone)])


def left_on(contract: Instrument) -> int:
    """The last trade date on which a contract of an active month has the most volume of its root."""
    return next(left for one, left in _active(contract.root, day_of(_last_day(contract)).year) if one == contract)


@lru_cache(maxsize=1024)
def _last_day(contract: Instrument) -> int:
    return last_trading_days(contract, [contract.month or (2000, 1)], None)[0]


@lru_cache(maxsize=256)
def _active(root: str, year: int) -> tuple[tuple[Instrument, int], ...]:
    """The active contracts of a year and of those after it, with the last day on which each has the most volume."""
    product = _product(root)
    months = list(islice(contracts_from(product, (year, 1)), 12 * 3))
    ends = last_trading_days(product, months, None)
    days, early = BusinessDays(), 4 + sum(map(ord, root)) % 4
    return tuple((product.contract(*month), days.before(last, early)) for month, last in zip(months, ends, strict=True))


def _product(root: str) -> Product:
    return load_catalogue(resource("instruments.toml")).products[root]
