"""Settings that follow their files: what is written, what is noticed, and what a broken file does."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import OhlcError, ProfileError, SettingsError
from ohlc_desktop.core.settings import Origin, Settings
from ohlc_desktop.profile import Profile, read_settings, write_settings
from ohlc_desktop.services.live_settings import LiveSettings

Live = Callable[..., LiveSettings]

WRITTEN = """\
# Mine, do not touch
log_level = "DEBUG"   # while I look for something
concurrency = 3

# evenings
import_time = "13:30"
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "data")


@pytest.fixture
def live(profile: Profile, qapp: object) -> Live:
    def make(**environment: str) -> LiveSettings:
        profile.folder.mkdir(exist_ok=True)
        return LiveSettings(profile, environment)

    return make


def left_behind(profile: Profile) -> list[str]:
    return sorted(path.name for path in profile.folder.iterdir() if path.name.startswith("."))


# -- writing ---------------------------------------------------------------------------------------


def test_comments_and_order_of_the_file_stay(profile: Profile) -> None:
    profile.folder.mkdir()
    profile.settings.write_text(WRITTEN, encoding="utf-8")
    write_settings(profile, {"log_level": "error", "import_time": time(14, 35), "timeframes": ["5m", "1d"]})
    text = profile.settings.read_text("utf-8")
    assert text.splitlines()[:6] == [
        "# Mine, do not touch", 'log_level = "ERROR"   # while I look for something', "concurrency = 3", "",
        "# evenings", 'import_time = "14:35"',
    ]  # fmt: skip
    assert read_settings(profile, {}).timeframes == ("5m", "1d")
    write_settings(profile, {"concurrency": None, "log_level": None, "cache_enabled": True})
    assert "# Mine, do not touch" in profile.settings.read_text("utf-8")
    found = read_settings(profile, {})
    assert (found.concurrency, found.log_level, found.cache_enabled) == (2, "INFO", True)
    assert "concurrency" not in found.origins


def test_the_first_setting_makes_the_folder_and_the_file(profile: Profile) -> None:
    write_settings(profile, {"requests_per_second": 0.5, "concurrency": "4"})
    found = read_settings(profile, {})
    assert (found.requests_per_second, found.concurrency) == (0.5, 4)
    assert left_behind(profile) == []


def test_what_is_removed_may_never_have_been_there(profile: Profile) -> None:
    write_settings(profile, {"theme": None, "redis_url": ""})
    assert read_settings(profile, {}) == Settings()


