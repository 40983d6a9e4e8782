"""What comes in the next days, against the published dates of a Christmas and of an Easter."""

from __future__ import annotations

from ohlc_desktop.core.continuous.agenda import AgendaEvent, AgendaKind, agenda
from ohlc_desktop.core.market.sessions import day_of
from tests.core.helpers import CATALOGUE, calendar, day, ny


def told(*roots: str, today: str, ahead: int = 14) -> list[tuple[str, str, str]]:
    """Day, what, and the contract or the roots."""
    return [
        (day_of(event.day).isoformat()[5:], str(event.kind), event.contract or " ".join(event.roots))
        for event in events(*roots, today=today, ahead=ahead)
    ]


def events(*roots: str, today: str, ahead: int = 14) -> tuple[AgendaEvent, ...]:
    products = [CATALOGUE.products[root] for root in roots]
    return agenda(products, {product.calendar: calendar(product.calendar) for product in products}, day(today), ahead)


def test_the_fortnight_of_christmas() -> None:
    assert told("NQ", "CL", "GC", today="2026-12-17", ahead=16) == [
        ("12-18", "last_trading", "NQZ26.CME"), ("12-18", "roll", "NQZ26.CME"),
        ("12-21", "last_trading", "CLF27.NYM"), ("12-21", "roll", "CLF27.NYM"),
        ("12-23", "first_notice", "CLF27.NYM"),
        ("12-24", "early_close", "CL"), ("12-24", "early_close", "GC"), ("12-24", "early_close", "NQ"),
        ("12-25", "closed", "CL"), ("12-25", "closed", "GC"), ("12-25", "closed", "NQ"),
        ("12-29", "last_trading", "GCZ26.CMX"),
        ("01-01", "closed", "CL"), ("01-01", "closed", "GC"), ("01-01", "closed", "NQ"),
    ]  # fmt: skip


def test_a_roll_is_due_before_notices_can_come() -> None:
    found = [event for event in events("GC", "ZN", today="2026-05-20") if event.kind is not AgendaKind.EARLY_CLOSE]
    assert [(day_of(event.day).isoformat(), event.kind.value, event.contract, event.following) for event in found] == [
        ("2026-05-28", "roll", "GCM26.CMX", "GCQ26.CMX"),
        ("2026-05-28", "roll", "ZNM26.CBT", "ZNU26.CBT"),
        ("2026-05-29", "first_notice", "GCM26.CMX", ""), ("2026-05-29", "first_notice", "ZNM26.CBT", ""),
    ]  # fmt: skip


def test_futures_of_one_calendar_share_its_holidays_and_early_closes_have_their_hour() -> None:
    (early, *_) = [each for each in events("ES", "NQ", today="2026-11-20") if each.kind is AgendaKind.EARLY_CLOSE]
    assert (early.roots, early.closes) == (("ES", "NQ"), ny("2026-11-26 13:00"))
    assert events(today="2026-12-17") == ()
    without = agenda([CATALOGUE.products["ES"]], {}, day("2026-12-17"))
    assert [event.kind for event in without] == [AgendaKind.LAST_TRADING, AgendaKind.ROLL]
