"""Looks of drawings that are remembered, and drawings that are copied from chart to chart."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind, Stroke
from ohlc_desktop.core.chart.drawings.pasting import fitted, from_text, to_text
from ohlc_desktop.core.chart.drawings.styles import StyleBook, style_of, styled
from ohlc_desktop.core.market.instruments import Instrument

NQ = Instrument("NQ=F", "Nasdaq", root="NQ", tick=Fraction(1, 4), multiplier=20.0)
LINE = Drawing(
    "one", DrawingKind.TREND, (Anchor(0, 100.0), Anchor(60, 110.0)), "#123456", 3, locked=True, stroke=Stroke.DOTTED,
    text="mine", hidden=True,
)  # fmt: skip
PLAIN = Drawing("two", DrawingKind.TREND, (Anchor(9, 1.0), Anchor(99, 2.0)), text="other")


def test_a_style_is_the_look_and_nothing_else() -> None:
    style = style_of(LINE)
    assert style == {"colour": "#123456", "width": 3, "stroke": "dotted"}
    dressed = styled(PLAIN, style)
    assert (dressed.colour, dressed.width, dressed.stroke) == ("#123456", 3, Stroke.DOTTED)
    assert (dressed.id, dressed.points, dressed.text, dressed.locked) == ("two", PLAIN.points, "other", False)
    assert styled(dressed, {}) == PLAIN
    assert replace(styled(PLAIN, {"width": "wide", "points": [], "colour": 7}), rest="{}") == PLAIN


def test_a_book_keeps_defaults_and_templates_by_kind() -> None:
    book = StyleBook()
    book.set_default(DrawingKind.TREND, {"width": 2})
    book.set_template(DrawingKind.TREND, "Thick", {"width": 5})
    book.set_template(DrawingKind.RAY, "Red", {"colour": "#ff0000"})
    book.note_use(DrawingKind.RAY)
    again = StyleBook(json.loads(json.dumps(book.plain)))
    assert again.default(DrawingKind.TREND) == {"width": 2}
    assert again.default(DrawingKind.RAY) == {}
    assert again.templates(DrawingKind.TREND) == {"Thick": {"width": 5}}
    assert again.last_used((DrawingKind.TREND, DrawingKind.RAY)) is DrawingKind.RAY
    again.set_template(DrawingKind.TREND, "Thick", None)
    assert again.templates(DrawingKind.TREND) == {}


@pytest.mark.parametrize(
    "plain", [None, [], "x", {"defaults": 3, "templates": [], "used": 5}, {"defaults": {"trend": 1}, "used": [7, "wave"]}]
)
def test_a_damaged_book_is_an_empty_one(plain: object) -> None:
    book = StyleBook(plain)
    assert (book.default(DrawingKind.TREND), book.templates(DrawingKind.TREND)) == ({}, {})
    assert book.last_used((DrawingKind.RAY, DrawingKind.TREND)) is DrawingKind.RAY
    book.set_default(DrawingKind.TREND, {"width": 2})
    book.note_use(DrawingKind.TREND)
    assert book.default(DrawingKind.TREND) == {"width": 2}


def test_what_another_version_remembered_is_kept() -> None:
    book = StyleBook({"defaults": {"wave": {"length": 3}}, "templates": {"wave": {"Long": {}}}, "glow": True})
    book.set_default(DrawingKind.TREND, {"width": 2})
    book.set_template(DrawingKind.TREND, "Thick", {"width": 5})
    assert book.plain["defaults"]["wave"] == {"length": 3}
    assert book.plain["templates"]["wave"] == {"Long": {}}
    assert book.plain["glow"] is True


def test_drawings_come_through_the_clipboard() -> None:
    assert from_text(to_text([LINE, PLAIN], "NQ=F")) == ("NQ=F", [LINE, PLAIN])
    for text in ("", "[]", "{}", '{"symbol": "A", "drawings": [5]}', '{"symbol": "A", "drawings": 5}', "[" * 9999):
        assert from_text(text) == ("", [])


def test_on_another_instrument_prices_stay_where_they_can_be_seen() -> None:
    assert fitted([PLAIN, LINE], NQ, 105.0, 200.0) == [PLAIN, LINE]
    (moved,) = fitted([LINE], NQ, 20_000.0, 22_000.0)
    assert [anchor.ts for anchor in moved.points] == [0, 60]
    assert [anchor.price for anchor in moved.points] == [20_000.0, 22_000.0]
    below = Drawing("low", DrawingKind.HORIZONTAL, (Anchor(0, -5.0),))
    assert fitted([below], NQ, 100.0, 200.0)[0].points[0].price == 150.0
    upright = Drawing("up", DrawingKind.VERTICAL, (Anchor(0, -5.0),))
    assert fitted([upright], NQ, 100.0, 200.0) == [upright]
