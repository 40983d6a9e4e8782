"""What a person is asked before files are stored. Nobody is asked where there is no terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from ohlc_desktop.commands.inspect.report import evidence_table
from ohlc_desktop.core.files.file_candles import Reading
from ohlc_desktop.core.files.proof import Proof
from ohlc_desktop.core.files.stated import possible
from ohlc_desktop.importer.files.finding import FileFinding


def anybody() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def agreed(question: str) -> bool:
    """Whether somebody at the terminal says yes."""
    return anybody() and _answer(f"{question} [y/N] ").lower() in ("y", "yes")


def reading_of(path: Path, proof: Proof) -> Reading | None:
    """The reading of a file's stamps that a person chooses from the evidence; None for none."""
    choices = [each for each in proof.evidence if possible(each)]
    if proof.adjusted or not choices or not anybody():
        return None
    sys.stdout.write(f"What the stamps of {path} mean is not proven. {proof.why}\n")
    for number, row in enumerate(evidence_table(choices)):
        sys.stdout.write(f"{number or '':>3}  {row}\n")
    answer = _answer(f"Which is right? 1 to {len(choices)}, or nothing to leave the file out: ")
    return choices[int(answer) - 1].reading if answer.isdigit() and 1 <= int(answer) <= len(choices) else None


def unadjusted(found: FileFinding) -> bool:
    """Whether a person says that the prices of a file are as they were traded, and of one contract where it is one."""
    if not anybody():
        return False
    if found.step is not None:
        sys.stdout.write(f"{found.path} may hold two contracts. {found.step.why}\n")
        return agreed("Is all of it one contract?")
    sys.stdout.write(f"Too little of the time of {found.path} is stored to tell whether its prices were adjusted.\n")
    return agreed("Did you export it without adjustment of any kind?")


def _answer(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip()
