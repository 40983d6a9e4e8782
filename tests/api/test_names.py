"""What ``import ohlc_desktop`` gives: the names that stay, each loaded when it is used, with no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import ohlc_desktop
from ohlc_desktop import api

#: What nobody pays for who does not use it.
HEAVY = ("PySide6", "numpy", "pandas", "pyarrow", "sqlite3", "yfinance", "redis", "rich", "logging")


def loaded_by(code: str) -> set[str]:
    """The top-level packages among the heavy ones that a program has loaded when it ends."""
    listing = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & set(HEAVY)


def test_every_name_is_there_and_told_of() -> None:
    for name in api.__all__:
        assert getattr(ohlc_desktop, name).__doc__, name
    assert set(api.__all__) < set(dir(ohlc_desktop))
    assert ohlc_desktop.__version__ == version("ohlc-desktop")
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = ohlc_desktop.nonsense


def test_the_names_stay() -> None:
    """Programs rely on them. Add to this list; take nothing out of it."""
    assert set(api.__all__) >= {
        "Archive", "CandleData", "CommitWatch", "ContractRoll", "ImportOutcome", "MissingStretch", "NotRecorded", "OhlcError",
        "PastRun", "SeriesCommit", "StoredSeries", "TradingSession",
        "candles", "import_now", "missing", "read", "rolls", "runs", "series", "sessions", "watch",
    }  # fmt: skip


def test_the_import_loads_nothing_heavy_and_reading_loads_no_window(home: Path) -> None:
    assert loaded_by("import ohlc_desktop") == set()
    assert loaded_by("import ohlc_desktop as od; od.OhlcError; dir(od)") == set()
    used = "import ohlc_desktop as od; assert len(od.candles('NQ', '5m').numpy()['time']); od.series('NQ'); od.runs()"
    assert loaded_by(used) <= {"numpy", "sqlite3", "logging"}


def test_submodules_are_found_as_ever() -> None:
    from ohlc_desktop import indicators

    assert indicators.__name__ == "ohlc_desktop.indicators"
