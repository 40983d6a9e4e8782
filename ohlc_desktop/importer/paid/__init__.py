"""Buying candles of a paid feed: the price first, a person's word, a limit that holds, then the candles."""
