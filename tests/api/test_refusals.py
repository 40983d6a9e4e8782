"""Whatever is handed to a public name that is no such thing is refused with a sentence, never by an inner error of Python's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ohlc_desktop as od
from ohlc_desktop.core.clock import SystemClock

Call = Callable[[Any], object]
FAR = timezone(timedelta(hours=14))

#: What is no name of anything, whichever is asked for.
NO_NAMES = (
    5, -1.5, float("nan"), 10**30, True, b"NQ", [None], ["NQ", 5], [["NQ"]], object(), date(2026, 1, 1), timedelta(1), Path("NQ"),
    pd.NaT, np.datetime64("2026-01-01"), "", " ", "\x00", "x" * 5000, "NQ@", "NQ@volume:", "'; drop table candle", "\ud800", "é",
)  # fmt: skip
SYMBOLS: dict[str, Call] = {
    "read": lambda bad: od.read(bad, "5m"), "candles": lambda bad: od.candles(bad, "5m"), "series": od.series,
    "missing": lambda bad: od.missing(bad, "5m"), "sessions": od.sessions, "rolls": od.rolls, "watch": od.watch,
    "import_now": od.import_now,
}  # fmt: skip
OTHER_NAMES: dict[str, Call] = {
    "timeframe": lambda bad: od.read("NQ", bad), "timeframe of missing": lambda bad: od.missing("NQ", bad),
    "timeframe of rolls": lambda bad: od.rolls("NQ", "expiry", bad), "timeframe of watch": lambda bad: od.watch(None, bad),
    "timeframes": lambda bad: od.import_now("NQ", bad), "adjust": lambda bad: od.read("NQ@volume", "1d", adjust=bad),
    "rule": lambda bad: od.rolls("NQ", bad),
}  # fmt: skip
NO_TIMES = (
    5, 1.5, float("nan"), True, b"2026-01-01", [], ["2026-01-01"], object(), timedelta(1), pd.NaT, np.datetime64("2026-01-01"), "", "now",
    "2026-13-01", "2026-11-23T25:00", "1e400", "\ud800",
)  # fmt: skip
TIMES: dict[str, Call] = {
    "start": lambda bad: od.read("NQ", "5m", start=bad), "end": lambda bad: od.candles("NQ", "5m", end=bad),
    "as_of": lambda bad: od.read("NQ", "5m", as_of=bad), "start of sessions": lambda bad: od.sessions("NQ", bad),
    "end of sessions": lambda bad: od.sessions("NQ", None, bad),
}  # fmt: skip
#: The first and the last that there is are times: nothing, or all, is before them.
EXTREMES = (
    date.min, date.max, datetime.min.replace(tzinfo=FAR), datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))),
    datetime.max.replace(tzinfo=UTC), "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59:59", "0001-01-01T00:00+14:00", "9999-12-31T23:59:59-14:00",
)  # fmt: skip
REST: dict[str, tuple[Call, tuple[object, ...]]] = {
    "runs": (od.runs, (None, -1, 1.0, "5", [], float("nan"))),
    "every": (lambda bad: od.watch(every=bad), (None, 0, -1.0, float("nan"), float("inf"), "1", [])),
    "place": (od.Archive, (5, b"/tmp", [], object(), date(2026, 1, 1), "x" * 5000, "~nobody-of-that-name/x")),
    "clock": (lambda bad: od.Archive(clock=bad), (5, "now", [], object())),
    "progress": (lambda bad: od.import_now("NQ", "1d", bad), (5, "print", [])),
}


@pytest.fixture(autouse=True)
def _archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual archive; no import ever starts."""

    def refuse(*_: object) -> None:
        raise AssertionError("an import was started")

    monkeypatch.setattr("ohlc_desktop.api.archive.run_import", refuse)


def refused(call: Call, values: tuple[object, ...]) -> None:
    for value in values:
        with pytest.raises(od.OhlcError) as caught:
            call(value)
        told = caught.value
        assert all((str(told.title), str(told.hint), "\n" not in str(told.title))), (value, str(told))


@pytest.mark.parametrize("name", [*SYMBOLS, *OTHER_NAMES])
def test_a_name_is_text(name: str) -> None:
    refused({**SYMBOLS, **OTHER_NAMES}[name], NO_NAMES)


@pytest.mark.parametrize("name", ["read", "candles", "missing", "sessions", "rolls"])
def test_no_name_is_no_name(name: str) -> None:
    refused(SYMBOLS[name], (None,))


@pytest.mark.parametrize("name", TIMES)
def test_a_time_is_a_time(name: str) -> None:
    refused(TIMES[name], NO_TIMES)
    for value in EXTREMES:
        TIMES[name](value)


@pytest.mark.parametrize("name", REST)
def test_all_else_is_what_it_is_to_be(name: str) -> None:
    refused(*REST[name])


def test_numbers_of_numpy_are_numbers_and_one_timeframe_is_a_list_of_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("ohlc_desktop.api.archive.run_import", lambda *given: asked.append(given[1:3]))
    assert len(od.runs(np.int64(2))) == 2
    assert len(od.runs(10**30)) == 3
    od.watch(every=np.float32(0.5)).close()  # type: ignore[arg-type]
    od.import_now("NQ", "5m")
    assert asked == [(["NQ=F"], ["5m"])]
    assert od.read(pd.Index(["NQ", "ES"]), "1d", start="2026-11-24").equals(od.Archive(clock=SystemClock()).read(["NQ", "ES"], "1d", start="2026-11-24"))
