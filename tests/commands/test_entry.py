"""The real entry point: arguments, pipes, no display, what is imported, the log files."""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ohlc_desktop import cli
from ohlc_desktop.diagnostics.logs import FILE_BYTES, FILES, start_logging, stop_logging
from ohlc_desktop.profile import Profile, create
from tests.commands.conftest import CommandLine

SCRIPT = shutil.which("ohlc-desktop", path=str(Path(sys.executable).parent))


def test_the_script_is_the_module(shell: CommandLine) -> None:
    assert SCRIPT, "the package is not installed"
    ways = [
        subprocess.run([*start, "--help"], capture_output=True, text=True, timeout=60, check=True)
        for start in ([SCRIPT], [sys.executable, "-m", "ohlc_desktop"])
    ]
    assert ways[0].stdout == ways[1].stdout
    for word in ("import", "status", "export", "watch", "doctor", "--demo", "--profile", "130 cancelled"):
        assert word in " ".join(ways[0].stdout.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("imprt",), "imprt"),
        (("export", "ES"), "TIMEFRAME"),
        (("export", "ES", "1d", "--format", "xml"), "xml"),
        (("status", "--jsn"), "--jsn"),
        (("watch", "ad", "ES"), "ad"),
        (("watch", "add"), "SYMBOL"),
    ],
)
def test_wrong_arguments(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str) -> None:
    assert cli.run(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert "--help" in captured.err
    assert "Traceback" not in captured.err


def test_without_a_display_the_demo_imports_and_shows_its_table(shell: CommandLine) -> None:
    shell.keep_calendars()
    shell.run("watch", "remove", "NQ", "YM", "RTY", "MNQ", "GC")
    answer = shell.call(OHLC_DESKTOP_TIMEFRAMES="1d")
    assert answer.code == 0
    assert "DEMO: simulated candles" in answer.out
    assert "ES=F" in answer.out
    assert "complete" in answer.out
    assert shell.run("status", "--json").json["last_run"]["state"] == "DONE"


@pytest.mark.parametrize("display", ["", *((":987",) if sys.platform.startswith("linux") else ())])
def test_without_a_display_the_app_says_what_to_do(real: CommandLine, display: str) -> None:
    answer = real.call(**({"DISPLAY": display} if display else {}))
    assert answer.code == 2
    assert answer.out == ""
    for word in ("display", "ohlc-desktop import", "ohlc-desktop run"):
        assert word in answer.err
    assert "Traceback" not in answer.err


if os.name == "posix":

    def test_the_idle_tray_loads_nothing_heavy(filled: CommandLine) -> None:
        command = [sys.executable, "-X", "importtime", "-m", "ohlc_desktop", *filled.arguments("--hidden")]
        (filled.folder / "logs" / "ohlc-desktop.log").unlink()
        tray = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        )
        assert tray.stderr is not None
        lines = iter(tray.stderr.readline, "")
        seen = list(itertools.takewhile(lambda line: "ohlc_desktop.services.scheduling.schedule_timer" not in line, lines))
        tray.send_signal(signal.SIGTERM)
        _, rest = tray.communicate(timeout=20)
        names = re.findall(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$", "".join(seen) + rest, re.MULTILINE)
        assert tray.returncode == 0
        assert "The tray icon is up" in filled.log
        assert {"apscheduler", "PySide6", "sqlite3"} <= {name.partition(".")[0] for name in names}
        heavy = {"numpy", "pandas", "yfinance", "curl_cffi", "redis", "rich", "filelock"}
        assert heavy & {name.partition(".")[0] for name in names} == set()


if os.name == "posix":

    @pytest.mark.parametrize(
        ("words", "reader"),
        [
            (("status",), "head -1"), (("status", "--json"), "true"), (("export", "ES", "1m"), "head -1"),
            (("watch", "list"), "true"), (("doctor",), "head -1"), (("--help",), "true"),
        ],
    )  # fmt: skip
    def test_a_reader_that_leaves_is_no_error(filled: CommandLine, words: tuple[str, ...], reader: str) -> None:
        command = subprocess.list2cmdline([sys.executable, "-m", "ohlc_desktop", *filled.arguments(*words)])
        shell = ["bash", "-c", f"{command} | {reader}; exit ${{PIPESTATUS[0]}}"]
        done = subprocess.run(shell, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("\n") == (1 if reader == "head -1" else 0)

    def test_an_import_goes_on_without_its_reader(shell: CommandLine) -> None:
        shell.keep_calendars()
        words = ("import", "ES", "--timeframes", "1d", "--json")
        command = subprocess.list2cmdline([sys.executable, "-m", "ohlc_desktop", *shell.arguments(*words)])
        piped = ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"]
        done = subprocess.run(piped, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr
        assert shell.run("export", "ES", "1wk").code == 0

    @pytest.mark.parametrize("words", [("status",), ("status", "--json"), ("export", "ES", "1m")])
    def test_output_to_a_full_disk_is_told(filled: CommandLine, words: tuple[str, ...]) -> None:
        with Path("/dev/full").open("w") as full:
            command = [sys.executable, "-m", "ohlc_desktop", *filled.arguments(*words)]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        assert done.returncode == 2
        assert "No space left" in done.stderr
        assert "Traceback" not in done.stderr


def loaded_by(*commands: tuple[str, ...]) -> list[set[str]]:
    """The top-level packages that are loaded after each of these commands, in one process."""
    code = (
        "import sys, io, json; from contextlib import redirect_stdout; from ohlc_desktop import __main__, cli\n"
        "for words in json.loads(sys.argv[1]):\n"
        "    with redirect_stdout(io.StringIO()):\n"
        "        try: assert cli.run(words) == 0\n"
        "        except SystemExit as end: assert not end.code\n"
        "    print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(commands)], capture_output=True, text=True, timeout=60, check=True
    )
    return [set(line.split()) for line in done.stdout.splitlines()]


def test_heavy_modules_are_not_imported_in_vain(filled: CommandLine) -> None:
    heavy = {"pandas", "yfinance", "curl_cffi", "redis", "rich", "numpy", "pandas_market_calendars", "asyncio"}
    assert [(heavy | {"logging"}) & names for names in loaded_by(("--help",), ("--version",))] == [set(), set()]
    words = (("watch", "list"), ("status", "--json"), ("status",), ("status", "NQ"), ("export", "ES", "1d"), ("doctor",))
    found = loaded_by(*(tuple(filled.arguments(*each)) for each in words))
    needed = [{"numpy"}] * 4 + [{"numpy", "rich", "asyncio"}] * 2
    assert [heavy & names - allowed for names, allowed in zip(found, needed, strict=True)] == [set()] * 6


# -- log files ---------------------------------------------------------------------------------------------


def test_three_files_of_five_megabytes(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    create(profile)
    start_logging(profile, "INFO", logging.CRITICAL, lambda text: text)
    try:
        log = logging.getLogger("ohlc_desktop.test")
        for _ in range(2 * FILES):
            for _ in range(6):
                log.info("x" * (FILE_BYTES // 8))
    finally:
        stop_logging()
    files = sorted(profile.logs.iterdir())
    assert [path.name for path in files] == ["ohlc-desktop.log", "ohlc-desktop.log.1", "ohlc-desktop.log.2"]
    assert all(path.stat().st_size <= FILE_BYTES for path in files)
    assert (FILE_BYTES, FILES) == (5_000_000, 3)


def test_times_are_utc_and_secrets_are_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = Profile(tmp_path)
    create(profile)
    monkeypatch.setattr("time.time", lambda: 1_795_464_000.25)
    monkeypatch.setattr("time.time_ns", lambda: 1_795_464_000_250_000_000)
    start_logging(profile, "DEBUG", logging.WARNING, lambda text: text.replace("secret", "***"))
    log = logging.getLogger("ohlc_desktop.test")
    try:
        log.debug("a %s argument", "secret")
        try:
            raise ValueError("secret in an exception")
        except ValueError:
            log.exception("with a traceback")
    finally:
        stop_logging()
    text = (profile.logs / "ohlc-desktop.log").read_text()
    assert text.startswith("2026-11-23T20:00:00.250Z DEBUG   ohlc_desktop.test: a *** argument\n")
    assert "ValueError: *** in an exception" in text
    assert "secret" not in text
    shown = capsys.readouterr().err
    assert "secret" not in shown
    assert "argument" not in shown
    assert "ERROR: with a traceback" in shown


@pytest.mark.skipif(sys.platform != "linux", reason="takes a library away by the loader's path of Linux")
def test_the_schedule_names_the_libraries_that_it_needs(shell: CommandLine, tmp_path: Path) -> None:
    """As on a server without GLib: it cannot be loaded."""
    shell.keep_calendars()
    (tmp_path / "libglib-2.0.so.0").write_bytes(b"")
    answer = shell.call("run", LD_LIBRARY_PATH=str(tmp_path))
    assert answer.code == 2
    assert "libglib-2.0.so.0" in answer.err
    named = "apt-get install libbrotli1 libdbus-1-3 libglib2.0-0 libgssapi-krb5-2."
    assert named in answer.err
    docker = (Path(__file__).parents[2] / "resources" / "docker" / "Dockerfile").read_text("utf-8")
    assert named.removeprefix("apt-get install ").removesuffix(".") in docker
    assert shell.call("import", "ES", "--timeframes", "1d", "-q", LD_LIBRARY_PATH=str(tmp_path)).code == 0  # needs none
