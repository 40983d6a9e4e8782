"""What a caller means by a symbol: an instrument, or a continuous series with the adjustment that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ohlc_desktop.core.continuous.spec import Adjusting, ContinuousSpec, is_spec, parse_spec
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.instruments import Instrument

#: One symbol or several.
Symbols = str | Iterable[str]


def listed(symbols: Symbols) -> tuple[str, ...]:
    """The symbols, each once, in their order."""
    return (symbols,) if isinstance(symbols, str) else tuple(dict.fromkeys(symbols))


def meant(catalogue: Catalogue, name: str, adjust: str | None, today: date) -> Instrument | ContinuousSpec:
    """What a name means.

    Raises:
        UnknownInstrument: no instrument.
        UsageError: no continuous series, no adjustment, or one of an instrument, whose prices are as they were traded.
    """
    kind = _adjusting(adjust)
    if not is_spec(name):
        instrument = catalogue.resolve(name, today)
        if kind not in (None, Adjusting.NONE):
            raise _not_adjusted(instrument)
        return instrument
    spec = parse_spec(name, catalogue.products)
    if kind is None or spec.adjusting is kind:
        return spec
    if spec.adjusting is not Adjusting.NONE:
        raise UsageError(
            "'{name}' says {one}, and adjust= says {other}.", "Nothing was read.", "Leave one of them out.",
            name=name, one=spec.adjusting.value, other=kind.value,
        )  # fmt: skip
    return replace(spec, adjusting=kind)


def product_of(catalogue: Catalogue, root: str) -> Product:
    """The future with a root, however it is written: ``NQ``, ``nq=f``.

    Raises:
        UsageError: there is none.
    """
    found = catalogue.products.get(root.strip().upper().removesuffix("=F"))
    if found is None:
        raise UsageError(
            "'{root}' is not the root of a future.", "Nothing was looked up.", "Use one such as NQ.", root=root[:40]
        )
    return found


def _adjusting(word: str | None) -> Adjusting | None:
    if word is None:
        return None
    found = next((each for each in Adjusting if each.value == word), None)
    if found is None:
        raise UsageError(
            "'{word}' is no way to adjust prices.", "Nothing was read.", "Use one of: {words}.",
            word=str(word)[:40], words=" ".join(each.value for each in Adjusting),
        )  # fmt: skip
    return found


def _not_adjusted(instrument: Instrument) -> UsageError:
    return UsageError(
        "Prices of {symbol} are as they were traded: only continuous series are adjusted.", "Nothing was read.",
        "Leave adjust= out, or read a continuous series such as NQ@volume.", symbol=instrument.symbol,
    )  # fmt: skip
