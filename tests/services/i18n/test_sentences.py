"""Sentences of the lower rooms are found again and said in German; what is not known stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.i18n import sentences
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.i18n.sentence_reading import template_of
from ohlc_desktop.services.i18n.sentences import localised

FIELD = re.compile(r"\{(\d+)\}")
TEMPLATES = resource("translations/sentences.txt").read_text("utf-8").splitlines()
#: Names, numbers and places, which are the same in every language; three-digit so that no group separators are needed.
VALUES = ("ES=F", "12", "/home/trader/ohlc.sqlite3", "345", "1d")


@pytest.fixture
def languages() -> Iterator[Languages]:
    before, spoken = QLocale(), Languages()
    yield spoken
    spoken.silence()
    QLocale.setDefault(before)


@pytest.fixture
def german(languages: Languages) -> None:
    languages.speak("GERMAN")


def said(template: str, *values: str) -> str:
    """A template's translation, filled."""
    text = QCoreApplication.translate(sentences.CONTEXT, template)
    return FIELD.sub(lambda field: values[int(field[1])], text)


# -- one sentence ----------------------------------------------------------------------------------------


def test_every_template_is_found_again_whatever_stands_in_it(german: None) -> None:
    wrong = []
    for number, template in enumerate(TEMPLATES):
        values = [VALUES[(number + at) % len(VALUES)] for at in range(len(FIELD.findall(template)))]
        english = FIELD.sub(lambda field, found=values: found[int(field[1])], template)
        if localised(english) != said(template, *values):
            wrong.append((english, localised(english)))
    assert len(TEMPLATES) > 300
    assert wrong == []


@pytest.mark.parametrize(
    "path", ["/home/a trader/OHLC. Data/v1.2/ohlc.sqlite3", "C:\\Users\\A. Trader\\ohlc.sqlite3", "/tmp/is damaged: x"]
)
def test_a_path_keeps_its_dots_and_blanks(german: None, path: str) -> None:
    there = "There is no database at {0} yet."
    assert localised(f"There is no database at {path} yet.") == said(there, path)
    written = "The database {0} cannot be written: {1}."
    assert localised(f"The database {path} cannot be written: disk full.") == said(written, path, "disk full")


def test_a_value_that_is_a_sentence_is_translated_too(german: None) -> None:
    inner, outer = "Yahoo did not answer in time.", "{0} cannot be used at the moment: {1}"
    assert localised(f"Yahoo cannot be used at the moment: {inner}") == said(outer, "Yahoo", said(inner))


def test_a_value_that_is_a_phrase_is_translated_without_its_stop(german: None) -> None:
    outer = "They were not asked for in time: {0}."
    assert localised(outer.format("imports reach back 60 days only")) == said(
        outer, said("imports reach back {0} days only", "60")
    )
    folder = "The data folder {0} cannot be used: {1}."
    assert localised(folder.format("/srv/x", "it cannot be written")) == said(
        folder, "/srv/x", said("it cannot be written")
    )


def test_what_another_program_says_stays_as_it_said_it(german: None) -> None:
    outer = "Redis at {0} answered: {1}"
    answer = "BUSY Redis is busy running a script. You can only call SCRIPT KILL."
    assert localised(outer.format("localhost:6379", answer)) == said(outer, "localhost:6379", answer)


def test_numbers_are_written_as_prices_are(german: None) -> None:
    quota = "{0} of {1} requests are left for today (until 00:00 UTC)."
    english = quota.format("1,234", "12,000")
    assert localised(english) == said(quota, "1,234", "12,000")
    assert localised(quota.format("12", "345")) == said(quota, "12", "345")


def test_days_of_the_week_are_german(german: None) -> None:
    done = "The import of {0} is done. The next one is due {1}."
    english = done.format("Mon 2026-11-23 14:05 PST", "Tue 2026-11-24 14:05 PST")
    assert localised(english) == said(done, "Mo 2026-11-23 14:05 PST", "Di 2026-11-24 14:05 PST")


@pytest.mark.parametrize("text", ["Mon 2026-11-23", "Sun 2026-11-22 18:00", "Monday", "Monica 2026-11-23"])
def test_a_day_on_its_own_is_no_sentence(german: None, text: str) -> None:
    assert localised(text) in (text, said(text))


# -- several, and none -----------------------------------------------------------------------------------


def test_several_sentences_are_taken_apart(german: None) -> None:
    parts = ("Yahoo did not answer in time.", "Nothing was changed.", "Wait a moment and try again.")
    assert localised(" ".join(parts)) == " ".join(map(said, parts))


