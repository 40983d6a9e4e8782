"""Keeps a database of the present schema: ``python -m tests.store.databases``. One that is kept already stays.

The program itself makes it, in processes of its own, from a stand-in Yahoo that has something for every table: a
future with a year of days and a few hours of everything shorter, so that the file stays small, refused rows, corrected
candles, an instrument without minutes, one without a calendar that is split, one that Yahoo does not know, a skipped day, drawings.
It speaks to the program through its command line wherever it can, for that is what every version has.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from ohlc_desktop.store.schema import SCHEMA
from tests.standins.market_truth import DAY, HOUR
from tests.standins.splits import SplitEvent
from tests.standins.yahoo import Feed, Rows, StandInYahoo
from tests.store.databases import kept

#: Three hours into the session of Monday 2026-11-23; its close, so many seconds later; then the import of the day.
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CLOSE = 20 * HOUR
PLANNED = datetime(2026, 11, 23, 22, 5, tzinfo=UTC)
WATCHED = ("ES", "NQ", "AAPL", "CL")

#: The command line with the clock stopped.
_PROGRAM = """
import sys
from ohlc_desktop import cli
from ohlc_desktop.core.clock import SystemClock
SystemClock.now = lambda self: float(sys.argv[1])
sys.exit(cli.run(sys.argv[2:]))
"""


class _Young(Feed):
    """A market of which the feed has the intraday candles of some hours and of the session's end, and only those of ES."""

    def rows(self, interval: str, start: float, end: float) -> Rows:
        """The rows that it has."""
        found, future = super().rows(interval, start, end), self.symbol == "ES=F"
        at = np.array(found.stamps, np.int64) - int(NOW.timestamp())
        if interval == "1d":
            kept = at >= -(400 if future else 21) * DAY
        else:
            kept = ((at >= -3 * HOUR) & (at < 2 * HOUR) | (at >= CLOSE - HOUR // 4)) & future
        return Rows(found.candles.cut(kept), np.array(found.stamps, np.int64)[kept].tolist())


class _Market(StandInYahoo):
    """A stand-in Yahoo of such markets."""

    def feed(self, symbol: str) -> Feed:
        """The market of a symbol as the feed knows it now."""
        return _Young(*super().feed(symbol))


def main() -> None:
    """Make the database and keep it, packed."""
    target = kept(SCHEMA)
    if target.exists():
        print(f"{target} is kept already.")
        return
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder))
        _draw(Path(folder))
        _change_contract(Path(folder))
        _follow(Path(folder))
        _object(Path(folder))
        _explain(Path(folder))
        _contradict(Path(folder))
        _roll(Path(folder))
        _spend(Path(folder))
        _displace(Path(folder))
        _note(Path(folder))
        _relay(Path(folder))
        content = (Path(folder) / "ohlc.sqlite3").read_bytes()
    target.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{target}: {len(content):,} bytes, {target.stat().st_size:,} packed.")


def _fill(home: Path) -> None:
    """Two imports of a day, after one that was skipped."""
    at = [NOW.timestamp()]
    with _Market(now=lambda: at[0]) as yahoo:
        yahoo.unlisted.add("CL=F")
        listed = [line.split()[0] for line in _call(home, yahoo, at[0], "watch", "list").splitlines()]
        _call(home, yahoo, at[0], "watch", "add", *WATCHED)
        _call(home, yahoo, at[0], "watch", "remove", *(s for s in listed if s.removesuffix("=F") not in WATCHED))
        _skip(home)
        yahoo.fault("negative_volume", interval="1m")
        yahoo.fault("high_low", symbol="ES=F", interval="5m")
        _call(home, yahoo, at[0], "import", "-q")
        yahoo.clear_faults()
        yahoo.splits["AAPL"] = [SplitEvent(PLANNED.timestamp() - 7 * HOUR, 4)]
        for interval in ("1d", "1m"):
            yahoo.fault("revised", symbol="ES=F", interval=interval)
        at[0] = PLANNED.timestamp() + 900
        planned = PLANNED.strftime("%Y-%m-%dT%H:%M:%SZ")
        _call(home, yahoo, at[0], "import", "-q", "--trigger", "schedule", "--planned", planned)


