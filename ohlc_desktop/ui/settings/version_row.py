"""The version of this program on the settings page, and whether there is a newer one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.states.updates import UpdateState
from ohlc_desktop.own_version import own_version
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.settings.form_row import FormRow
from ohlc_desktop.ui.widgets.boxes import hbox

translate = QCoreApplication.translate


class VersionRow(FormRow):
    """Says what would be asked and where to, and asks when its button is pressed.

    Attributes:
        ask_wanted: The address of the settings is to be asked, now.
    """

    ask_wanted = Signal()

    def __init__(self) -> None:
        version = own_version() or translate("VersionRow", "unknown")
        super().__init__(translate("VersionRow", "Version {version}").format(version=version), "")
        self.check = QPushButton(self.tr("Check &now"))
        self.check.setAccessibleName(self.tr("Check now whether there is a newer version"))
        self.check.clicked.connect(self.ask_wanted)
        self._page = ""
        self.get = QPushButton(self.tr("Open its page"))
        self.get.setAccessibleName(self.tr("Open the page of the newest version"))
        self.get.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        holder = QWidget()
        hbox(self.check, self.get, 1, parent=holder)
        self.place(holder, wide=True)
        self.get.hide()

    def show_address(self, address: str) -> None:
        """Say where to a question goes, and what it tells."""
        told = self.tr(
            "Check now asks {address}. It learns the address of this computer and the name of this program, nothing else."
        )
        self.help.setText(told.format(address=address))
        self.check.setAccessibleDescription(self.help.text())

    def show_updates(self, state: UpdateState) -> None:
        """Show what is known of newer versions."""
        newest = state.newest
        self._page = newest.page if newest is not None and state.newer else ""
        self.get.setVisible(bool(self._page))
        if state.asking:
            self.note.tell(Severity.BUSY, self.tr("Asking…"))
        elif state.error is not None:
            self.note.tell(Severity.ATTENTION, shown(sentences(state.error.title, state.error.hint)))
        elif newest is None:
            self.note.clear()
        elif state.newer:
            self.note.tell(Severity.ATTENTION, self.tr("Version {version} is there.").format(version=newest.version))
        else:
            self.note.tell(Severity.OK, self.tr("This is the newest version."))
