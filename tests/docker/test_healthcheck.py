"""The health check, on what the real ``status --json`` says of real stores at all kinds of moments."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.messages import verbatim
from ohlc_desktop.core.schedule.policy import FOLLOW_UP, RETRIES, identity
from ohlc_desktop.core.schedule.times import at_pacific
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.platform.single_instance import SingleInstance
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.trade_dates import load_trade_dates
from ohlc_desktop.store.watchlist import set_watchlist
from tests.commands.conftest import CommandLine
from tests.docker.conftest import DOCKER, instructions

PROGRAM = DOCKER / "healthcheck.py"
PACIFIC = ZoneInfo("America/Los_Angeles")
#: The Thursday on which the store was filled, by the schedule.
FILLED = "2026-10-29"
SECRET = "s3cret"
REDIS = f"redis://:{SECRET}@127.0.0.1:1/0"


def load() -> ModuleType:
    """The program as a module: it is no part of the package. Nothing compiled is left beside it, for it is shipped."""
    module = ModuleType("healthcheck")
    exec(compile(PROGRAM.read_text("utf-8"), PROGRAM, "exec"), module.__dict__)
    return module


health = load()
LIMIT = timedelta(hours=health.DEFAULT_HOURS)


def at(text: str) -> datetime:
    """A moment in Los Angeles, such as ``2026-10-29 14:05``; seconds if given."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC).astimezone(UTC)


Tell = Callable[[str | datetime], tuple[bool, str]]


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """The machine's clock stands at a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda _: moment.timestamp())
        yield


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo profile that the schedule has filled once, with the sessions of three years."""
    shell = CommandLine(tmp_path_factory.mktemp("stored"))
    planned = at(f"{FILLED} 14:05")
    with pytest.MonkeyPatch.context() as patch, clock(planned + timedelta(seconds=20)):
        patch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d")
        shell.folder.mkdir()
        with closing(open_store(shell.database, shell.demo)) as store, store.transaction() as connection:
            set_watchlist(connection, ["ES=F"])
        answer = shell.run("import", "--json", "--trigger", "schedule", "--planned", identity(planned))
        assert answer.code == 0, answer
    return shell.home


@pytest.fixture
def shell(stored: Path, tmp_path: Path) -> CommandLine:
    """A copy of it."""
    shutil.copytree(stored, tmp_path / "profile")
    return CommandLine(tmp_path / "profile")


def answer(shell: CommandLine, moment: str | datetime) -> dict[str, Any]:
    """What ``status --json`` says at a moment."""
    with clock(at(moment) if isinstance(moment, str) else moment):
        said = shell.run("status", "--json")
    assert (said.code, said.err) == (0, "")
    found: dict[str, Any] = said.json
    return found


@pytest.fixture
def tell(shell: CommandLine) -> Tell:
    """The verdict on that profile at a moment."""
    return lambda moment: health.judge(answer(shell, moment), LIMIT)


def record(
    shell: CommandLine, state: RunState, started: datetime, planned: str | None, ended: datetime | None = None, why: str = "",
    items: tuple[ItemState, ...] = (ItemState.UNCHANGED,),
) -> None:
    """A run in the ledger, of ES only unless there are more items; ``planned`` is in Los Angeles, None for one by hand."""
    shell.folder.mkdir(parents=True, exist_ok=True)
    with closing(open_store(shell.database, shell.demo)) as store, store.transaction() as connection:
        name = None if planned is None else identity(at(planned))
        run = ledger.begin_run(connection, "manual" if name is None else "schedule", name, started.timestamp())
        symbols = ("ES=F", *(f"X{number}" for number in range(1, len(items))))
        ledger.save_items(connection, run, [Item(*pair) for pair in zip(symbols, ["1d"] * len(items), items, strict=True)])
        if ended is not None:
            ledger.end_run(connection, run, state, ended.timestamp(), verbatim(why), 1)


