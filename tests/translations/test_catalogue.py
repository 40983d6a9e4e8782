"""The shipped translations are in step with the code, whole, and compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from ohlc_desktop.services.i18n.languages import CODES
from tests.translations.__main__ import compiled
from tests.translations.catalogue import CatalogueMessage, catalogues, faults, messages
from tests.translations.listing import listed, lupdate
from tests.translations.message_templates import MAKERS, found, module_of, texts_of

CATALOGUES = pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.stem)
_UPDATE = "run: python -m tests.translations update, translate what is new, then: python -m tests.translations compile"


def test_there_is_a_catalogue_for_every_language_but_english() -> None:
    assert {path.stem for path in catalogues()} == {f"ohlc_desktop_{code}" for code in CODES.values() if code != "en"}


def test_errors_and_messages_are_made_of_literal_templates() -> None:
    assert found().composed == ()


@CATALOGUES
def test_a_catalogue_has_the_texts_of_the_code_and_no_others(path: Path) -> None:
    if lupdate() is None:
        pytest.skip("this PySide6 comes without lupdate")
    wanted = listed() | {("Messages", text) for text in found().templates}
    held = {(each.context, each.source) for each in messages(path)}
    assert (wanted - held, held - wanted) == (set(), set()), _UPDATE


@CATALOGUES
def test_every_text_is_translated_and_keeps_its_values_ends_and_keys(path: Path) -> None:
    assert faults(path) == []


@CATALOGUES
def test_what_is_shipped_is_compiled_from_the_catalogue(path: Path, tmp_path: Path) -> None:
    anew = tmp_path / "anew.qm"
    compiled(path, anew)
    assert path.with_suffix(".qm").read_bytes() == anew.read_bytes(), "run: python -m tests.translations compile"


# -- what is found ---------------------------------------------------------------------------------------


def catalogue(folder: Path, source: str, translation: str) -> Path:
    """A catalogue with one text; its translation is the element as it stands."""
    path = folder / "ohlc_desktop_xx.ts"
    message = f"<message><source>{source}</source>{translation}</message>"
    path.write_text(f"<TS><context><name>Window</name>{message}</context></TS>", encoding="utf-8")
    return path


def done(text: str) -> str:
    """A finished translation."""
    return f"<translation>{text}</translation>"


@pytest.mark.parametrize(
    ("source", "translation", "why"),
    [
        ("Open", '<translation type="unfinished"></translation>', "not translated"),
        ("Open", '<translation type="unfinished">Öffnen</translation>', "not translated"),
        ("Open", done(""), "not translated"),
        ("Open", "", "not translated"),
        ("{count} of {all}", done("{count}"), "other values"),
        ("{count} of {all}", done("{count} von {alle}"), "other values"),
        ("{0} of {1}", done("{0} von {0}"), "other values"),
        ("%n files", done("n Dateien"), "other values"),
        ("&lt;b>{name}&lt;/b>", done("{name}"), "other values"),
        ("Open…", done("Öffnen"), "another end"),
        ("Open", done("Öffnen…"), "another end"),
        ("One\ntwo", done("Eins zwei"), "other lines"),
        ("&amp;Open", done("Öffnen"), "a key"),
        ("Open", done("&amp;Öffnen"), "a key"),
    ],
)
def test_each_kind_of_fault_is_found(tmp_path: Path, source: str, translation: str, why: str) -> None:
    (found,) = faults(catalogue(tmp_path, source, translation))
    assert found.startswith("[Window] ")
    assert why in found


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Open", "Öffnen"), ("{count} of {all}", "von {all} {count}"), ("&amp;Open…", "Ö&amp;ffnen…"),
        ("Bid &amp;&amp; ask", "Geld &amp;&amp; Brief"), ("Profit &amp; loss", "Gewinn &amp; Verlust"),
    ],
)  # fmt: skip
def test_a_translation_that_fits_is_none(tmp_path: Path, source: str, translation: str) -> None:
    path = catalogue(tmp_path, source, done(translation))
    assert faults(path) == []
    assert [each.finished for each in messages(path)] == [True]


def test_a_message_tells_where_it_belongs(tmp_path: Path) -> None:
    assert list(messages(catalogue(tmp_path, "Open", done("Öffnen")))) == [CatalogueMessage("Window", "Open", "Öffnen", True)]


# -- templates from sources ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Message("{count:,} rows.", count=2)', [["{count:,} rows."]]),
        ('Message("One." if one else "Many.")', [["One.", "Many."]]),
        ('StoreError("It is.", KEPT, hint="Wait.")', [["It is."], ["Kept."], ["Wait."]]),
        ('StoreError(f"{path} is damaged.", error.message)', [[None], []]),
        ("Message(text)", [[None]]),
        ('print("Nothing.")', []),
    ],
)
def test_templates_are_the_literals_that_messages_are_made_of(code: str, found: list[list[str | None]]) -> None:
    makers = {**MAKERS, "StoreError": (0, 1, "hint")}
    assert [texts for _, texts in texts_of(module_of(code).calls, {"KEPT": "Kept."}, makers)] == found
