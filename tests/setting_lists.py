"""Writes what lists all settings beside the code: ``python -m tests.setting_lists``.

These are the table in ``resources/docs/settings.md`` and, for settings that are of use without a window, the variables in
Docker's files.
"""

from __future__ import annotations

import re
from pathlib import Path

from ohlc_desktop.core.settings import DECLARATIONS, Declaration, Group, Timeframes, WordSetting
from ohlc_desktop.sources.registry import feed_of

RESOURCES = Path(__file__).parents[1] / "resources"
#: What a server has no use for.
WINDOW = (Group.APPEARANCE, Group.NOTIFICATIONS)


def lists() -> dict[Path, str]:
    """The files, and what has to be in them."""
    ours = [one for one in DECLARATIONS if one.group not in WINDOW and one.variable.startswith("OHLC_DESKTOP_")]
    compose = "".join(f"      {one.variable}: ${{{one.variable}:-}}\n" for one in ours)
    found = {
        path: _replaced(path, r"(?: +(OHLC_DESKTOP_(?!HEALTH)\w+): \$\{\1:-\}\n)+", compose)
        for path in (RESOURCES / "docker").glob("docker-compose*.yml")
    }
    table, example = RESOURCES / "docs" / "settings.md", RESOURCES / "docker" / ".env.example"
    found[table] = _replaced(table, r"(?m)(?:^\| `.*\n)+", "".join(map(_row, DECLARATIONS)))
    defaults = "".join(f"#{one.variable}={_written(one, ',')}\n" for one in ours)
    found[example] = _replaced(example, r"(?<=\n#LOG_LEVEL=INFO\n)(?:#OHLC_DESKTOP_(?!HEALTH).*\n)+", defaults)
    return found


def _replaced(path: Path, old: str, new: str) -> str:
    text, times = re.subn(old, lambda _: new, path.read_text("utf-8"))
    assert times == 1, f"{path.name} has the list {times} times"
    return text


def _row(one: Declaration) -> str:
    default = "all" if isinstance(one.kind, Timeframes) else f"`{_written(one)}`"
    words = [f"`{word}`" for word in one.kind.words] if isinstance(one.kind, WordSetting) else []
    choice = f" ({', '.join(words[:-1])} or {words[-1]})" if words else ""
    told = one.help.removesuffix(".").format(feed=feed_of(demo=False).display_name)
    return f"| `{one.variable}` | `{one.key}` | {default} | {told[0].lower()}{told[1:]}{choice} |\n"


def _written(one: Declaration, separator: str = " ") -> str:
    """A default as it is written in an environment."""
    plain = one.kind.plain(one.default)
    return separator.join(plain) if isinstance(plain, list) else str(plain).lower() if isinstance(plain, bool) else str(plain)


if __name__ == "__main__":
    for file, content in lists().items():
        file.write_text(content, "utf-8")
