"""Writes what documents and Docker's files list of the code: ``python -m tests.lists``.

These are the settings, in Docker's files those that are of use without a window; the states of a series; and what is made
from each timeframe that a feed is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ohlc_desktop.core.settings import DECLARATIONS, Declaration, FeedNames, Group, Timeframes, WordSetting
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import ALIASES, SOURCES, TIMEFRAMES
from ohlc_desktop.sources.registry import feed_of

RESOURCES = Path(__file__).parents[1] / "resources"
#: What a server has no use for.
WINDOW = (Group.APPEARANCE, Group.NOTIFICATIONS)
#: States that are never written: the coverage page alone knows them.
SHOWN_ONLY = (CoverageState.IMPORTING, CoverageState.OFF)


def lists() -> dict[Path, str]:
    """The files, and what has to be in them."""
    found: dict[Path, str] = {}
    for name, old, new in _lists():
        path = RESOURCES / name
        text, times = re.subn(old, lambda match, new=new: match["kept"] + new, found.get(path) or path.read_text("utf-8"))
        assert times == 1, f"{name} has a list {times} times"
        found[path] = text
    return found


def _lists() -> Iterator[tuple[str, str, str]]:
    """File, pattern and what belongs in its place, after what the pattern keeps."""
    ours = [one for one in DECLARATIONS if one.group not in WINDOW and one.variable.startswith("OHLC_DESKTOP_")]
    compose = "".join(f"      {one.variable}: ${{{one.variable}:-}}\n" for one in ours)
    for name in ("docker-compose.yml", "docker-compose.dev.yml", "docker-compose.prod.yml"):
        yield f"docker/{name}", r"(?P<kept>)(?: +(OHLC_DESKTOP_(?!HEALTH)\w+): \$\{\2:-\}\n)+", compose
    defaults = "".join(f"#{one.variable}={_default(one, ',')}\n" for one in ours)
    yield "docker/.env.example", r"(?P<kept>\n#LOG_LEVEL=INFO\n)(?:#OHLC_DESKTOP_(?!HEALTH).*\n)+", defaults
    yield "docs/settings.md", r"(?m)(?P<kept>)(?:^\| `.*\n)+", "".join(map(_row, DECLARATIONS))
    states = [f"`{state}`" for state in CoverageState if state not in SHOWN_ONLY]
    yield "docs/json.md", r"(?P<kept>\n\| `series\[\]\.state` \| text \| ).*", f"{_choice(states)} |"
    for source in SOURCES:
        made = [_with_alias(tf.name) for tf in TIMEFRAMES.values() if tf.source == source]
        yield "docs/imports.md", rf"(?P<kept>\n\| {source} \|[^|\n]*\| ){source}\b[^,|\n]*(?=,| \|)", " ".join(made)


def _row(one: Declaration) -> str:
    default = "all" if isinstance(one.kind, Timeframes) else f"`{_default(one)}`" if _default(one) else "none"
    choice = f" ({_choice([f'`{word}`' for word in one.kind.words])})" if isinstance(one.kind, WordSetting) else ""
    told = one.help.removesuffix(".").format(feed=feed_of(demo=False).display_name)
    return f"| `{one.variable}` | `{one.key}` | {default} | {told[0].lower()}{told[1:]}{choice} |\n"


def _default(one: Declaration, separator: str = " ") -> str:
    """As it is written in an environment."""
    plain = one.kind.plain(one.default)
    if isinstance(one.kind, FeedNames) and not plain:
        return feed_of(demo=False).name
    return separator.join(plain) if isinstance(plain, list) else str(plain).lower() if isinstance(plain, bool) else str(plain)


def _choice(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _with_alias(name: str) -> str:
    others = [other for other, same in ALIASES.items() if same == name]
    return f"{name} (= {', '.join(others)})" if others else name


if __name__ == "__main__":
    for file, content in lists().items():
        file.write_text(content, "utf-8")
