"""Where settings come from, which one wins, and what is said about a value that cannot be used."""

from __future__ import annotations

from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest

from ohlc_desktop.core.errors import SettingsError
from ohlc_desktop.core.settings import (
    DECLARATIONS,
    Declaration,
    Group,
    Origin,
    Secret,
    Settings,
    Unusable,
    WordSetting,
    declaration_of,
    resolve,
)
from ohlc_desktop.core.settings import resolving as module
from ohlc_desktop.core.timeframes import NAMES, TIMEFRAMES

#: For each setting a text, another one, and the value of each.
EXAMPLES = {
    "schedule_enabled": ("off", False, "TRUE", True),
    "import_time": ("13:30", time(13, 30), "6:05", time(6, 5)),
    "timeframes": ("5m, 1d", ("5m", "1d"), "60m 1h 1wk", ("1h", "1wk")),
    "contracts": ("off", False, "yes", True),
    "watched_folder": (" /in ", "/in", r"C:\in", r"C:\in"),
    "feeds": ("One, two_2", ("one", "two_2"), "one one", ("one",)),
    "requests_per_second": ("0.5", 0.5, "0", 0.0),
    "concurrency": ("8", 8, "1", 1),
    "daily_quota": ("150", 150, "1000000", 1_000_000),
    "request_timeout": ("2.5", 2.5, "300", 300.0),
    "monthly_limit": ("12.50", 12.5, "0", 0.0),
    "cache_enabled": ("true", True, "off", False),
    "redis_url": ("redis://redis:6379/1", "redis://redis:6379/1", " rediss://host ", "rediss://host"),
    "redis_required": ("YES", True, "0", False),
    "hub_url": ("postgresql://desk/ohlc", "postgresql://desk/ohlc", " postgres://u@h/d ", "postgres://u@h/d"),
    "hub_role": ("follow", "FOLLOW", "Import", "IMPORT"),
    "quiet": ("yes", True, "no", False),
    "theme": ("dark", "DARK", "Light", "LIGHT"),
    "language": ("german", "GERMAN", "English", "ENGLISH"),
    "time_zone": ("utc", "UTC", "New_York", "NEW_YORK"),
    "log_level": ("debug", "DEBUG", "Warning", "WARNING"),
    "update_check": ("on", True, "no", False),
    "releases_url": ("https://host/latest", "https://host/latest", " https://host:8443 ", "https://host:8443"),
}

