"""The reports of faults: to be read, copied and passed on by the user. Nothing is ever sent from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QWidget

from ohlc_desktop.diagnostics.report_files import Report
from ohlc_desktop.ui.tray.texts import fault_sentence
from ohlc_desktop.ui.widgets.boxes import vbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import MARGIN


class ReportDialog(QDialog):
    """Shows reports, newest first; there has to be at least one.

    Attributes:
        choice: Which one is shown; hidden where there is only one.
        text: The report.
        copy_button: Puts the report on the clipboard.
    """

    def __init__(self, reports: Sequence[Report], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = reports[0].path.parent
        self._texts = [_text(report) for report in reports]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Fault report"))
        self.setModal(True)
        self.resize(760, 540)
        self._build()
        self.choice.addItems([fault_sentence(report) for report in reports])
        self.choice.setVisible(len(reports) > 1)

    def _build(self) -> None:
        meaning = Sentence(
            self.tr(
                "This helps whoever mends the program. It stays on this computer: nothing is sent anywhere unless you"
                " copy it and pass it on. Passwords are left out; read it before you give it away."
            )
        )
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Which fault"))
        self.choice.currentIndexChanged.connect(self._show)
        unwrapped = QPlainTextEdit.LineWrapMode.NoWrap
        self.text = QPlainTextEdit(readOnly=True, tabChangesFocus=True, lineWrapMode=unwrapped)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("Report"))
        vbox(meaning, self.choice, (self.text, 1), self._build_buttons(), parent=self, margins=MARGIN)

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = QPushButton(self.tr("&Copy report"))
        self.copy_button.setDefault(True)
        self.copy_button.setFocus()
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        folder = QPushButton(self.tr("&Open folder"))
        folder.setToolTip(str(self._folder))
        for button in (self.copy_button, folder):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        buttons.rejected.connect(self.reject)
        return buttons

    def _show(self, number: int) -> None:
        self.text.setPlainText(self._texts[number])
        self.copy_button.setText(self.tr("&Copy report"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(self.tr("Copied"))


def _text(report: Report) -> str:
    try:
        return report.text()
    except OSError as error:
        return f"{report.path}: {error.strerror or error}"
