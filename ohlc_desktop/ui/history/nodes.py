"""The rows of the history, each with what it says. Plain data; the tree is ``history.model``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.store.ledger import Item, Run
from ohlc_desktop.ui.history import texts as history_text
from ohlc_desktop.ui.history.texts import NUMBERS, HistoryColumn
from ohlc_desktop.ui.widgets.theme import Colours

translate = QCoreApplication.translate

#: Keeps a number off the column at its right.
EN_SPACE = "\u2002"


class NodeKind(Enum):
    """What a row is about."""

    RUN = "run"
    ITEM = "item"
    UNCHANGED = "unchanged"
    NOTE = "note"


@dataclass(slots=True, eq=False)
class Node:
    """One row of the tree; ``children`` of a run are None until they were asked for, ``cells`` until they are shown."""

    number: int
    kind: NodeKind
    parent: Node | None = None
    run: Run | None = None
    item: Item | None = None
    text: str = ""
    children: list[Node] | None = None
    cells: tuple[str, ...] | None = None


def run_of(node: Node) -> Run:
    """The run of a top row."""
    assert node.run is not None
    return node.run


def key_of(item: Item | None) -> tuple[str, str, ItemState] | None:
    """What makes two items the same row."""
    return None if item is None else (item.symbol, item.timeframe, item.state)


def severity_of(node: Node) -> Severity | None:
    """What became of a row."""
    if node.run is not None:
        return node.run.state.severity
    if node.item is not None:
        return node.item.state.severity
    return ItemState.UNCHANGED.severity if node.kind is NodeKind.UNCHANGED else None


def cells(node: Node, now: float) -> tuple[str, ...]:
    """A row's texts, by column; ``now`` counts the seconds of a run that is under way."""
    if node.run is not None:
        texts = history_text.run_cells(node.run, now)
    elif node.item is not None:
        texts = history_text.item_cells(node.item)
    else:
        return (node.text or _folded(node), *[""] * (len(HistoryColumn) - 1))
    return tuple(text + EN_SPACE if column in NUMBERS else text for column, text in enumerate(texts))


def _folded(node: Node) -> str:
    count = wording.count(len(node.children or ()))
    return translate("History", "{count} unchanged").format(count=count)


def about(node: Node, between: str = "  ·  ") -> str:
    """All there is to say of a row: its facts, and its reason below."""
    if node.run is not None:
        facts, reason = history_text.run_facts(node.run), node.run.reason
    elif node.item is not None:
        facts, reason = history_text.item_facts(node.item), node.item.message
    else:
        return ""
    return "\n".join(part for part in (between.join(facts), shown(reason)) if part)


def copied(node: Node, now: float) -> tuple[str, ...] | None:
    """A row as copied cells; None for rows that only fold or explain others."""
    if node.item is not None:
        return history_text.copied_item(node.item)
    return history_text.copied_run(node.run, now) if node.run is not None else None


def colour_of(node: Node, column: int, c: Colours) -> QColor | None:
    """The colour of a cell's text: zeros, skipped days and the reasons of what went well are muted."""
    if column in NUMBERS:
        number = _number(node, column)
        return c.attention if number and column == HistoryColumn.QUARANTINED else None if number else c.muted
    skipped = node.item is None and (node.run is None or node.run.state is RunState.SKIPPED)
    well = column == HistoryColumn.REASON and severity_of(node) is Severity.OK
    nothing = node.cells is not None and node.cells[column] == history_text.NOTHING
    return c.muted if skipped or well or nothing else None


def _number(node: Node, column: int) -> int:
    source = node.run or node.item
    if source is None:
        return 0
    written = source.written if isinstance(source, Run) else source.added
    return (written, source.revised, source.quarantined)[column - HistoryColumn.WRITTEN]