# -- the trading calendar --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "due"),
    [  # the imports before and after a pause: a night, a weekend in which clocks change, Easter
        ("2026-11-03", "2026-11-04"),
        ("2026-10-30", "2026-11-02"),
        ("2027-03-25", "2027-03-29"),
    ],
)
def test_a_pause_of_the_market_is_no_illness(shell: CommandLine, tell: Tell, last: str, due: str) -> None:
    done, coming = at(f"{last} 14:05"), at(f"{due} 14:05")
    record(shell, RunState.DONE, done, f"{last} 14:05", done + timedelta(minutes=1))
    for moment in (done + timedelta(minutes=2), coming - timedelta(seconds=1)):
        assert tell(moment) == (True, f"The import of {identity(done)} is done.")
    healthy, sentence = tell(coming + LIMIT - timedelta(seconds=1))
    assert healthy
    assert "is not in yet" in sentence
    healthy, sentence = tell(coming + LIMIT)
    assert not healthy
    assert sentence.startswith(f"The import of {identity(coming)} is 3.0 h late: nothing has been tried.")


def test_age_alone_would_have_to_allow_four_days(shell: CommandLine) -> None:
    """What healthcheck.py gives as the reason for judging by the calendar."""
    with closing(open_store(shell.database, shell.demo)) as store:
        dates = load_trade_dates(store.connection)
    assert dates is not None
    assert (dates.last - dates.first).days > 2 * 365
    times = [at_pacific(day) for day in sorted(dates.dates)]
    assert max(after - before for before, after in pairwise(times)) == timedelta(days=4)


def test_the_limit_leaves_time_for_every_attempt() -> None:
    assert FOLLOW_UP + sum(RETRIES, timedelta()) + timedelta(hours=1) < LIMIT
    assert max(RETRIES) < health.RETRY
    assert sum(RETRIES, timedelta()) == timedelta(minutes=65)  # as DEFAULT_HOURS explains itself
    assert timedelta(minutes=45) == max(RETRIES)


# -- a fresh container -----------------------------------------------------------------------------


def test_a_fresh_one_is_healthy_while_it_fills_and_not_if_nothing_comes(tmp_path: Path) -> None:
    fresh = CommandLine(tmp_path / "fresh", demo=False)
    assert health.judge(answer(fresh, "2026-11-04 10:00"), LIMIT) == (
        False, "Nothing has been imported yet, and nobody keeps the schedule. See: docker logs.",
    )  # fmt: skip
    begun = at("2026-11-04 10:00")
    record(fresh, RunState.RUNNING, begun, "2026-11-03 14:05")
    with import_lock(Profile(fresh.folder), SystemClock(), "schedule"):
        healthy, sentence = health.judge(answer(fresh, begun + timedelta(hours=1)), LIMIT)
        assert healthy
        assert "being made up for: RUNNING" in sentence
        assert not health.judge(answer(fresh, begun + LIMIT), LIMIT)[0]  # it hangs
    healthy, sentence = health.judge(answer(fresh, begun + timedelta(hours=1)), LIMIT)  # its process is dead
    assert not healthy
    assert "INTERRUPTED" in sentence


@pytest.mark.parametrize("stored", [False, True], ids=["without a database", "with one"])
@pytest.mark.usefixtures("qapp")
def test_no_import_counts_as_missed_from_before_the_start(tmp_path: Path, stored: bool) -> None:
    """As ``run`` starts, with its own lock; at 10:00 the import of the day before is hours late."""
    fresh, begun = CommandLine(tmp_path / "fresh", demo=False), at("2026-11-04 10:00")
    instance = SingleInstance(fresh.folder, "run")
    assert instance.claim()
    try:
        os.utime(fresh.folder / "instance.lock", (begun.timestamp(),) * 2)
        if stored:
            open_store(fresh.database, False).close()
        said = answer(fresh, begun + LIMIT - timedelta(seconds=1))
        assert (said["schedule"]["due"], said["schedule"]["since"]) == (None, "2026-11-04T18:00:00Z")
        assert health.judge(said, LIMIT) == (
            True, "Nothing has been imported yet, 3.0 h after the start: the first import is to come.",
        )  # fmt: skip
        healthy, sentence = health.judge(answer(fresh, begun + LIMIT), LIMIT)
        assert not healthy
        assert sentence.startswith("Nothing has been imported yet, 3.0 h after the start. See: docker logs")
        assert health.judge(answer(fresh, begun), LIMIT)[0]
    finally:
        instance.release()
    assert not health.judge(answer(fresh, begun), LIMIT)[0]  # it has ended
    record(fresh, RunState.FAILED, begun, "2026-11-03 14:05", begun)
    schedule = answer(fresh, begun)["schedule"]
    assert (schedule["due"], schedule["since"]) == ("2026-11-03T22:05:00Z", None)


