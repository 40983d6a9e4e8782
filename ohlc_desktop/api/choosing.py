"""What a caller means by a symbol, a timeframe, a rule: whatever is no such thing is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ohlc_desktop.core.continuous.spec import Adjusting, ContinuousSpec, Rolling, is_spec, parse_rolling, parse_spec
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe, timeframe

#: One symbol or several.
Symbols = str | Iterable[str]


def listed(names: Symbols) -> tuple[str, ...]:
    """The symbols or timeframes, each once, in their order.

    Raises:
        UsageError: it is neither text nor a list of texts.
    """
    if isinstance(names, str):
        return (names,)
    if isinstance(names, bytes) or not isinstance(names, Iterable):
        raise _no_text(names)
    return tuple(dict.fromkeys(text(each) for each in names))


def text(value: str) -> str:
    """A name as it was given.

    Raises:
        UsageError: it is no text.
    """
    if not isinstance(value, str):
        raise _no_text(value)
    return value


def timeframe_of(name: str) -> Timeframe:
    """The timeframe with a name.

    Raises:
        UsageError: there is none.
    """
    return timeframe(text(name))


def rolling_of(rule: str) -> Rolling:
    """The rule by which a future rolls.

    Raises:
        UsageError: there is none.
    """
    return parse_rolling(text(rule))


def meant(catalogue: Catalogue, name: str, adjust: str | None, today: date) -> Instrument | ContinuousSpec:
    """What a name means.

    Raises:
        UnknownInstrument: no instrument.
        UsageError: no continuous series, no adjustment, or one of an instrument, whose prices are as they were traded.
    """
    kind = _adjusting(adjust)
    if not is_spec(text(name)):
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
    found = catalogue.products.get(text(root).strip().upper().removesuffix("=F"))
    if found is None:
        raise UsageError(
            "'{root}' is not the root of a future.", "Nothing was looked up.", "Use one such as NQ.", root=root[:40]
        )
    return found


def _no_text(value: object) -> UsageError:
    return UsageError(
        "{value} is no name.", "Nothing was looked up.", "Write names as text, such as 'NQ' or '5m', or several in a list.",
        value=shown(value),
    )  # fmt: skip


def shown(value: object) -> str:
    """A value in a sentence: on one line, and not long."""
    try:
        return repr(value)[:60]
    except Exception:  # noqa: BLE001  # it may be anything
        return type(value).__name__


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
