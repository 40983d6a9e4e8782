"""The editor of a setting that names a folder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from ohlc_desktop.ui.settings.editors import Editor
from ohlc_desktop.ui.widgets.boxes import hbox


class FolderEditor(Editor):
    """A path, typed or chosen."""

    wide = True

    def __init__(self, name: str) -> None:
        self.field = QLineEdit()
        super().__init__(name, self.field)
        self._value = ""
        self.field.setPlaceholderText(self.tr("no folder"))
        self.field.editingFinished.connect(self._finish)
        self.field.textChanged.connect(self.touched)
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.setAccessibleName(self.tr("Choose: {name}").format(name=name))
        self.choose.clicked.connect(self._ask)
        hbox((self.field, 1), self.choose, parent=self)

    def show_value(self, value: Any) -> None:
        """Show a path, unless the user is in the middle of changing it."""
        if str(value) == self._value and self.field.hasFocus() and self.field.text() != self._value:
            return
        self._value = str(value)
        with QSignalBlocker(self.field):
            self.field.setText(self._value)

    def raw(self) -> object:
        """The path."""
        return self.field.text()

    def _finish(self) -> None:
        if self.field.text().strip() != self._value:
            self.committed.emit()

    def _ask(self) -> None:
        home = self._value or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self, self.name, home)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, path: str) -> None:
        self.field.setText(path)
        self.committed.emit()
