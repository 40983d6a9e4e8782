"""A fault of ours leaves a report that helps, holds no secret, and is offered until it was shown."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ohlc_desktop.diagnostics import report_files
from ohlc_desktop.diagnostics.crash_reports import CrashFile, collect, new_reports
from ohlc_desktop.diagnostics.logs import start_logging, stop_logging
from ohlc_desktop.diagnostics.report_files import mark_seen
from ohlc_desktop.profile import Profile, create

PASSWORD = "s3cret-word"
_CRASHING = """
import os, sys
from pathlib import Path
from ohlc_desktop.diagnostics.crash_reports import CrashFile
file = CrashFile(Path(sys.argv[1]), sys.argv[2])
file.open()
def deep_inside():
    {how}
deep_inside()
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = Profile(tmp_path / "profile")
    create(made)
    return made


def mask(text: str) -> str:
    return text.replace(PASSWORD, "***")


def die(profile: Profile, how: str, who: str = "app") -> None:
    """A process that ends like this while it listens."""
    subprocess.run([sys.executable, "-c", _CRASHING.format(how=how), str(profile.logs), who], stderr=subprocess.DEVNULL)


def fail(text: str, log: str = "ohlc_desktop.test") -> None:
    """Log an exception that nobody expected."""
    try:
        raise LookupError(text)
    except LookupError:
        logging.getLogger(log).exception("Unexpected fault")


# -- crashes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "what"),
    [("import ctypes; ctypes.string_at(0)", "Segmentation fault"), ("os.abort()", "Aborted")],
    ids=["segmentation fault", "abort"],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows words these otherwise")
def test_a_crash_is_reported_by_the_next_start(profile: Profile, how: str, what: str) -> None:
    die(profile, how)
    collect(profile, mask, "app")
    (report,) = new_reports(profile)
    assert report.crash
    assert not report.of_import
    assert report.what.startswith(what)
    assert "deep_inside" in report.text()
    assert abs(report.when - report.path.stat().st_mtime) < 60
    collect(profile, mask, "app")
    assert new_reports(profile) == [report]  # once


def test_a_crash_of_an_import_is_told_apart(profile: Profile) -> None:
    die(profile, "os.abort()", "import")
    collect(profile, mask, "app")
    assert new_reports(profile) == []
    collect(profile, mask, "import")
    (report,) = new_reports(profile)
    assert report.of_import


@pytest.mark.parametrize("how", ["file.close()", f"os.kill(os.getpid(), {int(signal.SIGTERM)})", "os._exit(3)"])
def test_what_is_no_crash_is_not_reported(profile: Profile, how: str) -> None:
    die(profile, how)
    collect(profile, mask, "app")
    assert new_reports(profile) == []


def test_a_process_that_lives_is_not_reported(profile: Profile) -> None:
    file = CrashFile(profile.logs, "app")
    file.open()
    collect(profile, mask, "import")
    assert new_reports(profile) == []
    file.close()
    file.close()
    assert list(profile.logs.iterdir()) == []


def test_a_folder_that_is_gone_is_done_without(profile: Profile) -> None:
    profile.logs.rmdir()
    file = CrashFile(profile.logs, "app")
    file.open()
    collect(profile, mask, "app")
    file.close()


def test_what_windows_survives_is_no_crash(profile: Profile) -> None:
    words = profile.logs / "crash-app.log"
    words.write_text("Windows fatal exception: code 0x8001010d\n\nThread 0x1 (most recent call first):\n", "utf-8")
    collect(profile, mask, "app")
    assert new_reports(profile) == []
    assert not words.exists()


# -- exceptions ------------------------------------------------------------------------------------------


