"""Reading what a person typed as an instrument, and finding the nearest names where it is none.

Symbols and NinjaTrader's spelling are understood; the table is at ``Catalogue.resolve``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from ohlc_desktop.core.errors import UnknownInstrument
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.messages import NOTHING, Message, Value, sentences

if TYPE_CHECKING:
    from ohlc_desktop.core.market.catalogue import Catalogue, Product

#: No symbol is as long as this, options aside.
LONGEST_NAME = 24
MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# Of a refused text this much is repeated and compared.
LONGEST_SHOWN = 40

_CONTINUOUS = re.compile(r"([A-Z0-9]+)=F")
_CONTRACT = re.compile(r"([A-Z0-9]{1,5}?)([A-Z])([0-9]{1,4})(?:\.([A-Z]+))?")
_NINJA_NUMBERS = re.compile(r"([A-Z0-9]+)\s+([0-9]{1,2})-([0-9]{2}|[0-9]{4})")
_NINJA_MONTH = re.compile(r"([A-Z0-9]+)\s+([A-Z]{3})\s?([0-9]{2}|[0-9]{4})")
_NINJA_CONTINUOUS = re.compile(r"([A-Z0-9]+)\s+##-##")
_OTHER = re.compile(r"\^?[A-Z0-9][A-Z0-9._&-]*(?:=[XF])?")


class SymbolReading:
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
        long = len(printable) > LONGEST_SHOWN
        self.shown = printable[: LONGEST_SHOWN - 1] + "…" if long else printable
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
            if match[2] not in MONTH_NAMES:
                text = Message("{month} is no month; NinjaTrader writes JAN to DEC.", month=match[2])
                self._refuse(text, self._suggestion(match[1]))
            month = MONTH_NAMES.index(match[2]) + 1
        else:
            return None
        if len(match[3]) == 4 and not match[3].startswith("20"):
            self._refuse(Message("The year has to be from 2000 to 2099."), self._suggestion(match[1]))
        return self._listed(self._product(match[1]), 2000 + int(match[3]) % 100, month)

    def _contract(self) -> Instrument | None:
        match = _CONTRACT.fullmatch(self.name)
        futures_suffix = self.name.endswith(tuple(product.suffix for product in self.catalogue.products.values()))
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

    def _product(self, root: str) -> Product:
        if root not in self.catalogue.products:
            self._refuse(Message("No future with the root {root} is in the catalogue.", root=root))
        return self.catalogue.products[root]

    def _listed(self, product: Product, year: int, month: int) -> Instrument:
        if not product.lists(month):
            right = product.contract_symbol(*product.next_listed(year, month))
            title = MONTH_NAMES[month - 1].title()
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


def _did_you_mean(names: Value) -> Message:
    return Message("Did you mean {names}?", names=names)


def _write(meant: Instrument) -> Message:
    return Message("Write {symbol}.", symbol=meant.symbol)


def _listing(product: Product) -> Message:
    """``MNQ is listed for Mar (H), Jun (M), Sep (U) and Dec (Z).``"""
    months = [f"{name.title()} ({code})" for name, code in zip(MONTH_NAMES, MONTH_CODES, strict=True)
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


def likeness(text: str, product: Product) -> float:
    """How much a text resembles a product, 0 to 1: its root, its whole name or a word of it."""
    whole, name = text.strip().casefold(), product.name.casefold()
    words = [whole, *(word for word in whole.split() if len(word) > 2)]
    # A word of a name counts a little less than all of it: "gold" is Gold before Micro Gold.
    part = max(_ratio(word, of_name) for word in words for of_name in re.split(r"[\s-]+", name))
    return max(_ratio(_root_of(text), product.root), _ratio(whole, name), 0.95 * part)


def _ratio(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second).ratio()


def within_one_edit(first: str, second: str) -> bool:
    """Whether at most one letter added, dropped or changed, or two neighbours swapped, tell them apart."""
    pairs = enumerate(zip(first, second, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
    rest, other = first[at:], second[at:]
    swapped = rest[1::-1] + rest[2:]
    return rest[1:] in (other, other[1:]) or rest == other[1:] or swapped == other
