"""How tall panes are in the room there is, and how a border that is dragged divides it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, PaneState

#: Logical pixels of a collapsed pane, which holds one line of a legend; the least of one that is not, and of the prices.
COLLAPSED, LOWEST, LOWEST_PRICES = 24, 32, 64
#: The share of a pane below the prices that nobody has dragged, and the least that the prices then keep of all.
_SHARE, _PRICES = 0.17, 0.4


def pane_heights(panes: Sequence[PaneState], room: int) -> list[int]:
    """Logical pixels of each pane; together ``room``. 0 is a pane that is not shown.

    A maximised pane has all the room. Collapsed panes have a fixed height; the others divide the rest by their shares,
    none lower than the least it needs; prices that nobody has dragged keep two fifths of the room. Where that does not
    fit, panes are left out, the lowest first, the prices never.
    """
    chosen = [pane.maximised for pane in panes]
    if any(chosen):
        return [room if only else 0 for only in chosen]
    shown = _fitting(panes, room)
    fixed = sum(COLLAPSED for at in shown if panes[at].collapsed)
    opened = [at for at in shown if not panes[at].collapsed]
    divided = dict(zip(opened, _divided([panes[at] for at in opened], room - fixed, room), strict=True))
    exact = [divided.get(at, float(COLLAPSED) if at in shown else 0.0) for at in range(len(panes))]
    edges = [round(edge) for edge in accumulate(exact)]
    return [below - above for above, below in zip([0, *edges], edges, strict=False)]


def never_all_collapsed(panes: Sequence[PaneState]) -> list[PaneState]:
    """The same panes; where all are collapsed, as after the only other one was closed, the prices are not."""
    opened = any(pane.maximised or not pane.collapsed for pane in panes)
    return [pane if opened or pane.key != PRICE else replace(pane, collapsed=False) for pane in panes]


def resized(
    panes: Sequence[PaneState], heights: Sequence[int], upper: int, lower: int, pixels: float
) -> tuple[PaneState, ...]:  # fmt: skip
    """The panes after the border between two was dragged down; all others keep their heights.

    Args:
        panes: As they were when the drag began.
        heights: Of :func:`pane_heights` then.
        upper: Number of the pane above the border, not collapsed.
        lower: Number of the one below it, not collapsed.
        pixels: How far, logical pixels; negative for up. It ends where one of both is as low as it may be.
    """
    both, least = heights[upper] + heights[lower], _lowest(panes[upper])
    above = min(max(heights[upper] + pixels, least), max(both - _lowest(panes[lower]), least))
    wanted = {upper: above, lower: both - above}
    opened = [at for at, pane in enumerate(panes) if heights[at] and not pane.collapsed]
    whole = sum(heights[at] for at in opened)
    return tuple(
        replace(pane, share=wanted.get(at, heights[at]) / whole) if at in opened else pane
        for at, pane in enumerate(panes)
    )


def _fitting(panes: Sequence[PaneState], room: int) -> list[int]:
    """Numbers of the panes for which there is room."""
    shown = list(range(len(panes)))
    below = [at for at in shown if panes[at].key != PRICE]
    while below and sum(_least(panes[at], room) for at in shown) > room:
        shown.remove(below.pop())
    return shown


def _lowest(pane: PaneState) -> int:
    """The least that the user can make of it."""
    if pane.collapsed:
        return COLLAPSED
    return LOWEST_PRICES if pane.key == PRICE else LOWEST


def _least(pane: PaneState, room: int) -> float:
    """The least that it gets of the room of all panes."""
    prices = room * _PRICES if pane.key == PRICE and not pane.share and not pane.collapsed else 0.0
    return max(prices, _lowest(pane))


def _divided(panes: Sequence[PaneState], left: float, room: int) -> list[float]:
    """A height for each, by its share of what is left; those that would be too low get what they need from the others."""
    shares, found = _shares(panes), dict[int, float]()
    while len(found) < len(panes):
        rest = left - sum(found.values())
        others = [at for at in range(len(panes)) if at not in found]
        each = {at: rest * shares[at] / sum(shares[at] for at in others) for at in others}
        low = [at for at in others if each[at] < _least(panes[at], room)]
        found |= {at: _least(panes[at], room) for at in low} if 0 < len(low) < len(others) else each
    return [found[at] for at in range(len(panes))]


def _shares(panes: Sequence[PaneState]) -> list[float]:
    """The shares, with the usual ones where there is none; together they may be any number."""
    others = sum(pane.share or _SHARE for pane in panes if pane.key != PRICE)
    usual = max(1 - others, others * _PRICES / (1 - _PRICES))
    return [pane.share or (usual if pane.key == PRICE else _SHARE) for pane in panes]