def test_the_start_period_covers_the_way_to_the_first_import() -> None:
    (line,) = instructions("HEALTHCHECK")
    options = dict(word.removeprefix("--").split("=") for word in line.partition(" CMD")[0].split())
    assert options == {"interval": "3m", "timeout": "60s", "start-period": "15m", "retries": "2"}
    assert int(options["timeout"].removesuffix("s")) > health.TIMEOUT


# -- how a run went --------------------------------------------------------------------------------


def test_a_real_import_is_healthy(tell: Tell) -> None:
    assert tell(f"{FILLED} 14:06") == (True, "The import of 2026-10-29T21:05:00Z is done.")


def test_a_failure_is_told_when_no_attempt_follows(shell: CommandLine, tell: Tell) -> None:
    ended = at("2026-10-30 17:30")
    record(shell, RunState.FAILED, ended, "2026-10-30 14:05", ended, "Yahoo cannot be reached.")
    healthy, sentence = tell(ended + timedelta(minutes=50))
    assert healthy
    assert "being made up for: FAILED. Yahoo cannot be reached." in sentence
    healthy, sentence = tell(ended + timedelta(hours=1))
    assert not healthy
    assert sentence.startswith("The import of 2026-10-30T21:05:00Z is 4.4 h late: FAILED. Yahoo cannot be reached. See")


def test_one_that_left_something_out_is_healthy_and_says_so(shell: CommandLine, tell: Tell) -> None:
    ended = at("2026-10-30 14:06")
    record(shell, RunState.PARTIAL, ended, "2026-10-30 14:05", ended, "1 series failed.")
    assert tell("2026-11-01 12:00") == (True, "The import of 2026-10-30T21:05:00Z is done but for a part: 1 series failed.")


GOOD, BAD = ItemState.UNCHANGED, ItemState.FAILED


@pytest.mark.parametrize(
    ("items", "enough"),
    [
        ((GOOD, BAD), True),
        ((ItemState.WRITTEN, ItemState.SKIPPED, BAD, ItemState.DEFERRED), True),
        ((GOOD, ItemState.DEFERRED, ItemState.CANCELLED), False),
        ((GOOD, *(BAD,) * 118), False),
    ],
)
def test_one_that_left_most_out_is_late(shell: CommandLine, tell: Tell, items: tuple[ItemState, ...], enough: bool) -> None:
    due = at("2026-10-30 14:05")
    record(shell, RunState.PARTIAL, due, "2026-10-30 14:05", due, "Some series failed.", items)
    healthy, sentence = tell(due + LIMIT - timedelta(seconds=1))
    assert healthy
    assert "is done but for a part" in sentence
    healthy, sentence = tell(due + LIMIT)
    assert healthy is enough
    assert enough or sentence.startswith("The import of 2026-10-30T21:05:00Z is 3.0 h late: PARTIAL. Some series failed. See")


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.INTERRUPTED])
def test_attempts_that_fail_without_end_are_told(shell: CommandLine, tell: Tell, state: RunState) -> None:
    """Each of them a minute ago, as where a container dies in each import and is started again."""
    due = at("2026-10-30 14:05")
    for late, patient in ((timedelta(hours=4.9), True), (timedelta(hours=5), False), (timedelta(hours=20), False)):
        tried = due + late - timedelta(minutes=1)
        record(shell, state, tried, "2026-10-30 14:05", tried, "No.")
        assert tell(due + late)[0] is patient


def test_an_import_by_hand_counts_when_it_asked_for_everything(shell: CommandLine, tell: Tell) -> None:
    failed, by_hand = at("2026-10-30 14:06"), at("2026-10-30 18:00")
    record(shell, RunState.FAILED, failed, "2026-10-30 14:05", failed, "No.")
    assert not tell(by_hand)[0]
    record(shell, RunState.DONE, by_hand, None, by_hand + timedelta(minutes=1))
    assert tell("2026-11-01 12:00")[0]
    assert not tell("2026-11-02 17:05")[0]  # not for the next one
    with clock(at("2026-10-30 19:00")):
        shell.run("watch", "add", "NQ", "--unchecked")
    assert not tell("2026-11-01 12:00")[0]


