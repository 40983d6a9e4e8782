"""The version of this program. Looking it up takes some ten milliseconds, so it is done when somebody asks."""

from __future__ import annotations


def own_version() -> str:
    """As pyproject.toml has it, such as ``0.1.0``; empty where the program is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ohlc-desktop")
    except PackageNotFoundError:
        return ""
