"""What docstrings, ``resources/docs/python.md`` and the notebook say of the API is so: every line of them runs here."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pandas
import pytest

import ohlc_desktop as od
from ohlc_desktop import api
from ohlc_desktop.api import functions
from tests.api.conftest import FIRST, Imported
from tests.readers.pages import README, blocks

DOCS = Path(__file__).parents[2] / "resources" / "docs"
PAGE = (DOCS / "python.md").read_text("utf-8")


def test_the_examples_of_the_functions_are_true(home: Path) -> None:
    found = doctest.testmod(functions, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0
    assert found.attempted > 20
    assert all(">>>" in (getattr(od, name).__doc__ or "") for name in api.__all__ if name[0].islower())


def test_every_line_of_the_page_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The imports are played, for others test them: what an import brings comes while the page waits for it."""
    names: dict[str, Any] = {}
    outcome, commit = od.ImportOutcome("DONE", 0, "", 12, 0, 0), od.SeriesCommit("NQ=F", "5m", 12_096, FIRST)
    monkeypatch.setattr(od.Archive, "import_now", lambda *_, **__: outcome)
    monkeypatch.setattr(od.CommitWatch, "__next__", lambda _: (commit,))
    out = StringIO()
    with redirect_stdout(out):
        for language, code in blocks(PAGE):
            assert language == "python"
            exec(compile(code, "python.md", "exec"), names)
    assert "NQU26.CME NQZ26.CME" in out.getvalue()
    assert names["closes"].columns.tolist() == ["NQ=F", "ES=F"]
    assert len(names["later"]) > 100
    assert names["changed"].empty
    assert isinstance(names["overview"], pandas.DataFrame)
    assert (len(names["week"]), names["week"][-1].early) == (5, True)
    assert names["copy"].read("NQ", "1d").equals(names["archive"].read("NQ", "1d"))


def test_every_name_is_on_the_page() -> None:
    for name in api.__all__:
        if name[0].islower() or name in ("Archive", "NotRecorded", "OhlcError"):
            assert re.search(rf"\bod\.{name}\b", PAGE), name
    assert "docs/python.md" in README


@pytest.mark.parametrize("name", ["python.ipynb"])
def test_the_notebook_runs_from_its_first_cell_to_its_last(imported: Imported, name: str) -> None:
    environment = {**os.environ, "OHLC_DESKTOP_HOME": str(imported.home), "MPLBACKEND": "agg", "TQDM_DISABLE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.run_notebook", str(DOCS / name)],
        env=environment, capture_output=True, text=True, cwd=DOCS.parents[1],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = dict(re.findall(r"^\[(\d)\] (.*)", done.stdout, re.MULTILINE))
    assert shown["0"] == "{'ES=F': 261, 'NQ=F': 261, 'NQU26.CME': 212, 'NQZ26.CME': 260}"
    assert shown["3"] == "(12096, 11868)"
    assert shown["5"].startswith("[('ES=F', 261, ")
    assert "# Trades" in shown["6"]
    assert shown["7"] == "228"
