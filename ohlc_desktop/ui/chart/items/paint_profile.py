"""Paint volume profiles: rows that grow from an edge, the value area in a stronger tone, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.profile.settings import ProfileSettings, ProfileSide
from ohlc_desktop.ui.chart.items.batch import Rows, fill_rects, rows
from ohlc_desktop.ui.chart.labels.label_placing import LabelSpot, PlotLabel
from ohlc_desktop.ui.chart.labels.plot_labels import Priority, label_spot, label_spots
from ohlc_desktop.ui.chart.panes.axes import pane_text
from ohlc_desktop.ui.chart.panes.frame import Float64, Frame
from ohlc_desktop.ui.chart.studies.value_labels import ValueLabel
from ohlc_desktop.ui.widgets.theme import blended

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.profile.profile_table import ProfileTable
    from ohlc_desktop.core.chart.profile.profiling import ChartProfiles
    from ohlc_desktop.core.chart.profile.volume_profile import VolumeProfile

translate = QCoreApplication.translate

#: Share of the colours of candles within the value area, and outside of it.
_WITHIN, _OUTSIDE = 0.46, 0.2
#: Logical pixels of a row from which on there is a gap to the next one.
_APART = 4.0
#: The lines of a profile, as everybody names them: point of control, high and low of the value area.
_NAMES = ("POC", "VAH", "VAL")


@dataclass(frozen=True, slots=True)
class PlacedProfiles:
    """Profiles, and where they stand.

    Attributes:
        table: What is drawn.
        settings: How.
        left: float64, device pixel of the left edge of each one's room; ``right`` of the right one. Lines go from one to
            the other.
        side: The edge that rows grow from.
    """

    table: ProfileTable
    settings: ProfileSettings
    left: Float64
    right: Float64
    side: ProfileSide

    @property
    def longest(self) -> Float64:
        """Device pixels of the longest row of each."""
        return (self.right - self.left) * (self.settings.width / 100)


def placed_profiles(frame: Frame, profiles: ChartProfiles | None) -> list[PlacedProfiles]:
    """The profiles that are seen: those of trade dates first, as others lie over them."""
    if profiles is None or not frame.price.open:
        return []
    settings, found = profiles.request.settings, []
    if len(profiles.of_dates) and len(frame.model.series.days):  # the chart may have other candles by now
        found.append(_of_dates(frame, profiles))
    stretches = zip(profiles.fixed, profiles.request.fixed, strict=True)
    found += [_of_stretch(frame, settings, *each) for each in stretches if each[0].known]
    if len(profiles.of_visible):
        edges = np.zeros(1), np.array([float(frame.look.plot_width)])
        found.append(PlacedProfiles(profiles.of_visible, settings, *edges, settings.side))
    return found


def _of_dates(frame: Frame, profiles: ChartProfiles) -> PlacedProfiles:
    """Those of the trade dates that are in sight."""
    left, right = _edges_of(frame, profiles.dates)
    near = np.flatnonzero((left < frame.look.plot_width) & (right > 0))
    seen = slice(int(near[0]), int(near[-1]) + 1) if len(near) else slice(0, 0)
    table = profiles.of_dates.between(seen.start, seen.stop)
    return PlacedProfiles(table, profiles.request.settings, left[seen], right[seen], ProfileSide.LEFT)


def profile_labels(frame: Frame, profiles: ChartProfiles | None) -> list[ValueLabel]:
    """Point of control and value area of what is in sight, at the axis of prices."""
    if profiles is None or not len(profiles.of_visible) or not frame.price.open:
        return []
    table, rect = profiles.of_visible, frame.price.rect
    prices = [float(column[0]) for column in (table.poc, table.value_high, table.value_low)]
    pixels = [float(frame.price.scale.pixel(price)) for price in prices]
    return [
        ValueLabel(pixel, pane_text(frame, frame.price, price), frame.look.colours.level)
        for pixel, price in zip(pixels, prices, strict=True)
        if rect.top() <= pixel <= rect.bottom()
    ]


def paint_profile_rows(painter: QPainter, frame: Frame, placed: Sequence[PlacedProfiles]) -> None:
    """The rows of profiles; for below the candles."""
    painter.setClipRect(frame.price.rect)
    for each in placed:
        _paint_rows(painter, frame, each)
    painter.setClipping(False)


def paint_profile_lines(painter: QPainter, frame: Frame, placed: Sequence[PlacedProfiles]) -> None:
    """Their points of control, and thinner the ends of their value areas."""
    look, scale, line = frame.look, frame.price.scale, frame.look.px(1)
    for each in placed:
        table = each.table
        left, right = np.maximum(each.left, 0.0), np.minimum(each.right, float(look.plot_width))
        y = np.floor(scale.pixel(np.array((table.poc, table.value_high, table.value_low))))
        y[0] -= line // 2
        found = rows(left, y, right - left, [[2 * line], [line], [line]])
        seen = (right > left) & (y >= scale.top) & (y <= scale.bottom)
        fill_rects(painter, look.colours.level, found.compress(seen.ravel(), axis=0))


def profile_note(profiles: ChartProfiles) -> str:
    """Of which candles profiles are made, and what of the volume is not known."""
    if not profiles.candles:
        return translate("Chart", "Volume profile: no candles for it are stored")
    if profiles.unknown == profiles.candles:
        return translate("Chart", "Volume profile: the volume is not known")
    parts = [f"{name} ({max(round(share * 100), 1)} %)" for name, share in profiles.shares.items()]
    text = translate("Chart", "Volume profile from candles of {parts}").format(parts=", ".join(parts))
    if len(parts) == 1:
        (name,) = profiles.shares
        text = translate("Chart", "Volume profile from {timeframe} candles").format(timeframe=name)
    if profiles.unknown:
        count = f"{profiles.unknown:,}"
        text = translate("Chart", "{profile}; volume of {count} not known").format(profile=text, count=count)
    return text


def note_spot(frame: Frame, profiles: ChartProfiles | None) -> LabelSpot | None:
    """Where that is written: at the foot of the prices, at the edge that the profile grows from."""
    if profiles is None or not frame.price.open:
        return None
    look, text, gap = frame.look, profile_note(profiles), frame.look.px(6)
    left, settings = float(gap), profiles.request.settings
    if settings.visible and settings.side is ProfileSide.RIGHT:
        left = max(look.plot_width - look.advance(text) - gap, left)
    return label_spot(frame, left, frame.price.rect.bottom() - look.line_height - look.px(3), text)


def paint_profile_note(painter: QPainter, frame: Frame, spot: LabelSpot) -> None:
    """Write it, on the chart's own ground."""
    look, box = frame.look, spot.box
    gap = look.px(3)
    painter.fillRect(QRectF(box.left - gap, box.top, box.width + 2 * gap, box.height), look.colours.base)
    painter.setFont(look.font)
    painter.setPen(look.colours.theme.muted)
    painter.drawStaticText(QPointF(box.left, box.top), look.text(spot.text))


