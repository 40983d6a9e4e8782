"""What is noted of contracts that have ended. Imports nothing heavy: the tray reads it while idle.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

#: Before the symbol of an ended contract that the feed did not know; the value is the first and the last day of it.
_UNKNOWN = "unknown:"


def note_unknown(connection: Connection, symbol: str, day: int) -> None:
    """Note that on a UTC day (epoch seconds // 86400) the feed did not know an ended contract."""
    first = (facts.fact(connection, _UNKNOWN + symbol) or str(day)).split()[0]
    facts.keep_fact(connection, _UNKNOWN + symbol, f"{first} {day}")


def note_known(connection: Connection, symbol: str) -> None:
    """Note that the feed has answered for a contract."""
    facts.forget_fact(connection, _UNKNOWN + symbol)


def is_gone(connection: Connection, symbol: str) -> bool:
    """Whether the feed has not known an ended contract on two days: once may be a passing fault."""
    days = (facts.fact(connection, _UNKNOWN + symbol) or "").split()
    return len(set(days)) > 1
