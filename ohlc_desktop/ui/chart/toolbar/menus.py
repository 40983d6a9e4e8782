"""The menus of a chart window: each is filled when it opens, from what the active chart shows at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from textwrap import shorten

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from ohlc_desktop.core.chart.indicators import Place, find_kind, kinds, label, refused
from ohlc_desktop.core.chart.option_edits import (
    with_all_studies,
    with_compare_scale,
    with_study_toggled,
    without_compared,
    without_study,
)
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, CompareScale, Style
from ohlc_desktop.core.timeframes import ALIASES, NAMES, TIMEFRAMES
from ohlc_desktop.services.i18n.messages import shown, translated
from ohlc_desktop.ui.chart.menus.menu_items import user_text
from ohlc_desktop.ui.chart.texts import (
    LINK_COLOURS,
    layout_word,
    link_word,
    style_word,
    timeframe_line,
    zone_line,
)
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_icon
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, LinkColour
from ohlc_desktop.ui.widgets.labels import key_text
from ohlc_desktop.ui.widgets.theme import colours

#: Characters of a line about a plug-in.
_LONGEST = 80


class Snap(StrEnum):
    """What can be taken from a chart as it stands."""

    COPY_PICTURE = "copy-picture"
    SAVE_PNG = "save-png"
    SAVE_SVG = "save-svg"
    COPY_DATA = "copy-data"
    SAVE_DATA = "save-data"


@dataclass(frozen=True, slots=True)
class ActiveChart:
    """What the active chart shows, as toolbar and menus need to know it.

    Attributes:
        symbol: Its instrument; ``name`` as people call it.
        timeframe: Name of its timeframe.
        candles: Whether it has any.
        holes: Whether candles are missing.
        doubts: Whether candles are disputed or suspect.
        can_go_back: An earlier series can be shown again; ``can_go_forward`` a later one.
        layout: Of the window.
        favourites: Timeframes with buttons of their own.
        data: Whether the data window is there.
        replayed: It is shown as it stood at an earlier moment.
    """

    symbol: str = ""
    name: str = ""
    timeframe: str = "5m"
    options: ChartOptions = field(default_factory=ChartOptions)
    link: Link = field(default_factory=Link)
    candles: bool = False
    holes: bool = False
    doubts: bool = False
    can_go_back: bool = False
    can_go_forward: bool = False
    layout: ChartLayout = ChartLayout.ONE
    favourites: tuple[str, ...] = ()
    data: bool = False
    replayed: bool = False


class Menus(QObject):
    """The menus, by what they are about. They show what :attr:`shown` says and tell what is chosen.

    Attributes:
        shown: What the active chart shows.
        timeframe_chosen: Name of a timeframe.
        favourites_chosen: tuple[str, ...].
        options_chosen: :class:`ChartOptions`.
        indicator_added: Name of a kind.
        indicator_edited: Number of an indicator of the chart.
        profile_edited: The settings of volume profiles are wanted.
        compare_wanted: Another instrument is to be drawn beside it.
        link_chosen: :class:`Link`.
        layout_chosen: :class:`ChartLayout`.
        snap_chosen: :class:`Snap`.
        settings_wanted: The settings of the chart are to be asked for.
        hole_wanted: Go to missing candles.
        doubt_wanted: Go to disputed or suspect candles.
        data_chosen: Whether the data window is to be there.
        table_wanted: Show the candles as a table.
    """

    timeframe_chosen = Signal(str)
    favourites_chosen = Signal(object)
    options_chosen = Signal(object)
    indicator_added = Signal(str)
    indicator_edited = Signal(int)
    profile_edited = Signal()
    compare_wanted = Signal()
    link_chosen = Signal(object)
    layout_chosen = Signal(object)
    snap_chosen = Signal(object)
    settings_wanted = Signal()
    hole_wanted = Signal()
    doubt_wanted = Signal()
    data_chosen = Signal(bool)
    table_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = ActiveChart()
        self.timeframe = self._menu(parent, self._fill_timeframes)
        self.style = self._menu(parent, self._fill_styles)
        self.indicators = self._menu(parent, self._fill_indicators)
        self.compare = self._menu(parent, self._fill_compare)
        self.zone = self._menu(parent, self._fill_zones)
        self.view = self._menu(parent, self._fill_view)
        self.link = self._menu(parent, self._fill_links)
        self.layout = self._menu(parent, self._fill_layouts)
        self.snapshot = self._menu(parent, self._fill_snapshot)

    def _menu(self, parent: QWidget, fill: Callable[[QMenu], None]) -> QMenu:
        menu = QMenu(parent)

        def refill() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(refill)
        return menu

    def choose(self, **changes: object) -> None:
        """Tell of options that are as they were but for these."""
        self.options_chosen.emit(replace(self.shown.options, **changes))  # type: ignore[arg-type]

    def _switch(self, menu: QMenu, text: str, name: str) -> None:
        """A line that turns an option on or off."""
        self._toggle(menu, text, bool(getattr(self.shown.options, name)), lambda on: self.choose(**{name: on}))

    def _toggle(self, menu: QMenu, text: str, checked: bool, act: Callable[[bool], object]) -> QAction:
        """A line that is on or off."""
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda on: act(on))
        return action

    def _line(
        self, menu: QMenu, text: str, act: Callable[[], object], checked: bool | None = None, icon: QIcon | None = None
    ) -> QAction:
        """A line that does something; one that is checked or not is one of several to choose from."""
        action = menu.addAction(text)
        action.triggered.connect(lambda _on=False: act())
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
            (menu.findChild(QActionGroup) or QActionGroup(menu)).addAction(action)
        if icon is not None:
            action.setIcon(icon)
        return action

    # -- what there is -----------------------------------------------------------------------------

    def _fill_timeframes(self, menu: QMenu) -> None:
        daily = next(name for name in NAMES if TIMEFRAMES[ALIASES.get(name, name)].daily)
        for name in NAMES:
            if name == daily:
                menu.addSeparator()
            chosen = partial(self.timeframe_chosen.emit, name)
            self._line(menu, timeframe_line(name), chosen, name == self.shown.timeframe)
        menu.addSeparator()
        self._fill_favourites(menu.addMenu(self.tr("&Buttons in the toolbar")))

    def _fill_favourites(self, menu: QMenu) -> None:
        for name in (name for name in NAMES if name not in ALIASES):
            self._toggle(menu, name, name in self.shown.favourites, partial(self._favour, name))

    def _favour(self, name: str, on: bool) -> None:
        others = [other for other in self.shown.favourites if other != name]
        self.favourites_chosen.emit(tuple(sorted([*others, *([name] if on else [])], key=NAMES.index)))

    def _fill_styles(self, menu: QMenu) -> None:
        for style in Style:
            icon, chosen = tool_icon(Picture(style), colours(menu).text), partial(self.choose, style=style)
            self._line(menu, style_word(style), chosen, style is self.shown.options.style, icon)

    def _fill_zones(self, menu: QMenu) -> None:
        for zone in ChartZone:
            self._line(menu, zone_line(zone), partial(self.choose, zone=zone), zone is self.shown.options.zone)

    def _fill_view(self, menu: QMenu) -> None:
        self._switch(menu, self.tr("&Volume"), "volume")
        self._switch(menu, self.tr("&Shade outside regular hours"), "sessions")
        self._switch(menu, self.tr("Prior day's high, low and &close"), "levels")
        self._switch(menu, self.tr("&Highest and lowest in sight"), "extremes")
        self._switch(menu, self.tr("&Last price"), "last_price")
        unfolded = not self.shown.options.legend_folded
        self._toggle(menu, self.tr("St&udies in the legend"), unfolded, lambda on: self.choose(legend_folded=not on))
        self._switch(menu, self.tr("&Grid"), "grid")
        text = self.tr("Scale &prices only (indicators may leave the picture)")
        self._switch(menu, text, "scale_price_only")
        menu.addSeparator()
        self._switch(menu, self.tr("Contract &rolls"), "rolls")
        self._switch(menu, self.tr("&Missing candles"), "holes")
        text = self.tr("Go to missing candles (&next to the left)")
        self._line(menu, text, self.hole_wanted.emit).setEnabled(self.shown.holes)
        text = self.tr("Go to &disputed or suspect candles (next to the left)")
        self._line(menu, text, self.doubt_wanted.emit).setEnabled(self.shown.doubts)
        menu.addSeparator()
        self._switch(menu, self.tr("Real &time axis (nights and weekends at their length)"), "real_time")
        menu.addSeparator()
        self._line(menu, _with_keys(self.tr("Chart s&ettings…"), "Ctrl+,"), self.settings_wanted.emit)
        menu.addSeparator()
        panel = _with_keys(self.tr("Data &window"), "Alt+D")
        self._toggle(menu, panel, self.shown.data, self.data_chosen.emit)
        self._line(menu, _with_keys(self.tr("Table &of candles…"), "Ctrl+T"), self.table_wanted.emit)

    # -- indicators and other instruments ----------------------------------------------------------

    def _fill_indicators(self, menu: QMenu) -> None:
        for number, spec in enumerate(self.shown.options.indicators):
            one = menu.addMenu(user_text(label(spec)))
            if find_kind(spec.kind) is not None:
                self._line(one, self.tr("&Edit…"), partial(self.indicator_edited.emit, number))
                text = self.tr("S&how") if spec.hidden else self.tr("&Hide")
                self._line(one, text, partial(self._toggle_indicator, number))
            self._line(one, self.tr("&Remove"), partial(self._remove_indicator, number))
        if self.shown.options.indicators:
            hide = not all(spec.hidden for spec in self.shown.options.indicators)
            text = self.tr("&Hide all") if hide else self.tr("S&how all")
            changed = with_all_studies(self.shown.options, hide)
            self._line(menu, text, partial(self.options_chosen.emit, changed))
            self._line(menu, self.tr("Remove &all"), partial(self.choose, indicators=()))
            menu.addSeparator()
        self._fill_profile(menu.addMenu(self.tr("Volume &profile")))
        titles = {
            Place.PRICE: self.tr("With the prices"), Place.VOLUME: self.tr("With the volume"),
            Place.OWN: self.tr("In a pane of its own"),
        }  # fmt: skip
        for place, title in titles.items():
            menu.addSection(title)
            for kind in (kind for kind in kinds().values() if kind.place is place):
                text = user_text(translated(kind.title))
                self._line(menu, text, partial(self.indicator_added.emit, kind.name))
        if refused():
            self._fill_refused(menu)

    def _fill_profile(self, menu: QMenu) -> None:
        profile = self.shown.options.profile
        visible, dates = self.tr("Of what is in &sight"), self.tr("Of each trade &date")
        self._toggle(menu, visible, profile.visible, lambda on: self.choose(profile=replace(profile, visible=on)))
        self._toggle(menu, dates, profile.sessions, lambda on: self.choose(profile=replace(profile, sessions=on)))
        menu.addSeparator()
        self._line(menu, self.tr("S&ettings…"), self.profile_edited.emit)

    def _fill_refused(self, menu: QMenu) -> None:
        """Plug-ins that cannot be used; what is too long for a line is in its tooltip."""
        menu.addSection(self.tr("Cannot be used"))
        menu.setToolTipsVisible(True)
        for name, problem in refused().items():
            text = f"{name}: {shown(problem)}"
            action = menu.addAction(user_text(shorten(text, _LONGEST, placeholder="…")))
            action.setToolTip(text)
            action.setEnabled(False)

    def _toggle_indicator(self, number: int) -> None:
        self.options_chosen.emit(with_study_toggled(self.shown.options, number))

    def _remove_indicator(self, number: int) -> None:
        self.options_chosen.emit(without_study(self.shown.options, number))

    def _fill_compare(self, menu: QMenu) -> None:
        self._line(menu, self.tr("&Add an instrument…"), self.compare_wanted.emit)
        menu.addSeparator()
        texts = {
            CompareScale.PERCENT: self.tr("In &percent, on one scale"),
            CompareScale.OWN: self.tr("Each on a scale of its &own"),
        }
        for scale, text in texts.items():
            chosen = partial(self._choose_compare_scale, scale)
            self._line(menu, text, chosen, self.shown.options.compare_scale is scale)
        if self.shown.options.compare:
            menu.addSeparator()
        for symbol in self.shown.options.compare:
            text = self.tr("Remove {symbol}").format(symbol=symbol)
            self._line(menu, text, partial(self._remove_compared, symbol))

    def _choose_compare_scale(self, scale: CompareScale) -> None:
        self.options_chosen.emit(with_compare_scale(self.shown.options, scale))

    def _remove_compared(self, symbol: str) -> None:
        self.options_chosen.emit(without_compared(self.shown.options, symbol))

    # -- the window --------------------------------------------------------------------------------

    def _fill_links(self, menu: QMenu) -> None:
        link = self.shown.link
        for colour in LinkColour:
            chosen = partial(self.link_chosen.emit, replace(link, colour=colour))
            icon = tool_icon(Picture.DOT, LINK_COLOURS[colour]) if colour in LINK_COLOURS else None
            self._line(menu, link_word(colour), chosen, colour is link.colour, icon)
        menu.addSeparator()
        self._share(menu, self.tr("Share the &instrument"), link.symbol, lambda on: replace(link, symbol=on))
        self._share(menu, self.tr("Share the &timeframe"), link.timeframe, lambda on: replace(link, timeframe=on))
        self._share(menu, self.tr("Share the time in &sight"), link.time, lambda on: replace(link, time=on))

    def _share(self, menu: QMenu, text: str, shared: bool, changed: Callable[[bool], Link]) -> None:
        action = self._toggle(menu, text, shared, lambda on: self.link_chosen.emit(changed(on)))
        action.setEnabled(self.shown.link.colour is not LinkColour.NONE)

    def _fill_layouts(self, menu: QMenu) -> None:
        for layout in ChartLayout:
            icon = tool_icon(Picture(layout), colours(menu).text)
            chosen = partial(self.layout_chosen.emit, layout)
            self._line(menu, layout_word(layout), chosen, layout is self.shown.layout, icon)

    def _fill_snapshot(self, menu: QMenu) -> None:
        lines = {
            Snap.COPY_PICTURE: self.tr("&Copy picture"), Snap.SAVE_PNG: self.tr("Save picture as &PNG…"),
            Snap.SAVE_SVG: self.tr("Save picture as &SVG…"), Snap.COPY_DATA: self.tr("Copy &visible candles as CSV"),
            Snap.SAVE_DATA: self.tr("Save visible candles &as CSV…"),
        }  # fmt: skip
        for snap, text in lines.items():
            if snap is Snap.COPY_DATA:
                menu.addSeparator()
            self._line(menu, text, partial(self.snap_chosen.emit, snap)).setEnabled(self.shown.candles)


def _with_keys(text: str, keys: str) -> str:
    """A line that tells its keys, as this system and language write them.

    They are only told: as a shortcut of the line they would be in the way of the window's own.
    """
    return f"{text}\t{key_text(keys)}"
