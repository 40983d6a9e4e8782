"""Takes secrets out of whatever is shown, logged or reported, by what they are and not by where they were set.

Secret is what stands before the ``@`` of any address, and in any spelling every value that is declared secret: the
settings of that kind, and the addresses of proxies in the environment, whose login also travels in Base64. So is whatever
looks like the key of a paid feed, wherever it was kept.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from ohlc_desktop.core.settings import DECLARATIONS, Settings
from ohlc_desktop.core.settings.masking import MASK, mask_secrets
from ohlc_desktop.sources.databento.api_key import mask_keys

#: What may be a login in an address: to the last ``@``, for passwords have some in them.
_LOGIN = re.compile(r"(?<=://)[^\s'\"]+(?=@)")
_SECRET_VARIABLES = frozenset(declaration.variable for declaration in DECLARATIONS if declaration.secret)


def hide(text: str, *declared: str) -> str:
    """A text without logins in addresses and without what is declared secret, here or in the environment."""
    for value in (*declared, *_of_environment(os.environ)):
        text = mask_secrets(text, value)
        for login in _in_base64(value):
            text = text.replace(login, MASK)
    return _LOGIN.sub(MASK, mask_keys(text))


def secrets_of(settings: Settings) -> Iterable[str]:
    """The values of the settings that are declared secret."""
    return [getattr(settings, declaration.key) for declaration in DECLARATIONS if declaration.secret]


def _of_environment(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in environment.items():
        is_proxy = name.lower().endswith("_proxy") and name.lower() != "no_proxy"
        if value and (is_proxy or name in _SECRET_VARIABLES):
            yield value


@lru_cache(maxsize=32)
def _in_base64(address: str) -> tuple[str, ...]:
    """The login as a program sends it to a proxy."""
    login, at, _ = address.partition("://")[2].rpartition("@")
    spellings = {login, unquote(login)} if at else set()
    return tuple(b64encode(spelling.encode("utf-8", "replace")).decode("ascii") for spelling in spellings if spelling)
