"""How much room the legend gets above the candles, and so for how many studies it has a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ohlc_desktop.core.chart.indicators import Place
from ohlc_desktop.core.chart.model import ChartModel, Study

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.frame import Frame

#: Lines above those of studies; and one more below all, for the highest price.
_FIRST, _EXTREME = 2, 1
#: Share of the height of the prices that the legend may take.
_MOST = 0.35


def overlaid(model: ChartModel) -> list[Study]:
    """The studies that are drawn with the prices."""
    return [study for study in model.studies if study.kind.place is Place.PRICE]


def listed(frame: Frame) -> int:
    """How many studies, other instruments and volume profiles are with the prices."""
    return len(overlaid(frame.model)) + len(frame.compared) + frame.options.profile.shown


def lines_shown(frame: Frame, height: int) -> int:
    """How many lines the legend has for them in a pane of so many device pixels.

    One at least, unless they are folded; where that is not all, the last line says how many more there are.
    """
    room = int(height * _MOST / frame.look.legend_line) - _FIRST
    return 0 if frame.options.legend_folded else min(listed(frame), max(room, 1))


def legend_height(frame: Frame, height: int) -> float:
    """Device pixels that the legend of the prices takes, with what is written at the highest price below it."""
    return float((_FIRST + lines_shown(frame, height) + _EXTREME) * frame.look.legend_line)
