"""Sources in the window: which there are and their order, how sessions are witnessed, and values side by side."""
