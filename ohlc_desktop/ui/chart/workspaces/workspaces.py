"""Workspaces as data: named sets of chart windows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ohlc_desktop.core.chart.plain_values import list_in, mapping_in
from ohlc_desktop.core.chart.saved.names import same_name, tidy_name
from ohlc_desktop.ui.chart.window.window_state import MOST_WINDOWS, WindowState, window_from_json, window_to_json


@dataclass(frozen=True, slots=True)
class Workspace:
    """Chart windows under a name."""

    name: str
    windows: tuple[WindowState, ...]


@dataclass(frozen=True, slots=True)
class Workspaces:
    """All of them.

    Attributes:
        current: Name of the one that is open; empty while what is open has no name.
        autosave: What changes in the open one is kept by itself.
        saved: By name; what is open may be further on than it stands here.
    """

    current: str = ""
    autosave: bool = True
    saved: tuple[Workspace, ...] = ()

    @property
    def names(self) -> list[str]:
        """All names, in their order."""
        return [workspace.name for workspace in self.saved]

    def find(self, name: str) -> Workspace | None:
        """The one of a name, whatever its capitals."""
        return next((each for each in self.saved if same_name(each.name, [name])), None)

    def keeping(self, name: str, windows: Sequence[WindowState]) -> Workspaces:
        """With these windows under a name, instead of what it named before; no more than are restored."""
        others = [each for each in self.saved if not same_name(each.name, [name])]
        found = [*others, Workspace(name, tuple(windows[:MOST_WINDOWS]))]
        return replace(self, saved=tuple(sorted(found, key=lambda each: each.name.casefold())))

    def renamed(self, name: str, to: str) -> Workspaces:
        """With another name for one of them."""
        found = self.find(name)
        if found is None:
            return self
        current = to if self.current == found.name else self.current
        return replace(self.without(name).keeping(to, found.windows), current=current)

    def without(self, name: str) -> Workspaces:
        """Without one of them; if it is open, what is open has no name any more."""
        left = tuple(each for each in self.saved if not same_name(each.name, [name]))
        return replace(self, saved=left, current="" if same_name(self.current, [name]) else self.current)


def differ(windows: Iterable[WindowState], others: Iterable[WindowState]) -> bool:
    """Whether windows show something else, wherever they are and however large."""
    shown, before = (
        [replace(each, geometry="", place=None, sizes=(), active=0) for each in every] for every in (windows, others)
    )
    return shown != before


def workspaces_to_json(workspaces: Workspaces) -> dict[str, Any]:
    """Plain values, for a file."""
    saved = [{"name": each.name, "windows": list(map(window_to_json, each.windows))} for each in workspaces.saved]
    return {"current": workspaces.current, "autosave": workspaces.autosave, "saved": saved}


def workspaces_from_json(plain: object) -> Workspaces:
    """What :func:`workspaces_to_json` wrote; what cannot be read is left out, and nothing is raised."""
    given = mapping_in(plain)
    found = Workspaces(autosave=given.get("autosave") is not False)
    for each in list_in(given.get("saved")):
        name = tidy_name(each.get("name")) if isinstance(each, dict) else ""
        if name and isinstance(each, dict):
            windows = map(window_from_json, list_in(each.get("windows")))
            found = found.keeping(name, [window for window in windows if window is not None])
    current = given.get("current")
    return replace(found, current=same_name(current, found.names) if isinstance(current, str) else "")
