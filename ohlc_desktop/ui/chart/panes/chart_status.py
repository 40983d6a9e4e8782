"""What to tell of a chart that is not as it should be, and the one button that helps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.continuous.spec import is_spec
from ohlc_desktop.core.errors import OhlcError, StoreBusy, StoreError
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.shell.problems import Problem

translate = QCoreApplication.translate


class Help(StrEnum):
    """What the button does.

    Attributes:
        IMPORT: Import the whole watchlist.
        REPAIR: Ask for what is missing in this series.
        WATCH: Put the instrument on the watchlist, and import.
        AGAIN: Read once more.
        ACTIVE: Show the contract that is traded instead of the one that is followed.
    """

    IMPORT = "import"
    REPAIR = "repair"
    WATCH = "watch"
    AGAIN = "again"
    ACTIVE = "active"


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
class ChartStatus:
    """A mark, a title (only for a chart without candles), sentences, what helps and what its button says."""

    severity: Severity
    title: str
    text: str
    help: Help | None = None
    button: str = ""


def series_status(series: ChartSeries, known: ChartFacts) -> ChartStatus | None:
    """What is wrong with a series; None if it is complete and goes on."""
    if not len(series):
        return _emptiness(series, known)
    if not series.problem:
        return None
    problem = shown(series.problem)
    if series.state.calm:
        return ChartStatus(Severity.OFF, "", problem)
    if is_spec(series.instrument.symbol):
        return ChartStatus(Severity.ATTENTION, "", problem)
    severity = Severity.FAILING if series.state == CoverageState.FAILED else Severity.ATTENTION
    if known.importing:
        text = translate("ChartStatus", "{problem} An import is running: what it brings appears by itself.")
        return ChartStatus(severity, "", text.format(problem=problem))
    if series.state.holed:
        return ChartStatus(severity, "", problem, Help.REPAIR, translate("ChartStatus", "Repair"))
    if known.watched is False:  # the import of the watchlist would leave it out
        text = translate("ChartStatus", "{problem} {symbol} is not on the watchlist.")
        told = text.format(problem=problem, symbol=series.instrument.symbol)
        return ChartStatus(severity, "", told, Help.REPAIR, translate("ChartStatus", "Import this series"))
    return ChartStatus(severity, "", problem, Help.IMPORT, translate("ChartStatus", "Import now"))


def banner_problems(series: ChartSeries, status: ChartStatus | None) -> list[Problem]:
    """What is told over a chart with candles, what can be helped first: what is wrong, and a contract that hardly trades."""
    found = [each for each in (status, _quiet(series)) if each is not None]
    return [
        Problem(each.severity, f"{each.title} {each.text}".strip(), each.help or "", each.button)
        for each in sorted(found, key=lambda each: each.help is None)
    ]


def _quiet(series: ChartSeries) -> ChartStatus | None:
    """That the contract which a series follows hardly trades; None where it does trade, or that is not known."""
    quiet = series.follows.quiet if series.follows is not None else None
    if quiet is None:
        return None
    button = translate("ChartStatus", "Show {symbol}").format(symbol=quiet.active)
    return ChartStatus(Severity.ATTENTION, "", shown(quiet.message), Help.ACTIVE, button)


def _emptiness(series: ChartSeries, known: ChartFacts) -> ChartStatus:
    title, problem = translate("ChartStatus", "No candles yet"), shown(series.problem)
    severity = Severity.FAILING if series.state == CoverageState.FAILED else Severity.OFF
    if known.importing:
        text = translate("ChartStatus", "{problem} An import is running: candles appear here by themselves.")
        return ChartStatus(Severity.BUSY, title, text.format(problem=problem).strip())
    if is_spec(series.instrument.symbol):  # made of contracts: nothing is asked for it
        return ChartStatus(severity, title, problem)
    if known.watched is False:
        return _not_watched(severity, title, problem)
    return ChartStatus(severity, title, problem, Help.IMPORT, translate("ChartStatus", "Import now"))


def _not_watched(severity: Severity, title: str, problem: str) -> ChartStatus:
    text = translate("ChartStatus", "{problem} It is not on the watchlist, so no import asks for it.")
    told = text.format(problem=problem).strip()
    return ChartStatus(severity, title, told, Help.WATCH, translate("ChartStatus", "Add to watchlist and import"))


def error_status(error: OhlcError, symbol: str, known: ChartFacts) -> ChartStatus:
    """What to tell of a series that cannot be read."""
    title, text = shown(error.title), shown(sentences(error.message, error.hint))
    again = translate("ChartStatus", "Try again")
    if isinstance(error, StoreBusy):
        title = translate("ChartStatus", "The database is in use by another program")
        text = translate("ChartStatus", "Nothing is lost: the chart appears as soon as the file can be read.")
        return ChartStatus(Severity.BUSY, title, text, Help.AGAIN, again)
    if known.importing:
        told = translate("ChartStatus", "An import is running: candles appear here by themselves.")
        return ChartStatus(Severity.BUSY, title, told)
    if known.no_file:
        title = translate("ChartStatus", "Nothing has been imported yet")
        text = translate("ChartStatus", "{symbol} has a chart as soon as the first import has brought candles.")
        button = translate("ChartStatus", "Import now")
        return ChartStatus(Severity.OFF, title, text.format(symbol=symbol), Help.IMPORT, button)
    if known.watched is False and type(error) is StoreError:
        return _not_watched(Severity.OFF, title, "")
    return ChartStatus(Severity.FAILING, title, text, Help.AGAIN, again)
