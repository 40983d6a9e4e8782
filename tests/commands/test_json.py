"""What ``resources/docs/json.md`` says of JSON is so: every key that is written is told with its type, and no other.

Errors are JSON too, and nothing but JSON is on stdout.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.following.followed import NamedContract
from ohlc_desktop.core.importing.events import Event, WaitReason
from ohlc_desktop.core.messages import Message, from_plain
from ohlc_desktop.core.planning.plan import Purpose
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.redis_share.savings import Savings
from ohlc_desktop.redis_share.status import RedisState, RedisStatus
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import followed, splits
from ohlc_desktop.store.evidence.splits import SplitState
from tests.commands.conftest import CommandLine, CommandResult
from tests.core.continuous.paper_market import PaperMarket
from tests.store.contracts.paper_store import fill

PAGE = (Path(__file__).parents[2] / "resources" / "docs" / "json.md").read_text("utf-8")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
#: Objects whose keys are data: reasons and states.
OPEN = ("quarantine", "totals")


def documented(heading: str) -> dict[str, set[str]]:
    """The keys that a section tells, with the types that each may have."""
    level = heading.partition(" ")[0]
    section = PAGE.partition(f"\n{heading}\n")[2]
    assert section, heading
    section = re.split(rf"\n#{{1,{len(level)}}} ", section)[0].partition("\n### ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([^|`]+) \|", section, re.MULTILINE)
    assert len(rows) == len(dict(rows)), heading
    return {key: {t for part in types.split(" or ") for t in part.split(", ")} for key, types in rows}


def type_of(value: object) -> set[str]:
    """What the page may call a value."""
    if value is None:
        return {"null"}
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int):
        return {"integer", "number"}
    if isinstance(value, float):
        return {"number"}
    shapes = {"time": TIME, "local time": LOCAL, "date": DATE}
    return {"text", *(name for name, shape in shapes.items() if shape.fullmatch(str(value)))}


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value within a document, with its key as the page writes it."""
    if isinstance(value, dict):
        for key, each in value.items():
            inner = f"{path}.{'*' if path in OPEN else key}".lstrip(".")
            if key == "messages":
                assert {name: str(from_plain(plain)) for name, plain in each.items()} == {name: value[name] for name in each}
            else:
                yield from leaves(each, inner)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, f"{path}[]")
    else:
        yield path, value


def check(told: dict[str, set[str]], *documents: object) -> None:
    """See that documents have the keys that are told, all of them and no other, of the types that are told."""
    seen: dict[str, set[str]] = defaultdict(set)
    for path, value in (leaf for document in documents for leaf in leaves(document)):
        assert type_of(value) & told.get(path, set()), (path, value)
        seen[path] |= type_of(value)
    assert set(told) - set(seen) == set()


def document(answer: CommandResult, code: int = 0) -> Any:
    """The one document on stdout of a command that ended with this code and said no more."""
    assert (answer.code, answer.err) == (code, "")
    return answer.json


def touch(shell: CommandLine) -> None:
    """Change rows as another program may: packed blocks do not follow."""
    with closing(sqlite3.connect(shell.database)) as other, other:
        other.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")


def check_lines(kinds: dict[str, Any]) -> None:
    """See that lines of ``run --json``, by their kinds, have the keys that are told."""
    common = documented("## `run --json`")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\w+) \|", PAGE, re.MULTILINE)
    for name, event in kinds.items():
        check({**common, **{key: {kind} for row, key, kind in rows if row == name}}, event)


HEAD = documented("## Every document")


