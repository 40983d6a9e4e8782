"""The simulated market of the demo profile: no network, the same candles on every machine."""
