"""The Compose files: valid, alike where they should be, and what their comments claim is so."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
import yaml

from ohlc_desktop import cli
from ohlc_desktop.core.schedule.policy import FOLLOW_UP, RETRIES
from ohlc_desktop.core.schedule.times import at_pacific, pacific
from ohlc_desktop.core.settings import DECLARATIONS, Group, Origin, Settings, resolve
from ohlc_desktop.profile import HOME_VARIABLE, Profile, read_settings
from ohlc_desktop.redis_share.address import place_of, wrong_with
from tests.docker.conftest import (
    DEV,
    DOCKER,
    IMAGE,
    NAMES,
    PLAIN,
    PROD,
    SERVICE,
    comments_of,
    environment_of,
    instructions,
    resolved,
    text_of,
)

#: What is of use without a window.
VARIABLES = {one.variable for one in DECLARATIONS if one.group not in (Group.APPEARANCE, Group.NOTIFICATIONS)}
HEALTH = "OHLC_DESKTOP_HEALTH_HOURS"


def settings_in(name: str, variables: dict[str, str] = IMAGE) -> Settings:
    """The settings in force in a container whose profile says nothing."""
    return resolve(environment_of(name, variables), {}, {})


def test_the_three_files_follow_the_specification() -> None:
    files = [str(DOCKER / name) for name in NAMES]
    arguments = ["--builtin-schema", "vendor.compose-spec", "--quiet", *files]
    assert check_jsonschema.main.main(arguments, standalone_mode=False) in (None, 0)


# -- what wins -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_that_needs_no_window_can_be_set(name: str) -> None:
    assert set(environment_of(name)) == VARIABLES | {HEALTH}
    used = re.findall(r"^ +([A-Z_]+): \$\{([A-Z_]+):-(.*)\}$", text_of(name), re.MULTILINE)
    assert {(key, variable) for key, variable, _ in used} == {(key, key) for key in VARIABLES | {HEALTH}}


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        (DEV, {"cache_enabled": True, "redis_url": "redis://redis:6379/0"}),
        (PLAIN, {"cache_enabled": False, "redis_url": "redis://host.docker.internal:6379/0"}),
        (PROD, {}),
    ],
)
def test_without_an_env_file_the_defaults_rule(name: str, differs: dict[str, object]) -> None:
    found = settings_in(name)
    assert found == Settings(**differs)  # type: ignore[arg-type]
    assert set(found.origins) == set(differs)  # an empty value is none: the profile may still decide


@pytest.mark.parametrize("name", NAMES)
def test_the_env_file_wins_over_the_defaults(name: str) -> None:
    found = settings_in(name, IMAGE | {"CACHE_ENABLED": "false", "REDIS_URL": "redis://mine:1/2", "LOG_LEVEL": "ERROR"})
    assert (found.cache_enabled, found.redis_url, found.log_level) == (False, "redis://mine:1/2", "ERROR")
    assert set(found.origins.values()) == {Origin.ENVIRONMENT}


def test_the_shell_wins_over_the_env_file(tmp_path: Path) -> None:
    """With a whole Compose, which reads ``.env`` beside the file itself."""
    shutil.copy(DOCKER / DEV, tmp_path)
    (tmp_path / ".env").write_text("CACHE_ENABLED=false\nREDIS_URL='redis://:pa$$word@from-file:1/0'\nLOG_LEVEL=ERROR\n", "utf-8")
    done = subprocess.run(
        # in place of podman, which is asked for its version only
        [sys.executable, "-m", "podman_compose", "--podman-path", sys.executable, "--file", DEV, "config"],
        cwd=tmp_path, env={**os.environ, "LOG_LEVEL": "DEBUG"}, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    found = yaml.safe_load(done.stdout)["services"][SERVICE]["environment"]
    assert found["CACHE_ENABLED"] == "false"
    assert found["REDIS_URL"] == "redis://:pa$$word@from-file:1/0"
    assert found["LOG_LEVEL"] == "DEBUG"
    assert found["REDIS_REQUIRED"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_compose_resolves_the_file_and_its_version_is_named(tmp_path: Path, name: str) -> None:
    """Nested variables came with 2.2.0 and are read right from 2.18.0 on: https://github.com/docker/compose/pull/5268"""
    assert "Needs Compose 2.18 or newer" in comments_of(name)
    shutil.copy(DOCKER / name, tmp_path)
    (tmp_path / ".env").write_text("REDIS_URL=redis://there:1/0\nOHLC_DESKTOP_IMAGE=registry/name:1\n", "utf-8")
    command = [sys.executable, "-m", "podman_compose", "--podman-path", sys.executable, "--file", name, "config"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30)
    found = yaml.safe_load(done.stdout)["services"][SERVICE]["environment"]
    assert found == environment_of(name, {"REDIS_URL": "redis://there:1/0", "OHLC_DESKTOP_IMAGE": "registry/name:1"})
    assert found["REDIS_URL"] == "redis://there:1/0"
    assert not [value for value in found.values() if "$" in str(value) or "}" in str(value)]


