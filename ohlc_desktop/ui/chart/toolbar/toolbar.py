"""The row of buttons above the charts of a window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.texts import LINK_COLOURS, link_word, style_word, zone_word
from ohlc_desktop.ui.chart.toolbar.menus import ActiveChart, Menus
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import Strip, StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture


class Toolbar(Strip):
    """What acts on the active chart. Shows what it is told, and tells what is wanted; menus tell for themselves.

    Attributes:
        menus: The menus.
        symbol: The button of somebody who wants to type a symbol or timeframe.
        date: The one that goes to a date.
        back: The one that shows the series before; ``forward`` the one that was left.
        replay: The one that begins and ends a replay.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.set_names(self.tr("Chart tools"), self.tr("More tools"))
        self.menus = Menus(self)
        self._favourites: dict[str, StripButton] = {}
        self._build_series()
        self._build_look()
        self._build_window()

    def show_state(self, shown: ActiveChart) -> None:
        """Show how the active chart stands."""
        before, self.menus.shown = self.menus.shown, shown
        if shown == before:
            return
        if shown.favourites != before.favourites or shown.timeframe != before.timeframe:
            self._show_favourites(shown)
        self._show_series(shown)
        self._show_look(shown)
        self._show_window(shown)
        self.arrange()

    # -- building ----------------------------------------------------------------------------------

    def _build_series(self) -> None:
        tip = self.tr("Another instrument: press here, or just type its symbol in the chart")
        self.symbol = self.add(StripButton(self.tr("Instrument"), tip=tip))
        self.symbol.set_strong(boxed=True)
        tip = self.tr("The series before (Alt+Left)")
        self.back = self.add(StripButton(self.tr("Back"), Picture.BACK, tip=tip), 90)
        tip = self.tr("The series that was left (Alt+Right)")
        self.forward = self.add(StripButton(self.tr("Forward"), Picture.FORWARD, tip=tip), 90)
        tip = self.tr("Timeframe: choose here, or just type it in the chart")
        self.timeframe = self.add(StripButton(self.tr("Timeframe"), tip=tip, menu=self.menus.timeframe), apart=True)
        self.timeframe.set_strong()

    def _build_look(self) -> None:
        menus = self.menus
        style = StripButton(self.tr("Style"), Picture.CANDLES, menu=menus.style)
        self.style_button = self.add(style, 30, apart=True)
        word = self.tr("Indicators")
        self.add(StripButton(word, Picture.INDICATORS, word, menu=menus.indicators), 10, shrinks=True)
        tip = self.tr("Compare with other instruments, in percent")
        self.add(StripButton(self.tr("Compare"), Picture.COMPARE, tip=tip, menu=menus.compare), 40)
        zone = StripButton(self.tr("Time zone"), Picture.ZONE, "UTC", menu=menus.zone)
        self.zone = self.add(zone, 45, apart=True, shrinks=True)
        self.rth = self._switch(self.tr("Regular trading hours only"), self.tr("RTH"), 35)
        self.log = self._switch(self.tr("Logarithmic prices"), self.tr("Log"), 70, apart=True)
        self.percent = self._switch(self.tr("Prices in percent"), self.tr("%"), 70)
        self.auto = self._switch(self.tr("Fit prices to what is in sight"), self.tr("Auto"), 60)
        self.rth.clicked.connect(lambda on: menus.choose(rth_only=on))
        self.log.clicked.connect(lambda on: menus.choose(scale=Scale.LOG if on else Scale.LINEAR))
        self.percent.clicked.connect(lambda on: menus.choose(scale=Scale.PERCENT if on else Scale.LINEAR))
        self.auto.clicked.connect(lambda on: menus.choose(auto_scale=on))
        tip = self.tr("What the chart shows, and the chart in figures")
        self.add(StripButton(self.tr("View"), Picture.VIEW, tip=tip, menu=menus.view), 15, apart=True)
        tip = self.tr("Go to a date (Ctrl+G)")
        self.date = self.add(StripButton(self.tr("Go to date"), Picture.DATE, tip=tip), 50)
        tip = self.tr("Replay: hide the future, and show it candle by candle")
        self.replay = self.add(StripButton(self.tr("Replay"), Picture.REPLAY, tip=tip, checkable=True), 55)

    def _build_window(self) -> None:
        tip = self.tr("Link colour: charts of one colour share instrument and crosshair")
        link = StripButton(self.tr("Link"), Picture.LINK, tip=tip, menu=self.menus.link)
        self.link = self.add(link, 20, apart=True, far=True)
        self.layout_button = self.add(StripButton(self.tr("Layout"), Picture.ONE, menu=self.menus.layout), 25)
        tip = self.tr("Copy or save the picture or the candles")
        self.add(StripButton(self.tr("Snapshot"), Picture.SNAPSHOT, tip=tip, menu=self.menus.snapshot), 30)

    def _switch(self, name: str, text: str, rank: int, apart: bool = False) -> StripButton:
        return self.add(StripButton(name, text=text, checkable=True), rank, apart)

    # -- showing -----------------------------------------------------------------------------------

    def _show_series(self, shown: ActiveChart) -> None:
        self.symbol.setText(shown.symbol)
        name = self.tr("Instrument: {symbol}, {name}").format(symbol=shown.symbol, name=shown.name)
        self.symbol.setAccessibleName(name if shown.symbol else self.tr("Instrument"))
        self.timeframe.setText(shown.timeframe)
        self.timeframe.setAccessibleName(self.tr("Timeframe: {name}").format(name=shown.timeframe))
        self.back.setEnabled(shown.can_go_back)
        self.forward.setEnabled(shown.can_go_forward)

    def _show_favourites(self, shown: ActiveChart) -> None:
        """A button for each, after the button of the menu."""
        if tuple(self._favourites) != shown.favourites:
            for button in self._favourites.values():
                self.remove(button)
            self._favourites = {name: self._favourite(name) for name in shown.favourites}
        for name, button in self._favourites.items():
            button.setChecked(name == shown.timeframe)

    def _favourite(self, name: str) -> StripButton:
        button = StripButton(self.tr("Timeframe {name}").format(name=name), text=name, checkable=True)
        button.clicked.connect(lambda: self._show_favourites(self.menus.shown))  # the chart decides what is checked
        button.clicked.connect(lambda: self.menus.timeframe_chosen.emit(name))
        return self.add(button, 80, before=self.style_button)

    def _show_look(self, shown: ActiveChart) -> None:
        options = shown.options
        self.style_button.show_picture(Picture(options.style))
        self.style_button.setToolTip(self.tr("Style: {style}").format(style=style_word(options.style)))
        self.zone.setText(zone_word(options.zone))
        self.zone.setToolTip(self.tr("Times are shown for: {zone}").format(zone=zone_word(options.zone)))
        self.rth.setChecked(options.rth_only)
        self.log.setChecked(options.scale is Scale.LOG)
        self.percent.setChecked(options.scale is Scale.PERCENT)
        self.auto.setChecked(options.auto_scale)
        self.date.setEnabled(shown.candles)
        self.replay.setEnabled(shown.candles)
        self.replay.setChecked(shown.replayed)

    def _show_window(self, shown: ActiveChart) -> None:
        colour = shown.link.colour
        self.link.show_dot(LINK_COLOURS.get(colour, QColor()))
        word = link_word(colour).replace("&", "")
        self.link.setAccessibleName(self.tr("Link: {colour}").format(colour=word))
        self.layout_button.show_picture(Picture(shown.layout))