def test_status(filled: CommandLine, shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {**HEAD, **documented("## `status --json`")}
    (shell.folder).mkdir(parents=True)
    (shell.folder / "instance.lock").touch()  # the schedule is kept
    with closing(open_store(filled.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        splits.note(connection, number, Split(1_795_530_600, 20_781, 4, 1), SplitState.APPLIED, True, 1_795_557_900.0)
        connection.execute(
            "INSERT INTO quarantine(instrument_id, timeframe, ts, reason, raw, first_run, last_run)"
            " VALUES (?, '1d', 0, 'high below low', '{}', 1, 1)",
            (number,),
        )
        connection.execute("DELETE FROM coverage WHERE timeframe='1d'")
        followed.note_named(connection, number, "1d", NamedContract(20_780, "E-Mini S&P 500 Dec 26", "ESZ26.CME"))
    answers = filled.run("status", "ES", "ESZ24.CME", "--json"), shell.run("status", "--json")
    redis = RedisStatus(RedisState.OK, saved=Savings(42, (("alpha", 42),)))
    monkeypatch.setattr("ohlc_desktop.commands.context.probe", lambda _url, day, feed: redis)
    answers += (shell.run("status", "--json", CACHE_ENABLED="true"),)
    check(told, *map(document, answers))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("redis.state", RedisState),
        ("splits[].state", SplitState),
        ("last_run.state", RunState),
        ("reason", WaitReason),
        ("requests[].reason", Purpose),
    ],
)
def test_the_words_that_a_key_may_have(row: str, words: Iterable[str]) -> None:
    told = re.findall(rf"^\| `{re.escape(row)}` \| text \| (.*) \|$", PAGE, re.MULTILINE)
    assert [re.findall(r"`(\w+)`", line) for line in told] == [[str(word) for word in words]]


def test_the_watchlist(shell: CommandLine) -> None:
    told = {**HEAD, **documented("## `watch list --json`")}
    added = shell.run("watch", "add", "ESZ24.CME", "ES", "--json")
    check({**told, **documented("## `watch add --json`")}, document(added))
    assert [(i["symbol"], i["added"], i["verified"]) for i in added.json["instruments"]] == [
        ("ESZ24.CME", True, True),
        ("ES=F", False, True),
    ]
    listed = document(shell.run("watch", "list", "--json"))
    check(told, listed)
    for words in (("watch", "--json"), ("watch", "--json", "list")):
        assert listed["instruments"] == document(shell.run(*words))["instruments"]
    assert [i["symbol"] for i in listed["instruments"]] == added.json["watchlist"]
    assert listed["instruments"][-1]["ended"] == "2024-12-20"
    removed = document(shell.run("watch", "remove", "GC", "--json"))
    check({**HEAD, **documented("## `watch remove --json`")}, removed)
    assert removed["removed"] == ["GC=F"]


def test_what_yahoo_was_not_or_could_not_be_asked_about_is_not_verified(
    real: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.sources.lookup.knows", lambda *_: None)
    for symbol, words in (("MSFT", ()), ("NQE", ("--unchecked",))):
        added = document(real.run("watch", "add", symbol, *words, "--json"))
        assert [(i["symbol"], i["verified"]) for i in added["instruments"]] == [(symbol, False)]
    told = document(real.run("watch", "list", "--json"))["instruments"][-1]
    assert (told["tick"], told["exchange"]) == (None, None)
    assert "no tick" in told["known"]


def test_an_export(filled: CommandLine, tmp_path: Path) -> None:
    told = {**HEAD, **documented("## `export --json`")}
    several = document(
        filled.run("export", "watchlist", "5m,1wk", "-o", str(tmp_path / "all"), "--json", "--to", "2020-01-01")
    )
    single = document(filled.run("export", "ES", "1d", "-o", str(tmp_path / "es.csv"), "--json"))
    hours = document(filled.run("export", "ES", "1h", "-o", str(tmp_path / "es.json"), "--format", "json", "--json"))
    words = ("export", "ES", "all", "--from", "2026-11-23", "--format", "scid", "-o", str(tmp_path / "scid"), "--json")
    program = document(filled.run(*words))
    assert {"1d", "1wk"} <= set(program["left_out"])
    check({key: kinds for key, kinds in told.items() if "notes" not in key}, several, single, hours, program)
    (file,) = single["files"]
    rows = Path(file["file"]).read_text("utf-8").splitlines()[1:]
    (series,) = file["series"]
    assert (series["candles"], series["first"], series["last"]) == (
        len(rows),
        rows[0].split(",")[0],
        rows[-1].split(",")[0],
    )
    assert file["bytes"] == Path(file["file"]).stat().st_size
    assert [Path(file["file"]).name for file in several["files"]] == ["ES=F_5m.csv", "ES=F_1wk.csv"]
    assert several["without"] == ["NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F"]
    refused = filled.run("export", "ES", "1d", "--json")
    check(documented("## Errors"), refused.json)
    assert "-o FILE" in refused.json["error"]["hint"]


def test_rolls(real: CommandLine) -> None:
    real.folder.mkdir(parents=True)
    fill(real.database, PaperMarket("NQ"))
    answers = real.run("rolls", "NQ", "--json"), real.run("rolls", "NQ", "--rule", "expiry", "--json")
    check({**HEAD, **documented("## `rolls --json`")}, *map(document, answers))


def test_what_is_in_files(filled: CommandLine, tmp_path: Path) -> None:
    told = {**HEAD, **documented("## `inspect --json`")}
    exported, nameless, broken = (tmp_path / name for name in ("ES.csv", "prices.csv", "empty.csv"))
    assert filled.run("export", "ES", "5m", "-o", str(exported)).code == 0
    nameless.write_text(exported.read_text() + "nonsense\n")
    broken.touch()
    answer = filled.run("inspect", *map(str, (exported, nameless, broken)), "--json")
    found = document(answer, code=2)
    check(told, found)
    (es, prices), (failed,) = found["files"], found["failed"]
    assert (es["symbol"], es["timeframe"], prices["symbol"]) == ("ES=F", "5m", None)
    assert (es["stored"]["new"], es["stored"]["equal"], es["stored"]["different"]) == (0, es["rows"], 0)
    assert prices["refused"]["rows"][0]["text"] == "nonsense"
    assert failed["file"] == str(broken)


def test_what_would_be_stored_of_files(filled: CommandLine, tmp_path: Path) -> None:
    told, file = documented("### `preview`"), documented("## `inspect --json`")
    told.pop("files[]")
    for name in ("files[]", "failed[].found"):
        told |= {key.replace("files[]", name, 1): types for key, types in file.items() if key.startswith("files[]")}
    exported, nameless, broken, odd = (tmp_path / name for name in ("ES.csv", "prices.csv", "empty.csv", "odd.csv"))
    odd.write_text("x;2026-05-04;09:30;1;2;0.5;1.5\n" * 2)
    assert filled.run("export", "ES", "5m", "-o", str(exported)).code == 0
    exported.write_text(exported.read_text() + "nonsense\n")
    nameless.write_bytes(exported.read_bytes())
    broken.touch()
    higher = tmp_path / "ES higher.csv"
    first, *rows = (line.split(",") for line in exported.read_text().splitlines())
    moved = ([row[0], *(f"{float(price) + 100:.2f}" for price in row[1:5]), *row[5:]] if len(row) > 1 else row for row in rows)
    higher.write_text("\n".join(",".join(row) for row in (first, *moved)))
    answer = filled.run("ingest", *map(str, (exported, nameless, broken, higher, odd)), "--dry-run", "--json")
    *reading, found = answer.events
    check({"event": {"text"}, "v": {"integer"}, **documented("### `reading`")}, *reading)
    ends = {event["file"]: event["done"] for event in reading if event["done"] == event["total"]}
    assert ends == {str(path): path.stat().st_size for path in (exported, nameless, higher)}
    check({"event": {"text"}, "v": {"integer"}, **told}, found)
    assert (answer.code, [Path(file["file"]).name for file in found["failed"]]) == (2, ["prices.csv", "empty.csv", "ES higher.csv", "odd.csv"])
    assert found["failed"][-1]["columns"]["guess"] == ["skip", "date", "time", "open", "high", "low", "close"]
    (series,) = found["series"]
    assert (series["symbol"], series["source"], series["equal"]) == ("ES=F", "ohlc-desktop", series["rows"])
    refused = filled.run("ingest", str(exported), "--json").events
    assert [(event["event"], event["exit_code"]) for event in refused] == [("error", 2)]


def test_a_backup_and_its_way_back(filled: CommandLine, tmp_path: Path) -> None:
    touch(filled)
    told = {**HEAD, **documented("## `backup --json`")}
    kept = document(filled.run("backup", str(tmp_path / "kept.sqlite3"), "--json", "-q"))
    check(told, kept)
    assert kept["differing"] == [{"symbol": "ES=F", "timeframe": "4h"}]
    assert Path(kept["file"]).stat().st_size == kept["bytes"]
    restored = [document(filled.run("restore", kept["file"], "--yes", "--json"))]
    filled.database.write_bytes(b"garbage" * 1000)
    restored.append(document(filled.run("restore", kept["file"], "--yes", "--json")))
    check({**told, **documented("## `restore --json`")}, *restored)
    assert [bool(each["aside"]) for each in restored] == [False, True]
    assert restored[0]["candles"] == kept["candles"]
    assert Path(restored[0]["before"]).exists()


def test_nobody_is_asked_by_json(filled: CommandLine, tmp_path: Path) -> None:
    answer = filled.run("restore", str(tmp_path / "kept.sqlite3"), "--json")
    check(documented("## Errors"), answer.json)
    assert "--yes --json" in answer.json["error"]["hint"]


def test_doctor(filled: CommandLine) -> None:
    told = {**HEAD, **documented("## `doctor --json`")}
    touch(filled)
    sick = document(filled.run("doctor", "--json"), code=1)
    assert [check["check"] for check in sick["checks"] if check["level"] == "problem"] == ["database"]
    well = document(filled.run("doctor", "--repair", "--json"))
    assert well["repaired"] == [{"symbol": "ES=F", "timeframe": "4h"}]
    check(told, sick, well)
    names = re.search(r"`checks\[\]\.check` \| text \| (.*) \|", PAGE)
    assert names is not None
    assert {each["check"] for each in well["checks"]} < set(re.findall(r"`(\w+)`", names[1]))


def test_doctor_masks_what_is_secret(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_ENABLED", "true")
    monkeypatch.setenv("REDIS_URL", "redis://:s3cret@127.0.0.1:1/0")
    answer = shell.run("doctor", "--json")
    assert "redis" in [check["check"] for check in answer.json["checks"]]
    assert "s3cret" not in answer.out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("status", "NQQ ##-##"), 2, "NQQ"),
        (("watch", "remove", "SI"), 2, "not on the watchlist"),
        (("watch", "add"), 2, "SYMBOL"),
        (("backup",), 2, "no database"),
        (("doctor", "--wrong"), 2, "--wrong"),
    ],
)
def test_errors_are_json_and_sentences(shell: CommandLine, words: tuple[str, ...], code: int, told: str) -> None:
    answer = shell.run(*words, "--json")
    check(documented("## Errors"), answer.json)
    assert (answer.code, answer.json["error"]["exit_code"]) == (code, code)
    assert told in answer.json["error"]["title"]
    assert answer.json["error"]["title"] in answer.err


