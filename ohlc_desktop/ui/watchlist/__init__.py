"""The page *Watchlist*: which instruments are imported."""
