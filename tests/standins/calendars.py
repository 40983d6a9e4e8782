"""Session calendars in a database before its first import.

A new profile's first import loads pandas and the calendar library and works the sessions out, which is most of what a
small import in a process of its own costs. Tests that are about something else begin with a profile that has them.
"""

from __future__ import annotations

import time
from contextlib import closing
from functools import cache

from ohlc_desktop.calendars import exchange_calendars
from ohlc_desktop.importer.run_setup import up_to_date_calendar
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.store.database import open_store

#: Those of the default watchlist.
CALENDARS = ("cme_equity", "cme_energy", "cme_metals")
_sessions = cache(exchange_calendars.sessions)


def keep_calendars(profile: Profile, *names: str, now: float | None = None) -> None:
    """Make the database of a profile, if there is none, and keep the sessions around a time (UTC epoch seconds) in it."""
    create(profile)
    with closing(open_store(profile.database, demo=profile.demo)) as store, store.transaction() as connection:
        for name in names or CALENDARS:
            up_to_date_calendar(connection, name, time.time() if now is None else now, _sessions)