def test_a_lock_is_json_with_its_exit_code(filled: CommandLine) -> None:
    with import_lock(Profile(filled.folder, True), SystemClock(), "manual"):
        answer = filled.run("doctor", "--repair", "--json")
    assert (answer.code, answer.json["error"]["exit_code"]) == (4, 4)
    assert "already running" in answer.json["error"]["title"]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("store.backup.backup.back_up", ("backup",)),
        ("commands.export.command.parts", ("export", "ES", "1d", "-o", "es.csv")),
    ],
)
def test_what_was_cancelled_is_json_too(
    filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, words: tuple[str, ...]
) -> None:
    def cancelled(*_: object) -> None:
        raise Cancelled

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(f"ohlc_desktop.{where}", cancelled)
    answer = filled.run(*words, "--json")
    assert (answer.code, answer.json["error"]["exit_code"]) == (130, 130)
    assert answer.err.startswith("Cancelled. No")


def test_a_fault_of_ours_is_json_too(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.commands.watch.show", lambda *_: 1 // 0)
    answer = shell.run("watch", "--json")
    assert (answer.code, answer.json["error"]["exit_code"]) == (70, 70)


def test_a_file_that_cannot_be_used_is_json_too(shell: CommandLine) -> None:
    """The output can be: only what is wrong with it keeps the document back."""
    shell.folder.mkdir(parents=True)
    (shell.folder / "backups").write_text("a file")
    shell.run("watch", "add", "SI")
    answer = shell.call("backup", "--json")
    assert answer.code == 2
    check(documented("## Errors"), answer.json)


def test_every_event_of_an_import(shell: CommandLine) -> None:
    common = {"event": {"text"}, "v": {"integer"}}
    shell.run("watch", "remove", "ES", "NQ", "YM", "RTY", "MNQ", "CL")
    events = shell.run("import", "--timeframes", "1d", "--json").events  # of gold contracts are asked for all year
    events += shell.run("import", "NOPE!", "--json").events
    for kind in (kind for kind in Event.__subclasses__() if kind.event not in ("preview", "reading")):  # of files, above
        told = documented(f"### `{kind.event}`")
        tops = [re.split(r"[.\[]", key)[0] for key in told]
        assert list(dict.fromkeys(tops)) == [field.name for field in fields(kind)]
        found = [event for event in events if event["event"] == kind.event]
        assert found or kind.event in ("wait", "notice"), kind
        if found:
            check({**common, **told}, *({key: event[key] for key in event if key != "messages"} for event in found))
        for event in found:
            said = {name: event[name] for name, hint in get_type_hints(kind).items() if hint is Message and event[name]}
            assert {name: str(from_plain(plain)) for name, plain in event.get("messages", {}).items()} == said


def test_a_schedule_that_cannot_start_says_so_in_a_line(shell: CommandLine) -> None:
    answer = shell.call("run", "--json", REDIS_REQUIRED="true", CACHE_ENABLED="true", REDIS_URL="redis://127.0.0.1:1/0")
    (event,) = answer.events
    assert (answer.code, event["event"], event["v"], event["exit_code"]) == (2, "error", 1, 2)


@pytest.mark.parametrize(
    ("words", "events"),
    [(("import", "--timeframes", "--json"), ["error", "run_done"]), (("run", "--json", "--wrong"), ["error"])],
)
def test_wrong_arguments_are_lines_too(shell: CommandLine, words: tuple[str, ...], events: list[str]) -> None:
    answer = shell.run(*words)
    assert (answer.code, [event["event"] for event in answer.events]) == (2, events)
