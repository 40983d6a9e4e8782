"""``watch``: the instruments that are imported every day."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

from ohlc_desktop.commands.context import Context, watched
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.documents import stamp
from ohlc_desktop.core.errors import UnknownInstrument
from ohlc_desktop.core.market.contracts import EndedContract
from ohlc_desktop.core.market.exchanges import known_of
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.quotes import Quote
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.profile import create
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.reader import ended_contracts
from ohlc_desktop.store.series.quotes import quotes

#: Digits after the point that are no noise of a subtraction.
_PRICE_DIGITS, _PERCENT_DIGITS = 9, 4


def show(context: Context, as_json: bool = False) -> int:
    """Tell the watchlist; returns the exit code. Nothing is written: the profile may be one that can only be read."""
    listed = _listed(context)
    ended = _ended(context, listed)
    if as_json:
        prices = _quotes(context, listed)
        documents.write(context, {"instruments": [_entry(instrument, ended, prices) for instrument in listed]})
        return 0
    for instrument in listed:
        known = "" if instrument.root else f". {known_of(instrument)}"
        where = f"{instrument.exchange}{known}".lstrip(". ")
        sys.stdout.write(f"{instrument.symbol:<14}{instrument.name:<42}{where}\n")
    _offer(ended, [instrument.symbol for instrument in listed])
    return 0


def _entry(
    instrument: Instrument, ended: Sequence[EndedContract], prices: Mapping[str, Quote]
) -> dict[str, Any]:  # fmt: skip
    over = next((found for found in ended if found.symbol == instrument.symbol), None)
    return {
        "symbol": instrument.symbol,
        "name": instrument.name,
        "root": instrument.root or None,
        "exchange": instrument.exchange or None,
        "month": f"{instrument.month[0]}-{instrument.month[1]:02d}" if instrument.month else None,
        "tick": float(instrument.tick) if instrument.tick is not None else None,
        "multiplier": instrument.multiplier,
        "calendar": instrument.calendar,
        "known": "" if instrument.root else str(known_of(instrument)),
        "ended": over.day.isoformat() if over else None,
        "successor": over.successor.symbol if over else None,
        **_prices(prices.get(instrument.symbol)),
    }


def _prices(quote: Quote | None) -> dict[str, Any]:
    """The newest prices, as the window's watchlist has them."""
    if quote is None:
        return dict.fromkeys(("last", "last_timeframe", "last_time", "change", "percent", "change_from"))
    newest = quote.newest
    return {
        "last": quote.last,
        "last_timeframe": newest.timeframe,
        "last_time": stamp(newest.stamp, TIMEFRAMES[newest.timeframe]),
        "change": None if quote.change is None else round(quote.change, _PRICE_DIGITS),
        "percent": None if quote.percent is None else round(quote.percent, _PERCENT_DIGITS),
        "change_from": None if quote.settled is None or quote.before is None else day_of(quote.before).isoformat(),
    }


def _quotes(context: Context, instruments: Sequence[Instrument]) -> dict[str, Quote]:
    """Their newest prices; none where there is no database yet."""
    if not context.profile.database.exists():
        return {}
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        return quotes(store.connection, instruments)


def _listed(context: Context) -> Sequence[Instrument]:
    """The watchlist; where there never was one, the one that the first import will have."""
    if not context.profile.database.exists():
        return [context.instrument(symbol) for symbol in context.catalogue.default_watchlist]
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        symbols = watchlist.watched(store.connection, context.catalogue.default_watchlist)
        return [markets.at_home(store.connection, context.instrument(symbol)) for symbol in symbols]


def add(context: Context, names: Sequence[str], unchecked: bool, as_json: bool = False) -> int:
    """Add instruments; all or none. Returns the exit code.

    Raises:
        UnknownInstrument: a name is no instrument, or the feed does not know it.
    """
    instruments = list(dict.fromkeys(context.instrument(name) for name in names))
    verified = [i for i in instruments if (i.root if unchecked else _checked(context, i))]
    with _opened(context) as (store, before):
        fresh = [i for i in instruments if i.symbol not in before]
        after = list(dict.fromkeys([*before, *(i.symbol for i in fresh)]))
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, after)
    ended = _ended(context, instruments)
    if as_json:
        prices = _quotes(context, instruments)
        results = [{**_entry(i, ended, prices), "added": i in fresh, "verified": i in verified} for i in instruments]
        documents.write(context, {"instruments": results, "watchlist": after})
    else:
        _tell_added(instruments, fresh, instruments if unchecked else verified, ended, context.feed.display_name)
    return 0