#: Setting, what somebody wrote, and what the sentence says to write instead.
MALFORMED = [
    ("import_time", "2 pm", "14:05"),
    ("import_time", "25:00", "14:05"),
    ("import_time", "14:05:00", "14:05"),
    ("import_time", "14", "14:05"),
    ("timeframes", "7m", "Use one of: 1m 2m 5m"),
    ("timeframes", ",", "at least one of 1m"),
    ("feeds", "one; two", "names of feeds"),
    ("feeds", "x" * 33, "names of feeds"),
    ("requests_per_second", "fast", "a number from 0 to 100"),
    ("requests_per_second", "-1", "a number from 0 to 100"),
    ("requests_per_second", "nan", "a number from 0 to 100"),
    ("requests_per_second", "inf", "a number from 0 to 100"),
    ("concurrency", "2.5", "a whole number from 1 to 8"),
    ("concurrency", "0", "a whole number from 1 to 8"),
    ("concurrency", "--2", "a whole number from 1 to 8"),
    ("concurrency", "\u00b2", "a whole number from 1 to 8"),
    ("concurrency", "9" * 5000, "a whole number from 1 to 8"),
    ("daily_quota", "many", "a whole number from 1 to 1000000"),
    ("daily_quota", "-", "a whole number from 1 to 1000000"),
    ("request_timeout", "0", "a number from 1 to 300"),
    ("request_timeout", "1e9", "a number from 1 to 300"),
    ("cache_enabled", "maybe", "true or false"),
    ("redis_required", "2", "true or false"),
    ("schedule_enabled", "weekdays", "true or false"),
    ("quiet", "hush", "true or false"),
    ("theme", "pink", "SYSTEM, LIGHT, DARK"),
    ("log_level", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
    ("update_check", "daily", "true or false"),
    ("releases_url", "http://host/latest", "begins with https://"),
    ("releases_url", "https://user:secret@host/latest", "names no user"),
    ("releases_url", "https://", "begins with https://"),
]

BY_KEY = {declaration.key: declaration for declaration in DECLARATIONS}


def refusal(environment: dict[str, str], dotenv: dict[str, str | None], file: dict[str, object]) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        resolve(environment, dotenv, file)
    return caught.value


def test_every_setting_is_declared_once_and_has_an_example_here() -> None:
    keys = [declaration.key for declaration in DECLARATIONS]
    assert keys == [f.name for f in fields(Settings) if f.name != "origins"] == list(EXAMPLES)
    assert len({declaration.variable for declaration in DECLARATIONS}) == len(keys)
    assert {"REDIS_URL", "CACHE_ENABLED", "REDIS_REQUIRED", "LOG_LEVEL"} <= {d.variable for d in DECLARATIONS}
    assert all(declaration.help.endswith(".") for declaration in DECLARATIONS)


def test_groups_stand_together_in_their_order() -> None:
    groups = [declaration.group for declaration in DECLARATIONS]
    assert list(dict.fromkeys(groups)) == list(Group)
    assert groups == sorted(groups, key=list(Group).index)
    assert all(declaration.label and not declaration.label.endswith((".", ":")) for declaration in DECLARATIONS)


def test_every_word_of_a_choice_has_a_label() -> None:
    choices = [d.kind for d in DECLARATIONS if isinstance(d.kind, WordSetting)]
    assert choices
    for kind in choices:
        assert len(kind.words) == len(kind.labels) == len(set(kind.labels))


@pytest.mark.parametrize("key", EXAMPLES)
def test_what_is_written_to_the_file_is_read_back_the_same(key: str) -> None:
    _, value, _, other = EXAMPLES[key]
    kind = BY_KEY[key].kind
    for written in (value, other, BY_KEY[key].default):
        plain = kind.plain(written)
        assert type(plain) in (bool, int, float, str, list)
        assert getattr(resolve({}, {}, {key: plain}), key) == written


def test_a_declaration_is_found_by_its_key() -> None:
    assert declaration_of("theme").variable == "OHLC_DESKTOP_THEME"
    assert declaration_of("import_time").default == time(14, 5)
    with pytest.raises(SettingsError, match="no setting called colour"):
        declaration_of("colour")


def test_nothing_written_means_the_defaults() -> None:
    found = resolve({}, {}, {})
    assert found == Settings()
    assert found.origins == {}
    assert found.import_time == time(14, 5)
    assert found.timeframes == tuple(TIMEFRAMES)
    assert not found.cache_enabled


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_environment_wins_then_dotenv_then_the_file(key: str) -> None:
    first, first_value, second, second_value = EXAMPLES[key]
    variable = BY_KEY[key].variable
    for sources, value, origin in (
        (({variable: first}, {variable: second}, {key: second}), first_value, Origin.ENVIRONMENT),
        (({}, {variable: first}, {key: second}), first_value, Origin.DOTENV),
        (({}, {}, {key: first}), first_value, Origin.FILE),
        (({variable: second}, {variable: first}, {key: first}), second_value, Origin.ENVIRONMENT),
    ):
        found = resolve(*sources)
        assert getattr(found, key) == value
        assert found.origins == {key: origin}


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_empty_value_counts_as_not_set(key: str) -> None:
    first, value, *_ = EXAMPLES[key]
    variable = BY_KEY[key].variable
    assert getattr(resolve({variable: ""}, {variable: first}, {}), key) == value
    assert getattr(resolve({variable: ""}, {variable: None}, {key: first}), key) == value
    assert resolve({variable: ""}, {variable: ""}, {key: ""}) == Settings()


def test_the_file_may_hold_typed_values() -> None:
    file = {
        "cache_enabled": True, "concurrency": 4, "requests_per_second": 1.5, "timeframes": ["5m", "60m", "1h"],
        "import_time": "13:00", "redis_required": False,
    }  # fmt: skip
    found = resolve({}, {}, file)
    assert (found.cache_enabled, found.concurrency, found.requests_per_second) == (True, 4, 1.5)
    assert found.timeframes == ("5m", "1h")
    assert found.origins["redis_required"] is Origin.FILE


def test_all_eighteen_names_are_seventeen_series() -> None:
    assert resolve({"OHLC_DESKTOP_TIMEFRAMES": ",".join(NAMES)}, {}, {}).timeframes == tuple(TIMEFRAMES)


@pytest.mark.parametrize(("key", "text", "instead"), MALFORMED, ids=[f"{k}={t[:9]}" for k, t, _ in MALFORMED])
def test_a_value_that_cannot_be_used_is_refused_with_its_name_origin_and_cure(
    key: str, text: str, instead: str
) -> None:
    variable = BY_KEY[key].variable
    for sources, name, origin in (
        (({variable: text}, {}, {}), variable, "environment"),
        (({}, {variable: text}, {}), variable, ".env"),
        (({}, {}, {key: text}), key, "settings.toml"),
    ):
        error = refusal(*sources)
        assert name in str(error.title)
        assert f"(from {origin})" in str(error.title)
        assert instead in str(error.title)
        assert "Nothing was changed" in str(error.message)
        assert name in str(error.hint)
        assert origin in str(error.hint)
        assert error.exit_code == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [("concurrency", True), ("concurrency", 2.5), ("concurrency", [2]), ("requests_per_second", True),
     ("timeframes", []), ("timeframes", [5]), ("timeframes", {"5m": 1}), ("import_time", 14.05),
     ("cache_enabled", 3), ("log_level", 10), ("redis_url", {"host": "x"}), ("redis_url", 6379),
     ("redis_url", ["redis://x"])],
)  # fmt: skip
def test_a_value_of_the_wrong_type_in_the_file_is_refused(key: str, value: object) -> None:
    assert f"{key}=" in str(refusal({}, {}, {key: value}).title)


