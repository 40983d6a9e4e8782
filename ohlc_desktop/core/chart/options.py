"""How a chart is drawn: chosen by the user, kept with the layout, and read back whatever an older version wrote."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.chart.appearance import Appearance, appearance_from_json
from ohlc_desktop.core.chart.indicators import IndicatorSpec, spec_from_json, spec_to_json, with_free_colour
from ohlc_desktop.core.chart.pane_layout.pane_state import PaneState, panes_from_json, panes_of, panes_to_json
from ohlc_desktop.core.chart.plain_values import choice_in, list_in, mapping_in
from ohlc_desktop.core.chart.profile.settings import ProfileSettings, profile_from_json
from ohlc_desktop.core.schedule.time_zones import zone_named


class Style(StrEnum):
    """How candles are drawn."""

    CANDLES = "candles"
    HOLLOW = "hollow"
    BARS = "bars"
    LINE = "line"
    AREA = "area"
    HEIKIN_ASHI = "heikin-ashi"


class Scale(StrEnum):
    """How prices are laid out."""

    LINEAR = "linear"
    LOG = "log"
    PERCENT = "percent"


class CompareScale(StrEnum):
    """What other instruments are laid out on: all in percent since what is first in sight, or each by its own prices."""

    PERCENT = "percent"
    OWN = "own"


class ChartZone(StrEnum):
    """The time zone in which times are written."""

    PACIFIC = "pacific"
    CHICAGO = "chicago"
    NEW_YORK = "new-york"
    UTC = "utc"
    LOCAL = "local"


def zone_of(zone: ChartZone) -> tzinfo | None:
    """The zone's rules; None for the machine's own, as ``datetime.astimezone`` takes it."""
    return zone_named(zone.name)


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """What the user chose.

    Attributes:
        style: How candles are drawn.
        scale: How prices are laid out.
        auto_scale: Prices fill the pane; else they stay as they were dragged.
        scale_price_only: Prices that fill the pane are those of the candles, even where studies over them leave it.
        invert: Prices grow downwards.
        lock_ratio: Candles that are made wider become taller by as much, and the other way round. Never with ``auto_scale``.
        real_time: The time axis shows pauses at their length; else candles stand side by side.
        zone: In which times are written.
        rth_only: Only candles of the regular trading hours.
        volume: A pane with volume.
        sessions: Shade what is outside the regular trading hours.
        levels: High, low and close of the trade date before.
        extremes: Mark the highest and lowest visible price.
        last_price: A line at the newest close.
        grid: Lines at the labels of both axes.
        rolls: Mark where the front month changes.
        holes: Mark missing candles.
        legend_folded: The legend has no lines for studies and other instruments with the prices.
        indicators: What is computed and drawn.
        compare: Symbols drawn beside this one.
        compare_scale: What they are laid out on.
        appearance: Colours, margins and numbers.
        profile: Which volume profiles are drawn, and how.
        panes: From top to bottom: always those that the chart has, whatever is given.
    """

    style: Style = Style.CANDLES
    scale: Scale = Scale.LINEAR
    auto_scale: bool = True
    scale_price_only: bool = False
    invert: bool = False
    lock_ratio: bool = False
    real_time: bool = False
    zone: ChartZone = ChartZone.PACIFIC
    rth_only: bool = False
    volume: bool = True
    sessions: bool = True
    levels: bool = False
    extremes: bool = True
    last_price: bool = True
    grid: bool = True
    rolls: bool = True
    holes: bool = True
    legend_folded: bool = False
    indicators: tuple[IndicatorSpec, ...] = ()
    compare: tuple[str, ...] = ()
    compare_scale: CompareScale = CompareScale.PERCENT
    appearance: Appearance = field(default_factory=Appearance)
    profile: ProfileSettings = field(default_factory=ProfileSettings)
    panes: tuple[PaneState, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "lock_ratio", self.lock_ratio and not self.auto_scale)
        object.__setattr__(self, "panes", panes_of(self.panes, self.indicators, self.volume))

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a file."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        indicators = [spec_to_json(spec) for spec in self.indicators]
        choices = {key: str(plain[key]) for key in ("style", "scale", "zone", "compare_scale")}
        panes = panes_to_json(self.panes, self.indicators)
        plain["profile"] = self.profile.to_json()
        others = {"compare": list(self.compare), "appearance": self.appearance.to_json(), "panes": panes}
        return {**plain, **choices, "indicators": indicators, **others}


def options_from_json(plain: object) -> ChartOptions:
    """What :meth:`ChartOptions.to_json` wrote. Whatever is unknown or wrong is as by default; nothing is raised."""
    given = mapping_in(plain)
    standard = ChartOptions()
    switches = {
        each.name: value
        for each in fields(ChartOptions)
        if isinstance(value := given.get(each.name), bool) and isinstance(getattr(standard, each.name), bool)
    }
    indicators = _indicators(given.get("indicators"))
    return ChartOptions(
        style=choice_in(Style, given.get("style"), standard.style),
        scale=choice_in(Scale, given.get("scale"), standard.scale),
        zone=choice_in(ChartZone, given.get("zone"), standard.zone),
        compare_scale=choice_in(CompareScale, given.get("compare_scale"), standard.compare_scale),
        indicators=indicators,
        compare=tuple(symbol for symbol in list_in(given.get("compare")) if isinstance(symbol, str)),
        appearance=appearance_from_json(given.get("appearance")),
        profile=profile_from_json(given.get("profile")),
        panes=panes_from_json(given.get("panes"), indicators),
        **switches,
    )


def _indicators(value: object) -> tuple[IndicatorSpec, ...]:
    """All that are some; one that is not installed stays, so that it is there again when it is.

    Those of an older version, which numbered no colours, get free ones.
    """
    found: list[IndicatorSpec] = []
    for plain in list_in(value):
        try:
            spec = spec_from_json(plain)
        except ValueError:
            continue
        numbered = isinstance(plain, dict) and "first_colour" in plain
        found.append(spec if numbered else with_free_colour(spec, found))
    return tuple(found)
