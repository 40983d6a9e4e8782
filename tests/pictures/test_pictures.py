"""Every page looks as it did when somebody last looked at it: light and dark at 1x, light at 2x."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Once
from tests.pictures.compare import difference, load
from tests.pictures.scenes import SCENES
from tests.pictures.studio import EXPECTED, THEMES, file_name, fonts, take_all

NAMES = [file_name(name, theme, scale) for name in SCENES for scale, themes in THEMES.items() for theme in themes]
MOST_BYTES = 2_500_000
RENEW = "look at {path} beside the stored one; if it is right: python -m tests.pictures"


@pytest.fixture(scope="session")
def taken(once: Once) -> Path:
    """All pictures, taken now."""
    if not fonts():
        pytest.skip("DejaVu Sans is not installed (apt install fonts-dejavu-core): texts would have other widths")
    return once("pictures", take_all)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_looks_as_stored(taken: Path, name: str) -> None:
    found = difference(load(EXPECTED / name), load(taken / name))
    if not found.alike:
        shown = Path(shutil.copy(taken / name, taken.parent / name))
        pytest.fail(f"{name} has changed: {found}; {RENEW.format(path=shown)}")


def test_no_picture_is_stored_that_is_not_taken() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == set(NAMES)
    assert sum(path.stat().st_size for path in EXPECTED.iterdir()) < MOST_BYTES
