"""What is shipped: one version everywhere, a wheel that holds the resources and can be used by itself, icons, workflows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from email import message_from_bytes
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.frozen import restore_environment
from ohlc_desktop.platform import autostart, windows
from ohlc_desktop.resource_files import MissingResource, resource
from tests.conftest import Once
from tests.pictures.icons import HICOLOR, ICNS, ICO, picture

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


@pytest.fixture(scope="session")
def packed(once: Once) -> Path:
    """A folder with the wheel and the source distribution of this tree."""
    return once("packages", lambda folder: _build(ROOT, folder, "wheel", "sdist"))


def _build(tree: Path, folder: Path, *targets: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    command += [word for target in targets for word in ("-t", target)]
    subprocess.run(command, check=True, timeout=60, capture_output=True, cwd=tree)


def _contents(folder: Path) -> dict[str, bytes]:
    """The files of the only wheel in a folder."""
    (name,) = folder.glob("*.whl")
    with zipfile.ZipFile(name) as wheel:
        return {file: wheel.read(file) for file in wheel.namelist()}


def test_what_the_package_says_of_itself(packed: Path) -> None:
    files = _contents(packed)
    about = message_from_bytes(next(told for name, told in files.items() if name.endswith("/METADATA")))
    assert (about["License-Expression"], about["Requires-Python"]) == ("MIT", ">=3.11")
    assert about["Author-email"].startswith("OHLC Desktop developers <")
    addresses = dict(line.split(", ") for line in about.get_all("Project-URL"))
    assert {"Homepage", "Documentation", "Source", "Issues", "Releases"} == set(addresses)
    assert all(address.startswith(f"{addresses['Source']}") for address in addresses.values())
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_the_program_has_a_command_and_one_without_a_console(packed: Path) -> None:
    files = _contents(packed)
    entries = ConfigParser()
    entries.read_string(next(told for name, told in files.items() if name.endswith("/entry_points.txt")).decode())
    main = "ohlc_desktop.__main__:main"
    assert dict(entries["console_scripts"]) == {"ohlc-desktop": main}
    assert dict(entries["gui_scripts"]) == {"ohlc-desktop-gui": main}


def test_the_source_distribution_makes_the_same_wheel(packed: Path, tmp_path: Path) -> None:
    (name,) = packed.glob("*.tar.gz")
    with tarfile.open(name) as sources:
        sources.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.iterdir()
    _build(tree, tmp_path / "wheel", "wheel")
    assert _contents(tmp_path / "wheel") == _contents(packed)


def test_the_source_distribution_is_what_is_worked_on(packed: Path) -> None:
    """Whoever has it can test, package and release the program as we do; what git ignores is not in it."""
    (name,) = packed.glob("*.tar.gz")
    with tarfile.open(name) as sources:
        files = {member.name.partition("/")[2] for member in sources if member.isfile()}
    folders = (".ci", ".github", "ohlc_desktop", "resources", "tests")
    there = {path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()}
    ours = {path.relative_to(ROOT).as_posix() for path in there if path.name != ".env" and path.parent.name != "__pycache__"}
    alone = {"LICENSE", "README.md", "build.spec", "pyproject.toml", ".gitignore", "PKG-INFO"}
    assert files == ours | alone


def test_a_missing_resource_is_told() -> None:
    assert resource("instruments.toml").is_file()
    with pytest.raises(MissingResource) as told:
        resource("no-such-file.toml")
    assert isinstance(told.value, OhlcError)
    assert "no-such-file.toml" in str(told.value.title)


def test_the_wheel_holds_everything_and_works_alone(packed: Path, tmp_path: Path) -> None:
    (name,) = packed.glob("*.whl")
    with zipfile.ZipFile(name) as wheel:
        files = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ohlc_desktop").rglob("*.py")}
    shipped = {
        f"ohlc_desktop/_resources/{path.as_posix()}"
        for path in (file.relative_to(ROOT / "resources") for file in (ROOT / "resources").rglob("*") if file.is_file())
        if path.suffix != ".ts" and path.parts[0] not in ("docker", "docs", "packaging", "screenshots")
    }
    assert code | shipped | {"ohlc_desktop/py.typed"} == {file for file in files if file.startswith("ohlc_desktop/")}
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


def test_workflows_are_what_github_understands() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert [path.stem for path in workflows] == ["release", "tests"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_desktops_accept_the_entry() -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("needs desktop-file-validate: apt-get install desktop-file-utils")
    entry = resource("ohlc-desktop.desktop")
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def alike(shipped: QImage, side: int) -> bool:
    """Whether a shipped icon is the drawn one; another Qt may draw a little differently."""
    drawn = picture(side)
    points = [(x, y) for y in range(0, side, 1 + side // 64) for x in range(0, side, 1 + side // 64)]
    return shipped.size() == drawn.size() and all(
        abs(shipped.pixelColor(*at).lightness() - drawn.pixelColor(*at).lightness()) <= 3 for at in points
    )


def test_each_system_has_the_icon_in_its_sizes(qapp: QApplication) -> None:
    """As ``python -m tests.pictures.icons`` makes them."""
    for name, sides in (("ico", list(ICO)), ("icns", list(ICNS.values()))):
        reader = QImageReader(str(resource(f"icons/ohlc-desktop.{name}")))
        shipped = [reader.read() for number in range(reader.imageCount()) if reader.jumpToImage(number)]
        assert [image.width() for image in shipped] == sides
        assert all(map(alike, shipped, sides)), name
    for side in HICOLOR:
        assert alike(QImage(str(resource(f"icons/hicolor/{side}x{side}/apps/ohlc-desktop.png"))), side), side


def test_windows_hears_our_name_once_and_may_refuse_it() -> None:
    heard: list[str] = []

    class ShellLibrary:
        def SetCurrentProcessExplicitAppUserModelID(self, name: str, /) -> int:  # noqa: N802
            heard.append(name)
            return 0 if len(heard) == 1 else -0x7FF8FFF2  # out of memory

    assert windows.claim_identity(ShellLibrary())
    assert not windows.claim_identity(ShellLibrary())
    assert heard == [windows.APPLICATION_ID] * 2
    assert len(windows.APPLICATION_ID) <= 128  # Microsoft's rules for the name
    assert " " not in windows.APPLICATION_ID


def test_the_packaged_program_starts_at_login_without_a_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ohlc-desktop.exe"))
    assert windows.program() == [sys.executable]
    (tmp_path / "ohlc-desktop-gui.exe").touch()
    assert windows.program() == [str(tmp_path / "ohlc-desktop-gui.exe")]
    assert autostart.program() == [sys.executable]


def test_the_installed_program_starts_at_login_without_a_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert windows.program() == [sys.executable, "-m", "ohlc_desktop"]
    (tmp_path / "pythonw.exe").touch()
    assert windows.program() == [str(tmp_path / "pythonw.exe"), "-m", "ohlc_desktop"]
    (tmp_path / "ohlc-desktop-gui.exe").touch()
    assert windows.program() == [str(tmp_path / "ohlc-desktop-gui.exe")]


def test_the_packaged_program_gives_variables_back() -> None:
    found = {
        "LD_LIBRARY_PATH": "/app/_internal:/opt/lib", "LD_LIBRARY_PATH_ORIG": "/opt/lib", "QT_PLUGIN_PATH": "/app/plugins",
        "QML2_IMPORT_PATH": "/app/qml", "HOME": "/home/trader",
    }  # fmt: skip
    restore_environment(found)
    assert found == {"LD_LIBRARY_PATH": "/opt/lib", "HOME": "/home/trader", "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    found = {"LD_LIBRARY_PATH": "/app/_internal"}
    restore_environment(found)
    assert found == {"PYINSTALLER_RESET_ENVIRONMENT": "1"}
