"""Names of sources, and which of two counts more.

The order is kept in the archive, so that the file alone tells why a candle is what it is. A new source takes its place by
its kind, behind the ones of its kind that are known already, so that what is stored does not change by its coming alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ohlc_desktop.core.errors import UsageError

#: A choice made by hand: the strongest source of all.
PERSON = "person"
#: Candles that this app exported and that were given back to it: another source gave them, so they witness nothing.
COPY = "ohlc-desktop"
#: Exports of TradingView, whose days close with the last trade in all files that were looked at.
TRADINGVIEW = "tradingview"
#: Sources whose days close at the settlement: Yahoo's futures do on every day that was looked at, Sierra Chart documents it
#: (https://www.sierrachart.com/index.php?page=doc/helpdetails12.html), the simulated market has nothing else. Of others nobody
#: says so: NinjaTrader passes on what a broker's feed gives, TradingView what its chart is set to.
SETTLING = ("yahoo", "sierra", "demo")
#: The hub of a desk, which passes on what others gave to the machine that imports.
HUB = "hub"
#: Sources that pass on what others gave, as a choice does: where they equal those they are no second witness.
PASSED_ON = frozenset((PERSON, COPY, HUB))
#: Origins of candles that are no sources.
RESERVED = ("derived", "rescaled")
#: Between the names of the sources that a derived candle is made of.
JOINT = "+"
_NAME = re.compile(r"[a-z0-9_-]{1,32}")


class SourceKind(StrEnum):
    """What a source is, strongest first: a person's choice, files of the user's own, a paid feed, a desk's hub, a free feed."""

    PERSON = "person"
    FILE = "file"
    PAID = "paid"
    HUB = "hub"
    FEED = "feed"

    @property
    def asked(self) -> bool:
        """Whether it is asked for every series by itself, so that days and 5m are never made of its minutes."""
        return self in (SourceKind.HUB, SourceKind.FEED)


_STRENGTH = tuple(SourceKind)


class KnownSource(NamedTuple):
    """A source that has candles in the archive, or had."""

    name: str
    kind: SourceKind


def checked_name(name: str) -> str:
    """The name of a source.

    Raises:
        UsageError: it cannot be one.
    """
    if name in RESERVED or not _NAME.fullmatch(name):
        raise UsageError(
            "'{name}' cannot be the name of a source.", "Nothing was stored.",
            "Use 1 to 32 of the letters a to z, digits, - and _; not: {reserved}.", name=name, reserved=" ".join(RESERVED),
        )  # fmt: skip
    return name


def enrolled(known: Sequence[KnownSource], new: KnownSource) -> tuple[KnownSource, ...]:
    """The order with one more source: before the first of a weaker kind. One that is known stays where it is."""
    if any(source.name == new.name for source in known):
        return tuple(known)
    weaker = (place for place, source in enumerate(known) if _STRENGTH.index(source.kind) > _STRENGTH.index(new.kind))
    place = next(weaker, len(known))
    return (*known[:place], new, *known[place:])


def preferred(known: Sequence[KnownSource], names: Iterable[str]) -> tuple[KnownSource, ...]:
    """The order with the named sources, strongest first, before all others; a person's choices stay in front of them.

    Raises:
        UsageError: one is unknown, or named twice.
    """
    wanted = [name for name in names if name != PERSON]
    by_name = {source.name: source for source in known}
    if len(set(wanted)) < len(wanted) or not set(wanted) <= set(by_name):
        raise UsageError(
            "The order of sources must name known ones, each once: {names}.", "The order is as it was.",
            "Known are: {known}.", names=" ".join(wanted), known=" ".join(by_name),
        )  # fmt: skip
    first = [source for source in known if source.kind is SourceKind.PERSON]
    rest = [source for source in known if source.name not in wanted and source not in first]
    return (*first, *(by_name[name] for name in wanted), *rest)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a candle comes from.

    Attributes:
        sources: Names, strongest first: one where a source gave it, those of all its parts where it is made of others.
        made: It is made of finer candles.
    """

    sources: tuple[str, ...]
    made: bool = False

    @property
    def text(self) -> str:
        """The sources as the archive writes them: ``ninjatrader+yahoo``."""
        return JOINT.join(self.sources)


@dataclass(frozen=True, slots=True)
class Precedence:
    """The order of all sources, strongest first."""

    known: tuple[KnownSource, ...] = ()

    def place(self, name: str) -> int:
        """How many sources count more; one that is not known counts least."""
        if name == PERSON:
            return -1
        return next((place for place, source in enumerate(self.known) if source.name == name), len(self.known))

    def kind(self, name: str) -> SourceKind:
        """What a source is; one that is not known counts as a file."""
        return next((source.kind for source in self.known if source.name == name), SourceKind.FILE)

    def ordered(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names without repeats, strongest first."""
        return tuple(sorted(set(names), key=lambda name: (self.place(name), name)))

    def rank(self, provenance: Provenance, daily: bool) -> tuple[int, int, str]:
        """A key that sorts provenances, strongest first.

        What is made of several sources is as strong as the weakest of them. Of one source a candle that it gave counts
        more than one that is made of its finer ones. Of days (1d and longer) each that was given counts more than any that
        is made: it has the settlement, which minutes do not have.
        """
        weakest = max((self.place(name) for name in provenance.sources), default=len(self.known))
        keys = (int(provenance.made), weakest) if daily else (weakest, int(provenance.made))
        return (*keys, provenance.text)
