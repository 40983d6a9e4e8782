"""Feeds of plug-ins are found by their entry points; one that cannot be used costs itself only, and says why."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import ohlc_desktop.feeds
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.feeds import GROUP
from ohlc_desktop.sources import lookup
from ohlc_desktop.sources.registry import (
    FEEDS,
    PAID_FEEDS,
    active_feeds,
    feed_of,
    installed_feeds,
    open_source,
    paid_feeds,
    refused_feeds,
)
from ohlc_desktop.sources.source import Fault, FetchError, SourceTools
from tests.core.helpers import instrument
from tests.plugins.installing import Install, installing, no_feeds_loaded
from tests.standins.clock import FakeClock

SPEC = """
    from dataclasses import replace
    from ohlc_desktop.feeds import FeedLimits, FeedSpec, Message

    spec = FeedSpec(
        protocol=1, name="some", display_name="Some", title="Some Feed", rights="For tests.", source="{module}:Source",
        limits={{"1d": FeedLimits(365, 365, 365)}}, symbols=("NQ", "NQZ26", "ES"),
    )
"""
GOOD = SPEC.format(module="some")


@pytest.fixture(autouse=True)
def _unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    no_feeds_loaded(monkeypatch)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs distributions in a folder of this test."""
    with installing(tmp_path, GROUP, monkeypatch) as install:
        yield install


def names(demo: bool, *wanted: str) -> list[str]:
    """The names of the feeds of a profile whose settings name some."""
    return [feed.name for feed in active_feeds(demo, wanted).order]


def test_a_profile_uses_the_feeds_that_its_settings_name_in_their_order(install: Install) -> None:
    install("some", {"feed": "some:spec"}, GOOD)
    first = feed_of(demo=False).name
    assert names(False) == [first]
    assert names(False, first) == [first]
    assert names(False, "some", first) == ["some", first]
    assert names(True, "some", first) == ["demo"]
    assert list(installed_feeds()) == [*(feed.name for feed in FEEDS if not feed.simulated), "some"]


def test_what_is_paid_by_the_request_is_never_asked_by_itself(install: Install) -> None:
    install("some", {"feed": "some:spec"}, f"{GOOD}\n    spec = replace(spec, paid=True, limits={{'1m': FeedLimits(7, 365, 7)}})")
    assert "some" not in installed_feeds()
    assert [feed.name for feed in PAID_FEEDS] + ["some"] == list(paid_feeds())
    (why,) = active_feeds(False, ("some",)).lacking.values()
    assert "the feed some, which costs money: nothing is bought without an order" in str(why)


def test_plug_ins_are_loaded_only_when_one_is_named(install: Install) -> None:
    install("some", {"feed": "some:spec"}, GOOD)
    assert "some" not in names(False) + names(False, feed_of(demo=False).name) + names(True, "some")
    assert "some" not in sys.modules
    names(False, "some")
    assert "some" in sys.modules


