"""The panes of a chart as they are remembered, and how they keep their studies when these are edited, added or removed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ohlc_desktop.core.chart.indicators import IndicatorSpec, Place, find_kind

PRICE, VOLUME = "price", "volume"

#: What a pane shows: the prices, the volume, or a study.
PaneKey = IndicatorSpec | str


@dataclass(frozen=True, slots=True)
class PaneState:
    """One pane, as the user left it.

    Attributes:
        key: What it shows: ``PRICE``, ``VOLUME`` or the study that has a pane of its own.
        share: Share of the height of all panes that are not collapsed, relative to those of the others; 0 for the
            usual one.
        collapsed: Only its legend is shown.
        maximised: It alone is shown. At most one pane of a chart is.
    """

    key: PaneKey
    share: float = 0.0
    collapsed: bool = False
    maximised: bool = False


def panes_of(before: Sequence[PaneState], specs: Sequence[IndicatorSpec], volume: bool) -> tuple[PaneState, ...]:
    """The panes that a chart has, from top to bottom.

    Args:
        before: The panes that it had. What they show is found again by :func:`pairing`; those of which it is gone, go.
        specs: Its studies. One whose kind is not installed keeps its place.
        volume: Whether it shows volume.

    A new study comes last, and new volume below the prices. What is new is seen: no pane stays maximised then.
    """
    wanted: list[PaneKey] = [PRICE, *([VOLUME] if volume else []), *filter(_has_pane, specs)]
    found = pairing([pane.key for pane in before], wanted)
    kept = [replace(pane, key=wanted[at]) for pane, at in zip(before, found, strict=True) if at is not None]
    new = [key for at, key in enumerate(wanted) if at not in found]
    for key in new:
        places = {PRICE: 0, VOLUME: 1 + next((at for at, pane in enumerate(kept) if pane.key == PRICE), -1)}
        kept.insert(places[key] if isinstance(key, str) else len(kept), PaneState(key))
    return _one_maximised(kept, at_all=not new)


def pairing(before: Sequence[PaneKey], after: Sequence[PaneKey]) -> list[int | None]:
    """For each key of ``before`` the number of what shows the same in ``after``, each at most once; None if it is gone.

    That is what is equal, else a study of the same kind, for its period or colour may have been edited.
    """
    left, found = dict(enumerate(after)), dict[int, int]()
    for same in (_equal, _of_one_kind):
        for at, key in enumerate(before):
            number = next((n for n, other in left.items() if same(key, other)), None) if at not in found else None
            if number is not None:
                found[at] = number
                del left[number]
    return [found.get(at) for at in range(len(before))]


def panes_to_json(panes: Sequence[PaneState], specs: Sequence[IndicatorSpec]) -> list[dict[str, Any]]:
    """Plain values, for a file; a study is named by its number in ``specs``."""
    found = pairing([pane.key for pane in panes], specs)
    return [
        {
            "pane": pane.key if isinstance(pane.key, str) else number, "share": pane.share,
            "collapsed": pane.collapsed, "maximised": pane.maximised,
        }
        for pane, number in zip(panes, found, strict=True)
    ]  # fmt: skip


def panes_from_json(plain: object, specs: Sequence[IndicatorSpec]) -> tuple[PaneState, ...]:
    """What :func:`panes_to_json` wrote. Whatever is unknown or wrong is as by default; nothing is raised."""
    read = (_pane(each, specs) for each in plain) if isinstance(plain, list) else ()
    return tuple(pane for pane in read if pane is not None)


def _pane(plain: object, specs: Sequence[IndicatorSpec]) -> PaneState | None:
    if not isinstance(plain, dict):
        return None
    name, share = plain.get("pane"), plain.get("share")
    if type(name) is int and 0 <= name < len(specs):
        name = specs[name]
    elif not isinstance(name, str) or name not in (PRICE, VOLUME):
        return None
    height = share if isinstance(share, float) and math.isfinite(share) and 0 < share <= 1 else 0.0
    return PaneState(name, height, plain.get("collapsed") is True, plain.get("maximised") is True)


def _has_pane(spec: IndicatorSpec) -> bool:
    kind = find_kind(spec.kind)
    return kind is None or kind.place is Place.OWN


def _equal(one: PaneKey, other: PaneKey) -> bool:
    return one == other


def _of_one_kind(one: PaneKey, other: PaneKey) -> bool:
    return isinstance(one, IndicatorSpec) and isinstance(other, IndicatorSpec) and one.kind == other.kind


def _one_maximised(panes: Sequence[PaneState], at_all: bool) -> tuple[PaneState, ...]:
    chosen = next((at for at, pane in enumerate(panes) if pane.maximised and at_all), None)
    return tuple(replace(pane, maximised=at == chosen) for at, pane in enumerate(panes))
