"""What the pictures show. Each scene sets its stage and takes the window in both themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.chart.indicators import indicator as indicator_of
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.schedule.policy import RETRIES, Attempted, Rules, decide, identity
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.health.health_checks import IndicatorName
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.window_state import CellState, WindowState
from ohlc_desktop.ui.contracts.page import ContractsPage
from ohlc_desktop.ui.coverage.page import CoveragePage
from ohlc_desktop.ui.file_intake.dialog import FileDialog
from ohlc_desktop.ui.history.page import HistoryPage
from ohlc_desktop.ui.importing.page import ProgressPage
from ohlc_desktop.ui.log.page import LogPage
from ohlc_desktop.ui.settings.page import SettingsPage
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.watchlist.page import WatchlistPage
from tests.pictures import imports
from tests.pictures.profiles import IMPORTED, NOW
from tests.pictures.stage import SIZE, Stage
from tests.ui.file_intake.previews import BROKEN, READY, SAME, UNPROVEN

Pictures = Mapping[str, QPixmap]


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: the data folder that it is taken of, and how."""

    profile: str
    take: Callable[[Stage], Pictures]


def coverage(stage: Stage) -> Pictures:
    """Series in every state."""
    stage.open(Page.COVERAGE, CoveragePage)
    return stage.photograph()


def coverage_details(stage: Stage) -> Pictures:
    """A series with gaps, selected."""
    page = stage.open(Page.COVERAGE, CoveragePage)
    page.matrix.setCurrentIndex(page.model.place(("CL=F", "5m")))
    page.matrix.details_wanted.emit()
    found = stage.photograph()
    page.matrix.clearSelection()
    return found


def coverage_failed(stage: Stage) -> Pictures:
    """A series with an error, selected."""
    page = stage.open(Page.COVERAGE, CoveragePage)
    page.matrix.setCurrentIndex(page.model.place(("6E=F", "1d")))
    page.matrix.details_wanted.emit()
    found = stage.photograph()
    page.matrix.clearSelection()
    return found


def coverage_importing(stage: Stage) -> Pictures:
    """The matrix during an import."""
    stage.open(Page.COVERAGE, CoveragePage)
    stage.show_import(imports.running())
    found = stage.photograph()
    stage.show_import(ImportState())
    return found


def import_running(stage: Stage) -> Pictures:
    """An import that is made to wait."""
    stage.open(Page.IMPORT, ProgressPage)
    stage.show_import(imports.running())
    return stage.photograph()


def import_ended(stage: Stage) -> Pictures:
    """An import that has ended, not well."""
    stage.open(Page.IMPORT, ProgressPage)
    stage.show_import(imports.ended())
    found = stage.photograph()
    stage.show_import(ImportState())
    return found


def history(stage: Stage) -> Pictures:
    """Four weeks of runs, one of them open."""
    page = stage.open(Page.HISTORY, HistoryPage)
    assert stage.controller.store_service.snapshot is not None
    run = next(run for run in stage.controller.store_service.snapshot.runs if run.state is RunState.PARTIAL)
    page.select_run(run.id)
    page.tree.setExpanded(page.model.index_of_run(run.id), True)
    stage.settle()
    return stage.photograph()


def watchlist(stage: Stage) -> Pictures:
    """The watchlist, an instrument selected."""
    page = stage.open(Page.WATCHLIST, WatchlistPage)
    page.table.setCurrentIndex(page.model.index(3, 0))
    return stage.photograph()


def paste(stage: Stage) -> Pictures:
    """A pasted list, one name of it unknown."""
    page = stage.open(Page.WATCHLIST, WatchlistPage)
    page.paste.click()
    dialog = page.dialog
    assert dialog is not None
    dialog.set_text("ES NQ, MNQ 12-26\nSILVR HG")
    stage.wait_until(lambda: dialog.results.topLevelItemCount() == 5)
    found = stage.photograph(dialog)
    dialog.close()
    return found


def contracts(stage: Stage) -> Pictures:
    """What comes in the next days, an end selected."""
    page = stage.open(Page.CONTRACTS, ContractsPage)
    stage.wait_until(lambda: page.agenda.model().rowCount() > 1)
    page.agenda.setCurrentIndex(page.agenda.model().index(1, 0))
    return stage.photograph()


