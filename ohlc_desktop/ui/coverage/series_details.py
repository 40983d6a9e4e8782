"""The details of what is selected in the coverage matrix: one series with its missing windows, or several in sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QWidget,
)

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.states.series import CoverageState, worst
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.counts import DoubtCounts, KnownCounts
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.coverage.cells import Cell
from ohlc_desktop.ui.coverage.legend import StateIcon
from ohlc_desktop.ui.coverage.texts import explanations, sentence, stamp_text, window_text
from ohlc_desktop.ui.sources.witness_texts import witness_text
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.form import Card
from ohlc_desktop.ui.widgets.known_texts import counts_text, doubts_text
from ohlc_desktop.ui.widgets.labels import ElidedLabel, SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.tables import Index, RowsModel, dense, framed
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

if TYPE_CHECKING:
    from ohlc_desktop.core.importing.request import SeriesKey
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.core.planning.coverage import Interval
    from ohlc_desktop.services.sources.source_reading import SeriesWitness
    from ohlc_desktop.store.reader import SeriesView
    from ohlc_desktop.store.series.series_summary import Summary

translate = QCoreApplication.translate


def remedy(cause: str, feed: FeedSpec) -> str:
    """What a person can do about a failure of this cause (see ``Summary.cause``)."""
    return {
        "unknown_symbol": translate(
            "Coverage", "Check the name on the page Watchlist; an expired contract is replaced by the next one."
        ),
        "refused": translate(
            "Coverage", "{feed} does not offer this window. Repair asks for what it does offer."
        ).format(feed=feed.display_name),
        "certificate": translate(
            "Coverage",
            "Set SSL_CERT_FILE to the file with your company's certificate, start the app again, then choose Repair.",
        ),
        "proxy_login": translate("Coverage", "Correct the proxy's address, start the app again, then choose Repair."),
        "offline": translate("Coverage", "Check the network connection, then choose Repair."),
        "timeout": translate("Coverage", "Choose Repair later; a longer request timeout in Settings may help."),
        "rate_limited": translate("Coverage", "Wait an hour before Repair, or lower the pace in Settings."),
        "no_access": translate("Coverage", "Wait some hours before Repair; another network, or no VPN, may help."),
        "plug_in": translate("Coverage", "Look for a newer version of the plug-in, or take its feed out of Settings."),
        "database": translate(
            "Coverage", "See the indicator Database for what is wrong with the file, then choose Repair."
        ),
    }.get(cause) or translate("Coverage", "The next import asks again by itself; Repair asks now.")


class MissingWindows(RowsModel):
    """Where candles of one series are missing, newest first; texts are made only for what is on the screen."""

    rows: tuple[Interval, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeframe = TIMEFRAMES["1m"]
        self._reset((), self._timeframe)

    def show(self, windows: Sequence[Interval], timeframe: Timeframe) -> None:
        """Show the windows of a series (stamps, oldest first)."""
        turned = tuple(reversed(windows))
        if (turned, timeframe) != (self.rows, self._timeframe):
            self._reset(turned, timeframe)

    def _reset(self, windows: tuple[Interval, ...], timeframe: Timeframe) -> None:
        days, moments = (self.tr("Missing trade dates"), ""), (self.tr("Missing candles"), self.tr("Length"))
        self.beginResetModel()
        self.rows, self._timeframe, self.titles = windows, timeframe, days if timeframe.daily else moments
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts; as tooltips too, for narrow columns."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        window = self.rows[index.row()]
        return window_text(window.start, window.end, self._timeframe)[index.column()]


class SeriesDetails(QFrame):
    """One series in full, or several in sum.

    Attributes:
        repair: The button that repairs what is shown.
        active: The button that leads to the contract that is traded, where the one that is followed hardly is.
        chart_wanted: Open the chart of the series shown: instrument and timeframe.
        known_wanted: Count how well the candles of the series shown are known: instrument and timeframe.
        witness_wanted: Find out how the series shown is witnessed: an :class:`Instrument` and the timeframe.
        sessions_wanted: Show the sessions of the series shown, with the same.
        witnesses: The button that shows them.
    """

    chart_wanted = Signal(str, str)
    known_wanted = Signal(str, str)
    witness_wanted = Signal(object, str)
    sessions_wanted = Signal(object, str)

    def __init__(self, feed: FeedSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._cell: Cell | None = None
        self._active = ""
        self._instrument: Instrument | None = None
        self._asked: tuple[SeriesKey, Summary | None] | None = None
        self._values: dict[str, ElidedLabel] = {}
        self._names: dict[str, QLabel] = {}
        self.windows = MissingWindows(self)
        self._build()

    def show_cells(self, cells: Sequence[Cell], view: SeriesView | None) -> None:
        """Show the selected cells, at least one; ``view`` is what the store says where it is one."""
        self._cell = cells[0] if len(cells) == 1 else None
        self._instrument = view.instrument if view is not None else None
        self.chart.setEnabled(bool(self._cell and self._cell.candles))
        if self._cell is not None and view is not None:
            self._show_one(self._cell, view)
        elif cells:
            self._show_sum(cells)
        self._offer_active(view)

    def show_known(self, key: SeriesKey, counts: KnownCounts) -> None:
        """Show how well the candles of a series are known, if it is still the one shown."""
        if self._cell is not None and self._cell.key == key:
            self._values["known"].show_text(counts_text(counts))

    def show_witness(self, key: SeriesKey, found: SeriesWitness) -> None:
        """Show how a series is witnessed, if it is still the one shown."""
        if self._cell is not None and self._cell.key == key and self._instrument is not None:
            self._values["witness"].show_text(witness_text(self._instrument, found))
            outstanding = bool(found.verdict.candles or found.taken_back)
            self._values["witness"].set_colour("attention" if outstanding else "text")

    def take_focus(self) -> None:
        """Bring the keyboard to the first thing that can be done here."""
        places = (self.table, self.repair, self.chart)
        next((place for place in places if place.isVisible() and place.isEnabled()), self).setFocus()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Details of the selected series"))
        self._sign, self._title, self._state = StateIcon(), heading(QLabel()), QLabel()
        self._name, self._text = ElidedLabel(), SpokenLabel(self.tr("State of the series"))
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.repair, self.chart, self.active = QPushButton(), QPushButton(self.tr("&Open chart")), QPushButton()
        self.repair.setAccessibleName(self.tr("Repair the selected series"))
        self.chart.clicked.connect(self._open_chart)
        self.active.clicked.connect(self._open_active)
        self.witnesses = QPushButton(self.tr("&Witnesses…"))
        self.witnesses.setToolTip(
            self.tr("How each session is witnessed: by a second source, by the feed itself, or not")
        )
        self.witnesses.clicked.connect(self._open_sessions)
        self._body = QWidget()
        hbox((self._make_words(), 1), (self._make_windows(), 1), parent=self._body, spacing=MARGIN * 2)
        top = hbox(
            self._sign, self._title, self._state, (self._name, 1), self.active, self.witnesses, self.chart, self.repair
        )
        vbox(top, (self._body, 1), parent=self, margins=(0, GAP, 0, 0))
        # fixed, so that the matrix above does not move with the length of the sentences
        lines, facts = 3 * self.fontMetrics().lineSpacing(), 4 * (self.fontMetrics().height() + 3)
        self.setMinimumHeight(self.repair.sizeHint().height() + lines + facts + 4 * GAP)

    def _make_words(self) -> QScrollArea:
        """What is told of the series; scrolled where a small window has no room for long sentences."""
        words = QWidget()
        words.setMinimumHeight(1)  # else it is what it would be with each word on a line, and the bar is always there
        vbox(self._text, self._make_facts(), 1, parent=words)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        area.setWidget(words)
        return area

    def _make_facts(self) -> QGridLayout:
        """Two columns of facts, and two below both."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(3)
        titles = {
            "count": self.tr("Stored candles"), "expected": self.tr("Expected"), "missing": self.tr("Missing"),
            "revision": self.tr("Revision"), "source": self.tr("Source"), "first": self.tr("First candle"),
            "last": self.tr("Newest candle"), "asked": self.tr("Last asked"),
        }  # fmt: skip
        for place, (key, title) in enumerate(titles.items()):
            column, row = divmod(place, 4)
            grid.addWidget(self._fact_name(key, title), row, column * 2)
            grid.addWidget(self._values[key], row, column * 2 + 1)
        grid.addWidget(self._fact_name("known", self.tr("Known")), 4, 0)
        grid.addWidget(self._values["known"], 4, 1, 1, 3)
        grid.addWidget(self._fact_name("witness", self.tr("Witnessed")), 5, 0)
        grid.addWidget(self._values["witness"], 5, 1, 1, 3)
        grid.setColumnMinimumWidth(1, self.fontMetrics().horizontalAdvance("1,000,000"))
        grid.setColumnStretch(3, 1)
        return grid

    def _fact_name(self, key: str, title: str) -> QLabel:
        """The label that names a fact, and beside it the one for what it is."""
        self._names[key], self._values[key] = TintedLabel(title), ElidedLabel(colour="text")
        self._values[key].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._names[key].setBuddy(self._values[key])
        return self._names[key]

    def _make_windows(self) -> Card:
        self.table = table = QTableView()
        dense(table, self.windows)
        table.setAccessibleName(self.tr("Missing windows, newest first"))
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
        header = table.horizontalHeader()

        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._well = framed(table)
        self._well.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return self._well

    # -- showing -----------------------------------------------------------------------------------

    def _show_sum(self, cells: Sequence[Cell]) -> None:
        states = Counter(cell.state for cell in cells)
        self._head(worst(states), self.tr("{count} series").format(count=wording.count(len(cells))), "", "")
        ordered = sorted(states, key=lambda state: -state.urgency)
        parts = [self._counted(states[state], state) for state in ordered if state is not CoverageState.OFF]
        missing = sum(cell.missing or 0 for cell in cells)
        lines = [
            ", ".join(parts),
            self.tr("Missing candles: {missing}").format(missing=wording.count(missing)),
            self.tr("Stored candles: {count}").format(count=wording.count(sum(cell.candles for cell in cells))),
        ]
        doubts = DoubtCounts(sum(cell.doubts.disputed for cell in cells), sum(cell.doubts.suspect for cell in cells))
        lines += [doubts_text(doubts)] if doubts.total else []
        unserved, silent = sum(cell.unserved for cell in cells), sum(cell.silent for cell in cells)
        lines += explanations(self._feed, unserved, silent)
        self._text.setText("\n".join(lines))
        self._arrange(facts=False, windows=False)

    def _counted(self, number: int, state: CoverageState) -> str:
        return self.tr("{count} {state}").format(count=wording.count(number), state=shown(state.word))

    def _show_one(self, cell: Cell, view: SeriesView) -> None:
        self._head(cell.state, f"{cell.symbol}  {cell.timeframe}", shown(cell.state.word), view.instrument.name)
        self._text.setText("\n".join([sentence(cell, view, self._feed), *self._error(cell, view)]))
        for key, text in self._facts(cell, view).items():
            self._values[key].show_text(text)
        self._count(cell, view)
        found = view.assessment
        self._show_windows(found.windows if found else (), TIMEFRAMES[cell.timeframe])
        self._arrange(facts=True, windows=self.windows.rowCount() > 0)

    def _count(self, cell: Cell, view: SeriesView) -> None:
        """Ask how well its candles are known, unless that was asked and nothing has happened to the series since."""
        asked = (cell.key, view.summary)
        if asked == self._asked:
            return
        if self._asked is None or self._asked[0] != cell.key:
            for key in ("known", "witness"):
                self._values[key].set_colour("text")
                self._values[key].show_text("…" if cell.candles else "–")
        self._asked = asked
        if cell.candles:
            self.known_wanted.emit(*cell.key)
            self.witness_wanted.emit(view.instrument, cell.timeframe)

    def _show_windows(self, windows: Sequence[Interval], timeframe: Timeframe) -> None:
        self.windows.show(windows, timeframe)
        self.table.setColumnHidden(1, timeframe.daily)

    def _error(self, cell: Cell, view: SeriesView) -> list[str]:
        if view.summary is None or not view.summary.message:
            return []
        message = shown(view.summary.message)
        if view.failed_at is None:
            said = self.tr("Last error: {message}").format(message=message)
        else:
            when = wording.when(view.failed_at)
            said = self.tr("Failed {when}: {message}").format(when=when, message=message)
        return [said, remedy(view.summary.cause, self._feed)] if cell.repairable else [said]

    def _facts(self, cell: Cell, view: SeriesView) -> dict[str, str]:
        timeframe, summary = TIMEFRAMES[cell.timeframe], view.summary
        none = "–"
        first, last = (summary.first, summary.last) if summary else (None, None)
        asked = max(filter(None, (summary.asked, view.failed_at)), default=None) if summary else None
        return {
            "count": wording.count(cell.candles),
            "expected": wording.count(cell.expected) if cell.expected is not None else none,
            "missing": wording.count(cell.missing) if cell.missing is not None else self.tr("unknown"),
            "source": self._source(timeframe),
            "first": stamp_text(first, timeframe) if first is not None else none,
            "last": stamp_text(last, timeframe) if last is not None else none,
            "asked": wording.when(asked) if asked is not None else self.tr("never"),
            "revision": wording.count(summary.revision) if summary else none,
        }

    def _source(self, timeframe: Timeframe) -> str:
        if timeframe.derived:
            return self.tr("derived from {source}").format(source=timeframe.source)
        return self.tr("asked of the feed")

    def _head(self, state: CoverageState, title: str, word: str, name: str) -> None:
        self._sign.set_state(state)
        self._title.setText(title)
        self._state.setText(word)
        self._name.show_text(name)

    def _arrange(self, facts: bool, windows: bool) -> None:
        self.chart.setVisible(facts)
        self.witnesses.setVisible(facts)
        self.witnesses.setEnabled(self.chart.isEnabled())
        for label in (*self._names.values(), *self._values.values()):
            label.setVisible(facts)
        self._well.setVisible(windows)

    def _offer_active(self, view: SeriesView | None) -> None:
        """Of a series whose contract hardly trades, offer the chart of the one that does."""
        quiet = view.follows.quiet if view is not None and view.follows is not None else None
        self._active = quiet.active if quiet else ""
        self.active.setVisible(quiet is not None)
        self.active.setText(self.tr("Show {symbol}").format(symbol=self._active))

    def _open_active(self) -> None:
        if self._cell is not None:
            self.chart_wanted.emit(self._active, self._cell.timeframe)

    def _open_sessions(self) -> None:
        if self._cell is not None and self._instrument is not None:
            self.sessions_wanted.emit(self._instrument, self._cell.timeframe)

    def _open_chart(self) -> None:
        if self._cell is not None:
            self.chart_wanted.emit(*self._cell.key)
