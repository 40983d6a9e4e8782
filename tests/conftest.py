"""Fixtures for all tests: isolation from the machine's own settings, and a guard against leftovers."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of some hundred importers and apps compiles everything anew

if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # started by nohup, every program under test would ignore it too

#: No example is late, however slow or busy the machine is.
settings.register_profile("suite", max_examples=50, deadline=None)
settings.load_profile("suite")

Once = Callable[[str, Callable[[Path], object]], Path]

_LONGEST = ("tests/test_frozen.py", "tests/test_kill.py", "tests/services/scheduling/test_faketime.py")
_OURS = ("OHLC_DESKTOP_", "REDIS_", "CACHE_", "LOG_LEVEL")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes of one test run."""
    here = tmp_path_factory.getbasetemp()
    return here.parent if "PYTEST_XDIST_WORKER" in os.environ else here


@pytest.fixture(scope="session")
def once(shared: Path) -> Once:
    """Gives the folder of a name, which the first process that asks for it fills: to be copied, or read only."""

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        folder = shared / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                fresh = Path(tempfile.mkdtemp(prefix=name, dir=shared))
                fill(fresh)
                fresh.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are made when asked for: pytest's own would look through those of all tests before."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    """No setting of the machine reaches a test, and nothing is written to the real home."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    home = next(_homes)
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each of several processes imports a share of the tests before it collects them all.

    What one has imported is kept in a file for the others: else each would rewrite the asserts of every test in a fresh
    clone, which takes twice as long as all the rest. Whatever cannot be imported is told when it is collected.
    """
    if not hasattr(session.config, "workerinput"):
        return
    told = session.config.workerinput
    for path in _asked_for(session.config)[int(told["workerid"].removeprefix("gw")) :: told["workercount"]]:
        with suppress(Exception, pytest.skip.Exception):
            import_module(".".join(path.relative_to(session.config.rootpath).with_suffix("").parts))


def _asked_for(config: pytest.Config) -> list[Path]:
    """The files of all tests that are to be run."""
    places = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    return sorted({file for place in places for file in (place.rglob("test_*.py") if place.is_dir() else [place])})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest comes first where workers share the tests: else one has it at the end and the other nothing."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.nodeid.partition("::")[0] not in _LONGEST)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: neither collections nor the guard against leftovers need to look at it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI runs, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
