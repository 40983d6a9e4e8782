"""The ledger and the agenda as windows read them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ohlc_desktop.core.continuous.agenda import AgendaKind
from ohlc_desktop.core.continuous.ledger import Family
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.store_access.roll_reading import read_contracts
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.contracts.roll_ledger import keep_ledger
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
    look = read_contracts(profile, now)
    assert (list(look.products), look.planned) == (["NQ", "CL"], False)
    rolls = [roll for roll in look.rolls["NQ"] if roll.rolling == "expiry" and roll.family is Family.DAILY]
    assert [roll.until for roll in rolls[1:]] == [each.until for each in market.rolls("expiry")]
    with closing(open_store(profile.database, demo=False)) as store, store.transaction() as connection:
        assert keep_ledger(connection, market.product)
    kept = read_contracts(profile, now)
    assert kept == look
    events = {event.kind: event for event in look.events if event.roots == ("NQ",)}
    assert day_of(events[AgendaKind.CLOSED].day).isoformat() == "2026-12-25"
    last = events[AgendaKind.LAST_TRADING]
    assert (last.contract, last.following, last.closes) == ("NQZ26.CME", "NQH27.CME", ny("2026-12-18 09:30"))
    assert ("CLF27.NYM", AgendaKind.LAST_TRADING) in {(event.contract, event.kind) for event in look.events}


def test_before_the_first_import_the_default_watchlist_is_told_without_holidays(tmp_path: Path) -> None:
    look = read_contracts(Profile(tmp_path / "none"), ny("2026-12-17 12:00"))
    assert "NQ" in look.products
    assert {event.kind for event in look.events} >= {AgendaKind.LAST_TRADING, AgendaKind.ROLL}
    assert not {event.kind for event in look.events} & {AgendaKind.CLOSED, AgendaKind.EARLY_CLOSE}
    assert not look.planned
    assert not look.rolls
    assert not (tmp_path / "none").exists()
