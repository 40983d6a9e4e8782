"""The command line without root's power to pass over permissions: ``python -m tests.commands.unprivileged``.

It carries out one command after the other: reads the arguments of each as a JSON list on a line, and answers with a
JSON list of the exit code, the output and the errors.

Tests in a container run as root, whom no permission stops. Any process may give its capabilities up, and then those of
a file bind it like everybody else.
"""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

#: https://man7.org/linux/man-pages/man2/capget.2.html
_VERSION_3 = 0x20080522


def obey_permissions() -> None:
    """Give up all capabilities, where there are any.

    Raises:
        OSError: they are still there.
    """
    if not sys.platform.startswith("linux"):
        return  # nobody else has such a thing; there the tests do not run as root
    libc = ctypes.CDLL(None, use_errno=True)
    header, nothing = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if libc.capset(header, nothing):
        raise OSError(ctypes.get_errno(), "the capabilities cannot be given up")


def serve() -> None:
    """Carry out commands until there are no more."""
    from ohlc_desktop import cli

    for line in sys.stdin:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run(json.loads(line))
        print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)


if __name__ == "__main__":
    obey_permissions()
    serve()