def test_a_feed_that_is_not_there_stops_nothing_and_is_told_of() -> None:
    found = active_feeds(False, ("gone", feed_of(demo=False).name))
    assert [feed.name for feed in found.order] == [feed_of(demo=False).name]
    assert "the feed gone, which is not installed or cannot be used;" in str(found.lacking["gone"])
    assert names(False, "gone") == [feed_of(demo=False).name]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("import no_such_module_anywhere", "It failed with ModuleNotFoundError: No module named 'no_such_module_anywhere'."),
        ("raise SystemExit('bye')", "It failed with SystemExit: bye."),
        ("spec = 5", "It is no FeedSpec."),
        ("del spec", "It failed with AttributeError: module 'some' has no attribute 'spec'."),
        ("spec = FeedSpec(name='x', colour='red')", "It failed with TypeError: FeedSpec.__init__() got an unexpected keyword argument 'colour'."),
        ("spec = replace(spec, protocol=2)", "It was made for version 2 of the protocol of feeds; this program speaks version 1."),
        ("spec = replace(spec, protocol=0)", "It was made for version 0 of the protocol of feeds; this program speaks version 1."),
        ("spec = replace(spec, name='Some Feed')", "The name of a feed must be lower case letters, digits, - and _, at most 32 of them."),
        ("spec = replace(spec, name='person')", "The name person is taken by the program itself."),
        ("spec = replace(spec, name='ohlc-desktop')", "The name ohlc-desktop is taken by the program itself."),
        ("spec = replace(spec, name='demo')", "A feed that comes with the program is called demo already."),
        ("spec = replace(spec, symbols=('NQ',))", "Its names, its rights and its three example symbols must be texts."),
        ("spec = replace(spec, source='some')", "Its source must be written as package.module:Class."),
        ("spec = replace(spec, symbol_of=None)", "Its symbol_of must be a function, and its habits a Message."),
        ("spec = replace(spec, limits={})", "Its limits must be FeedLimits by timeframe, at least of one."),
        ("spec = replace(spec, limits={'1h': FeedLimits(1, 1, 1)})", "Feeds are asked for 1d, 1m, 2m, 5m only, not for 1h."),
        ("spec = replace(spec, limits={'1d': FeedLimits(9, 1, 1)})", "The limits of 1d must be whole days, and its backfill within its reach."),
        (
            "spec = replace(spec, limits={'1d': FeedLimits(9, 9, 8)})",
            "The span of 1d must not be less than its backfill: days are asked for in one request.",
        ),
        ("spec = replace(spec, host='example.org')", "Its host must be a name and a port, or None."),
        ("spec = replace(spec, most_a_day=-1)", "What it allows a second and a day must be numbers that are not negative."),
        (
            "spec = replace(spec, shared='yes')",
            "Whether its answers are shared must be True or False, and the library that reads them a text.",
        ),
        ("spec = replace(spec, paid=1)", "Whether it is paid must be True or False."),
        (
            "spec = replace(spec, paid=True)",
            "A paid feed must give 1m, because only minutes are bought, and its most_a_day must be 0.",
        ),
        ("spec = replace(spec, simulated=True)", "A plug-in's feed can neither be simulated nor have a file of habits."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_why_and_leaves_the_others_alone(
    change: str, problem: str, install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install("other", {"feed": "other:spec"}, GOOD.replace('"some"', '"other"'))
    install("some", {"feed": "some:spec"}, f"{GOOD}\n    {change}")
    assert {name: str(why) for name, why in refused_feeds().items()} == {"some/feed": problem}
    assert "other" in installed_feeds()
    (record,) = [record for record in caplog.records if "some/feed" in record.getMessage()]
    assert record.levelno == logging.WARNING
    assert record.exc_info is not None


def test_of_feeds_with_one_name_none_is_used(install: Install) -> None:
    for name in ("one", "two", "three"):
        install(name, {"feed": f"{name}:spec"}, GOOD)
    assert "some" not in installed_feeds()
    assert {name: str(why) for name, why in refused_feeds().items()} == {
        "one/feed": "Its feed is called some, and so is that of two/feed.",
        "two/feed": "Its feed is called some, and so is that of one/feed.",
        "three/feed": "Its feed is called some, and so is that of one/feed.",
    }


# -- its source ------------------------------------------------------------------------------------------

REQUEST = FetchRequest(instrument("NQ"), "1d", 0, 86400, Interval(0, 86400), Purpose.SYNC)
SOURCE = """
    from ohlc_desktop.core.errors import Cancelled
    from ohlc_desktop.feeds import Answer, Fault, FetchError, RawRows

    class Source:
        def __init__(self, tools):
            self.tools = tools

        def fetch(self, request):
            column = [1.0, 2.0]
            {body}
"""


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("1 / 0", "Some cannot be asked. It failed with ZeroDivisionError: division by zero."),
        ("raise SystemExit", "Some cannot be asked. It failed with SystemExit."),
        ("return column", "Some cannot be asked. It gave no Answer."),
        ("return Answer(RawRows([1], *[column] * 5), 5)", "Some cannot be asked. It gave columns that are not equally long."),
        ("return Answer(RawRows(*[column] * 6), 5)", "Some cannot be asked. It gave times that are no whole seconds."),
        ("return Answer(RawRows([1, 2], *[['a', 'b']] * 5), 5)", "Some cannot be asked. It failed with ValueError: could not convert string to float: 'a'."),
        ("return Answer(RawRows([], *[[]] * 5), 'now')", "Some cannot be asked. Its feed_time is no time in UTC epoch seconds."),
        ("return Answer(RawRows([], *[[]] * 5), None, 1764e9)", "Some cannot be asked. Its server_time is no time in UTC epoch seconds."),
        ("return Answer(RawRows([], *[[]] * 5), None, 0)", "Some cannot be asked. Its server_time is no time in UTC epoch seconds."),
        ("return Answer(RawRows([], *[[]] * 5), 5, moment=float('nan'))", "Some cannot be asked. Its moment is no time in UTC epoch seconds."),
        ("return Answer(RawRows([], *[[]] * 5), 5, follows=5)", "Some cannot be asked. Its follows is of another kind than in the page on feeds."),
        ("return Answer(RawRows([], *[[]] * 5), 5, splits=('2:1',))", "Some cannot be asked. Its splits is of another kind than in the page on feeds."),
        ("return Answer(RawRows([], *[[]] * 5), 5, relayed=5)", "Some cannot be asked. Its relayed is of another kind than in the page on feeds."),
        ("raise FetchError('limited', Message('Later.'))", "Some cannot be asked. It raised a FetchError without a Fault."),
        ("raise FetchError(Fault.SERVER, Message('Later.'), 'noon')", "Some cannot be asked. Its server_time is no time in UTC epoch seconds."),
        ("no_such_name", "Some cannot be asked. It failed with NameError: name 'no_such_name' is not defined."),
    ],
)  # fmt: skip
def test_whatever_its_source_does_is_a_failed_request(body: str, problem: str, install: Install) -> None:
    install("some", {"feed": "some:spec"}, GOOD + SOURCE.format(body=body))
    source = open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0)))
    with pytest.raises(FetchError) as told:
        source.fetch(REQUEST)
    assert (told.value.fault, str(told.value.message)) == (Fault.PLUGIN, problem)


