"""Tests of ohlc_desktop.redis_share, most of them against a real server."""