def test_a_weaker_source_is_not_looked_at_when_a_stronger_one_decides() -> None:
    assert resolve({"LOG_LEVEL": "ERROR"}, {"LOG_LEVEL": "LOUD"}, {}).log_level == "ERROR"


def test_an_unknown_key_in_the_file_is_refused_with_the_known_ones() -> None:
    error = refusal({}, {}, {"concurency": 2})
    assert "concurency" in str(error.title)
    assert "settings.toml" in str(error.title)
    assert "concurrency" in str(error.hint)
    assert "origins" in str(refusal({}, {}, {"origins": {}}).title)


def test_other_variables_are_none_of_our_business() -> None:
    assert resolve({"PATH": "/bin", "OHLC_DESKTOP_HOME": "/x"}, {"OTHER": "1"}, {}) == Settings()


def test_a_password_is_never_part_of_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BY_KEY["redis_url"].secret

    class Strict(Secret):
        def parse(self, value: object) -> str:
            raise Unusable("write redis://host:port")

    strict = Declaration("redis_url", "REDIS_URL", Strict(), Group.REDIS, "Address", "Where Redis is.")
    monkeypatch.setattr(module, "DECLARATIONS", (strict,))
    error = refusal({"REDIS_URL": "redis://:s3cret@host"}, {}, {})
    assert "s3cret" not in str(error) + repr(error)
    assert "write redis://host:port" in str(error.title)
    assert error.__cause__ is None


def test_a_password_is_not_part_of_the_settings_as_text() -> None:
    """Settings end up in logs and tracebacks."""
    assert "s3cret" not in repr(resolve({"REDIS_URL": "redis://:s3cret@host:6379/0"}, {}, {}))


def test_settings_do_not_depend_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    monkeypatch.chdir(tmp_path)
    assert resolve({}, {}, {}).log_level == "INFO"
