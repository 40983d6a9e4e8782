"""The manifests of a release for winget: ``python resources/packaging/winget.py ARCHIVE FOLDER``.

ARCHIVE is the program for Windows as it is released, ``ohlc-desktop-VERSION-windows-x64.zip``. The files of ``winget/``
go to FOLDER with its version, its name and its SHA-256, and today as the date of the release.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(archive: Path, folder: Path) -> None:
    """Write the manifests of this archive."""
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    values = {
        "VERSION": project["version"],
        "ARCHIVE": archive.name,
        "SHA256": hashlib.sha256(archive.read_bytes()).hexdigest().upper(),
        "DATE": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "winget").glob("*.yaml")):
        text = re.sub("@([A-Z0-9]+)@", lambda found: values[found[1]], path.read_text("utf-8"))
        (folder / path.name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