def log(stage: Stage) -> Pictures:
    """Lines of every level, one selected."""
    page = stage.open(Page.LOG, LogPage)
    rows = page.model.rowCount()
    page.table.selectRow(rows - 5)
    return stage.photograph()


def settings(stage: Stage) -> Pictures:
    """The first settings."""
    stage.open(Page.SETTINGS, SettingsPage)
    return stage.photograph()


def settings_forced(stage: Stage) -> Pictures:
    """Settings that are forced, and a Redis that does not answer."""
    page = stage.open(Page.SETTINGS, SettingsPage)
    page.redis.button.click()
    stage.settle()
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    area.verticalScrollBar().setValue(page.redis.mapTo(area.widget(), page.redis.rect().topLeft()).y() - 260)
    return stage.photograph()


def indicator(stage: Stage) -> Pictures:
    """The details of an indicator that fails."""
    stage.open(Page.COVERAGE, CoveragePage)
    stage.window.indicators.buttons[IndicatorName.REDIS].click()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    found = stage.photograph(popup)
    popup.close()
    return found


def banner(stage: Stage) -> Pictures:
    """An import that was given up."""
    stage.open(Page.COVERAGE, CoveragePage)
    name, began = identity(IMPORTED), IMPORTED.timestamp()
    failed = Attempted(name, RunState.FAILED, len(RETRIES) + 1, began, began + 1800)
    decision = decide(NOW, {name: failed}, None, Rules(time(14, 5), True, 0.0))
    stage.show_schedule(replace(stage.schedule, decision=decision, why=decision.why))
    return stage.photograph()


def history_empty(stage: Stage) -> Pictures:
    """Nothing was imported yet."""
    stage.open(Page.HISTORY, HistoryPage)
    return stage.photograph()


def import_idle(stage: Stage) -> Pictures:
    """No import has run."""
    stage.open(Page.IMPORT, ProgressPage)
    return stage.photograph()


def files(stage: Stage) -> Pictures:
    """Files that were dropped, one of them with a question."""
    dialog = FileDialog(stage.window)
    for preview in (READY, SAME, UNPROVEN, BROKEN):
        dialog.show_preview(preview)
    dialog.open()
    found = stage.photograph(dialog)
    dialog.close()
    return found


def small_coverage(stage: Stage) -> Pictures:
    """The matrix in a window no larger than it needs."""
    stage.window.resize(SIZE[0], 520)
    return coverage(stage)


# -- charts ------------------------------------------------------------------------------------------

_STUDIES = (indicator_of("EMA", period=20), indicator_of("VWAP", bands=1), indicator_of("VOLMA"), indicator_of("RSI"))


def _chart(stage: Stage, *cells: CellState, layout: ChartLayout = ChartLayout.ONE) -> Pictures:
    window = stage.open_charts(WindowState(cells, layout))
    found = stage.photograph(of=window)
    window.close()
    return found


def chart(stage: Stage) -> Pictures:
    """Candles with indicators, sessions and the day before, and a hole among them."""
    return _chart(stage, CellState("CL=F", "5m", ChartOptions(levels=True, indicators=_STUDIES)))


def chart_drawn(stage: Stage) -> Pictures:
    """Drawings of every kind over hollow candles, and the crosshair."""
    options = ChartOptions(Style.HOLLOW, indicators=(indicator_of("BB"), indicator_of("MACD")))
    window = stage.open_charts(WindowState((CellState("ES=F", "1h", options),)))
    view = window.cells[0].view
    view.tool.set_drawings("ES=F", drawings(view.series))
    view.tool.start(None)
    place = len(view.series) - 40
    view.point(Cursor(place, round(view.surface.price_rect().height() / 2)))
    found = stage.photograph(of=window)
    window.close()
    return found


def chart_hole(stage: Stage) -> Pictures:
    """What is said of missing candles."""
    window = stage.open_charts(WindowState((CellState("CL=F", "15m"),)))
    window.cells[0].holes.go_on()
    found = stage.photograph(of=window)
    window.close()
    return found


def chart_doubt(stage: Stage) -> Pictures:
    """Candles that are not to be relied on, and what was said of one."""
    window = stage.open_charts(WindowState((CellState("NQ=F", "5m"),)))
    cell = window.cells[0]
    cell.inspector.go_on()
    stage.wait_until(cell.inspector.card.isVisible)
    found = stage.photograph(of=window)
    window.close()
    return found


