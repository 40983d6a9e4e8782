"""Splits in the file: which were noticed, and every stored series of an instrument brought to another scale.

Whatever writes must be called inside a transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, merge
from ohlc_desktop.core.checking.splits import Split, rescale, rescaled_price, step_of
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions, series_summary
from ohlc_desktop.store.sources import contradictions

#: From a timeframe and its candles to the same candles with other values.
Change = Callable[[Timeframe, Candles], Candles]

_FIRST = -EVER
_COLUMNS = ", ".join(("at", "day", "numerator", "denominator", "state", "told", "noticed", "checked"))


class SplitState(StrEnum):
    """``APPLIED``: older candles were rescaled. ``TAKEN_BACK``: and put back. ``SUSPECTED``: only a ratio was seen, on one day."""

    APPLIED = "applied"
    TAKEN_BACK = "taken_back"
    SUSPECTED = "suspected"


class Noticed(NamedTuple):
    """A split that was noticed.

    Attributes:
        symbol: Of the instrument.
        split: Which.
        state: What became of it.
        told: The feed told of it; False where only a ratio did.
        noticed: UTC epoch seconds.
        checked: What is within the feed's reach was asked for again.
    """

    symbol: str
    split: Split
    state: SplitState
    told: bool
    noticed: float
    checked: bool


def noticed(connection: Connection, number: int | None = None) -> list[Noticed]:
    """The splits of an instrument, or of all, by instrument and time."""
    found = connection.execute(
        f"SELECT symbol, {_COLUMNS} FROM split JOIN instrument ON id=instrument_id"
        " WHERE ?1 IS NULL OR instrument_id=?1 ORDER BY symbol, at, noticed",
        (number,),
    )
    return [
        Noticed(symbol, Split(*told), SplitState(state), bool(by_event), at, bool(checked))
        for symbol, *told, state, by_event, at, checked in found
    ]


def note(connection: Connection, number: int, split: Split, state: SplitState, told: bool, now: float) -> None:
    """Keep that a split was noticed at ``now`` (UTC epoch seconds)."""
    connection.execute(
        f"INSERT INTO split(instrument_id, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,0)"
        " ON CONFLICT DO UPDATE SET state=excluded.state, told=excluded.told",
        (number, split.at, split.day, split.numerator, split.denominator, state.value, int(told), now),
    )


def note_back(connection: Connection, number: int, found: Noticed, now: float) -> None:
    """Keep that the feed has taken a split back at ``now`` (UTC epoch seconds)."""
    connection.execute(
        "UPDATE split SET state=?, ended=?, checked=0 WHERE instrument_id=? AND at=? AND noticed=?",
        (SplitState.TAKEN_BACK.value, now, number, found.split.at, found.noticed),
    )


def note_checked(connection: Connection, number: int, before: float) -> None:
    """Keep that what is within the feed's reach was asked for again after splits noticed, or taken back, before a moment."""
    connection.execute(
        "UPDATE split SET checked=1 WHERE instrument_id=? AND coalesce(ended, noticed)<?", (number, before)
    )


def forget_suspicions(connection: Connection, number: int) -> None:
    """Forget ratios of which no event told: the feed has the stored scale again."""
    connection.execute("DELETE FROM split WHERE instrument_id=? AND state=?", (number, SplitState.SUSPECTED.value))


def unchecked(connection: Connection, number: int) -> list[Split]:
    """Splits after which what is within the feed's reach has not been asked for again."""
    found = noticed(connection, number)
    return [each.split for each in found if each.state is not SplitState.SUSPECTED and not each.checked]


# -- candles -----------------------------------------------------------------------------------------


