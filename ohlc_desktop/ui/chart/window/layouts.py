"""How the charts of a window are laid out: one, two, three or four, with borders that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


class ChartLayout(StrEnum):
    """The layouts; the values are stored."""

    ONE = "one"
    SIDE_BY_SIDE = "side-by-side"
    STACKED = "stacked"
    FOUR = "four"
    BIG_AND_TWO = "big-and-two"

    @property
    def charts(self) -> int:
        """How many charts it has."""
        return {ChartLayout.ONE: 1, ChartLayout.FOUR: 4, ChartLayout.BIG_AND_TWO: 3}.get(self, 2)

    @property
    def columns(self) -> tuple[tuple[int, ...], ...]:
        """Numbers of the charts that stand above one another."""
        return _COLUMNS.get(self, tuple((number,) for number in range(self.charts)))


#: Charts stand in rows or columns: the numbers of those in each, and which way the outer splitter runs.
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_GROUPS: dict[ChartLayout, tuple[Qt.Orientation, tuple[tuple[int, ...], ...]]] = {
    ChartLayout.ONE: (_ACROSS, ((0,),)),
    ChartLayout.SIDE_BY_SIDE: (_ACROSS, ((0,), (1,))),
    ChartLayout.STACKED: (_DOWN, ((0,), (1,))),
    ChartLayout.FOUR: (_DOWN, ((0, 1), (2, 3))),
    ChartLayout.BIG_AND_TWO: (_ACROSS, ((0,), (1, 2))),
}
_COLUMNS = {
    ChartLayout.STACKED: ((0, 1),), ChartLayout.FOUR: ((0, 2), (1, 3)), ChartLayout.BIG_AND_TWO: ((0,), (1, 2)),
}  # fmt: skip
#: What the big chart of the layout of that name gets, in percent.
_BIG = 64
_HANDLE = 5


class Board(QWidget):
    """Charts side by side and above one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outer: QSplitter | None = None
        self._rows: list[QSplitter] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def lay_out(self, layout: ChartLayout, charts: Sequence[QWidget]) -> None:
        """Show these charts, as many as the layout has."""
        before = self._outer
        along, groups = _GROUPS[layout]
        across = _ACROSS if along is _DOWN else _DOWN
        parts = [
            charts[group[0]] if len(group) == 1 else _splitter(across, [charts[n] for n in group], [1] * len(group))
            for group in groups
        ]
        lengths = [_BIG, 100 - _BIG] if layout is ChartLayout.BIG_AND_TWO else [1] * len(parts)
        self._outer = _splitter(along, parts, lengths)
        self._column.addWidget(self._outer)
        self._rows = self._splitters()[1:] if along is _DOWN else []
        for row in self._rows:
            row.splitterMoved.connect(partial(self._follow_row, row))
        for chart in charts:
            chart.show()
        if before is not None:
            before.setParent(None)
            before.deleteLater()

    def _follow_row(self, moved: QSplitter, *_: int) -> None:
        """Charts that stand above one another have their borders above one another."""
        for row in self._rows:
            if row is not moved:
                row.setSizes(moved.sizes())

    def show_only(self, chart: QWidget | None) -> None:
        """Show one of the charts in all the room; None for all of them again."""
        for splitter in self._splitters():
            for part in (splitter.widget(at) for at in range(splitter.count())):
                if part is not None:
                    part.setVisible(chart is None or part is chart or part.isAncestorOf(chart))

    def sizes(self) -> tuple[tuple[int, ...], ...]:
        """Where the borders are: lengths of the outer parts, then those within each part that is divided."""
        return tuple(tuple(splitter.sizes()) for splitter in self._splitters())

    def set_sizes(self, sizes: Sequence[Sequence[int]]) -> None:
        """Put the borders where they were; what does not fit the layout is ignored."""
        for splitter, lengths in zip(self._splitters(), sizes, strict=False):
            if len(lengths) == splitter.count() and all(length > 0 for length in lengths):
                _share(splitter, lengths)
        if self._rows:
            self._follow_row(self._rows[0])

    def _splitters(self) -> list[QSplitter]:
        if self._outer is None:
            return []
        inner = (self._outer.widget(number) for number in range(self._outer.count()))
        return [self._outer, *(part for part in inner if isinstance(part, QSplitter))]


def _splitter(orientation: Qt.Orientation, parts: Sequence[QWidget], lengths: Sequence[int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(_HANDLE)
    for part in parts:
        splitter.addWidget(part)
    _share(splitter, lengths)
    return splitter


def _share(splitter: QSplitter, lengths: Sequence[int]) -> None:
    """Divide a splitter in these proportions, now and when it grows.

    Qt spreads lengths over the room there is, however large they are, but takes small numbers for pixels.
    """
    splitter.setSizes([length * 10_000 // sum(lengths) for length in lengths])
    for number, length in enumerate(lengths):
        splitter.setStretchFactor(number, max(length * 100 // sum(lengths), 1))
