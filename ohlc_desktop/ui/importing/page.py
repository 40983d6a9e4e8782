"""The page of the running import, or the last one: how far, what it waits for, and each instrument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QTreeView, QWidget

from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, holds
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.importing.folder_line import FolderLine
from ohlc_desktop.ui.importing.texts import InstrumentRow, instrument_rows
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence, SpokenLabel
from ohlc_desktop.ui.widgets.tables import ICON, Index, RowsModel, roomy
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours, heading, severity_icon

#: Widths of the columns but the last, in letters.
_WIDTHS = (14, 16, 14, 14, 12, 16, 12)
#: The columns of counts; rows that were refused are one of them.
_COUNTS, _QUARANTINED = range(3, 7), 5


class ProgressPage(QWidget):
    """Everything about the import that runs, live; afterwards how it ended.

    Attributes:
        files_wanted: The user wants to choose files of candles.
        folder: How the watched folder stands.
    """

    files_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ImportState()
        self.model = InstrumentRows(self)
        self._build()
        self.show_import(self._state)

    def show_import(self, state: ImportState) -> None:
        """Follow an import. How far it is, the header tells on every page."""
        self._state = state
        self._title.setText(self._title_text())
        self._frame.setVisible(state.phase is not Phase.IDLE)
        _say(self._line, self._line_text())
        _say(self._messages, "\n".join(self._message_lines()))
        self.model.show(instrument_rows(state))

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._line = heading(QLabel()), Sentence(colour="text")
        self._messages = SpokenLabel(self.tr("Messages of this import"))
        self.files_button = QPushButton(self.tr("Add &files…"))
        self.files_button.setToolTip(
            self.tr("Candles of other programs: choose their files, or drop them on this window (Ctrl+O)")
        )
        self.files_button.clicked.connect(self.files_wanted)
        top = hbox((self._title, 1), self.files_button)
        self.folder = FolderLine()
        vbox(top, self._line, self.folder, self._messages, (self._make_table(), 1), 0, parent=self, margins=MARGIN)

    def _make_table(self) -> QWidget:
        self.table = table = QTreeView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Instruments of this import"))
        self._frame = roomy(table)
        header = table.header()
        header.setSectionResizeMode(self.model.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(self._widths()):  # fitting them to each event's contents would take its time
            header.resizeSection(column, width)
        last = str(self.model.headerData(len(_WIDTHS), Qt.Orientation.Horizontal))
        header.setMinimumSectionSize(table.fontMetrics().horizontalAdvance(last) + 2 * GAP)  # a small window scrolls
        return self._frame

    def _widths(self) -> list[int]:
        """Room for usual texts, for the titles, and for every state with its mark."""
        metrics = self.table.fontMetrics()
        measure = metrics.horizontalAdvance
        titles = (str(self.model.headerData(column, Qt.Orientation.Horizontal)) for column in range(len(_WIDTHS)))
        needed = [measure(title) for title in titles]
        needed[1] = max(needed[1], *(ICON + GAP + measure(shown(state.word)) for state in ItemState))
        usual = (metrics.averageCharWidth() * letters for letters in _WIDTHS)
        rounded = 2  # text is measured in whole pixels and shortened by fractions of them
        return [max(width, text + 2 * GAP + rounded) for width, text in zip(usual, needed, strict=True)]

    # -- texts -------------------------------------------------------------------------------------

    def _title_text(self) -> str:
        state = self._state
        if state.phase is Phase.IDLE:
            return self.tr("No import has run since the start of this program")
        if state.phase is Phase.ENDED:
            return self.tr("The last import ({trigger}) has ended").format(trigger=shown(state.trigger.word))
        return self.tr("Importing ({trigger})").format(trigger=shown(state.trigger.word))

    def _line_text(self) -> str:
        state = self._state
        if state.phase is Phase.IDLE:
            earlier = self.tr("What earlier imports brought stands on the page History.")
            files = self.tr("Files of candles can be dropped on this window.")
            return f"{earlier} {files}"
        if state.result is None:
            return ""
        return self.tr("{sentence} Wrote {written} candles, revised {revised}, in {time}.").format(
            sentence=shown(state.result.message), written=wording.count(state.written),
            revised=wording.count(state.revised), time=wording.span(state.result.seconds),
        )  # fmt: skip

    def _message_lines(self) -> Iterable[str]:
        """What the importer has told, each thing once."""
        state = self._state
        told = [notice.message for notice in state.notices]
        closing = state.result.message if state.result else NOTHING
        if state.failure is not None:
            told += [state.failure.title, state.failure.message, state.failure.hint]
        return dict.fromkeys(shown(message) for message in told if message and not holds(closing, message))


def _say(label: QLabel, text: str) -> None:
    """Show a text, or no label at all."""
    label.setText(text)
    label.setVisible(bool(text))


class InstrumentRows(RowsModel):
    """One row for each instrument of the import."""

    rows: Sequence[InstrumentRow] = ()
    numbers = range(2, 7)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles = [
            self.tr("Instrument"), self.tr("State"), self.tr("Series"), self.tr("Written"), self.tr("Revised"),
            self.tr("Quarantined"), self.tr("Missing"), self.tr("Message"),
        ]  # fmt: skip

    def show(self, rows: list[InstrumentRow]) -> None:
        """Take on new rows; only what changed is drawn anew."""
        if [row.symbol for row in rows] != [row.symbol for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        before, self.rows = self.rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.titles) - 1))

    def data(self, index: Index, role: int = 0) -> object:
        """Texts, the mark of the state, and the message in full as tooltip."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(row)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return severity_icon(row.state.severity)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.message or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, index.column())
        return None

    def _colour(self, row: InstrumentRow, column: int) -> QColor | None:
        """Zeros recede; rows that were refused stand out."""
        counts = dict(zip(_COUNTS, row.counts, strict=True))
        if column not in counts:
            return None
        c = colours()
        return c.muted if not counts[column] else c.attention if column == _QUARANTINED else None

    def _texts(self, row: InstrumentRow) -> tuple[str, ...]:
        series = self.tr("{done} of {all}").format(done=wording.count(row.finished), all=wording.count(row.series))
        counts = map(wording.count, row.counts)
        return (row.symbol, shown(row.state.word), series, *counts, row.message.split("\n")[0])