def rescale_all(
    connection: Connection, number: int, instrument: Instrument, splits: Sequence[Split], now: float, derived: Change
) -> int:
    """Bring all candles before the splits to the new scale, in every series; how many changed.

    Args:
        connection: Of the store.
        number: The instrument's.
        instrument: How its prices are rounded.
        splits: Oldest first.
        now: UTC epoch seconds; the former values are kept as revisions of this moment.
        derived: Makes those candles anew that hold both sides of a split; called for every summary, finer ones first.
    """

    def changed(timeframe: Timeframe, old: Candles) -> Candles:
        steps = [step_of(split, timeframe) for split in splits]
        return derived(timeframe, rescale(old, steps, instrument))

    def plain(timeframe: Timeframe, told: Candles) -> Candles:
        return rescale(told, [step_of(split, timeframe) for split in splits], instrument)

    return _every_series(connection, number, splits, now, changed, plain)


def put_back(
    connection: Connection, number: int, instrument: Instrument, found: Noticed, now: float, derived: Change
) -> int:
    """Undo a split: the former values where they are known and were not corrected since, else rescaled; how many changed.

    The arguments are those of :func:`rescale_all`.
    """

    def undone(timeframe: Timeframe, old: Candles) -> Candles:
        steps = [step_of(found.split, timeframe)]
        former = _former(connection, number, timeframe, steps[0].edge, found.noticed)
        untouched = former.take(_held(old, rescale(former, steps, instrument)))
        return derived(timeframe, merge(rescale(old, steps, instrument, back=True), untouched))

    def plain(timeframe: Timeframe, told: Candles) -> Candles:
        return rescale(told, [step_of(found.split, timeframe)], instrument, back=True)

    return _every_series(connection, number, [found.split], now, undone, plain)


def _every_series(
    connection: Connection, number: int, splits: Sequence[Split], now: float, change: Change, plain: Change
) -> int:
    """Replace the candles before the newest split in each series by what ``change`` makes of them; how many changed.

    ``plain`` makes the same of the rows of other sources, which are not stored as candles.
    """
    count = 0
    for timeframe in TIMEFRAMES.values():
        end = max(step_of(split, timeframe).edge for split in splits)
        count += _bring_series(connection, number, timeframe, end, change, now)
        contradictions.change(connection, number, timeframe, end, partial(plain, timeframe))
    facts.note_scale(connection)
    return count


def _bring_series(
    connection: Connection, number: int, timeframe: Timeframe, end: int, change: Change, now: float
) -> int:
    """Bring all that is kept of a series before a stamp to another scale: rows, blocks, summary; how many candles changed.

    The rows that the feed said of these candles are let go: it says none of them any more, and rounded ones would
    contradict those that it says now. So is what witnesses said at the former scale; they are heard again with the next
    answers. Refused rows stay as they came: they are compared with nothing.
    """
    for table in ("said", "objection"):
        before = (number, timeframe.name, end)
        connection.execute(f"DELETE FROM {table} WHERE instrument_id=? AND timeframe=? AND ts<?", before)
    old = rows.read_rows(connection, number, timeframe, _FIRST, end)
    return _replace(connection, number, timeframe, old, change(timeframe, old), now) if len(old) else 0


def _replace(connection: Connection, number: int, timeframe: Timeframe, old: Candles, new: Candles, now: float) -> int:
    _, changed = rows.difference(old, new)
    if not changed.any():
        return 0
    revision = series_summary.next_revision(connection, number, timeframe.name)
    revisions.keep(connection, number, timeframe.name, old.ts[changed], revision, now)
    values = zip(*(column[changed].tolist() for column in (*new.columns[1:], new.ts)), strict=True)
    connection.executemany(
        "UPDATE candle SET open=?, high=?, low=?, close=?, volume=?,"
        f" made_of=CASE WHEN origin IN ('derived', '{rows.RESCALED}') THEN made_of"
        " ELSE nullif(origin, (SELECT feed FROM instrument WHERE id=instrument_id)) END,"
        f" origin=CASE origin WHEN 'derived' THEN origin ELSE '{rows.RESCALED}' END"
        f" WHERE instrument_id={number:d} AND timeframe='{timeframe.name}' AND ts=?",
        values,
    )
    rows.rebuild_blocks(connection, number, timeframe, revision)
    series_summary.note_change(
        connection, number, timeframe.name, rows.Change(0, int(changed.sum())), revision, None, None
    )
    return int(changed.sum())


