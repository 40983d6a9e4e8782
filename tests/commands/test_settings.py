"""Settings from files and the environment: strongest first, and a clear sentence for what cannot be used."""

from __future__ import annotations

import pytest

from tests.commands.conftest import CommandLine


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = [", "cannot be read"),
        ("concurrency = 2\nconcurrency = 3", "cannot be read"),
        ("concurency = 2", "no setting called concurency"),
        ("concurrency = true", "concurrency=True"),
        ("concurrency = 1.5", "concurrency=1.5"),
        ("request_timeout = nan", "request_timeout=nan"),
        ('timeframes = ["7m"]', "'7m' is not a timeframe"),
        ('import_time = "25:00"', "import_time=25:00"),
        ('cache_enabled = "maybe"', "use true or false"),
        ("[redis]\nurl = 'x'", "no setting called redis"),
        ("log_level = 'LOUD'", "use one of DEBUG"),
    ],
)
def test_a_settings_file_that_cannot_be_used(shell: CommandLine, text: str, told: str) -> None:
    shell.write("settings.toml", text)
    for words in (("status",), ("import", "ES"), ("watch", "list"), ("export", "ES", "1d"), ("doctor",)):
        answer = shell.run(*words)
        assert (answer.code, answer.out) == (2, ""), words
        assert told in answer.err
        assert "settings.toml" in answer.err
    assert not shell.database.exists()


@pytest.mark.parametrize("content", [b"\xff\xfeR\x00E\x00", b"REDIS_URL=redis://:Geh3im@h\n!= x=\n'unfinished\n"])
def test_an_env_file_that_cannot_be_used(shell: CommandLine, content: bytes) -> None:
    shell.folder.mkdir(parents=True)
    (shell.folder / ".env").write_bytes(content)
    answer = shell.run("status")
    assert answer.code == 2
    assert ".env" in answer.err
    assert "Geh3im" not in answer.err


def test_the_secret_of_a_wrong_file_is_not_told(shell: CommandLine) -> None:
    shell.write("settings.toml", 'redis_url = "redis://:Geh3im@host:1/0')
    answer = shell.run("status")
    assert answer.code == 2
    assert "Geh3im" not in answer.err


def origins(shell: CommandLine) -> str:
    """What the doctor says about the settings."""
    return next(line for line in shell.run("doctor").out.splitlines() if " settings " in line)


def test_the_strongest_wins(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nothing" in origins(shell)
    shell.write("settings.toml", 'log_level = "DEBUG"\nconcurrency = 1\nimport_time = "13:00"\n')
    shell.write(".env", "# ours\nexport LOG_LEVEL='ERROR'\n\nOHLC_DESKTOP_CONCURRENCY=3 # three\nUNRELATED=1\n")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    said = origins(shell)
    assert "log_level from environment" in said
    assert "concurrency from .env" in said
    assert "import_time from settings.toml" in said
    assert shell.run("status", "--json").json["next_run"]["pacific"][11:16] == "13:00"


def test_files_of_windows_editors(shell: CommandLine) -> None:
    shell.folder.mkdir(parents=True)
    (shell.folder / ".env").write_bytes(b"\xef\xbb\xbfLOG_LEVEL=ERROR\r\nOHLC_DESKTOP_CONCURRENCY=3\r\n")
    (shell.folder / "settings.toml").write_bytes(b'\xef\xbb\xbfimport_time = "13:00"\r\n')
    said = origins(shell)
    assert "log_level from .env" in said
    assert "concurrency from .env" in said
    assert "import_time from settings.toml" in said


def test_a_home_that_nobody_has(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from ohlc_desktop import cli

    monkeypatch.setenv("OHLC_DESKTOP_HOME", "~no-such-user-here/data")
    assert cli.run(["status"]) == 2
    assert "no-such-user-here" in capsys.readouterr().err
