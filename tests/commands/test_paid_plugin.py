"""Buying from the paid feed of a plug-in by the command line: price, question, limit, candles, and what was spent."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from types import ModuleType

import pytest

from ohlc_desktop.feeds import GROUP
from ohlc_desktop.importer.paid import patience
from tests.commands.conftest import CommandLine
from tests.commands.test_databento import Somebody
from tests.commands.test_importing import check_protocol
from tests.commands.test_json import HEAD, check, document, documented
from tests.plugins.installing import installing, no_feeds_loaded

#: A plug-in by the words of the page on feeds. A cent a request; it notes what it is asked, and does what a test wants.
VENDOR = """
    import numpy as np
    from ohlc_desktop.feeds import Answer, Fault, FeedLimits, FeedSpec, FetchError, Interval, Message, RawRows, micros

    spec = FeedSpec(
        protocol=1, name="vendor", display_name="Vendor", title="Vendor's Minutes", rights="For tests.", source="vendor:Source",
        limits={"1m": FeedLimits(7, 3650, 1)}, symbols=("NQ", "NQZ26", "ES"), paid=True,
    )
    prices, sent, before = [], [], []

    class Source:
        def __init__(self, tools):
            self.tools = tools

        def serves(self, instrument):
            return Interval(1_700_000_000, 1_800_000_000)

        def cost(self, request):
            return prices.pop(0) if prices else micros(0.01)

        def fetch(self, request):
            for each in before:
                each(self.tools)
            self.tools.turn()
            sent.append(request)
            ts = np.arange(request.start, request.end, 60)
            return Answer(RawRows(ts, *[np.full(len(ts), 20000.25)] * 4, np.ones(len(ts))), request.end)
"""
ORDER = ("import", "NQ", "--source", "vendor", "--from", "2026-11-16", "--to", "2026-11-17")


@pytest.fixture
def vendor(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The plug-in, installed; no pauses."""
    no_feeds_loaded(monkeypatch)
    monkeypatch.setattr(patience, "PAUSES", dict.fromkeys(patience.PAUSES, (0.0,)))
    monkeypatch.setenv("OHLC_DESKTOP_REQUESTS_PER_SECOND", "0")
    with installing(tmp_path_factory.mktemp("installed"), GROUP, monkeypatch) as install:
        install("vendor", {"minutes": "vendor:spec"}, VENDOR)
        __import__("vendor")
        yield sys.modules["vendor"]


def stored(shell: CommandLine) -> dict[str, int]:
    """Minutes by source."""
    with closing(sqlite3.connect(shell.database)) as plain:
        query = "SELECT origin, count(*) FROM candle WHERE timeframe='1m' GROUP BY origin"
        return dict(plain.execute(query).fetchall())


def spent(shell: CommandLine) -> tuple[float, float]:
    """Dollars settled and reserved on the plug-in, by what the command says."""
    found = {each["name"]: each for each in document(shell.run("sources", "spent", "--json"))["spent"]}
    return found["vendor"]["spent"], found["vendor"]["reserved"]


def test_it_tells_its_price_first_and_what_was_bought_is_stored_and_counted(
    real: CommandLine, vendor: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Somebody("n\n"))
    answer = real.run(*ORDER)
    assert (answer.code, vendor.sent) == (130, [])
    assert re.search(r"NQ=F: 1m .* cost \$0\.02 at Vendor's Minutes\.\n.* of \$5\.00 .*\nBuy it for \$0\.02\? \[y/N\]", answer.out)
    bought = real.run(*ORDER, "--yes", "--json")
    check_protocol(bought)
    assert (bought.code, len(vendor.sent), stored(real)) == (0, 2, {"vendor": 2760})
    status = real.run("sources", "spent", "--json")
    check({**HEAD, **documented("## `sources spent --json`")}, document(status))
    assert spent(real) == (0.02, 0.0)
    assert "vendor\nMonth:" in real.run("sources", "spent").out
    assert (real.run("databento", "--json", DATABENTO_API_KEY="").json["spent"]) == 0.0
    kinds = {each["name"]: each["kind"] for each in real.run("sources", "--json").json["sources"]}
    assert kinds == {"vendor": "paid"}
    assert "nothing left to buy" in real.run(*ORDER, "--yes").out
    assert len(vendor.sent) == 2


