"""What is different in the packaged program, which build.spec makes with PyInstaller.

Before our first line, variables were set that lead this process to the packed libraries and to Qt's packed plugins. A
program that we open, such as the file manager, would inherit them and load ours instead of its own.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

#: What leads Qt to its plugins. This process finds them beside Qt's libraries as well.
_OF_QT = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
#: Where the loader looks first, and what that was before; absent when it was not set.
_LIBRARIES, _BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"


def restore_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let programs that are started from here have the variables that were there before.

    For the start, before Qt is loaded. This program may still start itself: it is told to begin from nothing, too.
    """
    for name in (*_OF_QT, _LIBRARIES):
        environment.pop(name, None)
    if _BEFORE in environment:
        environment[_LIBRARIES] = environment.pop(_BEFORE)
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
