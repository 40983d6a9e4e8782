"""The Python API: ``import ohlc_desktop as od``. The names that stay are declared here, and nowhere else.

Every name is loaded when it is first asked for, with no more than it needs: to import the package loads neither numpy nor
pandas, and nothing here ever loads Qt. What is not in ``__all__`` may change with any version.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ohlc_desktop.api.answers import (
        ContractRoll,
        ImportOutcome,
        MissingStretch,
        PastRun,
        SeriesCommit,
        StoredSeries,
        TradingSession,
    )
    from ohlc_desktop.api.archive import Archive
    from ohlc_desktop.api.candle_data import CandleData
    from ohlc_desktop.api.functions import candles, import_now, missing, read, rolls, runs, series, sessions, watch
    from ohlc_desktop.api.watching import CommitWatch
    from ohlc_desktop.core.errors import OhlcError
    from ohlc_desktop.store.series.point_in_time import NotRecorded

__all__ = [
    "Archive", "CandleData", "CommitWatch", "ContractRoll", "ImportOutcome", "MissingStretch", "NotRecorded", "OhlcError",
    "PastRun", "SeriesCommit", "StoredSeries", "TradingSession",
    "candles", "import_now", "missing", "read", "rolls", "runs", "series", "sessions", "watch",
]  # fmt: skip

#: The module of each name that is not in ``functions``.
_MODULES = {
    "Archive": "api.archive", "CandleData": "api.candle_data", "CommitWatch": "api.watching",
    "OhlcError": "core.errors", "NotRecorded": "store.series.point_in_time",
    **dict.fromkeys(
        ("ContractRoll", "ImportOutcome", "MissingStretch", "PastRun", "SeriesCommit", "StoredSeries", "TradingSession"),
        "api.answers",
    ),
}  # fmt: skip

if not TYPE_CHECKING:  # or type checkers would believe in any name

    def __getattr__(name: str) -> Any:
        """Load a public name (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"ohlc_desktop.{_MODULES.get(name, 'api.functions')}"), name)