def profile_names(frame: Frame, placed: Sequence[PlacedProfiles]) -> Iterator[PlotLabel]:
    """The names of the lines of the profile that takes the whole pane: beside its longest row, else at the other edge."""
    look, rect = frame.look, frame.price.rect
    height, gap = look.line_height, look.px(4)
    for each in placed:
        if len(each.table) != 1 or each.right[0] - each.left[0] < look.plot_width:
            continue
        prices = (each.table.poc[0], each.table.value_high[0], each.table.value_low[0])
        for name, y in zip(_NAMES, np.floor(frame.price.scale.pixel(np.array(prices))).tolist(), strict=True):
            if rect.top() <= y <= rect.bottom():
                width, long = look.advance(name), float(each.longest[0])
                sides = (look.plot_width - long - gap - width, float(gap))
                if each.side is ProfileSide.LEFT:
                    sides = long + gap, look.plot_width - gap - width
                spots = label_spots(frame, product(sides, (y - height, y + look.px(2))), name)
                yield PlotLabel(tuple(spots), Priority.LEVEL, look.colours.level)


def _of_stretch(
    frame: Frame, settings: ProfileSettings, profile: VolumeProfile, stretch: tuple[int, int]
) -> PlacedProfiles:
    """From the candle that holds the start to the one that holds the end; rows grow from the left."""
    from ohlc_desktop.core.chart.profile.profile_table import table_of

    half, time = frame.time.pitch / 2, frame.time
    left, right = (np.floor(np.array([time.pixel_of(stamp)])) for stamp in (stretch[0], stretch[1] - 1))
    return PlacedProfiles(table_of([profile]), settings, left - half, right + half, ProfileSide.LEFT)


