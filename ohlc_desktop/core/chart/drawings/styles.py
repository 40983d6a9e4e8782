"""How drawings look, apart from where they are: what is kept as the default of a kind, and in named templates.

A style is plain data as it stands in JSON: the options of a drawing that have not their default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind

PlainStyle = dict[str, Any]

#: The options of a drawing that are its look.
FIELDS = ("colour", "width", "stroke", "fill", "opacity", "text_size", "levels", "extended", "middle")


def style_of(drawing: Drawing) -> PlainStyle:
    """The look of a drawing."""
    return {name: value for name, value in drawing.to_json().items() if name in FIELDS}


def styled(drawing: Drawing, style: Mapping[str, Any]) -> Drawing:
    """A drawing with another look; what makes no sense in the style is as by default."""
    plain = {name: value for name, value in drawing.to_json().items() if name not in FIELDS}
    return Drawing.from_json(plain | {name: style[name] for name in FIELDS if name in style})


class StyleBook:
    """The default style of each kind of drawing, named templates, and which kinds were used last, as remembered.

    What another version wrote, for kinds that this one does not know, is kept.

    Attributes:
        plain: All of it, as it stands in JSON.
    """

    def __init__(self, plain: object = None) -> None:
        self.plain: dict[str, Any] = dict(plain) if isinstance(plain, Mapping) else {}

    def default(self, kind: DrawingKind) -> PlainStyle:
        """How a new drawing of a kind looks; empty for as it is by itself."""
        return _mapping(_mapping(self.plain.get("defaults")).get(kind.value))

    def templates(self, kind: DrawingKind) -> dict[str, PlainStyle]:
        """The named styles of a kind, by name."""
        found = _mapping(_mapping(self.plain.get("templates")).get(kind.value))
        return {name: _mapping(style) for name, style in sorted(found.items())}

    def set_default(self, kind: DrawingKind, style: PlainStyle) -> None:
        """Have new drawings of a kind look like this; empty for as by themselves."""
        self.plain["defaults"] = _mapping(self.plain.get("defaults")) | {kind.value: dict(style)}

    def set_template(self, kind: DrawingKind, name: str, style: PlainStyle | None) -> None:
        """Keep a style by a name, which may be that of another; None to forget it."""
        every = _mapping(self.plain.get("templates"))
        own = _mapping(every.get(kind.value))
        own.pop(name, None)
        if style is not None:
            own[name] = dict(style)
        self.plain["templates"] = every | {kind.value: own}

    def last_used(self, kinds: Sequence[DrawingKind]) -> DrawingKind:
        """Which of some kinds was placed last; the first of them if none was."""
        used = self.plain.get("used")
        found = [name for name in used if name in list(kinds)] if isinstance(used, list) else []
        return DrawingKind(found[0]) if found else kinds[0]

    def note_use(self, kind: DrawingKind) -> None:
        """A kind is placed."""
        used = self.plain.get("used")
        others = [name for name in used if isinstance(name, str) and name != kind] if isinstance(used, list) else []
        self.plain["used"] = [kind.value, *others]


def renamed(drawing: Drawing, name: str) -> Drawing:
    """The same drawing by another id, neither locked nor hidden: a copy that can be moved at once."""
    return replace(drawing, id=name, locked=False, hidden=False)


def _mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
