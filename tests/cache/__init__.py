"""Tests of ohlc_desktop.cache, most of them against a real server."""
