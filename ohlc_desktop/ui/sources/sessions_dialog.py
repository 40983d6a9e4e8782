"""How the sessions of a series are witnessed: a list from the newest on, each with the way to its candles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeView,
    QWidget,
)

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.sources.session_model import SessionRows, stands_out
from ohlc_desktop.ui.sources.source_texts import differing_text, titles
from ohlc_desktop.ui.sources.witness_texts import verdict_text
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.tables import roomy
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.services.sources.source_reading import SessionList

_SIZE = (820, 560)
_SMALLEST = (640, 380)


class SessionsDialog(QDialog):
    """Shows the sessions; who reads them calls :meth:`show_sessions`.

    Attributes:
        model: The sessions.
        older: Asks for older ones.
        compare: Opens what sources say of the chosen one.
        compare_wanted: Show the candles of the session of a trade date (a day number).
        older_wanted: Read sessions before a trade date.
        order_wanted: Show the order of sources.
    """

    compare_wanted = Signal(int)
    older_wanted = Signal(int)
    order_wanted = Signal()

    def __init__(self, symbol: str, timeframe: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Witnesses of {symbol} {timeframe}").format(symbol=symbol, timeframe=timeframe))
        self._name = (symbol, timeframe)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._build()
        self._line.setText(self.tr("Reading the sessions …"))

    def show_sessions(self, found: SessionList, more: bool = False) -> None:
        """Show sessions, the newest first; ``more``: below those that are shown."""
        known = [*self.model.known, *found.sessions] if more else found.sessions
        chosen = self._day()
        self.model.show(found.instrument, known)
        self._line.setText(self._line_text(found))
        self.older.setVisible(found.older)
        self.older.setEnabled(True)
        self._frame.setVisible(bool(known))
        self._only.setVisible(any(map(stands_out, known)))
        self._select(chosen)
        self._show_chosen()

    def show_error(self, error: OhlcError) -> None:
        """They could not be read."""
        self.older.setEnabled(True)
        self._line.setText(shown(sentences(error.title, error.message, error.hint)))

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._line, self._chosen = (
            heading(QLabel(" ".join(self._name))),
            Sentence(),
            Sentence(colour="text"),
        )
        self.model = SessionRows(self)
        self.table = table = QTreeView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Sessions, the newest first"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._frame = roomy(table)
        self._frame.hide()
        header = table.header()
        letter = table.fontMetrics().averageCharWidth()
        for column, letters in enumerate((21, 11, 44)):
            header.resizeSection(column, letter * letters)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._only = QCheckBox(self.tr("&Only those that differ or were taken back"))
        self._only.toggled.connect(self._filter)
        self._only.hide()
        self._make_buttons()
        buttons = hbox(self.order, self.older, 1, self.compare, self._close)
        vbox(
            hbox((self._title, 1), self._only), self._line, (self._frame, 1), 0, self._chosen, buttons,
            parent=self, margins=MARGIN, spacing=GAP,
        )  # fmt: skip
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        table.activated.connect(lambda _: self._want())

    def _make_buttons(self) -> None:
        self.order, self.older = QPushButton(self.tr("&Order of sources…")), QPushButton(self.tr("O&lder sessions"))
        self.order.setToolTip(self.tr("Which source counts more, for all instruments"))
        self.compare, self._close = QPushButton(self.tr("Co&mpare…")), QPushButton(self.tr("&Close"))
        self.compare.setToolTip(self.tr("Show what each source says of the session, and choose (Enter)"))
        actions = (self.order_wanted.emit, self._want_older, self._want, self.accept)
        for button, act in zip((self.order, self.older, self.compare, self._close), actions, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, act=act: act())
        self.older.hide()
        self.compare.setEnabled(False)

    # -- inside ------------------------------------------------------------------------------------

    def _line_text(self, found: SessionList) -> str:
        whole = found.whole
        if not found.sessions and not self.model.known:
            return self.tr("No session of this series is stored.")
        given = found.timeframe.name
        made = self.tr("It is made of {timeframe} candles; these are their sessions.").format(timeframe=given)
        parts = [made] if given != self._name[1] else []
        if len(whole.sources) < 2:
            parts.append(self.tr("No second source has these candles: add files, or import from another source."))
        else:
            told = self.tr("{sources}: {equal} of {count} sessions are equal.")
            parts.append(
                told.format(
                    sources=titles(whole.sources), equal=wording.count(whole.equal), count=wording.count(whole.sessions)
                )
            )
        if whole.candles:
            parts.append(differing_text(found.instrument, whole.candles, whole.apart) + ".")
        return " ".join(parts)

    def _day(self) -> int | None:
        place = self.table.currentIndex().row()
        return self.model.rows[place].day if 0 <= place < len(self.model.rows) else None

    def _select(self, day: int | None) -> None:
        rows = self.model.rows
        place = next((n for n, row in enumerate(rows) if row.day == day), 0)
        if rows:
            self.table.setCurrentIndex(self.model.index(place, 0))

    def _filter(self, only: bool) -> None:
        day = self._day()
        self.model.show_only(only)
        self._select(day)
        self._show_chosen()

    def _show_chosen(self) -> None:
        place = self.table.currentIndex().row()
        there = 0 <= place < len(self.model.rows)
        self._chosen.setText(verdict_text(self.model.rows[place]) if there else "")
        self.compare.setEnabled(there and len(self.model.rows[place].sources) > 1)

    def _want(self) -> None:
        day = self._day()
        if day is not None and self.compare.isEnabled():
            self.compare_wanted.emit(day)

    def _want_older(self) -> None:
        if self.model.known:
            self.older.setEnabled(False)
            self.older_wanted.emit(self.model.known[-1].day)
