"""Complete futures candles from Yahoo Finance in a local SQLite file."""
