"""What to tell of a chart that is not as it should be, and the one button that helps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError, StoreBusy, StoreError
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.states.severity import Severity

translate = QCoreApplication.translate


class Help(StrEnum):
    """What the button does.

    Attributes:
        IMPORT: Import the whole watchlist.
        REPAIR: Ask for what is missing in this series.
        WATCH: Put the instrument on the watchlist, and import.
        AGAIN: Read once more.
    """

    IMPORT = "import"
    REPAIR = "repair"
    WATCH = "watch"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What is known beyond the series.

    Attributes:
        watched: Whether the instrument is on the watchlist; None while that is not known.
        importing: Whether an import runs.
        no_file: Whether there is no database yet: nothing was ever imported.
    """

    watched: bool | None = None
    importing: bool = False
    no_file: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mark, a title (only for a chart without candles), sentences, what helps and what its button says."""

    mark: Severity
    title: str
    text: str
    help: Help | None = None
    button: str = ""


def trouble_of(series: ChartSeries, known: ChartFacts) -> Trouble | None:
    """What is wrong with a series; None if it is complete and goes on."""
    if not len(series):
        return _emptiness(series, known)
    if not series.problem:
        return None
    if series.state.calm:
        return Trouble(Severity.OFF, "", series.problem)
    mark = Severity.FAILING if series.state == CoverageState.FAILED else Severity.ATTENTION
    if known.importing:
        text = translate("ChartTrouble", "{problem} An import is running: what it brings appears by itself.")
        return Trouble(mark, "", text.format(problem=series.problem))
    if series.state.holed:
        return Trouble(mark, "", series.problem, Help.REPAIR, translate("ChartTrouble", "Repair"))
    if known.watched is False:  # the import of the watchlist would leave it out
        text = translate("ChartTrouble", "{problem} {symbol} is not on the watchlist.")
        told = text.format(problem=series.problem, symbol=series.instrument.symbol)
        return Trouble(mark, "", told, Help.REPAIR, translate("ChartTrouble", "Import this series"))
    return Trouble(mark, "", series.problem, Help.IMPORT, translate("ChartTrouble", "Import now"))


def _emptiness(series: ChartSeries, known: ChartFacts) -> Trouble:
    title = translate("ChartTrouble", "No candles yet")
    mark = Severity.FAILING if series.state == CoverageState.FAILED else Severity.OFF
    if known.importing:
        text = translate("ChartTrouble", "{problem} An import is running: candles appear here by themselves.")
        return Trouble(Severity.BUSY, title, text.format(problem=series.problem).strip())
    if known.watched is False:
        return _not_watched(mark, title, series.problem)
    return Trouble(mark, title, series.problem, Help.IMPORT, translate("ChartTrouble", "Import now"))


def _not_watched(mark: Severity, title: str, problem: str) -> Trouble:
    text = translate("ChartTrouble", "{problem} It is not on the watchlist, so no import asks for it.")
    told = text.format(problem=problem).strip()
    return Trouble(mark, title, told, Help.WATCH, translate("ChartTrouble", "Add to watchlist and import"))


def trouble_with(error: OhlcError, symbol: str, known: ChartFacts) -> Trouble:
    """What to tell of a series that cannot be read."""
    text = " ".join(part for part in (str(error.message), str(error.hint)) if part)
    again = translate("ChartTrouble", "Try again")
    if isinstance(error, StoreBusy):
        title = translate("ChartTrouble", "The database is in use by another program")
        text = translate("ChartTrouble", "Nothing is lost: the chart appears as soon as the file can be read.")
        return Trouble(Severity.BUSY, title, text, Help.AGAIN, again)
    if known.importing:
        told = translate("ChartTrouble", "An import is running: candles appear here by themselves.")
        return Trouble(Severity.BUSY, str(error.title), told)
    if known.no_file:
        title = translate("ChartTrouble", "Nothing has been imported yet")
        text = translate("ChartTrouble", "{symbol} has a chart as soon as the first import has brought candles.")
        button = translate("ChartTrouble", "Import now")
        return Trouble(Severity.OFF, title, text.format(symbol=symbol), Help.IMPORT, button)
    if known.watched is False and type(error) is StoreError:
        return _not_watched(Severity.OFF, str(error.title), "")
    return Trouble(Severity.FAILING, str(error.title), text, Help.AGAIN, again)
