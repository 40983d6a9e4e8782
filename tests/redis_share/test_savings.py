"""What Redis saved is counted for all machines, and told of a few."""

from __future__ import annotations

import math

import pytest

from ohlc_desktop.redis_share.savings import LONGEST, Savings, read
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.redis_share.status import probe
from tests.standins.redis_server import RedisServer

DAY = "2026-11-23"


def saved(server: RedisServer) -> Savings | None:
    """What the probe finds of the day."""
    return probe(server.url, day=DAY).saved


def test_savings_of_all_machines_are_added_up(server: RedisServer, share: RedisShare) -> None:
    assert saved(server) == Savings()
    for number in range(1, 8):
        share.note_saved(DAY, f"machine {number}", number)
    share.note_saved(DAY, "machine 1", 100)
    share.note_saved("2026-11-24", "machine 2", 1000)
    most = (("machine 1", 101), *((f"machine {number}", number) for number in (7, 6, 5, 4)))
    assert saved(server) == Savings(128, most)
    with server.client() as client:
        assert {86_400 < client.ttl(key) <= 2 * 86_400 for key in client.keys("ohlc:saved:*")} == {True}
    assert probe(server.url).saved is None


def test_requests_of_all_machines_are_told(server: RedisServer, share: RedisShare) -> None:
    for before in range(3):
        share.count_request(DAY, "", before, 10)
    share.count_request(DAY, "mine", 7, 10)
    status = probe(server.url, day=DAY)
    assert status.saved == Savings(sent=3)
    assert str(status.told).endswith("All machines that share it have sent 3 requests today.")
    mine = probe(server.url, day=DAY, feed="mine").saved
    assert mine is not None
    assert mine.sent == 8


@pytest.mark.parametrize("told", [b"999", b"11/10", b"-1/10", b"x/10", None, 5])
def test_what_is_no_count_of_requests_is_not_told(told: object) -> None:
    assert read(b"1", [], told).sent == 0


def test_savings_are_a_sentence() -> None:
    assert str(Savings(1234, (("alpha", 1200), ("beta", 34))).message) == (
        "Requests that it saved today (since 00:00 UTC): 1,234, for alpha 1,200, beta 34."
    )
    assert str(Savings().message) == "It has saved no request today (since 00:00 UTC)."


def test_names_of_machines_are_shown_as_one_short_line(server: RedisServer, share: RedisShare) -> None:
    share.note_saved(DAY, "x\n\x1b[31m" + "y" * 500, 1)
    with server.client() as client:
        client.zadd(f"ohlc:saved:{DAY}:machines", {b"\xff\xfe": math.inf})
    found = saved(server)
    assert found is not None
    assert found.machines == (("��", 10**12), ("x??[31m" + "y" * (LONGEST - 7), 1))


@pytest.mark.parametrize("total", [None, [], b"", b"-1", b"many", b"9" * 13, 7, ValueError()])
def test_what_is_none_of_ours_counts_as_nothing(total: object) -> None:
    assert read(total, [(b"alpha", 1.0)], total) == read(b"7", ValueError(), None) == Savings()
    assert read(total, [], b"12/2000").sent == 12


def test_keys_of_another_kind_are_no_failure(server: RedisServer) -> None:
    with server.client() as client:
        client.rpush(f"ohlc:saved:{DAY}", "x")
    assert saved(server) == Savings()
