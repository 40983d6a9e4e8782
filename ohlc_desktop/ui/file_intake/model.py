"""The files as rows: what each is, what it would add, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import NOTHING_SAID, FileAnswers, FilePreview, FileVerdict
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.file_intake.texts import series_text, state_of
from ohlc_desktop.ui.widgets.tables import NOWHERE, Index, RowsModel
from ohlc_desktop.ui.widgets.theme import colours, severity_icon


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file.

    Attributes:
        preview: What is known of it.
        answers: What a person said of it.
        outcome: What has become of it; None before.
        share: How much of it is taken in, from 0 to 1; None where that is not under way.
    """

    preview: FilePreview
    answers: FileAnswers = NOTHING_SAID
    outcome: FileOutcome | None = None
    share: float | None = None

    @property
    def wanted(self) -> bool:
        """Whether it is to be taken in, and is not yet; one that was cancelled, or met another import, may be again."""
        again = self.outcome is None or self.outcome.busy or self.outcome.cancelled
        return again and self.preview.verdict is FileVerdict.READY


class FileRows(RowsModel):
    """A row for each file."""

    rows: Sequence[FileRow] = ()
    numbers = range(2, 6)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles = [
            self.tr("File"), self.tr("Series"), self.tr("Candles"), self.tr("New"), self.tr("Different"),
            self.tr("Refused"), self.tr("What becomes of it"),
        ]  # fmt: skip

    def add(self, row: FileRow) -> None:
        """One more file."""
        count = len(self.rows)
        self.beginInsertRows(NOWHERE, count, count)
        self.rows = [*self.rows, row]
        self.endInsertRows()

    def put(self, place: int, row: FileRow) -> None:
        """Something else is known of a file."""
        self.rows = [*self.rows[:place], row, *self.rows[place + 1 :]]
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.titles) - 1))

    def place_of(self, path: str) -> int | None:
        """Where a file is; None where it is not among them."""
        return next((place for place, row in enumerate(self.rows) if row.preview.path == path), None)

    def data(self, index: Index, role: int = 0) -> object:
        """Texts, the mark, and in full as tooltip what may not fit."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(row)[column]
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return severity_icon(state_of(row.preview, row.outcome)[0])
        if role == Qt.ItemDataRole.ToolTipRole:
            return {0: row.preview.path, len(self.titles) - 1: self._texts(row)[-1]}.get(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        return None

    def _colour(self, row: FileRow, column: int) -> QColor | None:
        """Zeros recede; what differs and what is refused stands out."""
        counts = {3: row.preview.new, 4: row.preview.different, 5: row.preview.refused}
        if column not in counts:
            return None
        if not counts[column]:
            return colours().muted
        return colours().attention if column > 3 else None

    def _texts(self, row: FileRow) -> tuple[str, ...]:
        preview, told = row.preview, state_of(row.preview, row.outcome)[1]
        if row.share is not None and row.outcome is None:
            told = self.tr("Being added: {percent}").format(percent=wording.percent(100 * row.share))
        counts = (preview.rows, preview.new, preview.different, preview.refused)
        numbers = map(wording.count, counts) if preview.format else [""] * len(counts)
        series = series_text(preview) if preview.format else ""
        return (Path(preview.path).name, series, *numbers, told.split("\n")[0])
