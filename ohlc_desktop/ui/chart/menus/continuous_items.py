"""By which rule a chart of a future rolls, and how its older prices are adjusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.continuous.spec import Adjusting, ContinuousSpec, Rolling, RollRule, is_spec, parse_spec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem

translate = QCoreApplication.translate


def continuous_items(
    instrument: Instrument, feed: str, switch: Callable[[str], object], show_rolls: Callable[[], object]
) -> list[MenuItem]:
    """The continuous series of the root of an instrument; none where it is no future.

    Args:
        instrument: Of the chart.
        feed: Name of the feed, for people.
        switch: Shows another symbol in the chart.
        show_rolls: Shows its rolls as a table.
    """
    if not instrument.root:
        return []
    root = instrument.root
    spec = parse_spec(instrument.symbol, (root,)) if is_spec(instrument.symbol) else None
    wanted = spec or ContinuousSpec(root, Rolling(RollRule.VOLUME), Adjusting.DIFFERENCE)
    front = f"{root}=F"
    own = translate("ChartMenus", "As {feed} gives it ({symbol})").format(feed=feed, symbol=front)
    return [
        MenuItem(own, partial(switch, front), instrument.symbol == front, single=True),
        *(_rule(rule, text, wanted, spec, switch) for rule, text in _rules(feed)),
        MenuItem(),
        *(
            MenuItem(text, partial(switch, str(replace(wanted, adjusting=kind))), spec is not None and spec.adjusting is kind, single=True)
            for kind, text in _adjustments()
        ),
        MenuItem(),
        MenuItem(translate("ChartMenus", "Table of roll&s…"), show_rolls),
    ]  # fmt: skip


def _rule(
    rule: RollRule, text: str, wanted: ContinuousSpec, spec: ContinuousSpec | None, switch: Callable[[str], object]
) -> MenuItem:
    chosen = spec is not None and spec.rolling.rule is rule
    rolling = wanted.rolling if chosen else Rolling(rule)
    if chosen and rolling.ahead:
        text = f"{text} ({rolling})"
    return MenuItem(text, partial(switch, str(replace(wanted, rolling=rolling))), chosen, single=True)


def _rules(feed: str) -> list[tuple[RollRule, str]]:
    return [
        (RollRule.VOLUME, translate("ChartMenus", "Contracts, rolled by &volume")),
        (RollRule.EXPIRY, translate("ChartMenus", "Contracts, up to the &last trading day")),
        (RollRule.NOTICE, translate("ChartMenus", "Contracts, up to the first &notice day")),
        (RollRule.FEED, translate("ChartMenus", "Contracts, as {feed} &rolls").format(feed=feed)),
    ]


def _adjustments() -> list[tuple[Adjusting, str]]:
    return [
        (Adjusting.NONE, translate("ChartMenus", "Prices as &traded")),
        (Adjusting.DIFFERENCE, translate("ChartMenus", "Older prices moved by the &difference")),
        (Adjusting.RATIO, translate("ChartMenus", "Older prices multiplied by the rati&o")),
    ]