def test_a_source_that_is_not_there_is_a_failed_request(install: Install) -> None:
    install("some", {"feed": "some:spec"}, GOOD)
    with pytest.raises(FetchError, match="has no attribute 'Source'"):
        open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0))).fetch(REQUEST)


def test_its_rows_may_be_lists_and_its_own_failures_and_cancels_pass(install: Install) -> None:
    body = "return Answer(RawRows([1, 2], *[column] * 5), 5) if request.start else (_ for _ in ()).throw({})"
    raised = "FetchError(Fault.SERVER, Message('It sleeps.')) if request.end else Cancelled()"
    install("some", {"feed": "some:spec"}, GOOD + SOURCE.format(body=body.format(raised)))
    source = open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0)))
    rows = source.fetch(FetchRequest(REQUEST.instrument, "1d", 1, 9, REQUEST.window, REQUEST.purpose)).rows
    assert (rows.ts.dtype, rows.close.dtype, rows.close.tolist()) == (np.int64, np.float64, [1.0, 2.0])
    with pytest.raises(FetchError, match="It sleeps"):
        source.fetch(REQUEST)
    with pytest.raises(Cancelled):
        source.fetch(FetchRequest(REQUEST.instrument, "1d", 0, 0, REQUEST.window, REQUEST.purpose))


def test_longer_candles_and_adjusted_prices_are_refused_whole(install: Install) -> None:
    """Stamps of 5m candles are stamps of 1m ones too, and prices that are off the tick would be rounded to it."""
    body = "ts = [*range(0, 90_000, request.start)]; return Answer(RawRows(ts, *[[5.0 + request.end / 100] * len(ts)] * 4, [1] * len(ts)), 5)"
    install("some", {"feed": "some:spec"}, GOOD + SOURCE.format(body=body))
    source = open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0)))

    def fetched(timeframe: str, step: int, hundredths: int = 0) -> int:
        return len(source.fetch(FetchRequest(REQUEST.instrument, timeframe, step, hundredths, REQUEST.window, REQUEST.purpose)).rows)

    assert [fetched("1m", 60), fetched("1m", 45), fetched("5m", 300), fetched("1d", 86_400)] == [1500, 2000, 300, 2]
    assert fetched("1m", 3600) == 25, "may be all that was traded"
    for timeframe, step, told in (("1m", 300, "5 minutes instead of 1"), ("5m", 600, "10 minutes instead of 5")):
        with pytest.raises(FetchError, match=rf"It gave candles of {told}\."):
            fetched(timeframe, step)
    with pytest.raises(FetchError, match=r"6,000 of its prices are off the tick\."):
        fetched("1m", 60, 10)
    assert fetched("1d", 86_400, 10) == 2, "a settlement may be"


