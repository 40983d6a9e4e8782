"""The limit of a month holds, whoever spends, however they end, and whatever is restored."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ohlc_desktop.core.importing.spending import DOLLAR
from ohlc_desktop.importer.paid.purse import AgreedPurse, MonthlyPurse
from ohlc_desktop.sources.source import Fault, FetchError
from ohlc_desktop.store.backup.checking import Watch
from ohlc_desktop.store.backup.restore import put_back
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence.facts import CLOCK_OFFSET, keep_fact
from tests.standins.clock import FakeClock

NOW = datetime(2026, 11, 23, 22, 5, tzinfo=UTC).timestamp()


@pytest.fixture
def purse(tmp_path: Path) -> MonthlyPurse:
    """Five dollars a month."""
    open_store(tmp_path / "ohlc.sqlite3", demo=False).close()
    return MonthlyPurse(tmp_path / "ohlc.sqlite3", "databento", 5 * DOLLAR, FakeClock(NOW))


def test_no_two_can_spend_the_same_money(purse: MonthlyPurse) -> None:
    """Each has a connection of its own, as processes have; together they want twenty times the limit."""
    numbers, refused = [], []

    def spend() -> None:
        for _ in range(5):
            try:
                numbers.append(purse.reserve(DOLLAR - 1, "NQ"))
            except FetchError as error:
                refused.append(error.fault)

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == len(set(numbers)) == 5
    assert refused == [Fault.OVER_LIMIT] * 15
    assert purse.budget().left == 5


def test_what_nobody_settled_stays_reserved_and_what_cost_nothing_is_free_again(purse: MonthlyPurse) -> None:
    first, second, third = (purse.reserve(DOLLAR, str(n)) for n in range(3))
    purse.settle(first)
    purse.release(second)
    purse.release(first)  # too late: it was paid
    del third  # its process died
    budget = purse.budget()
    assert (budget.settled, budget.reserved, budget.left) == (DOLLAR, DOLLAR, 3 * DOLLAR)
    with pytest.raises(FetchError, match=r"It costs \$3.01, and of the \$5.00 .* in 2026-11 \(UTC\) \$3.00 are left"):
        purse.reserve(3 * DOLLAR + 1, "NQ")


def test_where_two_months_meet_money_counts_in_both(purse: MonthlyPurse) -> None:
    """Whichever of the two the feed bills it in, by its own clock, neither is more than the limit."""
    clock = purse.clock
    assert isinstance(clock, FakeClock)
    for moment, left in (("2026-11-30T22:00", 4), ("2026-11-30T23:30", 3), ("2026-12-01T00:30", 3), ("2026-12-01T02:00", 2)):
        clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
        purse.settle(purse.reserve(DOLLAR, moment))
        assert purse.budget().left == left * DOLLAR, moment
    clock.set(datetime(2026, 12, 1, 0, 40, tzinfo=UTC).timestamp())
    with pytest.raises(FetchError, match="2026-11"):
        purse.reserve(DOLLAR * 5 // 2, "more than November has left")


def test_what_was_spent_by_a_clock_that_ran_ahead_counts_once_it_is_put_right(purse: MonthlyPurse) -> None:
    clock = purse.clock
    assert isinstance(clock, FakeClock)
    clock.set(datetime(2026, 12, 3, tzinfo=UTC).timestamp())
    purse.settle(purse.reserve(4 * DOLLAR, "in November, by the feed's clock"))
    clock.set(NOW)
    assert purse.budget().left == DOLLAR
    with pytest.raises(FetchError, match="2026-11"):
        purse.reserve(2 * DOLLAR, "more than November has left")
    clock.set(datetime(2027, 1, 1, 2, tzinfo=UTC).timestamp())
    assert purse.budget().left == 5 * DOLLAR


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_a_feed_has_found_wrong_opens_no_month(days: int, purse: MonthlyPurse) -> None:
    """By the feed's it is the end of November, or the begin of December; the last import has found that out."""
    purse.settle(purse.reserve(4 * DOLLAR, "in November"))
    clock = purse.clock
    assert isinstance(clock, FakeClock)
    clock.set(datetime(2026, 12 if days < 0 else 11, 2 if days < 0 else 29, 12, tzinfo=UTC).timestamp())
    with closing(open_store(purse.database, demo=False)) as store, store.transaction() as connection:
        keep_fact(connection, CLOCK_OFFSET, f"{days * 86_400:.1f}")
    assert (purse.budget().month, purse.budget().left) == ("2026-11", DOLLAR)
    with pytest.raises(FetchError, match="2026-11"):
        purse.reserve(2 * DOLLAR, "more than November has left")
    purse.settle(purse.reserve(DOLLAR, "the rest"))
    with closing(open_store(purse.database, demo=False)) as store, store.transaction() as connection:
        keep_fact(connection, CLOCK_OFFSET, "0.4")
    clock.set(datetime(2026, 12, 5, tzinfo=UTC).timestamp())
    assert (purse.budget().month, purse.budget().left) == ("2026-12", 4 * DOLLAR)


def test_no_more_is_spent_on_an_order_than_was_agreed(purse: MonthlyPurse) -> None:
    order = AgreedPurse(purse, DOLLAR)
    first = order.reserve(DOLLAR * 3 // 5, "a")
    order.release(first)
    order.settle(order.reserve(DOLLAR * 3 // 5, "a"))
    with pytest.raises(FetchError, match="more than was agreed"):
        order.reserve(DOLLAR // 2, "b")
    assert purse.budget().used == DOLLAR * 3 // 5


def test_a_backup_that_is_put_back_brings_no_money_back(purse: MonthlyPurse, tmp_path: Path) -> None:
    purse.settle(purse.reserve(DOLLAR, "before"))
    backup = tmp_path / "backup.sqlite3"
    with closing(open_store(purse.database, demo=False)) as store:
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(purse.database, backup)
    purse.settle(purse.reserve(2 * DOLLAR, "after"))
    put_back(backup, purse.database, False, tmp_path / "kept.sqlite3", tmp_path / "aside", Watch(threading.Event()))
    assert purse.budget().settled == 3 * DOLLAR
