"""Instruments: which names are understood, what they mean, and how their prices are rounded and written.

The flow: ``load_catalogue`` reads the futures we know (``resources/instruments.toml``) into a ``Catalogue``;
``Catalogue.resolve`` turns what a person typed, as a symbol or in NinjaTrader's spelling, into an ``Instrument``
or raises ``UnknownInstrument`` with the nearest known names; the instrument then rounds and formats prices.

A symbol is the key of an instrument everywhere, in database, settings and command line. Its notation is that of the
first feed, which the catalogue names: ``NQ=F`` for a front month, ``MNQZ26.CME`` for a contract, ``AAPL`` for a share. A
source whose feed writes them otherwise makes its own from root, month and exchange of the instrument.

The module does no network, SQL or clock calls: whoever asks brings the date.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64
from ohlc_desktop.core.errors import SettingsError, UnknownInstrument, bare
from ohlc_desktop.core.messages import NOTHING, Message, Value, sentences

#: Codes of the delivery months January to December, as all futures exchanges use them.
MONTH_CODES = "FGHJKMNQUVXZ"

#: Feed delay in seconds that is assumed for what the catalogue does not know (the usual 15 minutes of feeds without a
#: licence, and five to spare).
GENERIC_DELAY = 1200

#: The calendar of instruments that the catalogue does not know.
GENERIC_CALENDAR = "generic"

CALENDARS = ("cme_equity", "cme_energy", "cme_metals", "cme_rates", "cme_fx", "cme_grains", "cme_crypto")
DISPLAYS = ("decimal", "32nds")

#: No symbol is as long as this, options aside.
LONGEST_NAME = 24

_MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# Prices further from zero than this many ticks have no room left for a fraction in a float64.
_LARGEST_COUNT = 2.0**52
#: What a float32, which is all that some feeds send, may be off, as a share of the price.
FLOAT32_NOISE = 2.0**-22

# Of a refused text this much is repeated and compared.
_LONGEST_SHOWN = 40

# Likeness from which a known name is worth offering; difflib's own default.
_CLOSE = 0.6

_CONTINUOUS = re.compile(r"([A-Z0-9]+)=F")
_CONTRACT = re.compile(r"([A-Z0-9]{1,5}?)([A-Z])([0-9]{1,4})(?:\.([A-Z]+))?")
_NINJA_NUMBERS = re.compile(r"([A-Z0-9]+)\s+([0-9]{1,2})-([0-9]{2}|[0-9]{4})")
_NINJA_MONTH = re.compile(r"([A-Z0-9]+)\s+([A-Z]{3})\s?([0-9]{2}|[0-9]{4})")
_NINJA_CONTINUOUS = re.compile(r"([A-Z0-9]+)\s+##-##")
_OTHER = re.compile(r"\^?[A-Z0-9][A-Z0-9._&-]*(?:=[XF])?")


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
    """

    symbol: str
    name: str
    root: str = ""
    exchange: str = ""
    tick: Fraction | None = None
    multiplier: float | None = None
    calendar: str = GENERIC_CALENDAR
    feed_delay: int = GENERIC_DELAY
    month: tuple[int, int] | None = None
    display: str = "decimal"

    @property
    def continuous(self) -> bool:
        """True for the front month of a future (``NQ=F``), whose candles can mix contracts at a roll."""
        return bool(self.root) and self.month is None

    @property
    def decimals(self) -> int | None:
        """Digits after the point that show every price exactly: 5 for 1/32, 2 for 0.25, 0 for 1."""
        return None if self.tick is None else _decimals(self.tick.denominator)

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
            small = np.abs(count) * self.tick.numerator < _LARGEST_COUNT
        return np.where(small, rounded, prices)

    def format_price(self, price: float) -> str:
        """The price as text without float noise and without an exponent.

        With a tick: always its number of decimals (``118.03125``), or all that it has where it has more, as a final
        settlement can. Without one: the fewest digits that
        identify the value, as a float32 when it is one (45.34000015258789 is written ``45.34``).
        """
        return self.format_prices(np.array([price], dtype=np.float64))[0]

    def format_prices(self, prices: Float64) -> list[str]:
        """What ``format_price`` writes for each price, fast for whole columns."""
        decimals = self.decimals
        if decimals is None:
            return _shortest(prices)
        texts = list(map(f"%.{decimals}f".__mod__, prices.tolist()))
        for place in np.flatnonzero(_has_more(prices, decimals)).tolist():
            texts[place] = _shortest(prices[place : place + 1])[0]
        zero = f"{0.0:.{decimals}f}"
        if f"-{zero}" in texts:
            texts = [zero if text == f"-{zero}" else text for text in texts]
        return texts


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
            display=self.display,
        )  # fmt: skip

    def contract(self, year: int, month: int) -> Instrument:
        """The dated contract."""
        return replace(
            self.continuous(),
            symbol=self.contract_symbol(year, month),
            name=f"{self.name} {_MONTH_NAMES[month - 1].title()} {year}",
            month=(year, month),
        )


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

    @property
    def roots(self) -> tuple[str, ...]:
        """All known roots."""
        return tuple(self.products)

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
        return _Reading(self, text, today).instrument()

    def nearest(self, text: str, n: int = 3) -> list[str]:
        """Up to ``n`` symbols whose root or name resembles the text, the best first.

        Contracts and NinjaTrader names are compared by their root; a word of a name is enough: ``nasdaq``.
        """
        text = text.strip()[:_LONGEST_SHOWN]  # the comparison takes the square of the length
        scores = {product.symbol: _likeness(text, product) for product in self.products.values()}
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
        return bare and any(_within_one_edit(name, root) for root in self.products)


