"""What the tests of the image read: the Compose files with their comments, as Compose resolves them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from podman_compose import rec_subs

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "resources" / "docker"
DEV, PLAIN, PROD = NAMES = ("docker-compose.dev.yml", "docker-compose.yml", "docker-compose.prod.yml")
#: The service that keeps the schedule.
SERVICE = "ohlc-desktop"
IMAGE = {"OHLC_DESKTOP_IMAGE": "registry.example/ohlc-desktop:stable"}


def text_of(name: str) -> str:
    """One of the files."""
    return (DOCKER / name).read_text("utf-8")


def resolved(name: str, variables: Mapping[str, str] = IMAGE) -> dict[str, Any]:
    """A Compose file with its variables put in; not to be changed.

    Raises:
        ValueError: a variable is missing that has to be there.
    """
    return _resolved(name, tuple(variables.items()))


@cache
def _resolved(name: str, variables: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    found: dict[str, Any] = rec_subs(yaml.safe_load(text_of(name)), dict(variables))
    return found


def environment_of(name: str, variables: Mapping[str, str] = IMAGE) -> dict[str, str]:
    """The environment that the program gets in the container."""
    found: dict[str, str] = resolved(name, variables)["services"][SERVICE]["environment"]
    return found


def comments_of(name: str) -> str:
    """The comments of a file, without their marks, as one paragraph."""
    return " ".join(re.findall(r"^ *#+ ?(.*)$", text_of(name), re.MULTILINE))


def instructions(word: str) -> list[str]:
    """The arguments of every such instruction in the Dockerfile, in order, each on one line."""
    text = re.sub(r"^#.*\n", "", text_of("Dockerfile"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n *", "", text).splitlines()
    return [line.removeprefix(f"{word} ").strip() for line in lines if line.startswith(f"{word} ")]