def test_a_template_of_several_sentences_wins_over_its_parts(german: None) -> None:
    whole = "{0} series could not be brought up to date. {1} Stored candles are as they were; the next import asks for what is missing."
    timeout = "Yahoo did not answer in time."
    english = whole.format("10", f"CL=F 5m: {timeout}")
    assert localised(english) == said(whole, "10", f"CL=F 5m: {said(timeout)}")


def test_unknown_sentences_stay_among_known_ones(german: None) -> None:
    known = "Nothing was changed."
    assert localised(f"{known} Frobnicate the widget, please. {known}") == (
        f"{said(known)} Frobnicate the widget, please. {said(known)}"
    )


def test_what_follows_a_sentence_is_no_value_of_it(german: None) -> None:
    known, rest = "No Redis runs at {0}.", "Importe laufen ohne Redis weiter."  # which a window has added
    assert localised(f"{known.format('127.0.0.1:1')} {rest}") == f"{said(known, '127.0.0.1:1')} {rest}"


def test_white_space_between_sentences_stays(german: None) -> None:
    known = "Nothing was changed."
    assert localised(f"{known}\n{known}") == f"{said(known)}\n{said(known)}"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "ES=F", "Frobnicate the widget.", "Salt and pepper were asked for by nobody at all.", "a: b; c. d",
        "[Errno 28] No space left on device: '/srv/x'", "Ümläute. Überall!",
    ],
)  # fmt: skip
def test_what_is_not_known_is_not_touched(german: None, text: str) -> None:
    assert localised(text) == text


def test_a_template_that_says_little_counts_only_between_known_values(german: None) -> None:
    both = "{0} and {1}"
    assert localised("ES=F and NQ=F") == said(both, "ES=F", "NQ=F")
    assert localised("strange things and stranger ones") == "strange things and stranger ones"


def test_a_long_unknown_text_takes_no_time_to_speak_of(german: None) -> None:
    clause = "nobody knows this, nor that: it is strange; is it not? "
    assert localised(clause * 200) == clause * 200  # without a bound on what is tried this would take minutes


# -- languages -------------------------------------------------------------------------------------------


def test_english_is_handed_back_as_it_is(languages: Languages) -> None:
    text = "Yahoo did not answer in time. Nothing was changed."
    languages.speak("ENGLISH")
    assert localised(text) is text


def test_another_language_is_spoken_at_once(languages: Languages) -> None:
    text = "Nothing was changed."
    assert localised(text) == text
    languages.speak("GERMAN")
    german = localised(text)
    assert german == said(text) != text
    languages.speak("ENGLISH")
    assert localised(text) == text
    languages.speak("GERMAN")
    assert localised(text) == german
    languages.silence()
    assert localised(text) == text


# -- templates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text", "values"),
    [
        ("Nothing.", "Nothing.", []),
        ("Nothing.", "Nothing", None),
        ("Write {0}.", "Write it.", ["it"]),
        ("Write {0}.", "Write .", None),
        ("Write {0}.", "write it.", None),
        ("{0}={1}", "a=b=c", ["a", "b=c"]),
        ("{0}: {1}!", "a: b", None),
        ("{0} of {1} of {2}", "1 of 2 of 3 of 4", ["1", "2", "3 of 4"]),
        ("No {0} here", "No here", None),
        ("{0}{1}x", "abx", ["a", "b"]),
    ],
)
def test_values_are_as_short_as_can_be_from_the_left(template: str, text: str, values: list[str] | None) -> None:
    assert template_of(template).values(text) == values


# -- what must not be touched ----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["/home/John Smith and Sons", "/home/a b. Nothing was changed. c", "C:\\a or b"])
def test_names_of_files_are_never_translated(german: None, folder: str) -> None:
    text = localised(f"The database {folder}/ohlc.sqlite3 cannot be used: disk I/O error. Nothing was changed.")
    assert f"{folder}/ohlc.sqlite3" in text
    assert text.endswith("Es wurde nichts geändert.")


@pytest.mark.parametrize("word", ["close", "1 day", "failed"])
def test_what_somebody_typed_or_is_to_type_is_never_translated(german: None, word: str) -> None:
    assert f"„{word}“" in localised(f"'{word}' is not a timeframe.")
    assert f": {word}, open." in localised(f"Use one of: {word}, open.")


@pytest.mark.parametrize("text", ["x and " * 160, "None of [column 0 and more], " * 200, "(" * 1000, "a: b; c. " * 150])
def test_texts_of_others_neither_fail_nor_take_long(german: None, text: str) -> None:
    assert localised(text) == text
