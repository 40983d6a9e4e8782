"""What comes in the next days as rows: grouped by day, today first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.continuous.agenda import AgendaEvent, AgendaKind
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll
from ohlc_desktop.core.continuous.spec import RollRule
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.services.store_access.roll_reading import ContractsLook
from ohlc_desktop.ui.contracts import texts
from ohlc_desktop.ui.contracts.table import CONTRACT, COPIED, OPENS_GROUP, ROW, ContractRows, emphasised
from ohlc_desktop.ui.widgets.tables import Index
from ohlc_desktop.ui.widgets.theme import colours

translate = QCoreApplication.translate


class AgendaColumn(IntEnum):
    """The columns."""

    DAY = 0
    WHAT = 1
    TIME = 2
    CONTRACT = 3
    FOLLOWING = 4
    ABOUT = 5


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A line of the agenda.

    Attributes:
        event: What comes; None where it is said that nothing comes today.
        roll: The roll out of the contract as it is in the ledger by volume, if it is.
        opens_day: It is the first line of its day.
        today: Its day is today.
        cells: What stands in it, the day in each.
        about: The same in sentences.
    """

    event: AgendaEvent | None
    roll: LedgerRoll | None
    opens_day: bool
    today: bool
    cells: tuple[str, ...]
    about: str

    @property
    def contracts(self) -> tuple[str, str]:
        """Symbols of the contract that it is about and of the one that follows; empty where there is none."""
        if self.event is None:
            return "", ""
        return self.event.contract, self.roll.new if self.roll else self.event.following


class AgendaRows(ContractRows):
    """The agenda as a table; the day stands in the first line of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = (
            translate("Contracts", "Day"), translate("Contracts", "What"), translate("Contracts", "Until"),
            translate("Contracts", "Contract"), translate("Contracts", "Followed by"), translate("Contracts", "About"),
        )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row, column = self.rows[index.row()], index.column()
        day = column == AgendaColumn.DAY
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[column] if row.opens_day or not day else ""
            case Qt.ItemDataRole.ToolTipRole:
                return row.about
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, column)
            case Qt.ItemDataRole.FontRole if day and row.today:
                return emphasised(QFont())
            case role if role == CONTRACT:
                return _contract(row, column)
            case role if role == COPIED:
                return _contract(row, column) or row.cells[column]
            case role if role == OPENS_GROUP:
                return row.opens_day
            case role if role == ROW:
                return row
        return None

    @staticmethod
    def _colour(row: AgendaRow, column: int) -> Any:
        c = colours()
        if _contract(row, column):
            return c.accent
        return c.muted if row.event is None and column != AgendaColumn.DAY else None


def agenda_rows(look: ContractsLook, root: str = "") -> list[AgendaRow]:
    """The lines of a look, of one root or (empty) of all; a line says so where nothing comes today."""
    events = _together([event for event in look.events if not root or root in event.roots], look.products)
    rows = [] if events and events[0].day == look.today else [_nothing_today(look)]
    before = look.today if rows else None
    for event in events:
        rows.append(_row(event, look, root, event.day != before))
        before = event.day
    return rows


def _together(events: Iterable[AgendaEvent], products: Mapping[str, Product]) -> list[AgendaEvent]:
    """The same, those of several calendars in one that close alike: of their futures in the order of the watchlist."""
    found: dict[object, AgendaEvent] = {}
    for event in events:
        key = (event.day, event.kind, event.closes, event.contract)
        roots = {*event.roots, *(found[key].roots if key in found else ())}
        found[key] = replace(event, roots=tuple(root for root in products if root in roots))
    return list(found.values())


def _nothing_today(look: ContractsLook) -> AgendaRow:
    said = translate("Contracts", "Nothing ends, rolls or closes early today.")
    return AgendaRow(None, None, True, True, (_day(look.today, look.today), "", "", "", "", said), said)


def _row(event: AgendaEvent, look: ContractsLook, root: str, opens_day: bool) -> AgendaRow:
    roll = _seen(event, look.rolls)
    time = texts.hour_text(event.closes, event.day) if event.closes else ""
    following = roll.new if roll else event.following
    told = _told(event, look.products, roll, root)
    pair = texts.short(event.contract), texts.short(following)
    cells = (_day(event.day, look.today), texts.kind_text(event.kind), time, *pair, told)
    about = _about(event, look.products[event.roots[0]], roll, told)
    return AgendaRow(event, roll, opens_day, event.day == look.today, cells, about)


def _day(day: int, today: int) -> str:
    text = texts.day_text(day)
    if day == today:
        return translate("Contracts", "Today, {day}").format(day=text)
    return translate("Contracts", "Tomorrow, {day}").format(day=text) if day == today + 1 else text


def _seen(event: AgendaEvent, rolls: Mapping[str, tuple[LedgerRoll, ...]]) -> LedgerRoll | None:
    """The roll out of a contract that volume has decided already."""
    if not event.contract:
        return None
    known = (roll for roll in rolls.get(event.roots[0], ()) if roll.family is Family.DAILY)
    return next((roll for roll in known if roll.rolling == RollRule.VOLUME and roll.old == event.contract), None)


def _told(event: AgendaEvent, products: Mapping[str, Product], roll: LedgerRoll | None, root: str) -> str:
    product = products[event.roots[0]]
    if not event.contract:
        return _at_exchanges(products[each] for each in event.roots if root in ("", each))
    if roll is not None:
        return translate("Contracts", "Volume left on {day}: {difference}, {proof}").format(
            day=texts.day_text(roll.until), difference=texts.difference_text(roll, product),
            proof=texts.proof_text(roll.proof),
        )  # fmt: skip
    if event.kind is AgendaKind.ROLL:
        return translate("Contracts", "By the rule; difference not known yet")
    return product.name


def _at_exchanges(products: Iterable[Product]) -> str:
    """Futures by exchange: ``CME: NQ, ES; NYMEX: CL``."""
    found: dict[str, list[str]] = {}
    for product in products:
        found.setdefault(product.exchange, []).append(product.root)
    return "; ".join(f"{exchange}: {', '.join(roots)}" for exchange, roots in found.items())


def _about(event: AgendaEvent, product: Product, roll: LedgerRoll | None, told: str) -> str:
    """An event in sentences: of a roll that was seen, its receipt."""
    head = f"{texts.day_text(event.day)}, {texts.kind_text(event.kind)}"
    if roll is not None:
        return f"{head}. {texts.receipt_text(roll, product)}"
    said = {
        AgendaKind.CLOSED: translate("Contracts", "These futures have no session on this trade date."),
        AgendaKind.EARLY_CLOSE: translate("Contracts", "The session of these futures ends earlier than usual."),
        AgendaKind.FIRST_NOTICE: translate(
            "Contracts", "From this day on, whoever holds {contract} may be called for delivery."
        ),
        AgendaKind.LAST_TRADING: translate("Contracts", "After this day {contract} is traded no more."),
        AgendaKind.ROLL: translate(
            "Contracts", "{contract} is to be left for {following} by the end of this day. The difference is known when"
            " both contracts have a close of it.",
        ),
    }[event.kind]  # fmt: skip
    meaning = said.format(contract=event.contract, following=event.following)
    name = f"{event.contract}, {product.name}" if event.contract else told
    return f"{head}. {name}\n{meaning}"


def _contract(row: AgendaRow, column: int) -> str:
    """The contract whose chart a cell opens."""
    at: Iterable[int] = (AgendaColumn.CONTRACT, AgendaColumn.FOLLOWING)
    return dict(zip(at, row.contracts, strict=True)).get(column, "")
