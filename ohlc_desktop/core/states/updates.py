"""Newer versions of this program: what a release is, and what is known of them. Pure; nobody is asked here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ohlc_desktop.core.errors import OhlcError

_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """A version that can be had.

    Attributes:
        version: Such as ``1.2.0``.
        page: The address where it is told of, ``https://…``; empty where none was named.
    """

    version: str
    page: str = ""

    def newer_than(self, version: str) -> bool:
        """Whether it comes after a version, number by number; a version that cannot be read is before all."""
        return _numbers(self.version) > _numbers(version)


@dataclass(frozen=True, slots=True)
class UpdateState:
    """What is known of newer versions.

    Attributes:
        asking: A question is on its way.
        newest: The newest release, as last told; None before anybody was asked.
        newer: Whether it is newer than this program.
        error: Why the last question was not answered.
    """

    asking: bool = False
    newest: Release | None = None
    newer: bool = False
    error: OhlcError | None = None


#: Nobody was asked.
NOT_ASKED = UpdateState()


def release_of(document: object) -> Release:
    """The release that a document tells of.

    Its form is that of GitHub's REST API, ``/repos/OWNER/NAME/releases/latest``, which Forgejo and Gitea have too:
    https://docs.github.com/en/rest/releases/releases#get-the-latest-release

    Raises:
        ValueError: it names no version.
    """
    told = document if isinstance(document, dict) else {}
    found = _VERSION.fullmatch(str(told.get("tag_name", "")))
    if found is None:
        raise ValueError("no version")
    page = str(told.get("html_url", ""))
    return Release(found[1], page if re.fullmatch(r"https://[!-~]+", page) else "")


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.match(version)
    numbers = [int(part) for part in found[1].split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()  # 1.2 is 1.2.0
    return tuple(numbers)
