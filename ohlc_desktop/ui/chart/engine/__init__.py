"""The chart on pyqtgraph: panes, axes, crosshair and legend as items of a scene, and how they take mouse and wheel.

Every pane is a :class:`pyqtgraph.ViewBox` whose coordinates are documented in
:class:`~ohlc_desktop.ui.chart.engine.panes.ChartPane`, so that items of others can be put on it. Candles, studies and
drawings are painted by plain functions in device pixels (:mod:`ohlc_desktop.ui.chart.items.paint`), within one item below all
panes: pyqtgraph's own items would take many times as long.
"""

import os

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"  # whatever other programs of this machine were told to use
