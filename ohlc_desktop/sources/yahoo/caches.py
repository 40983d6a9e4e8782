"""yfinance's own state, made harmless: caches that outlive their truth, hidden errors, loud warnings."""

from __future__ import annotations

import logging
import warnings
from datetime import timedelta

import yfinance
from yfinance import cache as yfinance_cache


class _CookieMemory:
    """The cookie in memory instead of on disk; without any store yfinance asks for it before every request."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def lookup(self, strategy: str) -> dict[str, object] | None:
        """The cookie of a strategy with its age, or None."""
        cookie = self._kept.get(strategy)
        return None if cookie is None else {"cookie": cookie, "age": timedelta(0)}

    def store(self, strategy: str, cookie: object) -> None:
        """Keep, or with None forget, a cookie."""
        self._kept[strategy] = cookie


def defuse() -> None:
    """Real exceptions, no caches on disk, and no warnings that yfinance switched back on."""
    yfinance.config.debug.hide_exceptions = False
    yfinance.config.network.retries = 0
    yfinance_cache._TzCacheManager._tz_cache = yfinance_cache._TzCacheDummy()
    yfinance_cache._CookieCacheManager._Cookie_cache = _CookieMemory()
    yfinance_cache._ISINCacheManager._isin_cache = yfinance_cache._ISINCacheDummy()
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="yfinance")
    warnings.filterwarnings("ignore", category=FutureWarning, module="yfinance")
