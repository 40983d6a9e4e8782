"""The simulated market as a feed: that of Yahoo, with its limits, habits and name, so that a demo shows what real profiles do.

Imports nothing heavy.
"""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.sources.yahoo.spec import YAHOO

DEMO = replace(
    YAHOO,
    name="demo",
    rights="Simulated candles: not for trading.",
    source="ohlc_desktop.sources.demo.source:DemoSource",
    host=None,
    simulated=True,
    shared=False,
    library="",
)
