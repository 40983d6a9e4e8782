"""A message keeps its values until it is rendered, whatever language that is in, and survives the ledger."""

from __future__ import annotations

import json

import pytest

from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.messages import (
    NOTHING,
    Clause,
    Message,
    from_plain,
    holds,
    message_of,
    recalled,
    sentences,
    to_plain,
    verbatim,
)

GERMAN = {
    "{count:,} candles are missing.": "{count:,} Kerzen fehlen.",
    "No session.": "Keine Sitzung.",
    "It is left: {why}.": "Es bleibt: {why}.",
    "Friday": "Freitag",
}
MISSING = Message("{count:,} candles are missing.", count=1200)
NESTED = Message("It is left: {why}.", why=Clause(Message("No session.")))


def german(template: str) -> str:
    """As Qt does: what is not translated stays."""
    return GERMAN.get(template, template)


def test_a_message_is_rendered_in_english_and_in_any_language() -> None:
    assert str(MISSING) == "1,200 candles are missing."
    assert MISSING.render(german) == "1,200 Kerzen fehlen."


def test_messages_within_are_translated_with_it_and_a_clause_has_no_full_stop() -> None:
    assert (str(NESTED), NESTED.render(german)) == ("It is left: No session.", "Es bleibt: Keine Sitzung.")
    days = Message("On {days}.", days=(Message("Friday"), "2026-11-27"))
    assert days.render(german) == "On Freitag, 2026-11-27."


def test_text_without_values_is_taken_as_it_is() -> None:
    assert str(Message("{0} is no format {here}")) == "{0} is no format {here}"
    assert str(verbatim("50 % of {x}")) == "50 % of {x}"
    assert not verbatim("")


def test_sentences_follow_one_another_and_what_says_nothing_is_left_out() -> None:
    assert sentences(MISSING, NOTHING, NESTED).render(german) == "1,200 Kerzen fehlen. Es bleibt: Keine Sitzung."
    assert sentences(NOTHING, MISSING) is MISSING
    assert not sentences(NOTHING, NOTHING)


def test_an_error_makes_its_three_sentences_of_the_same_values() -> None:
    error = StoreError("{path} is damaged.", "Nothing was read.", "Restore {path}.", path="a.sqlite3")
    assert str(error) == "a.sqlite3 is damaged. Nothing was read. Restore a.sqlite3."
    assert error.title == message_of("{path} is damaged.", {"path": "a.sqlite3", "more": 1})
    assert str(error.message) == "Nothing was read."


def test_a_message_holds_itself_and_what_it_is_made_of() -> None:
    whole = sentences(MISSING, Message("And {more}", more=NESTED))
    assert holds(whole, MISSING)
    assert holds(whole, NESTED)
    assert not holds(whole, NOTHING)
    assert not holds(MISSING, NESTED)


@pytest.mark.parametrize("message", [NOTHING, MISSING, NESTED, Message("{a}", a=("x", 1, 2.5, Message("Friday")))])
def test_a_message_comes_back_from_json(message: Message) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(message)))) == message


@pytest.mark.parametrize(
    "plain",
    [None, "text", {}, {"template": "{a}", "values": {"b": 1}}, {"template": "{a", "values": {"a": 1}},
     {"template": "{a:x}", "values": {"a": "b"}}, {"template": "{a}", "values": {"a": None}}],
)  # fmt: skip
def test_what_cannot_be_rendered_is_no_message(plain: object) -> None:
    with pytest.raises(ValueError, match="no message"):
        from_plain(plain)
    assert recalled("As it was {told}.", plain) == verbatim("As it was {told}.")