def test_a_failed_follow_up_is_told(shell: CommandLine, tell: Tell) -> None:
    followed = at(f"{FILLED} 14:35")
    record(shell, RunState.FAILED, followed, f"{FILLED} 14:35", followed, "No.")
    assert tell(f"{FILLED} 16:00")[0]
    assert not tell(f"{FILLED} 17:06")[0]


def test_a_paused_schedule_is_healthy(shell: CommandLine, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not tell("2026-11-20 12:00")[0]
    monkeypatch.setenv("OHLC_DESKTOP_SCHEDULE", "false")
    healthy, sentence = tell("2026-11-20 12:00")
    assert healthy
    assert "paused" in sentence


# -- the contract and the program ------------------------------------------------------------------


def test_what_status_says_of_the_schedule(shell: CommandLine) -> None:
    said = answer(shell, f"{FILLED} 20:00:59")
    assert said["now"] == "2026-10-30T03:00:59Z"
    assert said["schedule"] == {
        "enabled": True,
        "due": "2026-10-29T21:05:00Z",
        "state": "DONE",
        "started": "2026-10-29T21:05:20Z",
        "ended": "2026-10-29T21:05:20Z",
        "reason": said["last_run"]["reason"],
        "answered": 5,  # 1d, and what is made of it
        "failed": 0,
        "since": None,
    }
    nothing = answer(shell, "2026-10-30 14:05")["schedule"]
    assert nothing == {
        "enabled": True, "due": "2026-10-30T21:05:00Z", "state": None, "started": None, "ended": None, "reason": "",
        "answered": 0, "failed": 0, "since": None,
    }  # fmt: skip


def test_the_limit_can_be_set(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    said = answer(shell, "2026-10-30 18:05")
    monkeypatch.setattr(health, "_status", lambda arguments: said)
    found = {limit: health.check([], {health.VARIABLE: limit}) for limit in ("", "3.9", "4", "4.1")}
    assert [limit for limit, (healthy, _) in found.items() if healthy] == ["4.1"]
    assert not any("cannot be used" in sentence for _, sentence in found.values())


def test_a_limit_that_is_none_is_refused(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    said = answer(shell, f"{FILLED} 14:06")
    monkeypatch.setattr(health, "_status", lambda arguments: said)
    assert health.check([], {}) == (True, "The import of 2026-10-29T21:05:00Z is done.")
    for limit in ("x", "0", "-3", "nan", "inf", "-inf", "1e300"):
        told = f"OHLC_DESKTOP_HEALTH_HOURS={limit} cannot be used: write a number of hours above 0."
        assert health.check([], {health.VARIABLE: limit}) == (False, told)


def test_docker_gets_an_exit_code_and_one_sentence(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Docker runs it, by the machine's clock: the import of FILLED is not the one that is due."""

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, PROGRAM, "--demo"], capture_output=True, text=True, timeout=60, check=False)

    for name, value in {"OHLC_DESKTOP_HOME": str(shell.home), "CACHE_ENABLED": "true", "REDIS_URL": REDIS}.items():
        monkeypatch.setenv(name, value)
    done = call()
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("The import of ")
    assert done.stdout.count("\n") == 1
    assert SECRET not in done.stdout
    monkeypatch.setenv(health.VARIABLE, "1e6")
    done = call()
    assert (done.returncode, done.stderr) == (0, "")
    assert "is not in yet" in done.stdout


def test_why_there_is_no_status_is_told_without_the_password(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", REDIS)
    monkeypatch.setenv("LOG_LEVEL", "loud")
    healthy, sentence = health.check(["--profile", str(shell.home)], {})
    assert not healthy
    assert sentence.startswith("LOG_LEVEL=loud (from environment) cannot be used")
    assert SECRET not in sentence


def test_a_status_that_takes_too_long_is_told(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TIMEOUT", 0.01)
    healthy, sentence = health.check(["--profile", str(shell.home)], {})
    assert not healthy
    assert "gave no answer" in sentence
