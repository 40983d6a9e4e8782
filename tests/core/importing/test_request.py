"""A request for an import goes through the command line and comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.cli import make_parser
from ohlc_desktop.commands.importing import requested
from ohlc_desktop.core.importing.request import ImportRequest, Trigger, repair_request
from ohlc_desktop.core.schedule.policy import identity
from ohlc_desktop.core.timeframes import NAMES

PARSER = make_parser()

triggers, timeframes = st.sampled_from([each for each in Trigger if each is not Trigger.INGEST]), st.sampled_from(NAMES)
symbols = st.sampled_from(("ES=F", "MNQZ26.CME", "MNQ 12-26", "^VIX", "6E"))
#: Views name an instrument as it is stored: without a space.
stored = symbols.filter(lambda symbol: " " not in symbol)
occurrences = st.integers(0, 2**32).map(lambda seconds: identity(datetime.fromtimestamp(seconds, UTC)))


def some(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """None, one or a few of them, in any order."""
    return st.lists(one, max_size=6).map(tuple)


@given(
    st.builds(ImportRequest, triggers, some(symbols), some(timeframes), some(st.tuples(stored, timeframes)))
    | st.builds(ImportRequest, triggers, planned=occurrences)
)
def test_a_request_comes_back_from_the_command_line_as_it_was(request: ImportRequest) -> None:
    assert requested(PARSER.parse_args(["import", *request.to_argv()])) == request


def test_a_repair_names_the_series_that_are_asked_of_the_feed_for_it_and_no_others() -> None:
    request = repair_request([("ES=F", "1m"), ("ES=F", "15m"), ("ES=F", "1h"), ("NQ=F", "1wk")])
    assert request.series == (("ES=F", "1m"), ("ES=F", "5m"), ("NQ=F", "1d"))
    assert request.to_argv() == ["--trigger", "repair", "--series", "ES=F:1m,5m NQ=F:1d"]
