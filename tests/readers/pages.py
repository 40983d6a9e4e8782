"""The pages that tell of other programs, and what such a program needs here."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "resources" / "docs" / "files.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


def blocks(text: str) -> list[tuple[str, str]]:
    """The examples of a page: language and lines."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def extension() -> str:
    """DuckDB's extension for SQLite, as a package brings it; elsewhere DuckDB downloads it by itself."""
    files = Path(str(resources.files("duckdb_extension_sqlite_scanner"))) / "extensions"
    return next(files.rglob("*.duckdb_extension")).as_posix()
