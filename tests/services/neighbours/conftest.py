"""Every test here must leave nothing behind."""

from tests.guard import leaves_nothing

__all__ = ["leaves_nothing"]
