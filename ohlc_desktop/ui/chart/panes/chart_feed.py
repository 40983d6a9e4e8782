"""What feeds one chart: loads its series and those beside it, and computes what is drawn, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ohlc_desktop.core.chart.model import ChartModel, build_model
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.replay import replayed
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.continuous.readjusting import readjusted_model
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.chart_loader import ChartLoader
from ohlc_desktop.services.chart_data.chart_reading import Refreshed
from ohlc_desktop.services.chart_data.indicator_plugins import log_problems
from ohlc_desktop.services.i18n.messages import shown

#: Makes a loader, owned by the given object.
MakeLoader = Callable[[QObject], ChartLoader]

#: So many candles with their studies are computed within a frame or two.
_SOON = 100_000


class ChartFeed(QObject):
    """The models of one chart, one after another; an answer that is out of date by the time it comes is dropped.

    Attributes:
        ready: A :class:`ChartModel`, cut off where the chart is replayed.
        failed: An :class:`OhlcError`: the series cannot be read. What was ready before stays.
        busy: bool: whether anything is under way.
        missing: Why an instrument cannot be drawn beside this one, as a sentence.
    """

    ready = Signal(object)
    failed = Signal(object)
    busy = Signal(bool)
    missing = Signal(str)

    def __init__(self, make_loader: MakeLoader, work: BackgroundWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_loader, self._work = make_loader, work
        self._loader = make_loader(self)
        self._loader.pauses = True
        self._loader.loaded.connect(self._take)
        self._loader.refreshed.connect(self._take_again)
        self._loader.failed.connect(self._fail)
        self._others: dict[str, ChartLoader] = {}
        self._wanted = ("", "")
        self._options = ChartOptions()
        self._series: ChartSeries | None = None
        self._model: ChartModel | None = None
        self._reach: int | None = None
        self._moment: int | None = None
        self._cutting = False
        self._number = 0
        self._building = self._again = False

    def show(self, symbol: str, timeframe: str, options: ChartOptions, reach: int | None = None) -> None:
        """Load another series.

        Args:
            symbol: Its symbol.
            timeframe: Name of the timeframe.
            options: What is to be computed.
            reach: A stamp (UTC epoch seconds) that has to be there before anything is shown: what the user looks at.
                None to show the newest candles at once.
        """
        if self._readjust(symbol, timeframe, options):
            return
        self._wanted, self._options, self._reach = (symbol, timeframe), options, reach
        self._begin()
        self._loader.load(symbol, timeframe)
        self._drop_others()
        for other, loader in self._others.items():
            loader.load(other, timeframe)
        self._load_others()
        self.busy.emit(True)

    def _readjust(self, symbol: str, timeframe: str, options: ChartOptions) -> bool:
        """Show the series that is there with another adjustment, at once where no candle depends on others; False where
        it has to be loaded.
        """
        model, before = self._model, self._loader.series
        if timeframe != self._wanted[1] or options != self._options:
            return False
        found = self._loader.readjust(symbol)
        if found is None:
            return False
        self._wanted = symbol, timeframe
        self._begin()
        self.busy.emit(True)
        if model is not None and model.source is before and _seen_at_once(model, options):
            self._show(readjusted_model(model, found))
        return True

    def _begin(self) -> None:
        """Let go of the series from before, and of answers that are under way."""
        self._number += 1
        self._series = self._model = None
        self._building = self._again = False

    def set_options(self, options: ChartOptions) -> None:
        """Compute for other options; where that makes no difference nothing is done."""
        before, self._options = self._options, options
        if options.compare != before.compare:
            self._drop_others()
            self._load_others()
        if _needs(before) != _needs(options):
            self._build()

    @property
    def series(self) -> ChartSeries | None:
        """All that there is of the series, as it is drawn; None while it is being loaded."""
        return None if self._model is None else self._model.series

    def show_moment(self, moment: int | None) -> None:
        """Show what there was at a moment (UTC epoch seconds), now and whatever is loaded later; None for all of it."""
        self._moment = moment
        if self._model is not None:
            self._show(self._model)

    def refresh(self) -> None:
        """Look for new candles; nothing happens unless there are some."""
        for loader in (self._loader, *self._others.values()):
            loader.refresh()

    def forget(self) -> None:
        """Let go of everything, and of answers that are under way."""
        self._begin()
        for loader in (self._loader, *self._others.values()):
            loader.forget()

    # -- loading -----------------------------------------------------------------------------------

    def _take(self, series: ChartSeries) -> None:
        if not series.whole and self._reach is not None and len(series) and int(series.candles.ts[0]) > self._reach:
            self._loader.read_rest()  # with which what the user looks at comes
            return
        self._series = series
        self._build()

    def _take_again(self, found: Refreshed) -> None:
        self._series = found.series
        self._build()

    def _fail(self, error: OhlcError) -> None:
        self.busy.emit(False)
        self.failed.emit(error)

    def _drop_others(self) -> None:
        """Let go of the instruments that are no longer wanted beside this one."""
        for symbol in self._others.keys() - set(self._options.compare):
            loader = self._others.pop(symbol)
            loader.forget()
            loader.deleteLater()

    def _load_others(self) -> None:
        """Load the instruments that are newly wanted beside this one."""
        for symbol in self._options.compare:
            if symbol not in self._others:
                self._others[symbol] = loader = self._make_loader(self)
                loader.loaded.connect(self._take_other)
                loader.refreshed.connect(self._take_other)
                loader.failed.connect(lambda error: self.missing.emit(shown(error.text)))
                loader.load(symbol, self._wanted[1])

    def _take_other(self, found: ChartSeries | Refreshed) -> None:
        if isinstance(found, ChartSeries) and not len(found):
            self.missing.emit(shown(found.problem))
        self._build()

    # -- computing ---------------------------------------------------------------------------------

    def _build(self) -> None:
        """Compute a model of what is loaded; one at a time, the last one for what was wanted last."""
        if self._series is None:
            return
        if self._building:
            self._again = True
            return
        self._building, self._again = True, False
        series, options, before = self._series, self._options, self._model
        others = {symbol: loader.series for symbol, loader in self._others.items()}
        beside = {symbol: other for symbol, other in others.items() if other is not None and other.whole}
        self._work.run(
            lambda: build_model(series, options, beside, before),
            partial(self._built, self._number), partial(self._not_built, self._number),
        )  # fmt: skip

    def _built(self, number: int, model: ChartModel) -> None:
        if number != self._number:
            return
        self._building, self._model = False, model
        log_problems(model.studies)
        if self._again:
            self._build()
        self.busy.emit(self._building or not model.source.whole)
        self._show(model)
        QTimer.singleShot(0, self, self._loader.read_rest)  # once the first picture is painted

    def _show(self, model: ChartModel) -> None:
        """Tell of a model, as it stood at the moment; a plug-in's study may take its time for that."""
        moment = self._moment
        if moment is None:
            self.ready.emit(model)
        elif not self._cutting:
            self._cutting = True
            self._work.run(lambda: replayed(model, moment), partial(self._was_cut, model, moment), self._not_cut)

    def _was_cut(self, model: ChartModel, moment: int, shown: ChartModel) -> None:
        self._cutting = False
        if model is self._model and self._moment is not None:
            self.ready.emit(shown)
        if self._model is not None and (model is not self._model or moment != self._moment):
            self._show(self._model)

    def _not_cut(self, error: OhlcError) -> None:
        self._cutting = False
        self._fail(error)

    def _not_built(self, number: int, error: OhlcError) -> None:
        if number == self._number:
            self._building = False
            self._fail(error)
            self._loader.read_rest()


def _seen_at_once(model: ChartModel, options: ChartOptions) -> bool:
    """Whether another adjustment is shown before all is computed: not where candles depend on others, nor studies come
    so soon that they would only blink.
    """
    return options.style is not Style.HEIKIN_ASHI and (not model.studies or len(model) > _SOON)


def _needs(options: ChartOptions) -> tuple[object, ...]:
    """What of the options has to be computed."""
    lined = options.style in (Style.LINE, Style.AREA)
    computed = tuple(spec.computation for spec in options.indicators)
    return options.rth_only, options.style is Style.HEIKIN_ASHI, lined, computed, options.compare
