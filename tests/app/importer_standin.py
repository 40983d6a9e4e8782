"""Stands in for the importer where nothing but its coming and going matters: writes the ledger, fetches nothing.

Arguments: the present time in UTC epoch seconds, and then those that the importer gets.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from ohlc_desktop.core.messages import Message


def main() -> None:
    """Carry out the run that was asked for."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from ohlc_desktop.core.importing.events import RunDone, RunStarted, to_json
    from ohlc_desktop.core.states.runs import RunState
    from ohlc_desktop.store import ledger
    from ohlc_desktop.store.database import open_store

    now, words = float(sys.argv[1]), sys.argv[2:]
    trigger = words[words.index("--trigger") + 1]
    planned = words[words.index("--planned") + 1] if "--planned" in words else None
    folder = Path(words[words.index("--profile") + 1]) / "demo"
    with closing(open_store(folder / "ohlc.sqlite3", True)) as store:
        with store.transaction() as connection:
            run = ledger.begin_run(connection, trigger, planned, now)
        print(to_json(RunStarted(run, trigger, True, ["ES=F"], str(folder))), flush=True)
        with store.transaction() as connection:
            ledger.end_run(connection, run, RunState.DONE, now, Message("Nothing was missing."), 0)
    print(to_json(RunDone(run, RunState.DONE, 0, message=Message("Nothing was missing."))), flush=True)


if __name__ == "__main__":
    main()
