"""The newest lines of the log as rows, filtered by level and text.

A record is a line with a time, level and source, and the lines of its traceback; filters take or leave it whole.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QColor

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.ui.widgets.tables import NOWHERE, Index, RowsModel
from ohlc_desktop.ui.widgets.theme import Colours, colours, severity_icon

translate = QCoreApplication.translate


#: How many lines are kept, and how many belong to one record at most.
MOST_LINES, _MOST_OF_RECORD = 5_000, 300
_SHOWN_OF_LINE = 1_000
_HEAD = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (DEBUG|INFO|WARNING|ERROR|CRITICAL) +(\S+): (.*)", re.DOTALL
)


class LogLevel(IntEnum):
    """How much a line matters."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40
    CRITICAL = 50


class LogColumn(IntEnum):
    """The columns of the log."""

    TIME = 0
    LEVEL = 1
    SOURCE = 2
    MESSAGE = 3


@dataclass(slots=True, eq=False)
class Record:
    """One record of the log; ``lines`` are as they stand in the file."""

    level: LogLevel = LogLevel.INFO
    time: str = ""
    source: str = ""
    message: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join(self.lines)


class LogRow(NamedTuple):
    """A line of a record, by its number."""

    record: Record
    line: int


def parse(lines: Iterable[str]) -> list[Record | str]:
    """The records that lines begin; a line that belongs to the record before it stays as it is."""
    return [_begun_by(line) or line for line in lines]


def _begun_by(line: str) -> Record | None:
    found = _HEAD.fullmatch(line)
    if found is None:
        return None
    time, level, source, message = found.groups()
    return Record(LogLevel[level], time, source.removeprefix("ohlc_desktop."), message, [line])


class LogModel(RowsModel):
    """The newest ``most`` lines; those that the filter takes are rows, oldest first.

    Attributes:
        kept: How many lines are kept, shown or not. To be read only.
    """

    rows: list[LogRow]

    def __init__(self, parent: QObject | None = None, most: int = MOST_LINES) -> None:
        super().__init__(parent)
        self.titles = (
            translate("Log", "Time"), translate("Log", "Level"), translate("Log", "Source"),
            translate("Log", "Message"),
        )  # fmt: skip
        self.rows = []
        self.kept = 0
        self._most = most
        self._records: deque[Record] = deque()
        self._level = LogLevel.DEBUG
        self._words = ""

    # -- what is shown -----------------------------------------------------------------------------

    def append(self, lines: Sequence[Record | str]) -> int:
        """Add parsed lines at the end and drop the oldest ones above the limit; how many rows went from the top."""
        new = [row for line in lines[-self._most :] for row in self._take_in(line)]
        gone = self._drop_oldest(new)
        if new:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(new) - 1)
            self.rows += new
            self.endInsertRows()
        return gone

    def set_filter(self, level: LogLevel, words: str) -> None:
        """Show only records of at least a level in which the words occur as they stand, or in the time as it is shown."""
        self.beginResetModel()
        self._level, self._words = level, words.casefold().strip()
        self.rows = [
            LogRow(record, at) for record in self._records if self._takes(record) for at in range(len(record.lines))
        ]
        self.endResetModel()

    def record(self, index: Index) -> Record | None:
        """The record that a row belongs to."""
        return self.rows[index.row()].record if index.isValid() else None

    def lines(self, rows: Iterable[int] | None = None) -> list[str]:
        """Rows as they stand in the file; all that are shown when none are given."""
        chosen = self.rows if rows is None else [self.rows[row] for row in rows]
        return [row.record.lines[row.line] for row in chosen]

    def _take_in(self, line: Record | str) -> Iterable[LogRow]:
        """Keep a line; the rows that it becomes."""
        self.kept += 1
        if isinstance(line, str):
            if self._records and len(self._records[-1].lines) < _MOST_OF_RECORD:
                return self._extend(self._records[-1], line)
            line = Record(message=line, lines=[line])
        self._records.append(line)
        return (LogRow(line, 0),) if self._takes(line) else ()

    def _extend(self, record: Record, line: str) -> Iterable[LogRow]:
        """A record that the filter had left may be taken for its new line: then all of it is shown."""
        before = self._takes(record)
        record.lines.append(line)
        last = len(record.lines) - 1
        return [LogRow(record, at) for at in range(last if before else 0, last + 1)] if self._takes(record) else []

    def _takes(self, record: Record) -> bool:
        if record.level < self._level:
            return False
        return not self._words or self._words in record.text.casefold() or self._words in _moment(record)

    def _drop_oldest(self, new: list[LogRow]) -> int:
        dropped = set()
        while self.kept > self._most and len(self._records) > 1:
            record = self._records.popleft()
            self.kept -= len(record.lines)
            dropped.add(record)
        if not dropped:
            return 0
        new[:] = [row for row in new if row.record not in dropped]
        gone = next((at for at, row in enumerate(self.rows) if row.record not in dropped), len(self.rows))
        if gone:
            self.beginRemoveRows(NOWHERE, 0, gone - 1)
            del self.rows[:gone]
            self.endRemoveRows()
        return gone

    # -- the table as Qt asks for it ---------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        record, line = self.rows[index.row()]
        column = LogColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(record, line, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(colours(), record, line, column)
        if line == 0 and role == Qt.ItemDataRole.DecorationRole and column is LogColumn.LEVEL:
            return severity_icon(_SEVERITIES[record.level], 14) if record.level in _SEVERITIES else None
        if role == Qt.ItemDataRole.ToolTipRole and column is LogColumn.TIME and record.time:
            return translate("Log", "In the file: {moment}").format(moment=record.time)
        return None


_SEVERITIES = {
    LogLevel.WARNING: Severity.ATTENTION,
    LogLevel.ERROR: Severity.FAILING,
    LogLevel.CRITICAL: Severity.FAILING,
}


def level_word(level: LogLevel) -> str:
    """A level in a word."""
    words = {
        LogLevel.DEBUG: translate("Log", "Debug"),
        LogLevel.INFO: translate("Log", "Info"),
        LogLevel.WARNING: translate("Log", "Warning"),
        LogLevel.ERROR: translate("Log", "Error"),
        LogLevel.CRITICAL: translate("Log", "Critical"),
    }
    return words[level]


def _text(record: Record, line: int, column: LogColumn) -> str:
    if column is LogColumn.MESSAGE:
        return (record.lines[line] if line else record.message)[:_SHOWN_OF_LINE]
    if line or not record.time:
        return ""
    texts = (_moment(record), level_word(record.level), record.source)
    return texts[column]


def _moment(record: Record) -> str:
    """When it was written, in the zone that the user chose; in the file it is UTC."""
    if not record.time:
        return ""
    moment = zones.at(datetime.fromisoformat(record.time).timestamp())
    return moment.strftime("%Y-%m-%d %H:%M:%S.") + record.time[-4:-1]


def _colour(c: Colours, record: Record, line: int, column: LogColumn) -> QColor | None:
    severity = _SEVERITIES.get(record.level)
    if column is LogColumn.LEVEL or (column is LogColumn.MESSAGE and severity is not None and line == 0):
        return c.of(severity) if severity is not None else c.muted
    return None if column is LogColumn.MESSAGE and line == 0 and record.level > LogLevel.DEBUG else c.muted
