"""Rows of the settings page that are no declared settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.settings.form_row import FormRow
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.form import Toggle
from ohlc_desktop.ui.widgets.labels import Sentence

if TYPE_CHECKING:
    from ohlc_desktop.platform.protocol import Autostart
    from ohlc_desktop.profile import Profile

translate = QCoreApplication.translate


class LoginRow(FormRow):
    """Whether the app starts when the user logs in."""

    def __init__(self, autostart: Autostart) -> None:
        title = translate("LoginRow", "Start at login")
        super().__init__(title, translate("LoginRow", "Starts in the tray, without a window."))
        self._autostart = autostart
        self.toggle = Toggle()
        self.toggle.setAccessibleName(title)
        self.toggle.setAccessibleDescription(self.help.text())
        self.toggle.setToolTip(autostart.where)
        self.toggle.clicked.connect(self._change)
        holder = QWidget()
        hbox(self.toggle, 1, parent=holder)
        self.place(holder)

    def look(self) -> None:
        """Show the real state."""
        self.note.clear()
        self._show_state()

    def _change(self, wanted: bool) -> None:
        self.note.clear()
        try:
            (self._autostart.enable if wanted else self._autostart.disable)()
        except (OhlcError, OSError) as error:
            self._tell(error)
        self._show_state()

    def _show_state(self) -> None:
        try:
            self.toggle.setChecked(self._autostart.enabled())
        except (OhlcError, OSError) as error:
            self._tell(error)

    def _tell(self, error: OhlcError | OSError) -> None:
        if isinstance(error, OhlcError):
            text = shown(sentences(error.title, error.hint))
        else:
            text = self.tr("Start at login was not changed: {reason}. Make {place} writable, then try again.").format(
                reason=bare(error.strerror or error), place=self._autostart.where
            )
        self.note.tell(Severity.FAILING, text)


class FolderRow(FormRow):
    """Where the data is, and how to have it elsewhere."""

    def __init__(self, profile: Profile) -> None:
        told = translate(
            "FolderRow",
            "Database, settings and logs. For another folder quit, move this one if you want to keep its data, and "
            "start with --profile DIR or with OHLC_DESKTOP_HOME set to it.",
        )
        super().__init__(translate("FolderRow", "Data folder"), told)
        self._folder = profile.folder
        self.path = Sentence(str(profile.folder), colour="text")
        self.path.setAccessibleName(self.tr("Data folder {path}").format(path=profile.folder))
        self.open = QPushButton(self.tr("&Open folder"))
        self.open.setAccessibleName(self.tr("Open the data folder"))
        self.open.clicked.connect(self._open)
        line = QWidget()
        hbox((self.path, 1), self.open, parent=line)
        self.place(line, wide=True)

    def _open(self) -> None:
        self.note.clear()
        if not self._folder.is_dir():
            self.note.tell(Severity.ATTENTION, self.tr("The folder does not exist yet; the first import makes it."))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self.note.tell(Severity.ATTENTION, self.tr("No program is set up to show folders; open it by hand."))
