"""The log as it is written: read in pieces off the GUI thread, and only while somebody looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QFontMetrics, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from ohlc_desktop.profile import LOG_NAME
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.log.follower import LogFollower
from ohlc_desktop.ui.log.model import LogColumn, LogLevel, LogModel, Record
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence, SpokenLabel
from ohlc_desktop.ui.widgets.tables import SearchField, copy_action, dense, framed
from ohlc_desktop.ui.widgets.theme import MARGIN


class LogPage(QWidget):
    """The newest lines of the log, live.

    Reads through ``work``, a bounded piece at a time; hidden, it watches nothing and no timer runs.
    """

    def __init__(self, folder: Path, work: BackgroundWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._unseen = 0
        self._problem = ""
        self.model = LogModel(self)
        self.follower = LogFollower(folder / LOG_NAME, work, self)
        self._build()
        self._connect()
        self._show_state()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._make_table()
        self._make_details()
        self.splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self.splitter.addWidget(self._make_middle())
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([400, 120])
        vbox(self._make_tools(), (self.splitter, 1), self._make_bottom(), parent=self, margins=MARGIN)

    def _make_tools(self) -> QHBoxLayout:
        self.level = QComboBox()
        self.level.setAccessibleName(self.tr("Least important level shown"))
        for text, level in (
            (self.tr("All levels"), LogLevel.DEBUG), (self.tr("Info and above"), LogLevel.INFO),
            (self.tr("Warnings and errors"), LogLevel.WARNING), (self.tr("Errors only"), LogLevel.ERROR),
        ):  # fmt: skip
            self.level.addItem(text, level.value)
        self.search = SearchField(self.tr("Filter by text"), self.tr("Filter the log by text"), self)
        self.copy_button = QPushButton(self.tr("Co&py"))
        self.copy_button.setToolTip(self.tr("Copy the selected lines, or all that are shown (Ctrl+C)"))
        self.folder_button = QPushButton(self.tr("&Open folder"))
        self.folder_button.setToolTip(str(self._folder))
        return hbox(self.level, (self.search, 1), self.copy_button, self.folder_button)

    def _make_table(self) -> None:
        table = self.table = QTableView(wordWrap=False, cornerButtonEnabled=False)
        dense(table, self.model)
        table.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        table.setAccessibleName(self.tr("Log lines"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 4)
        table.horizontalHeader().setStretchLastSection(True)
        self._fit_columns(table.fontMetrics())
        copy_action(table, self.tr("&Copy")).triggered.connect(self.copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _fit_columns(self, font: QFontMetrics) -> None:
        samples = {
            LogColumn.TIME: "2026-11-24 22:05:00.000",
            LogColumn.LEVEL: "Critical   ",
            LogColumn.SOURCE: "importer.telling",
        }
        for column, sample in samples.items():
            self.table.setColumnWidth(column, font.horizontalAdvance(sample) + 20)

    def _make_details(self) -> None:
        self.details = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.details.setFont(self.table.font())
        self.details.setAccessibleName(self.tr("The selected record in full"))
        self.details.setMinimumHeight(self.details.fontMetrics().lineSpacing() * 3)
        self.details.hide()

    def _make_middle(self) -> QStackedWidget:
        self.nothing = Sentence()
        self.nothing.setObjectName("nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMargin(MARGIN)
        self._middle = QStackedWidget()
        self._middle.addWidget(framed(self.table))
        self._middle.addWidget(self.nothing)
        return self._middle

    def _make_bottom(self) -> QHBoxLayout:
        self.follow = QCheckBox(self.tr("&Follow new lines"))
        self.follow.setChecked(True)
        self.follow.setToolTip(
            self.tr("Keep the newest line in view; scrolling up stops it, scrolling down resumes it")
        )
        self.status = SpokenLabel(self.tr("Lines shown"), wrap=False, selectable=False)
        self.status.setObjectName("log-status")
        return hbox(self.follow, 1, self.status)

    def _connect(self) -> None:
        self.follower.lines.connect(self._append)
        self.follower.problem.connect(self._say)
        self.follower.caught_up.connect(lambda: self._say(""))
        self.level.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.follow.toggled.connect(self._follow_toggled)
        bar = self.table.verticalScrollBar()
        bar.rangeChanged.connect(self._stick)
        bar.valueChanged.connect(self._left_the_end)
        bar.actionTriggered.connect(self._scrolled)
        self.table.selectionModel().currentChanged.connect(self._show_details)
        self.model.modelReset.connect(self._show_details)
        self.copy_button.clicked.connect(self.copy)
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))

    # -- reading -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Read while somebody looks."""
        super().showEvent(event)
        self.follower.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # named by Qt
        """Read nothing while nobody looks."""
        self.follower.stop()
        super().hideEvent(event)

    def _append(self, lines: list[Record | str]) -> None:
        bar = self.table.verticalScrollBar()
        before, at = self.model.rowCount(), bar.value()
        gone = self.model.append(lines)
        if self.follow.isChecked():
            self.table.scrollToBottom()
        else:
            self._unseen += self.model.rowCount() - before + gone
            bar.setValue(max(at - gone, 0))
        self._show_state()

    # -- looking -----------------------------------------------------------------------------------

    def _filter(self) -> None:
        self.model.set_filter(LogLevel(self.level.currentData()), self.search.text())
        if self.follow.isChecked():
            self.table.scrollToBottom()
        self._show_state()

    def _follow_toggled(self, follow: bool) -> None:
        if follow:
            self._unseen = 0
            self.table.scrollToBottom()
        self._show_state()

    def _stick(self) -> None:
        if self.follow.isChecked():
            self.table.verticalScrollBar().setValue(self.table.verticalScrollBar().maximum())

    def _left_the_end(self, value: int) -> None:
        if value < self.table.verticalScrollBar().maximum():
            self.follow.setChecked(False)

    def _scrolled(self) -> None:
        """Whoever scrolls to the newest line wants to follow again."""
        bar = self.table.verticalScrollBar()
        if bar.sliderPosition() >= bar.maximum():
            self.follow.setChecked(True)

    def _show_details(self) -> None:
        """Show the record of the current line below; whoever reads one does not want it to run away."""
        index = self.table.currentIndex()
        record = self.model.record(index)
        self.details.setVisible(record is not None)
        if record is None:
            return
        self.details.setPlainText(record.text)
        self.follow.setChecked(False)
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))  # it just shrank

    def _say(self, problem: str) -> None:
        self._problem = problem
        self._show_state()

    def _show_state(self) -> None:
        rows, kept = self.model.rowCount(), self.model.kept
        self._middle.setCurrentIndex(0 if rows and not self._problem else 1)
        self.copy_button.setEnabled(bool(rows))
        self.nothing.setText(self._problem or self._why_nothing(kept))
        self.status.setText("" if self._problem else self._counted(rows, kept))

    def _why_nothing(self, kept: int) -> str:
        if kept:
            return self.tr("No line matches the filter.")
        return self.tr("Nothing has been logged yet. What the app and its imports do will be listed here.")

    def _counted(self, rows: int, kept: int) -> str:
        text = (
            self.tr("{count} lines").format(count=wording.count(kept))
            if rows == kept
            else self.tr("{rows} of {count} lines").format(rows=wording.count(rows), count=wording.count(kept))
        )
        if self.follow.isChecked() or not self._unseen:
            return text
        return self.tr("{lines}, {unseen} new below").format(lines=text, unseen=wording.count(self._unseen))

    # -- doing -------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected lines as they stand in the file, or all that are shown."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText("\n".join(self.model.lines(rows or None)))