def test_numbers_of_numpy_and_words_without_a_message_will_do(install: Install) -> None:
    """What a stranger gives without a thought, and the archive cannot store."""
    body = "import numpy; empty = RawRows([], *[[]] * 5)\n            if request.start: raise FetchError(Fault.RATE_LIMITED, 'Not {so} fast.')"
    body += "\n            return Answer(empty, numpy.int64(5), numpy.float32(1.75e9), trading_end=7.5)"
    install("some", {"feed": "some:spec"}, GOOD + SOURCE.format(body=body))
    source = open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0)))
    answer = source.fetch(REQUEST)
    told = (answer.feed_time, answer.server_time, answer.trading_end)
    assert (told, [type(each) for each in told]) == ((5, 1.75e9, 7), [int, float, int])
    with pytest.raises(FetchError) as raised:
        source.fetch(FetchRequest(REQUEST.instrument, "1d", 1, 9, REQUEST.window, REQUEST.purpose))
    assert (raised.value.fault, str(raised.value.message)) == (Fault.RATE_LIMITED, "Not {so} fast.")
    assert isinstance(raised.value.message, Message)


def test_one_that_does_not_come_back_is_given_up_but_not_while_it_waits_for_its_turn(install: Install) -> None:
    body = "self.tools.turn(); self.tools.clock.hang(); return Answer(RawRows([], *[[]] * 5), 5)"
    install("some", {"feed": "some:spec"}, GOOD + SOURCE.format(body=body))
    over, cancel = threading.Event(), threading.Event()

    class Clock(FakeClock):
        """Time passes while the source hangs."""

        hangs = True

        def hang(self) -> None:
            if self.hangs:
                self.wait(cancel, 31.0)
                over.wait(60)

    clock = Clock(0.0)
    tools = SourceTools(clock, 10.0, turn=lambda: clock.wait(cancel, 3600) and None, cancel=cancel)
    source = open_source(installed_feeds()["some"], tools)
    try:
        with pytest.raises(FetchError, match=r"Some did not answer in time\.") as told:
            source.fetch(REQUEST)
        assert told.value.fault is Fault.TIMEOUT
        clock.hangs = False
        assert len(source.fetch(REQUEST).rows) == 0
        clock.hangs = True
        cancel.set()
        with pytest.raises(Cancelled):
            source.fetch(REQUEST)
    finally:
        over.set()


def test_it_is_never_asked_for_what_it_does_not_have(install: Install) -> None:
    """As where it is the only feed of a profile."""
    lacking = GOOD.replace("365)}", "365)}, symbol_of=lambda instrument: None")
    install("some", {"feed": "some:spec"}, lacking + SOURCE.format(body="raise AssertionError"))
    with pytest.raises(FetchError, match=r"Some does not have NQ=F\.") as told:
        open_source(installed_feeds()["some"], SourceTools(FakeClock(0.0))).fetch(REQUEST)
    assert told.value.fault is Fault.UNKNOWN_SYMBOL


def test_one_without_days_is_asked_for_what_it_has_whether_it_knows_a_symbol(install: Install) -> None:
    body = "assert request.timeframe == '1m' and request.end - request.start <= 7 * 86_400; return Answer(RawRows([], *[[]] * 5), 5)"
    install("some", {"feed": "some:spec"}, GOOD.replace('{"1d": FeedLimits(365, 365, 365)}', '{"1m": FeedLimits(7, 30, 7)}') + SOURCE.format(body=body))
    assert lookup.knows(installed_feeds()["some"], REQUEST.instrument, 5.0, FakeClock(1e9))


def test_what_authors_import_is_there_and_light() -> None:
    assert all(getattr(ohlc_desktop.feeds, name) for name in ohlc_desktop.feeds.__all__)
    light = "import sys, ohlc_desktop.feeds; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", light], timeout=60, check=False).returncode == 0
