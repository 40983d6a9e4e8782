"""What a command that changes something writes into the log file; the terminal has its own words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ohlc_desktop.commands.context import Context
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.diagnostics.logs import start_logging, stop_logging

_log = logging.getLogger(__name__)


@contextmanager
def logging_to_file(context: Context) -> Iterator[None]:
    """Note in the log file what is done, or why it was not."""
    start_logging(context.profile, context.settings.log_level, logging.CRITICAL + 1, context.mask, shared=True)
    try:
        yield
    except OhlcError as error:
        _log.error("%s", error)
        raise
    finally:
        stop_logging()
