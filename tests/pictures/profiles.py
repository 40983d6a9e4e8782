"""Data folders for the pictures: the simulated market, imported by the real importer at a fixed moment."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import verbatim
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.schedule.policy import identity
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.voices import Series
from ohlc_desktop.profile import LOG_NAME, Profile, create
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.demo.source import DemoSource
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.pictures.history import write_history
from tests.standins.clock import FakeClock

#: When everything was imported: Monday 2026-11-23 14:05 in Los Angeles.
IMPORTED = datetime(2026, 11, 23, 22, 5, tzinfo=UTC)
#: When the pictures are taken: the same day at 16:45 in Chicago, before the next session opens.
NOW = datetime(2026, 11, 23, 22, 45, tzinfo=UTC).timestamp()
TIMEOUT = "Yahoo did not answer within 20 s, four times."
WATCHED = ("ES", "NQ", "RTY", "CL", "GC", "ZN", "6E")
_DAY = 86400


def make_profiles(folder: Path) -> None:
    """Make them: ``tidy`` for the README, ``mixed`` with every state, ``troubled`` with what needs a person."""
    tidy = Profile(folder / "tidy", demo=True)
    create(tidy)
    with closing(open_store(tidy.database, demo=True)) as store:
        _import(store)
        write_history(store, IMPORTED)
        store.connection.execute("VACUUM")  # of the same size, in whatever order the answers came
    _write_log(tidy)
    for name, spoil in {"mixed": _spoil_series, "troubled": _spoil_settings}.items():
        profile = Profile(Path(shutil.copytree(tidy.folder, folder / name)), demo=True)
        spoil(profile)
    create(Profile(folder / "first", demo=True))
    for database in folder.glob("*/*.sqlite3"):
        os.utime(database, (NOW, IMPORTED.timestamp() + 41))


def future(name: str) -> Instrument:
    """The instrument meant by a name."""
    return load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))


class _Gappy(DemoSource):
    """The simulated market, but for two stretches of crude oil."""

    def fetch(self, request: FetchRequest) -> Answer:
        """What the market has, without them."""
        answer = super().fetch(request)
        if (request.instrument.symbol, request.timeframe) != ("CL=F", "5m"):
            return answer
        ts = answer.rows.ts
        lost = np.logical_or.reduce([(ts >= start) & (ts < end) for start, end in (_hole(70, 12), _hole(10, 19))])
        kept = RawRows(*(getattr(answer.rows, field.name)[~lost] for field in fields(RawRows)))
        return replace(answer, rows=kept)


def _import(store: Store) -> None:
    clock = FakeClock(IMPORTED.timestamp() + 2)
    tools = Tools(
        store, clock, Settings(), DEMO, lambda _: None,
        threading.Event(), open_source=lambda _, tools: _Gappy(tools),
    )  # fmt: skip
    instruments = tuple(future(name) for name in WATCHED)
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, [instrument.symbol for instrument in instruments])
    done = run_import(Order("schedule", instruments, SOURCES, identity(IMPORTED)), tools)
    assert done.state is RunState.DONE
    with store.transaction() as connection:
        connection.execute("UPDATE run SET ended=started+39 WHERE id=?", (done.run,))


# -- what is wrong with them -------------------------------------------------------------------------


def _spoil_series(profile: Profile) -> None:
    """A series in every state: gaps, days behind, failed, never imported; and one that two voices contradict."""
    with closing(open_store(profile.database, demo=True)) as store:
        _forget(store, "ZN=F", "1m", tail=4 * _DAY)
        _forget(store, "6E=F", "1d", tail=6 * _DAY)
        _fail(store, "6E=F", ("1d", "5d", "1wk", "1mo", "3mo"), "timeout", TIMEOUT)
        _contradict(store, "NQ", disputed=-14, suspect=-30)
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, [future(name).symbol for name in (*WATCHED, "BTC")])


def _spoil_settings(profile: Profile) -> None:
    """A Redis that does not answer, forced by ``.env``; nothing listens on the first port."""
    profile.dotenv.write_text("CACHE_ENABLED=true\nREDIS_URL=redis://:secret@127.0.0.1:1/0\n", encoding="utf-8")


def _hole(minutes: int, days_ago: int) -> tuple[int, int]:
    start = int(IMPORTED.timestamp()) // _DAY * _DAY - days_ago * _DAY + 15 * 3600
    return start, start + minutes * 60


def _forget(store: Store, symbol: str, source: str, tail: int) -> None:
    """Make a source series as if its last ``tail`` seconds had not been answered."""
    number = watchlist.instrument_id(store.connection, symbol)
    piece = series_summary.coverage(store.connection, number, source)[0]
    with store.transaction() as connection:
        series_summary.save_coverage(connection, number, source, [piece._replace(end=piece.end - tail)])


def _contradict(store: Store, name: str, disputed: int, suspect: int) -> None:
    """Hear another answer for 5m, which neither holds the other nor joins its neighbours better; places of candles."""
    m5 = TIMEFRAMES["5m"]
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, future(name).symbol)
        voices = Series(connection, number, future(name), m5, "demo")
        stored = rows.read_rows(connection, number, m5, int(NOW) - 10 * _DAY, 2**62, given=True)
        answer = replace(stored, high=stored.high.copy(), low=stored.low.copy())
        answer.high[disputed] += 12.5
        answer.low[disputed] += 3.0
        heard = voices.hear(answer)
        rows.write(connection, number, m5, heard.candles, "demo", 1000)
        voices.save(heard)
        levels.write(connection, number, m5, heard.candles.ts, heard.levels)
        told = stored.ts[suspect : suspect + 1]
        levels.write(connection, number, m5, told, CandleConfidence(told, np.array([Confidence.SUSPECT], dtype=np.int8)))


def _fail(store: Store, symbol: str, timeframes: Sequence[str], cause: str, message: str) -> None:
    with store.transaction() as connection:
        series_summary.note_failure(connection, watchlist.instrument_id(connection, symbol), timeframes, cause, verbatim(message))


# -- the log -----------------------------------------------------------------------------------------


def _write_log(profile: Profile) -> None:
    """Some lines of each level, one of them with a traceback."""
    lines = [
        "2026-11-23T13:01:07.112Z INFO    ohlc_desktop.app: The tray icon is up (process 4711).",
        "2026-11-23T22:05:00.004Z INFO    ohlc_desktop.services.scheduling.scheduler: The import of 2026-11-23 14:05 PST is due.",
    ]
    for second, symbol in enumerate(("ES=F", "NQ=F", "RTY=F", "CL=F", "GC=F", "ZN=F", "6E=F")):
        at = f"2026-11-23T22:05:{3 + second * 5:02d}"
        lines += [
            f"{at}.310Z INFO    ohlc_desktop.importer.run_summary: Syncing {symbol} 1m: window 2026-11-20T21:50:00Z to 2026-11-23T22:05:00Z",
            f"{at}.902Z DEBUG   ohlc_desktop.importer.pace: The next request may be sent in 1.4 s.",
            f"{at}.977Z INFO    ohlc_desktop.importer.run_summary: Synced {symbol} 1m: {1380 - second} candles stored, 0 revised; derived 2m {690 - second}",
        ]
    lines += [
        "2026-11-23T22:05:39.020Z WARNING ohlc_desktop.importer.fetching: CL=F 5m: Yahoo did not answer within 20 s; asked again in 4 s.",
        "2026-11-23T22:05:40.500Z ERROR   ohlc_desktop.services.background_worker: Unexpected fault while working in the background",
        "Traceback (most recent call last):",
        '  File "ohlc_desktop/services/background_worker.py", line 81, in _deliver',
        "    result = future.result()",
        "ValueError: the file ends in the middle of a line",
        "2026-11-23T22:05:41.377Z INFO    ohlc_desktop.importer.engine: Everything that was asked for is up to date.",
    ]
    (profile.logs / LOG_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
