"""What is shipped: one version everywhere, and a wheel that holds the resources and can be used by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import metadata, version
from pathlib import Path

import pytest

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.resource_files import MissingResource, resource

ROOT = Path(__file__).resolve().parent.parent


def project() -> dict[str, object]:
    """The ``project`` table of pyproject.toml."""
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def test_one_version() -> None:
    assert version("ohlc-desktop") == project()["version"]
    done = subprocess.run(
        [sys.executable, "-m", "ohlc_desktop", "--version"], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == f"ohlc-desktop {project()['version']}\n"


def test_what_the_package_says_of_itself() -> None:
    about = metadata("ohlc-desktop")
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.11"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_a_missing_resource_is_told() -> None:
    assert resource("instruments.toml").is_file()
    with pytest.raises(MissingResource) as told:
        resource("no-such-file.toml")
    assert isinstance(told.value, OhlcError)
    assert "no-such-file.toml" in told.value.title


def test_the_wheel_holds_everything_and_works_alone(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "-q", "-w", str(tmp_path)]
    subprocess.run(build, check=True, timeout=60, capture_output=True)
    (name,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(name) as wheel:
        files = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ohlc_desktop").rglob("*.py")}
    shipped = {
        "ohlc_desktop/_resources/" + path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert code | shipped <= files
    assert not [file for file in files if file.startswith("tests/") or "__pycache__" in file]
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import ohlc_desktop, sys; print(ohlc_desktop.__file__); "
         "from ohlc_desktop.cli import run; sys.exit(run(sys.argv[1:]))",
         "--profile", str(tmp_path / "profile"), "--demo", "status"],
        capture_output=True, text=True, timeout=30, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(tmp_path / "installed"))
    assert "MNQ=F" in done.stdout