def test_in_the_program_the_environment_wins_over_both_files_of_the_profile(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.settings.write_text('log_level = "ERROR"\nconcurrency = 3\nimport_time = "13:00"\n', "utf-8")
    profile.dotenv.write_text("LOG_LEVEL=WARNING\nOHLC_DESKTOP_CONCURRENCY=4\n", "utf-8")
    found = read_settings(profile, environment_of(PLAIN, {"LOG_LEVEL": "DEBUG"}))
    assert (found.log_level, found.origins["log_level"]) == ("DEBUG", Origin.ENVIRONMENT)
    assert (found.concurrency, found.origins["concurrency"]) == (4, Origin.DOTENV)
    assert (found.import_time, found.origins["import_time"]) == (time(13), Origin.FILE)
    assert (found.daily_quota, found.origins.get("daily_quota")) == (Settings().daily_quota, None)


def test_the_example_shows_every_variable_and_the_true_defaults() -> None:
    text = text_of(".env.example")
    assert all(line.startswith("#") for line in text.splitlines() if line)  # a plain copy changes nothing
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text, re.MULTILINE))
    used = {name for file in NAMES for name in re.findall(r"\$\{([A-Z_]+)", text_of(file))}
    assert set(shown) == used
    below = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text.partition("the program's default")[2], re.MULTILINE))
    assert set(below) == VARIABLES - {"CACHE_ENABLED", "REDIS_URL", "REDIS_REQUIRED"} | {HEALTH}
    found = resolve({key: value for key, value in below.items() if key != HEALTH}, {}, {})
    assert found == replace(Settings(), feeds=("yahoo",))  # which is what no feed named means
    assert resolve({"REDIS_REQUIRED": shown["REDIS_REQUIRED"]}, {}, {}) == Settings()
    assert not wrong_with(shown["REDIS_URL"].strip("'"))


def test_the_profile_is_where_the_comments_say() -> None:
    assert f"{HOME_VARIABLE}=/data" in instructions("ENV")
    assert "/data/.env in the volume" in comments_of(".env.example")
    for name in NAMES:
        assert resolved(name)["services"][SERVICE]["volumes"] == ["profile:/data"]
        assert "profile" in resolved(name)["volumes"]
    for name, other in ((PLAIN, PROD), (PROD, PLAIN)):
        assert f"the volume ohlc-desktop_profile, which {other} uses as well" in comments_of(name)
        assert f"{resolved(name)['name']}_profile" == "ohlc-desktop_profile"
    assert resolved(DEV)["name"] != resolved(PLAIN)["name"]


# -- Redis -----------------------------------------------------------------------------------------


