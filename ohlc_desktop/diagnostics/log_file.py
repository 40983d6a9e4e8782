"""The rotating log file of an importing process."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler


class RotatingFile(RotatingFileHandler):
    """A log that cannot be written, as on a full disk, never stops or clutters what it tells of."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # named by logging
        """Leave the line out."""

    def close(self) -> None:
        """Close the file; what cannot be written is lost."""
        with suppress(OSError):
            super().close()
