"""Which source counts more: their order, what another one would change, and the change itself; and taking one out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.sources.removal_question import SourceRemovalQuestion
from ohlc_desktop.ui.sources.source_texts import CHOICE, source_title
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import PrimaryButton, Sentence
from ohlc_desktop.ui.widgets.progress_line import ProgressLine
from ohlc_desktop.ui.widgets.tables import roomy
from ohlc_desktop.ui.widgets.theme import MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_commands import TakenOut
    from ohlc_desktop.services.sources.source_reading import ListedSource, SourceList

_SIZE = (660, 460)
_SMALLEST = (520, 360)
_SYMBOLS_SHOWN = 8


class OrderDialog(QDialog):
    """Shows the order and takes wishes; who reads and changes calls ``show_...``.

    Attributes:
        list: The sources, strongest first.
        up_button: Moves the chosen one up; ``down_button`` down.
        check: Asks what the order would change.
        remove_button: Takes the chosen one out.
        apply: Makes the order the one in force.
        question: Whether a source is to be removed; None while that is not asked.
        in_earnest: What runs, or ran last, changes candles.
        check_wanted: What would this order change? A list of names.
        apply_wanted: Make this the order; no names to finish a change that was cut off.
        removal_check_wanted: What would change without this source?
        removal_wanted: Take this source out.
        cancel_wanted: What runs is to end.
    """

    check_wanted = Signal(list)
    apply_wanted = Signal(list)
    removal_check_wanted = Signal(str)
    removal_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[ListedSource, ...] = ()
        self._unsettled: tuple[str, ...] = ()
        self._checked: list[str] | None = None
        self._seen: list[str] = []
        self._busy = self.in_earnest = False
        self.question: SourceRemovalQuestion | None = None
        self.setWindowTitle(self.tr("Order of sources"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._build()
        self._note.setText(self.tr("Reading the sources …"))
        self._show_state()

    # -- what is shown -----------------------------------------------------------------------------

    def show_sources(self, found: SourceList) -> None:
        """Show the order in force."""
        self._known = tuple(source for source in found.sources if source.name != CHOICE)
        self._unsettled = found.unsettled
        self._seen = [source.name for source in self._known]
        self.list.clear()
        for source in self._known:
            self._add(source)
        self._checked = None
        if self._known:
            self._choose(0)
        self._note.setText(self._state_text())
        self._show_state()

    def show_progress(self, done: int, total: int) -> None:
        """How far the check or the change is."""
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(done)

    def show_checked(self, names: Sequence[str], changed: Mapping[str, int]) -> None:
        """What an order would change, by instrument."""
        self._busy = False
        self._checked = list(names)
        self._note.set_colour("text")
        self._note.setText(self._changes_text(changed))
        self._show_state()

    def show_applied(self, changed: Mapping[str, int]) -> None:
        """The order is in force."""
        self._busy = False
        count = wording.count(sum(changed.values()))
        self._note.setText(
            self.tr("The order is in force; {count} candles changed. What other sources say of them is kept.").format(
                count=count
            )
        )
        self._show_state()

    def show_removal(self, name: str, found: Mapping[str, TakenOut]) -> None:
        """Ask whether a source is to be removed, of which that would change so much."""
        self._busy = False
        self._note.setText(self._state_text())
        self._show_state()
        feed = any(source.name == name and source.kind in ("feed", "paid") for source in self._known)
        self.question = question = SourceRemovalQuestion(name, found, feed, self)
        question.agreed.connect(lambda: self._want_removal(name))
        question.finished.connect(self._forget_question)
        question.open()

    def show_removed(self, name: str, found: Mapping[str, TakenOut], backup: str) -> None:
        """A source is removed."""
        self._busy = False
        gone, changed = (wording.count(sum(counts)) for counts in zip(*found.values(), strict=True)) if found else "00"
        text = self.tr(
            "{source} is removed: {gone} candles are gone, {changed} have the values of others. Backup: {backup}"
        )
        self._note.setText(text.format(source=source_title(name), gone=gone, changed=changed, backup=backup))
        self._show_state()

    def show_error(self, error: OhlcError) -> None:
        """It could not be read, or not be changed."""
        self._busy = False
        self._note.set_colour("attention")
        self._note.setText(shown(sentences(error.title, error.message, error.hint)))
        self._show_state()

    def show_cancelled(self) -> None:
        """What ran was given up."""
        self._busy = False
        self._note.set_colour("muted")
        stays = self.tr("Cancelled. What was done by then is stored.")
        self._note.setText(stays if self.in_earnest else self.tr("Cancelled: nothing was changed."))
        self._show_state()

    @property
    def order(self) -> list[str]:
        """The names as they stand in the list."""
        items = (self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount()))
        return [str(item.data(0, Qt.ItemDataRole.UserRole)) for item in items if item is not None]

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._note = heading(QLabel(self.tr("The first source that has a candle gives it"))), Sentence()
        why = Sentence(
            self.tr("What others say otherwise is kept beside it. Choices made by hand come before all sources.")
        )
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Source"), self.tr("What it is"), self.tr("Instruments")])
        self.list.setAccessibleName(self.tr("Sources, strongest first"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setToolTip(self.tr("Drag a source, or press Alt with the arrow up or down"))
        self.list.model().rowsInserted.connect(self._moved, Qt.ConnectionType.QueuedConnection)
        self.list.currentItemChanged.connect(lambda *_: self._show_state())
        frame = roomy(self.list)
        letter = self.list.fontMetrics().averageCharWidth()
        for column, letters in enumerate((20, 22)):
            self.list.header().resizeSection(column, letter * letters)
        self.list.header().setStretchLastSection(True)
        self._bar = ProgressLine()
        self.up_button = self._make_button(-1, self.tr("Move &up"), "Alt+Up")
        self.down_button = self._make_button(1, self.tr("Move &down"), "Alt+Down")
        self.remove_button = QPushButton(self.tr("&Remove …"))
        self.remove_button.setAutoDefault(False)
        self.remove_button.setToolTip(self.tr("Take out again what the chosen source gave"))
        self.remove_button.clicked.connect(self._want_removal_check)
        side = vbox(self.up_button, self.down_button, 1, self.remove_button)
        vbox(
            self._title, why, (hbox((frame, 1), side), 1), self._note, self._bar, self._make_buttons(),
            parent=self, margins=MARGIN,
        )  # fmt: skip

    def _make_button(self, by: int, text: str, keys: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setShortcut(keys)
        button.setToolTip(keys.replace("Up", "↑").replace("Down", "↓"))
        button.clicked.connect(lambda: self._move(by))
        return button

    def _make_buttons(self) -> QWidget:
        self.check, self.apply = (
            QPushButton(self.tr("&See what would change")),
            PrimaryButton(self.tr("&Apply this order")),
        )
        self.close_button = QPushButton(self.tr("&Close"))
        for button in (self.check, self.close_button):
            button.setAutoDefault(False)
        self.check.clicked.connect(self._want_check)
        self.apply.clicked.connect(self._want_apply)
        self.close_button.clicked.connect(self._cancel_or_close)
        row = QWidget()
        hbox(1, self.close_button, self.check, self.apply, parent=row)
        return row

    def _add(self, source: ListedSource) -> None:
        more = " …" if len(source.symbols) > _SYMBOLS_SHOWN else ""
        symbols = ", ".join(source.symbols[:_SYMBOLS_SHOWN]) + more
        item = QTreeWidgetItem([source_title(source.name), self._kind(source.kind), symbols])
        item.setData(0, Qt.ItemDataRole.UserRole, source.name)
        item.setToolTip(2, ", ".join(source.symbols))
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)  # else it would become a part of another
        self.list.addTopLevelItem(item)

    def _kind(self, kind: str) -> str:
        return {
            "file": self.tr("files of your own"),
            "paid": self.tr("paid feed"),
            "hub": self.tr("hub"),
            "feed": self.tr("free feed"),
        }.get(kind, kind)

    # -- moving ------------------------------------------------------------------------------------

    def _move(self, by: int) -> None:
        place = self._place
        if place < 0 or not 0 <= place + by < self.list.topLevelItemCount() or self._busy:
            return
        item = self.list.takeTopLevelItem(place)
        if item is not None:
            self.list.insertTopLevelItem(place + by, item)
        self._choose(place + by)
        self._moved()

    @property
    def _place(self) -> int:
        """Of the chosen source; -1 without."""
        return self.list.currentIndex().row()

    def _choose(self, place: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(place, 0))

    def _moved(self, *_: object) -> None:
        """The order in the list is another now."""
        order = self.order
        if order == self._seen or len(order) != len(self._known):  # told late, or in the middle of a move
            return
        self._seen, self._checked = order, None
        self._note.set_colour("muted")
        self._note.setText(self._state_text())
        self._show_state()

    # -- wishes ------------------------------------------------------------------------------------

    def _want_check(self) -> None:
        self._begin(self.tr("Counting what would change; nothing is changed yet …"))
        self.check_wanted.emit(self.order)

    def _want_apply(self) -> None:
        self._begin(self.tr("Making the candles anew; what is cut off can be finished later …"), in_earnest=True)
        self.apply_wanted.emit(self.order if self._is_other else [])

    def _want_removal_check(self) -> None:
        self._begin(self.tr("Counting what would change; nothing is changed yet …"))
        self.removal_check_wanted.emit(self.order[self._place])

    def _want_removal(self, name: str) -> None:
        self._begin(self.tr("Copying the database, then taking the source out …"), in_earnest=True)
        self.removal_wanted.emit(name)

    def _forget_question(self) -> None:
        self.question = None

    def _begin(self, text: str, in_earnest: bool = False) -> None:
        self._busy, self.in_earnest = True, in_earnest
        self._note.set_colour("muted")
        self._note.setText(text)
        self._bar.setMaximum(0)
        self._show_state()

    def _cancel_or_close(self) -> None:
        if self._busy:
            self.cancel_wanted.emit()
        else:
            self.reject()

    def reject(self) -> None:
        """Escape and closing end what runs."""
        if self._busy:
            self.cancel_wanted.emit()
        super().reject()

    # -- texts -------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        place, last = self._place, self.list.topLevelItemCount() - 1
        other, unfinished = self._is_other, bool(self._unsettled) and not self._is_other
        self.list.setEnabled(not self._busy)
        self.up_button.setEnabled(place > 0 and not self._busy)
        self.down_button.setEnabled(0 <= place < last and not self._busy)
        self.check.setEnabled(other and not self._busy and self._checked is None)
        self.remove_button.setEnabled(place >= 0 and not other and not self._busy)
        self.apply.setEnabled(not self._busy and (unfinished or (other and self._checked == self.order)))
        self.apply.setText(self.tr("&Finish the change") if unfinished else self.tr("&Apply this order"))
        self.apply.setToolTip("" if self.apply.isEnabled() else self.tr("First see what would change"))
        self.apply.setDefault(self.apply.isEnabled())
        self.close_button.setText(self.tr("&Cancel") if self._busy else self.tr("&Close"))
        self._bar.setVisible(self._busy)

    @property
    def _is_other(self) -> bool:
        """Whether the list has another order than the one in force."""
        return self.order != [source.name for source in self._known]

    def _state_text(self) -> str:
        if not self._known:
            return self.tr("No source has given candles yet.")
        if len(self._known) == 1:
            return self.tr("There is one source only. Add files, or import from another one.")
        if self._unsettled and not self._is_other:
            cut = self.tr("The last change of this order was cut off: {symbols} follow it in part only.")
            return cut.format(symbols=", ".join(self._unsettled[:_SYMBOLS_SHOWN]))
        if not self._is_other:
            return self.tr("This is the order in force.")
        return self.tr("Another order: see what it would change before it is applied.")

    def _changes_text(self, changed: Mapping[str, int]) -> str:
        some = {symbol: count for symbol, count in changed.items() if count}
        if not some:
            return self.tr("No stored candle would change.")
        parts = ", ".join(f"{symbol} {wording.count(count)}" for symbol, count in some.items())
        return self.tr("{count} candles would change, in all timeframes: {parts}.").format(
            count=wording.count(sum(some.values())), parts=parts
        )
