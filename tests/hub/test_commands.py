"""The commands of the hub, and what an import tells it by itself, on simulated candles."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import keyring
import pytest
from psycopg.sql import SQL, Identifier

from ohlc_desktop.hub.schema import SCHEMA
from tests.commands.conftest import CommandLine, CommandResult
from tests.commands.test_json import HEAD, check, document, documented
from tests.hub.archives import ledger, there
from tests.sources.databento.test_api_key import MemoryKeyring
from tests.standins.postgres import Line, PostgresServer

SECRET = "Zq9wSecretxK7w"


class Desk(CommandLine):
    """A demo profile whose hub is a database of the tests' server."""

    def __init__(self, home: Path, url: str, **settings: str) -> None:
        super().__init__(home)
        self.environment = {"OHLC_DESKTOP_HUB": url, "OHLC_DESKTOP_CONTRACTS": "off", **settings}

    def run(self, *words: str, **environment: str) -> CommandResult:
        """Carry out a command with these settings."""
        return super().run(*words, **{**self.environment, **environment})


@pytest.fixture
def desk(tmp_path: Path, postgres: PostgresServer, database: str) -> Desk:
    """A fresh profile with an empty archive of simulated candles at its hub."""
    with postgres.connect(database) as owner:
        owner.execute("UPDATE ohlc.meta SET value='1' WHERE key='demo'")
    return Desk(tmp_path / "profile", postgres.address(database))


def imported(desk: Desk, *words: str, **environment: str) -> list[dict[str, Any]]:
    """Import the days of ES; what was told of the hub."""
    answer = desk.run("import", "ES", "--timeframes", "1d", "--json", *words, **environment)
    assert answer.code == 0, answer
    assert answer.events[-1]["event"] == "run_done"
    return [event for event in answer.events if event["event"] == "notice" and event["kind"] == "hub"]


def test_an_import_tells_the_hub_by_itself(desk: Desk, postgres: PostgresServer, database: str) -> None:
    (notice,) = imported(desk)
    rows = there(postgres, database)
    assert notice["message"] == f"The hub was told {len(rows):,} candles of 5 series."
    assert {row[1] for row in rows} == {"1d", "5d", "1wk", "1mo", "3mo"}
    assert imported(desk) == []  # nothing new
    assert len(ledger(postgres, database)) == 1
    with postgres.connect(database) as owner:  # made anew
        owner.execute("TRUNCATE ohlc.importer, ohlc.push, ohlc.instrument, ohlc.origin, ohlc.candle RESTART IDENTITY CASCADE")
        owner.execute("UPDATE ohlc.meta SET value=gen_random_uuid()::text WHERE key='name'")
    assert desk.run("hub", "status", "--json").json["pending"] == 5
    assert imported(desk) == [notice]
    assert there(postgres, database) == rows


def test_a_hub_that_is_gone_never_fails_an_import(desk: Desk, postgres: PostgresServer, database: str) -> None:
    """It is told, and goes with the next one."""
    with Line(postgres) as line:
        gone = line.address(database)
    (notice,) = imported(desk, OHLC_DESKTOP_HUB=gone)
    assert (notice["level"], "does not answer" in notice["message"]) == ("warning", True)
    status = document(desk.run("hub", "status", "--json", OHLC_DESKTOP_HUB=gone), code=1)
    assert (status["state"], status["last_push"]["state"]) == ("unreachable", "unreachable")
    (notice,) = imported(desk)
    assert notice["level"] == "info"
    assert len(there(postgres, database)) > 0


def test_a_machine_that_follows_pushes_nothing(desk: Desk, postgres: PostgresServer, database: str) -> None:
    follower = {"OHLC_DESKTOP_HUB_ROLE": "follow"}
    for words in (("push",), ("verify",)):
        answer = desk.run("hub", *words, **follower)
        assert (answer.code, "This machine follows the hub." in answer.err) == (2, True)
    answer = desk.run("hub", "pull")
    assert (answer.code, "OHLC_DESKTOP_HUB_ROLE=follow" in answer.err) == (2, True)


def test_status_tells_who_fills_the_hub_and_how_far(desk: Desk) -> None:
    before = document(desk.run("hub", "--json"))
    imported(desk)
    after = document(desk.run("hub", "status", "--json"))
    gone = document(desk.run("hub", "status", "--json", OHLC_DESKTOP_HUB="postgresql://127.0.0.1:1/none"), code=1)
    check({**HEAD, **documented("## `hub status --json`")}, before, after, gone)
    assert (before["push"], before["machine"], before["series"], before["last_push"]) == (0, None, 0, None)
    assert (after["push"], after["ours"], after["series"], after["pending"]) == (1, True, 5, 0)
    text = desk.run("hub").out
    assert f"schema {SCHEMA}, 5 series, filled by" in text
    assert "To push    0 series" in text


def test_push_and_verify_tell_programs_what_they_did(desk: Desk, postgres: PostgresServer, database: str) -> None:
    imported(desk, OHLC_DESKTOP_HUB="")
    first = document(desk.run("hub", "verify", "--json"), code=1)
    pushed = document(desk.run("hub", "push", "--json"))
    equal = document(desk.run("hub", "verify", "--json"))
    with postgres.connect(database) as owner:
        owner.execute("DELETE FROM ohlc.candle WHERE known = 1")
    repaired = document(desk.run("hub", "verify", "--repair", "--json"))
    again = document(desk.run("hub", "init", "--json"))
    check({**HEAD, **documented("## `hub verify --json`")}, first, equal, repaired)
    check({**HEAD, **documented("## `hub push --json`")}, pushed)
    check({**HEAD, **documented("## `hub init --json`")}, again)
    assert (first["equal"], equal["equal"], repaired["repaired"]["candles"]) == (False, True, pushed["candles"])
    assert "Equal:" in desk.run("hub", "verify").out