def test_a_file_of_a_windows_editor_keeps_its_line_ends(profile: Profile) -> None:
    profile.folder.mkdir()
    profile.settings.write_bytes(b'\xef\xbb\xbf# mine\r\nlog_level = "DEBUG"\r\n')
    write_settings(profile, {"log_level": "ERROR"})
    assert profile.settings.read_bytes() == b'# mine\r\nlog_level = "ERROR"\r\n'


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_mode_and_link_of_the_file_stay(profile: Profile, tmp_path: Path) -> None:
    profile.folder.mkdir()
    real = tmp_path / "dotfiles.toml"
    real.write_text("quiet = true\n", encoding="utf-8")
    real.chmod(0o640)
    profile.settings.symlink_to(real)
    write_settings(profile, {"theme": "DARK"})
    assert profile.settings.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text("utf-8") == 'quiet = true\ntheme = "DARK"\n'


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_new_file_is_for_its_owner_only(profile: Profile) -> None:
    """It may hold the password of Redis."""
    write_settings(profile, {"redis_url": "redis://:s3cret@host"})
    assert stat.S_IMODE(profile.settings.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damaged", [b"a = [", b"concurrency = 2\nconcurrency = 3", b"\xff\xfe\x00", b"concurency = 2", b"daily_quota = 0"]
)
def test_a_damaged_file_is_refused_and_left_as_it_is(profile: Profile, damaged: bytes) -> None:
    profile.folder.mkdir()
    profile.settings.write_bytes(damaged)
    with pytest.raises(SettingsError) as caught:
        write_settings(profile, {"theme": "DARK"})
    assert str(caught.value.hint)
    assert profile.settings.read_bytes() == damaged
    assert left_behind(profile) == []


def test_the_value_that_breaks_a_file_can_be_corrected(profile: Profile) -> None:
    profile.folder.mkdir()
    profile.settings.write_text("concurrency = 99 # too many\n", encoding="utf-8")
    write_settings(profile, {"concurrency": 4})
    assert profile.settings.read_text("utf-8") == "concurrency = 4 # too many\n"


def test_a_value_that_cannot_be_used_is_not_written(profile: Profile) -> None:
    for changes in ({"concurrency": 9}, {"theme": "DARK", "import_time": "soon"}, {"colour": "red"}):
        with pytest.raises(SettingsError, match="Nothing was changed"):
            write_settings(profile, changes)
    assert not profile.settings.exists()


def test_a_folder_that_cannot_be_made(profile: Profile) -> None:
    profile.folder.write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(ProfileError, match="cannot be used"):
        write_settings(profile, {"theme": "DARK"})


def test_a_file_whose_place_is_taken_by_a_folder(profile: Profile) -> None:
    (profile.settings / "x").mkdir(parents=True)
    with pytest.raises(SettingsError, match=r"settings\.toml cannot be written"):
        write_settings(profile, {"theme": "DARK"})
    assert left_behind(profile) == []


# -- living ----------------------------------------------------------------------------------------


def test_what_is_set_is_in_force_and_in_the_file(profile: Profile, live: Live, qtbot: QtBot) -> None:
    settings = live()
    assert settings.current == Settings()
    with qtbot.waitSignal(settings.changed) as told:
        settings.set("import_time", "13:15")
    assert told.args == [settings.current]
    assert settings.current.import_time == time(13, 15)
    assert settings.current.origins == {"import_time": Origin.FILE}
    assert read_settings(profile, {}).import_time == time(13, 15)
    settings.set("import_time", None)
    assert settings.current == Settings()
    assert settings.current.origins == {}


def test_an_outside_edit_takes_effect(profile: Profile, live: Live, qtbot: QtBot) -> None:
    settings = live()
    with qtbot.waitSignal(settings.changed):
        profile.settings.write_text('theme = "DARK"\n', encoding="utf-8")
    assert settings.current.theme == "DARK"
    with qtbot.waitSignal(settings.changed):
        profile.dotenv.write_text("OHLC_DESKTOP_THEME=light\n", encoding="utf-8")
    assert settings.current.theme == "LIGHT"
    assert settings.forced_by("theme") is Origin.DOTENV
    with qtbot.waitSignal(settings.changed):
        profile.dotenv.unlink()
    assert settings.current.theme == "DARK"
    for theme in ("LIGHT", "SYSTEM"):  # as editors do: a new file in the old one's place
        fresh = profile.folder / "settings.toml~"
        fresh.write_text(f'theme = "{theme}"\n', encoding="utf-8")
        with qtbot.waitSignal(settings.changed):
            fresh.replace(profile.settings)
        assert settings.current.theme == theme


def test_other_files_of_the_folder_do_not_matter(profile: Profile, live: Live, qtbot: QtBot) -> None:
    settings = live()
    settings.set("theme", "DARK")
    with qtbot.assertNotEmitted(settings.changed, wait=250):
        profile.database.write_bytes(b"")
        profile.settings.touch()


def test_a_broken_file_keeps_the_last_good_settings(profile: Profile, live: Live, qtbot: QtBot) -> None:
    settings = live()
    settings.set("concurrency", 5)
    with qtbot.waitSignal(settings.error_changed) as told:
        profile.settings.write_text("concurrency = [", encoding="utf-8")
    (error,) = told.args
    assert isinstance(error, OhlcError)
    assert error is settings.error
    assert "cannot be read" in str(error.title)
    assert settings.current.concurrency == 5
    with pytest.raises(SettingsError):
        settings.set("theme", "DARK")
    assert profile.settings.read_text("utf-8") == "concurrency = ["
    with qtbot.waitSignal(settings.error_changed) as told:
        profile.settings.write_text("concurrency = 6\n", encoding="utf-8")
    assert told.args == [None]
    assert settings.error is None
    assert settings.current.concurrency == 6


def test_a_file_that_is_broken_from_the_start(profile: Profile, live: Live) -> None:
    profile.folder.mkdir()
    profile.settings.write_text("concurency = 2\n", encoding="utf-8")
    settings = live(LOG_LEVEL="ERROR")
    assert settings.error is not None
    assert "concurency" in str(settings.error.title)
    assert settings.current.log_level == "ERROR"


def test_an_environment_that_is_broken_from_the_start(live: Live) -> None:
    settings = live(LOG_LEVEL="LOUD")
    assert settings.error is not None
    assert settings.current == Settings()


def test_what_the_environment_decides_cannot_be_set(profile: Profile, live: Live) -> None:
    settings = live(REDIS_URL="redis://:s3cret@redis:6379/0")
    assert settings.forced_by("redis_url") is Origin.ENVIRONMENT
    assert settings.forced_by("theme") is None
    with pytest.raises(SettingsError) as caught:
        settings.set("redis_url", "redis://localhost")
    assert "REDIS_URL in the environment" in str(caught.value.title)
    assert "s3cret" not in str(caught.value)
    assert not profile.settings.exists()


@pytest.mark.parametrize("url", ["http://host", "localhost:6379", "redis://:pa/ss@host", "redis://host/zero"])
def test_an_address_that_can_never_work_is_refused(profile: Profile, live: Live, url: str) -> None:
    settings = live()
    with pytest.raises(SettingsError) as caught:
        settings.set("redis_url", url)
    assert "REDIS_URL" in str(caught.value.title)
    assert "pa/ss" not in str(caught.value)
    assert not profile.settings.exists()


def test_a_folder_that_appears_later(profile: Profile, qtbot: QtBot) -> None:
    settings = LiveSettings(profile, {})
    settings.set("quiet", True)
    assert settings.current.quiet
    with qtbot.waitSignal(settings.changed):
        profile.settings.write_text("quiet = false\n", encoding="utf-8")
