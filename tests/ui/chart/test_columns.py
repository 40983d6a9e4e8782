"""Charts of one window that stand above one another are aligned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QSplitter

from ohlc_desktop.core.chart.appearance import Precision
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from tests.ui.chart.rig import Rig


def test_charts_above_one_another_are_aligned(rig: Rig) -> None:
    window = rig.open("ES=F", "1d")
    alone = window.active.view.plot_width
    window.set_layout(ChartLayout.FOUR)
    rig.settle()
    first, second, third, fourth = window.cells
    precise = replace(first.options.appearance, precision=Precision.DECIMALS_6)
    first.set_options(replace(first.options, appearance=precise))
    rig.settle()
    QApplication.processEvents()
    upper, lower = first.view, third.view
    assert lower.needed_axis < upper.needed_axis, "else there is nothing to align"
    assert lower.plot_width == upper.plot_width
    assert second.view.plot_width == fourth.view.plot_width

    rows = [splitter for splitter in window.findChildren(QSplitter) if splitter.count() == 2][1:]
    rows = [row for row in rows if row.isAncestorOf(first) or row.isAncestorOf(third)]
    assert len(rows) == 2
    rows[0].moveSplitter(rows[0].sizes()[0] - 120, 1)
    assert rows[0].sizes() == rows[1].sizes()
    assert first.width() == third.width()

    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    rig.settle()
    window.set_layout(ChartLayout.ONE)
    rig.settle()
    QApplication.processEvents()
    assert window.active.view.needed_axis == upper.needed_axis
    assert window.active.view.plot_width < alone
    first.set_options(replace(first.options, appearance=replace(precise, precision=Precision.INSTRUMENT)))
    QApplication.processEvents()
    assert window.active.view.plot_width == alone
