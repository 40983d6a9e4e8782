"""How serious the state of something is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How serious a state is; each has a shape and a colour of its own, which ``ui.widgets.theme`` paints."""

    OK = "ok"
    BUSY = "busy"
    ATTENTION = "attention"
    FAILING = "failing"
    OFF = "off"
    UNKNOWN = "unknown"
