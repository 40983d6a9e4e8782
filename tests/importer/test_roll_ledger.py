"""The ledger of rolls after an import: each difference is that of the contracts' own closes."""

from __future__ import annotations

from datetime import date

from ohlc_desktop.core.continuous.ledger import Family, RollProof
from ohlc_desktop.core.continuous.spec import parse_rolling
from ohlc_desktop.store.contracts.roll_ledger import read_ledger
from tests.importer.bench import CATALOGUE, ImportBench, at
from tests.standins import market_truth as truth

OLD, NEW = "NQZ26.CME", "NQH27.CME"


def close(symbol: str, day: date) -> float:
    """The close of a contract's day, as the invented market has it."""
    session = truth.session_on(truth.calendar_of(symbol), day)
    assert session is not None
    return truth.session_candle(symbol, session)[3]


def test_an_import_keeps_the_ledger_of_the_contracts_that_it_brought(bench: ImportBench) -> None:
    bench.clock.set(at("2026-12-22 17:35:05"))
    bench.run("NQ=F", OLD, NEW, sources=("1d",))
    last = date(2026, 12, 17)  # on the 18th the old one ends at half past nine, and the new one goes on
    expected = close(NEW, last) - close(OLD, last)
    assert expected == (truth.ticks_above(NEW, last) - truth.ticks_above(OLD, last)) * 0.25
    assert bench.sql("SELECT family, old, new, points, proof, source FROM roll WHERE rolling='expiry' AND old=? ORDER BY 1", OLD) == [
        ("daily", OLD, NEW, expected, "proven", "yahoo"), ("intraday", OLD, NEW, expected, "proven", "yahoo"),
    ]  # fmt: skip
    assert bench.sql("SELECT DISTINCT rolling FROM roll ORDER BY 1") == [("expiry",), ("feed",), ("notice",), ("volume",)]
    rolls = read_ledger(bench.store.connection, CATALOGUE.products["NQ"], parse_rolling("expiry-5"), Family.INTRADAY)
    fifth = date(2026, 12, 11)
    found = next(roll for roll in rolls if roll.old == OLD)
    assert (found.points, found.proof) == (close(NEW, fifth) - close(OLD, fifth), RollProof.PROVEN)
    assert found.ts == at("2026-12-13 18:00")
