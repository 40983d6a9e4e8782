"""Drawings that are copied: as text on the clipboard, and where they come to lie on a chart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.core.market.instruments import Instrument

# More than anybody selects; a clipboard may hold anything.
_MOST = 200


def to_text(drawings: Iterable[Drawing], symbol: str) -> str:
    """Drawings of an instrument as JSON."""
    return json.dumps({"symbol": symbol, "drawings": [drawing.to_json() for drawing in drawings]})


def from_text(text: str) -> tuple[str, list[Drawing]]:
    """Symbol and drawings of a text that ``to_text`` made; nothing of any other text."""
    try:
        data = json.loads(text)
        found = [Drawing.from_json(plain) for plain in data["drawings"][:_MOST]]
        return str(data["symbol"]), found
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", []


def fitted(drawings: Sequence[Drawing], instrument: Instrument, low: float, high: float) -> list[Drawing]:
    """Drawings of another instrument on this one: stamps stay, prices too as long as any of them is in sight.

    Where none is between ``low`` and ``high``, the prices in sight, all are multiplied so that their middle comes to lie
    in the middle of these: a distance of 1 % stays one of 1 %. Below zero they are shifted instead.
    """
    prices = [anchor.price for each in drawings for anchor in each.points if each.kind is not DrawingKind.VERTICAL]
    if not prices or any(low <= price <= high for price in prices):
        return list(drawings)
    middle, wanted = (min(prices) + max(prices)) / 2, (low + high) / 2
    if middle > 0 and wanted > 0:
        return [_moved(each, wanted / middle, 0.0, instrument) for each in drawings]
    return [_moved(each, 1.0, wanted - middle, instrument) for each in drawings]


def _moved(drawing: Drawing, factor: float, by: float, instrument: Instrument) -> Drawing:
    points = (Anchor(ts, on_tick(price * factor + by, instrument)) for ts, price in drawing.points)
    return replace(drawing, points=tuple(points))
