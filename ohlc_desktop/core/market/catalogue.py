"""The futures that we know (``resources/instruments.toml``): their products, contracts and names.

The module does no network, SQL or clock calls: whoever asks brings the date.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ohlc_desktop.core.errors import readable
from ohlc_desktop.core.market.contract_rules import ContractRules, contract_rules
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument, decimals_of
from ohlc_desktop.core.market.symbol_reading import LONGEST_SHOWN, MONTH_NAMES, SymbolReading, likeness, within_one_edit
from ohlc_desktop.core.messages import Message

CALENDARS = ("cme_equity", "cme_energy", "cme_metals", "cme_rates", "cme_fx", "cme_grains", "cme_crypto")
DISPLAYS = ("decimal", "32nds")
# Likeness from which a known name is worth offering; difflib's own default.
_CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class Product:
    """One root of the catalogue: what all contracts of a future share.

    Attributes:
        root: ``MNQ``.
        name: ``Micro E-mini Nasdaq-100``.
        exchange: ``CME``.
        suffix: What ends the symbols of its contracts: ``.CME``.
        tick: Smallest step of the outright price.
        multiplier: Dollars for a move of 1 in the quoted price.
        calendar: Name of the trading hours.
        months: Codes of the listed months, in the order of the year.
        feed_delay: Seconds by which the feed trails the exchange.
        display: ``decimal`` or ``32nds``.
        rules: How its contracts end; None where the file does not say.
    """

    root: str
    name: str
    exchange: str
    suffix: str
    tick: Fraction
    multiplier: float
    calendar: str
    months: str
    feed_delay: int
    display: str
    rules: ContractRules | None = None

    @property
    def symbol(self) -> str:
        """Symbol of the front month."""
        return f"{self.root}=F"

    def contract_symbol(self, year: int, month: int) -> str:
        """Symbol of a dated contract: root, month code, two-digit year, suffix."""
        return f"{self.root}{MONTH_CODES[month - 1]}{year % 100:02d}{self.suffix}"

    def lists(self, month: int) -> bool:
        """Whether contracts of this month (1 to 12) are ever listed."""
        return MONTH_CODES[month - 1] in self.months

    def next_listed(self, year: int, month: int) -> tuple[int, int]:
        """The first listed (year, month) at or after the given one."""
        later = ((year + (month + n - 1) // 12, (month + n - 1) % 12 + 1) for n in range(12))
        return next(candidate for candidate in later if self.lists(candidate[1]))

    def continuous(self) -> Instrument:
        """The front month."""
        return Instrument(
            symbol=self.symbol, name=self.name, root=self.root, exchange=self.exchange, tick=self.tick,
            multiplier=self.multiplier, calendar=self.calendar, feed_delay=self.feed_delay,
            display=self.display, rules=self.rules,
        )  # fmt: skip

    def contract(self, year: int, month: int) -> Instrument:
        """The dated contract."""
        return replace(
            self.continuous(),
            symbol=self.contract_symbol(year, month),
            name=f"{self.name} {MONTH_NAMES[month - 1].title()} {year}",
            month=(year, month),
        )

    def contract_called(self, symbol: str) -> Instrument | None:
        """The dated contract with a symbol, of the years 2000 to 2099; None for what is no contract of this product."""
        found = re.fullmatch(f"{self.root}([{self.months}])([0-9]{{2}}){re.escape(self.suffix)}", symbol)
        return found and self.contract(2000 + int(found[2]), MONTH_CODES.index(found[1]) + 1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The futures we know, by root, in the order of the file.

    Attributes:
        products: Root to product; read-only.
        notation: Whose symbols they are, for people.
        default_watchlist: Symbols that a new profile starts with.
    """

    products: Mapping[str, Product]
    notation: str
    default_watchlist: tuple[str, ...] = ()

    def resolve(self, text: str, today: date) -> Instrument:
        """The instrument that a person means by ``text``; upper or lower case, blanks around it ignored.

        ==================================  ===============================================
        ``NQ=F``                            a front month
        ``MNQZ26.CME``                      a contract: root, month, year 20yy, exchange
        ``MNQ 12-26``, ``MNQ DEC26``        NinjaTrader's contract; the year may have four digits
        ``MNQ ##-##``                       NinjaTrader's continuous contract, the front month here
        ``MNQ``                             a bare root is the front month
        ``AAPL``, ``^VIX``, ``EURUSD=X``,   any other symbol, unverified and without a tick, also futures that
        ``KC=F``, ``LEZ26.CME``             are not in the catalogue
        ==================================  ===============================================

        A bare root wins over a share of the same name: ``ES``, ``CL`` or ``ZM`` mean the future, and those
        shares cannot be named. Whether the feed has a symbol is not known here, nor whether a contract has
        expired. ``today`` only serves to name a contract of the right year in hints.

        Raises:
            UnknownInstrument: nothing can be meant by it; the hint names what may have been.
        """
        return SymbolReading(self, text, today).instrument()

    def nearest(self, text: str, n: int = 3) -> list[str]:
        """Up to ``n`` symbols whose root or name resembles the text, the best first.

        Contracts and NinjaTrader names are compared by their root; a word of a name is enough: ``nasdaq``.
        """
        text = text.strip()[:LONGEST_SHOWN]  # the comparison takes the square of the length
        scores = {product.symbol: likeness(text, product) for product in self.products.values()}
        close = [symbol for symbol, score in scores.items() if score >= _CLOSE]
        return sorted(close, key=lambda symbol: -scores[symbol])[:n]

    def looks_like_typo(self, text: str) -> bool:
        """Whether a bare name is one letter off a root (``NQQ``, ``MNQQ``, ``QN``) without being one.

        Meant for a question before an unverified symbol is added; many real tickers look so as well. Of a front month
        (``MNQQ=F``) only where its root has three letters or more: those of two are all one letter off each other.
        """
        written = text.strip().upper()
        name = written.removesuffix("=F")
        bare = name.isalnum() and name not in self.products and (name == written or len(name) > 2)
        return bare and any(within_one_edit(name, root) for root in self.products)


