"""The example, installed for all tests of a process."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.test_packaging import ROOT

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has what this one has, and the example."""
    pytest.importorskip("hatchling", reason="needs hatchling: pip install '.[test]'")
    folder = tmp_path_factory.mktemp("plugged") / "venv"
    venv.create(folder, with_pip=False)
    places = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    here = [str(ROOT), *(path for path in sys.path if Path(path).name == "site-packages")]
    (packages / "outer.pth").write_text("\n".join(here), "utf-8")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    command = [*install, "--disable-pip-version-check", "--target", str(packages), str(HERE / "example")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return Path(sysconfig.get_path("scripts", "venv", places)) / ("python.exe" if sys.platform == "win32" else "python")
