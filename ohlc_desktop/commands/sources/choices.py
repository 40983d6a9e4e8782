"""``sources compare``, ``choose`` and ``take-back``: both values of a candle side by side, and which of them stands."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.sources.opening import number_of, reading, state_of, writing
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.documents import stamp
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.errors import OhlcError, UsageError
from ohlc_desktop.core.market.sessions import Calendar, day_number
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, EVER, Timeframe, timeframe
from ohlc_desktop.store import markets
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources.differences import Differences, differences

_PRICES = ("open", "high", "low", "close")


def compare(context: Context, symbol: str, name: str, when: str | None, as_json: bool) -> int:
    """Tell the candles of which sources give different prices, of all time or of a session; returns the exit code."""
    wanted = timeframe(name)
    with reading(context) as connection:
        instrument = markets.at_home(connection, context.instrument(symbol))
        calendar = series_summary.load_calendar(connection, instrument.calendar)
        stretch = Interval(-EVER, EVER) if when is None else stretch_of(when, wanted, calendar)
        found = differences(connection, number_of(connection, instrument), wanted, *stretch)
    entries = [_entry(found, place, wanted) for place in range(len(found.ts))]
    if as_json:
        documents.write(context, {"symbol": instrument.symbol, "timeframe": wanted.name, "candles": entries})
        return 0
    _print(entries, found)
    return 0


def _entry(found: Differences, place: int, wanted: Timeframe) -> dict[str, Any]:
    ts = int(found.ts[place])
    said = {name: rows.take(rows.ts == ts) for name, rows in found.rows.items()}
    return {
        "time": stamp(ts, wanted),
        "stored": found.origins[place],
        **_values(found.stored.take(np.array([place]))),
        "said": [{"source": name, **_values(row)} for name, row in said.items() if len(row)],
    }


def _values(row: Candles) -> dict[str, float | int]:
    prices = {name: float(getattr(row, name)[0]) for name in _PRICES}
    return {**prices, "volume": int(row.volume[0])}


def _print(entries: list[dict[str, Any]], found: Differences) -> None:
    for entry in entries:
        sys.stdout.write(f"{entry['time']}\n")
        for row in entry["said"]:
            mark = "  stored" if row["source"] == entry["stored"] else ""
            prices = "".join(f"{row[key]:>14,.10g}" for key in _PRICES)
            sys.stdout.write(f"  {row['source']:<20}{prices}{row['volume']:>12,}{mark}\n")
    if not entries:
        sys.stdout.write("No source gives other prices than what is stored.\n")
    elif len(found.rows) > 1:
        sys.stdout.write("Let one stand with: ohlc-desktop sources choose SYMBOL TIMEFRAME TIME NAME\n")


def choose(context: Context, symbol: str, name: str, when: str, source: str, as_json: bool) -> int:
    """Let what a source says of a candle or a session stand; returns the exit code.

    Raises:
        UsageError: there is nothing of that source, or the time cannot be read.
    """
    from ohlc_desktop.importer.merging import choosing

    wanted = timeframe(name)
    with writing(context, "sources") as store, store.transaction() as connection:
        number, state = state_of(context, connection, symbol)
        changed = 0
        for stretch in stretches_of(when, wanted, state.calendar):
            done = choosing.choose(connection, number, state, wanted, source, stretch, context.clock.now())
            changed += done.added + done.revised
    return _tell(context, state.instrument.symbol, wanted, changed, f"{source} stands now", as_json)


def take_back(context: Context, symbol: str, name: str, when: str, as_json: bool) -> int:
    """Take a choice back; returns the exit code.

    Raises:
        UsageError: nothing was chosen there, or the time cannot be read.
    """
    from ohlc_desktop.importer.merging import choosing

    wanted = timeframe(name)
    with writing(context, "sources") as store, store.transaction() as connection:
        number, state = state_of(context, connection, symbol)
        changed = 0
        for stretch in stretches_of(when, wanted, state.calendar):
            done = choosing.take_back(connection, number, state, wanted, stretch, context.clock.now())
            changed += done.added + done.revised + done.removed
    return _tell(context, state.instrument.symbol, wanted, changed, "the choice is taken back", as_json)


def _tell(context: Context, symbol: str, wanted: Timeframe, changed: int, what: str, as_json: bool) -> int:
    if as_json:
        documents.write(context, {"symbol": symbol, "timeframe": wanted.name, "changed": changed})
    else:
        sys.stdout.write(f"{symbol} {wanted.name}: {what}; {changed:,} candle{'s' * (changed != 1)} changed.\n")
    return 0


def stretches_of(when: str, wanted: Timeframe, calendar: Calendar | None) -> list[Interval]:
    """The candles and sessions that are named, with commas between them.

    Raises:
        UsageError: as of :func:`stretch_of`.
    """
    return [stretch_of(each, wanted, calendar) for each in when.split(",")]


def stretch_of(when: str, wanted: Timeframe, calendar: Calendar | None) -> Interval:
    """The candle that begins at a time (ISO 8601, UTC), or the session of a trade date.

    Raises:
        UsageError: it is neither, or there is no session on that date.
    """
    with suppress(ValueError):
        day = day_number(date.fromisoformat(when))
        return Interval(day * DAY, (day + 1) * DAY) if wanted.daily else _session(when, day, calendar)
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        raise _unreadable(when) from None
    ts = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return Interval(ts, ts + wanted.seconds)


def _session(when: str, day: int, calendar: Calendar | None) -> Interval:
    place = [] if calendar is None else np.flatnonzero(calendar.trade_date == day).tolist()
    if calendar is None or not place:
        raise UsageError(
            "No session of {day} is known.",
            "Nothing was changed.",
            "Name a trade date, or the time of a candle.",
            day=when,
        )
    return Interval(int(calendar.open[place[0]]), int(calendar.close[place[0]]))


def _unreadable(when: str) -> OhlcError:
    return UsageError(
        "'{when}' is neither a date nor a time.", "Nothing was changed.",
        "Write the trade date of a session such as 2026-11-20, or the time of a candle such as 2026-11-20T15:30Z.", when=when,
    )  # fmt: skip