def test_the_limit_is_its_own_and_is_never_exceeded(real: CommandLine, vendor: ModuleType) -> None:
    real.run("sources")
    for limit, code, requests in (("0.01", 3, 0), ("0.02", 0, 2)):
        answer = real.run(*ORDER, "--yes", OHLC_DESKTOP_MONTHLY_LIMIT=limit)
        assert (answer.code, len(vendor.sent)) == (code, requests), answer
    more = real.run("import", "ES", *ORDER[2:], "--yes", OHLC_DESKTOP_MONTHLY_LIMIT="0.03")
    assert (more.code, len(vendor.sent)) == (3, 2)
    assert "It costs $0.02, and of the $0.03 that may be spent" in more.err
    vendor.prices = [10_000, 10_000, 10_000, 4_000_000]  # dearer when the second piece is sent
    dearer = real.run("import", "ES", *ORDER[2:], "--yes")
    assert (dearer.code, len(vendor.sent), "rose to more than was agreed" in dearer.out) == (1, 3, True)
    assert spent(real) == (0.03, 0.0)


@pytest.mark.parametrize(
    ("fault", "told", "reserved"),
    [
        ("FetchError(Fault.NO_ACCESS, Message('No licence.'))", "No licence.", 0.0),
        ("FetchError(Fault.RATE_LIMITED, Message('Too often.'))", "Too often.", 0.0),
        ("FetchError(Fault.SERVER, Message('It sleeps.'))", "It sleeps. It may be billed all the same", 0.01),
        ("ZeroDivisionError('its own')", "It may be billed all the same", 0.01),
    ],
)
def test_what_may_be_billed_stays_reserved(
    fault: str, told: str, reserved: float, real: CommandLine, vendor: ModuleType
) -> None:
    def fail(_tools: object) -> None:
        raise eval(fault, vars(vendor))

    vendor.before.append(fail)
    answer = real.run(*ORDER, "--yes")
    assert (answer.code, told in answer.out, vendor.sent) == (3, True, []), answer
    assert spent(real) == (0.0, reserved)
    assert ("its end was never heard of" in real.run("sources", "spent").out) == bool(reserved)
    vendor.before.clear()
    assert real.run(*ORDER, "--yes").code == 0


@pytest.mark.parametrize(
    ("price", "why"),
    [
        (0.01, "It told no price in whole millionths of a dollar."),
        (-1, "It told no price in whole millionths of a dollar."),
        (None, "It told no price in whole millionths of a dollar."),
        (1 << 62, "It told no price in whole millionths of a dollar."),
    ],
)
def test_without_a_price_nothing_is_bought(price: object, why: str, real: CommandLine, vendor: ModuleType) -> None:
    vendor.prices = [price]
    answer = real.run(*ORDER, "--yes")
    assert (answer.code, f"Vendor cannot be asked. {why}" in answer.err, vendor.sent) == (3, True, [])


def test_it_holds_no_purse_and_its_names_are_its_own(real: CommandLine, vendor: ModuleType) -> None:
    purses: list[object] = []
    vendor.before.append(lambda tools: purses.append(tools.purse))
    assert real.run(*ORDER, "--yes").code == 0
    assert purses == [None, None]
    unknown = real.run("import", "NQ", "--source", "vendor-2", "--yes")
    assert (unknown.code, "databento-n, vendor." in unknown.err) == (2, True)


def test_files_that_have_its_name_do_not_become_it(real: CommandLine, vendor: ModuleType) -> None:
    assert real.run(*ORDER, "--yes").code == 0
    with closing(sqlite3.connect(real.database)) as plain:
        plain.execute("UPDATE source SET kind='file' WHERE name='vendor'")
        plain.commit()
    answer = real.run("import", "ES", *ORDER[2:], "--yes")
    assert (answer.code, "vendor is the name of files" in answer.err, len(vendor.sent)) == (2, True, 2)
    given = real.run("ingest", "no-such-file.txt", "--source", "vendor")
    assert (given.code, "'vendor' is not the name of a source of files" in given.err) == (2, True)


def test_a_reservation_of_another_month_is_not_listed_under_this_one(real: CommandLine, vendor: ModuleType) -> None:
    vendor.before.append(lambda _: 1 / 0)
    assert real.run(*ORDER, "--yes").code == 3
    assert "its end was never heard of" in real.run("sources", "spent").out
    with closing(sqlite3.connect(real.database)) as plain:
        plain.execute("UPDATE spending SET at=?", (datetime(2026, 9, 30, tzinfo=UTC).timestamp(),))
        plain.commit()
    assert "its end was never heard of" not in real.run("sources", "spent").out
    assert spent(real) == (0.0, 0.0)