def _tell_added(
    instruments: Sequence[Instrument],
    fresh: Sequence[Instrument],
    sure: Sequence[Instrument],
    ended: Sequence[EndedContract],
    feed: str,
) -> None:
    for instrument in instruments:
        told = "added" if instrument in fresh else "was on the watchlist already"
        sys.stdout.write(f"{instrument.symbol} ({instrument.name}) {told}.\n")
    for symbol in (instrument.symbol for instrument in instruments if instrument not in sure):
        sys.stderr.write(f"{feed} cannot be asked about {symbol} now; the next import will tell whether it knows it.\n")
    for found in ended:
        sys.stderr.write(
            f"{found.message} {feed} may have its last candles, or know it no more.\n"
            f"  Its successor: ohlc-desktop watch add {found.successor.symbol}\n"
        )


def remove(context: Context, names: Sequence[str], as_json: bool = False) -> int:
    """Remove instruments; their candles stay stored. Returns the exit code.

    Raises:
        UnknownInstrument: a name is not on the watchlist; nothing is removed.
    """
    with _opened(context) as (store, before):
        gone = list(dict.fromkeys(_on_list(context, name, before) for name in names))
        after = [symbol for symbol in before if symbol not in gone]
        with store.transaction() as connection:
            watchlist.set_watchlist(connection, after)
    if as_json:
        documents.write(context, {"removed": gone, "watchlist": after})
        return 0
    for symbol in gone:
        sys.stdout.write(f"{symbol} removed from the watchlist. Its candles stay stored.\n")
    return 0


def _offer(ended: Sequence[EndedContract], listed: Sequence[str]) -> None:
    """Say of contracts that have ended how to take them off, and how to watch what follows."""
    for found in ended:
        sys.stderr.write(f"{found.message} Its candles stay stored.\n")
        sys.stderr.write(f"  Take it off:   ohlc-desktop watch remove {found.symbol}\n")
        if found.successor.symbol not in listed:
            sys.stderr.write(f"  Its successor: ohlc-desktop watch add {found.successor.symbol}\n")


def _ended(context: Context, instruments: Sequence[Instrument]) -> Sequence[EndedContract]:
    if all(instrument.month is None for instrument in instruments):
        return ()
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        return list(ended_contracts(store.connection, context.catalogue, instruments, context.clock.now()).values())


@contextmanager
def _opened(context: Context) -> Iterator[tuple[Store, list[str]]]:
    """The store for writing, and the watchlist in it."""
    create(context.profile)
    with closing(open_store(context.profile.database, context.profile.demo)) as store:
        yield store, watched(context, store)


def _on_list(context: Context, name: str, before: Sequence[str]) -> str:
    symbol = name.strip().upper()
    if symbol not in before:
        symbol = context.instrument(name).symbol
    if symbol not in before:
        raise UnknownInstrument(
            f"{symbol} is not on the watchlist.", "Nothing was removed.", f"On it are: {', '.join(before) or 'none'}."
        )
    return symbol


def _checked(context: Context, instrument: Instrument) -> bool:
    """Ask the feed about an instrument that is not in the catalogue; False when it cannot be asked now."""
    if instrument.root:
        return True
    near, feed = context.catalogue.nearest(instrument.symbol), context.feed.display_name
    front, contract, share = context.feed.symbols
    hint = (
        f"Did you mean {' or '.join(near)}?"
        if near
        else f"Write a {feed} symbol such as {front}, {contract} or {share}."
    )
    if context.profile.demo:
        raise UnknownInstrument(
            f"The simulated market has no {instrument.symbol}.",
            "Nothing was added.",
            f"It has the futures of the catalogue only. {hint}",
        )
    from ohlc_desktop.sources.lookup import knows

    known = knows(context.feeds.of(instrument), instrument, context.settings.request_timeout, context.clock)
    if known is False:
        raise UnknownInstrument(f"{feed} knows no {instrument.symbol}.", "Nothing was added.", hint)
    if known is None and context.catalogue.looks_like_typo(instrument.symbol):
        raise UnknownInstrument(
            f"{instrument.symbol} is in no catalogue of ours, and {feed} cannot be asked about it now.",
            "Nothing was added.", f"{hint} If it is right, add it with --unchecked.",
        )  # fmt: skip
    return known is True
