"""Where the legend stands: line by line in the corner of each pane.

Of the studies and instruments that share the pane of the prices only as many have a line as the scale can leave room for
above the candles; a last line says how many more there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF

from ohlc_desktop.core.chart.indicators import IndicatorSpec, Place
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.ui.chart.items.look import Look
from ohlc_desktop.ui.chart.legend.candle_words import volume_text
from ohlc_desktop.ui.chart.legend.legend_room import lines_shown, overlaid
from ohlc_desktop.ui.chart.legend.legend_texts import (
    LegendPart,
    compared_parts,
    heading_parts,
    profile_parts,
    study_parts,
    values_parts,
)
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane

translate = QCoreApplication.translate

#: Of the sign that folds the list, logical pixels.
_FOLD_SIDE = 10


#: What has a line: a study, another instrument by its symbol, the volume profiles.
LegendSubject = IndicatorSpec | str | ProfileSettings


class LegendRow(Enum):
    """What a line of the legend tells of."""

    HEADING = auto()
    VALUES = auto()
    STUDY = auto()
    VOLUME = auto()
    COMPARED = auto()
    PROFILE = auto()
    MORE = auto()


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend, in device pixels.

    Attributes:
        ground: What it covers.
        parts: Each with the pixel where it begins.
        row: What it tells of.
        about: The study, the symbol of the instrument or the volume profiles that it tells of; None for others.
        named: Where the name ends; buttons may stand from there on.
        fold: Where the sign is that folds the list of studies, or unfolds it; None where there is none.
    """

    ground: QRectF
    parts: tuple[tuple[float, LegendPart], ...]
    row: LegendRow
    about: LegendSubject | None = None
    named: float = 0.0
    fold: QRectF | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a line says, before it has its place."""

    row: LegendRow
    parts: Sequence[LegendPart]
    about: LegendSubject | None = None


@dataclass(slots=True)
class _Pen:
    """Where the next line goes; no line reaches below ``lowest``."""

    look: Look
    y: float
    lowest: float
    lines: list[LegendLine] = field(default_factory=list)

    def line(self, told: _Told, folding: bool = False) -> None:
        """Put a line below the last one."""
        if self.y + self.look.legend_line <= self.lowest:
            self.lines.append(_placed(self.look, self.look.px(8), self.y, told, folding))
            self.y += self.look.legend_line

    def beside(self, told: _Told) -> None:
        """Put a line at the right of the last one, if there is room for its name."""
        last = self.lines[-1].ground if self.lines else QRectF()
        left = last.right() + self.look.px(9)
        if self.lines and left + self.look.advance(told.parts[0].text) < self.look.plot_width:
            self.lines.append(_placed(self.look, left, last.top(), told, False))


def place_told(frame: Frame, place: int | None) -> int:
    """The candle that the legend tells of: the one at a place, or the newest in sight where that is not in sight."""
    if place is not None and frame.first <= place < frame.last:
        return place
    return (frame.last if frame.last > frame.first else len(frame.model)) - 1


def legend_of(frame: Frame, place: int | None, title: str) -> list[LegendLine]:
    """What a candle says, and the studies' values there, in the corner of each pane."""
    at = place_told(frame, place)
    found: list[LegendLine] = []
    for pane in frame.panes:
        pen = _Pen(frame.look, pane.rect.top() + frame.look.px(5), pane.rect.bottom() + frame.look.px(1))
        if pane is frame.price:
            _price_lines(pen, frame, pane, at, title)
        elif pane.study is not None:
            pen.line(_study(frame, pane.study, at))
        else:
            _volume_lines(pen, frame, at)
        found += pen.lines
    return found


def left_out(frame: Frame) -> list[LegendSubject]:
    """What is with the prices and has no line in the legend, in the order of the lines."""
    every: list[LegendSubject] = [frame.options.profile] if frame.options.profile.shown else []
    every += [study.spec for study in overlaid(frame.model)]
    every += [other.symbol for other, *_ in frame.compared]
    shown = lines_shown(frame, frame.price.rect.height())
    return every[shown - (shown < len(every)) :] if shown else []


def _price_lines(pen: _Pen, frame: Frame, pane: Pane, at: int, title: str) -> None:
    makers = [partial(_profile, frame)] if frame.options.profile.shown else []
    makers += [partial(_study, frame, study, at) for study in overlaid(frame.model)]
    makers += [partial(_compared, frame, number, at) for number in range(len(frame.compared))]
    count, shown = len(makers), lines_shown(frame, pane.rect.height())
    pen.line(_Told(LegendRow.HEADING, _heading(frame, title, count)), folding=count > 0)
    pen.line(_Told(LegendRow.VALUES, values_parts(frame, at)))
    for make in makers[: shown - (0 < shown < count)]:
        pen.line(make())
    if 0 < shown < count:
        text = translate("Chart", "{count} more").format(count=count - shown + 1)
        pen.line(_Told(LegendRow.MORE, [LegendPart(text, frame.look.colours.theme.muted)]))


def _heading(frame: Frame, title: str, count: int) -> list[LegendPart]:
    """What is shown, and how many studies and instruments are folded away."""
    parts = heading_parts(frame, title)
    if frame.options.legend_folded and count:
        parts.append(LegendPart(str(count), frame.look.colours.theme.muted))
    return parts


def _study(frame: Frame, study: Study, at: int) -> _Told:
    return _Told(LegendRow.STUDY, study_parts(frame, study, at), study.spec)


def _profile(frame: Frame) -> _Told:
    return _Told(LegendRow.PROFILE, profile_parts(frame), frame.options.profile)


def _compared(frame: Frame, number: int, at: int) -> _Told:
    return _Told(LegendRow.COMPARED, compared_parts(frame, number, at), frame.compared[number][0].symbol)


def _volume_lines(pen: _Pen, frame: Frame, at: int) -> None:
    """The volume, and beside it the studies that are drawn over it: there is no height for one below the other."""
    theme = frame.look.colours.theme
    number = volume_text(int(frame.model.series.candles.volume[at]))
    parts = [LegendPart(translate("Chart", "Volume"), theme.muted), LegendPart(number, theme.text)]
    pen.line(_Told(LegendRow.VOLUME, parts))
    for study in frame.model.studies:
        if study.kind.place is Place.VOLUME:
            pen.beside(_study(frame, study, at))


def _placed(look: Look, x: float, y: float, told: _Told, folding: bool) -> LegendLine:
    """One line, as far as there is room."""
    side = look.px(_FOLD_SIDE) if folding else 0
    left, gap, room = x, look.px(6), look.plot_width - x - (side + look.px(6) if folding else 0)
    widths = [look.strong_advance(part.text) if part.bold else look.advance(part.text) for part in told.parts]
    found: list[tuple[float, LegendPart]] = []
    named = end = x
    for part, width, following in zip(told.parts, widths, [*widths[1:], 0.0], strict=True):
        if width + (gap + following if part.leads else 0.0) > room:
            break
        named = named if found else x + width
        found.append((x, part))
        x, end, room = x + width + gap, x + width, room - width - gap
    fold = QRectF(x, y + (look.legend_line - side) / 2, side, side) if folding else None
    right = fold.right() if fold is not None else end
    ground = QRectF(left - look.px(3), y, right - left + look.px(6), look.legend_line)
    return LegendLine(ground, tuple(found), told.row, told.about, named, fold)
