"""The same candles in another chart: ``python tests/benchmarks/chart_peer.py NAME COUNT`` prints a JSON object.

NAME is ``finplot`` with a grid and two indicators, as our chart has them; ``finplot-plain`` without; ``vnpy``, its chart
widget, without; or ``qpicture``: an item of our own in the manner of pyqtgraph's candlestick example, which records all
candles into one QPicture and replays it for each frame. Told are milliseconds from
columns in memory to the first picture, and of each frame while panning by one candle with 200 in sight; and the memory
that came with the candles, in MB. ``{"missing": …}`` when it is not installed.

A script and no module of the tests: it runs in any interpreter that has the peer, without this project.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

# finplot would take PyQt6; all peers are to run on the same Qt.
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import numpy as np
import psutil
import pyqtgraph as pg
from pyqtgraph.Qt import QtCore, QtGui, QtTest, QtWidgets

SIZE = (1200, 700)
VISIBLE = 200
#: At most so many frames, as long as they take no longer than so many seconds.
FRAMES, SECONDS = 100, 30.0


class Columns:
    """A random walk of minutes."""

    def __init__(self, count: int) -> None:
        random = np.random.default_rng(4)
        self.ts = np.arange(count, dtype=np.int64) * 60 + 1_500_000_000
        self.close = 20_000 + np.cumsum(random.normal(0, 4, count).round()) * 0.25
        self.open = np.concatenate(([20_000.0], self.close[:-1]))
        reach = np.abs(random.normal(0, 4, (2, count)).round()) * 0.25
        self.high = np.maximum(self.open, self.close) + reach[0]
        self.low = np.minimum(self.open, self.close) - reach[1]
        self.volume = random.integers(1, 4000, count).astype(np.float64)


class Paints(QtCore.QObject):
    """Counts the paint events of a widget, with those of the widgets in it."""

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.count = 0
        for each in (widget, *widget.findChildren(QtWidgets.QWidget)):
            each.installEventFilter(self)

    def eventFilter(self, _: Any, event: Any) -> bool:  # noqa: N802  # named by Qt
        """Count and let pass."""
        self.count += event.type() == QtCore.QEvent.Type.Paint
        return False

    def after(self, act: Callable[[], object]) -> float:
        """Milliseconds from an act until everything that follows from it was painted."""
        seen, began = self.count, time.perf_counter()
        act()
        while self.count == seen:
            QtWidgets.QApplication.processEvents()
        while self.count != seen:  # some paint twice
            seen = self.count
            QtWidgets.QApplication.processEvents()
        return (time.perf_counter() - began) * 1000


Pan = Callable[[], object]


def finplot_plain(columns: Columns) -> tuple[Any, Pan]:
    """Candles and volume; panning as its keys do, but by one candle."""
    import finplot as fplt

    return _shown(fplt, _finplot(fplt, columns, 2)[0])


def finplot(columns: Columns) -> tuple[Any, Pan]:
    """The same with a grid, Bollinger bands and RSI, as in our chart."""
    import finplot as fplt

    axes, frame = _finplot(fplt, columns, 3)
    middle, width = frame.close.rolling(20).mean(), frame.close.rolling(20).std() * 2
    for line in (middle, middle + width, middle - width):
        fplt.plot(line, ax=axes[0])
    change = frame.close.diff()
    gain, loss = (part.clip(lower=0).ewm(alpha=1 / 14).mean() for part in (change, -change))
    fplt.plot(100 - 100 / (1 + gain / loss), ax=axes[2])
    for ax in axes:
        ax.set_visible(xgrid=True, ygrid=True)
    return _shown(fplt, axes)


def _finplot(fplt: Any, columns: Columns, rows: int) -> tuple[Any, Any]:
    import pandas as pd

    index = pd.to_datetime(columns.ts, unit="s")
    names = ("open", "close", "high", "low", "volume")
    frame = pd.DataFrame({name: getattr(columns, name) for name in names}, index=index)
    axes = fplt.create_plot("finplot", rows=rows, init_zoom_periods=VISIBLE, maximize=False)
    fplt.candlestick_ochl(frame[["open", "close", "high", "low"]], ax=axes[0])
    fplt.volume_ocv(frame[["open", "close", "volume"]], ax=axes[1])
    return axes, frame


def _shown(fplt: Any, axes: Any) -> tuple[Any, Pan]:
    fplt.show(qt_exec=False)
    return axes[0].vb.win, lambda: axes[0].vb.pan_x(steps=-1)


def vnpy(columns: Columns) -> tuple[Any, Pan]:
    """Candles and volume, for it brings no lines; panning by key."""
    from datetime import UTC, datetime

    from vnpy.chart import CandleItem, ChartWidget, VolumeItem
    from vnpy.trader.constant import Exchange, Interval
    from vnpy.trader.object import BarData

    widget = ChartWidget()
    widget.add_plot("candle", hide_x_axis=True)
    widget.add_plot("volume", maximum_height=200)
    widget.add_item(CandleItem, "candle", "candle")
    widget.add_item(VolumeItem, "volume", "volume")
    names = ("open", "high", "low", "close", "volume")
    rows = zip(columns.ts.tolist(), *(getattr(columns, name).tolist() for name in names), strict=True)
    bars = [
        BarData(
            gateway_name="", symbol="NQ", exchange=Exchange.CME, datetime=datetime.fromtimestamp(ts, UTC),
            interval=Interval.MINUTE, open_price=open_, high_price=high, low_price=low, close_price=close, volume=volume,
        )
        for ts, open_, high, low, close, volume in rows
    ]  # fmt: skip
    widget.update_history(bars)
    while widget._bar_count < VISIBLE:  # it zooms by key only, a step at a time
        QtTest.QTest.keyClick(widget, QtCore.Qt.Key.Key_Down)
    widget.show()
    return widget, lambda: QtTest.QTest.keyClick(widget, QtCore.Qt.Key.Key_Left)


class Recorded(pg.GraphicsObject):
    """All candles as one recorded picture."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._picture = QtGui.QPicture()
        painter = QtGui.QPainter(self._picture)
        brushes = {True: pg.mkBrush("#12805c"), False: pg.mkBrush("#c93a3f")}
        painter.setPen(pg.mkPen("#39424e"))
        prices = (getattr(columns, name).tolist() for name in ("open", "high", "low", "close"))
        for place, (open_, high, low, close) in enumerate(zip(*prices, strict=True)):
            painter.setBrush(brushes[close >= open_])
            painter.drawLine(QtCore.QPointF(place, low), QtCore.QPointF(place, high))
            painter.drawRect(QtCore.QRectF(place - 0.36, open_, 0.72, close - open_))
        painter.end()
        self._bounds = QtCore.QRectF(self._picture.boundingRect())

    def paint(self, painter: Any, *_: Any) -> None:
        """Replay."""
        painter.drawPicture(0, 0, self._picture)

    def boundingRect(self) -> Any:  # noqa: N802  # named by Qt
        """What the picture covers."""
        return self._bounds


