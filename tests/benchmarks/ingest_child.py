"""One command in a process of its own, and what it took: ``python -m tests.benchmarks.ingest_child FILE WORDS``.

Another small file is taken in before, into another profile: what is imported and learned for that counts for nothing here, as it
does not for what this is compared with.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from ohlc_desktop import cli


def main() -> int:
    """Carry out the command; seconds of the clock and of the processor, and megabytes, are the last line."""
    small, *words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        cli.run(["--profile", folder, "-q", "ingest", "--yes", "--unadjusted", small])
    start, before = time.perf_counter(), time.process_time()
    code = cli.run(words)
    took, cpu = time.perf_counter() - start, time.process_time() - before
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    sys.stdout.write(f"\n{took:.2f} {cpu:.2f} {peak:.0f}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
