"""One command in a process of its own, and what it took: ``python -m tests.benchmarks.ingest_child WORDS``."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from ohlc_desktop import cli


def main() -> int:
    """Carry out the command; CPU seconds and megabytes are the last line."""
    code = cli.run(sys.argv[1:])
    used = resource.getrusage(resource.RUSAGE_SELF)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    sys.stdout.write(f"\n{used.ru_utime + used.ru_stime:.2f} {peak:.0f}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
