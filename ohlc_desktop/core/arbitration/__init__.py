"""Several sources of one series: who is stronger, which row stands, and where they contradict each other."""
