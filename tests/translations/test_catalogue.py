"""The shipped translations are in step with the code, whole, and compiled."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ohlc_desktop.services.i18n.languages import CODES
from tests.translations.__main__ import SENTENCES, compiled, listing
from tests.translations.catalogue import Message, catalogues, faults, messages
from tests.translations.listing import listed, lupdate
from tests.translations.message_templates import MAKERS, found
from tests.translations.message_templates import texts_of as texts_in
from tests.translations.templates import templates, texts_of

CATALOGUES = pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.stem)
#: Rooms that still compose their sentences.
COMPOSING = ("redis_share/",)
_UPDATE = "run: python -m tests.translations update, translate what is new, then: python -m tests.translations compile"


def test_there_is_a_catalogue_for_every_language_but_english() -> None:
    assert {path.stem for path in catalogues()} == {f"ohlc_desktop_{code}" for code in CODES.values() if code != "en"}


def test_the_program_reads_the_sentences_that_the_sources_hold() -> None:
    assert SENTENCES.read_text("utf-8") == listing(), _UPDATE


def test_errors_and_messages_are_made_of_literal_templates() -> None:
    assert [place for place in found().composed if not place.startswith(COMPOSING)] == []


@CATALOGUES
def test_a_catalogue_has_the_texts_of_the_code_and_no_others(path: Path) -> None:
    if lupdate() is None:
        pytest.skip("this PySide6 comes without lupdate")
    wanted = listed() | {("Sentences", text) for text in templates()} | {("Messages", text) for text in found().templates}
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
    assert list(messages(catalogue(tmp_path, "Open", done("Öffnen")))) == [Message("Window", "Open", "Öffnen", True)]


# -- sentences from sources ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise StoreError("Nothing was changed.")', ["Nothing was changed."]),
        ('f"{count:,} rows of {name!r} are left"', ["{0} rows of {1} are left"]),
        ('text = ("One sentence. " "And one more.")', ["One sentence. And one more."]),
        ('"""What the module does."""', []),
        ('_log.info("Looking at the schedule again.")', []),
        ('connection.execute("SELECT id FROM run")', []),
        ('re.compile("no such thing")', []),
        ("def parse(text: 'a plain annotation') -> 'another one': ...", []),
        ('state = "written"', []),
    ],
)
def test_sentences_that_somebody_may_read_are_taken_from_a_source(
    tmp_path: Path, code: str, found: list[str]
) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert list(texts_of(path)) == found


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
    assert [texts for _, texts in texts_in(ast.parse(code), {"KEPT": "Kept."}, makers)] == found
