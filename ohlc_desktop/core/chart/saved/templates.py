"""Templates: how charts are drawn, under a name, to be used for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ohlc_desktop.core.chart.options import ChartOptions, Scale, options_from_json
from ohlc_desktop.core.chart.plain_values import list_in
from ohlc_desktop.core.chart.saved.names import same_name, tidy_name


@dataclass(frozen=True, slots=True)
class ChartTemplate:
    """How charts are drawn.

    Attributes:
        name: As the user calls it.
        options: Without other instruments, which belong to a chart.
        studies: Whether its studies go with it; else a chart keeps its own.
    """

    name: str
    options: ChartOptions
    studies: bool = False


def make_template(name: str, options: ChartOptions, studies: bool) -> ChartTemplate:
    """A template of a chart as it is drawn. Percent only count where they were not there for other instruments' sake.

    Panes are sized for the studies in them: they go with these.
    """
    scale = Scale.LINEAR if options.compare and options.scale is Scale.PERCENT else options.scale
    indicators = options.indicators if studies else ()
    panes = options.panes if studies else ()
    kept = replace(options, scale=scale, auto_scale=True, compare=(), indicators=indicators, panes=panes)
    return ChartTemplate(name, kept, studies)


def applied(template: ChartTemplate, options: ChartOptions) -> ChartOptions:
    """A chart drawn as the template says; it keeps what it is compared with, and its studies unless there are others."""
    percent = bool(options.compare) and options.scale is Scale.PERCENT
    studies = template.options if template.studies else options
    return replace(
        template.options,
        scale=Scale.PERCENT if percent else template.options.scale,
        auto_scale=options.auto_scale,
        lock_ratio=options.lock_ratio,
        compare=options.compare,
        indicators=studies.indicators,
        panes=studies.panes,
    )


def with_template(templates: Sequence[ChartTemplate], template: ChartTemplate) -> tuple[ChartTemplate, ...]:
    """These and one more, by their names; one of the same name is replaced."""
    others = [each for each in templates if not same_name(each.name, [template.name])]
    return tuple(sorted([*others, template], key=lambda each: each.name.casefold()))


def templates_to_json(templates: Sequence[ChartTemplate]) -> list[dict[str, Any]]:
    """Plain values, for a file."""
    return [{"name": each.name, "options": each.options.to_json(), "studies": each.studies} for each in templates]


def templates_from_json(plain: object) -> tuple[ChartTemplate, ...]:
    """What :func:`templates_to_json` wrote, by name; what has no name is left out, and nothing is raised."""
    found: tuple[ChartTemplate, ...] = ()
    for given in list_in(plain):
        name = tidy_name(given.get("name")) if isinstance(given, dict) else ""
        if name and isinstance(given, dict):
            options, studies = options_from_json(given.get("options")), given.get("studies") is True
            found = with_template(found, make_template(name, options, studies))
    return found
