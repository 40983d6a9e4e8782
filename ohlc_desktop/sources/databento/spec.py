"""Databento as a feed, once for each rule by which its continuous series follow a contract. Imports nothing heavy."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ohlc_desktop.core.market.feed_spec import FeedLimits, FeedSpec
from ohlc_desktop.core.messages import Message

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument

# CME's futures begin on 2010-06-06. Only minutes are bought: its daily candle is a day of UTC and no trade date.
_MINUTES = FeedLimits(7, 36_500, 92)
_HABITS = Message("Databento has no candle of a minute in which nothing was traded.")


def _spec(name: str, rule: str, letter: str, source: str) -> FeedSpec:
    def written(instrument: Instrument) -> str | None:
        from ohlc_desktop.sources.databento.symbols import name_of

        return name_of(instrument, letter).symbol if instrument.root else None

    return FeedSpec(
        name=name,
        display_name="Databento",
        title=f"Databento, CME Globex ({rule})",
        rights="Databento's data is licensed to whoever bought it, and may not be passed on; see its terms.",
        source=f"ohlc_desktop.sources.databento.opening:{source}",
        limits=MappingProxyType({"1m": _MINUTES}),
        symbols=("NQ.c.0", "NQZ6", ""),
        host=("hist.databento.com", 443),
        habits=_HABITS,
        symbol_of=written,
        paid=True,
    )


#: Contracts, and of a front month the contract that expires first.
DATABENTO = _spec("databento", "by expiry", "c", "by_expiry")
#: Of a front month the contract with the most volume of the day before.
DATABENTO_VOLUME = _spec("databento-v", "by volume", "v", "by_volume")
#: Of a front month the contract with the most open interest of the day before.
DATABENTO_INTEREST = _spec("databento-n", "by open interest", "n", "by_interest")

#: By the letter in the middle of a continuous symbol, such as ``NQ.v.0``.
BY_RULE = MappingProxyType({"c": DATABENTO, "v": DATABENTO_VOLUME, "n": DATABENTO_INTEREST})
