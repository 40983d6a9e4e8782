"""The ledger of rolls after an import: each difference is that of the contracts' own closes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise, product

from ohlc_desktop.api.archive import Archive
from ohlc_desktop.core.continuous.ledger import Family, RollProof
from ohlc_desktop.core.continuous.spec import parse_rolling
from ohlc_desktop.store.contracts.roll_ledger import read_ledger
from tests.commands.conftest import CommandLine
from tests.importer.bench import CATALOGUE, ImportBench, at
from tests.standins import market_truth as truth
from tests.standins.contract_curve import contract_of

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


def as_read(bench: ImportBench, moment: datetime | None = None) -> list[object]:
    """Continuous series and their rolls as Python reads them, of now or of a moment."""
    archive, rules, found = Archive(bench.folder), ("volume", "expiry-5", "feed"), list[object]()
    for rule, frame in product(rules, ("1d", "1wk")):
        data = archive.candles(f"NQ@{rule}", frame, as_of=moment).numpy()
        rolls = archive.rolls("NQ", rule, frame, as_of=moment)
        found += [(rule, frame, {name: column.tolist() for name, column in data.items()}, rolls)]
    return found


def test_imports_around_two_rolls_make_a_series_that_is_true_to_the_tick(bench: ImportBench) -> None:
    """Through yfinance, ledger and export: nothing is asked for but what the continuous symbol's own imports ask for."""
    known = {}
    for day in ("2026-09-09", "2026-09-21", "2026-12-09", "2026-12-21"):
        bench.clock.set(at(f"{day} 17:35:05"))
        assert bench.run("NQ=F", sources=("1d",), contracts=True).done.exit_code == 0
        known[datetime.fromtimestamp(bench.clock.now(), UTC)] = as_read(bench)
    assert [as_read(bench, moment) for moment in known] == list(known.values())
    assert len({str(each) for each in known.values()}) == len(known)
    shell = CommandLine(bench.folder, demo=False)
    names = ["NQU26.CME", OLD, NEW]
    left = {name: contract_of(name).left for name in names}  # type: ignore[union-attr]
    ticks = {old: truth.ticks_above(new, left[old]) - truth.ticks_above(old, left[old]) for old, new in pairwise(names)}

    told = {each["old"]: each for each in shell.run("rolls", "NQ", "--json").json["rolls"] if each["family"] == "daily"}
    for old, new in pairwise(names):
        assert (told[old]["new"], told[old]["last_day"], told[old]["decided"]) == (new, str(left[old]), "volume")
        assert (told[old]["ticks"], told[old]["proof"], told[old]["source"]) == (ticks[old], "proven", "yahoo")
        assert told[old]["new_volume"] > told[old]["old_volume"] > 0
    assert f"{told[OLD]['old_close']:.2f}" in shell.run("rolls", "NQ").out

    # the feed's own symbol goes over on the first day on which the next contract is traded more, which its candles tell
    own = [each for each in shell.run("rolls", "NQ", "--rule", "feed", "--json").json["rolls"] if each["old"] in names]
    assert [(each["old"], each["decided"], each["first"]) for each in own if each["family"] == "daily"] == [
        (old, "seen", str(left[old])) for old in names[:-1]
    ]  # fmt: skip

    raw, moved = (rows(shell, f"NQ@volume{how}") for how in ("", ":difference"))
    steps = defaultdict(set)
    for row, one in zip(moved, raw, strict=True):
        steps[row[6]].add(round(4 * (float(row[4]) - float(one[4]))))
    assert steps == {NEW: {0}, OLD: {ticks[OLD]}, names[0]: {ticks[OLD] + ticks[names[0]]}}
    assert [row[5:] for row in raw] == [row[5:] for row in moved]
    for row in raw:
        session = truth.session_on("equity", date.fromisoformat(row[0]))
        assert session is not None
        assert [float(price) for price in row[1:5]] == list(truth.session_candle(row[6], session)[:4])


def rows(shell: CommandLine, series: str) -> list[list[str]]:
    """The daily candles of a continuous series since the first of the contracts, as they are exported."""
    answer = shell.run("export", series, "1d", "--contract", "--from", "2026-06-22")
    assert (answer.code, answer.err) == (0, "")
    return list(csv.reader(io.StringIO(answer.out)))[1:]
