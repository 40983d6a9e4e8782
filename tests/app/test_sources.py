"""The dialogs of sources in the whole program: from the page Coverage, without numpy before and without a pause of the window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import STALL, Heartbeat, Start

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_the_page_and_its_dialogs_need_no_numpy_to_be_opened() -> None:
    """The tray that idles has none of it, and a click does not wait for it."""
    modules = "ohlc_desktop.ui.coverage.page", "ohlc_desktop.ui.sources.source_dialogs"
    asked = f"import sys, {', '.join(modules)}; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], check=True)


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
