"""Files that bear no sign of who wrote them are noted in the archive: should they be ingested, they are no second source."""

from __future__ import annotations

import sys
import threading
from contextlib import closing
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.export.report import Files
from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.core.arbitration.precedence import COPY
from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.layouts import PLAIN
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import own_exports


def note_files(context: Context, request: ExportRequest, written: Files, cancel: threading.Event) -> None:
    """Note what was written, where it is needed; what hinders it is said on stderr, and the files are as good."""
    files = [Path(name) for name in written if name and Path(name).is_file()]
    if not files or not _unsigned(request):
        return
    try:
        with (
            closing(open_store(context.profile.database, context.profile.demo)) as store,
            store.transaction(cancel) as connection,
        ):
            own_exports.note(connection, files)
    except (StoreError, OSError, Cancelled) as error:
        sys.stderr.write(
            f"It could not be noted that this archive wrote this. {error}\nShould it be ingested, say so: --source {COPY}\n"
        )


def _unsigned(request: ExportRequest) -> bool:
    """Whether the files could be those of another program; of tables the header tells."""
    return request.program is not None or (request.form == "csv" and request.layout is not PLAIN)
