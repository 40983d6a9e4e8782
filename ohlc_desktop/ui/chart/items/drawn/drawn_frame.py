"""What is to be drawn in one frame, and where: drawings with their shapes in device pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.drawings.drawing_shapes import Shape, shape
from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.geometry import PixelRect, Point
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.items.drawn.drawn_texts import text_extent

# Lines end so far outside of the pane that their ends are not seen, logical pixels.
_BEYOND = 2.0


@dataclass(frozen=True, slots=True)
class ShownDrawings:
    """What is to be painted.

    Attributes:
        drawings: The nearest to the viewer last; none that is hidden.
        selected: Id of the selected one, ``hovered`` of the one under the pointer; empty for none.
        draft: What is being placed, or a measure that is about to vanish.
    """

    drawings: tuple[Drawing, ...] = ()
    selected: str = ""
    hovered: str = ""
    draft: Drawing | None = None

    def __iter__(self) -> Iterator[Drawing]:
        """All of them, the draft in front."""
        yield from self.drawings
        if self.draft is not None:
            yield self.draft

    def active(self, drawing: Drawing) -> bool:
        """Whether a drawing shows its handles."""
        return drawing.id in (self.selected, self.hovered) or drawing is self.draft


@dataclass(frozen=True, slots=True)
class DrawingFrame:
    """The panes of one frame, in device pixels.

    Attributes:
        pane: The prices; nothing but vertical lines is painted outside of it.
        plot: All panes.
        axis: The time axis.
        ratio: Device pixels of a logical pixel.
        family: Font of labels and texts.
        x_of: From a stamp (UTC epoch seconds); ``y_of`` from a price. NaN or infinity where there is none.
        price_text: A price as the axis writes it; ``time_text`` a stamp.
        series: For what a measure says.
    """

    pane: QRectF
    plot: QRectF
    axis: QRectF
    ratio: float
    family: str
    x_of: Callable[[float], float]
    y_of: Callable[[float], float]
    price_text: Callable[[float], str]
    time_text: Callable[[int], str]
    series: ChartSeries

    def to_pixel(self, ts: float, price: float) -> Point:
        """Both at once."""
        return self.x_of(ts), self.y_of(price)

    def extent(self, drawing: Drawing) -> tuple[float, float]:
        """Width and height of a drawing's text."""
        width, height = text_extent(drawing)
        return width * self.ratio, height * self.ratio


class DrawnShape(NamedTuple):
    """A drawing in sight, and whether it shows its handles."""

    drawing: Drawing
    shape: Shape
    active: bool


def drawn_in(shown: ShownDrawings, frame: DrawingFrame) -> list[DrawnShape]:
    """What is in sight, worked out once for all that paints."""
    panes = {whole: grown(area, _BEYOND * frame.ratio) for whole, area in ((True, frame.plot), (False, frame.pane))}
    found = []
    for drawing in shown:
        pane = panes[drawing.kind is DrawingKind.VERTICAL]
        seen = shape(drawing, frame.to_pixel, pane, frame.extent)
        if seen.visible:
            found.append(DrawnShape(drawing, seen, shown.active(drawing)))
    return found


def grown(rect: QRectF, margin: float) -> PixelRect:
    """A rectangle with a margin around it."""
    return PixelRect(rect.left(), rect.top(), rect.right(), rect.bottom()).grown(margin)


def remembered(pixel_of: Callable[[float], float]) -> Callable[[float], float]:
    """The same pixels, each worked out once: anchors of a drawing share their stamps."""
    known: dict[float, float] = {}

    def pixel(stamp: float) -> float:
        found = known.get(stamp)
        if found is None:
            found = known[stamp] = pixel_of(stamp)
        return found

    return pixel


def row_of(scale: PriceScale) -> Callable[[float], float]:
    """Pixels of prices, as :meth:`PriceScale.pixel` has them; where the scale is linear, by a line through two of them."""
    if scale.kind is Scale.LOG:
        return scale.pixel
    low, at_low = scale.low, float(scale.pixel(float(scale.low)))
    each = (float(scale.pixel(float(scale.high))) - at_low) / (scale.high - low)
    return lambda price: at_low + (price - low) * each