def coverage_doubt(stage: Stage) -> Pictures:
    """A series with candles that are not to be relied on, selected."""
    page = stage.open(Page.COVERAGE, CoveragePage)
    page.matrix.setCurrentIndex(page.model.place(("NQ=F", "5m")))
    page.matrix.details_wanted.emit()
    stage.settle()
    found = stage.photograph()
    page.matrix.clearSelection()
    return found


def chart_told(stage: Stage) -> Pictures:
    """A chart with indicators, and what it says of missing candles."""
    studies = (indicator_of("EMA", period=20), indicator_of("VWAP"), indicator_of("RSI"))
    window = stage.open_charts(WindowState((CellState("CL=F", "5m", ChartOptions(indicators=studies)),)))
    window.resize(SIZE[0], 680)
    window.cells[0].holes.go_on()
    found = stage.photograph(of=window)
    window.close()
    return found


def chart_four(stage: Stage) -> Pictures:
    """Four charts: bars, an area with another instrument, percent, real time; one of them without candles."""
    return _chart(
        stage,
        CellState("GC=F", "30m", ChartOptions(Style.BARS, real_time=True)),
        CellState("NQ=F", "1d", ChartOptions(Style.AREA, Scale.PERCENT, compare=("ES=F",))),
        CellState("ZN=F", "1m", ChartOptions(Style.LINE, zone=ChartZone.CHICAGO)),
        CellState("BTC=F", "5m"),
        layout=ChartLayout.FOUR,
    )


def chart_failed(stage: Stage) -> Pictures:
    """A series that is not complete."""
    return _chart(stage, CellState("6E=F", "1d", ChartOptions(Style.HEIKIN_ASHI, Scale.LOG)))


def drawings(series: ChartSeries) -> list[Drawing]:
    """One of each kind, where there is room for it."""

    def at(back: int, price: float) -> Anchor:
        place = len(series) - back
        return Anchor(int(series.candles.ts[place]), float(series.candles.close[place]) + price)

    return [
        Drawing("a", DrawingKind.HORIZONTAL, (at(30, 12.0),)),
        Drawing("b", DrawingKind.TREND, (at(110, -10.0), at(60, -12.0)), colour="#8a63d2"),
        Drawing("c", DrawingKind.RAY, (at(120, 18.0), at(80, 14.0))),
        Drawing("d", DrawingKind.RECTANGLE, (at(55, 10.0), at(35, -14.0)), colour="#1a8a92"),
        Drawing("e", DrawingKind.FIBONACCI, (at(100, -30.0), at(70, 25.0))),
        Drawing("f", DrawingKind.MEASURE, (at(25, -20.0), at(8, 8.0))),
    ]


#: All pictures, by name; those of the same data folder follow one another.
SCENES = {
    "coverage": Scene("mixed", coverage),
    "coverage-details": Scene("mixed", coverage_details),
    "coverage-failed": Scene("mixed", coverage_failed),
    "coverage-doubt": Scene("mixed", coverage_doubt),
    "coverage-importing": Scene("mixed", coverage_importing),
    "import-running": Scene("mixed", import_running),
    "import-ended": Scene("mixed", import_ended),
    "history": Scene("mixed", history),
    "watchlist": Scene("mixed", watchlist),
    "watchlist-paste": Scene("mixed", paste),
    "contracts": Scene("mixed", contracts),
    "log": Scene("mixed", log),
    "settings": Scene("mixed", settings),
    "chart": Scene("mixed", chart),
    "chart-drawn": Scene("mixed", chart_drawn),
    "chart-hole": Scene("mixed", chart_hole),
    "chart-doubt": Scene("mixed", chart_doubt),
    "chart-four": Scene("mixed", chart_four),
    "chart-failed": Scene("mixed", chart_failed),
    "settings-forced": Scene("troubled", settings_forced),
    "indicator": Scene("troubled", indicator),
    "banner": Scene("troubled", banner),
    "first-start": Scene("first", coverage),
    "import-idle": Scene("first", import_idle),
    "files": Scene("first", files),
    "history-empty": Scene("first", history_empty),
}
#: The README's: of a watchlist that is as it should be, but for one gap.
README = {
    "window": Scene("tidy", small_coverage),
    "chart-told": Scene("tidy", chart_told),
}
