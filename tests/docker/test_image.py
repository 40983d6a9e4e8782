"""The Dockerfile: every path is there, nobody is root, and what starts in it is a command of ours."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from docker.utils.build import exclude_paths

from ohlc_desktop import cli
from ohlc_desktop.commands.running import STOP_SECONDS
from ohlc_desktop.profile import HOME_VARIABLE
from tests.docker.conftest import DEV, DOCKER, ROOT, SERVICE, instructions, resolved, text_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def copied() -> list[str]:
    """What COPY takes from the builder's folder."""
    return [source for line in instructions("COPY") for source in line.split()[:-1]]


def test_the_builder_gets_what_is_copied_and_no_secret(tmp_path: Path) -> None:
    secrets = {"resources/docker/.env", "resources/docker/.env.local", ".env", "ohlc_desktop/.env"}
    needless = {".git/config", ".venv/bin/python", "tests/conftest.py", "ohlc_desktop/core/__pycache__/clock.pyc"}
    needed = {"resources/instruments.toml", "ohlc_desktop/core/clock.py", "ohlc_desktop/py.typed"}
    files = {name for name in copied() if (ROOT / name).is_file()}
    for name in secrets | needless | needed | files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    rules = [line for line in text_of("Dockerfile.dockerignore").splitlines() if line and not line.startswith("#")]
    # Docker's own client adds the Dockerfile; the answer has the folders as well
    sent = {Path(name).as_posix() for name in exclude_paths(str(tmp_path), rules) if (tmp_path / name).is_file()}
    assert sent == needed | files


def test_every_path_is_there() -> None:
    assert copied()
    assert [name for name in copied() if not (ROOT / name).exists()] == []
    build = resolved(DEV)["services"][SERVICE]["build"]
    assert (DOCKER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()
    # the name that the builder looks for
    assert (ROOT / f"{build['dockerfile']}.dockerignore").is_file()


def test_the_wheel_can_be_built_from_what_is_copied() -> None:
    assert PROJECT["readme"] in copied()
    assert set(PROJECT["license-files"]) <= set(copied())
    assert {"pyproject.toml", "ohlc_desktop", "resources"} <= set(copied())
    (program,) = re.findall(r'python -c "(import tomllib.*?)"', " ".join(instructions("RUN")))
    ast.parse(program)


def test_nobody_is_root() -> None:
    (user,) = instructions("USER")
    number, group = user.split(":")
    assert number == group
    assert int(number) >= 10_000
    assert f"useradd --uid {number} --user-group" in " ".join(instructions("RUN"))
    assert "user" not in resolved(DEV)["services"][SERVICE]


def test_what_starts_is_the_schedule_without_a_screen() -> None:
    (entry,), (command,) = instructions("ENTRYPOINT"), instructions("CMD")
    (program,) = ast.literal_eval(entry)
    assert program in PROJECT["scripts"]
    assert cli.make_parser().parse_args(ast.literal_eval(command)).command is cli._run
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert "stop_grace_period" not in resolved(DEV)["services"][SERVICE]
    assert STOP_SECONDS < 10  # Docker's own patience


def test_the_profile_is_in_the_volume() -> None:
    (variable,) = [line for line in instructions("ENV") if line.startswith(HOME_VARIABLE)]
    folder = variable.partition("=")[2]
    assert resolved(DEV)["services"][SERVICE]["volumes"] == [f"profile:{folder}"]
    owned = f"install --directory --owner ohlc --group ohlc --mode 0700 {folder}"
    assert owned in " ".join(instructions("RUN"))  # a new volume takes over owner and mode


def test_the_base_is_the_same_twice_and_new_enough() -> None:
    first, second = (line.split()[0] for line in instructions("FROM"))
    assert first == second
    least = PROJECT["requires-python"].removeprefix(">=")
    (version,) = re.fullmatch(r"python:([\d.]+)-slim-bookworm", first).groups()  # type: ignore[union-attr]
    assert tuple(map(int, version.split("."))) >= tuple(map(int, least.split(".")))


def test_no_cache_is_left_and_no_host_is_named() -> None:
    for step in instructions("RUN"):
        assert "apt-get update" not in step or "rm -rf /var/lib/apt/lists/*" in step
        assert step.count("pip ") == step.count("--no-cache-dir")
    assert re.findall(r"https?://|index-url", text_of("Dockerfile")) == []


def test_the_health_check_is_the_program_that_is_tested_here() -> None:
    (health,) = instructions("HEALTHCHECK")
    *_, command = health.partition("CMD ")
    program, path = ast.literal_eval(command)
    assert program == "python"
    assert f"resources/docker/healthcheck.py {path}" in instructions("COPY")
