"""Qt without widgets: scheduling, the importing child process, power and clock, probes, reading the store."""