@lru_cache(maxsize=8)
def load_catalogue(path: Path) -> Catalogue:
    """The catalogue in a TOML file; read once per path and process.

    Raises:
        SettingsError: the file cannot be read or says something impossible; the message names the entry.
    """
    with readable(path, Message("The instrument catalogue cannot be used.")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        products = [_product(entry, data["exchanges"], data.get("contracts", {})) for entry in data["instruments"]]
        by_root = {product.root: product for product in products}
        if len(by_root) < len(products):
            raise ValueError("a root appears twice")
        watchlist = tuple(by_root[root].symbol for root in data.get("default_watchlist", ()))
        return Catalogue(MappingProxyType(by_root), str(data["notation"]), watchlist)


def ninjatrader_name(instrument: Instrument) -> str:
    """NinjaTrader's name: ``MNQ 12-26`` for a contract, the root for a front month, else the symbol.

    ``Catalogue.resolve`` leads back to the same instrument.
    """
    if instrument.month is None:
        return instrument.root or instrument.symbol
    year, month = instrument.month
    return f"{instrument.root} {month:02d}-{year % 100:02d}"


def _product(
    entry: Mapping[str, Any], exchanges: Mapping[str, Mapping[str, Any]], contracts: Mapping[str, Mapping[str, Any]]
) -> Product:
    root = str(entry["root"])
    exchange = exchanges[entry["exchange"]]
    product = Product(
        root=root, name=entry["name"], exchange=entry["exchange"], suffix=exchange["suffix"],
        tick=Fraction(entry["tick"]), multiplier=float(entry["multiplier"]), calendar=entry["calendar"],
        months=entry["months"], feed_delay=int(exchange["delay"]), display=entry.get("display", "decimal"),
        rules=contract_rules(contracts, root, entry["calendar"]),
    )  # fmt: skip
    sorted_months = "".join(code for code in MONTH_CODES if code in product.months)
    wrong = {
        "root": not re.fullmatch(r"[A-Z0-9]{1,5}", root),
        "tick": product.tick <= 0 or not isinstance(entry["tick"], str),
        "multiplier": not 0 < product.multiplier < float("inf"),
        "calendar": product.calendar not in CALENDARS,
        "months": not product.months or product.months != sorted_months,
        "display": product.display not in DISPLAYS,
    }
    for key in (key for key, bad in wrong.items() if bad):
        raise ValueError(f"{root}: {key} = {entry[key]!r} is not possible")
    decimals_of(product.tick.denominator)
    return product
