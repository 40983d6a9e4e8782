"""What a chart says when something is wrong, and what it offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import CorruptStore, OhlcError, StoreBusy, StoreError
from ohlc_desktop.core.following.followed import FollowedContract, QuietContract
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.ui.chart.panes.chart_status import ChartFacts, Help, banner_problems, error_status, series_status
from tests.core.chart.making import make_series
from tests.ui.chart.rig import instrument


def series(state: str, problem: str = "Why.") -> ChartSeries:
    return replace(make_series(10), state=CoverageState(state), problem=Message(problem))


@pytest.mark.parametrize(
    ("state", "known", "helps"),
    [
        ("complete", ChartFacts(), None),
        ("partial", ChartFacts(True), Help.REPAIR),
        ("partial", ChartFacts(False), Help.REPAIR),
        ("stale", ChartFacts(True), Help.IMPORT),
        ("stale", ChartFacts(None), Help.IMPORT),
        ("stale", ChartFacts(False), Help.REPAIR),
        ("failed", ChartFacts(True), Help.IMPORT),
        ("failed", ChartFacts(False), Help.REPAIR),
        ("partial", ChartFacts(True, importing=True), None),
        ("stale", ChartFacts(True, importing=True), None),
    ],
)
def test_a_series_with_candles(state: str, known: ChartFacts, helps: Help | None) -> None:
    status = series_status(series(state, "" if state == "complete" else "Why."), known)
    if state == "complete":
        assert status is None
        return
    assert status is not None
    assert status.help is helps
    assert bool(status.button) is (helps is not None)
    assert status.text.startswith("Why.")
    assert status.severity is (Severity.FAILING if state == "failed" else Severity.ATTENTION)
    assert ("An import is running" in status.text) is known.importing
    assert ("not on the watchlist" in status.text) is (known.watched is False and state != "partial")


def test_a_contract_that_hardly_trades_is_told_beside_what_is_wrong() -> None:
    quiet = QuietContract("GC=F", "GCV26.CMX", "GCZ26.CMX", (1_200, 160_000), 5)
    told = replace(series("partial"), follows=FollowedContract("GCV26.CMX", True, quiet=quiet))
    (alone,) = banner_problems(told, None)
    assert (alone.severity, alone.action, alone.button) == (Severity.ATTENTION, Help.ACTIVE, "Show GCZ26.CMX")
    assert "hardly trades: 1,200 contracts a day against 160,000 of GCZ26.CMX" in alone.text
    wrong = series_status(told, ChartFacts(True))
    assert [problem.action for problem in banner_problems(told, wrong)] == [Help.REPAIR, Help.ACTIVE]
    assert [problem.action for problem in banner_problems(told, series_status(told, ChartFacts(importing=True)))] == [
        Help.ACTIVE, "",
    ]  # fmt: skip
    assert banner_problems(replace(told, follows=FollowedContract("GCV26.CMX", True)), None) == []


@pytest.mark.parametrize(
    ("known", "helps"),
    [(ChartFacts(True), Help.IMPORT), (ChartFacts(False), Help.WATCH), (ChartFacts(None), Help.IMPORT), (ChartFacts(True, True), None)],
)
def test_a_series_without_candles(known: ChartFacts, helps: Help | None) -> None:
    status = series_status(ChartSeries(instrument("GC"), TIMEFRAMES["5m"], state=CoverageState.EMPTY, problem=Message("Why.")), known)
    assert status is not None
    assert status.help is helps
    assert status.title
    assert "Why." in status.text


@pytest.mark.parametrize(
    ("error", "known", "helps"),
    [
        (StoreBusy("Locked.", "", "Wait."), ChartFacts(True), Help.AGAIN),
        (CorruptStore("Damaged.", "Left.", "Move it."), ChartFacts(False), Help.AGAIN),
        (StoreError("GC=F is not in this database."), ChartFacts(False), Help.WATCH),
        (StoreError("No file."), ChartFacts(None, no_file=True), Help.IMPORT),
        (OhlcError("Anything."), ChartFacts(True), Help.AGAIN),
        (StoreError("Being made."), ChartFacts(None, importing=True), None),
    ],
)
def test_a_series_that_cannot_be_read(error: OhlcError, known: ChartFacts, helps: Help | None) -> None:
    status = error_status(error, "GC=F", known)
    assert status.help is helps
    assert status.title
    assert bool(status.button) is (helps is not None)


def test_that_a_contract_has_ended_is_no_fault_and_has_no_button() -> None:
    status = series_status(series("complete", "It ended."), ChartFacts(True))
    assert status is not None
    assert (status.severity, status.text, status.help, status.button) == (Severity.OFF, "It ended.", None, "")