def test_the_default_address_names_the_service_beside_it() -> None:
    services = resolved(DEV)["services"]
    assert place_of(environment_of(DEV)["REDIS_URL"]).partition(":")[0] in services
    assert {"networks", "network_mode"}.isdisjoint({key for service in services.values() for key in service})
    assert services[SERVICE]["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert services["redis"]["healthcheck"]["test"] == ["CMD", "redis-cli", "ping"]


@pytest.mark.parametrize("name", [PLAIN, PROD])
def test_without_a_redis_service_the_machine_itself_can_be_named(name: str) -> None:
    assert "redis" not in resolved(name)["services"]
    assert resolved(name)["services"][SERVICE]["extra_hosts"] == ["host.docker.internal:host-gateway"]


@pytest.mark.parametrize(
    ("variables", "enabled"),
    [
        ({}, False),
        ({"REDIS_URL": ""}, False),
        ({"REDIS_URL": "redis://r:6379/0"}, True),
        ({"REDIS_URL": "redis://r:6379/0", "CACHE_ENABLED": "false"}, False),
    ],
)
def test_in_production_the_address_switches_redis_on(variables: dict[str, str], enabled: bool) -> None:
    assert settings_in(PROD, IMAGE | variables).cache_enabled is enabled


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_above_the_address(name: str) -> None:
    (above,) = re.findall(r"((?: +#.*\n)+) +REDIS_URL:", text_of(name))
    assert "`redis`" in above
    assert "`localhost`" in above
    assert "Redis cannot be reached?" in text_of(name)


# -- production ------------------------------------------------------------------------------------


def test_no_image_is_made_up_for_production() -> None:
    with pytest.raises(ValueError, match=r"write into \.env which image to run, as OHLC_DESKTOP_IMAGE="):
        resolved(PROD, {})
    assert resolved(PROD)["services"][SERVICE]["image"] == IMAGE["OHLC_DESKTOP_IMAGE"]
    assert "build" not in resolved(PROD)["services"][SERVICE]


def test_watchtower_touches_this_container_only() -> None:
    services = resolved(PROD)["services"]
    wanted, labels = services["watchtower"]["environment"], services[SERVICE]["labels"]
    assert wanted["WATCHTOWER_LABEL_ENABLE"] == "true"
    assert labels == {
        "com.centurylinklabs.watchtower.enable": "true",
        "com.centurylinklabs.watchtower.scope": wanted["WATCHTOWER_SCOPE"],
    }
    assert services["watchtower"]["labels"] == {"com.centurylinklabs.watchtower.scope": wanted["WATCHTOWER_SCOPE"]}
    assert [name for name in services if "docker.sock" in str(services[name])] == ["watchtower"]


def test_watchtower_starts_only_when_it_is_asked_for() -> None:
    services, comments = resolved(PROD)["services"], comments_of(PROD)
    assert {name: service["profiles"] for name, service in services.items() if "profiles" in service} == {
        "watchtower": ["updates"]
    }
    assert f"docker compose -f {PROD} --profile updates up --detach" in comments
    documented = " ".join((DOCKER.parent / "docs" / "servers.md").read_text("utf-8").split())
    assert "updated by Watchtower with `--profile updates`" in documented
    assert "Pin a version" in comments
    assert "digest" in comments


def test_watchtower_comes_hours_away_from_imports() -> None:
    wanted = resolved(PROD)["services"]["watchtower"]["environment"]
    seconds, minutes, hours, *days = wanted["WATCHTOWER_SCHEDULE"].split()
    assert (wanted["TZ"], days) == ("UTC", ["*", "*", "*"])
    busy = FOLLOW_UP + sum(RETRIES, timedelta()) + timedelta(hours=1)
    for day in (date(2027, 1, 1) + timedelta(number) for number in range(366)):
        planned = at_pacific(day)
        exchange = planned.replace(hour=int(hours), minute=int(minutes), second=int(seconds))
        for moment in (exchange, exchange + timedelta(days=1)):
            assert not planned - timedelta(hours=1) <= moment <= planned + busy
        assert exchange.astimezone(pacific()).hour in (4, 5)


# -- all three -------------------------------------------------------------------------------------


def test_what_is_the_same_in_all_three() -> None:
    own = {"build", "image", "environment", "depends_on", "extra_hosts", "labels"}
    first, *others = ({k: v for k, v in resolved(n)["services"][SERVICE].items() if k not in own} for n in NAMES)
    assert others == [first, first]
    assert first["read_only"] is True
    assert first["cap_drop"] == ["ALL"]
    assert first["security_opt"] == ["no-new-privileges:true"]
    assert first["restart"] == "unless-stopped"
    assert resolved(DEV)["services"][SERVICE]["build"] == resolved(PLAIN)["services"][SERVICE]["build"]
    for name in NAMES:
        assert all("max-size" in service["logging"]["options"] for service in resolved(name)["services"].values())


@pytest.mark.parametrize("name", NAMES)
def test_the_header_says_whom_it_is_for_and_how_it_differs(name: str) -> None:
    header = text_of(name).partition("\nname:")[0]
    assert header.startswith("# For ")
    assert "Unlike" in header
    assert all(other in header for other in NAMES if other != name)
    assert "What wins, strongest first" in header


@pytest.mark.parametrize("name", [*NAMES, "Dockerfile", "Dockerfile.dockerignore", ".env.example"])
def test_nothing_ages(name: str) -> None:
    """Dates, releases with a number, and words that hold for a while only."""
    assert re.findall(r"\b20\d\d-\d\d|\bv\d|\bsince \d|\b(?:currently|soon|recently|nowadays|new in)\b", comments_of(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_commands_in_the_comments_name_what_there_is(name: str) -> None:
    services, project = resolved(name)["services"], resolved(name)["name"]
    lines = re.findall(r"(docker (?:compose|network) .*?)(?:  |, which| must|$)", "\n".join(re.findall(r"#(.*)", text_of(name))), re.MULTILINE)
    commands = [shlex.split(line) for line in lines]
    assert {words[1] for words in commands} == {"compose", "network"}
    for _, group, *words in commands:
        if group == "network":
            assert words[0] in ("inspect", "connect")
            assert words[1] == f"{project}_default"
            continue
        named = words[1] if words[0] == "-f" else PLAIN
        assert named == name
        _check_compose(words[2:] if words[0] == "-f" else words, services)


def _check_compose(words: list[str], services: dict[str, Any]) -> None:
    """One call of Compose, without what picks the file."""
    if words[0] == "--profile":
        _, profile, *words = words
        assert profile in {name for service in services.values() for name in service.get("profiles", [])}
    action, *rest = words
    assert action in ("up", "exec", "ps")
    if action == "exec":
        service, program, *arguments = rest
        assert service in services
        assert program == SERVICE
        assert callable(cli.make_parser().parse_args(arguments).command)
    elif action == "ps":
        assert set(rest) <= set(services)
    else:
        assert set(rest) <= {"--build", "--detach", "--pull", "always"}
        assert "--build" not in rest or "build" in services[SERVICE]
