"""A profile that can only be read, as on a read-only mount or of another user: what reading suffices for still works."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine, CommandResult, Process
from tests.store.databases import unpack

Call = Callable[..., CommandResult]

if os.name == "posix":  # elsewhere a folder cannot be made so by its permissions

    @contextmanager
    def sealed(shell: CommandLine) -> Iterator[None]:
        """The profile as one that nothing can be written to; it is looked after that nothing was."""
        paths = [shell.home, *shell.home.rglob("*")]
        modes = {path: path.stat().st_mode for path in paths}
        before = {path: path.read_bytes() for path in paths if path.is_file()}
        for path in reversed(paths):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            yield
            assert {path: path.read_bytes() for path in shell.home.rglob("*") if path.is_file()} == before
        finally:
            for path in paths:
                path.chmod(modes[path])

    @pytest.fixture(scope="module")
    def call() -> Iterator[Call]:
        """Carries out commands in a process that permissions bind."""
        process = Process([sys.executable, "-m", "tests.commands.unprivileged"], {"CACHE_ENABLED": "false"})

        def carry_out(shell: CommandLine, *words: str) -> CommandResult:
            process.say(json.dumps(shell.arguments(*words)))
            return CommandResult(*json.loads(process.wait_for("[")))

        yield carry_out
        process.end_input()
        assert process.finish().code == 0

    def write(shell: CommandLine, stack: ExitStack) -> None:
        """Another program has the database open, and its last change is in the log only."""
        writer = stack.enter_context(closing(sqlite3.connect(shell.database)))
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("INSERT INTO meta VALUES ('probe', '1')")
        writer.execute("UPDATE instrument SET position=NULL WHERE symbol='GC=F'")
        writer.commit()

    @pytest.fixture(params=["at rest", "a reader left", "written to meanwhile"])
    def state(request: pytest.FixtureRequest, filled: CommandLine) -> Iterator[CommandLine]:
        """A profile as it may be when it is sealed."""
        assert filled.run("watch", "add", "SI").code == 0
        with ExitStack() as stack:
            if request.param == "at rest":
                for suffix in ("-wal", "-shm"):
                    Path(f"{filled.database}{suffix}").unlink(missing_ok=True)
            elif request.param == "a reader left":
                assert filled.run("status").code == 0
            else:
                write(filled, stack)
            yield filled

    @pytest.mark.parametrize(
        "words", [("watch", "list"), ("watch",), ("status", "ES"), ("export", "ES", "1h"), ("export", "ES", "1d")]
    )
    def test_what_reading_suffices_for_is_answered(call: Call, state: CommandLine, tmp_path: Path, words: tuple[str, ...]) -> None:
        shutil.copytree(state.home, tmp_path / "copy")
        expected = CommandLine(tmp_path / "copy").run(*words)
        with sealed(state):
            answer = call(state, *words)
        assert (answer.code, answer.err) == (0, "")
        if words[0] != "status":
            assert answer.out == expected.out
        else:
            assert answer.out.splitlines()[:10] == expected.out.splitlines()[:10]
        assert "SI=F" in answer.out or words[0] != "watch"

    def test_an_export_goes_elsewhere(call: Call, state: CommandLine, tmp_path: Path) -> None:
        with sealed(state):
            assert call(state, "export", "ES", "1d", "-o", str(tmp_path / "es.csv")).code == 0
            refused = call(state, "export", "ES", "1d", "-o", str(state.folder / "es.csv"))
        assert (tmp_path / "es.csv").read_text() == state.run("export", "ES", "1d").out
        assert (refused.code, "cannot be written" in refused.err) == (2, True)

    def test_a_backup_goes_elsewhere(call: Call, state: CommandLine, tmp_path: Path) -> None:
        with sealed(state):
            answer = call(state, "backup", str(tmp_path / "copy.sqlite3"))
        assert (answer.code, "it is whole" in answer.out) == (0, True)

    def test_doctor_says_what_cannot_be_done(call: Call, state: CommandLine) -> None:
        with sealed(state):
            answer = call(state, "doctor")
        assert answer.code == 1
        assert "Nothing can be imported into it." in answer.out
        assert "is sound" in answer.out
        assert answer.out.count("PROBLEM") == 1

    @pytest.mark.parametrize("words", [("import", "ES"), ("watch", "add", "HG"), ("watch", "remove", "ES")])
    def test_what_writes_is_refused(call: Call, state: CommandLine, words: tuple[str, ...]) -> None:
        with sealed(state):
            answer = call(state, *words)
        assert answer.code == 2
        assert f"{state.folder} cannot be used" in answer.err
        assert "Make the folder writable" in answer.err

    def test_no_candle_is_hidden(call: Call, filled: CommandLine) -> None:
        """What a killed writer left in the log beside the file would not be seen without its index: better a refusal."""
        with ExitStack() as stack:
            write(filled, stack)
            shutil.copytree(filled.home, filled.home.with_name("killed"), ignore=shutil.ignore_patterns("*-shm"))
        killed = CommandLine(filled.home.with_name("killed"))
        with sealed(killed):
            answer = call(killed, "watch", "list")
        assert (answer.code, answer.out) == (2, "")
        assert "cannot be read whole" in answer.err

    def test_a_database_of_an_older_version_is_not_brought_forward(call: Call, filled: CommandLine) -> None:
        for path in filled.folder.glob("ohlc.sqlite3*"):
            path.unlink()
        unpack(1, filled.database)
        with sealed(filled):
            answer = call(filled, "status")
        assert answer.code == 2
        assert "an older version of the app wrote it" in answer.err
        assert "Make both writable" in answer.err

    def test_a_profile_without_a_database(call: Call, shell: CommandLine) -> None:
        shell.folder.mkdir(parents=True)
        with sealed(shell):
            assert call(shell, "watch", "list").out == shell.run("watch", "list").out
            assert call(shell, "status").code == 0


def test_a_look_at_the_watchlist_makes_nothing(shell: CommandLine, filled: CommandLine) -> None:
    assert shell.run("watch", "list").code == 0
    assert not shell.home.exists()
    before = filled.run("watch", "list").out
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("UPDATE instrument SET position=NULL")
        plain.execute("DELETE FROM meta WHERE key='watchlist'")
    assert filled.run("watch", "list").out == before
    with closing(sqlite3.connect(filled.database)) as plain:
        assert plain.execute("SELECT count(position) FROM instrument").fetchone() == (0,)