def confirm(connection: Connection, number: int, timeframe: Timeframe, given: Candles, origin: str) -> None:
    """Note that a feed gave the rescaled values of candles itself, where it did: it has said them now."""
    if not len(given):
        return
    ends = int(given.ts[0]), int(given.ts[-1]) + 1
    found = connection.execute(
        "SELECT ts FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? AND origin=? AND made_of IS NULL"
        " ORDER BY ts",
        (number, timeframe.name, *ends, rows.RESCALED),
    )
    ours = np.fromiter((ts for (ts,) in found), dtype=np.int64)
    same = given.take(_held(rows.read_rows(connection, number, timeframe, *ends), given))
    connection.executemany(
        "UPDATE candle SET origin=? WHERE instrument_id=? AND timeframe=? AND ts=?",
        ((origin, number, timeframe.name, ts) for ts in np.intersect1d(ours, same.ts).tolist()),
    )


def _former(connection: Connection, number: int, timeframe: Timeframe, end: int, at: float) -> Candles:
    """What the candles before a stamp were until a moment at which they were rescaled, sorted."""
    found = connection.execute(
        "SELECT ts, open, high, low, close, volume FROM revision AS r WHERE instrument_id=? AND timeframe=? AND ts<?"
        " AND at=? AND revision=(SELECT min(revision) FROM revision AS f WHERE f.instrument_id=r.instrument_id"
        " AND f.timeframe=r.timeframe AND f.ts=r.ts AND f.at=r.at) ORDER BY ts",
        (number, timeframe.name, end, at),
    )
    return rows.block_of(found)


def _held(stored: Candles, wanted: Candles) -> Bools:
    fresh, changed = rows.difference(stored, wanted)
    return ~(fresh | changed)


# -- drawings ----------------------------------------------------------------------------------------


def rescale_drawings(connection: Connection, number: int, split: Split, now: float) -> int:
    """Divide the prices of all drawings of an instrument; how many there are. What they were is kept with the split."""
    drawn = connection.execute("SELECT id, data FROM drawing WHERE instrument_id=?", (number,)).fetchall()
    fresh = {key: _divided(data, split) for key, data in drawn}
    connection.executemany("UPDATE drawing SET data=? WHERE id=?", ((data, key) for key, data in fresh.items()))
    before = json.dumps({fresh[key]: data for key, data in drawn})
    connection.execute(
        "UPDATE split SET drawn=? WHERE instrument_id=? AND at=? AND noticed=?", (before, number, split.at, now)
    )
    return len(drawn)


def put_drawings_back(connection: Connection, number: int, found: Noticed) -> int:
    """Undo that: as they were where nobody changed them since, else multiplied; how many there are."""
    row = connection.execute(
        "SELECT drawn FROM split WHERE instrument_id=? AND at=? AND noticed=?", (number, found.split.at, found.noticed)
    ).fetchone()
    before: dict[str, str] = json.loads(row[0]) if row else {}
    at, day, numerator, denominator = found.split.at, found.split.day, found.split.numerator, found.split.denominator
    inverse = Split(at, day, denominator, numerator)
    drawn = connection.execute("SELECT id, data FROM drawing WHERE instrument_id=?", (number,)).fetchall()
    connection.executemany(
        "UPDATE drawing SET data=? WHERE id=?",
        ((before.get(data) or _divided(data, inverse), key) for key, data in drawn),
    )
    return len(drawn)


def _divided(data: str, split: Split) -> str:
    """A drawing's JSON with its prices divided; one that cannot be read stays as it is."""
    try:
        drawing: dict[str, Any] = json.loads(data)
        points: Iterable[Sequence[float]] = drawing["points"]
        drawing["points"] = [[ts, rescaled_price(price, split.ratio)] for ts, price in points]
    except (ValueError, TypeError, KeyError, OverflowError):
        return data
    return json.dumps(drawing)
