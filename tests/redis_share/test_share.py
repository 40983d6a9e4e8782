"""What machines share through a real Redis: one asks while the others wait, and requests are counted before they are made."""

from __future__ import annotations

import threading

import pytest

from ohlc_desktop.redis_share.guarded_client import BUDGET
from ohlc_desktop.redis_share.share import CLAIM, LARGEST, Counted, Looked, RedisShare
from ohlc_desktop.redis_share.status import RedisState
from tests.redis_share.conftest import Open
from tests.standins.redis_server import RedisServer

NAME = "yahoo:ES=F:5m:498312"
ANSWER = b"OHL2" + bytes(range(200))


# -- answers ---------------------------------------------------------------------------------------------


def test_one_machine_asks_and_the_others_find_its_answer(server: RedisServer, share: RedisShare, open_share: Open) -> None:
    other = open_share(server.url)
    assert share.look(NAME) == Looked(mine=True)
    assert other.look(NAME) == Looked(theirs=True)
    assert other.look("yahoo:NQ=F:5m:498312") == Looked(mine=True)
    assert share.give(NAME, ANSWER, 60)
    assert other.look(NAME) == Looked(ANSWER)
    assert share.look(NAME) == Looked(ANSWER)
    assert share.redis.failure is None


def test_a_machine_that_gets_no_answer_lets_another_one_ask(server: RedisServer, share: RedisShare, open_share: Open) -> None:
    other = open_share(server.url)
    share.look(NAME)
    assert share.give(NAME, b"", 60) is False
    assert other.look(NAME) == Looked(mine=True)
    assert share.give(NAME, b"", 60) is False
    assert share.look(NAME) == Looked(theirs=True), "nobody takes away what another machine has claimed"


def test_an_answer_of_no_use_is_not_found_again_but_the_next_one_is(share: RedisShare, server: RedisServer, open_share: Open) -> None:
    other = open_share(server.url)
    other.look(NAME)
    other.give(NAME, ANSWER, 60)
    assert share.look(NAME, ANSWER) == Looked(mine=True)
    other.give(NAME, ANSWER[::-1], 60)
    assert share.look(NAME, ANSWER) == Looked(ANSWER[::-1])


def test_what_is_kept_has_an_end(server: RedisServer, share: RedisShare) -> None:
    share.look("claimed")
    share.look(NAME)
    share.give(NAME, ANSWER, 600)
    share.count_request("2026-11-23", "", 0, 10)
    with server.client() as client:
        left = {str(key, "ascii"): client.ttl(key) for key in client.scan_iter()}
    assert left.keys() == {f"ohlc:answer:{NAME}", "ohlc:asking:claimed", "ohlc:quota:2026-11-23"}
    assert 0 < left["ohlc:asking:claimed"] <= CLAIM
    assert CLAIM < left[f"ohlc:answer:{NAME}"] <= 600
    assert 86_400 < left["ohlc:quota:2026-11-23"] <= 2 * 86_400


def test_what_is_too_large_or_too_old_is_not_kept(server: RedisServer, share: RedisShare) -> None:
    assert share.give(NAME, bytes(LARGEST + 1), 60) is False
    assert share.give(NAME, ANSWER, 0) is False
    with server.client() as client:
        assert client.dbsize() == 0
    assert share.give(NAME, bytes(LARGEST), 60)


def test_a_key_of_another_kind_is_no_failure(server: RedisServer, share: RedisShare) -> None:
    with server.client() as client:
        client.rpush(f"ohlc:answer:{NAME}", "x")
    assert share.look(NAME) == Looked()
    assert share.redis.failure is None


# -- the quota -------------------------------------------------------------------------------------------


def test_requests_of_all_machines_are_counted_together(server: RedisServer, share: RedisShare, open_share: Open) -> None:
    other = open_share(server.url)
    assert [share.count_request("2026-11-23", "", before, 4) for before in (0, 1)] == [Counted(1), Counted(2)]
    assert [other.count_request("2026-11-23", "", before, 4) for before in (0, 3)] == [Counted(3), Counted(4)]
    assert [each.count_request("2026-11-23", "", 2, 4) for each in (share, other)] == [Counted(-1)] * 2
    assert share.count_request("2026-11-23", "another feed", 0, 4) == Counted(1)
    assert share.count_request("2026-11-24", "", 0, 4) == Counted(1)


