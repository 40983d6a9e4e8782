"""The source through its real client: rows, prices of requests, proofs, and what every failure becomes."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Event
from types import ModuleType

import databento_dbn as dbn
import numpy as np
import pytest
import zstandard
from databento import DBNStore

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.errors import Cancelled, UsageError
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.databento.decoding import rows_of
from ohlc_desktop.sources.databento.spec import DATABENTO, DATABENTO_VOLUME
from ohlc_desktop.sources.registry import open_source
from ohlc_desktop.sources.source import Fault, FetchError, PaidSource, SourceTools
from tests.standins import market_truth as truth
from tests.standins.contract_curve import Contract
from tests.standins.databento import KEY, ApiFault, StandInDatabento

RANGE = "timeseries.get_range"


@dataclass
class Account:
    """A purse that remembers."""

    limit: int = 1_000_000
    held: dict[int, int] = field(default_factory=dict)
    spent: int = 0

    def reserve(self, amount: int, what: str) -> int:
        if amount > self.limit:
            raise FetchError(Fault.OVER_LIMIT, Message("too much"))
        self.held[len(self.held) + self.spent + 1] = amount
        return max(self.held)

    def settle(self, number: int) -> None:
        self.spent += self.held.pop(number)

    def release(self, number: int) -> None:
        del self.held[number]


def request(name: str = "NQ", first: date = date(2026, 11, 16), last: date = date(2026, 11, 16)) -> FetchRequest:
    """The minutes of some sessions."""
    instrument = load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))
    sessions = truth.sessions(instrument.symbol, truth.utc_midnight(first), truth.utc_midnight(last) + 43_200)
    window = Interval(sessions[0].open, sessions[-1].close)
    return FetchRequest(instrument, "1m", *window, window, Purpose.BACKFILL)


def opened(account: Account, feed: object = DATABENTO, turn: Callable[[], None] = lambda: None) -> PaidSource:
    """The source of a feed."""
    return open_source(feed, SourceTools(SystemClock(), 5.0, turn, purse=account))  # type: ignore[arg-type, return-value]


def test_minutes_of_front_months_and_contracts_equal_the_market(databento: StandInDatabento) -> None:
    account = Account()
    for feed, name, asked in ((DATABENTO, "NQ", "NQ.c.0"), (DATABENTO_VOLUME, "NQ", "NQ.v.0"), (DATABENTO, "NQZ26.CME", "NQZ6")):
        wanted = request(name)
        rows = opened(account, feed).fetch(wanted).rows
        real = truth.minutes(wanted.instrument.symbol, wanted.start, wanted.end)
        theirs = (*real[:5], np.maximum(real.volume, 1))
        for ours, real_column in zip((rows.ts, rows.open, rows.high, rows.low, rows.close, rows.volume), theirs, strict=True):
            np.testing.assert_array_equal(ours, real_column)
        assert databento.bill[-1][1]["symbols"] == asked
    assert {parameters["schema"] for _, parameters, _ in databento.bill} == {"definition", "ohlcv-1m"}  # never ohlcv-1d
    assert {path for path, _ in databento.requests} == {"metadata.get_cost", "symbology.resolve", RANGE}
    assert account.spent == pytest.approx(databento.billed * 1e6, abs=9)
    assert not account.held


def test_the_price_is_asked_and_reserved_before_anything_is_sent(databento: StandInDatabento) -> None:
    account, wanted = Account(), request()
    source, held = opened(account), []
    databento.on_range = lambda: held.append(sum(account.held.values()))
    price = source.cost(wanted)
    source.fetch(wanted)
    assert sum(held) == price == account.spent
    paid = ["metadata.get_cost", RANGE]
    assert [path for path, _ in databento.requests[2:]] == [*paid, "symbology.resolve", "symbology.resolve", *paid]
    databento.bill.clear()
    account.limit = 10
    with pytest.raises(FetchError) as refused:
        source.fetch(wanted)
    assert refused.value.fault is Fault.OVER_LIMIT
    assert databento.bill == []
    with pytest.raises(FetchError):
        opened(None).fetch(wanted)  # type: ignore[arg-type]
    assert databento.bill == []


def test_what_an_account_may_see_and_what_a_name_means(databento: StandInDatabento) -> None:
    databento.available = (truth.utc_midnight(date(2010, 6, 6)), truth.utc_midnight(date(2026, 11, 20)) + 3599.5)
    source = opened(Account())
    serves = source.serves(request().instrument)
    assert serves == (truth.utc_midnight(date(2010, 6, 6)), truth.utc_midnight(date(2026, 11, 20)) + 3540)
    assert source.serves(request("NQZ26.CME").instrument).start == truth.utc_midnight(date(2017, 1, 1))
    with pytest.raises(FetchError) as refused:
        source.serves(load_catalogue(resource("instruments.toml")).resolve("AAPL", date(2026, 11, 23)))
    assert refused.value.fault is Fault.UNKNOWN_SYMBOL


def test_a_session_can_be_bought_as_soon_as_it_is_there_to_its_end(databento: StandInDatabento) -> None:
    wanted = request()
    databento.available = (databento.available[0], wanted.end)
    assert opened(Account()).serves(wanted.instrument).end == wanted.end
    assert len(opened(Account()).fetch(wanted).rows) == 1380
    assert [parameters["schema"] for _, parameters, _ in databento.bill] == ["definition", "ohlcv-1m"]


def test_another_scale_and_another_contract_are_refused_for_the_price_of_a_definition(databento: StandInDatabento) -> None:
    databento.scale = 100
    with pytest.raises(FetchError, match=r"another scale: their step is 25 instead of 0\.25"):
        opened(Account()).fetch(request())
    databento.scale, databento.maturity = 1, (2016, 12)
    with pytest.raises(FetchError, match=r"NQZ6 is the contract of 12/2016 in this time, and not NQZ26\.CME"):
        opened(Account()).fetch(request("NQZ26.CME"))
    assert {parameters["schema"] for _, parameters, _ in databento.bill} == {"definition"}


#: What the server does, what becomes of it, a part of the sentence, and whether the reservation stays.
FAILURES = (
    (ApiFault(RANGE, 400), Fault.REFUSED, "as you wish", False),
    (ApiFault(RANGE, 401), Fault.NO_ACCESS, "databento login", False),
    (ApiFault(RANGE, 402), Fault.NO_ACCESS, "payment", False),
    (ApiFault(RANGE, 403), Fault.NO_ACCESS, "licence", False),
    (ApiFault(RANGE, 404), Fault.UNKNOWN_SYMBOL, "NQ.c.0", False),
    (ApiFault(RANGE, 422, "data_schema_invalid"), Fault.REFUSED, "as you wish", False),
    (ApiFault(RANGE, 422, "symbology_invalid_request"), Fault.UNKNOWN_SYMBOL, "NQ.c.0", False),
    (ApiFault(RANGE, 422, "dataset_unavailable_range"), Fault.NO_ACCESS, "licence", False),
    (ApiFault(RANGE, 429), Fault.RATE_LIMITED, "pause", False),
    (ApiFault(RANGE, 500), Fault.SERVER, "HTTP 500", True),
    (ApiFault(RANGE, 503), Fault.SERVER, "HTTP 503", True),
    (ApiFault(RANGE, 504), Fault.TIMEOUT, "in time", True),
    (ApiFault(RANGE, 0, "cut"), Fault.BROKEN, "cut off", True),
    (ApiFault(RANGE, 0, "reset"), Fault.BROKEN, "cut off", True),
    (ApiFault(RANGE, 0, "empty"), Fault.BROKEN, "cannot be read", True),
    (ApiFault(RANGE, 0, "truncated"), Fault.BROKEN, "cannot be read", True),
)


def test_every_failure_has_a_cause_and_a_sentence_and_what_may_be_billed_stays_reserved(databento: StandInDatabento) -> None:
    source, account = opened(account := Account()), account
    source.fetch(request())
    for fault, cause, words, stays in FAILURES:
        databento.faults, account.held = [fault], {}
        with pytest.raises(FetchError, match=words) as failed:
            source.fetch(request())
        assert (failed.value.fault, bool(account.held)) == (cause, stays), fault


def test_no_beginning_of_an_answer_is_taken_for_the_whole() -> None:
    """The client reads some beginnings as if they were whole, without a warning."""
    records = (dbn.OHLCVMsg(33, 1, 5482, at * 60 * 10**9, *[10**9 + at * 7919 % 100_003] * 4, at) for at in range(8000))
    whole = zstandard.compress(bytes(_head(dbn.Schema.OHLCV_1M)) + b"".join(map(bytes, records)))
    assert len(rows_of(DBNStore.from_bytes(whole))) == 8000
    silent = 0
    for length in range(len(whole) // 3, len(whole), 1997):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                store = DBNStore.from_bytes(whole[:length])
            except dbn.DBNError:
                continue
            silent += len(store.to_ndarray()) > 0 and not told
        with pytest.raises(FetchError, match="cut off"):
            rows_of(store)
    assert silent


def test_questions_fail_with_sentences_too(databento: StandInDatabento, monkeypatch: pytest.MonkeyPatch) -> None:
    source = opened(Account())
    databento.faults = [ApiFault("metadata.get_cost", 429), ApiFault("metadata.get_dataset_range", 503)]
    with pytest.raises(FetchError, match="pause"):
        source.cost(request())
    with pytest.raises(FetchError, match="HTTP 503"):
        source.serves(request().instrument)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with pytest.raises(FetchError, match="proxy") as offline:
        source.cost(request())
    assert offline.value.fault is Fault.OFFLINE


def test_a_key_that_the_server_repeats_is_in_no_error(databento: StandInDatabento) -> None:
    source = opened(Account())
    databento.faults = [ApiFault(RANGE, 403, "x", f"{KEY} may not"), ApiFault("metadata.get_cost", 422, "x", f"no {KEY}")]
    for ask, key in ((source.cost, KEY), (source.fetch, KEY), (source.cost, f"{KEY[:-1]}2")):
        databento.key = key
        with pytest.raises(FetchError) as refused:
            ask(request())
        told = f"{refused.value!r} {refused.value.message} {refused.value.__cause__!r}"
        assert ("***" in told) == (key == KEY)
        assert KEY not in told
    assert KEY not in repr(source)


def test_an_untrusted_certificate_is_told(databento: StandInDatabento, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, "")
    with pytest.raises(FetchError, match="SSL_CERT_FILE") as refused:
        opened(Account()).cost(request())
    assert refused.value.fault is Fault.CERTIFICATE


def test_without_the_client_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ohlc_desktop.sources.databento.source", raising=False)
    monkeypatch.delattr("ohlc_desktop.sources.databento.source", raising=False)
    for client, told in ((None, "needs its own client"), (ModuleType("databento"), "cannot be used: cannot import name")):
        monkeypatch.setitem(sys.modules, "databento", client)  # none, and one of another version
        monkeypatch.delitem(sys.modules, "ohlc_desktop.sources.databento.decoding", raising=False)
        with pytest.raises(UsageError, match=told) as refused:
            opened(Account())
        assert "pip install" in str(refused.value)


def _head(schema: dbn.Schema) -> dbn.Metadata:
    return dbn.Metadata("GLBX.MDP3", 0, dbn.SType.RAW_SYMBOL, dbn.SType.INSTRUMENT_ID, schema, symbols=["ESH1"])


def _store(schema: dbn.Schema, *records: dbn.OHLCVMsg) -> DBNStore:
    return DBNStore.from_bytes(zstandard.compress(bytes(_head(schema)) + b"".join(map(bytes, records))))


def test_records_as_the_public_sample_has_them() -> None:
    """ESH1 on 2020-12-28 as the sample of the client's repository has it: whole numbers of 1e-9, the open in nanoseconds."""
    at = 1_609_113_600_000_000_000
    whole = dbn.OHLCVMsg(33, 1, 5482, at, 3_702_750_000_000, 3_704_750_000_000, 3_702_500_000_000, 3_704_750_000_000, 306)
    absent = dbn.OHLCVMsg(33, 1, 5482, at + 60 * 10**9, *[dbn.UNDEF_PRICE] * 4, 0)
    rows = rows_of(_store(dbn.Schema.OHLCV_1M, whole, absent))
    assert rows.row(0) == '{"ts": 1609113600, "open": 3702.75, "high": 3704.75, "low": 3702.5, "close": 3704.75, "volume": 306.0}'
    assert np.isnan(rows.close[1])
    daily = dbn.OHLCVMsg(35, 1, 5482, at, 3_702_750_000_000, 3_735_000_000_000, 3_697_250_000_000, 3_735_000_000_000, 718_174)
    for schema in (dbn.Schema.OHLCV_1D, dbn.Schema.OHLCV_1M):
        with pytest.raises(FetchError, match="cannot be read"):
            rows_of(_store(schema, daily))
    off = dbn.OHLCVMsg(33, 1, 5482, at + 10**9, *[3_702_750_000_000] * 4, 1)
    with pytest.raises(FetchError, match="no minutes"):
        rows_of(_store(dbn.Schema.OHLCV_1M, off))
    assert len(rows_of(_store(dbn.Schema.OHLCV_1M))) == 0


