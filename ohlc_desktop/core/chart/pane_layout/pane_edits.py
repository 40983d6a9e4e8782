"""What a user does with the panes of a chart. Panes are named by their number in ``ChartOptions.panes``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from ohlc_desktop.core.chart.option_edits import without_study
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, VOLUME, pairing


def moved(options: ChartOptions, at: int, to: int) -> ChartOptions:
    """A pane in the place of another one."""
    panes = list(options.panes)
    panes.insert(to, panes.pop(at))
    return replace(options, panes=tuple(panes))


def collapsed(options: ChartOptions, at: int, on: bool) -> ChartOptions:
    """A pane of which only the legend is left, or all of it again. None stays maximised."""
    return replace(
        options,
        panes=tuple(
            replace(pane, collapsed=on if number == at else pane.collapsed, maximised=False)
            for number, pane in enumerate(options.panes)
        ),
    )


def maximised(options: ChartOptions, at: int, on: bool) -> ChartOptions:
    """A pane alone, or all of them again."""
    panes = (replace(pane, maximised=on and number == at) for number, pane in enumerate(options.panes))
    return replace(options, panes=tuple(panes))


def as_by_default(options: ChartOptions) -> ChartOptions:
    """All panes in their usual heights, none collapsed or maximised; the order stays."""
    panes = (replace(pane, share=0.0, collapsed=False, maximised=False) for pane in options.panes)
    return replace(options, panes=tuple(panes))


def can_close(options: ChartOptions, at: int) -> bool:
    """Whether a pane can be closed: all but that of the prices, for without them a chart has nothing to show."""
    return options.panes[at].key != PRICE


def closed(options: ChartOptions, at: int) -> ChartOptions:
    """Without a pane and what it shows: the volume is turned off, a study is removed; the prices stay."""
    key = options.panes[at].key
    if key == VOLUME:
        return replace(options, volume=False)
    number = pairing([pane.key for pane in options.panes], options.indicators)[at]
    if number is None:
        return options
    panes = (*options.panes[:at], *options.panes[at + 1 :])  # else a study of the same kind would take this one
    return replace(without_study(options, number), panes=panes)


class PaneCommand(StrEnum):
    """What a user can do with a pane."""

    UP = "up"
    DOWN = "down"
    COLLAPSE = "collapse"
    EXPAND = "expand"
    MAXIMISE = "maximise"
    RESTORE = "restore"
    CLOSE = "close"


def commands_for(options: ChartOptions, numbers: Sequence[int], at: int) -> dict[PaneCommand, ChartOptions]:
    """What can be done with a pane, in the order in which it is offered, and what it makes of the options.

    Args:
        options: As they are.
        numbers: The panes that the chart has now, from top to bottom; others are of studies that it does not show.
        at: Number of the pane.
    """
    place, pane = list(numbers).index(at), options.panes[at]
    found: dict[PaneCommand, ChartOptions] = {}
    if len(numbers) > 1:
        found = _alone(options, at) if pane.maximised else _beside_others(options, numbers, place)
    if can_close(options, at):
        found[PaneCommand.CLOSE] = closed(options, at)
    return found


def _alone(options: ChartOptions, at: int) -> dict[PaneCommand, ChartOptions]:
    return {PaneCommand.RESTORE: maximised(options, at, on=False)}


def _beside_others(options: ChartOptions, numbers: Sequence[int], place: int) -> dict[PaneCommand, ChartOptions]:
    at, found = numbers[place], {}
    if place > 0:
        found[PaneCommand.UP] = moved(options, at, numbers[place - 1])
    if place + 1 < len(numbers):
        found[PaneCommand.DOWN] = moved(options, at, numbers[place + 1])
    if options.panes[at].collapsed:
        found[PaneCommand.EXPAND] = collapsed(options, at, on=False)
    elif any(not options.panes[other].collapsed for other in numbers if other != at):
        found[PaneCommand.COLLAPSE] = collapsed(options, at, on=True)
    found[PaneCommand.MAXIMISE] = maximised(options, at, on=True)
    return found