def _call(home: Path, yahoo: StandInYahoo, now: float, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(now), "--profile", str(home), *words],
        env={**os.environ, **yahoo.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": "0",
             "OHLC_DESKTOP_CONTRACTS": "off", "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert done.returncode in (0, 1), done  # 1: Yahoo does not know one of them
    return done.stdout


def _skip(home: Path) -> None:
    """A day without an import, since the second schema."""
    if SCHEMA < 2:
        return
    from ohlc_desktop.core.messages import Message
    from ohlc_desktop.core.schedule.skipped import Skip
    from ohlc_desktop.store import ledger
    from ohlc_desktop.store.database import open_store

    store = open_store(home / "ohlc.sqlite3", demo=False)
    with store.transaction() as connection:
        ledger.record_skips(connection, [Skip(PLANNED - timedelta(days=3), Message("The schedule was paused."))])
    store.close()


def _draw(home: Path) -> None:
    """One drawing of each kind, and one that only a later version understands; since the third schema."""
    if SCHEMA < 3:
        return
    from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
    from ohlc_desktop.store import drawings
    from ohlc_desktop.store.database import open_store

    ts = int(NOW.timestamp())
    made = [
        Drawing(f"d{n}", kind, tuple(Anchor(ts - 3600 * place, 6000.25 + n) for place in range(kind.anchors)))
        for n, kind in enumerate(DrawingKind)
    ]
    rows = [(drawing.kind.value, json.dumps(drawing.to_json())) for drawing in made]
    store = open_store(home / "ohlc.sqlite3", demo=False)
    with store.transaction() as connection:
        drawings.save(connection, "ES=F", [*rows, ("wave", '{"kind": "wave", "points": 5}')], NOW.timestamp())
    store.close()


def _change_contract(home: Path) -> None:
    """A change of contract, since the fifth schema."""
    if SCHEMA < 5:
        return
    from ohlc_desktop.core.market.contracts import ContractChange
    from ohlc_desktop.core.timeframes import TIMEFRAMES
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.evidence import contract_changes

    store, ts = open_store(home / "ohlc.sqlite3", demo=False), int(NOW.timestamp())
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        contract_changes.save(connection, number, TIMEFRAMES["5m"], ts, ts + 1, [ContractChange(ts, 56.25)])
    store.close()


def _follow(home: Path) -> None:
    """What a feed names and contracts prove, since the eighth schema."""
    if SCHEMA < 8:
        return
    from ohlc_desktop.core.following.followed import NamedContract
    from ohlc_desktop.core.following.stretches import ContractStretch
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.evidence import followed

    store, ts = open_store(home / "ohlc.sqlite3", demo=False), int(NOW.timestamp())
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        followed.note_named(connection, number, "5m", NamedContract(ts // DAY, "E-Mini S&P 500 Dec 26", "ESZ26.CME"))
        followed.save_stretches(connection, number, "5m", ts, [ContractStretch("ESZ26.CME", ts, ts + HOUR, 12)])
    store.close()


def _note(home: Path) -> None:
    """Changes that a hub is to be told, since the twelfth schema."""
    if SCHEMA < 12:
        return
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.hub import marks

    store = open_store(home / "ohlc.sqlite3", demo=False)
    with store.transaction() as connection:
        marks.note_for(connection, "a hub")
    store.close()


def _relay(home: Path) -> None:
    """What came over a hub, since the twelfth schema."""
    if SCHEMA < 12:
        return
    from ohlc_desktop.core.planning.coverage import Interval
    from ohlc_desktop.core.timeframes import TIMEFRAMES
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.hub import relayed

    store, five = open_store(home / "ohlc.sqlite3", demo=False), TIMEFRAMES["5m"]
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        relayed.note_taken(connection, number, five, "a hub", 7)
        relayed.say(connection, number, five, Interval(0, 300), [relayed.Given(0, 300, "yahoo")])
    store.close()


def _object(home: Path) -> None:
    """A candle that something speaks against, since the fifth schema."""
    if SCHEMA < 5:
        return
    from ohlc_desktop.core.checking.objections import Objection, Reason
    from ohlc_desktop.core.timeframes import TIMEFRAMES
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.evidence import objections

    store, ts = open_store(home / "ohlc.sqlite3", demo=False), int(NOW.timestamp())
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        told = [Objection(ts, Reason.BEYOND, 6000.25, 6010.0, 6005.5)]
        objections.replace(connection, number, TIMEFRAMES["5m"], ts, ts + 1, tuple(Reason), told)
    store.close()


def _explain(home: Path) -> None:
    """Trading outside of known hours, and an hour in which nobody has a candle; since the fifth schema."""
    if SCHEMA < 5:
        return
    from ohlc_desktop.core.planning.coverage import Interval
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.evidence import served

    ts = int(NOW.timestamp())
    store = open_store(home / "ohlc.sqlite3", demo=False)
    with store.transaction() as connection:
        served.save_observed(connection, "cme_equity", [Interval(ts + CLOSE - HOUR, ts + CLOSE - HOUR // 2)])
        served.save_silence(connection, "cme_equity", {"5m": [Interval(ts - HOUR, ts)]})
    store.close()


def _contradict(home: Path) -> None:
    """Another source that has some candles otherwise, and lacks one; since the seventh schema."""
    if SCHEMA < 7:
        return
    from ohlc_desktop.core.arbitration.claims import Contradicting
    from ohlc_desktop.core.arbitration.precedence import SourceKind
    from ohlc_desktop.core.planning.coverage import Interval
    from ohlc_desktop.core.timeframes import TIMEFRAMES
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.series import candles
    from ohlc_desktop.store.sources import contradictions, heard, precedence

    store, ts, day = open_store(home / "ohlc.sqlite3", demo=False), int(NOW.timestamp()), TIMEFRAMES["1d"]
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        stored = candles.read_rows(connection, number, day, ts - 30 * DAY, ts)
        precedence.enrol(connection, "ninjatrader", SourceKind.FILE, NOW.timestamp())
        for source in ("ninjatrader", "yahoo"):
            heard.save(connection, number, day, source, [Interval(ts - 30 * DAY, ts)])
        other = stored.take(slice(0, 2))
        told = Contradicting(other, np.array([1, 1], dtype=np.int8), stored.ts[2:3], np.array([0.25, 0.0]))
        contradictions.replace(connection, number, day, ts - 30 * DAY, ts, {"ninjatrader": told})
    store.close()


def _roll(home: Path) -> None:
    """Two contracts of ES, and the ledger of their roll; since the ninth schema."""
    if SCHEMA < 9:
        return
    from ohlc_desktop.core.candles import make
    from ohlc_desktop.core.market.catalogue import load_catalogue
    from ohlc_desktop.resource_files import resource
    from ohlc_desktop.store.contracts.roll_ledger import keep_ledgers
    from ohlc_desktop.store.database import open_store
    from tests.store.contracts.paper_store import put

    store = open_store(home / "ohlc.sqlite3", demo=False)
    days = np.arange(20_695, 20_720) * DAY  # September 2026, in which the contract of that month ends on the 18th
    with store.transaction() as connection:
        for symbol, close in {"ESU26.CME": 6400.25, "ESZ26.CME": 6455.5}.items():
            prices = np.full(len(days), close)
            put(connection, symbol, "1d", make(days, prices, prices, prices, prices, np.full(len(days), 900)))
        keep_ledgers(connection, load_catalogue(resource("instruments.toml")).products)
    store.close()


def _spend(home: Path) -> None:
    """Money spent on a paid feed, and some of which nobody knows; since the tenth schema."""
    if SCHEMA < 10:
        return
    from ohlc_desktop.store.accounts import spending
    from ohlc_desktop.store.database import open_store

    store = open_store(home / "ohlc.sqlite3", demo=False)
    with store.transaction() as connection:
        spending.settle(connection, spending.reserve(connection, "databento", 64_916, "NQ.c.0 ohlcv-1m", NOW.timestamp()))
        spending.reserve(connection, "databento", 146, "NQ.c.0 definition", NOW.timestamp())
    store.close()


def _displace(home: Path) -> None:
    """A candle that another source's took the place of; since the eleventh schema."""
    if SCHEMA < 11:
        return
    from ohlc_desktop.core.timeframes import TIMEFRAMES
    from ohlc_desktop.store import watchlist
    from ohlc_desktop.store.database import open_store
    from ohlc_desktop.store.series import candles, displaced

    store, ts = open_store(home / "ohlc.sqlite3", demo=False), int(NOW.timestamp())
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        stored = candles.read_rows(connection, number, TIMEFRAMES["1d"], ts - 30 * DAY, ts)
        displaced.keep(connection, number, "1d", stored, stored.ts[:1], 99, NOW.timestamp())
    store.close()


if __name__ == "__main__":
    main()
