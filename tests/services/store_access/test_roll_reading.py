"""The ledger and the agenda as windows read them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ohlc_desktop.core.continuous.agenda import AgendaKind
from ohlc_desktop.core.continuous.ledger import Family
from ohlc_desktop.core.continuous.spec import parse_rolling
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.store_access.roll_reading import read_agenda, read_rolls
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import ny
from tests.store.contracts.paper_store import fill


def test_windows_read_the_rolls_of_a_root_and_what_comes(tmp_path: Path) -> None:
    profile, market = Profile(tmp_path, demo=False), PaperMarket("NQ")
    create(profile)
    fill(profile.database, market)
    with closing(open_store(profile.database, demo=False)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["NQ=F", "NQZ26.CME", "AAPL", "CLF27.NYM"])
    now = ny("2026-12-17 12:00")
    table = read_rolls(profile, "NQ", parse_rolling("expiry"), now)
    assert [roll.until for roll in table.rolls[Family.DAILY][1:]] == [each.until for each in market.rolls("expiry")]
    assert [roll.until for roll in table.rolls[Family.INTRADAY]] == [roll.until for roll in table.rolls[Family.DAILY]]
    assert table.coming is not None
    assert (table.coming.old, table.coming.ts) == ("NQZ26.CME", ny("2026-12-20 18:00"))
    events = read_agenda(profile, now)
    assert {event.roots for event in events} == {("NQ",), ("CL",)}
    assert next(day_of(event.day).isoformat() for event in events if event.kind is AgendaKind.CLOSED) == "2026-12-25"
    assert ("CLF27.NYM", AgendaKind.LAST_TRADING) in {(event.contract, event.kind) for event in events}
