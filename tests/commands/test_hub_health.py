"""What ``status`` and ``doctor`` tell of the hub, and the watchlists that are shared over it."""

from __future__ import annotations

import psycopg
import pytest

from ohlc_desktop.hub.setting_up import set_up
from tests.commands.conftest import CommandLine
from tests.hub.conftest import _archive, bare, database, postgres, url

__all__ = ["_archive", "bare", "database", "postgres", "url"]


@pytest.fixture
def hub(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty hub that the commands follow."""
    monkeypatch.setenv("OHLC_DESKTOP_HUB", url)
    monkeypatch.setenv("OHLC_DESKTOP_HUB_ROLE", "follow")
    return url


def fill(hub: str, **lists: str) -> None:
    """A push of nothing by desk-1, and the watchlists of machines."""
    with psycopg.connect(hub) as connection:
        connection.execute("INSERT INTO ohlc.importer(store, machine) VALUES ('s', 'desk-1')")
        connection.execute("INSERT INTO ohlc.push(store, machine, series, candles, gone) VALUES ('s', 'desk-1', 0, 0, 0)")
        for machine, symbols in lists.items():
            for place, symbol in enumerate(symbols.split()):
                connection.execute("INSERT INTO ohlc.watchlist VALUES (%s, %s, %s)", (machine, place, symbol))


def told(shell: CommandLine) -> dict[str, str]:
    """What doctor says of the hub."""
    checks = shell.run("doctor", "--json").json["checks"]
    (found,) = [check for check in checks if check["check"] == "hub"]
    return found


def test_without_a_hub_nothing_is_said(shell: CommandLine) -> None:
    assert shell.run("status", "--json").json["hub"]["state"] == "off"
    assert "Hub " not in shell.run("status").out
    assert "hub" not in [check["check"] for check in shell.run("doctor", "--json").json["checks"]]


def test_a_hub_that_is_followed(shell: CommandLine, hub: str) -> None:
    found = shell.run("status", "--json").json["hub"]
    assert (found["state"], found["role"], found["push"], found["pushed"]) == ("empty", "follow", 0, None)
    fill(hub)
    found = shell.run("status", "--json").json["hub"]
    assert (found["state"], found["machine"], found["push"], found["schema"]) == ("ok", "desk-1", 1, 1)
    (line,) = [line for line in shell.run("status").out.splitlines() if line.startswith("Hub ")]
    assert line.startswith("Hub        This machine follows the hub, which desk-1 fills. Last push 20")
    assert told(shell)["level"] == "ok"
    with psycopg.connect(hub) as connection:
        connection.execute("UPDATE ohlc.push SET at=at - interval '6 days'")
    assert shell.run("status", "--json").json["hub"]["state"] == "stale"
    assert told(shell)["detail"] == "The hub answers, but nothing was pushed to it for 6 days."


def test_a_hub_that_cannot_be_used_is_a_problem_and_no_password_is_shown(
    shell: CommandLine, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_HUB", "postgresql://me:Zq9wSecret@localhost:1/desk")
    status, plain, found = shell.run("status", "--json"), shell.run("status"), told(shell)
    assert status.json["hub"]["state"] == "failing"
    assert status.json["hub"]["address"] == "postgresql://me:***@localhost:1/desk"
    assert "Until it can be used, this machine asks its own feed." in plain.out
    assert found["level"] == "problem"
    assert "Zq9w" not in status.out + plain.out + str(found)


def test_whoever_is_to_fill_it_and_may_only_read_is_told(
    shell: CommandLine, hub: str, database: str, postgres: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(hub, demo=False)  # the roles of this copy
    with psycopg.connect(hub) as connection:
        connection.execute(f"CREATE ROLE {database}_guest LOGIN PASSWORD 'right' IN ROLE {database}_reader")
    monkeypatch.setenv("OHLC_DESKTOP_HUB", hub.replace("owner@", f"{database}_guest:right@"))
    monkeypatch.setenv("OHLC_DESKTOP_HUB_ROLE", "import")
    assert shell.run("status", "--json").json["hub"]["state"] == "read_only"
    assert "may only read: nothing is pushed" in told(shell)["detail"]


def test_a_shared_watchlist_is_shown_and_taken_over_and_nothing_goes_silently(shell: CommandLine, hub: str) -> None:
    shell.run("watch", "remove", *[line.split()[0] for line in shell.run("watch").out.splitlines() if not line.startswith("ES=F")])
    assert shell.run("watch", "shared").out == "Nobody shares a watchlist over the hub yet.\n"
    fill(hub, desk="NQ=F GC=F AAPL")
    assert shell.run("watch", "shared").out == "desk: NQ=F GC=F AAPL\n  not on your list: NQ=F GC=F AAPL\n  only on your list: ES=F\n"
    found = shell.run("watch", "shared", "--json").json
    assert (found["added"], found["watchlist"], found["lists"][0]["only_here"]) == ([], ["ES=F"], ["ES=F"])
    assert shell.run("watch", "shared", "--add").out == "Added: NQ=F GC=F AAPL. Removed: nothing.\n"
    assert [line.split()[0] for line in shell.run("watch").out.splitlines()] == ["ES=F", "NQ=F", "GC=F", "AAPL"]
    both = shell.run("watch", "shared", "--add", "--remove", "--json").json
    assert (both["added"], both["removed"], both["watchlist"]) == ([], ["ES=F"], ["NQ=F", "GC=F", "AAPL"])


def test_of_several_lists_one_has_to_be_named(shell: CommandLine, hub: str) -> None:
    fill(hub, desk="NQ=F", other="GC=F")
    asked = shell.run("watch", "shared", "--add")
    assert (asked.code, "Shared by: desk, other." in asked.err) == (2, True)
    assert shell.run("watch", "shared", "--add", "--from", "other").out == "Added: nothing. Removed: nothing.\n"
    assert "nowhere shares no watchlist" in shell.run("watch", "shared", "--from", "nowhere").err


def test_without_a_hub_there_is_no_shared_list(shell: CommandLine) -> None:
    found = shell.run("watch", "shared")
    assert (found.code, "No hub is set." in found.err) == (2, True)
