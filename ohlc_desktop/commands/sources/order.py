"""``sources list`` and ``sources prefer``: where candles come from, and which source counts more."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.sources.opening import reading, state_of, writing
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.arbitration.precedence import KnownSource
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, precedence


def show(context: Context, as_json: bool) -> int:
    """Tell the sources, strongest first, with the instruments that they gave; returns the exit code."""
    with reading(context) as connection:
        entries = [_entry(connection, source) for source in precedence.read(connection).known]
    if as_json:
        documents.write(context, {"sources": entries})
        return 0
    for place, entry in enumerate(entries, 1):
        sys.stdout.write(f"{place:>2}  {entry['name']:<20}{entry['kind']:<8}{' '.join(entry['instruments'])}\n")
    if len(entries) > 1:
        sys.stdout.write(
            "The first that has a candle gives it. Change the order with: ohlc-desktop sources prefer NAME...\n"
        )
    return 0


def _entry(connection: Connection, source: KnownSource) -> dict[str, Any]:
    symbols = heard.instruments_of(connection, source.name)
    return {"name": source.name, "kind": source.kind.value, "instruments": symbols}


def prefer(context: Context, names: Sequence[str], as_json: bool) -> int:
    """Put sources in front and make what is stored follow; all or nothing. Returns the exit code.

    Raises:
        UsageError: a source is not known, or named twice.
    """
    from ohlc_desktop.importer import arbitration

    changed: dict[str, int] = {}
    with writing(context, "sources") as store, store.transaction() as connection:
        arbitration.prefer(connection, names)
        for symbol in watchlist.stored_symbols(connection):
            number = watchlist.instrument_id(connection, symbol)
            if heard.several(connection, number):
                number, state = state_of(context, connection, symbol)
                changed[symbol] = sum(arbitration.rebuild(connection, number, state, context.clock.now()).values())
        order = [source.name for source in precedence.read(connection).known]
    if as_json:
        counts = [{"symbol": symbol, "candles": count} for symbol, count in changed.items()]
        documents.write(context, {"order": order, "changed": counts})
        return 0
    sys.stdout.write(f"{' > '.join(order)}\n")
    for symbol, count in changed.items():
        sys.stdout.write(f"{symbol}: {count:,} candles changed; what other sources say of them is kept.\n")
    return 0