def qpicture(columns: Columns) -> tuple[Any, Pan]:
    """Candles only; the range is set anew, with the prices in sight."""
    widget = pg.PlotWidget()
    widget.addItem(Recorded(columns))
    right = len(columns.ts)

    def pan() -> None:
        nonlocal right
        right -= 1
        part = slice(right - VISIBLE, right)
        low, high = columns.low[part].min(), columns.high[part].max()
        widget.setRange(xRange=(right - VISIBLE, right), yRange=(low, high), padding=0)

    pan()
    widget.show()
    return widget, pan


PEERS: dict[str, Callable[[Columns], tuple[Any, Pan]]] = {
    "finplot": finplot,
    "finplot-plain": finplot_plain,
    "vnpy": vnpy,
    "qpicture": qpicture,
}


def main() -> None:
    """Measure and print."""
    application = pg.mkQApp()
    columns = Columns(int(sys.argv[2]))
    gc.collect()
    memory = psutil.Process().memory_info().rss
    began = time.perf_counter()
    widget, pan = PEERS[sys.argv[1]](columns)
    widget.resize(*SIZE)
    paints = Paints(widget)
    while not paints.count:
        application.processEvents()
    first = (time.perf_counter() - began) * 1000
    for _ in range(3):
        application.processEvents()
    gc.collect()
    memory = psutil.Process().memory_info().rss - memory
    frames: list[float] = []
    began = time.perf_counter()
    while len(frames) < FRAMES and time.perf_counter() - began < SECONDS:
        frames.append(paints.after(pan))
    print(json.dumps({"first": first, "frames": frames, "memory": memory / 1e6, "qt": QtCore.qVersion()}))


if __name__ == "__main__":
    try:
        main()
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
