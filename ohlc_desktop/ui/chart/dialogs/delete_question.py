"""Asks before something is deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate


def ask_delete(window: QWidget, question: str, meaning: str, delete: Callable[[], object]) -> None:
    """Ask over a window, and delete if that is the answer. Enter and Esc do not.

    Args:
        window: Parent of the question.
        question: What is asked.
        meaning: What stays all the same.
        delete: Deletes it.
    """
    box = QMessageBox(QMessageBox.Icon.Question, window.windowTitle(), question, parent=window)
    box.setInformativeText(meaning)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    yes = box.addButton(translate("DeleteQuestion", "&Delete"), QMessageBox.ButtonRole.DestructiveRole)
    yes.clicked.connect(lambda: delete())
    box.setDefaultButton(box.addButton(translate("DeleteQuestion", "&Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.open()
