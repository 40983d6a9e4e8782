"""What the user does to the studies and other instruments of a chart, as changes of its options. Pure."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.chart.indicators import IndicatorSpec, with_free_colour
from ohlc_desktop.core.chart.options import ChartOptions, CompareScale, Scale


def with_study(options: ChartOptions, number: int, spec: IndicatorSpec) -> ChartOptions:
    """With a study in the place of the one of a number; one that is added, after the last, gets a free colour."""
    indicators = options.indicators
    new = spec if number < len(indicators) else with_free_colour(spec, indicators)
    return replace(options, indicators=(*indicators[:number], new, *indicators[number + 1 :]))


def with_study_again(options: ChartOptions, number: int, spec: IndicatorSpec) -> ChartOptions:
    """With a study in the place where it was before it was taken off."""
    return replace(options, indicators=(*options.indicators[:number], spec, *options.indicators[number:]))


def without_study(options: ChartOptions, number: int) -> ChartOptions:
    """Without the study of a number."""
    return replace(options, indicators=(*options.indicators[:number], *options.indicators[number + 1 :]))


def removed_study(before: ChartOptions, after: ChartOptions) -> tuple[int, IndicatorSpec] | None:
    """Number and spec of the study without which ``after`` has those of ``before``; None where anything else happened."""
    old, new = before.indicators, after.indicators
    if len(new) != len(old) - 1:
        return None
    number = next((at for at, spec in enumerate(new) if spec != old[at]), len(new))
    return (number, old[number]) if without_study(before, number).indicators == new else None


def with_study_toggled(options: ChartOptions, number: int) -> ChartOptions:
    """With the study of a number hidden, or shown again."""
    spec = options.indicators[number]
    return with_study(options, number, replace(spec, hidden=not spec.hidden))


def with_all_studies(options: ChartOptions, hidden: bool) -> ChartOptions:
    """With all studies hidden, or all shown."""
    return replace(options, indicators=tuple(replace(spec, hidden=hidden) for spec in options.indicators))


def without_profiles(options: ChartOptions) -> ChartOptions:
    """Without volume profiles; how they are made is kept."""
    return replace(options, profile=replace(options.profile, visible=False, sessions=False))


def with_compared(options: ChartOptions, symbol: str) -> ChartOptions:
    """With another instrument beside this one; where they share a scale, that is in percent from then on."""
    scale = Scale.PERCENT if options.compare_scale is CompareScale.PERCENT else options.scale
    return replace(options, compare=(*options.compare, symbol), scale=scale)


def with_compare_scale(options: ChartOptions, chosen: CompareScale) -> ChartOptions:
    """With other instruments laid out otherwise; prices are prices again where each has a scale of its own."""
    scale = options.scale
    if chosen is CompareScale.OWN and scale is Scale.PERCENT:
        scale = Scale.LINEAR
    elif chosen is CompareScale.PERCENT and options.compare:
        scale = Scale.PERCENT
    return replace(options, compare_scale=chosen, scale=scale)


def without_compared(options: ChartOptions, symbol: str) -> ChartOptions:
    """Without another instrument; the last one takes the percent with it, for the prices are wanted again then."""
    left = tuple(other for other in options.compare if other != symbol)
    scale = options.scale if left or options.scale is not Scale.PERCENT else Scale.LINEAR
    return replace(options, compare=left, scale=scale)
