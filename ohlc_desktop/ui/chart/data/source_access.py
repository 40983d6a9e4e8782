"""What sources say of a candle that a chart shows: read for it, shown beside one another, and chosen from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.alternatives import Alternatives, alternatives

if TYPE_CHECKING:
    from ohlc_desktop.ui.sources.source_dialogs import SourceDialogs


class SourceAccess(QObject):
    """What charts ask of sources.

    Attributes:
        changed: The user let another source's candles stand.
    """

    changed = Signal()

    def __init__(self, profile: Profile, clock: Clock, work: BackgroundWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._profile, self._clock, self._work = profile, clock, work
        self._made: SourceDialogs | None = None

    def inspect(
        self, instrument: Instrument, timeframe: Timeframe, stamp: int, done: Callable[[Alternatives | None], None],
        failed: Callable[[OhlcError], None],
    ) -> None:  # fmt: skip
        """Find what was said of a candle."""
        profile = self._profile
        self._work.run(lambda: alternatives(profile, instrument, timeframe, stamp), done, failed)

    def choose(
        self, instrument: Instrument, timeframe: Timeframe, stamp: int, source: str, done: Callable[[int], None],
        failed: Callable[[OhlcError], None],
    ) -> None:  # fmt: skip
        """Let a source's row stand, or without one what would stand without a choice."""
        self._dialogs.choose(instrument, timeframe, stamp, source, done, failed)

    def compare(self, window: QWidget, instrument: Instrument, timeframe: Timeframe, stamp: int) -> None:
        """Show over a window what each source says of a candle, and of its session."""
        self._dialogs.show_candle(window, instrument, timeframe, stamp)

    def close(self) -> None:
        """Let go of the dialogs, if there are any."""
        if self._made is not None:
            self._made.close()

    @property
    def _dialogs(self) -> SourceDialogs:
        """The dialogs of sources, made when one is first wanted."""
        if self._made is None:
            from ohlc_desktop.ui.sources.source_dialogs import SourceDialogs

            self._made = SourceDialogs(self._profile, self._clock, self)
            self._made.changed.connect(self.changed)
        return self._made
