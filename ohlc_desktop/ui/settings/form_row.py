"""What every row of the settings page has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ohlc_desktop.ui.widgets.form import FormNote, LinkButton
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

_CONTROLS = 216


class FormRow(QWidget):
    """A name and a sentence on the left, a control on the right, a note below.

    Attributes:
        note: What went wrong with it, or where its value comes from.
    """

    def __init__(self, title: str, help_: str) -> None:
        super().__init__()
        self.note = FormNote(small=True)
        self.help = Sentence(help_, small=True)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(MARGIN, GAP + 3, MARGIN, GAP + 3)
        self.grid.setHorizontalSpacing(MARGIN)
        self.grid.setVerticalSpacing(2)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnMinimumWidth(1, _CONTROLS)
        self.grid.setColumnMinimumWidth(2, LinkButton(self.tr("Reset")).sizeHint().width())
        self.grid.addWidget(QLabel(title), 0, 0)
        self.grid.addWidget(self.help, 1, 0)

    def place(self, control: QWidget, wide: bool = False, last: QWidget | None = None) -> None:
        """Put in the control, and maybe a small button at the end of the row."""
        if wide:
            self.grid.addWidget(self.help, 1, 0, 1, 3 if last is None else 2)
            self.grid.setRowMinimumHeight(2, GAP // 2)
            self.grid.addWidget(control, 3, 0, 1, 3)
        else:
            self.grid.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if last is not None:
            self.grid.addWidget(last, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self.grid.addWidget(self.note, 4, 0, 1, 3)
