"""Indicators for charts of OHLC Desktop: good ones, and some that are broken in every way there is."""
