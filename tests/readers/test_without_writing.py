"""A folder that its reader may not write to: what each way of opening the database sees, as the page says."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.commands.conftest import CommandLine, Process

Seen = Callable[[CommandLine], dict[str, int | str]]

if os.name == "posix":
    from tests.commands.test_readonly import sealed

    @pytest.fixture(scope="module")
    def seen() -> Iterator[Seen]:
        """What somebody sees who may write nothing; one process looks into all profiles."""
        process = Process([sys.executable, "-m", "tests.readers.without_writing"], {})

        def look(shell: CommandLine) -> dict[str, int | str]:
            with sealed(shell):
                process.say(str(shell.folder))
                return json.loads(process.wait_for("{"))  # type: ignore[no-any-return]

        yield look
        process.end_input()
        assert process.finish().code == 0

    def test_while_nothing_has_it_open(profile: CommandLine, seen: Seen) -> None:
        for left in profile.folder.glob("ohlc.sqlite3-*"):
            left.unlink()
        found = seen(profile)
        assert (found["page"], found["immutable=1"]) == (360, 360)
        assert [found[way] for way in ("mode=ro", "nolock=1", "DuckDB")] == [
            "attempt to write a readonly database", "unable to open database file", found["DuckDB"],
        ]  # fmt: skip
        assert "attempt to write a readonly database" in str(found["DuckDB"])

    def test_after_a_reader_that_might_write(profile: CommandLine, seen: Seen) -> None:
        assert profile.run("export", "NQ", "1d").code == 0
        assert sorted(path.name for path in profile.folder.glob("ohlc.sqlite3-*")) == ["ohlc.sqlite3-shm", "ohlc.sqlite3-wal"]
        found = seen(profile)
        assert [found[way] for way in ("page", "mode=ro", "immutable=1", "DuckDB")] == [360] * 4

    def test_while_something_is_stored(profile: CommandLine, seen: Seen) -> None:
        with closing(sqlite3.connect(profile.database)) as importer:
            importer.execute("PRAGMA wal_autocheckpoint=0")
            with importer:
                importer.execute("DELETE FROM candle WHERE timeframe='5m' AND instrument_id=1")
            found = seen(profile)
        assert (found["page"], found["mode=ro"], found["DuckDB"]) == (110, 110, 110)
        assert found["immutable=1"] == 360  # the last change is in the log
        assert found["nolock=1"] == "unable to open database file"

    def test_a_backup_can_be_read_anywhere(profile: CommandLine, seen: Seen) -> None:
        copy = CommandLine(profile.home.with_name("copy"), demo=False)
        copy.home.mkdir()
        assert profile.run("backup", str(copy.database)).code == 0
        assert set(seen(copy).values()) == {360}
