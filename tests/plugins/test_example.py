"""A distribution as others write it, built and installed with pip into an environment of its own, and used on a chart."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.test_packaging import ROOT


@pytest.fixture(scope="module")
def child(python: Path) -> tuple[dict[str, Any], str]:
    """What a process in that environment tells of its chart, and its log."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, "-m", "tests.plugins.child"], env=env, cwd=python.parent, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_it_is_installed_beside_the_program(child: tuple[dict[str, Any], str]) -> None:
    facts, _ = child
    assert Path(facts["program"]).is_relative_to(ROOT)
    assert facts["version"] == "1.0"


def test_what_cannot_be_loaded_says_so(child: tuple[dict[str, Any], str]) -> None:
    facts, log = child
    assert facts["refused"] == {
        "ohlc-example/lacking": "It failed with ModuleNotFoundError: No module named 'ohlc_example.nothing_of_this_name'.",
        "ohlc-example/leaving": "It failed with SystemExit: not on this computer.",
        "ohlc-example/undeclared": "It is no CustomIndicator.",
    }
    for name in facts["refused"]:
        assert f"The indicator {name} cannot be used\nTraceback" in log


def test_what_fails_says_so_in_its_place(child: tuple[dict[str, Any], str]) -> None:
    facts, log = child
    assert facts["studies"] == [
        ["Channel 30", "", "price"],
        ["SMA 10", "", "price"],
        ["RSI 14", "", "own"],
        ["Raises", "It failed with ZeroDivisionError: nothing to divide by.", "price"],
        ["Range 20", "", "own"],
        ["Short", "It gave 200 values for the line 'line' of 400 candles.", "own"],
        ["ohlc-example/lacking", facts["refused"]["ohlc-example/lacking"], "price"],
    ]
    assert [at for at, count in enumerate(facts["defined"]) if not count] == [3, 5, 6]
    without, with_them = facts["attention"]
    assert with_them > without + 20
    assert "Indicator ohlc-example/raises: It failed with ZeroDivisionError: nothing to divide by.\nTraceback" in log


def test_what_is_good_is_drawn_in_its_colours(child: tuple[dict[str, Any], str]) -> None:
    facts, _ = child
    assert facts["channel"][0] == facts["mean"][0] == 0
    assert facts["channel"][1] > 400
    assert facts["mean"][1] > 400


def test_candles_and_other_indicators_are_as_without_them(child: tuple[dict[str, Any], str]) -> None:
    facts, _ = child
    assert facts["same"] == [True, True]
    without, with_them = facts["candles"]
    assert min(with_them) > 0.8 * min(without) > 50