def _edges_of(frame: Frame, dates: Int64) -> tuple[Float64, Float64]:
    """Left and right pixel of the candles of trade dates; the same twice for one that is not drawn."""
    days, half = frame.model.series.days, frame.time.pitch / 2
    row = np.minimum(np.searchsorted(days.trade_date, dates), len(days) - 1)
    ends = np.append(days.first[1:], len(frame.model)) - 1
    left = np.floor(frame.time.pixel(days.first[row]) - half)
    right = np.floor(frame.time.pixel(ends[row]) + half)
    return left, np.where(days.trade_date[row] == dates, right, left)


def _paint_rows(painter: QPainter, frame: Frame, placed: PlacedProfiles) -> None:
    look, split = frame.look, placed.settings.split
    edge = placed.left if placed.side is ProfileSide.LEFT else placed.right
    kept = _row_rects(
        placed.table, frame.price.scale, tuple(placed.longest.tolist()), split, placed.side, look.px(_APART), look.px(1)
    )
    colours = (look.colours.up, look.colours.down) if split else (look.colours.line,)
    for (colour, tone), (rects, of) in zip(product(colours, (_WITHIN, _OUTSIDE)), kept, strict=True):
        moved = rects.copy()
        moved[:, 0] += edge[of]
        fill_rects(painter, blended(colour, look.colours.base, tone), moved)


@lru_cache(maxsize=8)
def _row_rects(
    table: ProfileTable,
    scale: PriceScale,
    longest: tuple[float, ...],
    split: bool,
    side: ProfileSide,
    apart: int,
    gap: int,
) -> list[tuple[Rows, Int64]]:
    """The rows as rectangles, counted from the edge that they grow from, and the number of each one's profile.

    Those of each colour together: of rising candles, within the value area and outside of it; then of all others. Kept,
    for while one pans, prices and widths are the same in many frames.
    """
    top, height = _heights(table, scale, apart, gap)
    room = np.array(longest)[table.of]
    whole = np.rint(table.whole * room)
    rising = np.rint(table.rising * room) if split else whole
    found = []
    for begin, end in ((np.zeros(len(whole)), rising), (rising, whole))[: 1 + split]:
        rects = rows(begin if side is ProfileSide.LEFT else -end, top, end - begin, height)
        some = (end > begin) & (height > 0)
        chosen = (some & table.within, some & ~table.within)
        found += [(rects.compress(shown, axis=0), table.of.compress(shown)) for shown in chosen]
    return found


def _heights(table: ProfileTable, scale: PriceScale, apart: int, space: int) -> tuple[Float64, Float64]:
    """Upper pixel and height of each row, as far as it is in the pane; 0 high where it is not."""
    one, other = (_within(scale, edges) for edges in (table.low, table.high))
    top, bottom = np.minimum(one, other), np.maximum(one, other)
    height = bottom - top
    gap = np.where(height >= apart, space, 0)
    seen = (bottom > scale.top) & (top < scale.bottom)
    return top, np.where(seen, np.maximum(height - gap, 1.0), 0.0)


def _within(scale: PriceScale, prices: Float64) -> Float64:
    """Whole pixels of prices, at most just outside of the pane; what has none on a logarithmic scale is below."""
    found: Float64 = np.fmin(scale.pixel(prices), scale.bottom + 1)
    return np.rint(np.maximum(found, scale.top - 1))
