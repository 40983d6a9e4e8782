"""What the window shows of the store, read off the GUI thread, and changes of the watchlist."""
