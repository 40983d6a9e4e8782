"""Take the pictures anew: ``python -m tests.pictures [full FOLDER [SCENE…] | readme]``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.pictures.compare import difference, load
from tests.pictures.studio import EXPECTED, SHOTS, fonts, take_all, take_full, take_readme


def renew() -> None:
    """Replace the stored pictures that differ, and say how much."""
    EXPECTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        taken = Path(name)
        take_all(taken)
        for path in sorted(taken.glob("*.png")):
            _replace(path, EXPECTED / path.name)
        for old in sorted(EXPECTED.glob("*.png")):
            if not (taken / old.name).exists():
                print(f"removed  {old.name}")
                old.unlink()
    total = sum(path.stat().st_size for path in EXPECTED.glob("*.png"))
    print(f"{len(list(EXPECTED.glob('*.png')))} pictures, {total / 1e6:.2f} MB")


def _replace(taken: Path, stored: Path) -> None:
    if not stored.exists():
        print(f"new      {stored.name}")
    elif taken.read_bytes() == stored.read_bytes():
        return
    else:
        found = difference(load(stored), load(taken))
        print(f"{'alike' if found.alike else 'CHANGED':8} {stored.name}  {found}")
        if found.alike:
            return
    shutil.copy(taken, stored)


def main(arguments: list[str]) -> None:
    """Do what is asked for."""
    if not fonts():
        sys.exit("The pictures need DejaVu Sans: apt install fonts-dejavu-core")
    match arguments:
        case []:
            renew()
        case ["full", folder, *names]:
            Path(folder).mkdir(parents=True, exist_ok=True)
            take_full(Path(folder), names)
        case ["readme"]:
            take_readme()
            for path in sorted(SHOTS.glob("*.png")):
                print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
