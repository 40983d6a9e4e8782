"""How something stands, at a glance."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How something stands, at a glance; every mark has a shape and a colour of its own."""

    OK = "ok"
    BUSY = "busy"
    ATTENTION = "attention"
    FAILING = "failing"
    OFF = "off"
    UNKNOWN = "unknown"
