"""What is where one points in a chart, or where the keyboard is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine, LegendRow, LegendSubject
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane
from ohlc_desktop.ui.chart.studies.study_finder import study_at

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView


class Spot(Enum):
    """The places that have menus of their own; ``CHART`` is all that is left."""

    PRICE_AXIS = auto()
    TIME_AXIS = auto()
    STUDY = auto()
    COMPARED = auto()
    PROFILE = auto()
    DRAWING = auto()
    CANDLE = auto()
    PANE = auto()
    CHART = auto()


@dataclass(frozen=True, slots=True)
class MenuPlace:
    """A place of a chart.

    Attributes:
        spot: What kind of place it is.
        pane: The pane that it is in.
        candle: Place of the candle that is meant, at a ``CANDLE``.
        price: The price there, likewise.
        about: The drawing, the study, the symbol of the instrument or the volume profiles that are meant.
    """

    spot: Spot
    pane: Pane | None = None
    candle: int = -1
    price: float = float("nan")
    about: Drawing | LegendSubject | None = None


def place_at(view: ChartView, point: QPointF) -> MenuPlace:
    """What is at a logical pixel of a chart."""
    frame, pane = view.frame, view.pane_control.under(point)
    if frame is None:
        return MenuPlace(Spot.CHART)
    if point.y() >= frame.look.plot_height / frame.look.ratio:
        return MenuPlace(Spot.TIME_AXIS)
    if point.x() >= frame.look.plot_width / frame.look.ratio:
        return MenuPlace(Spot.PRICE_AXIS, pane)
    line = view.legend.line_at(point)
    return _of_line(line, pane) if line is not None else _in_plot(view, frame, pane, point)


def place_by_key(view: ChartView) -> MenuPlace:
    """What is selected, else the candle at the crosshair."""
    frame, drawing, study = view.frame, view.tool.selected, view.selected_study
    if frame is None:
        return MenuPlace(Spot.CHART)
    if drawing is not None:
        return MenuPlace(Spot.DRAWING, frame.price, about=drawing)
    if view.legend.selected is not None:
        return MenuPlace(Spot.STUDY, about=study)
    at = view.cursor_at
    if at.place is None or not 0 <= at.place < len(frame.model):
        return MenuPlace(Spot.CHART)
    inside = at.y is not None and frame.price.rect.top() <= at.y <= frame.price.rect.bottom()
    price = frame.price.scale.price(at.y) if inside and at.y is not None else frame.model.series.candles.close[at.place]
    return MenuPlace(Spot.CANDLE, frame.price, at.place, float(price))


def _of_line(line: LegendLine, pane: Pane | None) -> MenuPlace:
    """What a line of the legend names."""
    named = {
        LegendRow.STUDY: Spot.STUDY, LegendRow.COMPARED: Spot.COMPARED, LegendRow.PROFILE: Spot.PROFILE,
    }  # fmt: skip
    if line.row in named:
        return MenuPlace(named[line.row], pane, about=line.about)
    return MenuPlace(Spot.PANE if line.row is LegendRow.VOLUME else Spot.CHART, pane)


def _in_plot(view: ChartView, frame: Frame, pane: Pane | None, point: QPointF) -> MenuPlace:
    drawing = view.tool.drawing_at(point)
    if drawing is not None:
        return MenuPlace(Spot.DRAWING, pane, about=drawing)
    study = study_at(frame, point * frame.look.ratio)
    if study is not None:
        return MenuPlace(Spot.STUDY, pane, about=study)
    candle = view.place_under(point.toPoint())
    if pane is None or candle is None or pane.name != frame.price.name:
        return MenuPlace(Spot.PANE if pane is not None else Spot.CHART, pane)
    return MenuPlace(Spot.CANDLE, pane, candle, frame.price.scale.price(point.y() * frame.look.ratio))
