"""``backup`` and ``restore`` on the command line: names, questions, other processes, signals."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from ohlc_desktop.commands import backup as module
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.store import schema
from ohlc_desktop.store.backup import backup as store_backup
from tests.commands.conftest import DEADLINE, CommandLine
from tests.store.databases import unpack
from tests.store.test_migrations import as_read_now, contents

#: 2026-11-24 14:30:05 UTC.
NOW = 1795530605.0


@pytest.fixture
def kept(tmp_path: Path) -> CommandLine:
    """A profile of real candles with the kept database of the present schema."""
    shell = CommandLine(tmp_path / "it's a 100% \"profile\"", demo=False)
    unpack(schema.SCHEMA, shell.database)
    return shell


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A backup made by the first version."""
    return unpack(1, tmp_path / "old backup.sqlite3")


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still."""
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)


class TypedAnswer(io.StringIO):
    """Somebody at a terminal, who says this."""

    def isatty(self) -> bool:
        """Whether there is one."""
        return True


def files(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(found.name for found in folder.iterdir())


def candles_in(database: Path) -> int:
    """How many there are, by plain SQLite."""
    with closing(sqlite3.connect(database)) as plain:
        return int(plain.execute("SELECT count(*) FROM candle").fetchone()[0])


# -- backup ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stopped")
def test_a_backup_gets_a_name_by_the_time(kept: CommandLine) -> None:
    first, second = kept.run("backup"), kept.run("backup")
    assert (first.code, first.err, second.code) == (0, "", 0)
    folder = kept.folder / "backups"
    assert files(folder) == ["ohlc-2026-11-24T143005Z-2.sqlite3", "ohlc-2026-11-24T143005Z.sqlite3"]
    path, told, settings = first.out.splitlines()
    assert Path(path) == folder / "ohlc-2026-11-24T143005Z.sqlite3"
    stored = f"1,063 candles in 25 series, the newest of 2026-11-23; schema {schema.SCHEMA}, 0.5 MB"
    assert told == f"{stored}. Checked: it is whole."
    assert "settings.toml" in settings
    assert contents(Path(path)) == contents(kept.database)
    assert f"Backed up 1063 candles to {path}" in kept.log


@pytest.mark.usefixtures("stopped")
def test_a_file_or_a_folder_may_be_named(kept: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in (str(folder), "my 'own' \"100%\" #1?.sqlite3", "."):
        assert kept.run("backup", name, "-q").out == ""
    assert files(folder) == [
        "my 'own' \"100%\" #1?.sqlite3", "ohlc-2026-11-24T143005Z-2.sqlite3", "ohlc-2026-11-24T143005Z.sqlite3",
    ]  # fmt: skip
    assert not (kept.folder / "backups").exists()


def test_nothing_is_written_over_unless_it_is_a_backup_and_asked_for(kept: CommandLine, tmp_path: Path) -> None:
    target, letter = tmp_path / "backup", tmp_path / "letter.txt"
    letter.write_text("Dear Sir")
    assert kept.run("backup", str(target)).code == 0
    with closing(sqlite3.connect(kept.database)) as plain, plain:
        plain.execute("DELETE FROM drawing")
    before = target.read_bytes()
    refused = kept.run("backup", str(target))
    assert (refused.code, target.read_bytes()) == (2, before)
    assert "--force" in refused.err
    for words in ([], ["--force"]):
        refused = kept.run("backup", str(letter), *words)
        assert (refused.code, letter.read_text()) == (2, "Dear Sir")
        assert "is no backup" in refused.err
    assert kept.run("backup", str(target), "--force").code == 0
    assert contents(target)["drawing"] == []


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("CREATE TABLE bookmarks(x)")
        plain.execute("PRAGMA user_version=2")


def _changed(statement: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(unpack(schema.SCHEMA, path))) as plain, plain:
            plain.execute(statement)

    return make


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_foreign, "another program"), (Path.touch, "holds nothing"),
        (_changed("UPDATE meta SET value='1' WHERE key='demo'"), "DEMO"),
        (_changed("PRAGMA user_version=99"), "newer version"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [[], ["--force"]])
def test_what_is_no_backup_of_ours_is_never_replaced(
    kept: CommandLine, tmp_path: Path, make: Callable[[Path], object], told: str, words: list[str]
) -> None:
    folder = tmp_path / "of somebody"
    folder.mkdir()
    target = folder / "precious.sqlite3"
    make(target)
    before = target.read_bytes()
    refused = kept.run("backup", str(target), *words)
    assert (refused.code, target.read_bytes(), files(folder)) == (2, before, [target.name])
    assert "is there and is no backup of this app" in refused.err
    assert told in " ".join(refused.err.split())


def test_a_backup_of_an_older_schema_is_replaced(kept: CommandLine, older: Path) -> None:
    assert kept.run("backup", str(older), "--force").code == 0
    assert contents(older) == contents(kept.database)


@pytest.mark.parametrize("mark", ["import.lock", "instance.lock", "settings.toml", "logs"])
@pytest.mark.parametrize("name", ["ohlc.sqlite3", "ohlc.sqlite3-journal", "OHLC.sqlite3"])
def test_the_database_of_another_profile_is_not_replaced(kept: CommandLine, tmp_path: Path, mark: str, name: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / mark).touch()
    target = unpack(schema.SCHEMA, other / name)
    before = target.read_bytes()
    link = tmp_path / "link.sqlite3"
    link.symlink_to(target)
    for path in (target, link):
        refused = kept.run("backup", str(path), "--force")
        assert (refused.code, target.read_bytes()) == (2, before)
        assert "another profile" in refused.err
    target.unlink()
    assert kept.run("backup", str(target)).code == 2  # the app would take it for its database
    assert files(other) == [mark]


def test_a_backup_may_be_called_as_a_database_is(kept: CommandLine, tmp_path: Path) -> None:
    target = unpack(1, tmp_path / "ohlc.sqlite3")
    assert kept.run("backup", str(target), "--force").code == 0
    assert contents(target) == contents(kept.database)


@pytest.mark.parametrize("name", ["import.lock", "instance.lock", ".env", "settings.toml", "old.sqlite3", ""])
def test_no_file_of_the_profile_is_replaced(kept: CommandLine, name: str) -> None:
    for path in ("import.lock", "instance.lock"):
        (kept.folder / path).touch()
    unpack(schema.SCHEMA, kept.folder / "old.sqlite3")
    before = {path: (kept.folder / path).read_bytes() for path in files(kept.folder)}
    refused = kept.run("backup", str(kept.folder / name), "--force")
    assert refused.code == 2
    assert "among the files of the profile" in refused.err
    assert {path: (kept.folder / path).read_bytes() for path in files(kept.folder)} == before


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
@pytest.mark.parametrize("there", [True, False])
def test_no_backup_is_put_under_the_log_of_another_file(kept: CommandLine, tmp_path: Path, suffix: str, there: bool) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    target = folder / "backup.sqlite3"
    if there:
        assert kept.run("backup", str(target)).code == 0
    log = folder / f"backup.sqlite3{suffix}"
    log.write_bytes(b"a log")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    refused = kept.run("backup", str(target), *["--force"] * there)
    assert refused.code == 2
    assert log.name in refused.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_the_database_is_not_copied_over_itself(kept: CommandLine, tmp_path: Path, suffix: str) -> None:
    before = contents(kept.database)
    link = tmp_path / "link"
    link.symlink_to(kept.folder, target_is_directory=True)
    for folder in (kept.folder, link):
        answer = kept.run("backup", str(folder / f"ohlc.sqlite3{suffix}"), "--force")
        assert answer.code == 2
        assert "the database itself" in answer.err
    assert contents(kept.database) == before


def test_a_second_name_of_the_database_is_no_other_file(kept: CommandLine, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    other.hardlink_to(kept.database)
    assert kept.run("backup", str(other), "--force").code == 2
    assert kept.run("restore", str(other), "--yes").code == 2


def test_a_link_stays_a_link(kept: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link, target = tmp_path / "link.sqlite3", tmp_path / "elsewhere" / "backup.sqlite3"
    link.symlink_to(target)
    assert kept.run("backup", str(link)).code == 0
    assert link.is_symlink()
    assert contents(target) == contents(kept.database)


@pytest.mark.parametrize(
    ("name", "told"), [("", "needs a name"), ("nowhere/backup", "There is no folder"), (os.devnull, "is no backup")]
)
def test_where_nothing_can_be_written(kept: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str) -> None:
    monkeypatch.chdir(tmp_path)
    answer = kept.run("backup", name)
    assert (answer.code, told in answer.err) == (2, True), answer


def test_without_a_database_nothing_is_made(real: CommandLine, older: Path) -> None:
    answer = real.run("backup")
    assert answer.code == 2
    assert "no database" in answer.err
    assert not real.home.exists()
    assert real.run("restore", str(older)).code == 2  # nobody to ask
    assert not real.home.exists()


@pytest.mark.usefixtures("stopped")
def test_what_a_kill_has_left_is_taken_away_after_a_day(kept: CommandLine) -> None:
    folder = kept.folder / "backups"
    folder.mkdir()
    for name, age in (("one.sqlite3.7.part", 90_000), ("other.sqlite3.8.part", 3_600), ("mine.sqlite3", 90_000)):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (NOW - age, NOW - age))
    assert kept.run("backup").code == 0
    assert files(folder) == ["mine.sqlite3", "ohlc-2026-11-24T143005Z.sqlite3", "other.sqlite3.8.part"]


def test_beside_an_import_of_another_process(filled: CommandLine, tmp_path: Path) -> None:
    """Whatever has been stored at the moment of a backup is in it, whole."""
    target, sizes, deadline = tmp_path / "backup.sqlite3", [], time.monotonic() + DEADLINE
    before = candles_in(filled.database)
    importing = filled.start("import", "NQ", "--json")
    importing.wait_for('"plan"')
    while importing.popen.poll() is None:
        assert time.monotonic() < deadline
        answer = filled.run("backup", str(target), "--force")
        assert (answer.code, answer.err) == (0, ""), answer
        sizes.append(candles_in(target))
    answer = importing.finish()
    assert (answer.code, answer.events[-1]["state"]) == (0, "DONE"), answer
    assert sizes == sorted(sizes)
    assert sizes[0] >= before
    assert len(sizes) > 1
    assert filled.run("backup", str(target), "--force").code == 0
    assert candles_in(target) == before + answer.events[-1]["written"]


def _signalled(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A signal comes while pages are copied."""
    copy = store_backup.transfer

    def transfer(*arguments: object, **more: object) -> None:
        signal.raise_signal(number)
        copy(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store_backup, "transfer", transfer)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels(kept: CommandLine, older: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    handler, before = signal.getsignal(number), contents(kept.database)
    _signalled(monkeypatch, number)
    answer = kept.run("backup")
    assert (answer.code, answer.err) == (130, "Cancelled. No backup was made.\n")
    answer = kept.run("restore", str(older), "--yes")
    assert (answer.code, answer.err) == (130, "Cancelled. Nothing was changed.\n")
    assert files(kept.folder / "backups") == []
    assert [name for name in files(kept.folder) if "part" in name] == []
    assert contents(kept.database) == before
    assert signal.getsignal(number) is handler


def test_a_terminal_shows_how_far_a_large_copy_is(kept: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(module, "LARGE", 0)
    monkeypatch.setattr(module, "console", lambda stderr: Console(file=shown, force_terminal=True, width=80))
    assert kept.run("backup", "-q").code == 0
    assert shown.getvalue() == ""
    assert kept.run("backup").code == 0
    assert "Checking" in shown.getvalue()


def test_blocks_that_differ_are_told(kept: CommandLine) -> None:
    with closing(sqlite3.connect(kept.database)) as plain, plain:
        plain.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")
    answer = kept.run("backup")
    assert answer.code == 0
    assert answer.err.startswith("Packed blocks and rows differ: ES=F 4h.")
    assert "doctor --repair" in answer.err


# -- restore ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stopped")
def test_a_backup_comes_back_and_what_was_there_is_kept(kept: CommandLine, older: Path) -> None:
    before = contents(kept.database)
    answer = kept.run("restore", str(older), "--yes")
    assert (answer.code, answer.err) == (0, "")
    saved = kept.folder / "backups" / "before-restore-2026-11-24T143005Z.sqlite3"
    assert f"What was there before is in {saved}" in answer.out
    assert contents(saved) == before
    assert contents(kept.database)["drawing"] == []
    now = [{name: row[name] for name in row if name not in ("known", "source")} for row in contents(kept.database)["candles"]]
    assert now == as_read_now(contents(older))["candles"]
    assert f"Restored 978 candles from {older}; before: {saved}" in kept.log
    assert json.loads(kept.run("status", "--json").out)["database"]["schema"] == schema.SCHEMA
    assert "hub" not in answer.out
    assert kept.run("restore", str(saved), "--yes", "-q").out == ""  # and back again
    assert contents(kept.database)["drawing"] == before["drawing"]
    assert len(files(kept.folder / "backups")) == 2


def test_a_machine_that_fills_a_hub_hears_that_it_is_another_archive_now(kept: CommandLine, older: Path) -> None:
    answer = kept.run("restore", str(older), "--yes", OHLC_DESKTOP_HUB="postgresql://127.0.0.1:1/none")
    assert (answer.code, "hub push --take-over" in answer.out) == (0, True)


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("Yes\n", 0), ("n\n", 130), ("\n", 130), ("", 130)])
def test_somebody_is_asked(kept: CommandLine, older: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: int) -> None:
    before = contents(kept.database)
    monkeypatch.setattr(sys, "stdin", TypedAnswer(said))
    answer = kept.run("restore", str(older))
    assert (answer.code, answer.out.count("Replace it? [y/N]")) == (code, 1)
    question = answer.out[: answer.out.index("Replace it?")]
    assert str(older) in question
    assert "schema 1" in question
    assert str(kept.database) in question
    assert f"schema {schema.SCHEMA}" in question
    assert (contents(kept.database) == before) == (code == 130)


