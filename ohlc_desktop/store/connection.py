"""The type of an open connection to the store, for rooms that pass it on but never speak SQL."""

from __future__ import annotations

from sqlite3 import Connection

__all__ = ["Connection"]
