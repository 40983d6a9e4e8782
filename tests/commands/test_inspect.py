"""``inspect``: what a person is told of files, and that nothing is stored."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from ohlc_desktop.sources.files import blocks, text_file
from ohlc_desktop.sources.files.layout import Layout
from ohlc_desktop.sources.files.rows import Rows
from tests.commands.conftest import CommandLine


@pytest.fixture
def exported(filled: CommandLine, tmp_path: Path) -> Path:
    """The candles of ES, as we export them."""
    path = tmp_path / "ES=F_5m.csv"
    assert filled.run("export", "ES", "5m", "-o", str(path)).code == 0
    return path


def test_it_tells_what_is_in_a_file_and_stores_nothing(filled: CommandLine, exported: Path) -> None:
    before = filled.database.read_bytes()
    lines = exported.read_text().splitlines()
    lines[7] = lines[7].rpartition(",")[0] + ",a lot"
    exported.write_text("\n".join(lines))
    answer = filled.run("inspect", str(exported))
    assert (answer.code, answer.err) == (0, "")
    told = answer.out.splitlines()
    assert told[0] == str(exported)
    assert "  format     OHLC Desktop, our own export: no second source" in told
    assert "  instrument ES=F, E-mini S&P 500" in told
    assert "  timeframe  5m" in told
    assert any(line.startswith("  stamps     UTC, open of the candle. ") for line in told)
    assert "  prices     not adjusted" in told
    assert "  refused    1 row: cannot be read" in told
    assert any(line.startswith('             line 8: "a lot" is no number: 20') for line in told)
    assert f"  stored     0 new, {len(lines) - 2:,} equal, 0 different, held against ES=F" in told
    assert told[-1] == "Nothing was stored."
    assert filled.database.read_bytes() == before


def test_every_file_is_told_of_whatever_is_wrong_with_others(shell: CommandLine, exported: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "prices.csv"
    nameless.write_bytes(exported.read_bytes())
    answer = shell.run("inspect", str(tmp_path), str(nameless), str(exported))
    assert answer.code == 2
    assert answer.err.startswith(f"{tmp_path} is a folder.\n")
    assert "Name the instrument: --symbol NQ." in answer.out
    assert "instrument ES=F" in answer.out
    assert not shell.database.exists()
    assert shell.run("inspect", str(nameless), "--symbol", "ES").code == 0
    assert shell.run("inspect", str(nameless), "--symbol", "N Q").code == 2
    assert "NQ=F, E-mini Nasdaq-100, though the file says ES=F" in shell.run("inspect", str(exported), "--symbol", "NQ").out


def test_ctrl_c_ends_it_at_the_next_part(
    filled: CommandLine, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    parts = []
    read = text_file.read_rows

    def press(text: bytes, layout: Layout, line: int) -> Rows:
        parts.append(line)
        signal.raise_signal(signal.SIGINT)
        return read(text, layout, line)

    monkeypatch.setattr(text_file, "read_rows", press)
    answer = filled.run("inspect", str(exported))
    assert (answer.code, len(parts)) == (130, 1)
    assert answer.err == "Cancelled. Nothing was to be stored.\n"
