"""Where nobody has a candle: of two instruments at least, each answered for."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import REFUSED, Answered, Interval
from ohlc_desktop.core.planning.served import common_silence
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.core.helpers import calendar, day, instrument, ny

#: An instrument on a day of 24 hours: where it was answered for, and where it has no candle.
INSTRUMENT = st.tuples(st.integers(0, 23), st.integers(1, 24), st.sets(st.integers(0, 23)))


def series(start: int, end: int, without: set[int], day_asked: int = 1) -> SeriesState:
    absent = tuple(Interval(hour, hour + 1) for hour in sorted(without))
    return SeriesState(1, (Answered(start, end, day_asked, True),) if start < end else (), 1.0, absent=absent)


@given(st.lists(INSTRUMENT, max_size=5))
def test_it_is_what_two_lack_and_nobody_has(instruments: list[tuple[int, int, set[int]]]) -> None:
    found = common_silence([series(*each) for each in instruments])
    hours = {hour for part in found for hour in range(*part)}
    for hour in range(24):
        asked = [hour in without for start, end, without in instruments if start <= hour < end]
        assert (hour in hours) == (len(asked) >= 2 and all(asked))


def test_a_row_that_could_not_be_stored_breaks_the_silence() -> None:
    quiet = series(0, 24, {5, 6})
    assert common_silence([quiet, quiet]) == (Interval(5, 7),)
    for piece in (Answered(6, 7, REFUSED, False), Answered(6, 7, 1, False, silent=True)):
        loud = replace(quiet, coverage=(Answered(0, 6, 1, True), piece, Answered(7, 24, 1, True)))
        assert common_silence([quiet, quiet, loud]) == (Interval(5, 6),)


def test_a_halt_is_not_missing_and_is_again_once_somebody_has_it() -> None:
    """In the night to 2025-11-28 a data centre failed, and CME halted every market for ten hours."""
    now, halt = ny("2025-11-29 12:00"), Interval(ny("2025-11-27 21:45"), ny("2025-11-28 08:30"))
    start = ny("2025-09-30 12:00")
    pieces = (
        Answered(start, halt.start, day("2025-11-28"), True), Answered(*halt, day("2025-11-28"), False),
        Answered(halt.end, now, day("2025-11-28"), True),
    )  # fmt: skip
    lacks = SeriesState(1, pieces, now, start, absent=(halt,))
    found = common_silence([lacks, lacks])
    assert found == (halt,)

    def judged(silence: tuple[Interval, ...], name: str) -> tuple[int | None, int]:
        state = InstrumentState(instrument("ES=F"), calendar("cme_equity"), YAHOO, {"5m": lacks}, silence={"5m": silence})
        told = assess(state, TIMEFRAMES[name], now)
        return told.missing, told.silent

    assert judged(found, "5m") == (0, 129)
    assert judged(found, "1h") == (0, 10)
    one = common_silence([lacks, replace(lacks, absent=(Interval(halt.start, halt.end - 3600),))])
    assert judged(one, "5m") == (12, 117)
    assert judged(common_silence([lacks]), "5m") == (129, 0)
