"""Paint one picture of a chart, from the ground up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.indicators import IndicatorSpec, LineStyle
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.series import Hole
from ohlc_desktop.ui.chart.items.drawn.drawn_frame import (
    DrawingFrame,
    DrawnShape,
    ShownDrawings,
    drawn_in,
    remembered,
    row_of,
)
from ohlc_desktop.ui.chart.items.drawn.drawn_numbers import time_line
from ohlc_desktop.ui.chart.items.paint_candles import paint_candles, paint_histogram, paint_line, paint_volume
from ohlc_desktop.ui.chart.items.paint_doubts import (
    DoubtMarks,
    difference_marks,
    doubt_marks,
    paint_differences,
    paint_doubts,
)
from ohlc_desktop.ui.chart.items.paint_drawings import (
    paint_backs,
    paint_fronts,
    paint_time_labels,
    price_labels,
    time_labels,
)
from ohlc_desktop.ui.chart.items.paint_marks import (
    LastPrice,
    LevelLines,
    hole_boxes,
    last_price,
    level_lines,
    paint_ground,
    paint_hole_signs,
    paint_holes,
    paint_last_label,
    paint_last_price,
    paint_levels,
    paint_rolls,
)
from ohlc_desktop.ui.chart.items.paint_profile import (
    PlacedProfiles,
    note_spot,
    paint_profile_lines,
    paint_profile_note,
    paint_profile_rows,
    placed_profiles,
    profile_labels,
    profile_names,
)
from ohlc_desktop.ui.chart.items.paint_studies import paint_fills, paint_level
from ohlc_desktop.ui.chart.labels.label_placing import LabelBox, LabelSpot
from ohlc_desktop.ui.chart.labels.left_out import paint_left_out
from ohlc_desktop.ui.chart.labels.plot_labels import PlacedLabels, paint_plot_labels, plot_labels
from ohlc_desktop.ui.chart.panes.axes import Axes, paint_axes, paint_grid, pane_text
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane, line_width
from ohlc_desktop.ui.chart.studies.level_marks import level_marks
from ohlc_desktop.ui.chart.studies.paint_selected import paint_selected
from ohlc_desktop.ui.chart.studies.study_lines import studies_in, study_lines
from ohlc_desktop.ui.chart.studies.value_labels import ValueLabel, paint_value_labels, value_labels

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.profile.profiling import ChartProfiles


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A frame, and what is worked out from it once for all that paints.

    Attributes:
        frame: What is painted.
        axes: What stands at its axes.
        last: The newest close, where it is seen.
        holes: The visible holes, and where they are drawn.
        drawings: What the user drew, as far as it is in sight; ``drawn`` is where.
        doubts: The marks of visible candles that are not to be relied on; ``differences`` of those of which sources differ.
        levels: The lines of the trade date before.
        labels: The texts among the candles.
        values: The newest values of studies and the prices of drawings, at the axes.
        selected: The study that is marked as selected.
        profiles: The volume profiles, where they stand; ``note`` says what they are made of.
    """

    frame: Frame
    axes: Axes
    last: LastPrice | None
    holes: list[tuple[Hole, QRectF]]
    drawings: list[DrawnShape]
    drawn: DrawingFrame
    doubts: DoubtMarks
    differences: DoubtMarks
    levels: LevelLines | None
    labels: PlacedLabels
    values: list[ValueLabel]
    selected: IndicatorSpec | None = None
    profiles: Sequence[PlacedProfiles] = ()
    note: LabelSpot | None = None


def make_picture(
    frame: Frame, axes: Axes, drawings: ShownDrawings, selected: IndicatorSpec | None = None,
    taken: Sequence[LabelBox] = (), profiles: ChartProfiles | None = None,
) -> ChartPicture:  # fmt: skip
    """Work out what is painted; among the candles nothing is written where the legend has ``taken`` the room."""
    last, levels = last_price(frame), level_lines(frame)
    drawn = _drawing_frame(frame)
    found = drawn_in(drawings, drawn)
    prices = [ValueLabel(*label) for label in price_labels(found, drawn, frame.look.colours.theme)]
    prices += profile_labels(frame, profiles)
    values = value_labels(frame, last.pixel if last is not None else None, prices)
    seen, note = placed_profiles(frame, profiles), note_spot(frame, profiles)
    taken = [*taken, note.box] if note is not None else taken
    labels = plot_labels(frame, levels, taken, chain(profile_names(frame, seen), level_marks(frame)))
    return ChartPicture(
        frame, axes, last, hole_boxes(frame), found, drawn, doubt_marks(frame), difference_marks(frame), levels, labels, values, selected, seen, note,
    )  # fmt: skip


