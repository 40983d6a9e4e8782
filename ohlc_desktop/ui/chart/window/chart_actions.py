"""What is done with the active chart through dialogs: indicators, going to a date, saving and copying.

The dialog of indicators is loaded when it is first wanted: it takes 4 ms, and the first chart need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ohlc_desktop.core.chart.indicators import IndicatorSpec, ParameterKind, find_kind, kind_of
from ohlc_desktop.core.chart.option_edits import with_compared, with_study, without_study
from ohlc_desktop.core.chart.options import ChartOptions, zone_of
from ohlc_desktop.core.chart.saved.templates import ChartTemplate, applied
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.ui.chart.data.snapshots import ENDINGS, save, suggested_name, visible_csv
from ohlc_desktop.ui.chart.dialogs.go_to_dialog import GoToDialog, days_of, stamp_of_day
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.toolbar.menus import Snap
from ohlc_desktop.ui.chart.window.supplies import Supplies

#: Tells the user what was done, or why not.
Tell = Callable[[Severity, str], None]


class ChartActions(QObject):
    """Acts on whichever chart is active when it is asked; a dialog keeps the chart for which it was opened."""

    def __init__(
        self, window: QWidget, active: Callable[[], ChartCell], charts: Callable[[], Sequence[ChartCell]], tell: Tell,
        supplies: Supplies,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._active, self._charts, self._tell = window, active, charts, tell
        self._is_own, self._memory = supplies.is_own, supplies.memory
        self._folder = ""

    def add_indicator(self, name: str) -> None:
        """Add one with the usual parameters; one that starts at a moment asks for it, beginning with what is in sight."""
        cell, spec = self._active(), self._memory.new_study(name)
        moments = [p.key for p in kind_of(spec).parameters if p.kind is ParameterKind.TIME]
        start = cell.view.visible_range()[0]
        spec = replace(spec, parameters=(*spec.parameters, *((key, start) for key in moments)))
        self._add(cell, spec)
        if moments:
            self._ask(cell, len(cell.options.indicators) - 1, added=True)

    def anchor(self, stamp: int) -> None:
        """Draw the VWAP since a candle (UTC epoch seconds)."""
        spec = self._memory.new_study("AVWAP")
        self._add(self._active(), replace(spec, parameters=(*spec.parameters, ("anchor", stamp))))

    def edit_indicator(self, number: int) -> None:
        """Ask for other parameters and looks."""
        cell = self._active()
        if number < len(cell.options.indicators) and find_kind(cell.options.indicators[number].kind) is not None:
            self._ask(cell, number)

    def _add(self, cell: ChartCell, spec: IndicatorSpec) -> None:
        self._put(cell, len(cell.options.indicators), spec)
        if kind_of(spec).intraday_only and cell.series is not None and cell.series.timeframe.daily:
            text = self.tr("{name} starts anew each session: it appears in timeframes below 1d.")
            self._tell(Severity.ATTENTION, text.format(name=translated(kind_of(spec).title)))

    def _ask(self, cell: ChartCell, number: int, added: bool = False) -> None:
        """Ask for the settings of a study, which are shown at once; one that was just added goes when that is cancelled."""
        from ohlc_desktop.ui.chart.dialogs.indicator_dialog import IndicatorDialog

        dialog = IndicatorDialog(cell.options.indicators[number], zone_of(cell.options.zone), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(partial(self._put, cell, number))
        dialog.default_wanted.connect(self._memory.keep_study_default)
        if added:
            dialog.rejected.connect(partial(_take_back, cell, number))
        dialog.open()

    def _put(self, cell: ChartCell, number: int, spec: IndicatorSpec) -> None:
        cell.set_options(with_study(cell.options, number, spec))

    def open_settings(self, cell: ChartCell | None = None) -> None:
        """Ask how a chart is drawn, the active one unless another is given; it shows each change at once."""
        from ohlc_desktop.ui.chart.settings.settings_dialog import ChartSettingsDialog

        cell = cell or self._active()
        title = f"{cell.symbol} {cell.timeframe}"
        dialog = ChartSettingsDialog(cell.options, title, self._memory, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(cell.set_options)
        before: dict[ChartCell, ChartOptions] = {}
        dialog.chosen_for_all.connect(partial(self._use_elsewhere, cell, before))
        dialog.rejected.connect(partial(_bring_back, before))
        dialog.open()

    def _use_elsewhere(self, cell: ChartCell, before: dict[ChartCell, ChartOptions], template: ChartTemplate) -> None:
        """Draw the other charts of the window by a template; ``before`` takes how they were drawn."""
        for other in self._charts():
            if other is not cell:
                before.setdefault(other, other.options)
                other.set_options(applied(template, other.options))

    def edit_profile(self) -> None:
        """Ask how volume profiles are made and drawn."""
        from ohlc_desktop.ui.chart.dialogs.profile_dialog import ProfileDialog

        cell = self._active()
        dialog = ProfileDialog(cell.options.profile, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda profile: cell.set_options(replace(cell.options, profile=profile)))
        dialog.open()

    def compare(self, symbol: str) -> None:
        """Draw another instrument beside this one, in percent or on a scale of its own, as was chosen."""
        cell = self._active()
        if symbol != cell.symbol and symbol not in cell.options.compare:
            cell.set_options(with_compared(cell.options, symbol))

    def ask_date(self) -> None:
        """Ask for a trade date, beginning with the one in the middle of what is in sight."""
        cell = self._active()
        series = cell.series
        reach = None if series is None else days_of(series)
        if series is None or reach is None:
            return
        first, last = cell.view.visible_places()
        middle = series.candles.ts[min((first + last) // 2, len(series) - 1)]
        dialog = GoToDialog(*reach, int(middle) // DAY, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(partial(self._go, cell))
        dialog.open()

    def _go(self, cell: ChartCell, day: int) -> None:
        if cell.series is not None and len(cell.series):
            cell.view.go_to(stamp_of_day(cell.series, day))

    def show_rolls(self) -> None:
        """Show the rolls of the active chart as a table."""
        from ohlc_desktop.ui.chart.dialogs.rolls_dialog import RollsDialog

        cell = self._active()
        if cell.series is None:
            return
        dialog = RollsDialog(cell.series, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(cell.view.go_to)
        dialog.open()

    def snap(self, snap: Snap) -> None:
        """Copy or save the active chart."""
        view, clipboard = self._active().view, QGuiApplication.clipboard()
        if self._active().series is None or not len(view.visible_candles()):
            return
        if snap is Snap.COPY_PICTURE:
            clipboard.setImage(view.picture())
            self._tell(Severity.OK, self.tr("The picture is on the clipboard."))
        elif snap is Snap.COPY_DATA:
            clipboard.setText(visible_csv(view))
            self._tell(Severity.OK, self.tr("The visible candles are on the clipboard."))
        else:
            self._ask_file(self._active(), snap)

    def _ask_file(self, cell: ChartCell, snap: Snap) -> None:
        places = QStandardPaths.StandardLocation
        usual = places.DocumentsLocation if snap is Snap.SAVE_DATA else places.PicturesLocation
        folder = self._folder or QStandardPaths.writableLocation(usual)
        dialog = QFileDialog(self._window, self.tr("Save as"), folder, f"*.{ENDINGS[snap]}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDINGS[snap])
        dialog.selectFile(suggested_name(cell.view, snap))
        dialog.fileSelected.connect(partial(self._save, cell, snap))
        dialog.open()

    def _save(self, cell: ChartCell, snap: Snap, name: str) -> None:
        path = Path(name)
        if self._is_own(path):  # the dialog asks before it names a file that is there, but not what the file is for
            text = self.tr("{path} is a file of the app's own: nothing was written. Choose another name.")
            self._tell(Severity.FAILING, text.format(path=path))
            return
        self._folder = str(path.parent)
        try:
            save(cell.view, snap, path)
        except OhlcError as error:
            self._tell(Severity.FAILING, shown(error.text))
        else:
            self._tell(Severity.OK, self.tr("Saved: {path}").format(path=path))


def _take_back(cell: ChartCell, number: int) -> None:
    """Remove a study as if it had never been added: Ctrl+Z is for what was removed on purpose."""
    cell.set_options(without_study(cell.options, number))
    cell.view.legend.forget_removed()


def _bring_back(before: Mapping[ChartCell, ChartOptions]) -> None:
    """Draw charts as they were drawn."""
    for cell, options in before.items():
        cell.set_options(options)
