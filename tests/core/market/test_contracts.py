"""When contracts stop trading to the hour, by every root of the catalogue, and which one follows.

The days are held against published ones in ``tests/core/chart/test_rolls.py``. The hours are those of CME Group's
contract specifications as of 2026 ("Termination of Trading").
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.core.market.contracts import ending, successor, trading_until
from ohlc_desktop.core.market.instruments import MONTH_CODES
from ohlc_desktop.core.market.sessions import day_of
from tests.core.helpers import CATALOGUE, calendar, instrument, ny, session_of, utc

#: Root to the hour in Chicago; in London for coins; None where the specification names the day only.
HOURS = {
    **dict.fromkeys(("ES", "NQ", "YM", "RTY", "MES", "MNQ", "MYM", "M2K"), "08:30"),
    **dict.fromkeys(("CL", "MCL", "QM", "BZ", "NG", "RB", "HO"), None),
    "GC": "12:30", "SI": "12:25", "HG": "12:00", **dict.fromkeys(("MGC", "SIL", "MHG", "PL"), None),
    **dict.fromkeys(("ZB", "UB", "ZN", "TN", "ZF", "ZT"), "12:01"),
    **dict.fromkeys(("6E", "6J", "6B", "6A", "6C", "6S", "6N"), "09:16"),
    **dict.fromkeys(("ZC", "ZS", "ZW", "KE", "ZO", "ZL", "ZM"), "12:00"),
    **dict.fromkeys(("BTC", "MBT", "ETH", "MET"), "16:00"),
}  # fmt: skip


@pytest.mark.parametrize("root", tuple(CATALOGUE.products))
def test_the_hour_at_which_each_contract_ends(root: str) -> None:
    product = CATALOGUE.products[root]
    zone = ZoneInfo("Europe/London" if product.calendar == "cme_crypto" else "America/Chicago")
    for year in (2025, 2026, 2027):
        for month in (month for month in range(1, 13) if product.lists(month)):
            found = ending(product.contract(year, month), calendar(product.calendar))
            assert found is not None
            assert (found.opens, found.closes) == session_of(product.calendar, day_of(found.day).isoformat())
            if HOURS[root] is None:
                assert (found.ends, found.expected_until, found.over) == (None, found.opens, found.closes)
                continue
            local = datetime.fromtimestamp(found.ends or 0, UTC).astimezone(zone)
            early = found.ends == found.closes  # a half day ends before the hour
            assert early or (local.date(), f"{local:%H:%M}") == (day_of(found.day), HOURS[root])
            assert found.opens < (found.ends or 0) <= found.closes
            assert found.expected_until == found.over == found.ends


def test_what_does_not_end() -> None:
    assert ending(instrument("ES=F"), calendar("cme_equity")) is None
    assert ending(instrument("AAPL"), None) is None


def test_an_end_beyond_the_stored_sessions_is_told_by_the_rule() -> None:
    found = ending(instrument("ESZ29.CME"), calendar("cme_equity"))
    assert found is not None
    assert (found.ends, found.closes) == (ny("2029-12-21 09:30"), ny("2029-12-21 17:00"))
    assert found == ending(instrument("ESZ29.CME"), None)


def test_bitcoin_ends_with_london_s_afternoon() -> None:
    """In the last days of March and October the clocks of London and New York are another hour apart."""
    hours = {"BTCG26.CME": "2026-02-27 16:00", "BTCH26.CME": "2026-03-27 16:00", "BTCV26.CME": "2026-10-30 16:00"}
    for symbol, moment in {**hours, "BTCK26.CME": "2026-05-29 15:00"}.items():
        found = ending(instrument(symbol), calendar("cme_crypto"))
        assert found is not None
        assert found.ends == utc(moment), symbol


def test_sessions_up_to_a_moment() -> None:
    known = calendar("cme_equity")
    opened, closed = session_of("cme_equity", "2026-12-18")
    cut = trading_until(known, opened + 3600)
    assert (int(cut.open[-1]), int(cut.close[-1])) == (opened, opened + 3600)
    assert int(cut.close[-2]) == int(known.close[len(cut) - 2])
    assert int(trading_until(known, opened).close[-1]) <= opened
    assert int(trading_until(known, closed).close[-1]) == closed


@pytest.mark.parametrize(
    ("contract", "now", "expected"),
    [
        ("MNQZ26", "2026-12-21", "MNQH27.CME"),
        ("MNQZ26", "2027-03-19 13:00", "MNQH27.CME"),  # half an hour before that one ends, too
        ("MNQZ26", "2027-03-19 13:30", "MNQM27.CME"),
        ("CLF27", "2026-12-22", "CLG27.NYM"),
        ("GCZ26", "2026-12-30", "GCG27.CMX"),  # January is listed, but hardly traded
        ("SIZ26", "2026-12-30", "SIH27.CMX"),
        ("6EZ26", "2026-12-15", "6EH27.CME"),
        ("ZSX26", "2026-11-16", "ZSF27.CBT"),
        ("ESZ24", "2026-11-23", "ESZ26.CME"),
        ("CLZ26", "2026-11-23", "CLF27.NYM"),
    ],
)
def test_the_contract_that_follows(contract: str, now: str, expected: str) -> None:
    product = CATALOGUE.products[contract[:-3]]
    old = 2000 + int(contract[-2:]), MONTH_CODES.index(contract[-3]) + 1
    assert successor(product, old, calendar(product.calendar), utc(now)).symbol == expected
