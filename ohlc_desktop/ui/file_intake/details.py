"""All about one file: what was recognised and why, the likeliest meanings of its stamps, and what has to be answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FileAnswers, FilePreview, FileQuestion, FileVerdict, PreviewReading
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.file_intake.answers_form import AnswersForm
from ohlc_desktop.ui.file_intake.columns_form import ColumnsForm
from ohlc_desktop.ui.file_intake.texts import facts, state_of
from ohlc_desktop.ui.widgets.boxes import scrolled, vbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.labels import SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.tables import alignment, roomy
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

_READINGS = 4


class FileDetails(QWidget):
    """The details of the chosen file.

    Attributes:
        form: The questions.
        columns: What stands in the columns of a text that nobody knows.
        readings: The likeliest meanings of its stamps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.columns = AnswersForm(), ColumnsForm()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(MARGIN)
        self._facts.setVerticalSpacing(GAP // 2)
        self._facts.setColumnStretch(1, 1)
        self._frame = self._make_readings()
        page = QWidget()
        self.note = FormNote(filled=True)
        vbox(
            self.note,
            self._facts,
            self.columns,
            self.form,
            self._frame,
            1,
            parent=page,
            margins=(0, GAP, GAP, 0),
            spacing=GAP + GAP // 2,
        )
        vbox(scrolled(page), parent=self)

    def show_file(self, preview: FilePreview, answers: FileAnswers, outcome: FileOutcome | None, open_: bool) -> None:
        """Show a file; ``open_`` while something may still be said of it."""
        self.note.tell(*state_of(preview, outcome))
        self._show_facts(list(facts(preview)))
        self._frame.setVisible(len(preview.evidence) > 1)
        self._fill_readings(preview.evidence[:_READINGS])
        unread = preview.verdict is FileVerdict.REFUSED or preview.question is FileQuestion.COLUMNS
        self.form.setVisible(open_ and not unread)
        self.form.show_file(preview, answers)
        self.columns.setVisible(open_ and preview.columns is not None)
        if preview.columns is not None:
            self.columns.show_columns(preview.columns, answers.columns)

    def _show_facts(self, told: Sequence[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (title, text) in enumerate(told):
            value = SpokenLabel(title)
            value.setText(text)
            name = TintedLabel(title)
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)

    def _make_readings(self) -> QWidget:
        self.readings = QTreeWidget()
        self.readings.setAccessibleName(self.tr("What its stamps may mean"))
        titles = [
            self.tr("Time zone"), self.tr("Stamp"), self.tr("Outside of sessions"), self.tr("Begin at the open"),
            self.tr("Equal to stored"), "",
        ]  # fmt: skip
        self.readings.setHeaderLabels(titles)
        frame = roomy(self.readings)
        self.readings.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.readings.header().setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        for column in range(2, 5):
            self.readings.headerItem().setTextAlignment(column, Qt.AlignmentFlag(alignment(True)))
        return frame

    def _fill_readings(self, evidence: Sequence[PreviewReading]) -> None:
        self.readings.clear()
        for each in evidence:
            item = QTreeWidgetItem(self._texts(each))
            for column in range(2, 5):
                item.setTextAlignment(column, Qt.AlignmentFlag(alignment(True)))
            self.readings.addTopLevelItem(item)
        rows = max(len(evidence), 1)
        height = self.readings.sizeHintForRow(0) if evidence else 0
        self.readings.setFixedHeight(self.readings.header().sizeHint().height() + rows * max(height, 1) + GAP)

    def _texts(self, each: PreviewReading) -> list[str]:
        stamp = self.tr("end") if each.stamp == "end" else self.tr("open")
        of = self.tr("{count} of {all}")
        begun = of.format(count=wording.count(each.at_open), all=wording.count(each.sessions))
        equal = of.format(count=wording.count(each.equal), all=wording.count(each.compared)) if each.compared else "–"
        return [each.zone, stamp, wording.count(each.outside), begun, equal]
