"""Opens the feed where its client is installed, and says how to install it where not. Imports nothing heavy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import UsageError, bare

if TYPE_CHECKING:
    from types import ModuleType

    from ohlc_desktop.sources.source import PaidSource, SourceTools


def by_expiry(tools: SourceTools) -> PaidSource:
    """The feed whose continuous series follow the contract that expires first.

    Raises:
        UsageError: the client is not installed, or there is no key.
    """
    source: PaidSource = _client().DatabentoSource(tools)
    return source


def by_volume(tools: SourceTools) -> PaidSource:
    """The same by the volume of the day before."""
    source: PaidSource = _client().VolumeSource(tools)
    return source


def by_interest(tools: SourceTools) -> PaidSource:
    """The same by the open interest of the day before."""
    source: PaidSource = _client().InterestSource(tools)
    return source


def _client() -> ModuleType:
    try:
        from ohlc_desktop.sources.databento import source
    except ModuleNotFoundError as error:
        packaged = getattr(sys, "frozen", False)
        raise UsageError(
            "The packaged program has no client of Databento." if packaged else "Databento needs its own client.",
            "Nothing was bought.",
            "Install OHLC Desktop with Python: pip install 'ohlc-desktop[databento]'"
            if packaged
            else "Install it: pip install 'ohlc-desktop[databento]'",
        ) from error
    except ImportError as error:  # damaged, or of another version
        raise UsageError(
            "Databento's client cannot be used: {reason}.", "Nothing was bought.",
            "Install it again: pip install --force-reinstall 'databento<1'", reason=bare(error),
        ) from error  # fmt: skip
    return source
