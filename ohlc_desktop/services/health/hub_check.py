"""What the indicator of the hub says: a pure function from what was heard of it to a mark, a word and a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.health.health_checks import Facts, Indicator, IndicatorName
from ohlc_desktop.services.i18n.wording import when

if TYPE_CHECKING:
    from ohlc_desktop.hub.following.health import HubHealth

translate = QCoreApplication.translate


def hub_indicator(health: HubHealth | None, settings: Settings, now: float) -> Indicator:
    """The hub: connecting, followed or filled, silent for long, or failing with cause and fix.

    ``health`` is None until something was heard; ``now`` in UTC epoch seconds.
    """
    facts = _facts(health, settings)
    if health is None:
        word, detail = translate("Indicators", "connecting"), Message("The hub is being asked.")
        return Indicator(IndicatorName.HUB, Severity.BUSY, word, detail, facts=facts)
    from ohlc_desktop.hub.following.health import HubWord, judge

    found = judge(health, settings.follows, now)
    follows = settings.follows or (health.state is not None and bool(health.state.leader))
    role = translate("Indicators", "followed") if follows else translate("Indicators", "filled from here")
    severity, word = {
        HubWord.OK: (Severity.OK, role),
        HubWord.EMPTY: (Severity.ATTENTION if settings.follows else Severity.OK, translate("Indicators", "empty")),
        HubWord.STALE: (Severity.ATTENTION, translate("Indicators", "nothing new")),
        HubWord.READ_ONLY: (Severity.ATTENTION, translate("Indicators", "read only")),
        HubWord.FAILING: (Severity.FAILING, translate("Indicators", "failing")),
    }[found.word]
    return Indicator(IndicatorName.HUB, severity, word, found.detail, found.fix, facts)


def _facts(health: HubHealth | None, settings: Settings) -> Facts:
    state = health.state if health else None
    role = translate("Indicators", "follows") if settings.follows else translate("Indicators", "imports for all")
    facts = (
        (translate("Indicators", "Address"), mask_url(settings.hub_url)),
        (translate("Indicators", "This machine"), role),
        (translate("Indicators", "Filled by"), state.machine if state else ""),
        (translate("Indicators", "Last push"), when(state.pushed) if state and state.pushed is not None else ""),
        (translate("Indicators", "Schema"), str(state.schema) if state else ""),
    )
    return tuple(fact for fact in facts if fact[1])
