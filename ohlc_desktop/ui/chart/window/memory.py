"""What is remembered of charts, as JSON in the settings file of the windows.

Whatever is damaged there, or was written by another version, is left out or as by default: a chart always opens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSettings

from ohlc_desktop.core.chart.drawings.styles import StyleBook
from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.core.chart.options import ChartOptions, options_from_json
from ohlc_desktop.core.chart.plain_values import list_in
from ohlc_desktop.core.chart.saved.names import OPEN, WORKSPACES
from ohlc_desktop.core.chart.saved.study_defaults import new_study, with_default
from ohlc_desktop.core.chart.saved.templates import (
    ChartTemplate,
    make_template,
    templates_from_json,
    templates_to_json,
)
from ohlc_desktop.core.timeframes import NAMES
from ohlc_desktop.ui.chart.window.window_state import MOST_WINDOWS, WindowState, window_from_json, window_to_json
from ohlc_desktop.ui.chart.workspaces.workspaces import Workspaces, workspaces_from_json, workspaces_to_json

#: Timeframes with buttons of their own, until the user chooses others.
FAVOURITES = ("1m", "5m", "15m", "1h", "1d")
_WINDOWS, _FAVOURITES, _LAST = "charts/windows", "charts/favourites", "charts/look"
_DEFAULT, _TEMPLATES, _DRAWINGS = "charts/default", "charts/templates", "charts/drawings"
_STUDIES = "charts/studies"


class Memory:
    """What is remembered, in a settings file."""

    def __init__(self, file: QSettings) -> None:
        self._file = file
        self._styles: StyleBook | None = None

    def windows(self) -> list[WindowState]:
        """The windows to be restored."""
        found = (window_from_json(plain) for plain in list_in(self._read(_WINDOWS)))
        return [window for window in found if window is not None][:MOST_WINDOWS]

    def keep_windows(self, windows: Sequence[WindowState], opened: bool) -> None:
        """Remember these windows, and no others; ``opened`` if they come back by themselves at the next start."""
        self._write(OPEN, opened)
        self._write(_WINDOWS, [window_to_json(window) for window in windows[:MOST_WINDOWS]])

    def favourites(self) -> tuple[str, ...]:
        """Timeframes with buttons of their own, shortest first."""
        stored = self._read(_FAVOURITES)
        if not isinstance(stored, list):
            return FAVOURITES
        return tuple(name for name in NAMES if name in stored)

    def keep_favourites(self, names: Sequence[str]) -> None:
        """Remember which timeframes have buttons."""
        self._write(_FAVOURITES, list(names))

    def workspaces(self) -> Workspaces:
        """The named sets of windows."""
        return workspaces_from_json(self._read(WORKSPACES))

    def keep_workspaces(self, workspaces: Workspaces) -> None:
        """Keep these, and no others."""
        self._write(WORKSPACES, workspaces_to_json(workspaces))

    # -- how charts are drawn ----------------------------------------------------------------------

    @property
    def has_default(self) -> bool:
        """Whether the user said how new charts are drawn."""
        return isinstance(self._read(_DEFAULT), dict)

    def new_chart(self) -> ChartOptions:
        """How a new chart is drawn: as the user said; who did not has it as the last one was, without its studies."""
        return options_from_json(self._read(_DEFAULT if self.has_default else _LAST))

    def keep_default(self, options: ChartOptions | None) -> None:
        """Draw new charts like this, without its studies; None for as the last one was."""
        if options is None:
            self._file.remove(_DEFAULT)
        else:
            self._write(_DEFAULT, make_template("", options, studies=False).options.to_json())

    def keep_last(self, options: ChartOptions) -> None:
        """Remember how the chart was drawn that was used last, but for what was turned upside down for its own sake."""
        upright = replace(options, invert=False)
        self._write(_LAST, make_template("", upright, studies=False).options.to_json())

    def templates(self) -> tuple[ChartTemplate, ...]:
        """Those of the user, by name."""
        return templates_from_json(self._read(_TEMPLATES))

    def keep_templates(self, templates: Sequence[ChartTemplate]) -> None:
        """Keep these, and no others."""
        self._write(_TEMPLATES, templates_to_json(templates))

    @property
    def drawing_styles(self) -> StyleBook:
        """How drawings look: the same book for all charts."""
        if self._styles is None:
            self._styles = StyleBook(self._read(_DRAWINGS))
        return self._styles

    def keep_drawing_styles(self) -> None:
        """Remember what is in the book now."""
        self._write(_DRAWINGS, self.drawing_styles.plain)

    # -- studies -----------------------------------------------------------------------------------

    def new_study(self, kind: str) -> IndicatorSpec:
        """A new study of a kind, as the user said that they begin."""
        return new_study(kind, self._read(_STUDIES))

    def keep_study_default(self, spec: IndicatorSpec) -> None:
        """Let new studies of its kind begin like this one."""
        self._write(_STUDIES, with_default(self._read(_STUDIES), spec))

    # -- the file ----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Have it in the file now: the program may end without further ado."""
        self._file.sync()

    def _read(self, key: str) -> object:
        try:
            return json.loads(str(self._file.value(key)))
        except (ValueError, RecursionError):
            return None

    def _write(self, key: str, plain: object) -> None:
        text = json.dumps(plain, separators=(",", ":"))
        if text != self._file.value(key):
            self._file.setValue(key, text)
