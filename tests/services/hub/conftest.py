"""A real PostgreSQL with an archive in it."""

from tests.hub.conftest import _archive, bare, database, postgres, url

__all__ = ["_archive", "bare", "database", "postgres", "url"]
