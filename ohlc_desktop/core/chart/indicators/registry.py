"""The kinds of indicators: ours, with the defaults that traders expect, and those that plug-ins add."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ohlc_desktop.core.chart.indicators.kinds import (
    averages,
    bands,
    channels,
    directional,
    ichimoku,
    levels,
    momentum,
    opening,
    oscillators,
    volume,
    vwap,
)
from ohlc_desktop.core.chart.indicators.model import IndicatorKind
from ohlc_desktop.core.messages import Message

_FAMILIES = (
    averages, bands, channels, ichimoku, vwap, levels, opening, volume, oscillators, directional, momentum,
)  # fmt: skip
#: The kinds that the program brings, by name, in the order in which they are offered.
KINDS: Mapping[str, IndicatorKind] = MappingProxyType(
    {kind.name: kind for family in _FAMILIES for kind in family.KINDS}
)

_custom: dict[str, IndicatorKind] = {}
_refused: dict[str, Message] = {}


def register(kind: IndicatorKind) -> None:
    """Offer the kind of a plug-in; its name has a slash in it, which no name of ours has."""
    _custom[kind.name] = kind


def refuse(name: str, problem: Message) -> None:
    """Remember why the plug-in of a kind cannot be used."""
    _refused[name] = problem


def kinds() -> Mapping[str, IndicatorKind]:
    """All kinds there are now, by name: ours, then those of plug-ins. What is registered later is not in it."""
    return {**KINDS, **_custom}


def find_kind(name: str) -> IndicatorKind | None:
    """The kind of a name; None where nothing that is installed provides it."""
    return KINDS.get(name) or _custom.get(name)


def refused() -> Mapping[str, Message]:
    """Why the plug-ins that cannot be used cannot, by the name of the kind."""
    return dict(_refused)
