"""What a person says of a file that it does not tell itself: instrument, zone and stamp, source, whether it is adjusted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from ohlc_desktop.core.file_intake.previews import NOTHING_SAID, FileAnswers, FilePreview, FileQuestion
from ohlc_desktop.core.files.seasons import ZONES
from ohlc_desktop.ui.file_intake.texts import stamp_word
from ohlc_desktop.ui.widgets.boxes import form_rows

_WIDTH = 260


class AnswersForm(QWidget):
    """Fields for one file; only those are shown that have to be, or may be, answered.

    Attributes:
        symbol, zone, stamp, unadjusted, source: The fields.
        answered: Something else was said: the :class:`FileAnswers`.
    """

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = NOTHING_SAID
        self.symbol, self.source = QLineEdit(), QLineEdit()
        self.zone, self.stamp, self.unadjusted = QComboBox(), QComboBox(), QCheckBox()
        self._build()
        self._connect()

    def show_file(self, preview: FilePreview, answers: FileAnswers) -> None:
        """Show the questions of a file, and what was said."""
        self._said = answers
        blockers = [QSignalBlocker(each) for each in (self.symbol, self.source, self.zone, self.stamp, self.unadjusted)]
        self.symbol.setText(answers.symbol)
        self.symbol.setPlaceholderText(preview.symbol or self.tr("such as NQ, MNQ 12-26"))
        self.source.setText(answers.source)
        self.source.setPlaceholderText(preview.source)
        self._choose(self.zone, answers.zone)
        self._choose(self.stamp, answers.stamp)
        self.unadjusted.setChecked(answers.unadjusted)
        del blockers
        stamps = preview.question is FileQuestion.STAMPS or bool(answers.zone or answers.stamp)
        prices = preview.question in (FileQuestion.ADJUSTED, FileQuestion.JOINED) or answers.unadjusted
        one, traded = self.tr("All of it is one contract"), self.tr("They are as they were traded")
        self.unadjusted.setText(one if preview.step else traded)
        rows = {self.zone: stamps, self.stamp: stamps, self.unadjusted: prices}
        for field, visible in rows.items():
            self._rows.setRowVisible(field, visible)

    def answers(self) -> FileAnswers:
        """What was said."""
        zone, stamp = self.zone.currentData(), self.stamp.currentData()
        visible = self._rows.isRowVisible(self.zone)
        return FileAnswers(
            self.symbol.text().strip(), (zone or "") if visible else "", (stamp or "") if visible else "",
            self.source.text().strip(), self._rows.isRowVisible(self.unadjusted) and self.unadjusted.isChecked(),
            self._said.columns,
        )  # fmt: skip

    # -- inside ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._rows: QFormLayout = form_rows(self)
        for each in (self.symbol, self.source, self.zone, self.stamp):
            each.setFixedWidth(_WIDTH)
        unsaid = self.tr("not known")
        self.zone.addItem(unsaid, "")
        self.stamp.addItem(unsaid, "")
        for name in ZONES:
            self.zone.addItem(name, name)
        for stamp in ("open", "end"):
            self.stamp.addItem(stamp_word(stamp), stamp)
        titles = {
            self.tr("&Instrument"): self.symbol, self.tr("Time &zone of its stamps"): self.zone,
            self.tr("A stamp &means the"): self.stamp, self.tr("&Prices"): self.unadjusted, self.tr("&Source"): self.source,
        }  # fmt: skip
        for title, field in titles.items():
            self._rows.addRow(title, field)
            field.setAccessibleName(title.replace("&", ""))

    def _connect(self) -> None:
        for box in (self.zone, self.stamp):
            box.activated.connect(lambda _: self._tell())
        self.unadjusted.clicked.connect(self._tell)
        for field in (self.symbol, self.source):
            field.editingFinished.connect(self._tell)

    def _tell(self) -> None:
        said = self.answers()
        if said != self._said:
            self._said = said
            self.answered.emit(said)

    def _choose(self, box: QComboBox, value: str) -> None:
        box.setCurrentIndex(max(box.findData(value), 0))
