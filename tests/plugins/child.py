"""A chart with the example's indicators, in a process of its own: prints a JSON object about it."""

from __future__ import annotations

import importlib.metadata
import json
import logging
import sys

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

import ohlc_desktop
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import ChartModel, build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.services.chart_data.indicator_plugins import load, log_problems
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.panes.view import ChartView
from ohlc_desktop.ui.widgets.theme import LIGHT, apply_theme
from tests.core.chart.making import make_series
from tests.desktop.screen import pixels

#: Colours that nothing else has.
CHANNEL, MEAN = "#ff00ff", "#00c0ff"
OURS = (indicator("SMA", period=10), indicator("RSI"))


def columns(image: np.ndarray, colour: str) -> int:
    """In how many columns of a picture there is a colour, or one hardly to be told from it."""
    found = QColor(colour)
    parts = np.stack((image >> 16 & 255, image >> 8 & 255, image & 255)).astype(int)
    wanted = np.array([[[found.red()]], [[found.green()]], [[found.blue()]]])
    return int((np.abs(parts - wanted).max(axis=0) < 48).any(axis=0).sum())


def shown(model: ChartModel, options: ChartOptions) -> np.ndarray:
    """A chart's picture."""
    view = ChartView()
    view.resize(900, 700)
    view.set_options(options)
    view.show_model(model)
    view.show()
    return pixels(view.picture()).copy()


def facts() -> dict[str, object]:
    """What is installed, said and drawn."""
    refused = {name: str(problem) for name, problem in load().items()}
    series, colours = make_series(400), chart_colours(LIGHT)
    plain = ChartOptions(indicators=OURS)
    added = ChartOptions(
        indicators=(
            indicator("ohlc-example/channel", (CHANNEL,), period=30), *OURS, indicator("ohlc-example/raises"),
            indicator("ohlc-example/ranges", ("", MEAN)), indicator("ohlc-example/short"), indicator("ohlc-example/lacking"),
        )
    )  # fmt: skip
    without, model = build_model(series, plain), build_model(series, added)
    log_problems(model.studies)
    others = [study for study in model.studies if study.spec in OURS]
    images = shown(without, plain), shown(model, added)
    return {
        "program": ohlc_desktop.__file__, "version": importlib.metadata.version("ohlc-example"), "refused": refused,
        "studies": [(study.label, str(study.computed.problem), study.kind.place) for study in model.studies],
        "defined": [int(sum(np.isfinite(line).sum() for line in study.computed.lines.values())) for study in model.studies],
        "same": [
            all(np.array_equal(line, other.computed.lines[key], equal_nan=True) for key, line in one.computed.lines.items())
            for one, other in zip(without.studies, others, strict=True)
        ],
        "candles": [[columns(image, colour.name()) for colour in (colours.up, colours.down)] for image in images],
        "channel": [columns(image, CHANNEL) for image in images], "mean": [columns(image, MEAN) for image in images],
        "attention": [columns(image, LIGHT.attention.name()) for image in images],
    }  # fmt: skip


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    application = QApplication([])
    apply_theme(application, "LIGHT")
    print(json.dumps(facts()))
