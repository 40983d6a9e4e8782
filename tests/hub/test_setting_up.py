"""The archive is made once, whoever asks for it, and is never taken back to an older shape."""

from __future__ import annotations

import threading

import pytest

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.hub import setting_up
from ohlc_desktop.hub.address import place_of
from ohlc_desktop.hub.failures import HubError, HubForbidden, HubNewer, HubRefused, HubUnreachable, HubUnready
from ohlc_desktop.hub.reading import HubReader
from ohlc_desktop.hub.schema import MIGRATION_LOCK, SCHEMA
from ohlc_desktop.hub.setting_up import SetUp, set_up
from tests.standins.postgres import Line, PostgresServer


def test_a_new_archive_is_empty_and_has_a_name(postgres: PostgresServer, bare: str) -> None:
    url = postgres.address(bare)
    assert set_up(url, demo=False) == SetUp(0, SCHEMA, f"{bare}_reader", f"{bare}_writer")
    with HubReader(url) as hub:
        state = hub.state()
        assert (state.schema, state.demo, state.push, state.pushed, state.machine) == (SCHEMA, False, 0, None, "")
        assert state.name
        assert (hub.series(), hub.instruments(), hub.watchlists()) == ([], [], [])
        assert len(hub.candles("NQ=F", "5m", 0, 2**40).candles) == 0


def test_the_same_again_changes_nothing(postgres: PostgresServer, bare: str) -> None:
    url = postgres.address(bare)
    set_up(url, demo=False)
    with HubReader(url) as hub:
        before = hub.state().name
        assert set_up(url, demo=False).before == SCHEMA
        assert hub.state().name == before


def test_two_at_once_make_it_once(postgres: PostgresServer, bare: str) -> None:
    """The second waits for the first, and finds everything there."""
    url, found = postgres.address(bare), list[int]()
    with postgres.connect(bare) as first:
        first.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        both = [threading.Thread(target=lambda: found.append(set_up(url, demo=False).before)) for _ in range(2)]
        for each in both:
            each.start()
    for each in both:
        each.join()
    assert sorted(found) == [0, SCHEMA]


def test_who_waits_for_another_can_be_cancelled(postgres: PostgresServer, bare: str) -> None:
    cancel = threading.Event()
    with postgres.connect(bare) as first:
        first.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        threading.Timer(0.05, cancel.set).start()
        with pytest.raises(Cancelled):
            set_up(postgres.address(bare), demo=False, cancel=cancel)
        assert first.execute("SELECT to_regnamespace('ohlc')").fetchone() == (None,)


def test_a_database_without_an_archive_says_how_to_make_one(postgres: PostgresServer, bare: str) -> None:
    with pytest.raises(HubUnready, match="hub init"):
        HubReader(postgres.address(bare))


def test_an_archive_of_a_newer_version_is_left_alone(postgres: PostgresServer, database: str, url: str) -> None:
    with postgres.connect(database) as owner:
        owner.execute("UPDATE ohlc.meta SET value=%s WHERE key='schema'", (str(SCHEMA + 1),))
    for use in (lambda: HubReader(url), lambda: set_up(url, demo=False)):
        with pytest.raises(HubNewer, match=f"schema {SCHEMA + 1}.*knows {SCHEMA}"):
            use()
    with postgres.connect(database) as owner:
        assert owner.execute("SELECT value FROM ohlc.meta WHERE key='schema'").fetchone() == (str(SCHEMA + 1),)


def test_real_and_simulated_candles_never_meet(url: str) -> None:
    with pytest.raises(HubError, match="holds real candles"):
        set_up(url, demo=True)


def test_a_server_that_is_too_old_is_refused(postgres: PostgresServer, bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.connect(bare) as owner:
        major = owner.info.server_version // 10_000
        monkeypatch.setattr(setting_up, "_OLDEST", major + 1)
        with pytest.raises(HubError, match=f"runs PostgreSQL {major}; {major + 1} or newer"):
            set_up(postgres.address(bare), demo=False)
        assert owner.execute("SELECT to_regnamespace('ohlc')").fetchone() == (None,)


def test_whoever_may_not_make_schemas_is_told(postgres: PostgresServer, bare: str) -> None:
    with postgres.connect() as owner:
        owner.execute(f"CREATE ROLE {bare}_guest LOGIN PASSWORD 'right'")
    with pytest.raises(HubForbidden, match="permission denied"):
        set_up(postgres.address(bare, f"{bare}_guest", "right"), demo=False)


def test_roles_never_become_one_because_their_names_are_cut_off(postgres: PostgresServer, bare: str) -> None:
    """The name of a role is cut off after 63 bytes."""
    name = "d" * 57
    with postgres.connect() as owner:
        owner.execute(f"ALTER DATABASE {bare} RENAME TO {name}")
    with pytest.raises(HubError, match="too long"):
        set_up(postgres.address(name), demo=False)
    with postgres.connect() as owner:
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname LIKE 'dddd%'").fetchall() == []


def test_rights_of_an_earlier_version_are_taken_back(postgres: PostgresServer, bare: str) -> None:
    url = postgres.address(bare)
    set_up(url, demo=False)
    with postgres.connect(bare) as owner:
        owner.execute(f"GRANT DELETE ON ohlc.push TO {bare}_writer, {bare}_reader")
        set_up(url, demo=False)
        for role in ("reader", "writer"):
            assert owner.execute("SELECT has_table_privilege(%s, 'ohlc.push', 'DELETE')", (f"{bare}_{role}",)).fetchone() == (False,)


def test_a_wrong_password_is_told_and_not_repeated(postgres: PostgresServer, database: str) -> None:
    with pytest.raises(HubRefused) as told:
        HubReader(postgres.address(database, "nobody", "Zq9wWrong"))
    assert "nobody" in str(told.value)
    assert "Zq9w" not in str(told.value)


def test_a_database_that_is_not_there_is_told(postgres: PostgresServer) -> None:
    with pytest.raises(HubRefused, match="no such database"):
        HubReader(postgres.address("nowhere"))


def test_a_server_that_is_gone_is_told(postgres: PostgresServer, database: str) -> None:
    with Line(postgres) as line:
        url = line.address(database)
    with pytest.raises(HubUnreachable, match="does not answer"):
        HubReader(url)


@pytest.mark.parametrize(
    "address", ["mysql://u:Zq9w@h/d", "postgresql://u:Zq9w@h:port/d", "postgresql://h/d?Zq9w=1", "postgresql://u:p@Zq9w@h/d"]
)
def test_an_address_that_cannot_be_read_is_told_and_not_repeated(address: str) -> None:
    with pytest.raises(HubError, match="OHLC_DESKTOP_HUB") as told:
        HubReader(address)
    assert "Zq9w" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("postgresql://me@[::1]:5433/desk", "[::1]:5433/desk"),
        ("postgresql://one,two/desk", "one,two/desk"),
        ("postgresql://one:1,two:2/desk", "one:1,two:2/desk"),
        ("postgresql:///desk", "elsewhere:5434/desk"),
        ("postgresql://", "elsewhere:5434"),
        ("postgresql://here/desk", "here:5434/desk"),
    ],
)
def test_a_sentence_says_where_the_hub_is(address: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("PGPORT", "5434")
    assert place_of(address) == place
