"""A message is shown in the language that is spoken, with its values and the messages in it, and stays English elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.messages import Message, to_plain
from ohlc_desktop.core.settings import resolve
from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.store.database import open_reader


def test_an_error_is_shown_in_german_and_in_english_again(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(OhlcError) as raised:
        open_reader(tmp_path / "none.sqlite3", demo=False)
    error, english = raised.value, str(raised.value)
    stored = to_plain(error.text)
    languages = Languages()
    try:
        languages.speak("GERMAN")
        assert shown(error.title) == f"Unter {tmp_path / 'none.sqlite3'} gibt es noch keine Datenbank."
        assert (str(error), to_plain(error.text)) == (english, stored)
    finally:
        languages.silence()
    assert shown(error.text) == english


def test_messages_within_an_error_are_translated_with_it(qtbot: QtBot) -> None:
    languages = Languages()
    with pytest.raises(OhlcError) as unknown:
        load_catalogue(resource("instruments.toml")).resolve("MNQA26.CME", date(2026, 11, 29))
    with pytest.raises(OhlcError) as unusable:
        resolve({"OHLC_DESKTOP_QUIET": "perhaps"}, {}, {})
    try:
        languages.speak("GERMAN")
        said = [shown(unknown.value.message), shown(unusable.value.title), shown(Message("{text}", text="strange"))]
    finally:
        languages.silence()
    assert said == [
        "A ist kein Monatscode. MNQ ist notiert für Mar (H), Jun (M), Sep (U) und Dec (Z).",
        "OHLC_DESKTOP_QUIET=perhaps (aus Umgebung) kann nicht verwendet werden: entweder true oder false angeben.",
        "strange",
    ]
