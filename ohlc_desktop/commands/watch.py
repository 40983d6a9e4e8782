"""``watch``: the instruments that are imported every day."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta

from ohlc_desktop.commands.context import Context, watched
from ohlc_desktop.core.contracts import EndedContract
from ohlc_desktop.core.errors import UnknownInstrument
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.markets import known_of
from ohlc_desktop.profile import create
from ohlc_desktop.store import facts, markets, watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.reader import ended_contracts


def show(context: Context) -> int:
    """Print the watchlist; returns the exit code. Nothing is written: the profile may be one that can only be read."""
    listed = _listed(context)
    for instrument in listed:
        where = (
            instrument.exchange if instrument.root else f"{instrument.exchange}. {known_of(instrument)}".lstrip(". ")
        )
        sys.stdout.write(f"{instrument.symbol:<14}{instrument.name:<42}{where}\n")
    _offer(context, [instrument.symbol for instrument in listed])
    return 0


def _listed(context: Context) -> Sequence[Instrument]:
    """The watchlist; where there never was one, the one that the first import will have."""
    if not context.profile.database.exists():
        return [context.instrument(symbol) for symbol in context.catalogue.default_watchlist]
    store = open_reader(context.profile.database, context.profile.demo)
    try:
        with store.errors():
            chosen = facts.fact(store.connection, "watchlist") is not None
            symbols = watchlist.watchlist(store.connection) if chosen else context.catalogue.default_watchlist
            return [markets.at_home(store.connection, context.instrument(symbol)) for symbol in symbols]
    finally:
        store.close()


def add(context: Context, names: Sequence[str], unchecked: bool) -> int:
    """Add instruments; all or none. Returns the exit code.

    Raises:
        UnknownInstrument: a name is no instrument, or Yahoo does not know it.
    """
    instruments = list(dict.fromkeys(context.instrument(name) for name in names))
    if not unchecked:
        for instrument in instruments:
            _check(context, instrument)
    store = _open(context)
    try:
        before = watched(context, store)
        fresh = [i for i in instruments if i.symbol not in before]
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, list(dict.fromkeys([*before, *(i.symbol for i in fresh)])))
    finally:
        store.close()
    for instrument in instruments:
        told = "added" if instrument in fresh else "was on the watchlist already"
        sys.stdout.write(f"{instrument.symbol} ({instrument.name}) {told}.\n")
    for found in _ended(context, instruments):
        sys.stderr.write(
            f"{found.message} Yahoo may have its last candles, or know it no more.\n"
            f"  Its successor: ohlc-desktop watch add {found.successor.symbol}\n"
        )
    return 0


def remove(context: Context, names: Sequence[str]) -> int:
    """Remove instruments; their candles stay stored. Returns the exit code.

    Raises:
        UnknownInstrument: a name is not on the watchlist; nothing is removed.
    """
    store = _open(context)
    try:
        before = watched(context, store)
        gone = list(dict.fromkeys(_on_list(context, name, before) for name in names))
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, [symbol for symbol in before if symbol not in gone])
    finally:
        store.close()
    for symbol in gone:
        sys.stdout.write(f"{symbol} removed from the watchlist. Its candles stay stored.\n")
    return 0


def _offer(context: Context, listed: Sequence[str]) -> None:
    """Say of contracts that have ended how to take them off, and how to watch what follows."""
    for found in _ended(context, [context.instrument(symbol) for symbol in listed]):
        lines = [
            f"{found.message} Its candles stay stored.",
            f"  Take it off:   ohlc-desktop watch remove {found.symbol}",
        ]
        if found.successor.symbol not in listed:
            lines.append(f"  Its successor: ohlc-desktop watch add {found.successor.symbol}")
        sys.stderr.write("".join(f"{line}\n" for line in lines))


def _ended(context: Context, instruments: Sequence[Instrument]) -> Sequence[EndedContract]:
    """The contracts among some instruments that trade no more."""
    if all(instrument.month is None for instrument in instruments):
        return ()
    store = open_reader(context.profile.database, context.profile.demo)
    try:
        with store.errors():
            return list(ended_contracts(store.connection, context.catalogue, instruments, context.clock.now()).values())
    finally:
        store.close()


def _open(context: Context) -> Store:
    create(context.profile)
    return open_store(context.profile.database, context.profile.demo)


def _on_list(context: Context, name: str, before: Sequence[str]) -> str:
    symbol = name.strip().upper()
    if symbol not in before:
        symbol = context.instrument(name).symbol
    if symbol not in before:
        raise UnknownInstrument(
            f"{symbol} is not on the watchlist.", "Nothing was removed.", f"On it are: {', '.join(before) or 'none'}."
        )
    return symbol


def _check(context: Context, instrument: Instrument) -> None:
    """Ask Yahoo about an instrument that is not in the catalogue.

    Raises:
        UnknownInstrument: Yahoo does not know it, or cannot be asked and it looks like a slip of the keyboard.
    """
    if instrument.root:
        return
    near = context.catalogue.nearest(instrument.symbol)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Write a Yahoo symbol such as NQ=F, MNQZ26.CME or AAPL."
    if context.profile.demo:
        raise UnknownInstrument(
            f"The simulated market has no {instrument.symbol}.",
            "Nothing was added.",
            f"It has the futures of the catalogue only. {hint}",
        )
    known = _yahoo_knows(context, instrument)
    if known is False:
        raise UnknownInstrument(f"Yahoo knows no {instrument.symbol}.", "Nothing was added.", hint)
    if known is None and context.catalogue.looks_like_typo(instrument.symbol):
        raise UnknownInstrument(
            f"{instrument.symbol} is in no catalogue of ours, and Yahoo cannot be asked about it now.",
            "Nothing was added.", f"{hint} If it is right, add it with --unchecked.",
        )  # fmt: skip
    if known is None:
        sys.stderr.write(
            f"Yahoo cannot be asked about {instrument.symbol} now; the next import will tell whether it knows it.\n"
        )


def _yahoo_knows(context: Context, instrument: Instrument) -> bool | None:
    """Whether Yahoo has the symbol; None when it cannot be asked."""
    from ohlc_desktop.market.lookup import knows

    now = context.clock.now()
    start = int(now - timedelta(days=30).total_seconds())
    return knows(instrument, start, int(now), context.settings.request_timeout, context.clock)
