"""The colours of a chart, in light and dark, and as the user chose them.

All are opaque: a half-transparent brush makes a frame thirty times slower.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor

from ohlc_desktop.core.chart.appearance import LEAST_CONTRAST, Appearance, contrast
from ohlc_desktop.core.chart.indicators import StyledLine, Tone
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT, Colours, blended


@dataclass(frozen=True, slots=True)
class ChartColours:
    """What is drawn in which colour.

    Attributes:
        theme: Of the windows; texts, marks and lines are taken from it.
        base: Behind the candles.
        eth: Behind candles outside the regular trading hours.
        grid: Lines at labels; ``separator`` between trade dates.
        up: Candles that rise, as a whole; ``down`` the others; ``up_soft`` and ``down_soft`` their volume.
        up_body: Their bodies; ``down_body`` of the others.
        up_border: Around bodies that rise; ``down_border`` around the others.
        up_wick: From their high to their low; ``down_wick`` of the others.
        line: Of line and area charts; ``area`` below it.
        level: Prior high, low and close.
        studies: Lines of indicators, in their order.
        compared: Other instruments.
        label: Behind labels of the crosshair; ``label_text`` on it.
        hole: Behind missing candles; ``hole_line`` its hatching.
        unserved: Behind candles that are not served, lighter than ``hole``.
    """

    theme: Colours
    base: QColor
    eth: QColor
    grid: QColor
    separator: QColor
    up: QColor
    down: QColor
    up_soft: QColor
    down_soft: QColor
    up_body: QColor
    down_body: QColor
    up_border: QColor
    down_border: QColor
    up_wick: QColor
    down_wick: QColor
    line: QColor
    area: QColor
    level: QColor
    label: QColor
    label_text: QColor
    hole: QColor
    hole_line: QColor
    unserved: QColor
    studies: tuple[QColor, ...]
    compared: tuple[QColor, ...]

    def study(self, number: int) -> QColor:
        """The colour of a line that the user gave none, by its number."""
        return self.studies[number % len(self.studies)]

    def study_line(self, styled: StyledLine) -> QColor:
        """The colour of a study's line: what the user chose, else what it means, else the next of the theme's."""
        own, tone = styled.look.colour, styled.line.tone
        if own or tone is None:
            return QColor(own) if own else self.study(styled.number)
        return self.up if tone is Tone.UP else self.down


_LIGHT = {
    "base": "#ffffff", "eth": "#f5f6f8", "grid": "#eceef1", "separator": "#cfd5dc", "up": "#12805c", "down": "#c93a3f",
    "up_soft": "#a9d6c5", "down_soft": "#eeb9ba", "line": "#1b62b5", "area": "#e3edf8", "level": "#7a5ea8",
    "label": "#39424e", "label_text": "#ffffff", "hole": "#fdf3dc", "hole_line": "#e3c078", "unserved": "#f7f1e1",
}  # fmt: skip
_DARK = {
    "base": "#17191d", "eth": "#1c1f24", "grid": "#24282e", "separator": "#3a414b", "up": "#3fb98c", "down": "#ec6a68",
    "up_soft": "#25594a", "down_soft": "#6b3436", "line": "#7db2f2", "area": "#1e2c3e", "level": "#b79ce6",
    "label": "#d5dae1", "label_text": "#14171b", "hole": "#332b1b", "hole_line": "#74602f", "unserved": "#262319",
}  # fmt: skip
_STUDIES_LIGHT = (
    "#1b62b5", "#b15c00", "#8a2f9e", "#00757f", "#a8324a", "#5a6b00", "#4a45c8", "#7d4a2e", "#c0267e", "#52606e",
)  # fmt: skip
_STUDIES_DARK = (
    "#7db2f2", "#f0a65a", "#d08be6", "#4cc7d2", "#f08ca0", "#b9cc5a", "#a3a0ff", "#d3a283", "#ff8fd0", "#aebccb",
)  # fmt: skip
_COMPARED_LIGHT = ("#b15c00", "#8a2f9e", "#00757f", "#5a6b00")
_COMPARED_DARK = ("#f0a65a", "#d08be6", "#4cc7d2", "#b9cc5a")


_AS_THEME = Appearance()
#: Share of a colour in what is drawn softly on a ground of the user's.
_SOFT, _AREA = 0.4, 0.13
#: The same of what stands behind everything, by its name: of the theme's text, or of its sign of attention.
_ON_GROUND = {"eth": 0.03, "grid": 0.07, "separator": 0.2}
_HOLES = {"hole": 0.14, "hole_line": 0.5, "unserved": 0.07}


@lru_cache(maxsize=64)
def chart_colours(theme: Colours, appearance: Appearance = _AS_THEME) -> ChartColours:
    """The chart's colours that go with a theme, where the user chose no others.

    Texts and marks on a background that the user chose are of the theme that can be read there.
    """
    ground = appearance.background
    if ground:
        theme = replace(DARK if QColor(ground).lightness() < 128 else LIGHT, base=QColor(ground))
    named = {name: QColor(value) for name, value in (_DARK if theme.dark else _LIGHT).items()}
    if ground:
        named |= _on_ground(theme)
    named |= _of_candles(appearance, named)
    chosen = {"grid": appearance.grid, "eth": appearance.session, "line": appearance.line}
    named |= {name: QColor(value) for name, value in chosen.items() if value}
    if appearance.line:
        named["area"] = blended(named["line"], named["base"], _AREA)
    studies, compared = (_STUDIES_DARK, _COMPARED_DARK) if theme.dark else (_STUDIES_LIGHT, _COMPARED_LIGHT)
    return ChartColours(
        theme=theme, **named, studies=tuple(map(QColor, studies)), compared=tuple(map(QColor, compared))
    )


def _on_ground(theme: Colours) -> dict[str, QColor]:
    """What stands behind candles, in shades of a background."""
    shades = {name: blended(theme.text, theme.base, share) for name, share in _ON_GROUND.items()}
    holes = {name: blended(theme.attention, theme.base, share) for name, share in _HOLES.items()}
    area = blended(theme.accent, theme.base, _AREA)
    return {"base": theme.base, "area": area, **shades, **holes}


def _of_candles(appearance: Appearance, standard: dict[str, QColor]) -> dict[str, QColor]:
    """The parts of candles, and what stands for all of them where they are too narrow, in texts and in the volume."""
    found: dict[str, QColor] = {}
    for side in ("up", "down"):
        body = QColor(getattr(appearance, f"{side}_body") or standard[side])
        border = QColor(getattr(appearance, f"{side}_border") or body)
        wick = QColor(getattr(appearance, f"{side}_wick") or body)
        parts = (appearance.body, body), (appearance.border, border), (appearance.wick, wick)
        whole = _seen([colour for drawn, colour in parts if drawn] or [body], standard["base"])
        found |= {side: whole, f"{side}_body": body, f"{side}_border": border, f"{side}_wick": wick}
        if appearance.background or whole != standard[side]:
            found[f"{side}_soft"] = blended(whole, standard["base"], _SOFT)
    return found


def _seen(colours: list[QColor], ground: QColor) -> QColor:
    """The first colour that can be told from the ground, else the first: white bodies have borders on white ground."""
    apart = (colour for colour in colours if contrast(colour.name(), ground.name()) >= LEAST_CONTRAST)
    return next(apart, colours[0])


def told_apart(colours: ChartColours) -> bool:
    """Whether candles of both kinds can be told from what is behind them, and so can line charts."""
    grounds = (colours.base.name(), colours.eth.name())
    drawn = (colours.up, colours.down, colours.line)
    return all(contrast(colour.name(), ground) >= LEAST_CONTRAST for colour in drawn for ground in grounds)
