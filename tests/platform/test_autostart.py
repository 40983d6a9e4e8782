"""Start at login, on Linux with the real file, elsewhere written into places of the test's own."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ohlc_desktop.platform import linux, macos, windows
from ohlc_desktop.platform.autostart import program, start_command
from ohlc_desktop.platform.linux import DesktopEntry, quoted
from ohlc_desktop.platform.macos import LaunchAgent
from ohlc_desktop.platform.protocol import Autostart, AutostartError
from ohlc_desktop.platform.windows import RunKey
from ohlc_desktop.profile import Profile, locate

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
COMMAND = ["/opt/OHLC Desktop/ohlc-desktop", "--profile", 'a "strange" $HOME `50 %`\\x\tß', "", "--hidden"]


class RegistryInMemory(windows.Registry):
    """Stands in for the Windows registry, which cannot be reached here."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}
        self.refuses = False

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        self.values[key, name] = value

    def remove(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


def make(kind: str, folder: Path, command: list[str]) -> Autostart:
    if kind == "windows":
        return RunKey(command, "OHLC Desktop", RegistryInMemory())
    if kind == "mac":
        return LaunchAgent(command, folder / "LaunchAgents" / "org.ohlc_desktop.plist")
    return DesktopEntry(command, folder / "autostart" / "ohlc-desktop.desktop")


def arguments(value: str) -> list[str]:
    """The arguments of an ``Exec`` value as the Desktop Entry Specification reads it."""
    unescaped = value.replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\0", "\\")
    found, current, inside, begun = [], "", False, False
    characters = iter(unescaped)
    for character in characters:
        if character == '"':
            inside, begun = not inside, True
        elif character == "\\" and inside:
            current += next(characters)
        elif character == "%":
            assert next(characters) == "%", "a field code"
            current += "%"
        elif character == " " and not inside:
            found, current, begun = [*found, current] if begun or current else found, "", False
        else:
            current += character
    return [*found, current] if begun or current else found


@pytest.mark.parametrize("kind", ["linux", "mac", "windows"])
def test_switching_it_on_and_off(kind: str, tmp_path: Path) -> None:
    start = make(kind, tmp_path, COMMAND)
    assert not start.enabled()
    start.disable()
    start.enable()
    assert start.enabled()
    start.enable()
    assert start.enabled()
    start.disable()
    assert not start.enabled()
    assert "ohlc" in start.where.lower()


def test_arguments_survive_the_desktop_entry(tmp_path: Path) -> None:
    assert arguments(" ".join(map(quoted, COMMAND))) == COMMAND
    assert quoted("--hidden") == "--hidden"


@pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of free desktops")
def test_a_desktop_can_start_the_entry(tmp_path: Path) -> None:
    """Through GLib's own launcher where it is installed, else read by this test."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = tmp_path / "pro % gram"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{pipe}"\n')
    script.chmod(0o755)
    start = DesktopEntry([str(script), *COMMAND[1:]], tmp_path / "ohlc.desktop")
    start.enable()
    (value,) = [line[5:] for line in Path(start.where).read_text("utf-8").splitlines() if line.startswith("Exec=")]
    gio = shutil.which("gio")
    with subprocess.Popen([gio, "launch", start.where] if gio else arguments(value)):
        assert pipe.read_text("utf-8").split("\n")[:-1] == COMMAND[1:]


def test_a_percent_in_the_path_of_the_program_is_not_in_the_word_that_desktops_look_for(tmp_path: Path) -> None:
    """GLib and others look whether the first word of Exec is a program before they read its field codes."""
    start = DesktopEntry(["/opt/50 % off/ohlc-desktop", "--hidden"], tmp_path / "ohlc.desktop")
    start.enable()
    (value,) = [line[5:] for line in Path(start.where).read_text("utf-8").splitlines() if line.startswith("Exec=")]
    assert arguments(value) == ["/usr/bin/env", "/opt/50 % off/ohlc-desktop", "--hidden"]
    assert start.enabled()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_a_desktop_that_switched_it_off_is_believed(tmp_path: Path, line: str) -> None:
    start = make("linux", tmp_path, COMMAND)
    start.enable()
    path = Path(start.where)
    path.write_text(path.read_text().replace("X-GNOME-Autostart-enabled=true", line))
    assert not start.enabled()
    start.enable()
    assert start.enabled()


@pytest.mark.parametrize("kind", ["linux", "mac"])
def test_an_entry_of_another_installation_is_off_and_is_repaired(kind: str, tmp_path: Path) -> None:
    make(kind, tmp_path, ["/old/ohlc-desktop", "--hidden"]).enable()
    start = make(kind, tmp_path, COMMAND)
    assert not start.enabled()
    start.enable()
    assert start.enabled()


@pytest.mark.parametrize("kind", ["linux", "mac"])
def test_a_damaged_entry_is_off(kind: str, tmp_path: Path) -> None:
    start = make(kind, tmp_path, COMMAND)
    Path(start.where).parent.mkdir(parents=True)
    for content in (b"", b"\xff\xfe\0", b"[Desktop Entry\nExec", b"<?xml?><plist>", plistlib.dumps([1])):
        Path(start.where).write_bytes(content)
        assert not start.enabled()


def test_what_launchd_reads(tmp_path: Path) -> None:
    start = make("mac", tmp_path, COMMAND)
    start.enable()
    agent = plistlib.loads(Path(start.where).read_bytes())
    assert (agent["ProgramArguments"], agent["RunAtLoad"]) == (COMMAND, True)
    Path(start.where).write_bytes(plistlib.dumps({**agent, "Disabled": True}))
    assert not start.enabled()


def test_the_task_manager_can_switch_it_off() -> None:
    registry = RegistryInMemory()
    start = RunKey(["C:\\Program Files\\ohlc.exe", "--hidden"], "OHLC Desktop", registry)
    start.enable()
    assert registry.values[RUN, "OHLC Desktop"] == '"C:\\Program Files\\ohlc.exe" --hidden'
    registry.values[APPROVED, "OHLC Desktop"] = b"\x03" + bytes(11)
    assert not start.enabled()
    registry.values[APPROVED, "OHLC Desktop"] = b"\x02" + bytes(11)
    assert start.enabled()
    registry.values[APPROVED, "OHLC Desktop"] = b"\x03" + bytes(11)
    start.enable()
    assert start.enabled()


@pytest.mark.parametrize("kind", ["linux", "mac"])
def test_a_folder_that_cannot_be_written_is_told(kind: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    start = make(kind, tmp_path / "file", COMMAND)
    with pytest.raises(AutostartError, match="Start at login cannot be switched") as told:
        start.enable()
    assert start.where in str(told.value.hint)
    assert not start.enabled()


def test_a_registry_that_refuses_is_told() -> None:
    registry = RegistryInMemory()
    registry.refuses = True
    with pytest.raises(AutostartError, match="Access is denied"):
        RunKey(COMMAND, "OHLC Desktop", registry).enable()


def test_the_usual_profile_needs_no_argument(tmp_path: Path) -> None:
    assert start_command(locate(None, False), ["ohlc"]) == ["ohlc", "--hidden"]
    assert start_command(locate(None, True), ["ohlc"]) == ["ohlc", "--demo", "--hidden"]
    own = str(tmp_path / "my data")
    assert start_command(locate(own, False), ["ohlc"]) == ["ohlc", "--profile", own, "--hidden"]
    assert start_command(locate(own, True), ["ohlc"]) == ["ohlc", "--profile", own, "--demo", "--hidden"]


def test_a_profile_chosen_by_a_variable_is_written_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable is not set when the session starts."""
    monkeypatch.setenv("OHLC_DESKTOP_HOME", str(tmp_path))
    assert start_command(locate(None, False), ["ohlc"]) == ["ohlc", "--profile", str(tmp_path), "--hidden"]


def test_the_command_starts_this_program() -> None:
    done = subprocess.run([*program(), "--version"], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout.split()[0]) == (0, "ohlc-desktop")


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program() == [sys.executable]


def test_profiles_do_not_share_an_entry(tmp_path: Path) -> None:
    config = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": "/home/someone"}
    usual, other = (linux.autostart(profile, config) for profile in (locate(None, False), Profile(tmp_path / "own")))
    assert usual.where == str(tmp_path / "autostart" / "ohlc-desktop.desktop")
    usual.enable()
    assert not other.enabled()
    other.enable()
    usual.disable()
    assert other.enabled()


def test_each_platform_has_its_place(tmp_path: Path) -> None:
    usual = locate(None, False)
    home = {"HOME": str(tmp_path)}
    assert linux.autostart(usual, home).where == str(tmp_path / ".config/autostart/ohlc-desktop.desktop")
    assert linux.autostart(usual, {**home, "XDG_CONFIG_HOME": "relative"}).where.startswith(str(tmp_path))
    assert macos.autostart(usual, home).where == str(tmp_path / "Library/LaunchAgents/org.ohlc_desktop.plist")


def test_a_flatpak_is_started_by_the_system_around_it(tmp_path: Path) -> None:
    inside = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "/var/config", "FLATPAK_ID": "io.github.someone.program"}
    usual = locate(None, False)
    start = linux.autostart(usual, inside)
    start.enable()
    entry = tmp_path / ".config/autostart/ohlc-desktop.desktop"
    assert start.where == str(entry)
    assert "\nExec=flatpak run io.github.someone.program --hidden\n" in entry.read_text("utf-8")
    moved = linux.autostart(usual, {**inside, "HOST_XDG_CONFIG_HOME": str(tmp_path / "elsewhere")})
    assert moved.where == str(tmp_path / "elsewhere/autostart/ohlc-desktop.desktop")
