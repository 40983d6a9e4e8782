"""The ledger of rolls as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.services.store_access.roll_reading import ContractsLook
from ohlc_desktop.ui.contracts import texts
from ohlc_desktop.ui.contracts.table import CONTRACT, COPIED, ROW, ContractRows
from ohlc_desktop.ui.widgets.tables import Index
from ohlc_desktop.ui.widgets.theme import colours

translate = QCoreApplication.translate


class LedgerColumn(IntEnum):
    """The columns."""

    DAY = 0
    OLD = 1
    NEW = 2
    DIFFERENCE = 3
    PROOF = 4
    OLD_CLOSE = 5
    NEW_CLOSE = 6
    OLD_VOLUME = 7
    NEW_VOLUME = 8
    RULE = 9
    SOURCE = 10


@dataclass(frozen=True)
class LedgerRow:
    """A roll, once where both families of candles roll on the same day.

    Attributes:
        roll: It; of the daily candles where both do.
        product: Of which future.
        families: Whose candles roll.
    """

    roll: LedgerRoll
    product: Product
    families: tuple[Family, ...]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        roll, product = self.roll, self.product
        return (
            texts.day_text(roll.until), texts.short(roll.old), texts.short(roll.new), texts.difference_text(roll, product),
            texts.proof_text(roll.proof), texts.price_text(roll.old_close, product),
            texts.price_text(roll.new_close, product), texts.volume_text(roll.old_volume),
            texts.volume_text(roll.new_volume), _rule(self), roll.source or texts.NONE,
        )  # fmt: skip

    @cached_property
    def keys(self) -> tuple[Any, ...]:
        """What the columns are sorted by; None comes before anything else."""
        roll = self.roll
        return (
            roll.until, roll.old, roll.new, roll.points, list(RollProof).index(roll.proof), roll.old_close,
            roll.new_close, roll.old_volume, roll.new_volume, _rule(self), roll.source,
        )  # fmt: skip


class LedgerRows(ContractRows):
    """The ledger as a table."""

    numbers = (
        LedgerColumn.DIFFERENCE, LedgerColumn.OLD_CLOSE, LedgerColumn.NEW_CLOSE, LedgerColumn.OLD_VOLUME,
        LedgerColumn.NEW_VOLUME,
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = (
            translate("Contracts", "Last day"), translate("Contracts", "Old"), translate("Contracts", "New"),
            translate("Contracts", "Difference"), translate("Contracts", "Proof"), translate("Contracts", "Old close"),
            translate("Contracts", "New close"), translate("Contracts", "Old volume"),
            translate("Contracts", "New volume"), translate("Contracts", "Rule"), translate("Contracts", "Source"),
        )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[column]
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return texts.receipt_text(row.roll, row.product)
            case role if role == CONTRACT:
                return _contract(row, column)
            case role if role == COPIED:
                return _contract(row, column) or row.cells[column]
            case role if role == ROW:
                return row
        return None


def ledger_rows(look: ContractsLook, root: str = "", rule: str = "") -> list[LedgerRow]:
    """The rolls of a look, the newest first: of one root and by one rule, or (empty) of all."""
    roots = (root,) if root else tuple(look.rolls)
    rows = [row for each in roots for row in _merged(look.rolls.get(each, ()), look.products[each])]
    wanted = (row for row in rows if rule in ("", row.roll.rolling))
    return sorted(wanted, key=lambda row: row.roll.until, reverse=True)


def _merged(rolls: Iterable[LedgerRoll], product: Product) -> Iterator[LedgerRow]:
    """Rolls that differ by nothing but the family of candles become one."""
    found: dict[LedgerRoll, list[LedgerRoll]] = {}
    for roll in rolls:
        found.setdefault(replace(roll, family=Family.DAILY, ts=0), []).append(roll)
    for same in found.values():
        daily = next((roll for roll in same if roll.family is Family.DAILY), same[0])
        yield LedgerRow(daily, product, tuple(roll.family for roll in same))


def _rule(row: LedgerRow) -> str:
    """The rule, and whose candles roll by it on this day where others do on another."""
    rule = texts.rolled_by(row.roll)
    if len(row.families) > 1:
        return rule
    daily = translate("Contracts", "{rule}, 1d and longer")
    return (daily if Family.DAILY in row.families else translate("Contracts", "{rule}, below 1d")).format(rule=rule)


def _colour(row: LedgerRow, column: int) -> Any:
    c = colours()
    if _contract(row, column):
        return c.accent
    if column == LedgerColumn.PROOF:
        return {RollProof.PROVEN: c.ok, RollProof.ESTIMATED: c.attention}.get(row.roll.proof, c.muted)
    return None


def _contract(row: LedgerRow, column: int) -> str:
    """The contract whose chart a cell opens."""
    return {LedgerColumn.OLD: row.roll.old, LedgerColumn.NEW: row.roll.new}.get(LedgerColumn(column), "")
