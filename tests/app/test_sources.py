"""The dialogs of sources in the whole program: from the page Coverage, without numpy before and without a pause of the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import STALL, Heartbeat, Start

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_coverage_leads_to_the_witnesses_of_a_series_and_to_the_order_of_sources(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.until(lambda: "complete" in rig.states("ES=F"))
    details = rig.coverage.details
    with Heartbeat() as heart:
        rig.coverage.select("ES=F", "5m")
        rig.until(lambda: details._values["witness"].whole.startswith("one source: "))
        details.witnesses.click()
        dialogs = rig.app.shell._main._source_dialogs()
        rig.until(lambda: dialogs.sessions is not None and dialogs.sessions.model.rows)
        dialogs.sessions.order.click()
        rig.until(lambda: dialogs.order is not None and dialogs.order.order)
        rig.settle()
    assert heart.longest < STALL, heart.stalls
    assert not dialogs.sessions.compare.isEnabled(), "there is nothing to compare"
    assert not dialogs.order.check.isEnabled()
    dialogs.order.reject()
    dialogs.sessions.reject()
    rig.until(lambda: dialogs.order is None and dialogs.sessions is None)
