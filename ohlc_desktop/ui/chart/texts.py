"""What chart controls call things. Pure; texts are translatable."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.chart.options import ChartZone, Style
from ohlc_desktop.core.timeframes import ALIASES
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import LinkColour

translate = QCoreApplication.translate

#: Link colours, told apart on both themes; each has its word too.
LINK_COLOURS = {
    LinkColour.BLUE: QColor("#3b7dd8"),
    LinkColour.ORANGE: QColor("#d9822b"),
    LinkColour.GREEN: QColor("#2f9e5b"),
    LinkColour.VIOLET: QColor("#8a63d2"),
}


def style_word(style: Style) -> str:
    """How candles are drawn."""
    return {
        Style.CANDLES: translate("ChartWords", "Candles"),
        Style.HOLLOW: translate("ChartWords", "Hollow candles"),
        Style.BARS: translate("ChartWords", "Bars"),
        Style.LINE: translate("ChartWords", "Line"),
        Style.AREA: translate("ChartWords", "Area"),
        Style.HEIKIN_ASHI: translate("ChartWords", "Heikin-Ashi"),
    }[style]


def zone_word(zone: ChartZone) -> str:
    """A time zone."""
    return {
        ChartZone.PACIFIC: translate("ChartWords", "Pacific"),
        ChartZone.CHICAGO: translate("ChartWords", "Chicago"),
        ChartZone.NEW_YORK: translate("ChartWords", "New York"),
        ChartZone.UTC: translate("ChartWords", "UTC"),
        ChartZone.LOCAL: translate("ChartWords", "Local"),
    }[zone]


def zone_line(zone: ChartZone) -> str:
    """A time zone, as a menu offers it."""
    return {
        ChartZone.PACIFIC: translate("ChartWords", "&Pacific (Los Angeles)"),
        ChartZone.CHICAGO: translate("ChartWords", "&Chicago (the exchange)"),
        ChartZone.NEW_YORK: translate("ChartWords", "&New York"),
        ChartZone.UTC: translate("ChartWords", "&UTC"),
        ChartZone.LOCAL: translate("ChartWords", "&Local (this computer)"),
    }[zone]


def layout_word(layout: ChartLayout) -> str:
    """How charts are laid out."""
    return {
        ChartLayout.ONE: translate("ChartWords", "&One chart"),
        ChartLayout.SIDE_BY_SIDE: translate("ChartWords", "&Two side by side"),
        ChartLayout.STACKED: translate("ChartWords", "Two &stacked"),
        ChartLayout.FOUR: translate("ChartWords", "&Four"),
        ChartLayout.BIG_AND_TWO: translate("ChartWords", "One &big and two"),
    }[layout]


def link_word(colour: LinkColour) -> str:
    """A group of linked charts."""
    return {
        LinkColour.NONE: translate("ChartWords", "&Not linked"),
        LinkColour.BLUE: translate("ChartWords", "&Blue"),
        LinkColour.ORANGE: translate("ChartWords", "&Orange"),
        LinkColour.GREEN: translate("ChartWords", "&Green"),
        LinkColour.VIOLET: translate("ChartWords", "&Violet"),
    }[colour]


def kind_word(kind: DrawingKind) -> str:
    """A kind of drawing."""
    return {
        DrawingKind.TREND: translate("ChartWords", "Trend line"),
        DrawingKind.RAY: translate("ChartWords", "Ray"),
        DrawingKind.EXTENDED: translate("ChartWords", "Extended line"),
        DrawingKind.HORIZONTAL: translate("ChartWords", "Horizontal line"),
        DrawingKind.HORIZONTAL_RAY: translate("ChartWords", "Horizontal ray"),
        DrawingKind.VERTICAL: translate("ChartWords", "Vertical line"),
        DrawingKind.CHANNEL: translate("ChartWords", "Parallel channel"),
        DrawingKind.RECTANGLE: translate("ChartWords", "Rectangle"),
        DrawingKind.FIBONACCI: translate("ChartWords", "Fibonacci retracement"),
        DrawingKind.LONG: translate("ChartWords", "Long position"),
        DrawingKind.SHORT: translate("ChartWords", "Short position"),
        DrawingKind.MEASURE: translate("ChartWords", "Measure"),
        DrawingKind.PRICE_RANGE: translate("ChartWords", "Price range"),
        DrawingKind.DATE_RANGE: translate("ChartWords", "Date range"),
        DrawingKind.VOLUME_PROFILE: translate("ChartWords", "Volume profile"),
        DrawingKind.TEXT: translate("ChartWords", "Text"),
    }[kind]


def timeframe_line(name: str) -> str:
    """A timeframe, as a menu offers it; another name of a series says so."""
    if name in ALIASES:
        return translate("ChartWords", "{name} (the same as {other})").format(name=name, other=ALIASES[name])
    return name
