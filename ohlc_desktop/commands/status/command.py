"""``status``: what is stored, what is missing and why, when the next import is due."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.status.document import to_json
from ohlc_desktop.commands.status.reading import gather
from ohlc_desktop.commands.status.report import report
from ohlc_desktop.commands.terminal import documents


def run(context: Context, names: Sequence[str], as_json: bool) -> int:
    """Print the status; returns the exit code."""
    chosen = [context.instrument(name) for name in names]
    status = replace(gather(context, chosen, as_json), hub=hub_health.report(context))
    if as_json:
        documents.put(to_json(context, status))
    else:
        sys.stdout.writelines(f"{line}\n" for line in report(context, status, bool(chosen)))
    return 0
