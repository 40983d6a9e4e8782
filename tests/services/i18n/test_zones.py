"""Times are told in the zone that the user chose; what is beside the schedule's is left out where both are the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ohlc_desktop.services.i18n import wording, zones

WINTER = datetime(2026, 11, 24, 22, 5, tzinfo=UTC).timestamp()
SUMMER = datetime(2026, 7, 14, 5, 30, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def chosen() -> Iterator[None]:
    yield
    zones.choose("LOCAL")


@pytest.mark.parametrize(
    ("word", "winter", "beside", "summer", "name"),
    [
        ("NEW_YORK", "Tue 2026-11-24 17:05", "17:05 EST", "Tue 2026-07-14 01:30", "EDT"),
        ("CHICAGO", "Tue 2026-11-24 16:05", "16:05 CST", "Tue 2026-07-14 00:30", "CDT"),
        ("PACIFIC", "Tue 2026-11-24 14:05", "", "Mon 2026-07-13 22:30", "PDT"),
        ("UTC", "Tue 2026-11-24 22:05", "22:05 UTC", "Tue 2026-07-14 05:30", "UTC"),
    ],
)
def test_times_in_each_zone(word: str, winter: str, beside: str, summer: str, name: str) -> None:
    zones.choose(word)
    assert (wording.when(WINTER), wording.beside_pacific(WINTER)) == (winter, beside)
    assert (wording.when(SUMMER), zones.name_at(SUMMER)) == (summer, name)


def test_another_date_than_in_los_angeles_is_told() -> None:
    zones.choose("UTC")
    assert wording.beside_pacific(SUMMER) == "Tue 05:30 UTC"


def test_the_machine_is_asked_unless_another_zone_is_chosen() -> None:
    local = datetime.fromtimestamp(WINTER).astimezone()
    for word in ("LOCAL", "nonsense"):
        zones.choose(word)
        assert zones.at(WINTER) == local
        assert wording.when(WINTER) == f"{local:%a %Y-%m-%d %H:%M}"
