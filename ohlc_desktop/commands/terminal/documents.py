"""JSON for programs: one document on stdout, which begins with the version of the contract.

Every command that is given ``--json`` writes one, also when it fails (:func:`failure`). ``import`` and ``run``, which
last, write one object a line instead. The contract is told in ``resources/docs/json.md`` and only ever extended.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ohlc_desktop.core.clock import iso
from ohlc_desktop.diagnostics.redaction import hide

if TYPE_CHECKING:
    from ohlc_desktop.commands.context import Context
    from ohlc_desktop.core.errors import OhlcError
    from ohlc_desktop.core.timeframes import Timeframe

#: Version of all documents.
VERSION = 1


def stamp(ts: int | None, timeframe: Timeframe) -> str | None:
    """A candle's stamp for people and programs: the trade date for 1d and longer, else ISO 8601 UTC."""
    if ts is None:
        return None
    return iso(ts)[: len("2026-11-23")] if timeframe.daily else iso(ts)


def write(context: Context, content: dict[str, Any]) -> None:
    """Write the document of a command that did what it should; its moment is the present."""
    head = {"version": VERSION, "now": iso(context.clock.now()), "demo": context.profile.demo}
    put({**head, **content})


def put(document: dict[str, Any]) -> None:
    """Write a whole document.

    Raises:
        OSError: stdout cannot be written.
    """
    sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")
    sys.stdout.flush()


def line(event: str, **fields: object) -> str:
    """One object of a command that lasts, without the line end; ``event`` comes first."""
    return json.dumps({"event": event, "v": VERSION, **fields}, allow_nan=False)


def failure(error: OhlcError) -> dict[str, Any]:
    """The document of a command that failed."""
    words = {name: hide(str(getattr(error, name))) for name in ("title", "message", "hint")}
    return {"version": VERSION, "error": {**words, "exit_code": error.exit_code}}


def pairs(names: Iterable[str]) -> list[dict[str, str]]:
    """Series named ``SYMBOL TIMEFRAME``, as objects."""
    return [dict(zip(("symbol", "timeframe"), name.rsplit(" ", 1), strict=True)) for name in names]
