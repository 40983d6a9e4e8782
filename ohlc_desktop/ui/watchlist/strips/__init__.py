"""Lines above the watchlist that tell of something and offer what can be done about it."""
