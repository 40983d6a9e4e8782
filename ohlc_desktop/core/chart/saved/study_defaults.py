"""How new studies begin, for the kinds for which the user said so. What is stored is a list of specs as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ohlc_desktop.core.chart.indicators import (
    IndicatorSpec,
    ParameterKind,
    kind_of,
    spec_from_json,
    spec_to_json,
)


def new_study(kind: str, plain: object) -> IndicatorSpec:
    """A new study of a kind: as the user said, else as the kind declares.

    Args:
        kind: Name of the kind.
        plain: What is stored; whatever is damaged there is ignored.
    """
    own = next((each for each in plain if _is_of(each, kind)), None) if isinstance(plain, list) else None
    return begun(spec_from_json(own)) if own is not None else IndicatorSpec(kind)


def with_default(plain: object, spec: IndicatorSpec) -> list[Any]:
    """What is to be stored so that new studies of its kind begin like this one; the others stay."""
    others = [each for each in plain if not _is_of(each, spec.kind)] if isinstance(plain, list) else []
    begins = begun(spec)
    return others if begins == IndicatorSpec(spec.kind) else [*others, spec_to_json(begins)]


def begun(spec: IndicatorSpec) -> IndicatorSpec:
    """The study as a new one of its kind would be: shown, in a colour that is to be found, at no moment of its own."""
    moments = {p.key for p in kind_of(spec).parameters if p.kind is ParameterKind.TIME}
    kept = tuple((key, value) for key, value in spec.parameters if key not in moments)
    return replace(spec, parameters=kept, first_colour=0, hidden=False)


def set_back(spec: IndicatorSpec) -> IndicatorSpec:
    """The study with the parameters and looks that its kind declares; its moments and free colour stay."""
    moments = {p.key for p in kind_of(spec).parameters if p.kind is ParameterKind.TIME}
    return replace(spec, parameters=tuple((k, v) for k, v in spec.parameters if k in moments), looks=())


def _is_of(plain: object, kind: str) -> bool:
    return isinstance(plain, dict) and plain.get("kind") == kind
