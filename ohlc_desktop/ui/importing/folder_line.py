"""The line that tells of the watched folder: what is at work there, and what waits for an answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ohlc_desktop.core.file_intake.watching import NOT_WATCHED, WatchState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import MIDDLE, hbox
from ohlc_desktop.ui.widgets.form import FormNote


class FolderLine(QWidget):
    """Hidden while no folder is watched.

    Attributes:
        show_wanted: The user wants to see the files that wait.
    """

    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = FormNote()
        self.button = QPushButton(self.tr("Show wai&ting files"))
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.button.clicked.connect(self.show_wanted)
        hbox((self.note, 1), (self.button, MIDDLE), parent=self)
        self.show_state(NOT_WATCHED)

    def show_state(self, state: WatchState) -> None:
        """Tell how the folder stands."""
        self.setVisible(bool(state.folder))
        self.button.setVisible(bool(state.waiting))
        self.note.tell(*self._told(state))

    def _told(self, state: WatchState) -> tuple[Severity, str]:
        if state.problem:
            return Severity.ATTENTION, shown(state.problem)
        told = self.tr("Watched folder {folder}").format(folder=state.folder)
        if state.waiting:
            waits = self.tr("waiting for an answer: {count}").format(count=wording.count(len(state.waiting)))
            return Severity.ATTENTION, f"{told}; {waits}"
        if state.working:
            works = self.tr("being read and taken in: {count}").format(count=wording.count(state.working))
            return Severity.BUSY, f"{told}; {works}"
        return Severity.OK, told
