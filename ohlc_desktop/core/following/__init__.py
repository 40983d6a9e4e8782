"""Which contract a continuous symbol follows: what the feed names, what the contracts' own candles prove."""
