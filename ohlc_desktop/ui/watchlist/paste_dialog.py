"""A list of names pasted or typed, what each of them means, and one button that adds those that mean something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.boxes import vbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import roomy
from ohlc_desktop.ui.widgets.theme import MARGIN, colours, severity_icon

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.store_access.instrument_names import Resolved

_TYPING_MS = 250


class PasteDialog(QDialog):
    """Asks for a list.

    Attributes:
        resolve_wanted: The text changed; somebody should find out what it means and call :meth:`show_resolved`.
        add_wanted: The list of :class:`Instrument` to add was confirmed.
    """

    resolve_wanted = Signal(str)
    add_wanted = Signal(list)

    def __init__(self, watched: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watched = set(watched)
        self._found: list[Instrument] = []
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.resolve_wanted.emit(self.text.toPlainText()))
        self.setWindowTitle(self.tr("Paste a list"))
        self.setModal(True)
        self.resize(720, 520)
        self._build()
        self.show_resolved([])

    def set_text(self, text: str) -> None:
        """Begin with this list."""
        self.text.setPlainText(text)

    def show_resolved(self, results: Sequence[Resolved]) -> None:
        """Show what the names mean."""
        self.results.clear()
        self._found = []
        for result in results:
            self._add(result)
        self._frame.setVisible(bool(results))
        self.hint.setVisible(not results)
        self._name_button()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        prompt = QLabel(self.tr("&Symbols, separated by commas, blanks or lines"))
        self.text = QPlainTextEdit(placeholderText=self.tr("NQ=F, ES=F, MNQ 12-26\nAAPL"), tabChangesFocus=True)
        self.text.setAccessibleName(self.tr("List of symbols"))
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 6)
        self.text.textChanged.connect(self._typing.start)
        prompt.setBuddy(self.text)
        self.hint = Sentence(self.tr("What each name means appears here before anything is added."))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._frame = self._build_results()
        vbox(prompt, self.text, (self._frame, 1), (self.hint, 1), self._build_buttons(), parent=self, margins=MARGIN)
        self.text.setFocus()

    def _build_results(self) -> QWidget:
        self.results = QTreeWidget()
        frame = roomy(self.results)
        self.results.setAccessibleName(self.tr("What the names mean"))
        self.results.setHeaderLabels([self.tr("Written"), self.tr("Symbol"), self.tr("What becomes of it")])
        self.results.setIconSize(QSize(16, 16))
        self.results.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.results.setColumnWidth(0, 150)
        self.results.setColumnWidth(1, 130)
        self.results.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return frame

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.add = QPushButton()
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.add_wanted.emit(self._found))
        return buttons

    # -- names -------------------------------------------------------------------------------------

    def _add(self, result: Resolved) -> None:
        severity, word = self._verdict(result)
        symbol = result.instrument.symbol if result.instrument else ""
        item = QTreeWidgetItem([result.text, symbol, word])
        item.setIcon(2, severity_icon(severity, 16, colours(self)))
        item.setToolTip(2, word)
        self.results.addTopLevelItem(item)

    def _verdict(self, result: Resolved) -> tuple[Severity, str]:
        """The mark and the sentence for a name; remembers it when it can be added."""
        instrument = result.instrument
        if instrument is None:
            error = result.error
            said = shown(sentences(error.title, error.hint)) if error else self.tr("Not understood.")
            return Severity.FAILING, said
        if instrument.symbol in self._watched:
            return Severity.OFF, self.tr("On the watchlist already.")
        self._found.append(instrument)
        if result.note:
            return Severity.ATTENTION, self.tr("Will be added. {note}").format(note=shown(result.note))
        return Severity.OK, self.tr("Will be added: {name}").format(name=instrument.name)

    def _name_button(self) -> None:
        number = len(self._found)
        many = self.tr("&Add {count} instruments").format(count=wording.count(number))
        self.add.setText(self.tr("&Add 1 instrument") if number == 1 else many if number else self.tr("&Add"))
        self.add.setEnabled(number > 0)
        self.add.setDefault(number > 0)
