"""Complete futures candles in a local SQLite file."""
