"""What the pictures show. Each scene sets its stage and takes the window in both themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea

from ohlc_desktop.core.decision import RETRIES, Attempted, Rules, decide, identity
from ohlc_desktop.core.events import RunState
from ohlc_desktop.core.import_state import ImportState
from ohlc_desktop.services.indicators import IndicatorName
from ohlc_desktop.ui.coverage_page import CoveragePage
from ohlc_desktop.ui.history_page import HistoryPage
from ohlc_desktop.ui.log_page import LogPage
from ohlc_desktop.ui.progress_page import ProgressPage
from ohlc_desktop.ui.settings_page import SettingsPage
from ohlc_desktop.ui.watchlist_page import WatchlistPage
from ohlc_desktop.ui.window import Page
from tests.pictures import imports
from tests.pictures.profiles import IMPORTED, NOW
from tests.pictures.stage import SIZE, Stage

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
    assert stage.library.snapshot is not None
    run = next(run for run in stage.library.snapshot.runs if run.state is RunState.PARTIAL)
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
    outlook = replace(stage.outlook, decision=decision, why=decision.why)
    stage.desk.show_outlook(outlook)
    stage.show_problems(outlook=outlook)
    return stage.photograph()


def history_empty(stage: Stage) -> Pictures:
    """Nothing was imported yet."""
    stage.open(Page.HISTORY, HistoryPage)
    return stage.photograph()


def import_idle(stage: Stage) -> Pictures:
    """No import has run."""
    stage.open(Page.IMPORT, ProgressPage)
    return stage.photograph()


def small_coverage(stage: Stage) -> Pictures:
    """The matrix in a window no larger than it needs."""
    stage.window.resize(SIZE[0], 520)
    return coverage(stage)


def tall_history(stage: Stage) -> Pictures:
    """Some weeks of runs, none selected."""
    stage.window.resize(SIZE[0], 700)
    stage.open(Page.HISTORY, HistoryPage)
    return stage.photograph()


#: All pictures, by name; those of the same data folder follow one another.
SCENES = {
    "coverage": Scene("mixed", coverage),
    "coverage-details": Scene("mixed", coverage_details),
    "coverage-failed": Scene("mixed", coverage_failed),
    "coverage-importing": Scene("mixed", coverage_importing),
    "import-running": Scene("mixed", import_running),
    "import-ended": Scene("mixed", import_ended),
    "history": Scene("mixed", history),
    "watchlist": Scene("mixed", watchlist),
    "watchlist-paste": Scene("mixed", paste),
    "log": Scene("mixed", log),
    "settings": Scene("mixed", settings),
    "settings-forced": Scene("troubled", settings_forced),
    "indicator": Scene("troubled", indicator),
    "banner": Scene("troubled", banner),
    "first-start": Scene("first", coverage),
    "import-idle": Scene("first", import_idle),
    "history-empty": Scene("first", history_empty),
}
#: The README's: of a watchlist that is as it should be, but for one gap.
README = {"window": Scene("tidy", small_coverage), "history": Scene("tidy", tall_history)}