def test_a_fault_is_reported_with_all_that_helps_and_no_secret(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    (profile.folder / ".env").write_text(f"REDIS_URL=redis://:{PASSWORD}@there:6379/0\n", "utf-8")
    start_logging(profile, "INFO", logging.CRITICAL + 1, mask)
    logging.getLogger("ohlc_desktop.test").info("This came before.")
    inside = Path.home() / "notes.txt"
    fail(f"redis://:{PASSWORD}@there and https://trader:Pa55@proxy:8080 and {inside}")
    stop_logging()
    (report,) = new_reports(profile)
    text = report.text()
    assert not report.crash
    assert report.what.startswith("LookupError: ")
    for found in ("Traceback", "in fail", "Python 3.", "numpy ", "yfinance ", "redis_url (.env)", "This came before."):
        assert found in text, found
    for secret in (PASSWORD, "Pa55", str(Path.home())):
        assert secret not in text
    assert "~/notes.txt" in text.replace("\\", "/")


def test_what_was_expected_is_no_fault(profile: Profile) -> None:
    start_logging(profile, "DEBUG", logging.CRITICAL + 1, mask)
    logging.getLogger("ohlc_desktop.test").error("Yahoo does not answer.")
    logging.getLogger("ohlc_desktop.test").debug("An answer was cut off.", exc_info=EOFError("cut off"))
    stop_logging()
    assert new_reports(profile) == []


def test_the_same_fault_is_reported_once_until_it_was_shown(profile: Profile) -> None:
    start_logging(profile, "INFO", logging.CRITICAL + 1, mask)
    for number in range(50):
        fail(f"number {number}")
    (report,) = new_reports(profile)
    assert "number 0" in report.what
    mark_seen(report)
    assert new_reports(profile) == []
    assert [path.name for path in profile.reports.iterdir()] == [report.path.name.replace(".new", "")]
    fail("again")
    stop_logging()
    (again,) = new_reports(profile)
    assert "again" in again.what
    assert len(list(profile.reports.iterdir())) == 2


def report(profile: Profile, number: int, what: str = "fault") -> None:
    """Write a report of a fault of its own."""
    found = report_files.FaultRecord(1e9, f"{what} {number}", "trace", f"place {number}")
    report_files.write_report(profile, mask, found)


def test_of_a_flood_the_first_ones_are_kept(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "KEPT", 3)
    for number in range(6):
        report(profile, number)
    waiting = new_reports(profile)
    assert sorted(each.what for each in waiting) == ["fault 0", "fault 1", "fault 2"]
    for each in waiting:
        mark_seen(each)
    report(profile, 7)
    assert [each.what for each in new_reports(profile)] == ["fault 7"]
    assert len(list(profile.reports.iterdir())) == 4


@pytest.mark.parametrize(
    "address",
    ["http://user:p@ssw0rd@proxy:80", "http://user:pa/ssw0rd@proxy", "redis://:with?ssw0rd#@there/0", "https://ssw0rd@a"],
)
def test_no_spelling_of_a_password_passes(profile: Profile, address: str) -> None:
    report(profile, 1, f"Cannot connect to {address}, really;")
    (found,) = new_reports(profile)
    assert "ssw0rd" not in found.text()
    assert "really; 1" in found.what


def test_the_secret_of_a_proxy_is_left_out_wherever_it_stands(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://trader:blank in it@proxy:80")
    report(profile, 1, "The proxy said: blank in it is wrong")
    (found,) = new_reports(profile)
    assert "blank in it" not in found.text()


def test_the_home_folder_is_left_out_in_each_spelling(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda _: r"C:\Users\Max Muster")
    report(profile, 1, r"C:\Users\Max Muster\a and 'C:\\Users\\Max Muster\\a' and C:/Users/Max Muster/a and C:\Users\Max Musterfrau")
    (found,) = new_reports(profile)
    assert found.what == r"~\a and '~\\a' and ~/a and C:\Users\Max Musterfrau 1"


def test_a_report_that_cannot_be_written_harms_nothing(profile: Profile) -> None:
    profile.reports.write_text("a file in the way", "utf-8")
    start_logging(profile, "INFO", logging.CRITICAL + 1, mask)
    fail("something")
    stop_logging()
    assert "LookupError: something" in profile.log.read_text("utf-8")
    assert new_reports(profile) == []


def test_what_is_no_report_is_left_alone(profile: Profile) -> None:
    profile.reports.mkdir()
    (profile.reports / "mine.new.txt").write_text("no report\n", "utf-8")
    assert new_reports(profile) == []
