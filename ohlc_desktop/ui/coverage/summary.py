"""How complete everything is: an icon, a headline, and a line of figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.states.series import CoverageState, worst
from ohlc_desktop.core.timeframes import MINUTE
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.snapshot import DatabaseState
from ohlc_desktop.ui.coverage.cells import Totals
from ohlc_desktop.ui.coverage.legend import StateIcon
from ohlc_desktop.ui.widgets.boxes import MIDDLE, hbox, vbox
from ohlc_desktop.ui.widgets.labels import ElidedLabel
from ohlc_desktop.ui.widgets.theme import heading


class CoverageSummary(QWidget):
    """The totals of all series; where the database cannot be read, that and what helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._headline, self._line = StateIcon(20), heading(QLabel()), ElidedLabel()
        self._headline.setTextFormat(Qt.TextFormat.PlainText)
        words = vbox(self._headline, self._line, spacing=0)
        hbox((self._icon, MIDDLE), (words, 1), parent=self)

    def show_totals(self, totals: Totals, database: DatabaseState, importing: bool, now: float) -> None:
        """Show the totals at ``now`` (UTC epoch seconds), or what is wrong with the database."""
        if database.problem:
            self._icon.set_state(CoverageState.FAILED)
            self._headline.setText(self.tr("The database cannot be read"))
            self._line.show_text(shown(sentences(database.problem, database.fix)))
            return
        states = (state for state, count in totals.states.items() if count)
        self._icon.set_state(CoverageState.IMPORTING if importing else worst(states))
        self._headline.setText(self._completeness(totals))
        self._line.show_text(self._figures(totals, now))

    def _completeness(self, totals: Totals) -> str:
        numbers = {"count": wording.count(totals.incomplete), "all": wording.count(totals.series)}
        if totals.incomplete:
            return self.tr("{count} of {all} series are not complete").format(**numbers)
        return self.tr("All {all} series are complete").format(**numbers)

    def _figures(self, totals: Totals, now: float) -> str:
        parts = []
        where = ", ".join(totals.symbols[:4]) + (" …" if len(totals.symbols) > 4 else "")
        if totals.missing:
            missing = wording.count(totals.missing)
            parts.append(self.tr("Missing candles: {missing} in {symbols}").format(missing=missing, symbols=where))
        elif where:
            parts.append(where)
        parts.append(self.tr("Stored candles: {count}").format(count=wording.count(totals.candles)))
        if totals.doubtful:
            parts.append(self.tr("Disputed or suspect: {count}").format(count=wording.count(totals.doubtful)))
        if totals.newest is not None:
            age = now - totals.newest
            older = self.tr("newest {age} old").format(age=wording.age(age))
            parts.append(self.tr("newest ended just now") if age < MINUTE else older)
        return "  ·  ".join(parts)
