"""Plug-ins are found by their entry points; one that cannot be used costs itself only, and says why."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ohlc_desktop.core.chart.indicators import find_kind, indicator, kinds, register, registry
from ohlc_desktop.core.chart.model import Study, build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.indicators import GROUP, CustomIndicator, Line
from ohlc_desktop.services.chart_data import indicator_plugins
from ohlc_desktop.services.chart_data.indicator_declarations import declared
from ohlc_desktop.services.chart_data.indicator_plugins import load, log_problems
from tests.core.chart.indicator_making import walk
from tests.plugins.installing import Install, installing

GOOD = """
    from ohlc_desktop.indicators import GROUP, CustomIndicator, Line

    good = CustomIndicator(title="Good", short="Good", function=lambda c: c.close, lines=(Line("good", "Good"),))
"""

@pytest.fixture(autouse=True)
def _unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just started."""
    for name, value in {"_custom": {}, "_refused": {}}.items():
        monkeypatch.setattr(registry, name, value)
    monkeypatch.setattr(indicator_plugins, "_loaded", False)
    monkeypatch.setattr(indicator_plugins, "_logged", set())


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs distributions in a folder of this test."""
    with installing(tmp_path, GROUP, monkeypatch) as install:
        yield install


def test_plug_ins_are_named_for_where_they_come_from(install: Install) -> None:
    install("Some_Plug.In", {"b": "Some_Plug.In:good", "a": "some:good"}, GOOD)
    install("some", {"good": "some:good"}, GOOD)
    load()
    assert [name for name in kinds() if name.startswith("some")] == ["some-plug-in/a", "some/good"]
    kind = find_kind("some-plug-in/a")
    assert kind is not None
    assert (kind.title, kind.name) == ("Good", "some-plug-in/a")


def test_they_are_loaded_once_whoever_asks(install: Install) -> None:
    install("some", {"good": "some:good"}, f"{GOOD}\n    import builtins\n    builtins.loads = getattr(builtins, 'loads', 0) + 1\n")
    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load()
    import builtins

    assert vars(builtins).pop("loads") == 1
    assert find_kind("some/good") is not None


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        ("import no_such_module_anywhere", "It failed with ModuleNotFoundError: No module named 'no_such_module_anywhere'."),
        ("raise SystemExit('bye')", "It failed with SystemExit: bye."),
        ("raise KeyboardInterrupt", "It failed with KeyboardInterrupt."),
        ("good = (", "It failed with SyntaxError: '(' was never closed (some.py, line 1)."),
        ("", "It failed with AttributeError: module 'some' has no attribute 'good'."),
        ("good = 5", "It is no CustomIndicator."),
        (f"{GOOD}\n    import dataclasses\n    good = dataclasses.replace(good, lines=())", "It must have a line that is always drawn."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_why_and_leaves_the_others_alone(
    module: str, problem: str, install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install("other", {"good": "other:good"}, GOOD)
    install("some", {"good": "some:good"}, module)
    assert str(load()["some/good"]) == problem
    assert find_kind("some/good") is None
    assert find_kind("other/good") is not None
    (record,) = [record for record in caplog.records if "some/good" in record.getMessage()]
    assert record.levelno == logging.WARNING
    assert record.exc_info is not None


def test_damaged_papers_end_nothing(install: Install, caplog: pytest.LogCaptureFixture) -> None:
    (install("some", {"good": "some:good"}, GOOD) / "METADATA").unlink()
    (install("other", {}, GOOD) / "entry_points.txt").write_text("[ohlc_desktop.indicators]\nnonsense", "utf-8")
    load()
    assert all(record.levelno == logging.WARNING for record in caplog.records)


def test_entry_points_that_cannot_be_read_hide_no_others(install: Install) -> None:
    """Of a distribution that may be none of ours; which one a folder lists first is up to the disk."""
    for name in ("aaa", "zzz"):
        papers = install(name, {}, GOOD) / "entry_points.txt"
        papers.unlink()
        papers.mkdir()
    install("some", {"good": "some:good"}, GOOD)
    load()
    assert find_kind("some/good") is not None


# -- the log ---------------------------------------------------------------------------------------------


def studies(count: int) -> tuple[Study, ...]:
    """What a chart of so many candles has: an indicator that returns too little, and one that is not there."""
    custom = CustomIndicator(title="Short", short="Short", function=lambda c: [1.0], lines=(Line("one", "One"),))
    register(declared("some/short", custom))
    options = ChartOptions(indicators=(indicator("some/short"), indicator("SMA"), indicator("gone/one")))
    return build_model(walk(count), options).studies


def test_a_problem_is_logged_once_however_many_candles_there_are(caplog: pytest.LogCaptureFixture) -> None:
    for count in (50, 51, 52):
        log_problems(studies(count))
    short, gone = (record.getMessage() for record in caplog.records)
    assert short.startswith("Indicator some/short: It gave 1 values for the line 'one' of 50 candles.\nTraceback")
    assert gone == "Indicator gone/one: This indicator is not installed."
