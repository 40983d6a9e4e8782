"""What several sources say of a candle, side by side, and a choice between them by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.services.chart_data.alternatives import Alternatives
from ohlc_desktop.services.chart_data.source_rows import SourceRow
from ohlc_desktop.ui.chart.data.candle_details import CandleDetails
from tests.services.chart_data.chart_store import future

TS = 1_763_740_800


def row(close: float) -> Candles:
    """One candle."""
    return make([TS], [6712.25], [6715.0], [6710.5], [close], [1523])


FOUND = Alternatives(
    TS, Confidence.SINGLE, Message("{source} gives it.", source="ninjatrader"), row(6714.75), row(0.0).take(slice(0)),
    row(0.0).take(slice(0)), origin="ninjatrader", source="ninjatrader",
    sources=(SourceRow("Yahoo", row(6714.5), "yahoo"), SourceRow("kibot", row(0.0).take(slice(0)), "kibot")),
)  # fmt: skip


@dataclass
class Store:
    """Stands in for what reads and stores: the answer to give, and what was chosen."""

    found: Alternatives = FOUND
    problem: OhlcError | None = None
    chosen: list[tuple[Any, ...]] = field(default_factory=list)

    def inspect(self, *place: Any) -> None:
        """Answer at once."""
        place[3](self.found)

    def choose(
        self, instrument: Any, timeframe: Any, stamp: int, source: str, done: Callable[[int], None],
        failed: Callable[[OhlcError], None],
    ) -> None:  # fmt: skip
        """Note what was chosen."""
        self.chosen.append((instrument.symbol, timeframe.name, stamp, source))
        if self.problem is not None:
            failed(self.problem)
        else:
            done(1)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def details(qtbot: QtBot, store: Store) -> CandleDetails:
    """The details of the candle."""
    made = CandleDetails(store.inspect, "Yahoo", choose=store.choose)
    qtbot.addWidget(made)
    made.choose(ChartSeries(future("ES"), TIMEFRAMES["5m"]), TS, ChartOptions())
    made.read()
    return made


def rows_of(details: CandleDetails) -> list[tuple[str, str, str]]:
    """What is shown: what each row is, its close and its origin."""
    return [(version.what, version.values[3], version.origin) for version in details.versions.rows]


def test_both_values_stand_side_by_side(details: CandleDetails) -> None:
    assert rows_of(details) == [("Stands", "6714.75", "ninjatrader"), ("Yahoo says", "6714.50", "Yahoo")]
    assert "Several sources speak of this candle" in details.text
    assert details.choice.offered == ("yahoo",), "a source without the candle cannot be chosen"


def test_a_choice_is_carried_out_and_can_be_taken_back(details: CandleDetails, store: Store) -> None:
    by_hand = replace(FOUND, origin="person", source="person", stands=row(6714.5))
    store.found = by_hand
    details.choice.menu().actions()[0].trigger()
    assert store.chosen == [("ES=F", "5m", TS, "yahoo")]
    assert rows_of(details)[0] == ("Stands", "6714.50", "chosen by hand")
    assert details.choice.offered == ("yahoo", "")
    store.found = FOUND
    details.choice.menu().actions()[-1].trigger()
    assert store.chosen[-1] == ("ES=F", "5m", TS, "")
    assert rows_of(details)[0][2] == "ninjatrader"


def test_what_goes_wrong_is_told_and_nothing_is_offered_where_there_is_nothing(details: CandleDetails, store: Store) -> None:
    store.problem = OhlcError("An import is running.", "Nothing was changed.", "Try again when it has ended.")
    details.choice.chosen.emit("yahoo")
    assert "An import is running. Nothing was changed. Try again when it has ended." in details.text
    store.found = replace(FOUND, sources=())
    details.read()
    assert details.choice.offered == ()
    assert not details.choice.isVisibleTo(details)