def test_of_each_row_of_a_front_month_it_is_told_which_contract_it_is_of(databento: StandInDatabento) -> None:
    """The contract changes at midnight UTC; what is not told costs no row."""
    wanted, june = request("NQ", date(2026, 6, 8), date(2026, 6, 12)), Contract("NQ", 2026, 6)
    change = truth.utc_midnight(june.left)
    assert wanted.start < change < wanted.end
    told = opened(Account()).fetch(wanted).months
    assert told == (NamedMonth("NQM6", (2026, 6), wanted.start, change), NamedMonth("NQU6", (2026, 9), change, wanted.end))
    later = request("CL", date(2026, 11, 16), date(2026, 11, 18))
    assert [each.month for each in opened(Account()).fetch(later).months] == [(2027, 1)]  # CLF7
    asked = len(databento.requests)
    assert opened(Account()).fetch(request("NQZ26.CME")).months == ()
    assert "symbology.resolve" not in {path for path, _ in databento.requests[asked:]}
    databento.faults = [ApiFault("symbology.resolve", 503)]
    answer = opened(Account()).fetch(wanted)
    assert (len(answer.rows), answer.months) == (5 * 1380, ())


def test_it_is_told_before_anything_is_paid(databento: StandInDatabento) -> None:
    """A cancel while it is asked must not lose what was paid."""
    turns: list[str] = []
    cancelled = Event()

    def turn() -> None:
        turns.extend(path for path, _ in databento.requests[-1:])
        if cancelled.is_set() and turns[-1] == "symbology.resolve":
            raise Cancelled("enough")

    source = opened(Account(), turn=turn)
    source.fetch(request())
    cancelled.set()
    billed = databento.billed
    with pytest.raises(Cancelled):
        source.fetch(request())
    assert (databento.billed, turns[-1]) == (billed, "symbology.resolve")