def test_machines_with_other_limits_keep_to_their_own(server: RedisServer, share: RedisShare, open_share: Open) -> None:
    """Who may send more goes on; what it has counted is believed by the others, and is too much for them."""
    other = open_share(server.url)
    assert [share.count_request("2026-11-23", "", before, 5).requests for before in (0, 1, 2)] == [1, 2, 3]
    assert [other.count_request("2026-11-23", "", 0, limit) for limit in (3, 4)] == [Counted(-1), Counted(4)]
    assert share.count_request("2026-11-23", "", 3, 5) == Counted(5)
    assert other.count_request("2026-11-23", "", 0, 2) == Counted(-1)


@pytest.mark.parametrize(
    "value",
    [b"many", b"-7/10", b"999", b"nan", b"inf", b"1e9/1e9", b"11/10", b"9/0", b"1000001/1000001", b"9" * 400 + b"/" + b"9" * 400,
     b"3/10\n", b" 3/10", b"3/10/10", b"", b"\xff\x00", ["a list"]],
)  # fmt: skip
def test_what_is_no_count_of_ours_is_not_believed(server: RedisServer, share: RedisShare, value: bytes | list[str]) -> None:
    """The count goes on from what this machine has sent, and the next one finds that."""
    with server.client() as client:
        client.rpush("ohlc:quota:2026-11-23", *value) if isinstance(value, list) else client.set("ohlc:quota:2026-11-23", value)
    assert share.count_request("2026-11-23", "", 3, 10) == Counted(4, foreign=True)
    assert share.count_request("2026-11-23", "", 0, 10) == Counted(5)
    assert share.redis.failure is None


def test_a_redis_that_has_forgotten_the_count_hears_it_from_who_knows(share: RedisShare) -> None:
    assert share.count_request("2026-11-23", "", 700, 2000) == Counted(701)
    assert share.count_request("2026-11-23", "", 0, 2000) == Counted(702)
    assert share.count_request("2026-11-23", "", 2000, 2000) == Counted(-1)


def test_no_request_is_counted_twice_or_beyond_the_limit_by_many_at_once(server: RedisServer, open_share: Open) -> None:
    found: list[int] = []

    def spend(share: RedisShare) -> None:
        found.extend(share.count_request("2026-11-23", "", 0, 50).requests for _ in range(20))

    threads = [threading.Thread(target=spend, args=(open_share(server.url, budget=60.0),)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [*[-1] * 50, *range(1, 51)]


# -- a bad Redis -----------------------------------------------------------------------------------------


def test_without_redis_nothing_is_known(server: RedisServer, share: RedisShare) -> None:
    server.stop()
    assert share.look(NAME) == Looked()
    assert share.give(NAME, ANSWER, 60) is False
    assert share.count_request("2026-11-23", "", 0, 10) is None
    assert share.redis.failure is not None
    assert share.redis.failure.cause == "refused"


@pytest.mark.parametrize("policy", ["noeviction", "allkeys-lru"])
def test_a_full_redis_keeps_nothing_or_forgets_the_oldest(policy: str, open_share: Open) -> None:
    with RedisServer(maxmemory="4mb", options=("--maxmemory-policy", policy)) as full:
        share = open_share(full.url)
        kept = [share.give(f"{NAME}{number}", bytes(900_000), 60) for number in range(6)]
        assert share.redis.spent < BUDGET
    assert all(kept) is (policy == "allkeys-lru")
    state = RedisState.OK if policy == "allkeys-lru" else RedisState.FAILING
    assert share.redis.status.state is state


def test_a_wait_for_another_machine_costs_nothing_of_the_budget(share: RedisShare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.redis_share.guarded_client.ORDINARY", 0.0)  # every call is slow
    share.look(NAME)
    spent = share.redis.spent
    assert spent > 0
    share.look(NAME, waiting=True)
    assert share.redis.spent == spent
