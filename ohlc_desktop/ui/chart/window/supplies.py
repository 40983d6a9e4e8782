"""What every chart is made with: what loads, computes, remembers and imports, and what is known of instruments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.profile_loader import ProfileLoader
from ohlc_desktop.ui.chart.drawing.drawing_repository import DrawingRepository
from ohlc_desktop.ui.chart.inspection.candle_inspector import Choose, Inspect
from ohlc_desktop.ui.chart.panes.chart_feed import MakeLoader
from ohlc_desktop.ui.chart.panes.chart_status import ChartFacts
from ohlc_desktop.ui.chart.window.links import Links
from ohlc_desktop.ui.chart.window.memory import Memory


@dataclass(frozen=True, slots=True)
class Supplies:
    """What charts are made with.

    Attributes:
        make_loader: Makes what loads one series; ``make_profile_loader`` what loads volume profiles.
        work: Where models are computed.
        drawings: The drawings.
        links: Charts that go together.
        known: What is known of an instrument beyond its candles.
        feed: Where candles come from.
        start_import: Starts an import unless one runs.
        watch: Puts an instrument on the watchlist, and imports.
        is_own: Whether a file belongs to the app, so that no picture is saved over it.
        inspect: Finds what was said of a candle: instrument, timeframe, stamp, what takes the answer, what takes an error.
        compare: Shows what sources say of a candle: over which window, instrument, timeframe, stamp.
        memory: What is remembered of charts.
        choose: Lets what a source says of a candle stand: as ``inspect``, with the source before what takes the answer.
    """

    make_loader: MakeLoader
    make_profile_loader: Callable[[QObject], ProfileLoader]
    work: BackgroundWorker
    drawings: DrawingRepository
    links: Links
    known: Callable[[str], ChartFacts]
    feed: FeedSpec
    start_import: Callable[[ImportRequest], object]
    watch: Callable[[str], None]
    is_own: Callable[[Path], bool]
    inspect: Inspect
    compare: Callable[[QWidget, Instrument, Timeframe, int], None]
    memory: Memory
    choose: Choose
