"""What can be done with a study, or with an instrument beside the chart's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.indicators import IndicatorSpec, find_kind, label
from ohlc_desktop.core.chart.option_edits import with_study, without_compared, without_profiles
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.ui.chart.legend.legend_lines import LegendSubject
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, user_text
from ohlc_desktop.ui.chart.pane_control.pane_menu import pane_menu_items

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

translate = QCoreApplication.translate


def study_items(view: ChartView, spec: IndicatorSpec) -> list[MenuItem]:
    """What can be done with a study; empty for one that is gone."""
    number, legend = view.legend.number_of(spec), view.legend
    if number is None:
        return []
    another = with_study(view.options, len(view.options.indicators), spec)
    hide = translate("ChartMenus", "S&how") if spec.hidden else translate("ChartMenus", "&Hide")
    return [
        MenuItem(
            translate("ChartMenus", "&Settings…"), partial(legend.settings_wanted.emit, number),
            enabled=find_kind(spec.kind) is not None,
        ),
        MenuItem(hide, partial(legend.toggle_hidden, number)),
        MenuItem(translate("ChartMenus", "&Duplicate"), partial(view.edit, another)),
        MenuItem(translate("ChartMenus", "&Remove"), partial(legend.remove, number), keys="Del"),
    ]  # fmt: skip


def pane_items(view: ChartView, name: str) -> list[MenuItem]:
    """What can be done with a pane, and with the study that it holds."""
    pane = next((pane for pane in view.frame.panes if pane.name == name), None) if view.frame is not None else None
    study = study_items(view, pane.study.spec) if pane is not None and pane.study is not None else []
    return [*study, MenuItem(), *pane_menu_items(view, name)] if study else pane_menu_items(view, name)


def left_out_items(view: ChartView, named: Sequence[LegendSubject]) -> list[MenuItem]:
    """A menu within the menu for each of these studies and instruments, for which the legend has no line."""
    found = ((_name(each), subject_items(view, each)) for each in named)
    return [MenuItem(user_text(name), items=tuple(items)) for name, items in found if items]


def subject_items(view: ChartView, subject: LegendSubject) -> list[MenuItem]:
    """What can be done with what has a line in the legend."""
    match subject:
        case IndicatorSpec():
            return study_items(view, subject)
        case ProfileSettings():
            return profile_items(view)
        case symbol:
            return compared_items(view, symbol)


def profile_items(view: ChartView) -> list[MenuItem]:
    """What can be done with the volume profiles."""
    options, chosen = view.options, view.options.profile

    def edit(changed: ProfileSettings) -> Callable[[], object]:
        return partial(view.edit, replace(options, profile=changed))

    in_sight, dates = replace(chosen, visible=not chosen.visible), replace(chosen, sessions=not chosen.sessions)
    return [
        MenuItem(translate("ChartMenus", "&Settings…"), view.legend.profile_wanted.emit),
        MenuItem(translate("ChartMenus", "Of what is in &sight"), edit(in_sight), chosen.visible),
        MenuItem(translate("ChartMenus", "Of each trade &date"), edit(dates), chosen.sessions),
        MenuItem(translate("ChartMenus", "&Remove"), partial(view.edit, without_profiles(options))),
    ]


def _name(subject: LegendSubject) -> str:
    if isinstance(subject, ProfileSettings):
        return translate("Chart", "Volume profile")
    return subject if isinstance(subject, str) else label(subject)


def compared_items(view: ChartView, symbol: str) -> list[MenuItem]:
    """What can be done with another instrument."""
    text = translate("ChartMenus", "&Remove {symbol}").format(symbol=user_text(symbol))
    return [MenuItem(text, partial(view.edit, without_compared(view.options, symbol)))]
