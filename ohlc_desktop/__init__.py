"""Complete futures candles in a local SQLite file. ``import ohlc_desktop as od`` is the Python API: ``resources/docs/python.md``.

Its names are declared in :mod:`ohlc_desktop.api`; each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ohlc_desktop.api import *  # noqa: F403

    __version__: str

else:  # or type checkers would believe in any name

    def __getattr__(name: str) -> Any:
        """A public name, loaded now and kept (PEP 562)."""
        if name == "__version__":
            from importlib.metadata import version

            return version("ohlc-desktop")
        api = import_module("ohlc_desktop.api")  # `from ohlc_desktop import api` would ask here for it
        if name in api.__all__:
            found = globals()[name] = getattr(api, name)
            return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), "__version__", *import_module("ohlc_desktop.api").__all__})