def paint_chart(painter: QPainter, picture: ChartPicture) -> None:
    """Everything but the crosshair and the legend.

    ``painter`` is on a device whose pixels are the frame's; antialiasing off.
    """
    frame, look, last = picture.frame, picture.frame.look, picture.last
    painter.setFont(look.font)
    paint_ground(painter, frame)
    paint_holes(painter, frame, picture.holes)
    drawings, theme = (picture.drawings, picture.drawn), look.colours.theme
    if frame.price.open:
        paint_profile_rows(painter, frame, picture.profiles)
        paint_fills(painter, frame)
        paint_backs(painter, *drawings, theme)
    paint_grid(painter, frame, picture.axes)
    for pane in (pane for pane in frame.panes if pane.open):
        painter.setClipRect(pane.rect)
        if pane is frame.price:
            paint_profile_lines(painter, frame, picture.profiles)
        _paint_pane(painter, picture, pane)
    painter.setClipping(False)
    paint_left_out(painter, frame)
    if frame.price.open:
        paint_fronts(painter, *drawings, theme)
        paint_hole_signs(painter, frame, picture.holes)
        paint_differences(painter, frame, picture.differences)
        paint_doubts(painter, frame, picture.doubts)
        if picture.note is not None:
            paint_profile_note(painter, frame, picture.note)
    if picture.selected is not None:
        paint_selected(painter, frame, picture.selected)
    taken = [label.pixel for label in picture.values]
    times = time_labels(*drawings)
    taken = [*taken, last.pixel] if last is not None else taken
    paint_axes(painter, frame, picture.axes, taken, [label.room for label in times])
    paint_time_labels(painter, times, picture.drawn, theme)
    paint_value_labels(painter, frame, picture.values)
    if last is not None:
        paint_last_label(painter, frame, last)


def _paint_pane(painter: QPainter, picture: ChartPicture, pane: Pane) -> None:
    frame = picture.frame
    if pane is frame.price:
        _paint_prices(painter, picture)
    elif pane.study is not None:
        _paint_levels(painter, frame, pane)
        _paint_study(painter, frame, pane, pane.study)
    else:
        paint_volume(painter, frame, pane)
        for study in studies_in(frame, pane):
            _paint_study(painter, frame, pane, study)


def _paint_prices(painter: QPainter, picture: ChartPicture) -> None:
    frame, pane = picture.frame, picture.frame.price
    paint_levels(painter, frame, picture.levels)
    paint_rolls(painter, frame)
    paint_candles(painter, frame)
    for number in range(len(frame.compared)):
        paint_line(painter, frame, *frame.compared_line(number), frame.compared_colour(number))
    for study in studies_in(frame, pane):
        _paint_study(painter, frame, pane, study)
    if picture.last is not None:
        paint_last_price(painter, frame, picture.last)
    paint_plot_labels(painter, frame, picture.labels)


def _paint_study(painter: QPainter, frame: Frame, pane: Pane, study: Study) -> None:
    lines = study_lines(frame, study)
    for line, spans in sorted(lines, key=lambda found: found[0].style is not LineStyle.HISTOGRAM):  # below the others
        look, colour = study.lines[line.key].look, frame.line_colour(study, line.key)
        if line.style is LineStyle.HISTOGRAM:
            paint_histogram(painter, frame, pane.scale, spans, colour if look.colour else None)
        elif line.style is LineStyle.LEVEL:
            paint_level(painter, frame, pane.scale, spans, colour, line_width(line, look), look.stroke)
        else:
            paint_line(painter, frame, pane.scale, spans, colour, line_width(line, look), look.stroke)


def _paint_levels(painter: QPainter, frame: Frame, pane: Pane) -> None:
    """Lines across a study's pane: overbought, oversold."""
    assert pane.study is not None
    for level in pane.study.kind.levels:
        y = round(pane.scale.pixel(float(level)))
        painter.fillRect(0, y, frame.look.plot_width, frame.look.px(1), frame.look.colours.separator)


def _drawing_frame(frame: Frame) -> DrawingFrame:
    look, series = frame.look, frame.model.series
    return DrawingFrame(
        QRectF(frame.price.rect), QRectF(0, 0, look.plot_width, look.plot_height),
        QRectF(0, look.plot_height, look.plot_width, look.time_axis), look.ratio, look.font.family(),
        remembered(frame.time.pixel_of), row_of(frame.price.scale), lambda price: pane_text(frame, frame.price, price),
        lambda ts: time_line(ts, series.timeframe, frame.zone), series,
    )  # fmt: skip
