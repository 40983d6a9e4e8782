"""The page *Contracts*: what comes in the next days for the futures on the watchlist, and the ledger of their rolls."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.continuous.agenda import AHEAD
from ohlc_desktop.core.continuous.spec import RollRule
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.sessions import new_york_day
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.roll_reading import ContractsLook
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.contracts import texts
from ohlc_desktop.ui.contracts.agenda_rows import AgendaRow, AgendaRows, agenda_rows
from ohlc_desktop.ui.contracts.ledger_rows import LedgerRow, LedgerRows, ledger_rows
from ohlc_desktop.ui.contracts.table import ContractsTable
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence, SpokenLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

#: How often it is looked whether a day has passed, while the page is visible.
_DAY_MS = 60_000
_DETAIL_LINES = 3
_AGENDA, _LEDGER, _NOTHING = range(3)


class ContractsPage(QWidget):
    """Two tables, one at a time, and the details of what is selected.

    Attributes:
        reading_wanted: Look at the contracts; answer with :meth:`show_contracts` or :meth:`show_failure`.
        chart_wanted: Open the chart of a contract, by its symbol.
    """

    reading_wanted = Signal()
    chart_wanted = Signal(str)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Contracts"))
        self._clock = clock
        self._look: ContractsLook | None = None
        self._problem = ""
        self._stored: object = None
        self._behind, self._reading, self._importing = True, False, False
        self._days = QTimer(self, interval=_DAY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._days.timeout.connect(self.look_at_the_day)
        self._build()
        self._connect()
        self._render()

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The store was looked at: what has changed is read, and times are told in the zone that is chosen now."""
        stored = snapshot.watched, snapshot.database.written, snapshot.store
        self._behind |= stored != self._stored
        self._stored = stored
        if self.isVisible():
            self._show_agenda()
            self._catch_up()

    def show_import(self, state: ImportState) -> None:
        """While an import runs nothing is read: rolls are judged at its end."""
        self._importing = state.phase.active
        self._catch_up()

    def show_contracts(self, look: ContractsLook) -> None:
        """Take the answer to :attr:`reading_wanted`."""
        self._reading, self._look, self._problem = False, look, ""
        self._offer_roots(look)
        self._render()
        self._catch_up()

    def show_failure(self, error: OhlcError) -> None:
        """Say why nothing could be read; what was read before stays."""
        self._reading, self._problem = False, shown(error.text)
        self._render()

    def look_at_the_day(self) -> None:
        """Read anew when a day has passed."""
        self._behind |= self._look is not None and self._look.today != new_york_day(self._clock.now())
        self._catch_up()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.agenda = ContractsTable(AgendaRows(self), self.tr("Next {days} days").format(days=AHEAD))
        self.ledger = ContractsTable(LedgerRows(self), self.tr("Rolls"), sortable=True)
        self.nothing = Sentence()
        self.nothing.setObjectName("nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._parts = QStackedWidget()
        for part in (self.agenda.frame, self.ledger.frame, self.nothing):
            self._parts.addWidget(part)
        vbox(self._make_tools(), (self._parts, 1), self._make_details(), parent=self, margins=MARGIN)

    def _make_tools(self) -> QHBoxLayout:
        self.coming = QPushButton(self.tr("Next {days} &days").format(days=AHEAD))
        self.rolled = QPushButton(self.tr("&Rolls"))
        self._part = QButtonGroup(self)
        for number, button in ((_AGENDA, self.coming), (_LEDGER, self.rolled)):
            button.setCheckable(True)
            self._part.addButton(button, number)
        self.coming.setChecked(True)
        self.root, self.rule = QComboBox(), QComboBox()
        for box in (self.root, self.rule):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.root.setAccessibleName(self.tr("Of which future"))
        self.root.addItem(self.tr("All futures"), "")
        self.rule.setAccessibleName(self.tr("Rolls by which rule"))
        self.rule.addItem(self.tr("All rules"), "")
        for rule in RollRule:
            self.rule.addItem(self.tr("Rule: {rule}").format(rule=texts.rule_text(rule)), str(rule))
        self.copy_button = QPushButton(self.tr("Co&py"))
        self.copy_button.setToolTip(
            self.tr("Copy the selected rows, or all that are shown, as text for a spreadsheet (Ctrl+C)")
        )
        return hbox(self.coming, self.rolled, 1, self.rule, self.root, self.copy_button)

    def _make_details(self) -> QLabel:
        self.details = SpokenLabel(self.tr("About the selected row"))
        self.details.setObjectName("contract-details")
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setMinimumHeight(self.fontMetrics().lineSpacing() * _DETAIL_LINES + GAP // 2)
        return self.details

    def _connect(self) -> None:
        self._part.idToggled.connect(self._render)
        self.root.currentIndexChanged.connect(self._render)
        self.rule.currentIndexChanged.connect(self._render)
        self.copy_button.clicked.connect(lambda: self._table.copy())
        for table in (self.agenda, self.ledger):
            table.chart_wanted.connect(self.chart_wanted)
            table.looked_at.connect(self._show_details)

    # -- reading -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Bring it up to date."""
        super().showEvent(event)
        self._days.start()
        self._show_agenda()
        self.look_at_the_day()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # named by Qt
        """Nobody looks."""
        self._days.stop()
        super().hideEvent(event)

    def _catch_up(self) -> None:
        """Ask for what is behind, if somebody looks and nothing is being read or imported."""
        if self._behind and self.isVisible() and not self._reading and not (self._importing and self._look):
            self._behind, self._reading = False, True
            self.reading_wanted.emit()

    # -- rendering ---------------------------------------------------------------------------------

    @property
    def _table(self) -> ContractsTable:
        return self.agenda if self._part.checkedId() == _AGENDA else self.ledger

    def _offer_roots(self, look: ContractsLook) -> None:
        """The futures of the watchlist; the one that is chosen stays so if it is still among them."""
        offered = [self.root.itemData(number) for number in range(1, self.root.count())]
        if offered == list(look.products):
            return
        chosen = self.root.currentData()
        with QSignalBlocker(self.root):
            while self.root.count() > 1:
                self.root.removeItem(1)
            for root, product in look.products.items():
                self.root.addItem(root, root)
                self.root.setItemData(self.root.count() - 1, product.name, Qt.ItemDataRole.ToolTipRole)
            self.root.setCurrentIndex(max(self.root.findData(chosen), 0))

    def _render(self) -> None:
        part = self._part.checkedId()
        self.rule.setVisible(part == _LEDGER)
        self._show_agenda()
        if self._look is not None and part == _LEDGER:
            self.ledger.show_rows(ledger_rows(self._look, self.root.currentData(), self.rule.currentData()))
        empty = self._table.model().rowCount() == 0
        self.nothing.setText(self._nothing_text() if empty else "")
        self._parts.setCurrentIndex(_NOTHING if empty else part)
        self.copy_button.setEnabled(not empty)
        self.details.setVisible(not empty)
        self._show_details(self._table.selected_row)

    def _show_agenda(self) -> None:
        """Its hours are told in the zone of now."""
        if self._look is not None:
            self.agenda.show_rows(agenda_rows(self._look, self.root.currentData()) if self._look.products else [])

    def _nothing_text(self) -> str:
        if self._problem:
            return self._problem
        if self._look is None:
            return self.tr("Reading the database …")
        if not self._look.products:
            return self.tr("No future is on the watchlist. What comes for those on it is listed here.")
        if self.root.currentData() or self.rule.currentData():
            return self.tr("No roll of this choice is known.")
        return self.tr(
            "No roll is known yet. The ledger is made of contracts that are stored: import two of a future that follow one"
            " another, as NQ 12-26 and NQ 03-27."
        )

    def _show_details(self, row: AgendaRow | LedgerRow | None) -> None:
        if isinstance(row, LedgerRow):
            text = texts.receipt_text(row.roll, row.product)
        else:
            text = self._hint() if row is None else row.about
        self.details.setText(text)
        role = QPalette.ColorRole
        self.details.setForegroundRole(role.PlaceholderText if row is None else role.WindowText)

    def _hint(self) -> str:
        if self._problem:
            return self._problem
        without = self.tr("Holidays and early closes are known after the first import.")
        hint = self.tr("Select a row to read about it; click on a contract for its chart.")
        if self._look is not None and not self._look.planned and self._table is self.agenda:
            return f"{hint} {without}"
        return hint
