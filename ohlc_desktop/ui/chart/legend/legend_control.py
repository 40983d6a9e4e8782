"""What the mouse and keys do to a study by its line in the legend, or by its line in the chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.core.chart.option_edits import (
    removed_study,
    with_study_again,
    with_study_toggled,
    without_compared,
    without_profiles,
    without_study,
)
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.ui.chart.engine.canvas import Staleness
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine, LegendRow
from ohlc_desktop.ui.chart.studies.study_finder import study_at

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.legend.legend_buttons import LegendButtons
    from ohlc_desktop.ui.chart.panes.view import ChartView

_LEFT = Qt.MouseButton.LeftButton
#: Lines that a press acts on, and lines that have buttons.
_PRESSED = (LegendRow.HEADING, LegendRow.STUDY, LegendRow.PROFILE, LegendRow.MORE)
_WITH_BUTTONS = (LegendRow.STUDY, LegendRow.PROFILE, LegendRow.COMPARED, LegendRow.VOLUME)
#: Lines that a double click opens.
_OPENED = (LegendRow.STUDY, LegendRow.PROFILE)
#: Between a name and the buttons beside it, logical pixels.
_GAP = 4


class LegendControl(QObject):
    """Hides, opens, removes and selects the studies of one chart.

    ``press`` (also for the second one of a double click), ``release`` and ``key`` return True if the event is used up.

    Attributes:
        buttons: Beside the name under the pointer; None before it was over one for the first time.
        settings_wanted: Number of an indicator in the chart's options whose settings are to be shown.
        profile_wanted: The settings of the volume profiles are to be shown.
        more_wanted: The studies without a line are to be offered, at a point of the chart (QPoint).
    """

    settings_wanted = Signal(int)
    profile_wanted = Signal()
    more_wanted = Signal(QPoint)

    def __init__(self, chart: ChartView) -> None:
        super().__init__(chart)
        self._chart = chart
        self._pressed: LegendLine | None = None
        self._over: LegendLine | None = None
        self._removed: tuple[int, IndicatorSpec] | None = None  # which comes back with Ctrl+Z
        self.buttons: LegendButtons | None = None
        chart.tool.changed.connect(lambda _: self.forget_removed())
        chart.tool.selection_changed.connect(self._yield)

    # -- studies -----------------------------------------------------------------------------------

    @property
    def selected(self) -> int | None:
        """Number of the selected study in the chart's options."""
        return self.number_of(self._chart.selected_study)

    def number_of(self, spec: IndicatorSpec | None) -> int | None:
        """Number of a study in the chart's options; None where it is not there any more."""
        indicators = self._chart.options.indicators
        return indicators.index(spec) if spec in indicators else None

    def select(self, spec: IndicatorSpec | None) -> None:
        """Select a study, and no drawing; None for nothing."""
        chart = self._chart
        if spec is not None and chart.tool.selected is not None:
            chart.tool.cancel()
        if spec != chart.selected_study:
            chart.selected_study = spec
            chart.invalidate(Staleness.DRAWINGS)

    def follow(self, before: ChartOptions, after: ChartOptions) -> None:
        """Keep the selected study selected while studies are edited, added or removed; one that goes can be brought back."""
        self.leave()
        self._removed = removed_study(before, after) or self._removed
        spec, old, new = self._chart.selected_study, before.indicators, after.indicators
        if spec is None or spec in new:
            return
        same = len(old) == len(new) and spec in old
        self.select(new[old.index(spec)] if same else None)

    def toggle_hidden(self, number: int) -> None:
        """Hide a study, or show it again."""
        self._chart.edit(with_study_toggled(self._chart.options, number))

    def remove(self, number: int) -> None:
        """Take a study off the chart."""
        self._chart.edit(without_study(self._chart.options, number))

    def bring_back(self) -> bool:
        """Undo the last removal, wherever it was done; False if there was none, or something was drawn since."""
        if self._removed is None:
            return False
        removed, self._removed = self._removed, None
        self._chart.edit(with_study_again(self._chart.options, *removed))
        return True

    def forget_removed(self) -> None:
        """Bring no study back any more."""
        self._removed = None

    def toggle_folded(self) -> None:
        """Fold the list of studies, or unfold it."""
        options = self._chart.options
        self._chart.edit(replace(options, legend_folded=not options.legend_folded))

    # -- mouse -------------------------------------------------------------------------------------

    def line_at(self, point: QPointF) -> LegendLine | None:
        """The line of the legend at a logical pixel of the chart."""
        at = point * self._chart.devicePixelRatioF()
        return next((line for line in self._chart.legend_lines if line.ground.contains(at)), None)

    def press(self, event: QMouseEvent, double: bool = False) -> bool:
        """Take what is pressed; it acts when the button is let go, and a double click opens the settings."""
        line = self._under(event.position()) if event.button() is _LEFT else None
        opens = double and line is not None and line.row in _OPENED
        self._pressed = None if opens else line
        if opens and line is not None:
            self._settings(line.about)
        return line is not None

    def release(self, event: QMouseEvent) -> bool:
        """Do what the line is for, if the pointer is still there."""
        pressed, self._pressed = self._pressed, None
        line = self._under(event.position()) if pressed is not None else None
        if pressed is None or line is None or (line.row, line.about) != (pressed.row, pressed.about):
            return pressed is not None
        if line.row is LegendRow.HEADING:
            self.toggle_folded()
        elif line.row is LegendRow.MORE:
            self.more_wanted.emit(self._below(line))
        elif isinstance(line.about, IndicatorSpec):
            self.select(line.about)
        return True

    def click(self, point: QPointF) -> None:
        """Select the study whose line is at a logical pixel of a pane, or none."""
        self.select(self._study_at(point))

    def open_study(self, point: QPointF) -> bool:
        """Open the settings of the study whose line is there; False where there is none."""
        spec = self._study_at(point)
        self._settings(spec)
        return spec is not None

    def hover(self, point: QPointF, held: bool) -> None:
        """Show the buttons of the line under the pointer, unless a button of the mouse is held."""
        line = self.line_at(point) if self._chart.tool.kind is None and not held else None
        if line is None or line.row not in _WITH_BUTTONS:
            self.leave()
        elif self._over is None or (line.row, line.about, line.ground.top()) != (
            self._over.row, self._over.about, self._over.ground.top()
        ):  # fmt: skip
            self._over = line
            self._show_buttons(line)

    def leave(self) -> None:
        """Put the buttons away."""
        self._over = None
        if self.buttons is not None:
            self.buttons.hide()

    def shape(self, point: QPointF) -> Qt.CursorShape | None:
        """What the pointer looks like over the legend; None beside it, and where nothing can be pressed."""
        return Qt.CursorShape.PointingHandCursor if self._under(point) is not None else None

    def key(self, event: QKeyEvent) -> bool:
        """Del and Backspace take the selected study off the chart, Return opens it, Esc deselects it, Ctrl+Z brings back."""
        held, number = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, self.selected
        if self._chart.tool.kind is not None:
            return False
        if event.key() == Qt.Key.Key_Z and held == Qt.KeyboardModifier.ControlModifier:
            return self.bring_back()
        act = self._keys.get(event.key()) if number is not None and not held else None
        if act is not None and number is not None:
            act(number)
        return act is not None

    @property
    def _keys(self) -> dict[int, Callable[[int], object]]:
        """What keys do to the selected study."""
        settings = self.settings_wanted.emit
        return {
            Qt.Key.Key_Escape: lambda _: self.select(None), Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_Backspace: self.remove, Qt.Key.Key_Return: settings, Qt.Key.Key_Enter: settings,
        }  # fmt: skip

    def _show_buttons(self, line: LegendLine) -> None:
        if self.buttons is None:
            self.buttons = self._make_buttons()
        ratio, spec = self._chart.devicePixelRatioF(), line.about if isinstance(line.about, IndicatorSpec) else None
        at = QPoint(round(line.named / ratio) + _GAP, round(line.ground.center().y() / ratio))
        ends = [round(x / ratio) for x in (*(x for x, _ in line.parts[1:]), line.ground.right())]
        self.buttons.open_at(at, spec, line.row in _OPENED, ends)

    def _make_buttons(self) -> LegendButtons:
        from ohlc_desktop.ui.chart.legend.legend_buttons import LegendButtons

        buttons = LegendButtons(self._chart)
        buttons.hide_pressed.connect(lambda: self._act(self.toggle_hidden))
        buttons.settings_pressed.connect(lambda: self._settings(self._over.about if self._over is not None else None))
        buttons.remove_pressed.connect(self._remove_over)
        buttons.left.connect(self.leave)
        return buttons

    # -- inside ------------------------------------------------------------------------------------

    def _yield(self) -> None:
        """Deselect the study for a drawing that is selected."""
        if self._chart.tool.selected is not None:
            self.select(None)

    def _study_at(self, point: QPointF) -> IndicatorSpec | None:
        frame = self._chart.frame
        return study_at(frame, point * frame.look.ratio) if frame is not None else None

    def _act(self, act: Callable[[int], object]) -> None:
        """Do something with the study beside whose name the buttons stand."""
        about = self._over.about if self._over is not None else None
        number = self.number_of(about) if isinstance(about, IndicatorSpec) else None
        if number is not None:
            act(number)

    def _settings(self, about: object) -> None:
        number = self.number_of(about) if isinstance(about, IndicatorSpec) else None
        if isinstance(about, ProfileSettings):
            self.profile_wanted.emit()
        elif number is not None:
            self.settings_wanted.emit(number)

    def _under(self, point: QPointF) -> LegendLine | None:
        """The line at a logical pixel that a press acts on."""
        line = self.line_at(point) if self._chart.tool.kind is None else None
        pressed = (
            line is not None and line.row in _PRESSED and (line.row is not LegendRow.HEADING or line.fold is not None)
        )
        return line if pressed else None

    def _remove_over(self) -> None:
        """Take off what the buttons stand beside: a study, another instrument or the volume."""
        line, options = self._over, self._chart.options
        if line is None:
            return
        if line.row is LegendRow.VOLUME:
            self._chart.edit(replace(options, volume=False))
        elif line.row is LegendRow.PROFILE:
            self._chart.edit(without_profiles(options))
        elif line.row is LegendRow.COMPARED and isinstance(line.about, str):
            self._chart.edit(without_compared(options, line.about))
        else:
            self._act(self.remove)

    def _below(self, line: LegendLine) -> QPoint:
        ratio = self._chart.devicePixelRatioF()
        return QPoint(round(line.ground.left() / ratio), round(line.ground.bottom() / ratio))
