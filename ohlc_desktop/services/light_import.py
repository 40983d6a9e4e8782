"""Loading APScheduler without what it only might use: asyncio with ssl, process pools, package metadata, the
local time zone.

They would stay in the idle tray for weeks, at 11 MB of the 70 that it may take. Stand-ins take their places while
APScheduler is loaded; afterwards whoever imports one of these modules gets the real one.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from types import ModuleType

_STAND_INS: Mapping[str, Mapping[str, object]] = {
    "asyncio": {"iscoroutinefunction": inspect.iscoroutinefunction},
    "multiprocessing": {},
    "concurrent.futures.process": {
        "BrokenProcessPool": type("BrokenProcessPool", (Exception,), {}),
        "ProcessPoolExecutor": type("ProcessPoolExecutor", (), {}),
    },
    "importlib.metadata": {
        "version": lambda _: "3.11",
        "entry_points": lambda **_: (),  # plugins that are asked for by name; ours are given as objects
        "PackageNotFoundError": ImportError,
    },
    "tzlocal": {"get_localzone": lambda: UTC},  # asked only where no zone is given; ours always are
}


def load_scheduler(*names: str) -> None:
    """Import modules of APScheduler, lightly; fully, should a later version need more than the stand-ins have.

    For use at start, before other threads import anything.
    """
    try:
        with _standing_in():
            _import_all(names)
    except (ImportError, AttributeError, TypeError):
        for name in [name for name in sys.modules if name.split(".")[0] == "apscheduler"]:
            del sys.modules[name]
        _import_all(names)


def _import_all(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


@contextmanager
def _standing_in() -> Iterator[None]:
    """Put stand-ins in the places of modules that are not loaded yet."""
    names = [name for name in _STAND_INS if name not in sys.modules]
    for name in names:
        stand_in = ModuleType(name)
        vars(stand_in).update(_STAND_INS[name])
        sys.modules[name] = stand_in
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
            _forget_in_package(name)


def _forget_in_package(name: str) -> None:
    """A package keeps its modules as attributes too; and ``concurrent.futures`` what it took from this one."""
    package, _, last = name.rpartition(".")
    for attribute in (last, *_STAND_INS[name]):
        found = vars(sys.modules[package]).get(attribute) if package in sys.modules else None
        if found is not None and (attribute == last or found is _STAND_INS[name][attribute]):
            delattr(sys.modules[package], attribute)
