"""The instrument of a file, as its name or its rows tell it.

===========================================  ===============================================
``NQ 12-26.Last.txt``                        NinjaTrader: the contract
``NQZ26.CME_5m.csv``, ``NQ=F_1d.csv``        our own export
``NQH26-CME_5m.scid_BarData.txt``            Sierra Chart: the contract
``CME_MINI_NQ1!, 5_e8128 (1).csv``           TradingView: the front month
``CME_MINI_NQZ2026, 5.csv``                  TradingView: the contract
``ES_1min.txt``, ``NQ.txt``                  FirstRate, Kibot: the front month
===========================================  ===============================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.messages import NOTHING, Message

_NINJA = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{1,5}) (\d\d)-(\d\d)(?!\d)")
_CONTRACT = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{1,5}}?)([{MONTH_CODES}])(?:20)?(\d\d)(?![A-Z0-9])")
_FRONT = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{1,5}?)(?:=F|[12]!|_CONTINUOUS|#)(?![A-Z0-9])")
_WORD = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{1,5})(?![A-Z0-9])")


def instrument_named(text: str, catalogue: Catalogue) -> Instrument | None:
    """The future of the catalogue that the name of a file, or a ticker, names; None where it names none, or several.

    Args:
        text: The name without its folder.
        catalogue: The known futures.
    """
    name = text.upper().replace("_", " ").replace("@", " ")
    for found in (_contracts(name, catalogue), _fronts(_FRONT, name, catalogue), _fronts(_WORD, name, catalogue)):
        named = {instrument.symbol: instrument for instrument in found}
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


def instrument_of(tickers: Iterable[str], name: str, catalogue: Catalogue) -> tuple[Instrument | None, Message]:
    """The instrument of a file by what its rows and its name tell, and what is to be said of that.

    Rows count more than the name, but a contract that the name tells more than the root alone in the rows. None where rows and
    name contradict each other.

    Args:
        tickers: What the rows name.
        name: Of the file, without its folder.
        catalogue: The known futures.
    """
    by_rows = next(((ticker, found) for ticker in tickers if (found := instrument_named(ticker, catalogue))), None)
    by_name = instrument_named(name, catalogue)
    if by_rows is None or by_name is None or by_name.month is None:
        return by_name if by_rows is None else by_rows[1], NOTHING
    ticker, inside = by_rows
    if inside.root == by_name.root and inside.month is None:
        return by_name, Message(
            "The contract is the one that the file's name tells; its rows say {ticker}.", ticker=ticker
        )
    if inside == by_name:
        return inside, NOTHING
    return None, Message("Its rows say {ticker}, its name says {symbol}.", ticker=ticker, symbol=by_name.symbol)


def _contracts(name: str, catalogue: Catalogue) -> Iterable[Instrument]:
    for root, month, year in _NINJA.findall(name):
        yield from _listed(catalogue.products.get(root), 2000 + int(year), int(month))
    for root, code, year in _CONTRACT.findall(name):
        yield from _listed(catalogue.products.get(root), 2000 + int(year), MONTH_CODES.index(code) + 1)


def _listed(product: Product | None, year: int, month: int) -> Iterable[Instrument]:
    return [product.contract(year, month)] if product and 1 <= month <= 12 and product.lists(month) else []


def _fronts(pattern: re.Pattern[str], name: str, catalogue: Catalogue) -> Iterable[Instrument]:
    return [catalogue.products[root].continuous() for root in pattern.findall(name) if root in catalogue.products]
