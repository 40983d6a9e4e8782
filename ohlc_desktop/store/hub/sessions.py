"""The stored sessions, as the hub is told them."""

from __future__ import annotations

from ohlc_desktop.store.connection import Connection


def stored_sessions(connection: Connection) -> dict[str, list[tuple[str, int, int, bool]]]:
    """By the name of the calendar: trade date (ISO), open and close in UTC epoch seconds, whether it ends early."""
    found: dict[str, list[tuple[str, int, int, bool]]] = {}
    rows = connection.execute("SELECT calendar, trade_date, open, close, early FROM session ORDER BY 1, 2")
    for calendar, *session, early in rows:
        found.setdefault(calendar, []).append((*session, bool(early)))
    return found
