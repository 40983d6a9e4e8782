"""Files of candles on their way into the store: what is known of each, and what becomes of it."""
