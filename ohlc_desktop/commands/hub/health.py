"""What ``status`` and ``doctor`` tell of the hub."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.hub import marks

if TYPE_CHECKING:
    from ohlc_desktop.hub.following.health import HubHealth, HubVerdict


@dataclass(frozen=True, slots=True)
class HubReport:
    """The hub of the settings as it is now, and what that means for this machine."""

    health: HubHealth
    verdict: HubVerdict


def report(context: Context) -> HubReport | None:
    """Ask the hub how it is; None where the settings name none."""
    if not context.settings.hub_url:
        return None
    from ohlc_desktop.hub.following.health import judge, probe

    health = probe(context.settings.hub_url)
    return HubReport(health, judge(health, context.settings.follows, context.clock.now()))


def is_noting(context: Context) -> bool:
    """Whether the archive notes changes for a hub; not of one that cannot be read, which others tell."""
    with (
        suppress(OhlcError),
        closing(open_reader(context.profile.database, context.profile.demo)) as store,
        store.errors(),
    ):
        return bool(marks.hub_of(store.connection))
    return False


def to_json(context: Context, found: HubReport | None) -> dict[str, Any]:
    """The key ``hub`` of ``status --json``."""
    state = found.health.state if found else None
    return {
        "state": found.verdict.word.value if found else "off",
        "role": context.settings.hub_role.lower(),
        "address": mask_url(context.settings.hub_url) if found else "",
        "detail": str(found.verdict.detail) if found else "",
        "fix": str(found.verdict.fix) if found else "",
        "machine": state.machine if state else "",
        "push": state.push if state else None,
        "pushed": iso(state.pushed) if state and state.pushed is not None else None,
        "schema": state.schema if state else None,
    }


def lines(found: HubReport | None) -> list[str]:
    """One line; none without a hub."""
    if found is None:
        return []
    state = found.health.state
    last = f" Last push {iso(state.pushed)}." if state and state.pushed is not None else ""
    return [f"Hub        {found.verdict.detail}{last} {found.verdict.fix}".rstrip()]
