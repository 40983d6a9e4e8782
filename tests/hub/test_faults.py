"""Whatever becomes of the server, the line or the disk: nothing is lost, nothing is there twice, nobody sees half a day."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
import trustme

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub import connection, listening
from ohlc_desktop.hub.failures import (
    HubError,
    HubForbidden,
    HubFull,
    HubInsecure,
    HubNewer,
    HubRefused,
    HubUnreachable,
    explained,
)
from ohlc_desktop.hub.listening import Listener
from ohlc_desktop.hub.reading import HubReader
from ohlc_desktop.hub.schema import SCHEMA
from ohlc_desktop.hub.setting_up import set_up
from ohlc_desktop.importer.hub import preparing
from ohlc_desktop.importer.hub.pushing import push
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.hub import marks
from tests.hub.archives import MONDAY, filled, here, ledger, pushed, put, some, there
from tests.standins.postgres import Line, PostgresServer
from tests.standins.redis_server import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An archive of three futures that go in three transactions."""
    monkeypatch.setattr(preparing, "_BATCH", 1)
    with closing(filled(tmp_path / "here.sqlite3", ["ES=F", "NQ=F", "CL=F"])) as opened:
        yield opened


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who vouches for the server."""
    return trustme.CA()


@pytest.fixture(scope="module")
def own(authority: trustme.CA) -> Iterator[PostgresServer]:
    """A server to be killed and starved, which speaks TLS as well and loses nothing that it has committed."""
    with PostgresServer(("synchronous_commit=on",), free_port()) as server:
        issued = authority.issue_cert("localhost")
        server.put_file("server.key", issued.private_key_pem.bytes())
        server.put_file("server.crt", issued.cert_chain_pems[0].bytes())
        server.restart("ssl=on")
        yield server


@pytest.fixture
def hub(own: PostgresServer) -> str:
    """The name of a database of that server, with an empty archive."""
    name = own.make_database()
    set_up(own.address(name), demo=False)
    return name


# -- the line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut_after", [0, 3_000, 60_000, 130_000, 170_000, 250_000])
def test_a_line_that_is_cut_anywhere_costs_nothing_but_time(
    store: Store, postgres: PostgresServer, database: str, url: str, cut_after: int
) -> None:
    """An instrument is there whole or not at all; the next push goes on with those that were left."""
    with Line(postgres, cut_after) as line, pytest.raises(HubUnreachable):
        pushed(store, line.address(database))
    whole = {symbol: [row for row in here(store) if row[0] == symbol] for symbol in ("CL=F", "ES=F", "NQ=F")}
    arrived = there(postgres, database)
    for symbol, rows in whole.items():
        assert [row for row in arrived if row[0] == symbol] in ([], rows)
    before = ledger(postgres, database)
    pushed(store, url)
    assert there(postgres, database) == here(store)
    assert [series for series, _, gone in ledger(postgres, database) if gone == 0] == [3] * 3
    assert ledger(postgres, database)[: len(before)] == before


def test_what_was_committed_without_an_answer_is_not_sent_again(
    store: Store, postgres: PostgresServer, database: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends between the hub's commit and the note of it here."""
    sent = marks.sent
    monkeypatch.setattr(marks, "sent", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pushed(store, url)
    monkeypatch.setattr(marks, "sent", sent)
    assert len(ledger(postgres, database)) == 1
    put(store, "CL=F", "1d", some("1d", MONDAY + 3 * DAY, 1))  # came after it
    pushed(store, url)
    assert [row[0] for row in ledger(postgres, database)] == [3, 1, 3, 3]
    assert there(postgres, database) == here(store)


def test_a_server_that_says_nothing_is_left_after_a_while(
    store: Store, postgres: PostgresServer, database: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that somebody forgot, as with any server that hangs."""
    with postgres.connect(database) as other, other.transaction(), monkeypatch.context() as patch:
        other.execute("LOCK TABLE ohlc.push")
        patch.setattr(connection, "SILENT_SECONDS", 0.3)
        with pytest.raises(HubUnreachable):
            pushed(store, url)
    pushed(store, url)
    assert there(postgres, database) == here(store)


def test_a_push_that_waits_is_cancelled_at_once(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    cancel = threading.Event()
    with postgres.connect(database) as other, other.transaction():
        other.execute("LOCK TABLE ohlc.push")
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(Cancelled):
            push(store, url, "desk", cancel)
    assert there(postgres, database) == []
    pushed(store, url)
    assert there(postgres, database) == here(store)


def test_a_line_that_is_gone_is_closed_by_the_driver_alone(postgres: PostgresServer, database: str) -> None:
    """Closed twice, it could be another file of the process the second time."""
    with Line(postgres) as line:
        opened = connection.connect(line.address(database))
        number = opened.fileno()
    with closing(socket.socket(fileno=os.dup(number))) as same, suppress(OSError):
        for _ in range(10):
            same.send(b"x")  # the answer is that nobody is there any more
    connection.HubWatch(opened, threading.Event(), 1.0)._hang_up()
    os.fstat(number)
    opened.close()


# -- the server --------------------------------------------------------------------------------------


def test_a_server_that_is_killed_and_started_again(store: Store, own: PostgresServer, hub: str) -> None:
    def kill(done: int, _total: int) -> None:
        if done == 2:
            own.kill()

    with pytest.raises(HubUnreachable):
        push(store, own.address(hub), "desk", threading.Event(), kill)
    with pytest.raises(HubUnreachable):
        pushed(store, own.address(hub))
    own.start()
    pushed(store, own.address(hub))
    assert there(own, hub) == here(store)
    assert [row[0] for row in ledger(own, hub)] == [3, 3, 3]


def test_a_full_disk_of_the_server(store: Store, own: PostgresServer, hub: str) -> None:
    """The system lets no file of the server grow beyond a megabyte, which one of its candles soon has."""
    with own.connect(hub) as owner:
        owner.execute("SELECT ohlc.ensure_month('2026-11-01')")
        owner.execute(
            "INSERT INTO ohlc.candle SELECT timestamptz '2026-11-01 00:00+00' + n * interval '1 second', 1, 1, 1, 1, 1, 0, 1, 1"
            " FROM generate_series(1, 11500) AS n"
        )
    own.restart(largest=2**20)
    with pytest.raises(HubFull, match="has no room"):
        pushed(store, own.address(hub))
    own.restart()
    pushed(store, own.address(hub))
    assert there(own, hub) == here(store)
    assert len({row[0] for row in there(own, hub)}) == 3


def test_a_clock_that_is_wrong_changes_nothing(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """What goes is told by numbers; times of the ledger are those of the server."""
    with store.transaction() as connection:
        connection.execute("UPDATE revision SET at=at-1e9")
    pushed(store, url)
    with HubReader(url) as hub:
        state = hub.state()
        assert state.pushed is not None
        assert 0 <= state.now - state.pushed < 3600


# -- rights ------------------------------------------------------------------------------------------


@pytest.fixture
def people(postgres: PostgresServer, database: str) -> dict[str, str]:
    """Addresses of one who reads and one who pushes."""
    with postgres.connect() as owner:
        for role in ("reader", "writer"):
            owner.execute(f"DROP ROLE IF EXISTS {database}_{role}_one")
            owner.execute(f"CREATE ROLE {database}_{role}_one LOGIN PASSWORD 'right' IN ROLE {database}_{role}")
    return {role: postgres.address(database, f"{database}_{role}_one", "right") for role in ("reader", "writer")}


FORBIDDEN = [
    *(f"{verb} ohlc.{table}{rest}" for table in ("candle", "series", "instrument", "origin", "push", "session", "watchlist", "importer", "meta")
      for verb, rest in (("DELETE FROM", ""), ("TRUNCATE", ""), ("DROP TABLE", " CASCADE"), ("ALTER TABLE", " ADD COLUMN x int"))),
    "UPDATE ohlc.meta SET value='9'", "UPDATE ohlc.candle SET close=1", "INSERT INTO ohlc.watchlist VALUES ('x', 0, 'ES=F')",
    "SELECT ohlc.ensure_month('2030-01-01')", "CREATE TABLE ohlc.x(a int)", "CREATE TABLE public.x(a int)", "CREATE SCHEMA x",
    "DROP VIEW ohlc.candles", "CREATE FUNCTION ohlc.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "GRANT SELECT ON ohlc.candle TO public",
    "CREATE ROLE intruder", "DROP SCHEMA ohlc CASCADE",
]  # fmt: skip


def test_a_reader_can_write_nothing(store: Store, postgres: PostgresServer, database: str, people: dict[str, str]) -> None:
    pushed(store, people["writer"])
    before = there(postgres, database)
    with psycopg.connect(people["reader"], autocommit=True) as reader:
        assert reader.execute("SELECT count(*) FROM ohlc.candles").fetchone() == (len(before),)
        done = [statement for statement in FORBIDDEN if _is_done(reader, statement)]
    assert done == ["GRANT SELECT ON ohlc.candle TO public"]  # which only warns
    assert there(postgres, database) == before
    with HubReader(people["reader"]) as hub:
        assert hub.state().writer is False
        assert len(hub.candles("ES=F", "5m", 0, 2**40).candles) == 828
    put(store, "ES=F", "1d", some("1d", MONDAY + 3 * DAY, 1))
    with pytest.raises(HubForbidden):
        pushed(store, people["reader"])


def test_a_reader_leaves_nothing_behind_where_the_documents_are_followed(
    store: Store, postgres: PostgresServer, database: str, people: dict[str, str]
) -> None:
    """And whoever pushes can push still."""
    taken = re.search(r"^REVOKE.*?(?=```)", (ROOT / "resources/docs/desk.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert taken is not None
    with postgres.connect(database) as owner:
        owner.execute(taken.group().replace("DATABASE ohlc", f"DATABASE {database}"))
    with psycopg.connect(people["reader"], autocommit=True) as reader:
        for left in ("CREATE TEMPORARY TABLE x(a int)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_create(0)", "SELECT lo_creat(-1)"):
            assert not _is_done(reader, left), left
    pushed(store, people["writer"])
    assert there(postgres, database) == here(store)


def _is_done(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> bool:
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def test_whoever_pushes_cannot_change_the_shape_nor_the_ledger(people: dict[str, str]) -> None:
    shape = [each for each in FORBIDDEN if each.startswith(("DROP", "ALTER", "CREATE", "TRUNCATE"))]
    history = ["DELETE FROM ohlc.push", "UPDATE ohlc.push SET candles=0", "DELETE FROM ohlc.importer", "DELETE FROM ohlc.series"]
    with psycopg.connect(people["writer"], autocommit=True) as writer:
        for statement in [*shape, *history, "UPDATE ohlc.meta SET value='9'"]:
            assert not _is_done(writer, statement), statement


def test_functions_of_others_are_never_called(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """On older servers anybody may make some, which fit better than PostgreSQL's own."""
    with postgres.connect(database) as owner:
        owner.execute(
            "CREATE FUNCTION public.to_timestamp(bigint) RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RAISE 'caught'; END $$"
        )
        try:
            pushed(store, url)
        finally:
            owner.execute("DROP FUNCTION public.to_timestamp(bigint)")


def test_times_are_read_however_the_server_writes_them(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    with postgres.connect() as owner:
        for setting in ("datestyle = 'German'", "timezone = 'America/Sao_Paulo'"):
            owner.execute(f"ALTER DATABASE {database} SET {setting}")
        try:
            pushed(store, url)
            with HubReader(url) as hub:
                assert hub.state().pushed == pytest.approx(hub.state().now, abs=3600)
                assert [each.first for each in hub.series(["CL=F"])] == [MONDAY] * 3
        finally:
            owner.execute(f"ALTER DATABASE {database} RESET ALL")


def test_a_newer_archive_is_not_pushed_to(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    with postgres.connect(database) as owner:
        owner.execute("UPDATE ohlc.meta SET value=%s WHERE key='schema'", (str(SCHEMA + 1),))
    with pytest.raises(HubNewer):
        pushed(store, url)


# -- TLS ---------------------------------------------------------------------------------------------


def test_a_certificate_is_asked_for_and_checked(
    store: Store, own: PostgresServer, hub: str, authority: trustme.CA, tmp_path: Path
) -> None:
    known, unknown = tmp_path / "known.pem", tmp_path / "unknown.pem"
    authority.cert_pem.write_to_path(known)
    trustme.CA().cert_pem.write_to_path(unknown)
    with own.connect() as owner:
        owner.execute(f"CREATE ROLE tls LOGIN PASSWORD 'right' IN ROLE {hub}_writer")
    address = f"postgresql://tls:right@localhost:{own.port}/{hub}?sslmode=verify-full&sslrootcert="
    pushed(store, f"{address}{known}")
    assert there(own, hub) == here(store)
    with pytest.raises(HubInsecure, match="certificate"):
        pushed(store, f"{address}{unknown}")
    with HubReader(f"{address}{known}") as reader:
        own.kill()
        with pytest.raises(HubUnreachable):
            reader.state()
    own.start()


def test_a_server_without_tls_is_refused_where_it_is_asked_for(postgres: PostgresServer, database: str) -> None:
    with Line(postgres) as line, pytest.raises(HubInsecure, match=r"do not agree on TLS.*sslmode"):
        HubReader(line.address(database).replace("sslmode=disable", "sslmode=require"))


def test_a_pooler_that_mixes_sessions_is_told_as_that(url: str) -> None:
    """What the driver has prepared is there already, or not any more: by the next session that has the connection."""
    for statement in ("PREPARE mine AS SELECT 1; PREPARE mine AS SELECT 1", "EXECUTE nobodys"):
        with closing(connection.connect(url)) as opened, pytest.raises(HubError, match="pool_mode = session"), explained(url):
            opened.execute(statement)


# -- who listens -------------------------------------------------------------------------------------


def test_a_commit_is_heard_and_whole_at_once(store: Store, url: str) -> None:
    """Whoever hears of it reads all of it; several that come at once are told as one."""
    listener, counts = Listener(url), list[int]()
    heard = listener.pushes()
    assert next(heard) == 0
    pushed(store, url)
    with HubReader(url) as hub:
        while (newest := next(heard)) < 3:
            counts.append(newest)
        assert [each.count for each in hub.series(["CL=F"])] == [3, 69, 828]
    listener.stop()
    assert list(heard) == []
    listener.close()


def test_a_listener_is_told_that_the_line_is_cut_and_can_go_on(store: Store, postgres: PostgresServer, database: str) -> None:
    with Line(postgres) as line:
        listener = Listener(line.address(database))
        heard = listener.pushes()
        assert next(heard) == 0
        line.cut()
        with pytest.raises(HubUnreachable):
            next(heard)
        pushed(store, postgres.address(database))
        assert next(listener.pushes()) == 3
        listener.close()


def test_anybody_may_notify_and_nobody_is_believed(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    listener = Listener(url)
    heard = listener.pushes()
    assert next(heard) == 0
    with postgres.connect(database) as other:
        for payload in ("", "seven", "-1", "999999999999999999999"):
            other.execute("SELECT pg_notify('ohlc_hub', %s)", (payload,))
    pushed(store, url)
    assert next(heard) <= 3
    listener.close()


def test_a_commit_is_heard_that_is_told_with_an_answer(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says it while it answers how far it is."""
    ask, listener = listening._newest, Listener(url)

    def ask_and_be_told(line: psycopg.Connection[tuple[object, ...]]) -> int:
        newest = ask(line)
        pushed(store, url)
        line.execute("SELECT 1")
        return newest

    monkeypatch.setattr(listening, "_newest", ask_and_be_told)
    heard, timer = listener.pushes(), threading.Timer(10, listener.stop)
    assert next(heard) == 0
    timer.start()
    assert (next(heard, None), timer.is_alive()) == (3, True), "without waiting for the next one"
    timer.cancel()
    listener.close()


def test_a_listener_that_waits_can_be_stopped(url: str) -> None:
    listener, ended = Listener(url), threading.Event()
    begun = threading.Event()

    def listen() -> None:
        for _ in listener.pushes():
            begun.set()
        ended.set()

    thread = threading.Thread(target=listen)
    thread.start()
    begun.wait()
    listener.stop()
    thread.join()
    assert ended.is_set()
    listener.close()


def test_a_standby_server_is_asked_as_it_tells_nobody(store: Store, own: PostgresServer, hub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes over from the primary in the end, and is pushed to."""
    monkeypatch.setattr(listening, "_PAUSE", 0.05)
    own.put_file("standby.signal", b"")
    own.restart()
    listener = Listener(own.address(hub))
    heard = listener.pushes()
    assert next(heard) == 0
    with pytest.raises(HubForbidden, match=r"recovery|read-only"):
        pushed(store, own.address(hub))
    with own.connect() as owner:
        owner.execute("SELECT pg_promote()")
    pushed(store, own.address(hub))
    assert next(heard) <= 3
    listener.close()


def test_a_refused_listener_says_why(postgres: PostgresServer, database: str) -> None:
    listener = Listener(postgres.address(database, "nobody", "wrong"))
    with pytest.raises(HubRefused):
        next(listener.pushes())
    listener.close()