def test_without_a_terminal_it_has_to_be_said(kept: CommandLine, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept.database.read_bytes()
    for stdin in (io.StringIO("y\n"), None):
        monkeypatch.setattr(sys, "stdin", stdin)
        answer = kept.run("restore", str(older))
        assert answer.code == 2
        assert "--yes" in answer.err
    assert kept.database.read_bytes() == before


def test_not_while_an_import_runs(kept: CommandLine, older: Path) -> None:
    before = kept.database.read_bytes()
    with import_lock(Profile(kept.folder), SystemClock(), "schedule"):
        answer = kept.run("restore", str(older), "--yes")
    assert answer.code == 4
    assert f"process {os.getpid()} (schedule)" in answer.err
    assert kept.database.read_bytes() == before


def test_no_import_begins_meanwhile(kept: CommandLine, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    put_back = module.store_restore.put_back

    def slow(*arguments: object) -> object:
        codes.append(kept.run("import", "ES").code)
        return put_back(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module.store_restore, "put_back", slow)
    assert kept.run("restore", str(older), "--yes").code == 0
    assert codes == [4]


def test_on_another_machine(real: CommandLine, older: Path) -> None:
    answer = real.run("restore", str(older), "--yes")
    assert answer.code == 0
    assert "There is none yet." in answer.out
    assert files(real.folder / "backups") == []
    assert "AAPL" in real.run("watch", "list").out


def test_an_import_goes_on_from_what_was_restored(filled: CommandLine, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    assert filled.run("backup", str(backup)).code == 0
    expected = filled.run("export", "ES", "1d").out
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("DELETE FROM candle")
        plain.execute("DELETE FROM block")
    answer = filled.run("restore", str(backup), "--yes")
    assert answer.code == 0
    assert "DEMO, simulated candles" in answer.out
    assert filled.run("export", "ES", "1d").out == expected
    answer = filled.run("import", "ES", "--json")
    assert (answer.code, answer.events[-1]["state"]) == (0, "DONE")
    assert filled.run("doctor").code == 0


def test_a_damaged_database_is_helped_by_what_it_says(kept: CommandLine, older: Path) -> None:
    content = bytearray(kept.database.read_bytes())
    content[40_000:80_000] = bytes(40_000)
    kept.database.write_bytes(bytes(content))
    for words in (("doctor",), ("backup",)):
        answer = kept.run(*words)
        assert answer.code == (1 if words == ("doctor",) else 2)
        assert "ohlc-desktop restore FILE" in answer.out + answer.err
    answer = kept.run("restore", str(older), "--yes")
    assert answer.code == 0
    (aside,) = kept.folder.glob("ohlc.sqlite3.damaged-*Z")
    assert f"The damaged database is now {aside}" in answer.out
    assert aside.read_bytes() == bytes(content)
    assert kept.run("export", "ES", "5m").code == 0


def test_real_and_demo_are_never_mixed(kept: CommandLine, filled: CommandLine, older: Path) -> None:
    demo = filled.home / "demo backup.sqlite3"
    assert filled.run("backup", str(demo)).code == 0
    for shell, backup in ((kept, demo), (filled, older)):
        before = shell.database.read_bytes()
        answer = shell.run("restore", str(backup), "--yes")
        assert answer.code == 2
        assert "DEMO" in answer.err
        assert shell.database.read_bytes() == before


def test_a_copy_of_the_folder_with_its_log_is_a_backup_too(filled: CommandLine, tmp_path: Path) -> None:
    """What somebody copied by hand while an import was at work."""
    copied = tmp_path / "copied"
    with closing(sqlite3.connect(filled.database)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("INSERT INTO meta VALUES ('probe', '1')")
        writer.commit()
        shutil.copytree(filled.folder, copied)
        writer.execute("DELETE FROM meta WHERE key='probe'")
        writer.commit()
    assert filled.run("restore", str(copied / "ohlc.sqlite3"), "--yes").code == 0
    with closing(sqlite3.connect(filled.database)) as plain:
        assert plain.execute("SELECT value FROM meta WHERE key='probe'").fetchall() == [("1",)]


if os.name == "posix":

    def test_a_full_disk_is_told(filled: CommandLine, tmp_path: Path) -> None:
        import resource

        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
        try:
            answer = filled.run("backup", str(tmp_path / "backup.sqlite3"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert answer.code == 2
        assert "Free some space" in answer.err
        assert [name for name in files(tmp_path) if name.startswith("backup")] == []
