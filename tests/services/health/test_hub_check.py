"""What the indicator says of the hub, for whoever follows it and whoever fills it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.hub.following.health import HubHealth
from ohlc_desktop.hub.reading import HubState
from ohlc_desktop.services.health.hub_check import hub_indicator

NOW = 1_795_474_800.0
STATE = HubState("name", 1, False, "store", "desk-1", 7, NOW - 3600, NOW, True)
HEALTH = HubHealth("postgresql://me:***@desk/ohlc", STATE)
FOLLOWS = Settings(hub_url="postgresql://me:s3cret@desk/ohlc", hub_role="FOLLOW")
FILLS = replace(FOLLOWS, hub_role="IMPORT")
LOST = replace(HEALTH, cause="unreachable", problem=Message("It does not answer."), fix=Message("See to it."))


@pytest.mark.parametrize(
    ("health", "settings", "severity", "word", "detail"),
    [
        (None, FOLLOWS, Severity.BUSY, "connecting", "The hub is being asked."),
        (HEALTH, FOLLOWS, Severity.OK, "followed", "This machine follows the hub, which desk-1 fills."),
        (HEALTH, FILLS, Severity.OK, "filled from here", "This machine fills the hub."),
        (replace(HEALTH, state=replace(STATE, elsewhere=True)), FILLS, Severity.OK, "followed", "Another machine, desk-1, fills the hub"),
        (replace(HEALTH, state=replace(STATE, elsewhere=True, pushed=NOW - 6 * 86400)), FILLS, Severity.ATTENTION, "nothing new", "for 6 days"),
        (replace(HEALTH, state=replace(STATE, pushed=None, push=0)), FOLLOWS, Severity.ATTENTION, "empty", "nothing was pushed to it yet"),
        (replace(HEALTH, state=replace(STATE, pushed=None, push=0)), FILLS, Severity.OK, "empty", "nothing was pushed to it yet"),
        (replace(HEALTH, state=replace(STATE, pushed=NOW - 6 * 86400)), FOLLOWS, Severity.ATTENTION, "nothing new", "for 6 days"),
        (replace(HEALTH, state=replace(STATE, writer=False)), FILLS, Severity.ATTENTION, "read only", "may only read"),
        (replace(HEALTH, state=replace(STATE, writer=False)), FOLLOWS, Severity.OK, "followed", "follows"),
        (LOST, FOLLOWS, Severity.FAILING, "failing", "It does not answer. Until it can be used, this machine asks its own feed."),
        (LOST, FILLS, Severity.FAILING, "failing", "what they bring is pushed as soon as it can be used"),
    ],
)
def test_each_state_has_its_word(
    health: HubHealth | None, settings: Settings, severity: Severity, word: str, detail: str
) -> None:
    found = hub_indicator(health, settings, NOW)
    assert (found.severity, found.word) == (severity, word)
    assert detail in str(found.detail)
    assert "s3cret" not in str(found)


def test_the_details_name_who_fills_it_and_when() -> None:
    facts = dict(hub_indicator(LOST, FOLLOWS, NOW).facts)
    assert (facts["Address"], facts["This machine"], facts["Filled by"]) == ("postgresql://me:***@desk/ohlc", "follows", "desk-1")
    assert facts["Last push"].startswith("Mon 2026-11-23")
