"""What a command with ``--json`` answered: its document, and the error in it."""

from __future__ import annotations

import json
from typing import Any

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import verbatim

#: Exit code of a command that has to wait for an import.
BUSY = 4


def document(text: str) -> dict[str, Any] | None:
    """The document in an answer; None where there is none."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def stated_error(told: dict[str, Any]) -> OhlcError | None:
    """The error that a document tells of; None where it tells of none."""
    error = told.get("error")
    if not isinstance(error, dict):
        return None
    title, message, hint = (verbatim(str(error.get(name, ""))) for name in ("title", "message", "hint"))
    return OhlcError(title, message, hint)
