"""A person's choice between what sources say of a candle, for views: made, and taken back.

It is made by this program in another process, as an import is: what it needs is too heavy for the window. Call these on a
worker thread.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.importing.import_runner import importer_command

_SECONDS = 120


def choose(profile: Profile, symbol: str, timeframe: Timeframe, stamp: int, source: str) -> int:
    """Let what a source (its name in the archive) says of a candle stand; how many candles changed.

    Raises:
        OhlcError: the command's own, as when an import runs or the source does not have the candle.
    """
    return _carry_out(profile, ["choose", symbol, timeframe.name, _when(timeframe, stamp), source])


def take_back(profile: Profile, symbol: str, timeframe: Timeframe, stamp: int) -> int:
    """Take back what was chosen for a candle; how many candles changed. Raises as :func:`choose`."""
    return _carry_out(profile, ["take-back", symbol, timeframe.name, _when(timeframe, stamp)])


def _when(timeframe: Timeframe, stamp: int) -> str:
    return iso(stamp)[: len("2026-11-23")] if timeframe.daily else iso(stamp)


def _carry_out(profile: Profile, words: Sequence[str]) -> int:
    folder = profile.folder.parent if profile.demo else profile.folder
    place = ["--profile", str(folder), *(["--demo"] if profile.demo else [])]
    command = [*importer_command(), *place, "sources", *words, "--json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS, check=False)  # noqa: S603
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise OhlcError(
            "The choice could not be carried out.", "What is stored is as it was.", "Try it again; the log has more."
        ) from error
    if "error" in told:
        wrong = told["error"]
        raise OhlcError(wrong["title"], wrong["message"], wrong["hint"])
    return int(told["changed"])
