"""Colours of the lines of studies: what the user chose, else the theme's, one after the other."""

from __future__ import annotations

from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.indicators import LineStyle
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.ui.chart.panes.frame import Frame


def line_colour(frame: Frame, study: Study, key: str) -> QColor:
    """The colour of one line of a study."""
    keys = [line.key for line in study.kind.lines]
    number = keys.index(key)
    own = study.spec.colours[number] if number < len(study.spec.colours) else ""
    if own:
        return QColor(own)
    studies = frame.model.studies
    at = next(place for place, other in enumerate(studies) if other is study)  # two of the same are not to be compared
    before = sum(_colours_of(other) for other in studies[:at])
    return frame.look.colours.study(before + (0 if _is_band(study) else number))


def _is_band(study: Study) -> bool:
    """Lines that belong together are of one colour."""
    return any(line.style is LineStyle.BAND_EDGE for line in study.kind.lines)


def _colours_of(study: Study) -> int:
    return 1 if _is_band(study) else len(study.computed.lines)
