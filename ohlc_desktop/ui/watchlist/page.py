"""The watchlist page: which instruments are imported, in which order.

The page changes its own table at once and tells the new list; snapshots of the store have the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.watchlist.catalogue_completer import CatalogueCompleter
from ohlc_desktop.ui.watchlist.model import WatchlistModel
from ohlc_desktop.ui.watchlist.name_field import NameField
from ohlc_desktop.ui.watchlist.paste_dialog import PasteDialog
from ohlc_desktop.ui.watchlist.removal_question import RemovalQuestion
from ohlc_desktop.ui.watchlist.row_buttons import RowButtons
from ohlc_desktop.ui.watchlist.rows import Watched, moved, watched_rows
from ohlc_desktop.ui.watchlist.strips.ended_contracts import EndedStrip
from ohlc_desktop.ui.watchlist.strips.quiet_months import QuietStrip
from ohlc_desktop.ui.watchlist.strips.shared_lists import SharedStrip
from ohlc_desktop.ui.watchlist.table import WatchlistTable
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.core.importing.state import ImportState
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.store_access.instrument_names import Resolved
    from ohlc_desktop.services.store_access.snapshot import Snapshot

#: Snapshots that may have been read before a change was stored; the next one counts, whatever it says.
_PATIENCE = 2


class WatchlistPage(QWidget):
    """The instruments that are imported.

    Attributes:
        watch_wanted: The new list of symbols, in order, and the list of those whose candles are to be deleted.
        resolve_wanted: A text whose names are to be understood; the answer goes to :meth:`show_resolved`.
        catalogue_wanted: The page is shown for the first time; :meth:`set_catalogue` makes completion work.
        chart_wanted: Open a chart of this symbol.
    """

    watch_wanted = Signal(list, list)
    resolve_wanted = Signal(str)
    catalogue_wanted = Signal()
    chart_wanted = Signal(str)

    def __init__(self, feed: FeedSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Watchlist"))
        self._feed = feed
        self.model = WatchlistModel(feed, self)
        self.dialog: PasteDialog | None = None
        self.question: RemovalQuestion | None = None
        self._snapshot: Snapshot | None = None
        self._pending: list[str] = []
        self._patience = 0
        self._importing = False
        self._asked_catalogue = False
        self._build()
        self._connect()
        self._show_state()

    # -- what is shown -----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the stored watchlist."""
        self._snapshot = snapshot
        rows = watched_rows(snapshot)
        if self._pending != [row.symbol for row in rows] and self._patience > 0:
            self._patience -= 1
            stored = {row.symbol: row for row in rows}
            rows = [stored.get(row.symbol, row) for row in self.model.rows]
        else:
            self._patience = 0
        self._set_rows(rows, snapshot.taken)

    def show_import(self, state: ImportState) -> None:
        """Candles are not deleted while an import runs."""
        self._importing = state.phase.active

    def set_catalogue(self, entries: Sequence[Sequence[str]]) -> None:
        """Complete from these: symbol, name, exchange."""
        self._completer.set_catalogue(entries)

    @Slot(list)
    def show_resolved(self, results: list[Resolved]) -> None:
        """Take the answer to :attr:`resolve_wanted`: into the open dialog, or onto the list."""
        if self.dialog is not None:
            self.dialog.show_resolved(results)
        elif len(results) > 1:
            self._open_dialog(self.field.text(), results)
        elif results:
            self._take(results[0])

    def show_refused(self, error: OhlcError) -> None:
        """Say why a change was not stored, and show what is stored."""
        self._patience = 0
        if self._snapshot is not None:
            self._set_rows(watched_rows(self._snapshot))
        self.note.tell(Severity.FAILING, shown(error.text))

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        told = self.tr(
            "These instruments are imported every trading day, from top to bottom in your own order. Drag rows to change"
            " it; click on a title to sort."
        )
        self.note, self.ended, self._stack = FormNote(filled=True), EndedStrip(), QStackedWidget()
        self.quiet, self.shared = QuietStrip(), SharedStrip(self.resolve_wanted.emit)
        adding = self._build_adding()
        self.table = WatchlistTable(self.model)
        self.buttons = RowButtons(self.model)
        self._stack.addWidget(self.table.frame)
        self._stack.addWidget(self._build_empty())
        vbox(
            Sentence(told), adding, self.note, self.ended, self.quiet, self.shared, (self._stack, 1), self.buttons,
            parent=self, margins=MARGIN,
        )  # fmt: skip

    def _build_adding(self) -> QHBoxLayout:
        self.field = NameField(clearButtonEnabled=True)
        self.field.setAccessibleName(self.tr("Add an instrument"))
        self.field.setPlaceholderText(self.tr("Add an instrument: NQ=F, MNQ 12-26, AAPL"))
        self._completer = CatalogueCompleter(self.field)
        self.field.setCompleter(self._completer)
        self.add = QPushButton(self.tr("&Add"))
        self.add.setAccessibleName(self.tr("Add the instrument to the watchlist"))
        self.paste = QPushButton(self.tr("&Paste a list…"))
        return hbox((self.field, 1), self.add, self.paste)

    def _build_empty(self) -> QWidget:
        empty = QWidget()
        title = heading(QLabel(self.tr("The watchlist is empty")))
        text = Sentence(self.tr("Nothing will be imported. Add an instrument above; stored candles stay as they are."))
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        vbox(2, title, text, 3, parent=empty)
        return empty

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._ask)
        self.field.list_pasted.connect(self._open_dialog)
        self.field.textEdited.connect(self.note.clear)
        self.add.clicked.connect(self._ask)
        self.paste.clicked.connect(lambda: self._open_dialog(""))
        self.buttons.up.clicked.connect(lambda: self._move(-1))
        self.buttons.down.clicked.connect(lambda: self._move(1))
        self.buttons.remove.clicked.connect(self._ask_removal)
        self.ended.remove_wanted.connect(self._remove)
        self.ended.add_wanted.connect(self._add_all)
        self.quiet.add_wanted.connect(self.resolve_wanted)
        self.quiet.chart_wanted.connect(self.chart_wanted)
        self.model.dropped.connect(self._drop)
        self._connect_table()

    def _connect_table(self) -> None:
        table = self.table
        table.selectionModel().selectionChanged.connect(self._show_state)
        table.header().sortIndicatorChanged.connect(self._show_state)
        table.chart_wanted.connect(self.chart_wanted)
        table.up_wanted.connect(self.buttons.up.click)
        table.down_wanted.connect(self.buttons.down.click)
        table.removal_wanted.connect(self.buttons.remove.click)
        self.buttons.chart.clicked.connect(table.open_chart)
        self.buttons.own.clicked.connect(lambda: table.sort_by(None))
        moves = {
            "Alt+Up": lambda: self._move(-1),
            "Alt+Down": lambda: self._move(1),
            "Delete": self.buttons.remove.click,
        }
        for keys, action in moves.items():
            shortcut = QShortcut(QKeySequence(keys), table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(action)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The catalogue is wanted when somebody may type."""
        super().showEvent(event)
        if not self._asked_catalogue:
            self._asked_catalogue = True
            self.catalogue_wanted.emit()

    # -- adding ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        text = self.field.text().strip()
        if text and self._known:
            self.resolve_wanted.emit(text)

    def _take(self, result: Resolved) -> None:
        """Add what was typed, or say why not."""
        instrument = result.instrument
        if instrument is None:
            error = result.error
            said = shown(sentences(error.title, error.hint)) if error else result.text
            self.note.tell(Severity.FAILING, said)
            return
        self.field.clear()
        if self.model.row_of(instrument.symbol) is not None:
            self.table.choose([instrument.symbol])
            text = self.tr("{symbol} is on the watchlist already.").format(symbol=instrument.symbol)
            self.note.tell(Severity.OFF, text)
            return
        self._add_all([instrument], result.note)

    def _add_all(self, instruments: Sequence[Instrument], remark: Message = NOTHING) -> None:
        rows = self.model.rows
        fresh = [Watched(i) for i in instruments if self.model.row_of(i.symbol) is None]
        self._change([*rows, *fresh])
        self.table.choose([row.symbol for row in fresh])
        self.note.tell(
            Severity.ATTENTION if remark else Severity.OK, " ".join((self._added(fresh), shown(remark))).strip()
        )

    def _added(self, fresh: Sequence[Watched]) -> str:
        if len(fresh) == 1:
            return self.tr("{symbol} ({name}) was added; the next import fetches its candles.").format(
                symbol=fresh[0].symbol, name=fresh[0].instrument.name
            )
        return self.tr("{count} instruments were added; the next import fetches their candles.").format(
            count=wording.count(len(fresh))
        )

    def _open_dialog(self, text: str, results: Sequence[Resolved] = ()) -> None:
        if self.dialog is not None or not self._known:
            return
        self.note.clear()
        self.dialog = PasteDialog([row.symbol for row in self.model.rows], self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.resolve_wanted.connect(self.resolve_wanted)
        self.dialog.add_wanted.connect(self._add_all)
        self.dialog.finished.connect(self._close_dialog)
        self.dialog.set_text(text)
        self.dialog.show_resolved(results)
        self.dialog.open()

    def _close_dialog(self) -> None:
        self.dialog = None
        self.field.clear()

    # -- ordering ----------------------------------------------------------------------------------

    def _move(self, step: int) -> None:
        chosen = self.table.chosen()
        if not chosen:
            return
        if self.model.sorted_by is not None:
            self.note.tell(Severity.OFF, self.tr("Rows are moved in your own order only: go back to it first."))
            return
        target = chosen[0] - 1 if step < 0 else chosen[-1] + 2
        self._drop(chosen, max(target, 0))

    def _drop(self, chosen: Sequence[int], target: int) -> None:
        symbols = [self.model.rows[number].symbol for number in chosen]
        rows = moved(self.model.rows, set(chosen), target)
        if rows != list(self.model.rows):
            self.note.clear()
            self._change(rows)
            self.table.choose(symbols)

    # -- removing ----------------------------------------------------------------------------------

    def _ask_removal(self) -> None:
        """Ask what becomes of the candles; where there are none, just remove."""
        gone = [self.model.at(row) for row in self.table.chosen()]
        if not gone or self.question is not None:
            return
        if not sum(row.candles for row in gone):
            self._remove([row.symbol for row in gone])
            return
        self.question = box = RemovalQuestion(gone, self._feed, self._importing, self)
        box.finished.connect(self._forget_question)
        box.answered.connect(partial(self._remove, [row.symbol for row in gone]))
        box.open()

    def _forget_question(self) -> None:
        self.question = None

    def _remove(self, symbols: Sequence[str], delete: bool = False) -> None:
        rows = self.model.rows
        gone = [row for row in rows if row.symbol in symbols]
        first = min((row for row in (self.model.row_of(each.symbol) for each in gone) if row is not None), default=0)
        self._change(
            [row for row in rows if row not in gone], [row.symbol for row in gone if row.candles] if delete else []
        )
        if self.model.rows:
            self.table.choose([self.model.at(min(first, len(self.model.rows) - 1)).symbol])
        names = ", ".join(symbols)
        text = self.tr("Removed with their candles: {names}.") if delete else self.tr("Removed: {names}.")
        self.note.tell(Severity.OK, text.format(names=names))

    # -- state -------------------------------------------------------------------------------------

    def _change(self, rows: Sequence[Watched], delete: Sequence[str] = ()) -> None:
        """Show a new list and tell it."""
        self._set_rows(rows)
        self._pending, self._patience = [row.symbol for row in rows], _PATIENCE
        self.watch_wanted.emit(list(self._pending), list(delete))

    def _set_rows(self, rows: Sequence[Watched], now: float | None = None) -> None:
        chosen = [self.model.at(row).symbol for row in self.table.chosen()]
        if self.model.set_rows(rows, now):
            self.table.choose(chosen)
        self.table.fit_columns()
        self._show_state()

    @property
    def _known(self) -> bool:
        """Whether the list is the stored one, and so can be changed."""
        return self._snapshot is not None and self._snapshot.known

    def _show_state(self) -> None:
        """Buttons and totals for the list and the selection as they are."""
        chosen, rows = self.table.chosen(), self.model.rows
        known = self._known
        self._stack.setCurrentIndex(1 if known and not rows else 0)
        for widget in (self.field, self.add, self.paste):
            widget.setEnabled(known)
        self.buttons.show_rows(rows, chosen, self.table.currentIndex().isValid())
        ended = self._snapshot.ended if self._snapshot is not None else {}
        symbols = [row.symbol for row in rows]
        self.ended.show_ended([ended[symbol] for symbol in symbols if symbol in ended], symbols)
        self.shared.show_watched(symbols)
        self.quiet.show_quiet(self._snapshot.quiet if self._snapshot is not None else (), symbols)
