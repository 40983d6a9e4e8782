"""Where instruments trade that are not in the catalogue, as the feed told it. Must run inside a transaction where it writes."""

from __future__ import annotations

from dataclasses import astuple

from ohlc_desktop.core.market.exchanges import Market, placed
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.watchlist import instrument_id


def market_of(connection: Connection, symbol: str) -> Market | None:
    """The market of an instrument; None while no answer has told it."""
    row = connection.execute(
        "SELECT m.zone, m.kind, m.exchange, m.name, m.begins, m.ends FROM market AS m"
        " JOIN instrument AS i ON i.id=m.instrument_id WHERE i.symbol=?",
        (symbol,),
    ).fetchone()
    return None if row is None else Market(*row)


def keep_market(connection: Connection, symbol: str, market: Market) -> None:
    """Keep the market of an instrument in the place of what was told before."""
    connection.execute(
        "INSERT OR REPLACE INTO market VALUES (?,?,?,?,?,?,?)", (instrument_id(connection, symbol), *astuple(market))
    )


def at_home(connection: Connection, instrument: Instrument) -> Instrument:
    """The instrument with the hours of its market, where that is known; those of the catalogue keep their own."""
    return instrument if instrument.root else placed(instrument, market_of(connection, instrument.symbol))