@lru_cache(maxsize=8)
def load_catalogue(path: Path) -> Catalogue:
    """The catalogue in a TOML file; read once per path and process.

    Raises:
        SettingsError: the file cannot be read or says something impossible; the message names the entry.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        products = [_product(entry, data["exchanges"]) for entry in data["instruments"]]
        by_root = {product.root: product for product in products}
        if len(by_root) < len(products):
            raise ValueError("a root appears twice")
        notation = str(data["notation"])
        watchlist = tuple(by_root[root].symbol for root in data.get("default_watchlist", ()))
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        reason = f"{error} is missing or unknown" if isinstance(error, KeyError) else str(error)
        raise SettingsError(
            "The instrument catalogue cannot be used.",
            "{path}: {reason}.",
            "Install the program again.",
            path=str(path),
            reason=bare(reason),
        ) from error
    return Catalogue(MappingProxyType(by_root), notation, watchlist)


def ninjatrader_name(instrument: Instrument) -> str:
    """NinjaTrader's name: ``MNQ 12-26`` for a contract, the root for a front month, else the symbol.

    ``Catalogue.resolve`` leads back to the same instrument.
    """
    if instrument.month is None:
        return instrument.root or instrument.symbol
    year, month = instrument.month
    return f"{instrument.root} {month:02d}-{year % 100:02d}"


class _Reading:
    """One text on its way to an instrument; a spelling is tried after the other.

    Attributes:
        catalogue: The known futures.
        shown: The text as it may be repeated to the person: printable and not endless.
        name: The text in upper case without blanks around it.
        today: For examples in hints.
    """

    def __init__(self, catalogue: Catalogue, text: str, today: date) -> None:
        self.catalogue = catalogue
        self.today = today
        self.name = text.strip().upper()
        printable = "".join(c if c.isprintable() else "?" for c in text.strip())
        long = len(printable) > _LONGEST_SHOWN
        self.shown = printable[: _LONGEST_SHOWN - 1] + "…" if long else printable
        # Some letters turn into others in upper case ("ß" into "SS"): only ASCII may be read further.
        self.ascii = text.strip().isascii()

    def instrument(self) -> Instrument:
        """The instrument, or a refusal."""
        if not self.name:
            self._refuse(Message("Nothing was written."), self._example())
        if len(self.name) > LONGEST_NAME:
            self._refuse(Message("It is longer than {most} characters.", most=LONGEST_NAME))
        if self.ascii:
            found = self._front_month() or self._ninja() or self._contract() or self._other()
            if found is not None:
                return found
        notation = self.catalogue.notation
        self._refuse(
            Message("It has characters, or an order of them, that no {notation} symbol has.", notation=notation)
        )

    def _front_month(self) -> Instrument | None:
        if self.name in self.catalogue.products:
            return self.catalogue.products[self.name].continuous()
        if match := _NINJA_CONTINUOUS.fullmatch(self.name):
            return self._product(match[1]).continuous()
        match = _CONTINUOUS.fullmatch(self.name)
        product = self.catalogue.products.get(match[1]) if match else None
        return product.continuous() if product else None

    def _ninja(self) -> Instrument | None:
        if match := _NINJA_NUMBERS.fullmatch(self.name):
            month = int(match[2])
            if not 1 <= month <= 12:
                self._refuse(Message("There is no month {month}.", month=match[2]), self._suggestion(match[1]))
        elif match := _NINJA_MONTH.fullmatch(self.name):
            if match[2] not in _MONTH_NAMES:
                text = Message("{month} is no month; NinjaTrader writes JAN to DEC.", month=match[2])
                self._refuse(text, self._suggestion(match[1]))
            month = _MONTH_NAMES.index(match[2]) + 1
        else:
            return None
        if len(match[3]) == 4 and not match[3].startswith("20"):
            self._refuse(Message("The year has to be from 2000 to 2099."), self._suggestion(match[1]))
        return self._listed(self._product(match[1]), 2000 + int(match[3]) % 100, month)

    def _contract(self) -> Instrument | None:
        match = _CONTRACT.fullmatch(self.name)
        futures_suffix = self._has_futures_suffix()
        if match is None:
            if futures_suffix:
                self._refuse(Message("Contracts need a root, a month code and a year."), self._example())
            return None
        root, code, year, suffix = match.groups()
        if not futures_suffix and not self._meant_as_contract(root, code, year, suffix):
            return None
        if self._may_be_anothers(root, code, year):
            return None
        product = self._product(root)
        if code not in MONTH_CODES:
            self._refuse(
                sentences(Message("{code} is no month code.", code=code), _listing(product)), self._suggestion(root)
            )
        month = MONTH_CODES.index(code) + 1
        meant = self._listed(product, _year(year, self.today), month)
        if len(year) != 2:
            self._refuse(Message("The year of a contract has two digits."), _write(meant))
        if f".{suffix}" != product.suffix:
            self._refuse(
                Message("{root} is traded on {exchange}.", root=root, exchange=product.exchange), _write(meant)
            )
        return meant

    def _meant_as_contract(self, root: str, code: str, year: str, suffix: str | None) -> bool:
        """Whether a contract of a known root was meant, though its exchange is missing or not one of ours.

        With a foreign suffix only the full shape counts: SIX2.DE is a share, not silver of November.
        """
        known = root in self.catalogue.products and code in MONTH_CODES
        return known and (suffix is None or len(year) == 2)

    def _may_be_anothers(self, root: str, code: str, year: str) -> bool:
        """Whether the feed may have it, written as contracts are, of a future that is not in the catalogue."""
        unknown = root not in self.catalogue.products and not self.catalogue.looks_like_typo(f"{root}=F")
        return unknown and code in MONTH_CODES and len(year) == 2

    def _other(self) -> Instrument | None:
        if _OTHER.fullmatch(self.name):
            return Instrument(symbol=self.name, name=self.name)
        return None

    def _has_futures_suffix(self) -> bool:
        return any(self.name.endswith(product.suffix) for product in self.catalogue.products.values())

    def _product(self, root: str) -> Product:
        if root not in self.catalogue.products:
            self._refuse(Message("No future with the root {root} is in the catalogue.", root=root))
        return self.catalogue.products[root]

    def _listed(self, product: Product, year: int, month: int) -> Instrument:
        if not product.lists(month):
            right = product.contract_symbol(*product.next_listed(year, month))
            title = _MONTH_NAMES[month - 1].title()
            reason = Message("{root} has no {month} contract.", root=product.root, month=title)
            self._refuse(sentences(reason, _listing(product)), _did_you_mean(right))
        return product.contract(year, month)

    def _suggestion(self, root: str) -> Message:
        """A contract of the root that can be had today; the nearest names when the root is unknown."""
        product = self.catalogue.products.get(root)
        if product is None:
            return self._nearest()
        return _did_you_mean(product.contract_symbol(*product.next_listed(*self._month())))

    def _nearest(self) -> Message:
        names = self.catalogue.nearest(self.name)
        return _did_you_mean(_either(names)) if names else self._example()

    def _example(self) -> Message:
        first = list(self.catalogue.products.values())[:1]
        contracts = [product.contract_symbol(*product.next_listed(*self._month())) for product in first]
        names = [*(product.symbol for product in first), *contracts, "AAPL"]
        return Message(
            "Write a {notation} symbol such as {names}.", notation=self.catalogue.notation, names=_either(names)
        )

    def _month(self) -> tuple[int, int]:
        return self.today.year, self.today.month

    def _refuse(self, message: Message, hint: Message = NOTHING) -> NoReturn:
        raise UnknownInstrument("'{shown}' is not an instrument.", message, hint or self._nearest(), shown=self.shown)


def _product(entry: Mapping[str, Any], exchanges: Mapping[str, Mapping[str, Any]]) -> Product:
    """One checked entry of the file."""
    root = str(entry["root"])
    exchange = exchanges[entry["exchange"]]
    product = Product(
        root=root, name=entry["name"], exchange=entry["exchange"], suffix=exchange["suffix"],
        tick=Fraction(entry["tick"]), multiplier=float(entry["multiplier"]), calendar=entry["calendar"],
        months=entry["months"], feed_delay=int(exchange["delay"]), display=entry.get("display", "decimal"),
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
    _decimals(product.tick.denominator)
    return product


@lru_cache(maxsize=256)
def _decimals(denominator: int) -> int:
    """Digits after the point of a fraction in lowest terms.

    A denominator of 2^a * 5^b needs max(a, b) of them; any other has no end.

    Raises:
        ValueError: the fraction has no finite decimal.
    """
    rest, counts = denominator, []
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        counts.append(count)
    if rest != 1:
        raise ValueError(f"a tick of 1/{denominator} has no finite decimal")
    return max(counts)


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


def _did_you_mean(names: Value) -> Message:
    return Message("Did you mean {names}?", names=names)


def _write(meant: Instrument) -> Message:
    return Message("Write {symbol}.", symbol=meant.symbol)


def _listing(product: Product) -> Message:
    """``MNQ is listed for Mar (H), Jun (M), Sep (U) and Dec (Z).``"""
    months = [f"{name.title()} ({code})" for name, code in zip(_MONTH_NAMES, MONTH_CODES, strict=True)
              if code in product.months]  # fmt: skip
    *first, last = months
    listed = Message("{first} and {last}", first=tuple(first), last=last) if first else last
    return Message("{root} is listed for {months}.", root=product.root, months=listed)


def _either(words: Iterable[str]) -> Value:
    """``a, b or c``."""
    *first, last = words
    return Message("{first} or {last}", first=tuple(first), last=last) if first else last


def _year(digits: str, today: date) -> int:
    """20yy for two digits or more; for a single one the next year that ends with it, from last year on."""
    if len(digits) > 1:
        return 2000 + int(digits) % 100
    first = today.year - 1
    return first + (int(digits) - first) % 10


def _root_of(text: str) -> str:
    """The part of a name that should be a root, in upper case."""
    name = text.strip().upper()
    for shape in (_CONTINUOUS, _NINJA_NUMBERS, _NINJA_MONTH, _NINJA_CONTINUOUS, _CONTRACT):
        if match := shape.fullmatch(name):
            return match[1]
    return name.partition("=")[0].partition(".")[0]


def _likeness(text: str, product: Product) -> float:
    """How much a text resembles a product, 0 to 1: its root, its whole name or a word of it."""
    whole, name = text.strip().casefold(), product.name.casefold()
    words = [whole, *(word for word in whole.split() if len(word) > 2)]
    # A word of a name counts a little less than all of it: "gold" is Gold before Micro Gold.
    part = max(_ratio(word, of_name) for word in words for of_name in re.split(r"[\s-]+", name))
    return max(_ratio(_root_of(text), product.root), _ratio(whole, name), 0.95 * part)


def _ratio(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second).ratio()


def _within_one_edit(first: str, second: str) -> bool:
    """Whether at most one letter added, dropped or changed, or two neighbours swapped, tell them apart."""
    pairs = enumerate(zip(first, second, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
    rest, other = first[at:], second[at:]
    swapped = rest[1::-1] + rest[2:]
    return rest[1:] in (other, other[1:]) or rest == other[1:] or swapped == other
