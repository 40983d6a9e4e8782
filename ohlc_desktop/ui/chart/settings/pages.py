"""The pages of the dialog: candles, canvas, scales, sessions, and what is shown. Each is declared, row by row."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.appearance import RANGES, ColourBy, Precision
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Scale, Style
from ohlc_desktop.ui.chart.settings.option_form import Option, OptionForm
from ohlc_desktop.ui.chart.texts import style_word, zone_line

translate = QCoreApplication.translate


def pages() -> dict[str, OptionForm]:
    """All pages by their titles, in their order."""
    return {
        translate("ChartSettings", "Candles"): _candles(),
        translate("ChartSettings", "Canvas"): _canvas(),
        translate("ChartSettings", "Scales and margins"): _scales(),
        translate("ChartSettings", "Sessions and time zone"): _sessions(),
        translate("ChartSettings", "What is shown"): _shown(),
    }


def _candles() -> OptionForm:
    page = OptionForm()
    page.add_choice(
        translate("ChartSettings", "&Style"), "style", [(style, style_word(style)) for style in Style]
    )  # fmt: skip
    page.add_choice(
        translate("ChartSettings", "&Rises when it closes"), "appearance.colour_by",
        [
            (ColourBy.OPEN, translate("ChartSettings", "at or above its open")),
            (ColourBy.PRIOR_CLOSE, translate("ChartSettings", "at or above the close before")),
        ],
    )  # fmt: skip
    page.add_heading(translate("ChartSettings", "Rising"), translate("ChartSettings", "Falling"))
    titles = {
        "body": translate("ChartSettings", "&Body"), "border": translate("ChartSettings", "B&order"),
        "wick": translate("ChartSettings", "&Wick"),
    }  # fmt: skip
    for part, title in titles.items():
        plain, drawn = title.replace("&", ""), "" if part == "body" else f"_{part}"
        up = translate("ChartSettings", "{part}, rising").format(part=plain)
        down = translate("ChartSettings", "{part}, falling").format(part=plain)
        page.add_colours(
            title, (f"appearance.up_{part}", up, f"up{drawn}"), (f"appearance.down_{part}", down, f"down{drawn}"),
            switch=f"appearance.{part}",
        )  # fmt: skip
    page.add_gap()
    line = translate("ChartSettings", "Line and area")
    page.add_colours(line, ("appearance.line", line, "line"))
    return page


def _canvas() -> OptionForm:
    page = OptionForm()
    background, grid = translate("ChartSettings", "Background"), translate("ChartSettings", "Colour of the grid")
    page.add_colours(background, ("appearance.background", background, "base"))
    page.add_colours(grid, ("appearance.grid", grid, "grid"))
    across, upright = "grid_horizontal", "grid_vertical"
    page.add_switch(translate("ChartSettings", "Grid: &horizontal lines"), across, _grid(across, upright))
    page.add_switch(translate("ChartSettings", "Grid: &vertical lines"), upright, _grid(upright, across))
    page.add_number(
        translate("ChartSettings", "Text si&ze"), "appearance.text_size", RANGES["text_size"],
        translate("ChartSettings", "pixels"),
    )  # fmt: skip
    return page


def _grid(name: str, other: str) -> Option:
    """Lines one way. The grid as a whole is off when both ways are, and then comes back both ways."""

    def put(options: ChartOptions, on: bool) -> ChartOptions:
        crossing = options.grid and getattr(options.appearance, other)
        lines = {name: on, other: crossing} if on or crossing else {name: True, other: True}
        return replace(options, grid=on or crossing, appearance=replace(options.appearance, **lines))

    return Option(lambda options: options.grid and getattr(options.appearance, name), put)


def _scales() -> OptionForm:
    page = OptionForm()
    scales = [
        (Scale.LINEAR, translate("ChartSettings", "Linear")), (Scale.LOG, translate("ChartSettings", "Logarithmic")),
        (Scale.PERCENT, translate("ChartSettings", "Percent")),
    ]  # fmt: skip
    page.add_choice(translate("ChartSettings", "&Price scale"), "scale", scales)
    page.add_switch(translate("ChartSettings", "&Fit prices to what is in sight"), "auto_scale")
    page.add_switch(translate("ChartSettings", "Fit them to prices &only, not to indicators"), "scale_price_only")
    page.add_switch(translate("ChartSettings", "&Lock the ratio of prices to candles"), "lock_ratio", _lock())
    page.add_switch(translate("ChartSettings", "&Invert prices: they grow downwards"), "invert")
    page.add_choice(
        translate("ChartSettings", "P&recision"), "appearance.precision",
        [(precision, _precision_word(precision)) for precision in Precision],
    )  # fmt: skip
    height, candles = translate("ChartSettings", "% of the height"), translate("ChartSettings", "candles")
    titles = {
        "margin_top": translate("ChartSettings", "Margin &above"),
        "margin_bottom": translate("ChartSettings", "Margin &below"),
    }
    for name, title in titles.items():
        page.add_number(title, f"appearance.{name}", RANGES[name], height)
    page.add_number(
        translate("ChartSettings", "Margin at the ri&ght"), "appearance.margin_right", RANGES["margin_right"], candles,
        none=translate("ChartSettings", "Automatic"),
    )  # fmt: skip
    return page


def _lock() -> Option:
    """The ratio, which is only locked while prices are not fitted."""

    def put(options: ChartOptions, on: bool) -> ChartOptions:
        return replace(options, lock_ratio=on, auto_scale=options.auto_scale and not on)

    return Option(lambda options: options.lock_ratio, put)


def _precision_word(precision: Precision) -> str:
    if precision.decimals is not None:
        word = translate("ChartSettings", "Decimals: {count}, as {example}")
        return word.format(count=precision.decimals, example=f"{12.345678901:.{precision.decimals}f}")
    if precision.fraction is not None:
        return translate("ChartSettings", "Fractions of {part}").format(part=precision.value)
    return translate("ChartSettings", "As the instrument")


def _sessions() -> OptionForm:
    page = OptionForm()
    page.add_choice(
        translate("ChartSettings", "Time &zone"), "zone", [(zone, zone_line(zone).replace("&", "")) for zone in ChartZone]
    )  # fmt: skip
    page.add_switch(translate("ChartSettings", "&Regular trading hours only"), "rth_only")
    page.add_switch(translate("ChartSettings", "Real time a&xis (nights and weekends at their length)"), "real_time")
    page.add_switch(translate("ChartSettings", "&Shade outside regular hours"), "sessions")
    shade = translate("ChartSettings", "Colour of the shade")
    page.add_colours(shade, ("appearance.session", shade, "eth"))
    return page


def _shown() -> OptionForm:
    page = OptionForm()
    switches = {
        "volume": translate("ChartSettings", "&Volume"),
        "last_price": translate("ChartSettings", "&Last price"),
        "extremes": translate("ChartSettings", "&Highest and lowest in sight"),
        "levels": translate("ChartSettings", "Prior day's high, low and &close"),
        "rolls": translate("ChartSettings", "Contract &rolls"),
        "holes": translate("ChartSettings", "&Missing candles"),
    }
    for name, text in switches.items():
        page.add_switch(text, name)
    return page
