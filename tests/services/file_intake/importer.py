"""Stands in for the program that reads files: what is in a file says what becomes of it."""

import json
import sys
import time
from pathlib import Path

path = Path(sys.argv[-1])
word = path.read_text().split()[0]
with Path(__file__).with_name("calls.jsonl").open("a") as calls:
    calls.write(json.dumps([path.name, *sys.argv[1:-1]]) + "\n")


def tell(**event: object) -> None:
    """One line."""
    print(json.dumps(event), flush=True)


ENTRY = {"file": str(path), "format": "f", "symbol": "NQ=F", "timeframe": "1m", "rows": 9, "stamps": {"proven": True}, "adjusted": False}
FAILED = {"event": "error", "title": "It failed.", "message": "", "hint": "", "exit_code": 2}
if word in ("slow", "deaf"):
    tell(event="progress", done=1, total=4, written=1, revised=0, rate=1.0, eta=None)
    time.sleep(60 if word == "deaf" else 0)
    while sys.stdin.readline() not in ("cancel\n", ""):
        pass
    sys.exit(130)
if word == "crash":
    print("last words", file=sys.stderr)
    sys.exit(9)
if "--dry-run" in sys.argv:
    if word == "question" and "--zone" not in sys.argv:
        found = {**ENTRY, "stamps": {"proven": False}}
        tell(event="preview", files=[], failed=[{"file": str(path), "found": found}], series=[])
        tell(**FAILED)
    elif word == "refused":
        tell(event="preview", files=[], failed=[{"file": str(path), "found": None}], series=[])
        tell(**FAILED)
    else:
        tell(event="preview", files=[ENTRY], failed=[], series=[{"new": 9, "unchanged": word == "same", "source": "s"}])
elif word == "busy":
    tell(**{**FAILED, "exit_code": 4})
    sys.exit(4)
else:
    tell(event="progress", done=3, total=4, written=3, revised=0, rate=1.0, eta=1.0)
    tell(event="run_done", run=1, state="DONE", exit_code=0, written=9, revised=1, quarantined=2, message="Stored.")
