"""The files that a person brought: what each is and would add, what has to be answered, and how far it is being added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QPushButton, QSplitter, QTreeView, QWidget

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FileAnswers, FilePreview, FileVerdict
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.file_intake.details import FileDetails
from ohlc_desktop.ui.file_intake.model import FileRow, FileRows
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import PrimaryButton, Sentence
from ohlc_desktop.ui.widgets.progress_line import ProgressLine
from ohlc_desktop.ui.widgets.tables import roomy
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

_SIZE = (920, 640)
_SMALLEST = (680, 440)
#: Widths of the columns but the last, in letters.
_WIDTHS = (22, 20, 10, 10, 8, 8)


class FileDialog(QDialog):
    """Shows files and takes wishes; who examines them and takes them in calls ``show_...``.

    Attributes:
        model: The files.
        table: Shows them.
        details: Of the chosen one.
        add: The button that takes them in.
        examine_wanted: A file is to be examined again: its path and the :class:`FileAnswers`.
        take_wanted: Files are to be taken in: a list of pairs of path and :class:`FileAnswers`.
        cancel_wanted: What runs is to end.
    """

    examine_wanted = Signal(str, object)
    take_wanted = Signal(list)
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._awaited: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._shares: dict[str, float] = {}
        self._more = self._nothing = self._taking = False
        self.model = FileRows(self)
        self.table, self.details = QTreeView(), FileDetails()
        self.setWindowTitle(self.tr("Candles from files"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._build()
        self._connect()
        self._show_state()

    # -- what is shown -----------------------------------------------------------------------------

    def expect(self, files: Mapping[str, int], more: bool) -> None:
        """These files, of so many bytes, are being examined; ``more``: others were left out, as there are too many."""
        self._awaited |= set(files)
        self._sizes.update(files)
        self._more, self._nothing = self._more or more, not files and not self.model.rows
        self._show_state()

    def show_reading(self, path: str, share: float) -> None:
        """So much of the bytes of a file is read."""
        self._shares[path] = share
        self._show_bar()

    def show_preview(self, preview: FilePreview) -> None:
        """A file was examined."""
        place = self.model.place_of(preview.path)
        self._awaited.discard(preview.path)
        self._shares.pop(preview.path, None)
        if place is None:
            self.model.add(FileRow(preview))
        else:
            columns = preview.columns or self.model.rows[place].preview.columns  # what was named can be named otherwise
            preview = replace(preview, columns=columns)
            self.model.put(place, replace(self.model.rows[place], preview=preview, outcome=None))
        if not self.table.currentIndex().isValid() or self._row_of_need(preview):
            self.table.setCurrentIndex(self.model.index(len(self.model.rows) - 1 if place is None else place, 0))
        self._show_details()
        self._show_state()

    def show_examined(self) -> None:
        """All files were examined, or it was cancelled."""
        self._awaited.clear()
        self._shares.clear()
        self._show_state()

    def show_progress(self, path: str, share: float) -> None:
        """A file is being taken in, and so far done."""
        place = self.model.place_of(path)
        if place is not None:
            self.model.put(place, replace(self.model.rows[place], share=share))
            self._show_state()

    def show_outcome(self, outcome: FileOutcome) -> None:
        """A file was taken in, or could not be."""
        place = self.model.place_of(outcome.path)
        if place is not None:
            self.model.put(place, replace(self.model.rows[place], outcome=outcome, share=None))
            self._show_details()
        self._show_state()

    def show_taken(self) -> None:
        """All files were taken in, or it was cancelled."""
        self._taking = False
        self._show_state()

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._taking or bool(self._awaited)

    @property
    def _read(self) -> int:
        """Files that were examined, and are not again."""
        return sum(row.preview.path not in self._awaited for row in self.model.rows)

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._line = heading(QLabel()), Sentence()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._make_table())
        splitter.addWidget(self.details)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        self._bar = ProgressLine()
        self.cancel_button, self.add = QPushButton(), PrimaryButton(self.tr("&Add"))
        self.cancel_button.setAutoDefault(False)
        buttons = hbox(1, self.cancel_button, self.add)
        vbox(self._title, self._line, (splitter, 1), self._bar, buttons, parent=self, margins=MARGIN)

    def _make_table(self) -> QWidget:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Files"))
        frame = roomy(table)
        header = table.header()
        header.setSectionResizeMode(self.model.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        letter = table.fontMetrics().averageCharWidth()
        for column, letters in enumerate(_WIDTHS):
            title = table.fontMetrics().horizontalAdvance(self.model.titles[column]) + 2 * GAP + 2
            header.resizeSection(column, max(letter * letters, title))
        header.setMinimumSectionSize(letter * 8)
        return frame

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.details.form.answered.connect(self._answer)
        self.details.columns.named.connect(self._name_columns)
        self.add.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self._cancel)

    # -- wishes ------------------------------------------------------------------------------------

    def _chosen(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._show_details()

    def _show_details(self) -> None:
        row = self._current()
        self.details.setVisible(row is not None)
        if row is not None:
            self.details.show_file(
                row.preview, row.answers, row.outcome, open_=row.outcome is None and not self._taking
            )

    def _current(self) -> FileRow | None:
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _row_of_need(self, preview: FilePreview) -> bool:
        """Whether this is the first file that asks something: it is brought to the front."""
        asking = [row.preview.path for row in self.model.rows if row.preview.verdict is FileVerdict.QUESTION]
        return asking == [preview.path]

    def _answer(self, answers: FileAnswers) -> None:
        """Keep what was said of the chosen file, and examine it again where that is enough to go by."""
        row = self._current()
        if row is None:
            return
        self.model.put(self.table.currentIndex().row(), replace(row, answers=answers))
        if bool(answers.zone) == bool(answers.stamp):  # one of the two alone tells nothing
            self._awaited.add(row.preview.path)
            self.examine_wanted.emit(row.preview.path, answers)
        self._show_state()

    def _name_columns(self, columns: str) -> None:
        row = self._current()
        if row is not None:
            self._answer(replace(row.answers, columns=columns))

    def _take(self) -> None:
        self._taking = True
        self._show_details()
        self._show_state()
        self.take_wanted.emit([(row.preview.path, row.answers) for row in self.model.rows if row.wanted])

    def _cancel(self) -> None:
        if self.busy:
            self.cancel_wanted.emit()
        if not self._taking:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # named by Qt
        """Closing ends what runs; of a file that is being added whole sessions stay."""
        self.cancel_wanted.emit()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape does the same."""
        self.cancel_wanted.emit()
        super().reject()

    # -- texts -------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        wanted = [row for row in self.model.rows if row.wanted]
        self._title.setText(self._title_text())
        self._line.setText(self._line_text())
        self._show_bar()
        self.add.setVisible(not self._taking and (bool(wanted) or not self._over))
        self.add.setEnabled(bool(wanted) and not self.busy)
        one, many = self.tr("&Add 1 file"), self.tr("&Add {count} files").format(count=wording.count(len(wanted)))
        self.add.setText(one if len(wanted) == 1 else many if wanted else self.tr("&Add"))
        self.add.setDefault(self.add.isEnabled())
        self.cancel_button.setText(self.tr("&Close") if self._over and not wanted else self.tr("&Cancel"))

    @property
    def _over(self) -> bool:
        """Whether nothing runs, and all was taken in that can be."""
        return (
            not self.busy
            and (bool(self.model.rows) or self._nothing)
            and not any(row.wanted for row in self.model.rows)
        )

    def _title_text(self) -> str:
        if self._taking:
            return self.tr("Adding candles from files")
        if self._nothing:
            return self.tr("There are no files of candles in it")
        if self._awaited or not self.model.rows:
            return self.tr("Reading files")
        outcomes = [row.outcome for row in self.model.rows if row.outcome is not None]
        added = sum(each.added for each in outcomes)
        if outcomes:
            return self.tr("{count} candles were added").format(count=wording.count(added))
        return self.tr("What is in these files")

    def _line_text(self) -> str:
        told = []
        if self._nothing:
            told.append(self.tr("The folder is empty, or holds hidden and unfinished files only."))
        elif self._awaited:
            place = self.tr("{done} of {all} files are read. Nothing is stored before you press Add.")
            told.append(
                place.format(done=wording.count(self._read), all=wording.count(self._read + len(self._awaited)))
            )
        elif self._taking:
            told.append(self.tr("Whole sessions are stored, or nothing; Cancel ends it within a second."))
        elif not any(row.outcome for row in self.model.rows):
            told.append(self.tr("Nothing is stored before you press Add. Your files stay as they are."))
        else:
            told.append(self.tr("History tells what has become of each series."))
        if self._more:
            told.append(self.tr("There are more files: only the first {count} are shown.").format(
                count=wording.count(self._read + len(self._awaited))))  # fmt: skip
        return " ".join(told)

    def _show_bar(self) -> None:
        self._bar.setVisible(self.busy)
        if self._taking:
            chosen: Sequence[FileRow] = [row for row in self.model.rows if row.outcome or row.share or row.wanted]
            done = sum(1.0 if row.outcome else row.share or 0.0 for row in chosen)
            self._bar.setMaximum(1000)
            self._bar.setValue(int(1000 * done / max(len(chosen), 1)))
        else:
            done, total = self._bytes_read()
            self._bar.setMaximum(1000)
            self._bar.setValue(int(1000 * done / total))

    def _bytes_read(self) -> tuple[float, int]:
        """Bytes that are read, of so many of all files; a file counts one at least."""
        read = {row.preview.path for row in self.model.rows} - self._awaited
        sizes = {path: max(self._sizes.get(path, 0), 1) for path in read | self._awaited}
        done = sum(size * (1.0 if path in read else self._shares.get(path, 0.0)) for path, size in sizes.items())
        return done, max(sum(sizes.values()), 1)