def test_candles_that_only_the_hub_has_are_not_deleted_unasked(desk: Desk, postgres: PostgresServer, database: str) -> None:
    imported(desk)
    for damage in ("series SET timeframe='5m' WHERE timeframe='1wk'", "candle SET ts=ts + interval '1 s' WHERE ts='2026-11-02'"):
        with postgres.connect(database) as owner:
            owner.execute(f"SET timezone='UTC'; UPDATE ohlc.{damage}")
        rows = there(postgres, database)
        answer = desk.run("hub", "verify", "--repair", "--json")
        assert (answer.code, answer.json["error"]["exit_code"]) == (2, 2)
        assert "would be deleted there" in answer.json["error"]["title"]
        assert there(postgres, database) == rows
        assert desk.run("hub", "verify", "--repair", "--yes").code == 0
        assert {row[1] for row in there(postgres, database)} == {"1d", "5d", "1wk", "1mo", "3mo"}
        assert desk.run("hub", "verify").code == 0


def test_without_a_hub_the_commands_say_how_to_set_one(tmp_path: Path) -> None:
    shell = CommandLine(tmp_path / "profile")
    for word in ("status", "init", "push", "pull", "verify", "login", "logout"):
        answer = shell.run("hub", word)
        assert (answer.code, "Set OHLC_DESKTOP_HUB" in answer.err) == (2, True)


def test_the_grants_that_are_told_are_sql(desk: Desk, postgres: PostgresServer, bare: str) -> None:
    """Whatever the database is called."""
    name = f'My "{bare}"'
    with postgres.connect() as owner:
        owner.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(bare), Identifier(name)))
        told = desk.run("hub", "init", OHLC_DESKTOP_HUB=postgres.address(quote(name))).out
        owner.execute("CREATE ROLE alice")
        grants = re.findall("GRANT .* TO user;", told)
        for grant in grants:
            owner.execute(grant.replace(" user;", " alice;"))
        assert len(grants) == 2
        assert owner.execute("SELECT pg_has_role('alice', %s, 'MEMBER')", (f"{name}_writer",)).fetchone() == (True,)


# -- passwords ---------------------------------------------------------------------------------------


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """The system's keyring, in memory."""
    before, memory = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def guarded(desk: Desk, postgres: PostgresServer, database: str) -> Desk:
    """A profile whose user needs a password, which its address does not have."""
    with postgres.connect() as owner:
        owner.execute(f"DROP ROLE IF EXISTS {database}_desk")
        owner.execute(f"CREATE ROLE {database}_desk LOGIN PASSWORD '{SECRET}' IN ROLE {database}_writer")
    desk.environment["OHLC_DESKTOP_HUB"] = postgres.address(database, f"{database}_desk")
    return desk


def test_the_password_may_be_in_the_environment_a_file_or_the_keyring(
    guarded: Desk, ring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "password" in desk_state(guarded)["detail"]
    assert desk_state(guarded, PGPASSWORD=SECRET)["writer"] is True
    passes = tmp_path / "pgpass"
    passes.write_text(f"*:*:*:*:{SECRET}\n")
    passes.chmod(0o600)
    assert desk_state(guarded, PGPASSFILE=str(passes))["writer"] is True
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    kept = document(guarded.run("hub", "login", "--json"))
    assert list(ring.kept.values()) == [SECRET]
    assert desk_state(guarded)["writer"] is True
    removed = document(guarded.run("hub", "logout", "--json"))
    assert (kept["password"], removed["password"], ring.kept) == ("kept", "removed", {})
    assert "password" in desk_state(guarded)["detail"]


def test_a_keyring_that_fails_is_as_none(guarded: Desk, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bus is slow: that is no KeyringError."""

    def fail(*_: str) -> None:
        raise TimeoutError("the bus did not answer")

    monkeypatch.setattr(ring, "get_password", fail)
    assert "password" in desk_state(guarded)["detail"]
    answer = guarded.run("hub", "logout")
    assert (answer.code, "the bus did not answer" in answer.err) == (2, True)


def desk_state(desk: Desk, **environment: str) -> Any:
    """What status tells."""
    return desk.run("hub", "status", "--json", **environment).json


def test_a_password_is_shown_nowhere(guarded: Desk) -> None:
    address, told = guarded.environment["OHLC_DESKTOP_HUB"], list[CommandResult]()
    for password in (f"{SECRET}wrong", SECRET):
        guarded.environment["OHLC_DESKTOP_HUB"] = address.replace("_desk@", f"_desk:{password}@")
        told += [guarded.run("hub", *words) for words in (("status",), ("status", "--json"), ("push",))]
    told += [guarded.run("import", "ES", "--timeframes", "1d", "--json"), guarded.run("doctor", "--json")]
    texts = [each.out + each.err for each in told]
    texts += [path.read_text("utf-8", "replace") for path in guarded.home.rglob("*") if path.is_file()]
    assert not [text for text in texts if "Zq9w" in text]
